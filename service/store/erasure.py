"""Forgetting a person: her key and number go, and with the key every word of hers."""

from __future__ import annotations

from sqlalchemy import text

from service.store import tables
from service.store.db import Tx
from service.store.people import Person

HASHES = text(
    "DELETE FROM numbers WHERE organisation_id = :organisation"
    " AND participant_id = :person RETURNING hash"
)
SILENCE = text(
    "INSERT INTO strangers (organisation_id, hash, suppressed)"
    " VALUES (:organisation, :hash, true)"
    " ON CONFLICT (organisation_id, hash) DO UPDATE SET suppressed = true"
)
FORGET = text(
    "UPDATE participants SET wrapped_key = NULL, consent = 'stopped',"
    " consent_version = consent_version + 1, call_terms = '{}', ladder = '{}',"
    " own_terms = '{}', schedule = NULL"
    " WHERE organisation_id = :organisation AND id = :person"
)
CANCEL = text(
    "UPDATE nudges SET state = 'cancelled' WHERE organisation_id = :organisation"
    " AND participant_id = :person AND state = 'planned'"
)


def forget(tx: Tx, person: Person, row_id: object, by: str) -> None:
    """Erase a person: what was sealed for her opens nowhere any more.

    Her number lives on as a keyed hash among those we never answer, so that nobody
    texts it again by mistake; the audit says that it was done, and at whose word.
    """
    for row in tx.rows(HASHES, person=person.id):
        tx.later(SILENCE, hash=row["hash"])
    tx.later(CANCEL, person=person.id)
    tx.last(FORGET, person=person.id)
    tx.put(
        tables.AuditRow,
        id=row_id,
        actor=by,
        action="erased",
        subject=person.id,
        at=tx.now,
    )
