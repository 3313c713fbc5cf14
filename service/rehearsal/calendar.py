"""The pages of a diary as cells of a calendar."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from flows.lab.calendar import OUT, Cell
from flows.lab.personas import Persona
from service.rehearsal.diary import Page

LONGEST_NOTE = 9


def cells(persona: Persona, pages: Sequence[Page]) -> Iterator[Cell]:
    """Give one cell a day; a try stands on its own day, whenever it was told."""
    told: dict[date, str] = {}
    for page in pages:
        for day, label in page.told:
            told.setdefault(day, label)
    for page in pages:
        out = tuple(one for one in OUT if page.day.counts.get(one))
        did = told.get(page.date, "untold" if page.untold else "")
        marks = (*out, did) if did else out
        yield Cell(page.date, page.day.rung, marks, _note(persona, page.day.number))


def _note(persona: Persona, number: int) -> str:
    """Name a command of hers, or the place she moves to."""
    moved = (one.zone.rpartition("/")[2] for one in persona.moves if one.day == number)
    said = (one.text for one in persona.says if one.day == number)
    short = (one for one in (*moved, *said) if len(one) <= LONGEST_NOTE)
    return next(short, "")
