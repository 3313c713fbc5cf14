"""Read-only: what the pictures of one person are drawn from.

They are counts; a change of rung alone has words, the sentence that was kept with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from service.store.db import Found, Tx
from service.store.people import Person

MOST_WEEKS, MOST_MOVES = 26, 200

WEEKS = text(
    "SELECT date_trunc('week', c.local_date)::date AS week,"
    " count(*) FILTER (WHERE a.label = 'unprompted') AS unprompted,"
    " count(*) FILTER (WHERE a.label <> 'unprompted') AS prompted"
    " FROM attempts a JOIN chances c ON c.id = a.chance_id"
    " WHERE a.organisation_id = :organisation AND a.participant_id = :person"
    " AND a.outcome = 'attempted' AND c.local_date >= :since GROUP BY 1 ORDER BY 1"
)
# A decision that says no rung is of before they were kept with it.
MOVES = text(
    "SELECT id, at, sentence_sealed, CAST(inputs->>'from_rung' AS int) AS before,"
    " CAST(inputs->>'to_rung' AS int) AS after FROM decisions"
    " WHERE organisation_id = :organisation AND participant_id = :person"
    " AND verdict = 'rung' AND inputs ? 'to_rung'"
    " AND inputs->>'from_rung' <> inputs->>'to_rung'"
    " ORDER BY at DESC, id DESC LIMIT :most"
)


@dataclass(frozen=True, slots=True)
class Week:
    """The tries of one week, which begins on that Monday."""

    week: date
    unprompted: int
    prompted: int


@dataclass(frozen=True, slots=True)
class Move:
    """A change of rung: when, from where to where, and why as the core said it."""

    at: datetime
    before: int
    after: int
    why: str


def weeks(tx: Tx, whose: UUID, since: date) -> tuple[Week, ...]:
    """Return the weeks since then in which she tried, the oldest first."""
    found: list[Any] = list(tx.rows(WEEKS, person=whose, since=since))
    return tuple(Week(**row) for row in found)


def moves(tx: Tx, person: Person) -> tuple[Move, ...]:
    """Return her last changes of rung, the oldest first."""
    found = tx.rows(MOVES, person=person.id, most=MOST_MOVES)
    return tuple(_move(person, row) for row in reversed(found))


def _move(person: Person, row: Found) -> Move:
    where = ("decisions", row["id"], "sentence_sealed")
    why = person.key.open(row["sentence_sealed"], *where)
    return Move(row["at"], row["before"], row["after"], why)
