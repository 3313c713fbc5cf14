"""What a preview of somebody's coming days looks at, and the lines that it shows.

Law: all of it is given; nothing here decides, and nothing is looked up.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Literal

from flows.coach.chances import Occurrence
from flows.coach.layout import For
from flows.coach.nudge_context import Cause
from flows.coach.policy import State
from flows.coach.recap import Recap
from flows.coach.rungs import Prompt
from flows.coach.schedule import Schedule
from flows.coach.timing import Hours

RowKind = Literal["chance", "prompt", "recap", "call", "follow_up", "left", "decision"]
NudgeKind = Literal["prompt", "recap", "call", "follow_up"]
# Lines that are about a day or a chance, and send nothing.
SAID: frozenset[RowKind] = frozenset({"chance", "left", "decision"})


@dataclass(frozen=True, slots=True)
class Calls:
    """On which weekdays she is called, from when and until when on her wall.

    `own` says that somebody has set it for her, and not for a programme.
    """

    days: frozenset[int]
    hours: Hours
    own: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """A chance that stays as it is, on the clock by which it was laid out.

    `led` is the sort of prompt that has gone for it already.
    """

    occurrence: Occurrence
    zone: str
    led: Prompt = "none"


@dataclass(frozen=True, slots=True)
class Due:
    """A nudge that stands and stays: when it is due, and when it comes too late."""

    at: datetime
    expires: datetime


@dataclass(frozen=True, slots=True)
class Full:
    """A limit of spending that is reached: which, whose it is, and when it lets go."""

    limit: str
    of: str
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Promised:
    """A nudge that stands, whatever the schedule says: a call she asked for, a retry.

    `chance` is the key of the chance it is about, or ""; `retry` says that it is tried
    once more, as a call did not reach her.
    """

    kind: NudgeKind
    occurrence: str
    at: datetime
    expires: datetime
    cause: Cause = "plan"
    chance: str = ""
    retry: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose days these are, and all that the core looks at.

    `hours` are the programme's, bounded per day by the schedule; `sent` are moments of
    prompts and calls that have gone, `reported` the keys of chances told about;
    `nudged_at` is when the last of them went, of those too that no cap counts, `floor`
    until when the question that is open now waits for its answer; `hold_ends` is when
    what holds her texts ends by itself, None where only a person ends it. `recap`
    is the weekly one: its rhythm follows from the Ladder; `recaps_from` is when there
    is a week to ask about. `ladder` is where she stands on the Ladder, or on a preset
    in its place. `kept` are chances that stay whatever the schedule says, by their key;
    `nudges` those that stand, by occurrence, None for one that has come; `promised` are
    those that no schedule makes. `full` is the limit of spending that is reached now,
    `texts_arrive` whether her line takes texts; `silent_since` when the last sign came
    from her number, which may be somebody else's after a while; None asks nothing.
    """

    schedule: Schedule
    ladder: State
    whose: For
    name: str
    zone: str
    hours: Hours
    cap_day: int
    cap_week: int
    now: datetime
    consent: str = "active"
    agreed_to_calls: str = "none"
    texts_arrive: bool = True
    silent_since: datetime | None = None
    full: Full | None = None
    hold: str | None = None
    hold_ends: datetime | None = None
    paused_until: date | None = None
    recap: Recap | None = None
    recaps_from: datetime | None = None
    calls: Calls | None = None
    sent: tuple[datetime, ...] = ()
    nudged_at: datetime | None = None
    floor: datetime | None = None
    reported: frozenset[str] = frozenset()
    kept: Mapping[str, Kept] = field(default_factory=dict)
    nudges: Mapping[str, Due | None] = field(default_factory=dict)
    promised: tuple[Promised, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One line: when, on her wall and in UTC, whether it goes, by which rule, and why.

    A line about a day without a chance has no moment, nor has a decision about her
    prompts that the day begins with. `occurrence` is the key of the
    nudge; a chance has that of its prompt. One that goes at another time than it is set
    for has that one as `set_for`, and in `moved` what moved it.
    """

    kind: RowKind
    local_date: date
    wall: time | None
    at: datetime | None
    goes: bool
    rule: str
    sentence: str
    occurrence: str = ""
    set_for: time | None = None
    moved: str = ""
