"""How coaches share their inbox: whose it is, put off until, settled, read, noted."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from service.store import tables
from service.store.db import Tx
from service.store.people import Person

_FRESH = (
    "INSERT INTO handlings (participant_id, organisation_id, {names})"
    " VALUES (:person, :organisation, {values})"
    " ON CONFLICT (participant_id) DO UPDATE SET "
)
ASSIGN = text(
    _FRESH.format(names="account_id", values="CAST(:account AS uuid)")
    + "account_id = CAST(:account AS uuid)"
)
# Where it is a colleague's task already, it stays hers.
ASSIGN_FREE = text(
    _FRESH.format(names="account_id", values="CAST(:account AS uuid)")
    + "account_id = CAST(:account AS uuid) WHERE handlings.account_id IS NULL"
)
SNOOZE = text(
    _FRESH.format(
        names="snoozed_until, snoozed_at",
        values="CAST(:until AS timestamptz), CAST(:now AS timestamptz)",
    )
    + "snoozed_until = :until, snoozed_at = :now"
)
SETTLE = text(
    _FRESH.format(names="settled_at", values="CAST(:until AS timestamptz)")
    + "settled_at = greatest(handlings.settled_at, :until), snoozed_until = NULL"
)
READ = text(
    "INSERT INTO readings (participant_id, account_id, organisation_id, read_at)"
    " VALUES (:person, :account, :organisation, :until)"
    " ON CONFLICT (participant_id, account_id)"
    " DO UPDATE SET read_at = greatest(readings.read_at, :until)"
)
READ_UNTIL = text(
    "SELECT read_at FROM readings WHERE organisation_id = :organisation"
    " AND participant_id = :person AND account_id = :account"
)
NOTED = text(
    "SELECT words_sealed FROM notes WHERE organisation_id = :organisation"
    " AND participant_id = :person AND id = :id"
)
# Whoever ends her account waits for who gives her something, or is waited for.
COLLEAGUE = text(
    "SELECT 1 FROM accounts WHERE organisation_id = :organisation AND id = :id"
    " AND ended_at IS NULL AND role <> 'viewer' FOR SHARE"
)
_HERS = (
    "SELECT t.participant_id FROM take_overs t"
    " WHERE t.organisation_id = :organisation AND t.account_id = :account"
    " AND t.ended_at IS NULL UNION SELECT h.participant_id FROM handlings h"
    " WHERE h.organisation_id = :organisation AND h.account_id = :account"
)
OF = text(_HERS)
LOCKED_OF = text(
    "SELECT id FROM participants WHERE organisation_id = :organisation"  # noqa: S608 -- ours
    f" AND id IN ({_HERS}) ORDER BY id FOR UPDATE"
)
FREE = text(
    "UPDATE handlings SET account_id = NULL WHERE organisation_id = :organisation"
    " AND account_id = :account RETURNING participant_id"
)


def assign(tx: Tx, person: Person, account: UUID | None) -> None:
    """Make a person's conversation the task of an account, or of nobody."""
    tx.later(ASSIGN, person=person.id, account=account)


def assign_free(tx: Tx, person: Person, account: UUID) -> bool:
    """Make a person's conversation an account's task; False if it is somebody's."""
    return tx.run(ASSIGN_FREE, person=person.id, account=account) == 1


def snooze(tx: Tx, person: Person, until: datetime | None) -> None:
    """Put a person's conversation off until then; None: take it up again."""
    tx.later(SNOOZE, person=person.id, until=until, now=tx.now)


def settle(tx: Tx, person: UUID, until: datetime | None = None) -> None:
    """Say that nothing she wrote until then, by default now, waits for an answer."""
    tx.later(SETTLE, person=person, until=until or tx.now)


def read(tx: Tx, person: UUID, account: UUID, until: datetime) -> None:
    """Say until when an account has read a person's conversation."""
    tx.later(READ, person=person, account=account, until=until)


def read_until(tx: Tx, person: UUID, account: UUID | None) -> datetime | None:
    """Return until when an account has read a person's conversation; None: never."""
    row = tx.row(READ_UNTIL, person=person, account=account)
    return None if row is None else row["read_at"]


def may_have(tx: Tx, account: UUID) -> bool:
    """Say whether an account is of this organisation, stands, and may answer.

    So it stays until the end of this transaction.
    """
    return tx.row(COLLEAGUE, id=account) is not None


def of(tx: Tx, account: UUID) -> frozenset[UUID]:
    """Return with whom an account talks, or whose conversation is its task."""
    return frozenset(row["participant_id"] for row in tx.rows(OF, account=account))


def locked_of(tx: Tx, account: UUID) -> frozenset[UUID]:
    """Return the same, their rows locked in one order."""
    return frozenset(row["id"] for row in tx.rows(LOCKED_OF, account=account))


def free(tx: Tx, account: UUID) -> tuple[UUID, ...]:
    """Make each task of an account nobody's; return whose conversations they are."""
    rows = tx.rows(FREE, account=account)
    return tuple(row["participant_id"] for row in rows)


def note(tx: Tx, person: Person, row_id: UUID, account: UUID, words: str) -> bool:
    """Keep a note about a person, sealed with her key; False when its id stands."""
    sealed = person.key.seal(words, "notes", row_id, "words_sealed")
    return tx.put_once(
        tables.NoteRow,
        id=row_id,
        participant_id=person.id,
        account_id=account,
        words_sealed=sealed,
        at=tx.now,
    )


def noted(tx: Tx, person: Person, row_id: UUID) -> str | None:
    """Return the words of a note about a person, None where there is none."""
    row = tx.row(NOTED, person=person.id, id=row_id)
    if row is None:
        return None
    return person.key.open(row["words_sealed"], "notes", row_id, "words_sealed")
