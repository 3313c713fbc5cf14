"""Calls of ours that a person's no has overtaken: their names, and that they ended."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import text

from service.store.db import Tx

# The door has asked all else; what may have changed meanwhile is asked once more.
NAMED = text(
    "SELECT carrier_id FROM outbox_messages m WHERE m.organisation_id = :organisation"
    " AND m.id = :id AND m.state = 'sent' AND m.hung_up_at IS NULL"
    " AND m.carrier_id IS NOT NULL AND NOT EXISTS (SELECT FROM calls c"
    "  WHERE c.organisation_id = :organisation AND c.outbox_message_id = m.id"
    "  AND c.state <> 'open')"
)
HUNG_UP = text(
    "UPDATE outbox_messages SET hung_up_at = handrail_now()"
    " WHERE organisation_id = :organisation AND id = :id"
)


def named(tx: Tx, message: UUID) -> str:
    """Return by which name the carrier knows a call that goes on still, "" for none."""
    row = tx.row(NAMED, id=message)
    return "" if row is None else str(row["carrier_id"])


def hung_up(tx: Tx, message: UUID) -> None:
    """Keep that the carrier was told to end the call of this message."""
    tx.run(HUNG_UP, id=message)
