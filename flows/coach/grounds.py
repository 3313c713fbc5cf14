"""All that the table of offers looks at, in one value: what was seen, what follows.

Law: None and the defaults are "not known"; no row may take them for evidence.
"""

from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Literal

from flows.coach.alarms import Alarm
from flows.coach.attempts import Share
from flows.coach.chances import StepKind
from flows.coach.contexts import Stage
from flows.coach.dials import Dial, Difficulty, Way
from flows.coach.ladder_state import Value
from flows.coach.programmes import Support

# What a conversation of the table is to her: a word about what was decided, an offer
# she may refuse, a word beside a try, or a look back once in a while.
Sort = Literal["notice", "offer", "beside", "look"]
Reply = Literal["accept", "keep", "later"]
RungMove = Literal["less", "more"]
# What her yes to an offer changes.
Lever = Literal[
    "harder", "easier", "more_help", "less_help", "context", "alone", "step"
]

WEEK = 7
# So many chances in a row without a word before it is asked what was missing: silence
# is no verdict (G7), and this question takes the place of that day's prompt. Somebody
# who answers 65 prompts of 100, as is planned for week 4, is silent so often in a row
# by chance in fewer than 2 of 100 cases (0.35 ** 4), which is what L1 calls unusual of
# misses. With a chance a day it still comes before the seven days of silence of L3.
UNTOLD = 4


@dataclass(frozen=True, slots=True)
class Begun:
    """A conversation of the table that was begun, and how she answered it, if so.

    `on` is the local date of her answer; until it comes, of the beginning.
    """

    rule: str
    script: str
    sort: Sort
    on: date
    reply: Reply | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """What only the shell can see, on her local date `today`.

    `rung_days` is how long the Ladder has stood on `rung`, `rung_move` how it moved
    since she was last told, `lapse_days` how long ago prompts came back for a lapse,
    `reminders_help` False after rule A3. `next_in` is days to her next chance,
    `untold` how many in a row went by without a word up to yesterday's, `silent_days`
    how long no word has come, `returned` whether she is back today from such a silence
    or a pause. `prediction` says that she told what she expects and it was not held
    against a try, `resources` how many stories and cards she has had for this step.
    `scripts` are those her path uses, None for all; `contexts` those it suggests.
    """

    today: date
    rung: int = 0
    rung_days: int = 0
    rung_move: RungMove | None = None
    lapse_days: int | None = None
    reminders_help: bool | None = None
    open_question: bool = False
    paused: bool = False
    held: bool = False
    kind: StepKind = "window"
    next_in: int | None = None
    untold: int = 0
    silent_days: int = 0
    returned: bool = False
    prediction: bool = False
    story: bool = False
    scenario: bool = False
    resources: int = 0
    scripts: frozenset[str] | None = None
    contexts: tuple[str, ...] = ()

    @property
    def lapsed(self) -> bool:
        """Say whether the week of a lapse is not over yet."""
        return self.lapse_days is not None and self.lapse_days < WEEK


NOTHING = Share(0, 0)


@dataclass(frozen=True, slots=True)
class Grounds:
    """What was seen, and what follows from her signs and numbers.

    `lever` is what last changed by an offer, `lever_days` ago; None for nothing;
    `at_the_edge` the next item of her list and `for_coach` those a person should see
    first; `suggested` the next context of the path, `first_there` that of a first try
    made just now, `unplaced` one that the last try may have been made in, unasked yet;
    `places` in how many further ones she has tried.
    """

    seen: Seen
    difficulty: Difficulty
    stage: Stage = "start"
    wish: Way | None = None
    up: tuple[Dial, ...] = ()
    down: tuple[Dial, ...] = ()
    easy: Alarm | None = None
    hard: Alarm | None = None
    confidence: int | None = None
    fear: int | None = None
    in_a_row: int = 0
    known: int = 0
    tries: int = 0
    tries_week: int = 0
    last_try_days: int | None = None
    lever: Lever | None = None
    lever_days: int | None = None
    tries_since_lever: int = 0
    support: Support = "self"
    less_help: bool = False
    at_goal: bool = False
    settled: bool = False
    graduates: bool = False
    suggested: str = ""
    at_the_edge: str = ""
    for_coach: tuple[str, ...] = ()
    first_there: str = ""
    unplaced: str = ""
    places: int = 0
    days_begun: int = 0
    own: Share = NOTHING
    begun: tuple[Begun, ...] = ()

    def read(self, names: tuple[str, ...]) -> dict[str, Value]:
        """Give the named grounds, such as "seen.rung", for a sentence."""
        found = {name.rpartition(".")[2]: attrgetter(name)(self) for name in names}
        return {k: v.sentence if isinstance(v, Alarm) else v for k, v in found.items()}
