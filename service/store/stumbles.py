"""Rows on which jobs break: counted, and left alone for a while (failure 33)."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text

from service.store.db import Tx

# What broke a day ago and not since has nothing to do with this time.
FORGOTTEN = timedelta(days=1)
STUMBLED = text(
    "INSERT INTO stumbles (organisation_id, job, item, tries, last_at)"
    " VALUES (:organisation, :job, :item, 1, :now) ON CONFLICT (job, item)"
    " DO UPDATE SET tries = CASE WHEN stumbles.last_at < :forgotten THEN 1"
    " ELSE stumbles.tries + 1 END, last_at = :now RETURNING tries"
)
KNOWN = text(
    "SELECT 1 FROM stumbles WHERE organisation_id = :organisation AND job = :job"
    " AND item = :item"
)
REST = text(
    "UPDATE stumbles SET rests_until = :until WHERE organisation_id = :organisation"
    " AND job = :job AND item = :item"
)
# Whose row it is: the people, talks, messages and recordings that jobs work on.
WHOSE = text(
    "SELECT id AS person FROM participants WHERE organisation_id = :organisation"
    " AND id = :item UNION ALL SELECT participant_id FROM conversations"
    " WHERE organisation_id = :organisation AND id = :item"
    " UNION ALL SELECT participant_id FROM outbox_messages"
    " WHERE organisation_id = :organisation AND id = :item"
    " UNION ALL SELECT participant_id FROM recordings"
    " WHERE organisation_id = :organisation AND id = :item"
)


def stumbled(tx: Tx, job: str, item: UUID) -> int:
    """Count that a job broke on a row; return how often it did lately."""
    found = tx.rows(
        STUMBLED, job=job, item=item, now=tx.now, forgotten=tx.now - FORGOTTEN
    )
    return int(found[0]["tries"])


def known(tx: Tx, job: str, item: UUID) -> bool:
    """Say whether a job ever broke on a row."""
    return tx.row(KNOWN, job=job, item=item) is not None


def rest(tx: Tx, job: str, item: UUID, until: datetime) -> None:
    """Leave a row alone until then."""
    tx.later(REST, job=job, item=item, until=until)


def whose(tx: Tx, item: UUID) -> UUID | None:
    """Return the person whose row this is, None for nobody's."""
    row = tx.row(WHOSE, item=item)
    return None if row is None else row["person"]
