"""An account's own telephone, on which calls through the service ring first.

Law: a number counts only once a code that was texted to it came back; until then the
one before it stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text

from service.store.db import Found, Tx
from service.store.vault import Key

TABLE = "own_lines"
# Codes asked for within so long of each other are counted together.
SPAN = timedelta(hours=1)
OF = text(
    "SELECT * FROM own_lines WHERE organisation_id = :organisation"
    " AND account_id = :account"
)
LOCK = text(f"{OF.text} FOR UPDATE")
ASK = text(
    "INSERT INTO own_lines AS l (account_id, organisation_id, asked_sealed, code_hash,"
    " message_id, asked_at, asks, wrong) VALUES (:account, :organisation, :asked,"
    " :code, :message, :now, 1, 0) ON CONFLICT (account_id) DO UPDATE SET"
    " asked_sealed = :asked, code_hash = :code, message_id = :message, wrong = 0,"
    " asks = CASE WHEN l.asked_at > :now - CAST(:span AS interval) THEN l.asks + 1"
    " ELSE 1 END, asked_at = :now"
)
WRONG = text(
    "UPDATE own_lines SET wrong = wrong + 1 WHERE organisation_id = :organisation"
    " AND account_id = :account"
)
CONFIRM = text(
    "UPDATE own_lines SET number_sealed = :number, confirmed_at = :now,"
    " asked_sealed = NULL, code_hash = NULL WHERE organisation_id = :organisation"
    " AND account_id = :account"
)
FORGET = text(
    "UPDATE own_lines SET number_sealed = NULL, confirmed_at = NULL,"
    " asked_sealed = NULL, code_hash = NULL WHERE organisation_id = :organisation"
    " AND account_id = :account"
)
CONFIRMED = text(
    "SELECT * FROM own_lines WHERE organisation_id = :organisation"
    " AND number_sealed IS NOT NULL"
)
ASKED_BY = text(
    "SELECT * FROM own_lines WHERE organisation_id = :organisation"
    " AND message_id = :message AND asked_sealed IS NOT NULL"
)


@dataclass(frozen=True, slots=True)
class OwnLine:
    """How an account's telephone stands: `number` confirmed, `asked` awaiting a code.

    Each is "" for none. `asked_at` is when the last code was asked for, `asks` how many
    were, each within an hour of the one before.
    """

    number: str = ""
    asked: str = ""
    code_hash: bytes = b""
    asked_at: datetime | None = None
    asks: int = 0
    wrong: int = 0
    message: UUID | None = None


def of(tx: Tx, key: Key, account: UUID, *, lock: bool = False) -> OwnLine:
    """Return how an account's telephone stands; `key` is the organisation's."""
    row = tx.row(LOCK if lock else OF, account=account)
    return OwnLine() if row is None else _line(key, row)


def confirmed(tx: Tx, key: Key) -> frozenset[str]:
    """Return every number to which a code was sent that came back."""
    return frozenset(_line(key, row).number for row in tx.rows(CONFIRMED))


def _line(key: Key, row: Found) -> OwnLine:
    whose = row["account_id"]
    return OwnLine(
        number=key.words(row["number_sealed"], TABLE, whose, "number_sealed"),
        asked=key.words(row["asked_sealed"], TABLE, whose, "asked_sealed"),
        code_hash=bytes(row["code_hash"] or b""),
        asked_at=row["asked_at"],
        asks=row["asks"],
        wrong=row["wrong"],
        message=row["message_id"],
    )


def ask(tx: Tx, key: Key, account: UUID, asked: tuple[str, bytes, UUID]) -> None:
    """Keep a number that awaits its code: (number, hash of the code, its message)."""
    number, code, message = asked
    sealed = key.seal(number, TABLE, account, "asked_sealed")
    values = {"asked": sealed, "code": code, "message": message}
    tx.last(ASK, account=account, now=tx.now, span=SPAN, **values)


def wrong(tx: Tx, account: UUID) -> None:
    """Count a wrong answer."""
    tx.run(WRONG, account=account)


def confirm(tx: Tx, key: Key, account: UUID, number: str) -> None:
    """Let a number count from now on."""
    sealed = key.seal(number, TABLE, account, "number_sealed")
    tx.run(CONFIRM, account=account, number=sealed, now=tx.now)


def forget(tx: Tx, account: UUID) -> None:
    """Take an account's number away, and one that awaits its code."""
    tx.run(FORGET, account=account)


def asked_by(tx: Tx, key: Key, message: UUID) -> str:
    """Return the number to which a message brings a code, "" when none waits for it."""
    row = tx.row(ASKED_BY, message=message)
    return "" if row is None else _line(key, row).asked
