"""How hard a step is, as five dials, and what one notch is on each.

Laws: a notch moves one dial by one place of its scale and nothing else; no number
leaves the bounds of `programmes.NUMBERS`; one notch there and one back is never harder
than before.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from flows.coach.programmes import NUMBERS, Step

Dial = Literal["minutes", "per_week", "imagining", "complexity", "fear"]
Way = Literal["up", "down"]  # up is harder

DIALS: tuple[Dial, ...] = ("minutes", "per_week", "imagining", "complexity", "fear")
# The band of expected fear in which a new thing is proposed (#28, #52); from MUCH on a
# person looks at it first.
GOOD_FEAR, MUCH_FEAR = (3, 5), 7
SURE = 7  # of 10; below it a step is made smaller before anything else (#10)
VERSION = 1


@dataclass(frozen=True, slots=True)
class Notches:
    """One dial: its places from easy to hard, and its name as the form has it."""

    places: tuple[int, ...]
    says: str


def _upward(dial: Dial) -> tuple[int, ...]:
    low, high = NUMBERS[dial]
    return tuple(range(low, high + 1))


# Behaviour 3.5. Minutes grow by about half to double, the others one by one; to imagine
# a thing is easier than to do it, so that dial runs downwards (#26).
TABLE: Mapping[Dial, Notches] = {
    "minutes": Notches((1, 2, 3, 5, 10, 15, 20, 30, 45, 60, 90, 120), "Minutes"),
    "per_week": Notches(_upward("per_week"), "Times a week"),
    "imagining": Notches(_upward("imagining")[::-1], "How real"),
    "complexity": Notches(_upward("complexity"), "Complexity"),
    "fear": Notches(_upward("fear"), "Fear expected"),
}
# What the places of that dial are called, whose numbers say nothing by themselves.
REAL: Mapping[int, str] = {0: "for real", 1: "rehearsed aloud", 2: "imagined"}
# What she can pick in the script `stretch`, and which dial each is.
PICKED: Mapping[str, Dial] = {
    "longer": "minutes",
    "more_often": "per_week",
    "tougher": "complexity",
}
# What the script `smaller` asks for, in the same way.
EASED: Mapping[str, Dial] = {
    "shorter": "minutes",
    "less_often": "per_week",
    "gentler": "complexity",
    "in_the_head": "imagining",
}


@dataclass(frozen=True, slots=True)
class Difficulty:
    """The five dials of a step, in the numbers and bounds of a programme."""

    minutes: int
    per_week: int
    imagining: int
    complexity: int
    fear: int

    def __post_init__(self) -> None:
        for dial in DIALS:
            low, high = NUMBERS[dial]
            if not low <= getattr(self, dial) <= high:
                raise ValueError(f"{dial} is not between {low} and {high}")


def said(dial: Dial, *numbers: int) -> tuple[str, ...]:
    """Name a dial and places of it, in the words of its form."""
    real = REAL if dial == "imagining" else {}
    return (TABLE[dial].says, *(real.get(one, str(one)) for one in numbers))


def of(step: Step) -> Difficulty:
    """Read the dials of a step on a path."""
    return Difficulty(**{dial: getattr(step, dial) for dial in DIALS})


def turned(difficulty: Difficulty, dial: Dial, way: Way) -> Difficulty | None:
    """Turn one dial by one notch.

    Args:
        difficulty: as it is; a number between two places goes to the next of them.
        dial: which one.
        way: up for harder, down for easier.

    Returns:
        The difficulty after, or None when there is no place left that way, or when
        the place left would take expected fear out of the good band.
    """
    now = _hardness(dial, getattr(difficulty, dial))
    places = TABLE[dial].places
    left = [one for one in places if (_hardness(dial, one) - now) * _SIGN[way] > 0]
    if not left:
        return None
    place = left[0] if way == "up" else left[-1]
    if dial == "fear" and way == "up" and place > GOOD_FEAR[1]:
        return None
    return replace(difficulty, **{dial: place})


_SIGN: Mapping[Way, int] = {"up": 1, "down": -1}


def _hardness(dial: Dial, number: int) -> int:
    return -number if dial == "imagining" else number


def room(difficulty: Difficulty, way: Way) -> tuple[Dial, ...]:
    """Give the dials that can be turned one notch that way, in the table's order."""
    return tuple(one for one in DIALS if turned(difficulty, one, way) is not None)


def reaches(difficulty: Difficulty, goal: Difficulty) -> bool:
    """Say whether it is at least as hard as the goal on every dial but fear.

    Fear is a feeling that shrinks by doing: nobody is held back for having less of it.
    """
    return all(
        _hardness(dial, getattr(difficulty, dial))
        >= _hardness(dial, getattr(goal, dial))
        for dial in DIALS
        if dial != "fear"
    )


def dump(difficulty: Difficulty) -> dict[str, Any]:
    """Give the dials as plain JSON values, with the version "v"."""
    return {"v": VERSION, **asdict(difficulty)}


def load(stored: Mapping[str, Any]) -> Difficulty:
    """Read back what `dump` gave.

    Raises:
        ValueError: when the version is unknown, or a dial is missing or out of bounds.
    """
    if stored.get("v") != VERSION:
        raise ValueError(f"dials of version {stored.get('v')!r} cannot be read")
    try:
        return Difficulty(**{dial: stored[dial] for dial in DIALS})
    except (KeyError, TypeError) as wrong:
        raise ValueError(f"dials cannot be read: {wrong}") from wrong
