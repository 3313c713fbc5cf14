"""What stands between two turns, what a turn brings, and the one refusal."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from flows.talk.effects import Effect, HandReason
from flows.talk.events import Channel

QUESTION_OPEN = timedelta(hours=24)
# Nobody reads our question, thinks, types and sends within this time: a text that
# comes so soon after another was already being written and is part of the same answer.
SAME_BREATH = timedelta(seconds=6)


class NotAccepted(Exception):
    """The state does not accept this event; nothing changed.

    The shell acts: it brought an event to a conversation that does not wait for it.
    """


@dataclass(frozen=True, slots=True)
class State:
    """Where a conversation stands between two turns; a value that goes through JSON.

    `awaiting`: a question is open until `expires_at`. When none is, the conversation
    has ended and lingers for SAME_BREATH, for a second text of the last answer.
    `expect` is the kind of answer awaited (expects.MEANINGS), "" when none is.
    `kept` says where the last answer went: a field of the attempt, or a fact.
    `handed` says for what the last answer was put before a coach, "" where it was not.
    `channel` is where the open question was asked, `silences` how often it got no
    answer there, `take` the recording made last, `before` the question before,
    `wording` which of several wordings it was asked in ("" where there is one).
    """

    script: str
    version: str
    node: str
    awaiting: bool
    expires_at: datetime
    asked_at: datetime | None = None
    heard_at: datetime | None = None
    expect: str = ""
    asked_again: bool = False
    recorded: bool = False
    turns: int = 0
    kept: str = ""
    memory: Mapping[str, str] = field(default_factory=dict)
    channel: Channel = "text"
    silences: int = 0
    take: str = ""
    before: str = ""
    wording: str = ""
    handed: HandReason | Literal[""] = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """One event answered: the state after it (None: over) and what is to be done.

    `path` names the nodes walked, the one the turn began in first.
    """

    state: State | None
    effects: tuple[Effect, ...]
    path: tuple[str, ...] = ()
