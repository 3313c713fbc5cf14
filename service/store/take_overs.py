"""Take-overs: who talks with a person, since when, and when that ends by itself.

Laws: at most one is open for a person, and it is begun and ended under the lock of her
row; `held` says nothing of it: another hold may stand over a take-over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from service.store import tables, views
from service.store.db import Found, Tx
from service.store.people import Person
from service.store.vault import Key, Vault

OPEN = text(
    "SELECT t.id, t.account_id, t.began_at, t.ends_at, a.name_sealed"
    " FROM take_overs t JOIN accounts a ON a.id = t.account_id"
    " WHERE t.organisation_id = :organisation AND t.participant_id = :person"
    " AND t.ended_at IS NULL"
)
STANDS = text(
    "SELECT 1 FROM take_overs WHERE organisation_id = :organisation"
    " AND participant_id = :person AND ended_at IS NULL"
)
END = text(
    "UPDATE take_overs SET ended_at = :now, ended_by = :by"
    " WHERE organisation_id = :organisation AND participant_id = :person"
    " AND ended_at IS NULL"
)
EXTEND = text(
    "UPDATE take_overs SET ends_at = greatest(ends_at, :until)"
    " WHERE organisation_id = :organisation AND participant_id = :person"
    " AND ended_at IS NULL"
)
DUE = text(
    "SELECT participant_id FROM take_overs WHERE organisation_id = :organisation"
    " AND id = :id AND ended_at IS NULL AND ends_at <= :now"
)
# For a person who was erased meanwhile there is nobody to lock.
CLOSE = text(
    "UPDATE take_overs SET ended_at = :now, ended_by = 'clock'"
    " WHERE organisation_id = :organisation AND id = :id AND ended_at IS NULL"
)
OF_ACCOUNT = text(
    "SELECT id, participant_id FROM take_overs WHERE organisation_id = :organisation"
    " AND account_id = :account AND ended_at IS NULL ORDER BY participant_id"
)
ENDS = text(
    "SELECT participant_id, ends_at FROM take_overs"
    " WHERE organisation_id = :organisation AND participant_id = ANY(:people)"
    " AND ended_at IS NULL"
)
# With whom she talks; a hold that stands over a talk has its own place on pages.
MINE = text(
    "SELECT p.id, p.wrapped_key, p.name_sealed, p.zone, t.ends_at"
    " FROM take_overs t JOIN participants p ON p.id = t.participant_id"
    " WHERE t.organisation_id = :organisation AND t.account_id = :account"
    " AND t.ended_at IS NULL AND p.hold = 'take_over' AND p.wrapped_key IS NOT NULL"
    " ORDER BY t.ends_at, p.id"
)
WRITTEN = text(
    "SELECT * FROM outbox_messages WHERE organisation_id = :organisation"
    " AND participant_id = :person AND id = :id"
)
ANSWERED = text(
    "UPDATE alerts SET state = 'acknowledged', acknowledged_at = :now"
    " WHERE organisation_id = :organisation AND participant_id = :person"
    " AND kind = 'hand' AND reason = ANY(:reasons) AND state = 'open'"
    " AND raised_at <= :until"
)


@dataclass(frozen=True, slots=True)
class TakeOver:
    """A coach who talks with a person: her account and name, and until when."""

    id: UUID
    account: UUID
    name: str
    began_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Talk:
    """Somebody a coach talks with: her name and clock, and until when."""

    person: UUID
    name: str
    zone: str
    ends_at: datetime


def standing(tx: Tx, key: Key, person: UUID) -> TakeOver | None:
    """Return who talks with a person now; `key` is the organisation's."""
    row = tx.row(OPEN, person=person)
    if row is None:
        return None
    account = row["account_id"]
    named = name(key, account, row["name_sealed"])
    return TakeOver(row["id"], account, named, row["began_at"], row["ends_at"])


def name(key: Key, account: UUID, sealed: bytes) -> str:
    """Return the name of a coach who talks; `key` is the organisation's."""
    return key.open(sealed, "accounts", account, "name_sealed")


def stands(tx: Tx, person: Person) -> bool:
    """Say whether a coach talks with a person now."""
    return tx.row(STANDS, person=person.id) is not None


def ends(tx: Tx, people: Sequence[UUID]) -> Mapping[UUID, datetime]:
    """Return whose take-over stands, of these people, and when it ends by itself."""
    rows = tx.rows(ENDS, people=list(people)) if people else []
    return {row["participant_id"]: row["ends_at"] for row in rows}


def begin(
    tx: Tx, person: Person, row_id: UUID, account: UUID, ends_at: datetime
) -> None:
    """Let a coach talk with a person from now."""
    tx.put(
        tables.TakeOverRow,
        id=row_id,
        participant_id=person.id,
        account_id=account,
        began_at=tx.now,
        ends_at=ends_at,
        ended_at=None,
        ended_by=None,
    )


def end(tx: Tx, person: Person, by: str) -> bool:
    """End the take-over that is open; return whether one was."""
    return tx.run(END, person=person.id, now=tx.now, by=by) == 1


def extend(tx: Tx, person: Person, until: datetime) -> None:
    """Let the take-over that is open last until then, unless it lasts longer."""
    tx.later(EXTEND, person=person.id, until=until)


def due(tx: Tx, row_id: UUID) -> UUID | None:
    """Return with whom a take-over is over by the clock, or None when it is not."""
    row = tx.row(DUE, id=row_id, now=tx.now)
    return None if row is None else row["participant_id"]


def close(tx: Tx, row_id: UUID) -> None:
    """End a take-over whose person is gone."""
    tx.run(CLOSE, id=row_id, now=tx.now)


def of(tx: Tx, account: UUID) -> tuple[tuple[UUID, UUID], ...]:
    """Return the open take-overs of an account, each with its person."""
    rows = tx.rows(OF_ACCOUNT, account=account)
    return tuple((row["id"], row["participant_id"]) for row in rows)


def mine(tx: Tx, vault: Vault, account: UUID) -> tuple[Talk, ...]:
    """Return with whom an account talks, whose talk ends first before the others."""
    rows = tx.rows(MINE, account=account)
    return tuple(
        Talk(row["id"], views.name_of(vault, row), row["zone"], row["ends_at"])
        for row in rows
    )


def written(tx: Tx, person: Person, message_id: UUID) -> Found | None:
    """Return a message to the person by its id, or None."""
    return tx.row(WRITTEN, person=person.id, id=message_id)


def answered(tx: Tx, person: Person, reasons: tuple[str, ...], until: datetime) -> int:
    """Acknowledge what a person asked of a coach until then; return how many alerts."""
    of = {"person": person.id, "reasons": list(reasons), "until": until}
    return tx.run(ANSWERED, now=tx.now, **of)
