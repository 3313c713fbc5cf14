"""When anything falls due next: what a rehearsal leaps to."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import text

from service.store.db import Tx

NEXT_DUE = text(
    "SELECT min(at) AS at FROM ("
    " SELECT min(due_at) AS at FROM nudges WHERE organisation_id = :organisation"
    "  AND state = 'planned' AND due_at > :now"
    " UNION ALL SELECT min(not_before) FROM outbox_messages"
    "  WHERE organisation_id = :organisation AND state = 'due' AND not_before > :now"
    " UNION ALL SELECT min(expires_at) FROM conversations"
    "  WHERE organisation_id = :organisation AND status = 'open'"
    "  AND expires_at > :now) AS falls"
)


def next_due(tx: Tx) -> datetime | None:
    """Return the next moment after now at which something here falls due."""
    row = tx.row(NEXT_DUE, now=tx.now)
    return None if row is None else row["at"]
