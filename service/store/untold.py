"""What the carrier took and never told the end of: whom to ask about what."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import text

from service.store.db import Found, Tx

MESSAGE = text(
    "SELECT id, kind, channel, token, carrier_id FROM outbox_messages"
    " WHERE organisation_id = :organisation AND id = :id AND state = 'sent'"
    " AND carrier_id IS NOT NULL"
)
ASKED_MESSAGE = text(
    "UPDATE outbox_messages SET asked_at = :now"
    " WHERE organisation_id = :organisation AND id = :id"
)
CALL = text(
    "SELECT c.id, c.carrier_id, c.state, c.outbox_message_id IS NULL AS hers"
    " FROM calls c"
    " WHERE c.organisation_id = :organisation AND c.id = :id"
)
ASKED_CALL = text(
    "UPDATE calls SET asked_at = :now"
    " WHERE organisation_id = :organisation AND id = :id"
)


def message(tx: Tx, asked: UUID) -> Found | None:
    """Return a message that the carrier took, by which name; None where it is none."""
    return tx.row(MESSAGE, id=asked)


def asked_message(tx: Tx, asked: UUID) -> None:
    """Keep that the carrier was asked now."""
    tx.run(ASKED_MESSAGE, id=asked, now=tx.now)


def call(tx: Tx, asked: UUID) -> Found | None:
    """Return a call: its name, its state, whether it came in; None where it is none."""
    return tx.row(CALL, id=asked)


def asked_call(tx: Tx, asked: UUID) -> None:
    """Keep that the carrier was asked now."""
    tx.run(ASKED_CALL, id=asked, now=tx.now)
