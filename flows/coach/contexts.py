"""Contexts of a skill, counted each by itself, and the stages from Start to Keep.

Laws: tries count for the context they were made in; a new one is asked about only when
the step has held in the familiar one; a stage moves by one row of the table at a time,
and never by what is unknown.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from flows.coach.ladder_state import Value
from flows.coach.signs import DOSE, Sign

Stage = Literal["start", "fade", "stretch", "solidify", "keep"]

STAGES: tuple[Stage, ...] = ("start", "fade", "stretch", "solidify", "keep")
FAMILIAR = ""  # the context she began in; it is no further one
LIGHT, ALONE = 4, 5  # rungs
HELD_DAYS, ALONE_DAYS = 14, 28
GROWS_AFTER = 4
CONTEXTS_WANTED = 2
AUTOMATIC, SURE_ENOUGH = 5, 8  # of 7, of 10


@dataclass(frozen=True, slots=True)
class Tally:
    """What one context holds: chances known, and tries."""

    known: int = 0
    tries: int = 0


def added(past: Mapping[str, Tally], signs: Sequence[Sign]) -> Mapping[str, Tally]:
    """Count signs beside what was counted before, each context by itself."""
    found = dict(past)
    for one in signs:
        if one.went == "unknown":
            continue
        old = found.get(one.context, Tally())
        found[one.context] = Tally(old.known + 1, old.tries + one.tried)
    return found


def further(counted: Mapping[str, Tally]) -> tuple[str, ...]:
    """Give the contexts beside the familiar one in which she has tried."""
    return tuple(n for n, one in counted.items() if n != FAMILIAR and one.tries)


def suggestion(wanted: Sequence[str], taken: Sequence[str]) -> str:
    """Give the first context of a path's list that was not taken yet, or ""."""
    return next((one for one in wanted if one not in taken), "")


@dataclass(frozen=True, slots=True)
class Standing:
    """What the stages look at; None is not known.

    `rung` and `rung_days` are the Ladder's and how long it has stood there; `lapsed`
    whether prompts came back for a lapse this week; `kept` whether she has answered
    that she goes on alone.
    """

    known: int = 0
    rung: int = 0
    rung_days: int = 0
    at_goal: bool = False
    in_a_row: int = 0
    contexts: int = 0
    automatic: int | None = None
    confidence: int | None = None
    lapsed: bool = False
    kept: bool = False


def settled(now: Standing) -> bool:
    """Say whether R4 has held at the intended difficulty (behaviour 3.5)."""
    return now.rung >= LIGHT and now.rung_days >= HELD_DAYS and now.at_goal


def may_graduate(now: Standing) -> bool:
    """Say whether she may be asked to go on alone: enough contexts, days, and ease.

    Four weeks without prompts are asked for, since the script says them.
    """
    ease = (now.automatic is not None and now.automatic >= AUTOMATIC) or (
        now.confidence is not None and now.confidence >= SURE_ENOUGH
    )
    alone = now.rung >= ALONE and now.rung_days >= ALONE_DAYS
    return alone and ease and now.contexts >= CONTEXTS_WANTED and now.at_goal


@dataclass(frozen=True, slots=True)
class Transition:
    """One row: from which stage to which, by which rule, when, and a sentence."""

    rule: str
    before: Stage
    after: Stage
    when: Callable[[Standing], bool]
    sentence: str


# Read from the top; the first that holds moves the stage. What leads back stands first.
TRANSITIONS: tuple[Transition, ...] = (
    Transition(
        "S-lapse-keep", "keep", "fade", lambda now: now.lapsed,
        "{name} had a lapse, so looking in once a month has ended for now.",
    ),
    Transition(
        "S-lapse-solidify", "solidify", "fade", lambda now: now.lapsed,
        "{name} had a lapse, so the familiar place comes first again.",
    ),
    Transition(
        "S-kept", "solidify", "keep", lambda now: now.kept,
        "{name} goes on alone; one look a month from here.",
    ),
    Transition(
        "S-begun", "start", "fade", lambda now: now.known >= DOSE or now.rung >= 1,
        "{name} has begun: from here prompts thin out.",
    ),
    Transition(
        "S-growing", "fade", "stretch",
        lambda now: now.in_a_row >= GROWS_AFTER and not now.at_goal,
        "{name} did it 4 times in a row, so the step may grow.",
    ),
    Transition(
        "S-settled-fade", "fade", "solidify", settled,
        "{name} has held a light rung for 14 days, so new places come next.",
    ),
    Transition(
        "S-settled-stretch", "stretch", "solidify", settled,
        "{name} has held a light rung for 14 days at the size aimed for.",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Moved:
    """A stage that moved: the row's rule, from where to where, on what, and why."""

    rule: str
    before: Stage
    after: Stage
    inputs: dict[str, Value]
    sentence: str


def move(stage: Stage, now: Standing, name: str = "This person") -> Moved | None:
    """Say which row moves the stage now, or None.

    Args:
        stage: as it is.
        now: what is known of her.
        name: what the sentence calls her.
    """
    for row in TRANSITIONS:
        if row.before == stage and row.when(now):
            inputs: dict[str, Value] = {"rung": now.rung, "known": now.known}
            return Moved(
                row.rule, stage, row.after, inputs, row.sentence.format(name=name)
            )
    return None
