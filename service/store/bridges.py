"""Calls of a coach's own that are put through: whose, to whom, how far they came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text

from service.store import own_lines, tables
from service.store.db import Found, Tx
from service.store.people import Person
from service.store.vault import Key

OF = text(
    "SELECT id, participant_id, account_id, language, stated_sealed, at, through_at,"
    " ended"
    " FROM bridges WHERE organisation_id = :organisation AND id = :id"
)
# One that nobody has heard of for so long is over, whatever was lost on the way.
UNDER_WAY = text(
    "SELECT 1 FROM bridges b JOIN outbox_messages o ON o.id = b.id"
    " WHERE b.organisation_id = :organisation AND b.ended IS NULL"
    " AND (b.participant_id = :person OR b.account_id = :account) AND b.at > :since"
    " AND o.state IN ('due', 'claimed', 'calling', 'sent', 'in_doubt')"
    " AND (o.carrier_status IS NULL OR o.carrier_status IN"
    " ('queued', 'initiated', 'ringing', 'in-progress')) LIMIT 1"
)
THROUGH = text(
    "UPDATE bridges SET through_at = :now WHERE organisation_id = :organisation"
    " AND id = :id AND through_at IS NULL AND ended IS NULL"
)
ENDED = text(
    "UPDATE bridges SET ended = :ended WHERE organisation_id = :organisation"
    " AND id = :id AND through_at IS NULL AND ended IS NULL"
)


@dataclass(frozen=True, slots=True)
class Bridge:
    """One such call: `stated` is why it may be made all the same, "" where nothing
    stood against it; `at` when it was asked for; `number` the coach's own, "" where
    she has none any more.
    """

    id: UUID
    account: UUID
    language: str
    stated: str
    at: datetime
    through_at: datetime | None
    ended: str | None
    number: str


def keep(tx: Tx, person: Person, row_id: UUID, made: tuple[UUID, str, str]) -> None:
    """Keep a call by its message: (account, language, what was stated)."""
    account, language, stated = made
    key = person.key
    tx.put(
        tables.BridgeRow,
        id=row_id,
        participant_id=person.id,
        account_id=account,
        language=language,
        stated_sealed=key.seal(stated, "bridges", row_id, "stated_sealed")
        if stated
        else None,
        at=tx.now,
        through_at=None,
        ended=None,
    )


def of(tx: Tx, ours: Key, person: Person, message: UUID) -> Bridge | None:
    """Return the call that a message asks for, None when it is no such message."""
    row = tx.row(OF, id=message)
    return None if row is None else _bridge(tx, ours, person, row)


def _bridge(tx: Tx, ours: Key, person: Person, row: Found) -> Bridge:
    sealed, which = row["stated_sealed"], row["id"]
    return Bridge(
        id=which,
        account=row["account_id"],
        language=row["language"],
        stated=person.key.words(sealed, "bridges", which, "stated_sealed"),
        at=row["at"],
        through_at=row["through_at"],
        ended=row["ended"],
        number=own_lines.of(tx, ours, row["account_id"]).number,
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of such a call without anybody's key: whose, and how it stands."""

    person: UUID
    language: str
    through_at: datetime | None


def standing(tx: Tx, message: UUID) -> Standing | None:
    """Return how the call of a message stands, whoever was erased since."""
    row = tx.row(OF, id=message)
    if row is None:
        return None
    return Standing(row["participant_id"], row["language"], row["through_at"])


def stated(tx: Tx, message: UUID) -> bool:
    """Say whether a coach stated why this call may be made all the same."""
    row = tx.row(OF, id=message)
    return row is not None and row["stated_sealed"] is not None


def under_way(tx: Tx, person: Person, account: UUID, most: timedelta) -> bool:
    """Say whether a call to the person, or of this coach's, goes on just now."""
    since = tx.now - most
    found = tx.row(UNDER_WAY, person=person.id, account=account, since=since)
    return found is not None


def through(tx: Tx, message: UUID) -> bool:
    """Say that a call is put through now; False when it was decided before."""
    return tx.run(THROUGH, id=message, now=tx.now) == 1


def ended(tx: Tx, message: UUID, how: str) -> bool:
    """Say that a call never reached the person; False when it was decided before."""
    return tx.run(ENDED, id=message, ended=how) == 1
