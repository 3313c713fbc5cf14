"""The growth of a step, sealed, and what its table of offers looks at beside it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import text

from service.store.db import Tx
from service.store.people import Person

SAVE = text(
    "UPDATE steps SET growth_sealed = :growth"
    " WHERE organisation_id = :organisation AND id = :id"
)
# The Ladder's own decisions, newest first.
MOVES = text(
    "SELECT rule, at FROM decisions WHERE organisation_id = :organisation"
    " AND participant_id = :person AND verdict = 'rung' AND at >= :since"
    " ORDER BY at DESC, id DESC"
)
OF_ATTEMPT = text(
    "SELECT c.local_date, c.slot, a.outcome FROM attempts a"
    " JOIN chances c ON c.id = a.chance_id"
    " WHERE a.organisation_id = :organisation AND a.id = :id"
)
# What came of her last chances whose deadline has gone by, the newest first.
CAME_OF = text(
    "SELECT local_date, outcome FROM chances WHERE organisation_id = :organisation"
    " AND participant_id = :person AND step_id = :step AND deadline_at <= :now"
    " ORDER BY local_date DESC, slot DESC LIMIT 8"
)
# What stands on a day that a conversation must not come near: windows, and texts.
TAKEN = text(
    "SELECT c.opens_at AS begins, c.closes_at AS ends FROM chances c"
    " JOIN steps s ON s.id = c.step_id AND s.ended_at IS NULL"
    " WHERE c.organisation_id = :organisation AND c.participant_id = :person"
    " AND c.closes_at > :now UNION ALL SELECT n.due_at, n.due_at FROM nudges n"
    " WHERE n.organisation_id = :organisation AND n.participant_id = :person"
    " AND n.state = 'planned' AND n.due_at > :now"
)
PLANNED = text(
    "SELECT 1 FROM nudges WHERE organisation_id = :organisation"
    " AND participant_id = :person AND state = 'planned'"
    " AND occurrence LIKE 'offer/%'"
)
RAISED = text(
    "SELECT DISTINCT reason FROM alerts WHERE organisation_id = :organisation"
    " AND participant_id = :person AND kind = 'hand'"
    " AND (state = 'open' OR raised_at >= :since)"
)


class Told(NamedTuple):
    """The chance of an attempt, and what came of it."""

    day: date
    slot: int
    outcome: str


def opened(person: Person, step_id: UUID, sealed: bytes) -> dict[str, Any]:
    """Return a growth as it was dumped."""
    words = person.key.open(sealed, "steps", step_id, "growth_sealed")
    found: dict[str, Any] = json.loads(words)
    return found


def sealed(person: Person, step_id: UUID, growth: Mapping[str, Any]) -> bytes:
    """Return a dumped growth as bytes that open only at this step."""
    words = json.dumps(growth, separators=(",", ":"))
    return person.key.seal(words, "steps", step_id, "growth_sealed")


def save(tx: Tx, person: Person, step_id: UUID, growth: Mapping[str, Any]) -> None:
    """Save the growth of a step."""
    tx.last(SAVE, id=step_id, growth=sealed(person, step_id, growth))


def moves(tx: Tx, person: Person, since: datetime) -> Sequence[tuple[str, datetime]]:
    """Return (rule, when) of each decision about prompts since then, newest first."""
    rows = tx.rows(MOVES, person=person.id, since=since)
    return [(row["rule"], row["at"]) for row in rows]


def of_attempt(tx: Tx, attempt_id: UUID) -> Told:
    """Return the chance that an attempt is about; raises LookupError."""
    row = tx.row(OF_ATTEMPT, id=attempt_id)
    if row is None:
        raise LookupError(f"there is no attempt {attempt_id}")
    return Told(row["local_date"], row["slot"], row["outcome"])


def came_of(tx: Tx, person: Person, step_id: UUID) -> Sequence[tuple[date, str]]:
    """Return (day, outcome) of her last chances that had their time, newest first."""
    rows = tx.rows(CAME_OF, person=person.id, step=step_id, now=tx.now)
    return [(row["local_date"], row["outcome"]) for row in rows]


def taken(tx: Tx, person: Person) -> Sequence[tuple[datetime, datetime]]:
    """Return from when to when a chance or a planned text stands, from now on."""
    rows = tx.rows(TAKEN, person=person.id, now=tx.now)
    return [(row["begins"], row["ends"]) for row in rows]


def is_planned(tx: Tx, person: Person) -> bool:
    """Say whether an offer waits to be made already."""
    return tx.row(PLANNED, person=person.id) is not None


def raised(tx: Tx, person: Person, since: datetime) -> frozenset[str]:
    """Return why a coach was asked to look: what is open, or was raised since then."""
    rows = tx.rows(RAISED, person=person.id, since=since)
    return frozenset(row["reason"] for row in rows)
