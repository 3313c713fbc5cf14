"""What a reply was understood as: the types of answers, and how they are named."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Tried:
    """A try, made `days_ago` local days before today, or on the last `weekday`.

    `fell_short` says that she told herself it did not come off: a try all the same.
    """

    words: str
    days_ago: int = 0
    fell_short: bool = False
    weekday: int | None = None

    def ago(self, today: date) -> int:
        """Return how many days before today it was made."""
        if self.weekday is None:
            return self.days_ago
        return (today.weekday() - self.weekday) % 7


@dataclass(frozen=True, slots=True)
class NotTried:
    """No try this time; `reason` is time, know_how, moment or "" when not told."""

    words: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Imagined:
    """The step was done in the head, or rehearsed."""

    words: str


@dataclass(frozen=True, slots=True)
class YesNo:
    """Yes or no."""

    yes: bool


@dataclass(frozen=True, slots=True)
class Number:
    """A number, whole and not negative."""

    value: int


@dataclass(frozen=True, slots=True)
class Duration:
    """How long, in whole minutes."""

    minutes: int


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day, `HH:MM` of 24 hours."""

    time: str


@dataclass(frozen=True, slots=True)
class Picked:
    """One of the choices by its name; accept, keep or later of an offer; said."""

    name: str


@dataclass(frozen=True, slots=True)
class Days:
    """Days of the week, 0 is Monday; none of them is an answer too."""

    days: frozenset[int]


@dataclass(frozen=True, slots=True)
class Reason:
    """What was missing: time, know_how, moment or other."""

    reason: str


@dataclass(frozen=True, slots=True)
class Words:
    """Own words, taken as they are."""

    words: str


@dataclass(frozen=True, slots=True)
class Aside:
    """No answer: not_yet, thanks, greeting, nothing, other, question, person, news."""

    meaning: str


@dataclass(frozen=True, slots=True)
class Unsure:
    """Words that could mean either."""

    words: str


Answer: TypeAlias = (
    Tried
    | NotTried
    | Imagined
    | YesNo
    | Number
    | Duration
    | Clock
    | Picked
    | Days
    | Reason
    | Words
    | Aside
    | Unsure
)


def meaning(answer: Answer) -> str:
    """Name an answer as scripts do in `on:`; one of `Expect.meanings`."""
    match answer:
        case Aside(name) | Reason(name) | Picked(name):
            return name
        case YesNo(yes):
            return "yes" if yes else "no"
        case Days(days):
            return "days" if days else "none"
        case Tried(fell_short=True):
            return "tried_but"
        case _:
            return _NAMES[type(answer)]


_NAMES: Mapping[type[Answer], str] = {
    Tried: "tried",
    NotTried: "not_tried",
    Imagined: "imagined",
    Number: "number",
    Duration: "duration",
    Clock: "time",
    Words: "words",
    Unsure: "unsure",
}


def value(answer: Answer) -> str | None:
    """Return what an answer is worth, written plainly; None when its words are it."""
    match answer:
        case Number(worth) | Duration(worth):
            return str(worth)
        case Clock(worth) | Picked(worth):
            return worth
        case _:
            return None


def certain(answer: Answer) -> bool:
    """Say whether an answer is neither unsure, nor an aside, nor plain words."""
    return not isinstance(answer, Unsure | Aside | Words)
