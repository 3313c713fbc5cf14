"""Sessions and one-time links as rows, known by the hash of their token."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from service.store import tables
from service.store.db import Found, Tx
from service.store.vault import Key

WHOSE = text("SELECT organisation, item FROM handrail_whose_session(:hash)")
WHOSE_PASS = text("SELECT organisation, item FROM handrail_whose_pass(:hash)")
LOOK = text(
    "SELECT s.*, a.role, a.name_sealed, a.email_sealed, a.coach_id, a.language"
    " FROM sessions s JOIN accounts a ON a.id = s.account_id"
    " WHERE s.organisation_id = :organisation AND s.id = :id AND s.hash = :hash"
    " AND a.organisation_id = :organisation AND a.ended_at IS NULL"
)
ACCOUNT = text(
    "SELECT account_id FROM sessions WHERE organisation_id = :organisation AND id = :id"
)
ROW = text(
    "SELECT * FROM sessions WHERE organisation_id = :organisation AND id = :id"
    " AND hash = coalesce(CAST(:hash AS bytea), hash) FOR UPDATE"
)
TOUCH = text(
    "UPDATE sessions SET seen_at = :now"
    " WHERE organisation_id = :organisation AND id = :id AND seen_at < :now"
)
RISE = text(
    "UPDATE sessions SET hash = :hash, owes = :owes, proved_at = :proved,"
    " seen_at = :now, challenge = NULL, challenged_at = NULL"
    " WHERE organisation_id = :organisation AND id = :id"
)
LAPSED = text(
    "SELECT id FROM sessions WHERE organisation_id = :organisation"
    " AND account_id = :account AND owes = 'nothing' AND id <> :but"
    " AND (seen_at <= :idle OR begun_at <= :whole) ORDER BY seen_at DESC LIMIT 20"
)
CHALLENGE = text(
    "UPDATE sessions SET challenge = :challenge, challenged_at = :now"
    " WHERE organisation_id = :organisation AND id = :id"
)
LIST = text(
    "SELECT id, device, begun_at, seen_at FROM sessions"
    " WHERE organisation_id = :organisation AND account_id = :account"
    " AND owes = 'nothing' AND seen_at > :idle AND begun_at > :whole"
    " ORDER BY seen_at DESC, id"
)
END = text(
    "DELETE FROM sessions WHERE organisation_id = :organisation AND id = :id"
    " AND account_id = :account"
)
END_ALL = text(
    "DELETE FROM sessions WHERE organisation_id = :organisation"
    " AND account_id = :account AND id IS DISTINCT FROM :but"
)
ONE = "SELECT * FROM passes WHERE organisation_id = :organisation AND id = :id"
PASS_LOOK = text(ONE)
PASS_LOCK = text(f"{ONE} FOR UPDATE")
PASS_USED = text(
    "UPDATE passes SET used_at = :at WHERE organisation_id = :organisation AND id = :id"
)
PASS_WITHDRAWN = text(
    "UPDATE passes SET withdrawn_at = :now WHERE organisation_id = :organisation"
    " AND kind = 'joining' AND id = :id AND used_at IS NULL AND withdrawn_at IS NULL"
    " AND expires_at > :now"
)
# An earlier link for the same goes with the new one.
PASSES_REPLACED = text(
    "UPDATE passes SET withdrawn_at = :now WHERE organisation_id = :organisation"
    " AND kind = :kind AND used_at IS NULL AND withdrawn_at IS NULL"
    " AND (CAST(:account AS uuid) IS NULL OR account_id = :account)"
    " AND (CAST(:email AS bytea) IS NULL OR email_hash = :email)"
    " AND (CAST(:by AS varchar) IS NULL OR made_by = :by)"
)
ASKED = text(
    "SELECT * FROM passes WHERE organisation_id = :organisation AND kind = 'joining'"
    " AND used_at IS NULL AND withdrawn_at IS NULL AND expires_at > :now"
    " ORDER BY made_at, id"
)


@dataclass(frozen=True, slots=True)
class Row:
    """A session as it stands in its row."""

    id: UUID
    account: UUID
    owes: str
    device: str
    demo: bool
    begun_at: datetime
    seen_at: datetime
    proved_at: datetime | None
    challenge: bytes | None
    challenged_at: datetime | None

    def lives(self, now: datetime, idle: timedelta, longest: timedelta) -> bool:
        """Say whether it is neither idle too long nor too old."""
        return now - self.seen_at < idle and now - self.begun_at < longest


@dataclass(frozen=True, slots=True)
class Seated:
    """A session with the account that it signs, as both stand now."""

    row: Row
    role: str
    name: str
    email: str
    coach: UUID | None
    language: str


@dataclass(frozen=True, slots=True)
class Pass:
    """A one-time link as it stands; `email` and `name` are of whom it asks in.

    `language` is the one she is asked in by, "" where none was said.
    """

    id: UUID
    kind: str
    account: UUID | None
    role: str
    name: str
    email: str
    email_hash: bytes | None
    coach: UUID | None
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    withdrawn_at: datetime | None = None
    language: str = ""

    def works(self, kind: str, now: datetime) -> bool:
        """Say whether it still opens what a link of this kind opens."""
        spent = self.used_at is not None or self.withdrawn_at is not None
        return self.kind == kind and not spent and now < self.expires_at


def whose(tx: Tx, token_hash: bytes) -> tuple[UUID, UUID] | None:
    """Return (organisation, session) of a token, anywhere, or None."""
    return _found(tx.row(WHOSE, hash=token_hash))


def whose_pass(tx: Tx, token_hash: bytes) -> tuple[UUID, UUID] | None:
    """Return (organisation, pass) of a link's token, anywhere, or None."""
    return _found(tx.row(WHOSE_PASS, hash=token_hash))


def _found(row: Found | None) -> tuple[UUID, UUID] | None:
    return None if row is None else (row["organisation"], row["item"])


def look(tx: Tx, key: Key, session: UUID, token_hash: bytes) -> Seated | None:
    """Return a session with its account, None where either has ended."""
    row = tx.row(LOOK, id=session, hash=token_hash)
    if row is None:
        return None

    def opened(column: str) -> str:
        return key.open(row[column], "accounts", row["account_id"], column)

    return Seated(
        row=_row(row),
        role=row["role"],
        name=opened("name_sealed"),
        email=opened("email_sealed"),
        coach=row["coach_id"],
        language=row["language"] or "",
    )


def account_of(tx: Tx, session: UUID) -> UUID | None:
    """Return whose session this is, None when it has ended."""
    row = tx.row(ACCOUNT, id=session)
    return None if row is None else row["account_id"]


def lock(tx: Tx, session: UUID, token_hash: bytes | None) -> Row | None:
    """Lock and return a session, None when it has ended, or has another token now."""
    row = tx.row(ROW, id=session, hash=token_hash)
    return None if row is None else _row(row)


def _row(row: Found) -> Row:
    return Row(
        id=row["id"],
        account=row["account_id"],
        owes=row["owes"],
        device=row["device"],
        demo=row["demo"],
        begun_at=row["begun_at"],
        seen_at=row["seen_at"],
        proved_at=row["proved_at"],
        challenge=row["challenge"],
        challenged_at=row["challenged_at"],
    )


def keep(tx: Tx, session: Row, token_hash: bytes) -> None:
    """Keep a new session."""
    tx.put(
        tables.SessionRow,
        id=session.id,
        account_id=session.account,
        hash=token_hash,
        owes=session.owes,
        device=session.device,
        demo=session.demo,
        begun_at=session.begun_at,
        seen_at=session.seen_at,
        proved_at=session.proved_at,
        challenge=None,
        challenged_at=None,
    )


def touch(tx: Tx, session: UUID) -> None:
    """Write down that she is still there."""
    tx.later(TOUCH, id=session, now=tx.now)


def rise(
    tx: Tx, session: UUID, token_hash: bytes, owes: str, proved: datetime | None
) -> None:
    """Give a session a new token and what it owes now; the old token is dead."""
    tx.later(RISE, id=session, hash=token_hash, owes=owes, proved=proved, now=tx.now)


def challenge(tx: Tx, session: UUID, challenge: bytes | None) -> None:
    """Keep what the passkey is to sign, in place of any before; None takes it away."""
    tx.run(CHALLENGE, id=session, challenge=challenge, now=tx.now)


def living(
    tx: Tx, account: UUID, idle: timedelta, longest: timedelta
) -> tuple[Found, ...]:
    """Return the whole sessions of an account that live, the latest seen first."""
    now = tx.now
    since: dict[str, Any] = {"idle": now - idle, "whole": now - longest}
    return tuple(tx.rows(LIST, account=account, **since))


def lapsed(
    tx: Tx, account: UUID, but: UUID, idle: timedelta, longest: timedelta
) -> tuple[UUID, ...]:
    """Return the sessions of an account that nobody ended, and that are over."""
    since: dict[str, Any] = {"idle": tx.now - idle, "whole": tx.now - longest}
    return tuple(
        row["id"] for row in tx.rows(LAPSED, account=account, but=but, **since)
    )


def end(tx: Tx, account: UUID, session: UUID) -> bool:
    """End one session; False when the account has none of this id."""
    return tx.run(END, account=account, id=session) == 1


def end_all(tx: Tx, account: UUID, but: UUID | None = None) -> int:
    """End all sessions of an account, but for one; return how many."""
    return tx.run(END_ALL, account=account, but=but)


# ---- one-time links ----


def keep_pass(tx: Tx, key: Key, new: Pass, token_hash: bytes, by: str) -> None:
    """Keep a link; `key` is the organisation's."""

    def sealed(words: str, column: str) -> bytes | None:
        return key.seal(words, "passes", new.id, column) if words else None

    tx.put(
        tables.PassRow,
        id=new.id,
        kind=new.kind,
        hash=token_hash,
        account_id=new.account,
        coach_id=new.coach,
        role=new.role or None,
        name_sealed=sealed(new.name, "name_sealed"),
        email_sealed=sealed(new.email, "email_sealed"),
        email_hash=new.email_hash,
        language=new.language or None,
        made_by=by,
        made_at=new.made_at,
        expires_at=new.expires_at,
        used_at=None,
        withdrawn_at=None,
    )


def look_at_pass(tx: Tx, key: Key, found: UUID) -> Pass | None:
    """Return a link as it stands."""
    row = tx.row(PASS_LOOK, id=found)
    return None if row is None else _pass(key, row)


def lock_pass(tx: Tx, key: Key, found: UUID) -> Pass | None:
    """Lock and return a link, so that of two who use it at once one comes second."""
    row = tx.row(PASS_LOCK, id=found)
    return None if row is None else _pass(key, row)


def _pass(key: Key, row: Found) -> Pass:
    def opened(column: str) -> str:
        return key.words(row[column], "passes", row["id"], column)

    return Pass(
        id=row["id"],
        kind=row["kind"],
        account=row["account_id"],
        role=row["role"] or "",
        name=opened("name_sealed"),
        email=opened("email_sealed"),
        email_hash=row["email_hash"],
        coach=row["coach_id"],
        made_at=row["made_at"],
        expires_at=row["expires_at"],
        used_at=row["used_at"],
        withdrawn_at=row["withdrawn_at"],
        language=row["language"] or "",
    )


def use_pass(tx: Tx, found: UUID, *, used: bool = True) -> None:
    """Use a link up; not `used` gives back one whose work was refused."""
    tx.later(PASS_USED, id=found, at=tx.now if used else None)


def withdraw(tx: Tx, found: UUID) -> bool:
    """Withdraw a colleague's link; False when none of this id still works."""
    return tx.run(PASS_WITHDRAWN, id=found, now=tx.now) == 1


def replace_passes(
    tx: Tx,
    kind: str,
    *,
    account: UUID | None = None,
    email: bytes | None = None,
    by: str | None = None,
) -> None:
    """Withdraw the links of a kind: of one account, e-mail or maker where given."""
    values = {"account": account, "email": email, "by": by}
    tx.later(PASSES_REPLACED, kind=kind, now=tx.now, **values)


def asked_in(tx: Tx, key: Key) -> tuple[Pass, ...]:
    """Return who is asked in and has not come, the oldest first."""
    return tuple(_pass(key, row) for row in tx.rows(ASKED, now=tx.now))
