"""The Ladder's state: one value, nothing hidden; `ladder_codec` writes it as JSON."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from flows.coach.attempts import Mark
from flows.coach.chances import StepKind
from flows.coach.rungs import RUNGS, Prompt

Value = str | int | bool | None
Inputs = dict[str, Value]
Rhythm = Literal["weekly", "monthly"]
Lever = Literal["hold", "rung", "cap", "floor", "skip", "kind"]

FIRST_WAIT = 10  # days without a change before a probe block (A4)
MONTHLY_AFTER = 28  # days on the last rung before the recap may come monthly
LAST_RUNG = len(RUNGS) - 1
BEGINS: dict[StepKind, int] = {"window": 1, "moment": 0}


@dataclass(frozen=True, slots=True)
class Settings:
    """What a coach sets: where to start, the ceiling, and what to aim for.

    Without a `start_rung` a window step begins on R1, where each chance is covered and
    her own try comes first, and a moment step on R0, since nothing can rescue it later.
    With goal "attempts" no rule fades; the person and the coach still may.
    With `random_skips` off, resting chances have a fixed place instead of a drawn one.
    With `recap` "monthly" the question comes monthly once R5 has lasted four weeks, and
    a complete stop there may go unseen for 31 days instead of 8 (G4).
    """

    start_rung: int | None = None
    kind: StepKind = "window"
    cap_per_week: int = 7
    cap_per_day: int = 1
    goal: Literal["independence", "attempts"] = "independence"
    dwell_days: int = 7
    random_skips: bool = True
    recap: Rhythm = "weekly"


@dataclass(frozen=True, slots=True)
class ChanceRef:
    """Which chance: its key, local date, and running number in its plan."""

    key: str
    on: date
    number: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One chance in the log: what came of it, and which prompt may have gone first."""

    key: str
    on: date
    mark: Mark
    prompt: Prompt


@dataclass(frozen=True, slots=True)
class Override:
    """A coach's word: one lever, up to and including `until`; it wins over every rule.

    hold: no rule moves the rung. rung: it is set to `value`, then held. cap: `value`
    prompts in seven days at most. floor: no rule goes thinner than rung `value`.
    skip: no prompt on the dates of `value`. kind: the step is of that kind. With
    `until` before `today` it takes back what stands of that lever.
    """

    what: Lever
    value: int | str | tuple[date, ...] | None
    today: date
    until: date
    author: str
    reason: str


@dataclass(frozen=True, slots=True)
class Probe:
    """A block one rung lighter: since when, and the try rate (percent) to keep up."""

    began: date
    par: int


@dataclass(frozen=True, slots=True)
class Ladder:
    """The whole state of one person on one step; a value, nothing hidden.

    `since` is the date of the last change of rung, `fresh` the first chance date that
    counts as evidence on this rung. `day` is the last day that was told to have begun,
    `heard` that of her last word, `owed` the day from which one prompt is owed.
    """

    settings: Settings
    seed: int
    rung: int
    top: int
    since: date | None = None
    fresh: date | None = None
    pinned_until: date | None = None
    paused_until: date | None = None
    day: date | None = None
    heard: date | None = None
    owed: date | None = None
    recapped: date | None = None
    quiet: bool = False
    best: float = 0.0
    confidence: int | None = None
    fear: int | None = None
    probe: Probe | None = None
    probe_wait: int = FIRST_WAIT
    overrides: tuple[Override, ...] = ()
    log: tuple[Entry, ...] = ()


def start(settings: Settings, seed: int) -> Ladder:
    """Begin a ladder.

    Args:
        settings: the coach's settings.
        seed: any whole number; it decides which chances rest.

    Raises:
        ValueError: when the rung to start on does not exist.
    """
    usual = BEGINS[settings.kind]
    begins = usual if settings.start_rung is None else settings.start_rung
    rung = checked_rung(begins)
    return Ladder(settings, seed, rung, rung)


def checked_rung(rung: object) -> int:
    """Give the rung back; raises ValueError when there is none such."""
    if not isinstance(rung, int) or rung not in range(len(RUNGS)):
        raise ValueError(f"rung {rung} is none of 0 to {LAST_RUNG}")
    return rung


def standing(ladder: Ladder, what: Lever, day: date) -> Iterator[Override]:
    """Yield the coach's words on that lever that stand on `day`, the newest first."""
    for one in reversed(ladder.overrides):
        if one.what == what and day <= one.until:
            yield one


def _set(ladder: Ladder, what: Lever, day: date, otherwise: object) -> object:
    return next((one.value for one in standing(ladder, what, day)), otherwise)


def kind_on(ladder: Ladder, day: date) -> StepKind:
    """Return the kind of the step on that day."""
    kind = _set(ladder, "kind", day, ladder.settings.kind)
    return "moment" if kind == "moment" else "window"


def cap_on(ladder: Ladder, day: date) -> int:
    """Return how many prompts seven days may hold, as of that day."""
    cap = _set(ladder, "cap", day, ladder.settings.cap_per_week)
    return cap if isinstance(cap, int) else 0


def thinnest_on(ladder: Ladder, day: date) -> int:
    """Return the thinnest rung to which a rule may lead on that day."""
    floor = _set(ladder, "floor", day, LAST_RUNG)
    return floor if isinstance(floor, int) else LAST_RUNG


def skipped(ladder: Ladder, day: date) -> bool:
    """Say whether a coach has put that date off."""
    words = standing(ladder, "skip", day)
    return any(isinstance(one.value, tuple) and day in one.value for one in words)


def held(ladder: Ladder, today: date) -> bool:
    """Say whether no rule may move the rung: a coach holds it, or LESS pinned it."""
    pinned = ladder.pinned_until is not None and today <= ladder.pinned_until
    coach = (*standing(ladder, "hold", today), *standing(ladder, "rung", today))
    return pinned or bool(coach)


def paused(ladder: Ladder, day: date) -> bool:
    """Say whether that day lies in a pause."""
    return ladder.paused_until is not None and day <= ladder.paused_until


def recap_rhythm(ladder: Ladder, today: date) -> Rhythm:
    """Say how often the recap comes: monthly only where the settings allow it."""
    since = ladder.since or today
    long = ladder.rung == LAST_RUNG and (today - since).days >= MONTHLY_AFTER
    return "monthly" if long and ladder.settings.recap == "monthly" else "weekly"
