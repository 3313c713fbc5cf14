"""What the consent ledger says of the last no: by whom, and by what."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import text

from service.store.db import Tx
from service.store.people import Person

# STOP ends calls too, and stands in the ledger as a no to texts.
LAST_NO = text(
    "SELECT entered_by, method FROM consent_entries"
    " WHERE organisation_id = :organisation AND participant_id = :person"
    " AND change = 'withdrawn' AND channel <> 'recording'"
    " ORDER BY at DESC, id DESC LIMIT 1"
)


def last_no(tx: Tx, person: Person) -> str:
    """Return who entered her last no to calls or to everything, "" for none."""
    row = tx.row(LAST_NO, person=person.id)
    return "" if row is None else str(row["entered_by"])


def at_carrier(tx: Tx, participant: UUID) -> bool:
    """Say whether her last no is one that only the carrier told us of."""
    row = tx.row(LAST_NO, person=participant)
    return row is not None and row["method"] == "carrier"
