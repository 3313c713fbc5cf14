"""What became of everything, for the drill that judges it: ids and states, no words."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import text

from service.store.db import Found, Tx

DUE = text(
    "SELECT n.id, n.state, n.due_at, o.created_at AS spoken_at, EXISTS (SELECT 1 FROM"
    " decisions d WHERE d.organisation_id = :organisation AND d.nudge_id = n.id)"
    " AS explained FROM nudges n LEFT JOIN LATERAL (SELECT min(m.created_at) AS"
    " created_at FROM outbox_messages m WHERE m.organisation_id = :organisation"
    " AND m.nudge_id = n.id) o ON true"
    " WHERE n.organisation_id = :organisation AND n.due_at <= :now"
)
# A coach's alert and a person's reply wait alike: from when they may go.
MESSAGES = text(
    "SELECT id, nudge_id, state, token,"
    " CASE WHEN state IN ('due', 'claimed', 'calling') THEN :now"
    " ELSE coalesce(settled_at, called_at) END"
    " - greatest(created_at, not_before) AS waited"
    " FROM outbox_messages WHERE organisation_id = :organisation"
)
# An id of the carrier's has 34 signs.
TEXTS = text(
    "SELECT left(carrier_id, 34) AS sid, count(*) AS kept FROM inbox"
    " WHERE organisation_id = :organisation GROUP BY 1"
)
OPEN = text(
    "SELECT (SELECT count(*) FROM nudges WHERE organisation_id = :organisation"
    " AND state = 'planned' AND due_at <= :now) AS nudges,"
    " (SELECT count(*) FROM outbox_messages WHERE organisation_id = :organisation"
    " AND state IN ('due', 'claimed', 'calling')) AS messages,"
    " (SELECT count(*) FROM outbox_messages WHERE organisation_id = :organisation"
    " AND state = 'in_doubt') AS doubts,"
    " (SELECT count(*) FROM outbox_messages WHERE organisation_id = :organisation"
    " AND state = 'sent') AS sent,"
    " (SELECT count(*) FROM inbox WHERE organisation_id = :organisation) AS texts"
)


def due(tx: Tx) -> Sequence[Found]:
    """Return (id, state, due_at, spoken_at, explained) of each nudge that was due."""
    return tx.rows(DUE, now=tx.now)


def messages(tx: Tx) -> Sequence[Found]:
    """Return (id, nudge_id, state, token, waited) of every message."""
    return tx.rows(MESSAGES, now=tx.now)


def texts(tx: Tx) -> dict[str, int]:
    """Return how often each carrier id of a text stands in the inbox."""
    return {row["sid"]: row["kept"] for row in tx.rows(TEXTS)}


def still_open(tx: Tx) -> Found:
    """Count what is not done (`nudges`, `messages`), and `doubts`, `sent`, `texts`."""
    return tx.rows(OPEN, now=tx.now)[0]
