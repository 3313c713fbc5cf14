"""Lays a person's chances out in weeks, Monday first, for the coach's page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from service.store.views import Card, Mark
from service.web import words

WEEKS = 8
STRIP_DAYS = 14


@dataclass(frozen=True, slots=True)
class Cell:
    """One day: the shapes of its chances (none when there was no chance)."""

    day: date
    shapes: tuple[str, ...]
    today: bool

    @property
    def says(self) -> str:
        """The day in words, for readers who do not see shapes."""
        told = ", ".join(words.SHAPES[shape] for shape in self.shapes)
        return f"{words.day(self.day)}: {told or 'no chance'}"


def weeks(card: Card) -> tuple[tuple[Cell, ...], ...]:
    """Return the last weeks up to this one, oldest first; each begins on Monday.

    Weeks before the first known chance are left out.
    """
    monday = card.today - timedelta(days=card.today.weekday())
    first = monday - timedelta(weeks=WEEKS - 1)
    begun = min((mark.day for mark in card.marks), default=card.today)
    days = tuple(_cells(card, max(first, begun - timedelta(days=begun.weekday()))))
    return tuple(days[at : at + 7] for at in range(0, len(days), 7))


def _cells(card: Card, first: date) -> Iterator[Cell]:
    last = card.today + timedelta(days=6 - card.today.weekday())
    by_day = _by_day(card.marks)
    for ahead in range((last - first).days + 1):
        on = first + timedelta(days=ahead)
        yield Cell(on, by_day.get(on, ()), on == card.today)


def strip(card: Card) -> tuple[Cell, ...]:
    """Return the last fourteen days, today last."""
    by_day = _by_day(card.marks)
    days = (card.today - timedelta(days=back) for back in range(STRIP_DAYS))
    cells = (Cell(on, by_day.get(on, ()), on == card.today) for on in days)
    return tuple(cells)[::-1]


def _by_day(marks: tuple[Mark, ...]) -> dict[date, tuple[str, ...]]:
    found: dict[date, tuple[str, ...]] = {}
    for mark in marks:
        found[mark.day] = (*found.get(mark.day, ()), words.shape(mark))
    return found
