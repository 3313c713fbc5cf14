"""Sessions: who is at a browser, known by a token of which only the hash is kept.

Laws: role and account are read at each request, so that a change holds at once; a
session ends by itself after being idle (CONSOLE_IDLE_MINUTES), and in any case after
CONSOLE_HOURS; a token is new at each rise and at each proof, and the old one dead.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from service.addresses import is_here
from service.store import accounts, known_devices
from service.store import sessions as rows
from service.store.accounts import Account
from service.store.db import Tx
from service.store.people import Tenant
from service.store.sessions import Row, Seated
from service.usecases import links
from service.usecases.devices import family
from service.usecases.parts import Parts
from service.usecases.rights import PROOF_HOLDS, Owes, Role, Signed

__all__ = ["Begun", "Session", "all_of", "end", "end_one", "end_others", "of"]

# Whoever is half way in has so long to finish.
HALF_WAY = timedelta(minutes=30)
SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Begun:
    """A new token for the browser's cookie, in place of any before; what is owed yet.

    `owes`: "code" (ask for signing_in.second or with_passkey), "factor" (have one set
    up: factors.add_totp or add_passkey), "nothing" (she is in). `browser` is what
    this browser is known by later, "" where that stays. Its repr hides both.
    """

    token: str
    owes: Owes
    browser: str = ""

    def __repr__(self) -> str:
        return f"Begun(owes={self.owes!r})"


@dataclass(frozen=True, slots=True)
class Session:
    """One session of an account, for its list; `here` is the one that asks."""

    id: UUID
    device: str
    begun_at: datetime
    seen_at: datetime
    here: bool


@dataclass(frozen=True, slots=True)
class Here:
    """A session and its account in one transaction, both rows locked."""

    parts: Parts
    tx: Tx
    tenant: Tenant
    account: Account
    row: Row


def of(parts: Parts, token: str, *, touch: bool = True) -> Signed | None:
    """Return who this token signs, None for nobody (unknown, ended, too long idle).

    Also for sessions that owe something yet: look at `Signed.whole`. Asking keeps the
    session from being idle, and writes that down at most once a minute; without
    `touch` it does not, for a page that makes itself anew is nobody who sits there.
    """
    found = _whose(parts, token)
    if found is None:
        return None
    tenant = parts.tenant(found[0])
    with parts.db.transaction(tenant.id) as tx:
        seated = rows.look(tx, tenant.key, found[1], links.hashed(token))
        if seated is None or not _lives(parts, seated.row, tx.now):
            return None
        if touch and tx.now - seated.row.seen_at >= SEEN_EVERY:
            rows.touch(tx, seated.row.id)
        return _signed(tenant, seated, tx.now)


def _whose(parts: Parts, token: str) -> tuple[UUID, UUID] | None:
    with parts.db.transaction() as tx:
        return rows.whose(tx, links.hashed(token))


def _lives(parts: Parts, row: Row, now: datetime) -> bool:
    longest = parts.console_whole if row.owes == "nothing" else HALF_WAY
    placed = not row.demo or is_here(parts.origin)
    return placed and row.lives(now, parts.console_idle, longest)


def _signed(tenant: Tenant, seated: Seated, now: datetime) -> Signed:
    row = seated.row
    fresh = row.proved_at is not None and now - row.proved_at < PROOF_HOLDS
    return Signed(
        organisation=tenant.id,
        organisation_name=tenant.name,
        role=cast("Role", seated.role),
        account=row.account,
        session=row.id,
        name=seated.name,
        email=seated.email,
        owes=cast("Owes", row.owes),
        proved=row.demo or fresh,
        proved_at=row.proved_at,
        coach=seated.coach,
        forms=_forms(tenant, row),
        demo=row.demo,
        language=seated.language,
    )


def _forms(tenant: Tenant, row: Row) -> str:
    """Return what the forms of a session are bound to: it is kept nowhere.

    Not its token, which is new at each proof, so that a form in another tab counts
    afterwards. Ids are shown, but the keyed hash of one needs the organisation's own
    key; and whoever knew the forms of somebody half way in knows none of her in whole.
    """
    return tenant.hashes.hash(f"forms\x1f{row.id}\x1f{row.owes}").hex()


@contextmanager
def at(parts: Parts, token: str) -> Iterator[Here | None]:
    """Lock the account and the session of a token; None where it signs nobody."""
    found = _whose(parts, token)
    if found is None:
        yield None
        return
    with _locked(parts, *found, links.hashed(token)) as here:
        yield here


@contextmanager
def here(parts: Parts, signed: Signed) -> Iterator[Here | None]:
    """Lock the account and the session of whoever asks; None where it is over."""
    if signed.session is None:
        yield None
        return
    with _locked(parts, signed.organisation, signed.session) as found:
        yield found


@contextmanager
def _locked(
    parts: Parts, organisation: UUID, session: UUID, token_hash: bytes | None = None
) -> Iterator[Here | None]:
    tenant = parts.tenant(organisation)
    with parts.db.transaction(organisation) as tx:
        whose = rows.account_of(tx, session)
        account = None if whose is None else accounts.lock(tx, tenant.key, whose)
        row = None if account is None else rows.lock(tx, session, token_hash)
        if account is None or row is None or not _lives(parts, row, tx.now):
            yield None
        else:
            yield Here(parts, tx, tenant, account, row)


def begin(
    parts: Parts, tx: Tx, account: UUID, owes: Owes, device: str, *, demo: bool = False
) -> Begun:
    """Begin a session in this transaction; return its token."""
    token, now = links.new_token(), tx.now
    row = Row(
        id=parts.new_id(),
        account=account,
        owes=owes,
        device=family(device),
        demo=demo,
        begun_at=now,
        seen_at=now,
        proved_at=None,
        challenge=None,
        challenged_at=None,
    )
    rows.keep(tx, row, links.hashed(token))
    return Begun(token, owes)


def rise(here: Here, *, proved: bool, browser: str = "") -> Begun:
    """Let a session in, under a new token; `proved` says that she just proved it."""
    token = links.new_token()
    at = here.tx.now if proved else here.row.proved_at
    rows.rise(here.tx, here.row.id, links.hashed(token), "nothing", at)
    return Begun(token, "nothing", browser)


def end(parts: Parts, token: str) -> None:
    """Sign out: end the session of this token; nothing for an unknown one."""
    with at(parts, token) as found:
        if found is not None:
            rows.end(found.tx, found.account.id, found.row.id)
            _audit(found.parts, found.tx, str(found.account.id), "signed out")


def all_of(parts: Parts, signed: Signed) -> tuple[Session, ...]:
    """Return the living sessions of her account, the latest seen first."""
    if signed.account is None:
        return ()
    with parts.db.transaction(signed.organisation) as tx:
        found = rows.living(tx, signed.account, parts.console_idle, parts.console_whole)
    return tuple(Session(**row, here=row["id"] == signed.session) for row in found)


def end_one(parts: Parts, signed: Signed, session: UUID) -> bool:
    """End one session of her own account; False when it is none of hers.

    Its browser is known no more.
    """
    if signed.account is None or not signed.whole:
        return False
    with parts.db.transaction(signed.organisation) as tx:
        ended = rows.end(tx, signed.account, session)
        if ended:
            known_devices.end_of(tx, signed.account, session)
            _audit(parts, tx, signed.actor, "ended a session")
    return ended


def end_others(parts: Parts, signed: Signed) -> int:
    """End all sessions of her account but this one; return how many.

    No browser of hers but this one is known any more.
    """
    if signed.account is None or not signed.whole:
        return 0
    with parts.db.transaction(signed.organisation) as tx:
        ended = rows.end_all(tx, signed.account, signed.session)
        known_devices.end_all(tx, signed.account, signed.session)
        if ended:
            _audit(parts, tx, signed.actor, "ended all other sessions")
    return ended


def _audit(parts: Parts, tx: Tx, actor: str, action: str) -> None:
    accounts.audit(tx, parts.new_id(), actor, action, UUID(actor))
