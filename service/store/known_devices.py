"""Browsers from which an account came in whole, known by the hash of their token."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text

from service.store import tables
from service.store.db import Found, Tx

# For so long after it came in last; handrail_known_device says the same.
KNOWN_FOR = timedelta(days=90)

KNOWN = text("SELECT handrail_known_device(CAST(:devices AS bytea[]), :email) AS known")
RENEW = text(
    "UPDATE known_devices d SET hash = :fresh, session_id = :session, seen_at = :now"
    " FROM (SELECT id, hash, session_id FROM known_devices"
    "  WHERE organisation_id = :organisation AND account_id = :account"
    "  AND hash = ANY(CAST(:devices AS bytea[])) AND seen_at > :since"
    "  ORDER BY seen_at DESC, id LIMIT 1) o"
    " WHERE d.organisation_id = :organisation AND d.id = o.id"
    " RETURNING o.hash, o.session_id"
)
# The browsers that were seen last stay.
CAPPED = text(
    "DELETE FROM known_devices WHERE organisation_id = :organisation"
    " AND account_id = :account AND (seen_at <= :since OR id IN"
    " (SELECT id FROM known_devices WHERE organisation_id = :organisation"
    "  AND account_id = :account ORDER BY seen_at DESC, id DESC OFFSET :most))"
)
# Of two that somebody else came in by neither may speak for the elder.
YOUNGER = (
    " organisation_id = :organisation AND account_id = :account"
    " AND begun_at > (SELECT min(begun_at) FROM known_devices"
    "  WHERE organisation_id = :organisation AND account_id = :account"
    "  AND session_id = :session)"
)
UNANSWERED = text(
    f"SELECT id, device, begun_at FROM known_devices WHERE{YOUNGER}"  # noqa: S608 -- ours
    " AND answered_at IS NULL AND begun_at > :since ORDER BY begun_at DESC, id"
)
ANSWER = text(
    f"UPDATE known_devices SET answered_at = :now WHERE{YOUNGER} AND id = :id"  # noqa: S608 -- ours
)
END = text(
    "DELETE FROM known_devices WHERE organisation_id = :organisation"
    " AND account_id = :account AND id = :id RETURNING session_id"
)
END_OF = text(
    "DELETE FROM known_devices WHERE organisation_id = :organisation"
    " AND account_id = :account AND session_id = :session"
)
END_ALL = text(
    "DELETE FROM known_devices WHERE organisation_id = :organisation"
    " AND account_id = :account AND session_id IS DISTINCT FROM :but"
)


@dataclass(frozen=True, slots=True)
class New:
    """A browser from which an account comes in, as it is kept from now on."""

    id: UUID
    account: UUID
    session: UUID
    hash: bytes
    device: str


def known(tx: Tx, devices: Sequence[bytes], email: bytes) -> bool:
    """Say whether the account of an e-mail came in from one of these lately."""
    return bool(tx.rows(KNOWN, devices=list(devices), email=email)[0]["known"])


def renew(tx: Tx, new: New, devices: Sequence[bytes]) -> Found | None:
    """Know the one of these that is the account's by a new hash; None where none is.

    What is returned is its old hash, and the session that it came in by before.
    """
    values = {"fresh": new.hash, "session": new.session, "account": new.account}
    since = {"now": tx.now, "since": tx.now - KNOWN_FOR}
    return tx.row(RENEW, devices=list(devices), **values, **since)


def keep(tx: Tx, new: New, most: int) -> None:
    """Keep a new browser, of at most so many of its account."""
    tx.put(
        tables.KnownDeviceRow,
        id=new.id,
        account_id=new.account,
        session_id=new.session,
        hash=new.hash,
        device=new.device,
        begun_at=tx.now,
        seen_at=tx.now,
        answered_at=None,
    )
    tx.run(CAPPED, account=new.account, most=most, since=tx.now - KNOWN_FOR)


def unanswered(
    tx: Tx, account: UUID, session: UUID, since: datetime
) -> tuple[Found, ...]:
    """Return the browsers, newer than that of this session, nobody answered for."""
    return tuple(tx.rows(UNANSWERED, account=account, session=session, since=since))


def answer(tx: Tx, account: UUID, session: UUID, device: UUID) -> bool:
    """Write down that a browser is hers; True by a session of an older one alone."""
    values = {"session": session, "id": device, "now": tx.now}
    return tx.run(ANSWER, account=account, **values) == 1


def end(tx: Tx, account: UUID, device: UUID) -> UUID | None:
    """Let a browser go; return the session that it came in by last, None for none."""
    row = tx.row(END, account=account, id=device)
    return None if row is None else row["session_id"]


def end_of(tx: Tx, account: UUID, session: UUID) -> None:
    """Let the browser of a session go."""
    tx.run(END_OF, account=account, session=session)


def end_all(tx: Tx, account: UUID, but: UUID | None = None) -> None:
    """Let the browsers of an account go, all but that of one session."""
    tx.run(END_ALL, account=account, but=but)
