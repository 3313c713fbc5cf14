"""Browsers from which an account came in whole, known by the hash of their token."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from service.store import tables
from service.store.db import Found, Tx

KNOWN = text("SELECT handrail_known_device(:device, :email) AS known")
SEEN = text(
    "UPDATE known_devices SET seen_at = :now, session_id = :session"
    " WHERE organisation_id = :organisation AND account_id = :account"
    " AND hash = :hash"
)
# The browsers that were seen last stay.
CAPPED = text(
    "DELETE FROM known_devices WHERE organisation_id = :organisation AND id IN"
    " (SELECT id FROM known_devices WHERE organisation_id = :organisation"
    "  AND account_id = :account ORDER BY seen_at DESC, id DESC OFFSET :most)"
)
# Whoever sits at a browser is not asked whether it is hers.
UNANSWERED = text(
    "SELECT id, device, begun_at FROM known_devices"
    " WHERE organisation_id = :organisation AND account_id = :account"
    " AND answered_at IS NULL AND begun_at > :since AND session_id <> :session"
    " ORDER BY begun_at DESC, id"
)
ANSWER = text(
    "UPDATE known_devices SET answered_at = :now WHERE organisation_id = :organisation"
    " AND account_id = :account AND id = :id AND session_id <> :session"
)
END = text(
    "DELETE FROM known_devices WHERE organisation_id = :organisation"
    " AND account_id = :account AND id = :id RETURNING session_id"
)
END_ALL = text(
    "DELETE FROM known_devices WHERE organisation_id = :organisation"
    " AND account_id = :account"
)


def known(tx: Tx, device: bytes, email: bytes) -> bool:
    """Say whether the account of an e-mail came in from this browser before."""
    return bool(tx.rows(KNOWN, device=device, email=email)[0]["known"])


def seen(tx: Tx, account: UUID, device: bytes, session: UUID) -> bool:
    """Write down that it came in from here again; False where it never did."""
    values = {"hash": device, "session": session, "now": tx.now}
    return tx.run(SEEN, account=account, **values) == 1


def keep(
    tx: Tx,
    row_id: UUID,
    account: UUID,
    session: UUID,
    new: tuple[bytes, str],
    most: int,
) -> None:
    """Keep a new browser, by hash and name, of at most so many."""
    tx.put(
        tables.KnownDeviceRow,
        id=row_id,
        account_id=account,
        session_id=session,
        hash=new[0],
        device=new[1],
        begun_at=tx.now,
        seen_at=tx.now,
        answered_at=None,
    )
    tx.run(CAPPED, account=account, most=most)


def unanswered(
    tx: Tx, account: UUID, session: UUID, since: datetime
) -> tuple[Found, ...]:
    """Return the new browsers, other than that of this session, nobody answered for."""
    return tuple(tx.rows(UNANSWERED, account=account, session=session, since=since))


def answer(tx: Tx, account: UUID, session: UUID, device: UUID) -> bool:
    """Write down that a browser is hers; not by a session of that browser itself."""
    values = {"session": session, "id": device, "now": tx.now}
    return tx.run(ANSWER, account=account, **values) == 1


def end(tx: Tx, account: UUID, device: UUID) -> UUID | None:
    """Let a browser go; return the session that it came in by last, None for none."""
    row = tx.row(END, account=account, id=device)
    return None if row is None else row["session_id"]


def end_all(tx: Tx, account: UUID) -> int:
    """Let all browsers of an account go; return how many."""
    return tx.run(END_ALL, account=account)
