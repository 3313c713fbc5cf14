"""The first owner of a database without accounts, and the demo's one-time link.

Laws: the first owner comes by a code that was printed where the service runs, within
an hour, once, and never where an account stands; the demo's link works on this machine
alone, within five minutes, once.
"""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from service.addresses import is_here
from service.store import accounts, views
from service.store import sessions as rows
from service.store.accounts import Account
from service.store.db import NOWHERE, Tx
from service.store.people import Tenant
from service.store.sessions import Pass
from service.store.vault import KEY, Key
from service.usecases import (
    enrol,
    languages,
    limiting,
    links,
    passwords,
    proving,
    sessions,
    team,
)
from service.usecases.entries import Refused
from service.usecases.parts import Parts
from service.usecases.sessions import Begun

CODE_LASTS = timedelta(hours=1)
DEMO_LASTS = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class NewOwner:
    """Who sets up. The first three say which organisation to make; where one stands
    already `organisation` may name it or be empty, and the others are not looked at.
    """

    organisation: str
    country: str
    number: str
    name: str
    email: str
    password: str


def needed(parts: Parts) -> bool:
    """Say whether no account stands in the whole database (the demo's is none)."""
    with parts.db.transaction() as tx:
        return not accounts.any_stands(tx)


def standing(parts: Parts) -> tuple[str, ...]:
    """Return the names of the organisations that stand: one of them is taken over."""
    return tuple(one.name for one in views.organisations(parts.db, parts.vault))


def code(parts: Parts) -> str | None:
    """Make the set-up code, in place of any before; None where an account stands."""
    token = links.new_token()
    with parts.db.transaction() as tx:
        if accounts.any_stands(tx):
            return None
        rows.replace_passes(tx, "first")
        # Nothing in it is sealed, so that any key will do.
        rows.keep_pass(
            tx,
            Key(bytes(KEY)),
            _pass(parts, tx, "first", CODE_LASTS),
            links.hashed(token),
            "operator",
        )
    return token


def _pass(
    parts: Parts, tx: Tx, kind: str, lasts: timedelta, account: UUID | None = None
) -> Pass:
    return Pass(
        id=parts.new_id(),
        kind=kind,
        account=account,
        role="",
        name="",
        email="",
        email_hash=None,
        coach=None,
        made_at=tx.now,
        expires_at=tx.now + lasts,
    )


def works(parts: Parts, code: str) -> bool:
    """Say whether a set-up code still works. Changes nothing."""
    with parts.db.transaction() as tx:
        return _first(tx, code, lock=False) is not None


def _first(tx: Tx, code: str, *, lock: bool) -> Pass | None:
    """Return the pass of a set-up code, None when it works no more."""
    whose = rows.whose_pass(tx, links.hashed(code))
    if whose is None or whose[0] != NOWHERE or accounts.any_stands(tx):
        return None
    read = rows.lock_pass if lock else rows.look_at_pass
    found = read(tx, Key(bytes(KEY)), whose[1])
    return found if found is not None and found.works("first", tx.now) else None


def set_up(parts: Parts, code: str, new: NewOwner, device: str) -> Begun | None:
    """Let the first owner in: she owes a "factor" then. None: the code works no more.

    Raises Refused with the field and the mend; the code works on then. Wrong codes are
    looked up by hash and cannot be told from used ones.
    """
    if not works(parts, code):
        return None
    name, email = team.name_of(new.name), team.email_of(new.email)
    passwords.check(new.password, name, email, among=parts.breached)
    hashed = passwords.hashed(parts.password_cost, new.password)
    taken = _taken(parts, code)
    if taken is None:
        return None
    try:
        organisation = _organisation(parts, new)
        return _owner(parts, organisation, name, email, hashed, device)
    except Exception:
        # Whatever stood in the way, nobody is in: whoever has the code may go on.
        with parts.db.transaction() as tx:
            rows.use_pass(tx, taken, used=False)
        raise


def _taken(parts: Parts, code: str) -> UUID | None:
    """Use the code up; of two at once one finds it used."""
    with parts.db.transaction() as tx:
        found = _first(tx, code, lock=True)
        if found is None:
            return None
        rows.use_pass(tx, found.id)
        return found.id


def _organisation(parts: Parts, new: NewOwner) -> UUID:
    """Return the organisation that is meant; where none stands, make it."""
    found = views.organisations(parts.db, parts.vault)
    if not found:
        made = enrol.organisation(
            parts, new.organisation, new.country, new.number, paced=True
        )
        limiting.change(parts, made, limiting.BEGINS_WITH, "set-up")
        return made
    wanted = new.organisation.strip().casefold()
    meant = [one for one in found if one.name.casefold() == wanted or not wanted]
    if len(meant) != 1:
        names = ", ".join(one.name for one in found)
        raise Refused("organisation", "write one of: %(names)s", names=names)
    return meant[0].id


def _owner(
    parts: Parts, organisation: UUID, name: str, email: str, hashed: str, device: str
) -> Begun:
    tenant = parts.tenant(organisation)
    with parts.db.transaction(organisation) as tx:
        new = Account(
            id=parts.new_id(),
            role="owner",
            name=name,
            email=email,
            email_hash=proving.email_hash(parts, email),
            password=hashed,
            coach=None,
            created_at=tx.now,
            language=languages.of_page(parts),
        )
        accounts.keep(tx, tenant.key, new)
        languages.begin(tx, tenant.key, new)
        accounts.audit(tx, parts.new_id(), str(new.id), "set Handrail up", new.id)
        return sessions.begin(parts, tx, new.id, "factor", device)


# ---- the demo ----


def another_link(command: str, data: Path | None) -> str:
    """Return what a shell makes another link by: `command`, told where the data lie.

    `data` is the folder that the demo was given, None for its usual one.
    """
    where = "" if data is None else f"HANDRAIL_DATA={shlex.quote(str(data))} "
    return f"{where}{command} accounts demo"


def demo_link(parts: Parts, organisation: UUID) -> str:
    """Return a link that signs a demo owner in. Raises Refused unless the service's
    own origin is this machine.
    """
    if not is_here(parts.origin):
        raise Refused("demo", "its link works on this machine's own address alone")
    tenant, token = parts.tenant(organisation), links.new_token()
    with parts.db.transaction(organisation) as tx:
        account = accounts.demo(tx) or _demo_account(parts, tx, tenant)
        new = _pass(parts, tx, "demo", DEMO_LASTS, account)
        rows.replace_passes(tx, "demo")
        rows.keep_pass(tx, tenant.key, new, links.hashed(token), "operator")
        accounts.audit(tx, parts.new_id(), "operator", "made the demo's link", account)
    return links.to(parts.origin, "demo", token)


def _demo_account(parts: Parts, tx: Tx, tenant: Tenant) -> UUID:
    new = Account(
        id=parts.new_id(),
        role="owner",
        name="Demo",
        email="",
        # No e-mail anybody could type has this hash.
        email_hash=parts.vault.account_hash(f"the demo of {tenant.id}"),
        password=None,
        coach=None,
        created_at=tx.now,
    )
    accounts.keep(tx, tenant.key, new)
    return new.id


def demo(parts: Parts, token: str, device: str) -> Begun | None:
    """Sign in by the demo's link; None when it works no more, or not here."""
    found = links.found(parts, token, "demo") if is_here(parts.origin) else None
    if found is None:
        return None
    tenant, link = found
    with parts.db.transaction(tenant.id) as tx:
        now = links.locked(tx, tenant, link.id, "demo")
        if now is None or now.account is None:
            return None
        rows.use_pass(tx, now.id)
        accounts.audit(
            tx, parts.new_id(), str(now.account), "signed in by the demo's link",
            now.account,
        )  # fmt: skip
        return sessions.begin(parts, tx, now.account, "nothing", device, demo=True)
