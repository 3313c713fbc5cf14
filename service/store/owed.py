"""What a person is owed whatever is held meanwhile: it goes on, and may count as had.

Laws: the reply to danger, a confirmation and a coach's own text outlive a hold, a
release and a no to calls; nothing outlives a STOP, for what was written before it stays
behind by its version also after a START (I4). A reply to danger that stayed here, or
did not arrive, was never had.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import text

from service.store.db import Tx
from service.store.people import Person

# Of the version before alone: what an earlier STOP has left behind stays behind. What a
# sender holds is carried as well: it asks under her lock, and one on the line is due
# again when the carrier is busy.
CARRY_ON = text(
    "UPDATE outbox_messages SET consent_version = :version"
    " WHERE organisation_id = :organisation AND participant_id = :person"
    " AND consent_version = :before AND channel = 'text'"
    " AND kind IN ('confirmation', 'crisis', 'personal')"
    " AND state IN ('due', 'claimed', 'calling')"
)
# When a person last looked, and lifted the hold for safety.
LIFTED = text(
    "SELECT max(at) AS at FROM audits WHERE organisation_id = :organisation"
    " AND subject = :person AND action = 'released crisis' AND at > :since"
)
# A second try of later may be overtaken by the very text that asks this.
HAD = text(
    "SELECT 1 FROM outbox_messages WHERE organisation_id = :organisation"
    " AND participant_id = :person AND kind = 'crisis' AND created_at > :since"
    " AND ((state IN ('sent', 'in_doubt') AND created_at > :lifted)"
    "  OR (state IN ('due', 'claimed', 'calling')"
    "  AND consent_version = :version AND retry_of IS NULL))"
    " AND coalesce(carrier_status, '') NOT IN ('failed', 'undelivered') LIMIT 1"
)


def carry_on(tx: Tx, person: Person, version: int) -> None:
    """Let what a person is owed, and waits still, go at this version: the next one."""
    tx.later(CARRY_ON, person=person.id, version=version, before=version - 1)


def lifted(tx: Tx, person: Person, since: datetime) -> datetime:
    """Return when her hold for safety was lifted last after that moment; else that."""
    at: datetime | None = tx.rows(LIFTED, person=person.id, since=since)[0]["at"]
    return at or since


def had_reply(
    tx: Tx, person: Person, since: datetime, version: int, lifted: datetime
) -> bool:
    """Say whether a reply to danger written after that moment reaches her, or may.

    `version` is that of her consent now: what waits under another one stays here. What
    she had before her hold was `lifted` answered another cry; what waits counts still.
    """
    row = tx.row(HAD, person=person.id, since=since, version=version, lifted=lifted)
    return row is not None
