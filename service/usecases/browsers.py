"""The browsers an account came in from whole: known again by a token of their own.

Laws: only the token's hash is kept, and each sign-in makes it anew; at most MOST an
account, those seen last, for a season each; all others go with the password and with
all other sessions, one with its own session; of one that is new she is told; a browser
has one session of hers; and none answers for itself, nor for one that came before it.
"""

from __future__ import annotations

from collections.abc import Iterable
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
# So many colleagues may share one browser, each with a token of her own.
SHARED = 5
# For so long she is asked whether a new one is hers.
ASKED_FOR = timedelta(days=30)
KNOWN_FOR = known_devices.KNOWN_FOR


@dataclass(frozen=True, slots=True)
class New:
    """A browser she came in from for the first time, and nobody said it was she."""

    id: UUID
    device: str
    begun_at: datetime


def hashes(browser: str) -> list[bytes]:
    """Return the hashes by which a browser that came with this may be known."""
    return [links.hashed(one) for one in _tokens(browser)]


def _tokens(browser: str) -> list[str]:
    return [one for one in browser.split(".", SHARED)[:SHARED] if one]


def _together(fresh: str, others: Iterable[str]) -> str:
    return ".".join([fresh, *others][:SHARED])


def remember(here: Here, browser: str, *, told: bool = True) -> str:
    """Know this browser from now on; return by what, in place of what it came with.

    A new one is told by e-mail, if `told`. What it is known by to colleagues stays.
    """
    parts, tx, account = here.parts, here.tx, here.account
    given = _tokens(browser)
    fresh = links.new_token()
    new = known_devices.New(
        id=parts.new_id(),
        account=account.id,
        session=here.row.id,
        hash=links.hashed(fresh),
        device=here.row.device,
    )
    before = known_devices.renew(tx, new, hashes(browser))
    if before is None:
        known_devices.keep(tx, new, MOST)
        if told:
            letter = letters.new_browser(new.device, account.language)
            letters.keep(parts, tx, here.tenant.key, account.email, letter)
        return _together(fresh, given)
    if before["session_id"] != new.session:
        rows.end(tx, account.id, before["session_id"])
    old = bytes(before["hash"])
    return _together(fresh, [one for one in given if links.hashed(one) != old])


def unanswered(parts: Parts, signed: Signed) -> tuple[New, ...]:
    """Return the browsers newer than this one she is to be asked about."""
    if signed.account is None or signed.session is None:
        return ()
    with parts.db.transaction(signed.organisation) as tx:
        since = tx.now - ASKED_FOR
        found = known_devices.unanswered(tx, signed.account, signed.session, since)
    return tuple(New(**row) for row in found)


def hers(parts: Parts, signed: Signed, browser: UUID) -> None:
    """Take her word that a newer browser is hers; nothing for one that is not there."""
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
