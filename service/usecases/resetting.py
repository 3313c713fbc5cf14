"""A password forgotten: a link by e-mail, or from the operator, and what it opens.

Laws: asking answers nothing and does the same whether or not the e-mail is known; a
link lasts thirty minutes and works once; it replaces the password alone, ends all
sessions, and the second factor is asked for as ever.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from uuid import UUID

from service.store import accounts, known_devices, sign_ins
from service.store import sessions as rows
from service.store.db import NOWHERE, Tx
from service.store.sessions import Pass
from service.store.vault import KEY, Key
from service.usecases import letters, links, passwords, proving, signing_in
from service.usecases.parts import Parts
from service.usecases.sessions import Begun

LASTS = timedelta(minutes=30)
LINKS_AN_HOUR = 3


def possible(parts: Parts) -> bool:
    """Say whether links can be mailed here; else the operator makes them."""
    return parts.mail is not None


def ask(parts: Parts, email: str) -> None:
    """Have a link mailed, if that e-mail has an account; nothing else happens, and
    nothing is told. At most three links an hour for one e-mail.

    For an unknown one the same rows are written, under nobody: no key opens them, and
    they are never posted.
    """
    if parts.mail is None:
        return
    key = proving.email_hash(parts, email)
    with parts.db.transaction() as tx:
        if not sign_ins.ask(tx, parts.new_id(), key, "reset", LINKS_AN_HOUR):
            return
        organisation, account = accounts.whose(tx, key) or (NOWHERE, NOWHERE)
    known = organisation != NOWHERE
    seal = parts.tenant(organisation).key if known else Key(secrets.token_bytes(KEY))
    with parts.db.transaction(organisation) as tx:
        found = accounts.look(tx, seal, account)
        link = _made(parts, tx, seal, account, "e-mail")
        to, language = (email, "") if found is None else (found.email, found.language)
        told = letters.reset(link, language)
        letters.keep(parts, tx, seal, to, told, void=found is None)


def _made(parts: Parts, tx: Tx, seal: Key, account: UUID, by: str) -> str:
    token = links.new_token()
    new = Pass(
        id=parts.new_id(),
        kind="reset",
        account=account,
        role="",
        name="",
        email="",
        email_hash=None,
        coach=None,
        made_at=tx.now,
        expires_at=tx.now + LASTS,
    )
    rows.replace_passes(tx, "reset", account=account)
    rows.keep_pass(tx, seal, new, links.hashed(token), by)
    accounts.audit(tx, parts.new_id(), by, "made a link to a new password", account)
    return links.to(parts.origin, "reset", token)


def link(parts: Parts, email: str) -> str | None:
    """Return a link for the operator to hand on; None for an e-mail without account."""
    with parts.db.transaction() as tx:
        found = accounts.whose(tx, proving.email_hash(parts, email))
    if found is None:
        return None
    organisation, account = found
    key = parts.tenant(organisation).key
    with parts.db.transaction(organisation) as tx:
        return _made(parts, tx, key, account, "operator")


def works(parts: Parts, token: str) -> bool:
    """Say whether a link still works. Changes nothing."""
    return links.found(parts, token, "reset") is not None


def finish(parts: Parts, token: str, password: str, device: str) -> Begun | None:
    """Replace the password; she owes her second factor then. None: it works no more.

    Raises Refused for a password that must not stand; the link works on.
    """
    found = links.found(parts, token, "reset")
    if found is None or found[1].account is None:
        return None
    tenant, account = found[0], found[1].account
    with parts.db.transaction(tenant.id) as tx:
        whose = accounts.look(tx, tenant.key, account)
    if whose is None:
        return None
    passwords.check(password, whose.name, whose.email, among=parts.breached)
    hashed = passwords.hashed(parts.password_cost, password)
    with parts.db.transaction(tenant.id) as tx:
        standing = accounts.lock(tx, tenant.key, account)
        if standing is None or not links.locked(tx, tenant, found[1].id, "reset"):
            return None
        rows.use_pass(tx, found[1].id)
        accounts.save_password(tx, account, hashed)
        rows.end_all(tx, account)
        known_devices.end_all(tx, account)
        accounts.audit(
            tx, parts.new_id(), str(account), "chose a new password", account
        )
        what = "the password was changed by a link"
        told = letters.notice(what, standing.language)
        letters.keep(parts, tx, tenant.key, whose.email, told)
        return signing_in.owing(parts, tx, tenant.key, account, device)
