"""Tries to get in, counted; letters on their way; and what is worn out.

Law: a try is counted before anything is evaluated, under a lock of its key: of two at
once not both take the last place. A letter has a lease: none is lost with its worker.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text

from service.store import tables
from service.store.db import Found, Tx
from service.store.vault import Key

HOUR = timedelta(hours=1)

LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(encode(:key, 'hex'), 13))")
MADE = text(
    "SELECT count(*) AS many FROM sign_ins WHERE organisation_id = :organisation"
    " AND key = :key AND kind = :kind AND at > handrail_now() - interval '1 hour'"
)
COUNTED = text(
    "INSERT INTO sign_ins (id, organisation_id, key, kind, outcome, at)"
    " SELECT :id, :organisation, :key, CAST(:kind AS varchar), 'asked', :now"
    " WHERE (SELECT count(*) FROM sign_ins WHERE organisation_id = :organisation"
    "  AND key = :key AND kind = :kind AND at > :since) < :most"
)
CAME = text(
    "UPDATE sign_ins SET outcome = :outcome"
    " WHERE organisation_id = :organisation AND id = :id"
)
FREE = text(
    "SELECT at + interval '1 hour' AS free FROM sign_ins"
    " WHERE organisation_id = :organisation AND key = :key AND kind = :kind"
    " ORDER BY at DESC OFFSET :before LIMIT 1"
)
WRONG = text(
    "SELECT count(*) AS many FROM sign_ins WHERE organisation_id = :organisation"
    " AND key = :key AND kind = :kind AND outcome = 'wrong' AND at > :since"
)
# On the database's real clock. A mail server has ten seconds for each of its dozen
# answers. One that kills whoever holds it kills three at most.
CLAIM_LETTER = text(
    "UPDATE letters SET losses = losses + CAST(state = 'sending' AS int),"
    " state = 'sending', lease_until = now() + interval '3 minutes'"
    " WHERE organisation_id = :organisation AND id = :id"
    " AND expires_at > handrail_now() AND ((state = 'due'"
    " AND not_before <= handrail_now()) OR (state = 'sending' AND losses < 2"
    " AND lease_until < now())) RETURNING id, to_sealed, words_sealed, lease_until"
)
_HELD = (
    " WHERE organisation_id = :organisation AND id = :id"
    " AND state = 'sending' AND lease_until = :lease"
)
LATER = text(
    f"UPDATE letters SET state = 'due', not_before = :at, lease_until = NULL{_HELD}"  # noqa: S608 -- ours
)
FAILED = text(f"UPDATE letters SET state = 'failed', lease_until = NULL{_HELD}")  # noqa: S608 -- ours
GONE = text("DELETE FROM letters WHERE organisation_id = :organisation AND id = :id")
# The door gave the ids because they are worn out; each is in one of these tables.
TIDY = tuple(
    text(
        f"DELETE FROM {table} WHERE organisation_id = :organisation"  # noqa: S608 -- our own names
        f" AND id = ANY(:ids){only}"
    )
    for table, only in (
        ("sign_ins", ""),
        ("sessions", ""),
        ("passes", ""),
        ("letters", ""),
        ("factors", " AND confirmed_at IS NULL"),
        ("exports", ""),
    )
)


def ask(tx: Tx, row_id: UUID, key: bytes, kind: str, most: int) -> bool:
    """Count a try; False when `most` were made within the hour, and this is none."""
    # Without the lock first: who floods us waits for nobody, and keeps nobody waiting.
    if tx.rows(MADE, key=key, kind=kind)[0]["many"] >= most:
        return False
    tx.rows(LOCK, key=key)
    values = {"kind": kind, "most": most, "now": tx.now, "since": tx.now - HOUR}
    return tx.run(COUNTED, id=row_id, key=key, **values) == 1


def free_at(tx: Tx, key: bytes, kind: str, most: int) -> datetime:
    """Return when the next of its kind may be, of `most` an hour."""
    row = tx.row(FREE, key=key, kind=kind, before=most - 1)
    return tx.now if row is None else row["free"]


def came(tx: Tx, row_id: UUID, outcome: str) -> None:
    """Write down what came of a try."""
    tx.run(CAME, id=row_id, outcome=outcome)


def wrong_lately(tx: Tx, key: bytes, kind: str) -> int:
    """Return how many tries were wrong within the hour."""
    return int(tx.rows(WRONG, key=key, kind=kind, since=tx.now - HOUR)[0]["many"])


def wrong(tx: Tx, row_id: UUID, key: bytes, kind: str) -> None:
    """Write a wrong try down."""
    tx.put(tables.SignInRow, id=row_id, key=key, kind=kind, outcome="wrong", at=tx.now)


# ---- letters ----


def keep_letter(
    tx: Tx,
    key: Key,
    row_id: UUID,
    what: tuple[str, str],
    lives: timedelta,
    *,
    void: bool,
) -> None:
    """Keep an e-mail that is due: to whom, and its words; `void` is to nobody.

    `key` is the organisation's. It is of use for as long as it `lives`.
    """
    to, words = what
    tx.put(
        tables.LetterRow,
        id=row_id,
        to_sealed=key.seal(to, "letters", row_id, "to_sealed"),
        words_sealed=key.seal(words, "letters", row_id, "words_sealed"),
        state="void" if void else "due",
        not_before=tx.now,
        expires_at=tx.now + lives,
    )


@dataclass(frozen=True, slots=True)
class Held:
    """A letter that is held: to whom, its words, and until when it is."""

    id: UUID
    to: str
    words: str
    until: datetime


def claim_letter(tx: Tx, key: Key, row_id: UUID) -> Held | None:
    """Take a letter that is due, or whose worker was lost; None: none is to be taken.

    It is nobody else's for three minutes; lost for the third time it stays.
    """
    row: Found | None = tx.row(CLAIM_LETTER, id=row_id)
    if row is None:
        return None
    to, words = (
        key.open(row[column], "letters", row_id, column)
        for column in ("to_sealed", "words_sealed")
    )
    return Held(row_id, to, words, row["lease_until"])


def letter_later(tx: Tx, held: Held, at: datetime) -> None:
    """Put a letter off that the mail server did not take now, if it is held still."""
    tx.run(LATER, id=held.id, lease=held.until, at=at)


def letter_failed(tx: Tx, held: Held) -> None:
    """Leave a letter that the mail server refused, if it is held still."""
    tx.run(FAILED, id=held.id, lease=held.until)


def letter_gone(tx: Tx, row_id: UUID) -> None:
    """Forget a letter that was handed over, with its words."""
    tx.run(GONE, id=row_id)


def tidy(tx: Tx, ids: tuple[UUID, ...]) -> int:
    """Delete what is worn out; return how many rows went."""
    return sum(tx.run(command, ids=list(ids)) for command in TIDY)
