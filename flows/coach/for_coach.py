"""What a coach should look at with her, as rows: no script can settle these.

Law: a task changes nothing and holds nothing back; a person decides.
"""

from collections.abc import Callable
from dataclasses import dataclass

from flows.coach.dials import MUCH_FEAR
from flows.coach.grounds import Grounds
from flows.coach.ladder_state import Value
from flows.coach.support import KINDS

RESOURCES, FEW_TRIES = 2, 1


@dataclass(frozen=True, slots=True)
class Task:
    """Something for a coach to do: the rule, on what grounds, and one sentence."""

    rule: str
    inputs: dict[str, Value]
    sentence: str


@dataclass(frozen=True, slots=True)
class Row:
    """One task: its rule, when it is due, what it reads, and its sentence."""

    rule: str
    when: Callable[[Grounds], bool]
    inputs: tuple[str, ...]
    sentence: str


def _afraid(g: Grounds) -> bool:
    return g.fear is not None and g.fear >= MUCH_FEAR


def _tailor(g: Grounds) -> bool:
    # #19: general material did not bring it; a solution of her own is needed.
    return g.seen.resources >= RESOURCES and g.tries_week <= FEW_TRIES


def _nothing_left(g: Grounds) -> bool:
    return g.hard is not None and not g.down and g.support == KINDS[0]


ROWS: tuple[Row, ...] = (
    Row(
        "C-fear",
        _afraid,
        ("fear",),
        "{name} expects fear of {fear} of 10: look at the step together first.",
    ),
    Row(
        "C-list",
        lambda g: bool(g.for_coach),
        (),
        "{name} put something on their list that frightens them a lot: look at it "
        "together before any of it is tried.",
    ),
    Row(
        "C-tailor",
        _tailor,
        ("seen.resources", "tries_week"),
        "{name} has had {resources} cards or stories, with tries in a week: "
        "{tries_week}. Tailor this step.",
    ),
    Row(
        "C-prompts",
        lambda g: g.seen.reminders_help is False,
        ("seen.reminders_help",),
        "Reminders are not the lever for {name} here: make the step smaller.",
    ),
    Row(
        "C-nothing-left",
        _nothing_left,
        ("hard", "support"),
        "{hard} It has the most help and cannot get smaller: talk to {name}.",
    ),
)


def tasks(grounds: Grounds, name: str = "This person") -> tuple[Task, ...]:
    """Say what a coach should look at, whatever she is offered."""
    due = (row for row in ROWS if row.when(grounds))
    read = ((row, grounds.read(row.inputs)) for row in due)
    return tuple(
        Task(row.rule, inputs, row.sentence.format(name=name, **inputs))
        for row, inputs in read
    )
