"""What a nudge is, why it is there, and all that its rules look at."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from flows.coach.timing import Hours

# "confirmation" is the answer owed to STOP, START or HELP; "crisis" the fixed reply;
# "answer" the next line of a conversation that we began, "reply" any other; "personal"
# what a coach wrote herself, "bridge" a call of hers through the service.
Kind = Literal[
    "prompt",
    "recap",
    "follow_up",
    "invitation",
    "call",
    "reply",
    "crisis",
    "confirmation",
    "answer",
    "personal",
    "bridge",
]
# Why a nudge is there: it was planned, she asked for it, a call did not reach her, she
# has no step yet, a month is over, a rule of growing has something to ask, or nobody
# knows whose her number is by now.
Cause = Literal["plan", "asked", "unreached", "no_step", "month", "offer", "whose"]
Action = Literal["send", "withhold", "move"]
Value = str | int | bool | None
# For so long after her last word she counts as here, as an open question has the floor.
HERE_FOR = timedelta(hours=1)
# Who wrote so short a time ago is up, and waits for the answer.
STILL_UP = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class NudgeContext:
    """All that the rules look at; moments are aware UTC, dates the person's own.

    `sent_today` and `sent_week` count action prompts, calls and follow-ups, not recaps
    or replies; a call that did not reach her, its retry and the text in its place are
    one. `question_ends_at` says when an open question stops waiting, `nudged_at` when
    the last prompt, call or follow-up went, None where it was long ago. `calls` is what
    she says of automated calls (none, agreed, stopped), `calls_today` how often she
    was called today without having asked. `closed` says that on her local day nothing
    of this kind may go out at all, `texts_arrive` whether her line takes texts.
    `closed_to` names what her number is where the organisation sends to no such number,
    `limit` the limit that one more would go beyond, `limit_of` who set it to itself,
    and `limit_ends_at` when that lets go; `heard_at` is when she wrote last. `stated`
    says that a coach has stated why a call of her own may be made all the same;
    `made_at` is when these words were made first, of replies and answers. Where the
    number may be somebody else's by now, `silent_days` counts the days without a sign
    of her; else it is 0.
    """

    kind: Kind
    now: datetime
    zone: str
    hours: Hours
    consent: str
    hold: str | None = None
    paused_until: date | None = None
    reported: bool = False
    expires_at: datetime | None = None
    sent_today: int = 0
    cap_day: int = 1
    sent_week: int = 0
    cap_week: int = 7
    name: str = "This person"
    open_question: bool = False
    question_ends_at: datetime | None = None
    nudged_at: datetime | None = None
    calls: str = "agreed"
    calls_today: int = 0
    cause: Cause = "plan"
    closed: bool = False
    texts_arrive: bool = True
    closed_to: str = ""
    limit: str = ""
    limit_of: str = "This organisation"
    limit_ends_at: datetime | None = None
    heard_at: datetime | None = None
    stated: bool = False
    made_at: datetime | None = None
    silent_days: int = 0

    @property
    def answers_her(self) -> bool:
        """Whether a coach writes this to somebody who wrote herself just now."""
        heard = self.heard_at
        return self.kind == "personal" and bool(heard and self.now - heard < HERE_FOR)

    @property
    def at_once(self) -> bool:
        """Whether this answers what she said so shortly ago that she is up."""
        answers = self.kind in ("reply", "answer")
        return answers and (self.made_at is None or self.now - self.made_at <= STILL_UP)

    @property
    def waived(self) -> bool:
        """Whether this is a coach's call, and her reason lifts what may be lifted."""
        return self.kind == "bridge" and self.stated
