"""Lays a person's chances out in weeks, Monday first, for the console."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from service.store.marks import Mark
from service.store.views import Card
from service.web import words
from service.web.tongues import later, say

WEEKS = 8
STRIP_DAYS = 14
BEFORE = later("before the first chance")
AHEAD = later("still to come")


@dataclass(frozen=True, slots=True)
class Cell:
    """One day: the shapes of its chances, or why there are none.

    `blank` says why there is no chance; with neither shapes nor that, it was a day
    without one like any other.
    """

    day: date
    shapes: tuple[str, ...]
    today: bool
    blank: str

    @property
    def drawn(self) -> tuple[str, ...]:
        """The shapes that stand in its square: a day without a chance has one, too.

        So has one before the first chance; what is still to come has none yet.
        """
        return self.shapes or (() if self.blank == AHEAD else ("none",))

    @property
    def says(self) -> str:
        """The day in words, for readers who do not see shapes."""
        # Of a day to come there is no more to say of a chance than that it comes.
        ahead = self.blank == AHEAD and {*self.shapes} <= {"open"}
        told = "" if ahead else ", ".join(words.SHAPES[one] for one in self.shapes)
        blank = say(self.blank) if self.blank else words.SHAPES["none"]
        return f"{words.day(self.day)}: {told or blank}"


def weeks(card: Card) -> tuple[tuple[Cell, ...], ...]:
    """Return the last weeks up to this one, oldest first; each begins on Monday.

    Weeks before the first known chance are left out.
    """
    monday = card.today - timedelta(days=card.today.weekday())
    first = monday - timedelta(weeks=WEEKS - 1)
    begun = min((mark.day for mark in card.marks), default=card.today)
    days = tuple(_cells(card, max(first, begun - timedelta(days=begun.weekday()))))
    return tuple(days[at : at + 7] for at in range(0, len(days), 7))


def occurring(weeks: Iterable[Iterable[Cell]]) -> frozenset[str]:
    """Return the shapes that stand anywhere in some weeks: no other needs telling."""
    return frozenset(shape for week in weeks for day in week for shape in day.drawn)


def _cells(card: Card, first: date) -> Iterator[Cell]:
    last = card.today + timedelta(days=6 - card.today.weekday())
    return _between(card, first, last)


def _between(card: Card, first: date, last: date) -> Iterator[Cell]:
    by_day = _by_day(card.marks)
    begun = min(by_day, default=date.max)
    for ahead in range((last - first).days + 1):
        on = first + timedelta(days=ahead)
        blank = BEFORE if on < begun else AHEAD if on > card.today else ""
        yield Cell(on, by_day.get(on, ()), on == card.today, blank)


def strip(card: Card) -> tuple[Cell, ...]:
    """Return the last fourteen days, today last."""
    first = card.today - timedelta(days=STRIP_DAYS - 1)
    return tuple(_between(card, first, card.today))


def _by_day(marks: tuple[Mark, ...]) -> dict[date, tuple[str, ...]]:
    found: dict[date, tuple[str, ...]] = {}
    for mark in marks:
        found[mark.day] = (*found.get(mark.day, ()), words.shape(mark))
    return found
