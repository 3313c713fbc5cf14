"""What the consent ledger says of noes: by whom, and by what."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import text

from service.store.db import Tx
from service.store.people import Person

# STOP ends calls too, and stands in the ledger as a no to texts.
LAST_NO = text(
    "SELECT method FROM consent_entries"
    " WHERE organisation_id = :organisation AND participant_id = :person"
    " AND change = 'withdrawn' AND channel <> 'recording'"
    " ORDER BY at DESC, id DESC LIMIT 1"
)
# A no of her own that no lasting yes to calls has followed: what a coach enters after
# it, a no as well, takes nothing from it. A yes to one call is none that lasts.
HERSELF = text(
    "SELECT 1 FROM consent_entries c WHERE c.organisation_id = :organisation"
    " AND c.participant_id = :person AND c.change = 'withdrawn'"
    " AND c.channel <> 'recording' AND c.entered_by = 'participant'"
    " AND NOT EXISTS (SELECT 1 FROM consent_entries y"
    "  WHERE y.organisation_id = :organisation AND y.participant_id = :person"
    "  AND y.channel = 'call' AND y.change = 'given' AND y.method <> :once"
    "  AND (y.at, y.id) > (c.at, c.id)) LIMIT 1"
)
STOPPED_BY = text(
    "SELECT entered_by FROM consent_entries"
    " WHERE organisation_id = :organisation AND participant_id = :person"
    " AND change = 'withdrawn' AND channel NOT IN ('call', 'recording')"
    " ORDER BY at DESC, id DESC LIMIT 1"
)
# That a no was told again changes nothing.
LAST_OF = text(
    "SELECT change FROM consent_entries WHERE organisation_id = :organisation"
    " AND participant_id = :person AND channel = :channel AND change <> 'repeated'"
    " ORDER BY at DESC, id DESC LIMIT 1"
)


def by_herself(tx: Tx, person: Person, once: str) -> bool:
    """Say whether a no to calls, or to everything, of her own word stands.

    `once` is the method of a yes to one call and no more.
    """
    return tx.row(HERSELF, person=person.id, once=once) is not None


def stopped_by(tx: Tx, person: Person) -> str:
    """Return who entered the last no to texts, "" for none."""
    row = tx.row(STOPPED_BY, person=person.id)
    return "" if row is None else str(row["entered_by"])


def last_of(tx: Tx, person: Person, channel: str) -> str:
    """Return what the last change of a channel was, "" for none."""
    row = tx.row(LAST_OF, person=person.id, channel=channel)
    return "" if row is None else str(row["change"])


def at_carrier(tx: Tx, participant: UUID) -> bool:
    """Say whether her last no is one that only the carrier told us of."""
    row = tx.row(LAST_NO, person=participant)
    return row is not None and row["method"] == "carrier"
