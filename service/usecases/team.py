"""The team of an organisation: who has an account, who is asked in, in which role.

Laws: the last owner stays, and stays owner, however many changes come at once; what is
changed holds at the next request; whoever answers people no more has no talk and no
task left; a link is shown once, lasts seven days, works once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from service.store import accounts, known_devices, own_lines
from service.store import sessions as rows
from service.store.accounts import Account as Kept
from service.store.db import Stands, Tx, retried
from service.store.people import Tenant
from service.store.sessions import Pass
from service.store.vault import Key
from service.usecases import (
    appointing,
    enrol,
    handing_back,
    languages,
    letters,
    links,
    passwords,
    proving,
    rights,
    sessions,
)
from service.usecases.entries import Refused
from service.usecases.handing_back import HandedBack
from service.usecases.parts import Parts
from service.usecases.rights import ROLES, NotAllowed, Role, Signed
from service.usecases.sessions import Begun

LONGEST_NAME = 80
LASTS = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Account:
    """One account of an organisation; `coach` is which coach this person is, if any.

    `factors` is how many second factors stand, `seen_at` when she was last there.
    """

    id: UUID
    name: str
    email: str
    role: Role
    coach: UUID | None
    factors: int
    created_at: datetime
    seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody asked in who has not come yet."""

    id: UUID
    name: str
    email: str
    role: Role
    made_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Team:
    """Who is in, the owners first, and who is asked in."""

    accounts: tuple[Account, ...]
    asked: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody to ask in.

    `coach` says which coach of the organisation she is, `language` in which she is
    asked in, that of the page when empty.
    """

    email: str
    name: str
    role: str
    coach: UUID | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class Invited:
    """A colleague asked in: the link, to be shown once; whether it is mailed too."""

    id: UUID
    link: str
    mailed: bool

    def __repr__(self) -> str:
        return f"Invited(id={self.id!r})"


@dataclass(frozen=True, slots=True)
class Joining:
    """What the page behind a link shows before anything is entered, and in which
    language, "" where none was said.
    """

    organisation: str
    name: str
    email: str
    role: Role
    language: str = ""


def look(parts: Parts, signed: Signed) -> Team:
    """Return the team; owners alone see it (right "team", here without proof)."""
    if not (signed.whole and rights.may(signed.role, "team").allowed):
        raise NotAllowed("team")
    return list_all(parts, signed.organisation)


def list_all(parts: Parts, organisation: UUID) -> Team:
    """Return the team for the operator."""
    key = parts.tenant(organisation).key
    with parts.db.transaction(organisation) as tx:
        found = accounts.all_of(tx, key)
        asked = rows.asked_in(tx, key)
    inside = (_account(one) for one in found)
    return Team(
        tuple(sorted(inside, key=lambda one: ROLES.index(one.role))),
        tuple(
            Asked(one.id, one.name, one.email, _role(one.role), one.made_at,
                  one.expires_at)
            for one in asked
        ),
    )  # fmt: skip


def _account(one: Kept) -> Account:
    return Account(
        id=one.id,
        name=one.name,
        email=one.email,
        role=_role(one.role),
        coach=one.coach,
        factors=one.factors,
        created_at=one.created_at,
        seen_at=one.seen_at,
    )


def _role(written: str) -> Role:
    if written not in ROLES:
        raise Refused("role", "write owner, coach or viewer")
    return written


def email_of(written: str) -> str:
    """Return an account's e-mail as it is kept. Raises Refused("email")."""
    email = appointing.email_of(written)
    if not email:
        raise Refused("email", "write the e-mail they sign in with")
    return email


def name_of(written: str) -> str:
    """Return a person's name as it is kept. Raises Refused("name")."""
    return enrol.named("name", written, LONGEST_NAME)


def invite(parts: Parts, signed: Signed, who: Colleague) -> Invited:
    """Ask a colleague in; an earlier link to the same e-mail is withdrawn.

    Raises NotAllowed, ProofNeeded, Refused.
    """
    rights.require(signed, "team")
    email, name, asked = email_of(who.email), name_of(who.name), _role(who.role)
    language = languages.for_coach(who.language or parts.language())
    tenant, token = parts.tenant(signed.organisation), links.new_token()
    link = links.to(parts.origin, "joining", token)
    with parts.db.transaction(tenant.id) as tx:
        new = Pass(
            id=parts.new_id(),
            kind="joining",
            account=None,
            role=asked,
            name=name,
            email=email,
            email_hash=proving.email_hash(parts, email),
            coach=who.coach,
            made_at=tx.now,
            expires_at=tx.now + LASTS,
            language=language,
        )
        _may_ask(tx, signed, new)
        rows.replace_passes(tx, "joining", email=new.email_hash)
        rows.keep_pass(tx, tenant.key, new, links.hashed(token), signed.actor)
        _audit(parts, tx, signed, f"asked a colleague in as {asked}", new.id)
        asks = letters.joining(tenant.name, link, language)
        mailed = letters.keep(parts, tx, tenant.key, email, asks)
    return Invited(new.id, link, mailed)


def _may_ask(tx: Tx, signed: Signed, new: Pass) -> None:
    """Raise Refused for a coach who is none, or an e-mail that has an account here.

    Of other organisations nothing is told: the link says so once it is used.
    """
    if new.coach is not None and not accounts.is_coach(tx, new.coach):
        raise Refused("coach", "there is no such coach here")
    found = accounts.whose(tx, new.email_hash or b"")
    if found is not None and found[0] == signed.organisation:
        raise Refused("email", "this e-mail has an account here already")


def withdraw(parts: Parts, signed: Signed, asked: UUID) -> bool:
    """Withdraw a link; False when there is none that still works."""
    rights.require(signed, "team")
    with parts.db.transaction(signed.organisation) as tx:
        done = rows.withdraw(tx, asked)
        if done:
            _audit(parts, tx, signed, "withdrew a colleague's link", asked)
    return done


def joining(parts: Parts, token: str) -> Joining | None:
    """Return what a link is for, None when it works no more. Changes nothing."""
    found = links.found(parts, token, "joining")
    if found is None:
        return None
    tenant, one = found
    role = _role(one.role)
    return Joining(tenant.name, one.name, one.email, role, one.language)


def accept(
    parts: Parts, token: str, name: str, password: str, device: str
) -> Begun | None:
    """Make the account of a link; she owes a "factor" then. None: it works no more.

    Raises Refused for a name or password that must not stand; the link works on.
    """
    found = links.found(parts, token, "joining")
    if found is None:
        return None
    tenant, asked = found
    name = name_of(name)
    passwords.check(password, name, asked.email, among=parts.breached)
    hashed = passwords.hashed(parts.password_cost, password)
    try:
        with parts.db.transaction(tenant.id) as tx:
            now = links.locked(tx, tenant, asked.id, "joining")
            if now is None:
                return None
            whose = _kept(parts, tx, tenant, now, name, hashed)
            return sessions.begin(parts, tx, whose, "factor", device)
    except Stands:
        raise Refused("email", "this e-mail has an account already") from None


def _kept(
    parts: Parts, tx: Tx, tenant: Tenant, asked: Pass, name: str, hashed: str
) -> UUID:
    new = Kept(
        id=parts.new_id(),
        role=asked.role,
        name=name,
        email=asked.email,
        email_hash=proving.email_hash(parts, asked.email),
        password=hashed,
        coach=asked.coach,
        created_at=tx.now,
        language=languages.of_page(parts),
    )
    accounts.keep(tx, tenant.key, new)
    languages.begin(tx, tenant.key, new)
    rows.use_pass(tx, asked.id)
    accounts.audit(tx, parts.new_id(), str(new.id), "came in by a link", new.id)
    return new.id


def change_role(parts: Parts, signed: Signed, account: UUID, role: str) -> HandedBack:
    """Change a role, at once; return what a viewer had in hand and has no more.

    Raises Refused for the last owner, LookupError.
    """
    rights.require(signed, "team")
    new = _role(role)
    return retried(lambda: _change_role(parts, signed, account, new))


def _change_role(parts: Parts, signed: Signed, account: UUID, new: Role) -> HandedBack:
    key = parts.tenant(signed.organisation).key
    answers = rights.may(new, "answer").allowed
    with parts.db.transaction(signed.organisation) as tx:
        held = frozenset[UUID]() if answers else handing_back.locked(tx, account)
        before = _theirs(key, tx, signed, account, stays=new == "owner")
        if before.role == new:
            return handing_back.NOTHING
        accounts.save_role(tx, account, new)
        rows.replace_passes(tx, "joining", by=str(account))
        _audit(parts, tx, signed, f"made {before.role} {new}", account)
        if answers:
            return handing_back.NOTHING
        return handing_back.hand_back(parts, tx, signed, before, held)


def end(parts: Parts, signed: Signed, account: UUID) -> HandedBack:
    """End an account at once; return what it had in hand and has no more.

    Raises Refused for the last owner, LookupError.
    """
    rights.require(signed, "team")
    return retried(lambda: _end(parts, signed, account))


def _end(parts: Parts, signed: Signed, account: UUID) -> HandedBack:
    key = parts.tenant(signed.organisation).key
    with parts.db.transaction(signed.organisation) as tx:
        held = handing_back.locked(tx, account)
        before = _theirs(key, tx, signed, account, stays=False)
        accounts.end(tx, account)
        own_lines.forget(tx, account)
        rows.end_all(tx, account)
        known_devices.end_all(tx, account)
        rows.replace_passes(tx, "joining", by=str(account))
        rows.replace_passes(tx, "reset", account=account)
        _audit(parts, tx, signed, "ended an account", account)
        return handing_back.hand_back(parts, tx, signed, before, held)


def _theirs(key: Key, tx: Tx, signed: Signed, account: UUID, *, stays: bool) -> Kept:
    """Lock the owners and an account; raises where the last owner would be gone.

    Under that lock it is asked anew whether whoever changes it is an owner still.
    """
    owners = accounts.owners(tx)
    if not (signed.account is None or signed.demo or signed.account in owners):
        raise NotAllowed("team")
    found = accounts.lock(tx, key, account)
    if found is None or found.password is None:
        raise LookupError(f"there is no account {account} here")
    if not stays and owners == (account,):
        raise Refused(
            "account", "this is the last owner; make somebody else an owner first"
        )
    return found


def _audit(parts: Parts, tx: Tx, signed: Signed, action: str, subject: UUID) -> None:
    accounts.audit(tx, parts.new_id(), signed.actor, action, subject)
