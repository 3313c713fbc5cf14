"""The browsers an account came in from whole: known again by a token of their own.

Laws: only the token's hash is kept; at most MOST an account, those seen last; all go
with the password, and with all other sessions; of one that is new she is told, and no
browser answers for itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from service.store import accounts, known_devices
from service.store import sessions as rows
from service.store.db import Tx
from service.usecases import letters, links
from service.usecases.parts import Parts
from service.usecases.rights import Signed
from service.usecases.sessions import Here

MOST = 10
# For so long she is asked whether a new one is hers.
ASKED_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class New:
    """A browser she came in from for the first time, and nobody said it was she."""

    id: UUID
    device: str
    begun_at: datetime


def remember(here: Here, token: str) -> str:
    """Know this browser from now on; return its new token, "" for one that is known.

    A new one is told by e-mail.
    """
    parts, tx, account = here.parts, here.tx, here.account
    session = here.row.id
    if token and known_devices.seen(tx, account.id, links.hashed(token), session):
        return ""
    fresh = links.new_token()
    new = (links.hashed(fresh), here.row.device)
    known_devices.keep(tx, parts.new_id(), account.id, session, new, MOST)
    told = letters.new_browser(here.row.device, account.language)
    letters.keep(parts, tx, here.tenant.key, account.email, told)
    return fresh


def unanswered(parts: Parts, signed: Signed) -> tuple[New, ...]:
    """Return the new browsers she is to be asked about, the newest first."""
    if signed.account is None or signed.session is None:
        return ()
    with parts.db.transaction(signed.organisation) as tx:
        since = tx.now - ASKED_FOR
        found = known_devices.unanswered(tx, signed.account, signed.session, since)
    return tuple(New(**row) for row in found)


def hers(parts: Parts, signed: Signed, browser: UUID) -> None:
    """Take her word that a new browser is hers; nothing for one that is not there."""
    if signed.account is None or signed.session is None or not signed.whole:
        return
    with parts.db.transaction(signed.organisation) as tx:
        if known_devices.answer(tx, signed.account, signed.session, browser):
            _audit(parts, tx, signed, "knew a new browser")


def end(parts: Parts, signed: Signed, browser: UUID) -> None:
    """Sign a browser out and know it no more; nothing for one that is not there."""
    if signed.account is None or not signed.whole:
        return
    with parts.db.transaction(signed.organisation) as tx:
        session = known_devices.end(tx, signed.account, browser)
        if session is not None:
            rows.end(tx, signed.account, session)
            _audit(parts, tx, signed, "ended a new browser")


def _audit(parts: Parts, tx: Tx, signed: Signed, action: str) -> None:
    accounts.audit(tx, parts.new_id(), signed.actor, action, signed.account)
