"""What planned calls rest on: their nudges, how often she was called, who called in."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text

from service.store.db import Found, Tx
from service.store.people import Person

OCCURRENCE = text(
    "SELECT kind, occurrence FROM nudges WHERE organisation_id = :organisation"
    " AND id = :id"
)
CALLED = text(
    "SELECT count(*) AS called FROM outbox_messages o"
    " LEFT JOIN nudges n ON n.id = o.nudge_id"
    " WHERE o.organisation_id = :organisation AND o.participant_id = :person"
    " AND o.kind = 'call' AND o.created_at >= :since"
    " AND o.state IN ('due', 'claimed', 'calling', 'sent', 'in_doubt')"
    " AND n.id IS DISTINCT FROM :but AND coalesce(n.occurrence, '') !~ '^call_me/'"
)
ASKED = text(
    "SELECT state, due_at FROM nudges WHERE organisation_id = :organisation"
    " AND participant_id = :person AND kind = 'call'"
    " AND (local_date = :day OR state = 'planned')"
    " AND occurrence ~ '^call_me/[^/]+$' ORDER BY due_at"
)
MADE = text(
    "SELECT n.*, c.outcome AS chance_outcome FROM outbox_messages o"
    " JOIN nudges n ON n.id = o.nudge_id LEFT JOIN chances c ON c.id = n.chance_id"
    " WHERE o.organisation_id = :organisation AND o.participant_id = :person"
    " AND o.id = :message AND o.kind = 'call'"
)
TOLD_OF = text(
    "SELECT 1 FROM decisions WHERE organisation_id = :organisation"
    " AND participant_id = :person AND nudge_id = :nudge AND verdict = 'unreached'"
)
TAKE_BACK = text(
    "UPDATE nudges SET state = 'cancelled' WHERE organisation_id = :organisation"
    " AND participant_id = :person AND kind = 'call' AND state = 'planned'"
    " AND occurrence ~ '/2$' RETURNING id"
)
CALLED_IN = text(
    "SELECT 1 FROM calls WHERE organisation_id = :organisation"
    " AND participant_id = :person AND direction = 'in' AND began_at >= :since LIMIT 1"
)


def occurrence(tx: Tx, nudge_id: UUID) -> tuple[str, str] | None:
    """Return (kind, occurrence) of a nudge, or None."""
    row = tx.row(OCCURRENCE, id=nudge_id)
    return None if row is None else (row["kind"], row["occurrence"])


def called(tx: Tx, person: Person, since: datetime, but: UUID) -> int:
    """Return how often she was called, unasked, since then, but for one nudge."""
    return int(tx.rows(CALLED, person=person.id, since=since, but=but)[0]["called"])


def asked(tx: Tx, person: Person, day: date) -> tuple[tuple[str, datetime], ...]:
    """Return (state, due) of each call she asked for on a local day.

    One that still waits is among them whatever day it was asked for on: asked for
    before midnight, it comes in the morning.
    """
    rows = tx.rows(ASKED, person=person.id, day=day)
    return tuple((row["state"], row["due_at"]) for row in rows)


def made(tx: Tx, person: Person, message_id: UUID) -> Found | None:
    """Return the nudge behind a call in the outbox, with its chance's outcome."""
    return tx.row(MADE, person=person.id, message=message_id)


def told_of(tx: Tx, person: Person, nudge_id: UUID) -> bool:
    """Return whether it was decided already what follows this unreached call."""
    return tx.row(TOLD_OF, person=person.id, nudge=nudge_id) is not None


def take_back(tx: Tx, person: Person) -> tuple[UUID, ...]:
    """Cancel every call planned as another one did not reach her; return them."""
    return tuple(row["id"] for row in tx.rows(TAKE_BACK, person=person.id))


def called_in(tx: Tx, person: Person, since: datetime) -> bool:
    """Return whether she has called us since then."""
    return tx.row(CALLED_IN, person=person.id, since=since) is not None
