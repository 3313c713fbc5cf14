"""Accounts of the console as rows: who, in which role, by what she signs in.

Laws: whoever changes an account or what it signs in by holds the lock of its row, so
that two at once come one after the other; the answer of a narrow door is an id.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from service.store import tables
from service.store.db import Found, Tx
from service.store.vault import Key

WHOSE = text("SELECT organisation, item FROM handrail_whose_account(:hash)")
FIRST = text("SELECT handrail_first_account() AS first")
# For nobody too: what an unknown e-mail costs is what a known one costs.
PASSWORD = text(
    "SELECT password_hash FROM accounts WHERE organisation_id = :organisation"
    " AND id = :id AND ended_at IS NULL"
)
ONE = "SELECT * FROM accounts WHERE organisation_id = :organisation AND id = :id"
LOOK = text(f"{ONE} AND ended_at IS NULL")
LOCK = text(f"{ONE} AND ended_at IS NULL FOR UPDATE")
ALL = text(
    "SELECT a.*, (SELECT count(*) FROM factors f WHERE f.organisation_id ="
    "  :organisation AND f.account_id = a.id AND f.confirmed_at IS NOT NULL)"
    " AS factors,"
    " (SELECT max(s.seen_at) FROM sessions s WHERE s.organisation_id = :organisation"
    "  AND s.account_id = a.id) AS seen_at"
    " FROM accounts a WHERE a.organisation_id = :organisation AND a.ended_at IS NULL"
    " AND a.password_hash IS NOT NULL ORDER BY a.created_at, a.id"
)
OWNERS = text(
    "SELECT id FROM accounts WHERE organisation_id = :organisation AND role = 'owner'"
    " AND ended_at IS NULL AND password_hash IS NOT NULL ORDER BY id FOR UPDATE"
)
DEMO = text(
    "SELECT id FROM accounts WHERE organisation_id = :organisation"
    " AND password_hash IS NULL AND ended_at IS NULL ORDER BY created_at, id LIMIT 1"
)
SAVE_PASSWORD = text(
    "UPDATE accounts SET password_hash = :password"
    " WHERE organisation_id = :organisation AND id = :id"
)
SAVE_LANGUAGE = text(
    "UPDATE accounts SET language = :language"
    " WHERE organisation_id = :organisation AND id = :id"
)
SAVE_ROLE = text(
    "UPDATE accounts SET role = :role"
    " WHERE organisation_id = :organisation AND id = :id"
)
END = text(
    "UPDATE accounts SET ended_at = :now"
    " WHERE organisation_id = :organisation AND id = :id"
)
COACH = text("SELECT 1 FROM coaches WHERE organisation_id = :organisation AND id = :id")
FACTORS = text(
    "SELECT * FROM factors WHERE organisation_id = :organisation"
    " AND account_id = :account AND confirmed_at IS NOT NULL ORDER BY added_at, id"
)
UNCONFIRMED = text(
    "SELECT * FROM factors WHERE organisation_id = :organisation"
    " AND account_id = :account AND id = :id AND confirmed_at IS NULL"
)
DROP_UNCONFIRMED = text(
    "DELETE FROM factors WHERE organisation_id = :organisation"
    " AND account_id = :account AND confirmed_at IS NULL"
)
DROP_FACTOR = text(
    "DELETE FROM factors WHERE organisation_id = :organisation"
    " AND account_id = :account AND id = :id AND confirmed_at IS NOT NULL"
)
CONFIRM = text(
    "UPDATE factors SET confirmed_at = :now, counter = :counter,"
    " name_sealed = :name WHERE organisation_id = :organisation AND id = :id"
)
# A step that was taken, or an earlier one, is never taken again.
USED = text(
    "UPDATE factors SET used_at = :now, counter = :counter"
    " WHERE organisation_id = :organisation AND id = :id AND (counter < :counter"
    " OR (counter = 0 AND CAST(:counter AS bigint) = 0 AND kind = 'passkey'))"
)
SPARE_LEFT = text(
    "SELECT count(*) AS many FROM spare_codes WHERE organisation_id = :organisation"
    " AND account_id = :account AND used_at IS NULL"
)
SPARE_USED = text(
    "UPDATE spare_codes SET used_at = :now WHERE organisation_id = :organisation"
    " AND account_id = :account AND hash = :hash AND used_at IS NULL"
)
DROP_SPARE = text(
    "DELETE FROM spare_codes WHERE organisation_id = :organisation"
    " AND account_id = :account"
)
# Of the organisation alone: for an e-mail without account it writes nothing, at the
# same cost.
AUDIT = text(
    "INSERT INTO audits (id, organisation_id, actor, action, subject, at)"
    " SELECT :id, o.id, :actor, :action, :subject, :now FROM organisations o"
    " WHERE o.id = :organisation"
)


@dataclass(frozen=True, slots=True)
class Account:
    """One account that has not ended; `password` is its hash, None for the demo's.

    `language` is hers in the console and in letters, "" until one is said.
    """

    id: UUID
    role: str
    name: str
    email: str
    email_hash: bytes
    password: str | None
    coach: UUID | None
    created_at: datetime
    factors: int = 0
    seen_at: datetime | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class Factor:
    """One second factor: `secret` is an authenticator's, or a passkey's id and key."""

    id: UUID
    kind: str
    name: str
    secret: bytes
    counter: int
    added_at: datetime
    used_at: datetime | None


def whose(tx: Tx, email_hash: bytes) -> tuple[UUID, UUID] | None:
    """Return (organisation, account) of an e-mail, anywhere, or None."""
    row = tx.row(WHOSE, hash=email_hash)
    return None if row is None else (row["organisation"], row["item"])


def any_stands(tx: Tx) -> bool:
    """Say whether any account stands in the whole database, the demo's aside."""
    row = tx.rows(FIRST)[0]
    return row["first"] is not None


def password_of(tx: Tx, account: UUID) -> str | None:
    """Return the hash of an account's password, None for nobody's."""
    row = tx.row(PASSWORD, id=account)
    return None if row is None else row["password_hash"]


def look(tx: Tx, key: Key, account: UUID) -> Account | None:
    """Return an account; `key` is the organisation's."""
    row = tx.row(LOOK, id=account)
    return None if row is None else _account(key, row)


def lock(tx: Tx, key: Key, account: UUID) -> Account | None:
    """Lock and return an account, None when it is unknown or has ended."""
    row = tx.row(LOCK, id=account)
    return None if row is None else _account(key, row)


def all_of(tx: Tx, key: Key) -> tuple[Account, ...]:
    """Return the organisation's accounts, the oldest first, without the demo's."""
    return tuple(_account(key, row) for row in tx.rows(ALL))


def _account(key: Key, row: Found) -> Account:
    def opened(column: str) -> str:
        return key.open(row[column], "accounts", row["id"], column)

    return Account(
        id=row["id"],
        role=row["role"],
        name=opened("name_sealed"),
        email=opened("email_sealed"),
        email_hash=row["email_hash"],
        password=row["password_hash"],
        coach=row["coach_id"],
        created_at=row["created_at"],
        factors=row.get("factors", 0),
        seen_at=row.get("seen_at"),
        language=row["language"] or "",
    )


def keep(tx: Tx, key: Key, account: Account) -> None:
    """Keep a new account; raises db.Stands when another has its e-mail."""
    tx.put(
        tables.AccountRow,
        id=account.id,
        role=account.role,
        name_sealed=key.seal(account.name, "accounts", account.id, "name_sealed"),
        email_sealed=key.seal(account.email, "accounts", account.id, "email_sealed"),
        email_hash=account.email_hash,
        password_hash=account.password,
        coach_id=account.coach,
        language=account.language or None,
        created_at=account.created_at,
        ended_at=None,
    )


def owners(tx: Tx) -> tuple[UUID, ...]:
    """Lock all owners and return them, the demo's aside."""
    return tuple(row["id"] for row in tx.rows(OWNERS))


def demo(tx: Tx) -> UUID | None:
    """Return the demo's account, or None."""
    row = tx.row(DEMO)
    return None if row is None else row["id"]


def is_coach(tx: Tx, coach: UUID) -> bool:
    """Say whether a coach of the organisation has this id."""
    return tx.row(COACH, id=coach) is not None


def save_password(tx: Tx, account: UUID, password: str) -> None:
    """Save the hash of a new password."""
    tx.later(SAVE_PASSWORD, id=account, password=password)


def save_role(tx: Tx, account: UUID, role: str) -> None:
    """Save a role."""
    tx.later(SAVE_ROLE, id=account, role=role)


def save_language(tx: Tx, account: UUID, language: str) -> None:
    """Save in which language she is shown pages and written to."""
    tx.later(SAVE_LANGUAGE, id=account, language=language)


def end(tx: Tx, account: UUID) -> None:
    """End an account: its e-mail is free, and nothing of it signs in again."""
    tx.later(END, id=account, now=tx.now)


# ---- what she signs in by ----


def factors(tx: Tx, key: Key, account: UUID) -> tuple[Factor, ...]:
    """Return the confirmed factors of an account, the oldest first."""
    return tuple(_factor(key, row) for row in tx.rows(FACTORS, account=account))


def unconfirmed(tx: Tx, key: Key, account: UUID, factor: UUID) -> Factor | None:
    """Return a factor that awaits its first code, or None."""
    row = tx.row(UNCONFIRMED, account=account, id=factor)
    return None if row is None else _factor(key, row)


def _factor(key: Key, row: Found) -> Factor:
    return Factor(
        id=row["id"],
        kind=row["kind"],
        name=key.open(row["name_sealed"], "factors", row["id"], "name_sealed"),
        secret=key.open_bytes(
            row["secret_sealed"], "factors", row["id"], "secret_sealed"
        ),
        counter=row["counter"],
        added_at=row["added_at"],
        used_at=row["used_at"],
    )


def keep_factor(
    tx: Tx, key: Key, account: UUID, factor: Factor, *, confirmed: bool
) -> None:
    """Keep a factor, confirmed or awaiting its first code."""
    tx.put(
        tables.FactorRow,
        id=factor.id,
        account_id=account,
        kind=factor.kind,
        name_sealed=key.seal(factor.name, "factors", factor.id, "name_sealed"),
        secret_sealed=key.seal_bytes(
            factor.secret, "factors", factor.id, "secret_sealed"
        ),
        counter=factor.counter,
        added_at=factor.added_at,
        confirmed_at=factor.added_at if confirmed else None,
        used_at=None,
    )


def confirm(tx: Tx, key: Key, factor: Factor, name: str, counter: int) -> None:
    """Let a factor count from now on, under its name."""
    sealed = key.seal(name, "factors", factor.id, "name_sealed")
    tx.later(CONFIRM, id=factor.id, name=sealed, counter=counter, now=tx.now)


def drop_unconfirmed(tx: Tx, account: UUID) -> None:
    """Drop what was begun and never confirmed."""
    tx.later(DROP_UNCONFIRMED, account=account)


def drop_factor(tx: Tx, account: UUID, factor: UUID) -> bool:
    """Drop a confirmed factor; False when the account has none of this id."""
    return tx.run(DROP_FACTOR, account=account, id=factor) == 1


def used(tx: Tx, factor: UUID, counter: int) -> bool:
    """Take a step of an authenticator or a count of a passkey; False: it was taken.

    Passkeys that do not count say 0 each time.
    """
    return tx.run(USED, id=factor, counter=counter, now=tx.now) == 1


def spare_left(tx: Tx, account: UUID) -> int:
    """Return how many spare codes are left."""
    return int(tx.rows(SPARE_LEFT, account=account)[0]["many"])


def use_spare(tx: Tx, account: UUID, code_hash: bytes) -> bool:
    """Use a spare code up; False when it is none, or was used."""
    return tx.run(SPARE_USED, account=account, hash=code_hash, now=tx.now) == 1


def new_spares(tx: Tx, account: UUID, codes: Iterable[tuple[UUID, bytes]]) -> None:
    """Replace the spare codes of an account: (id of the row, hash) each."""
    tx.later(DROP_SPARE, account=account)
    for row_id, code_hash in codes:
        tx.put(
            tables.SpareCodeRow,
            id=row_id,
            account_id=account,
            hash=code_hash,
            used_at=None,
        )


def audit(tx: Tx, row_id: UUID, actor: str, action: str, subject: UUID | None) -> None:
    """Keep what was done; of nobody's organisation nothing, for the same work."""
    values: dict[str, Any] = {"actor": actor, "action": action, "subject": subject}
    tx.run(AUDIT, id=row_id, now=tx.now, **values)
