"""Second factors of one's own account: authenticator, passkeys, spare codes, password.

Laws: the last factor stays; whoever changes password or factors ends all other
sessions of the account, is told by e-mail where mail is set up, and gets a new token;
secrets are sealed, spare codes kept as keyed hashes alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias, cast
from urllib.parse import quote, urlencode
from uuid import UUID

from service.addresses import has_name
from service.carrier import door
from service.store import accounts, known_devices
from service.store import sessions as rows
from service.store.accounts import Factor as Kept
from service.usecases import browsers, letters, passwords, proving, rights, sessions
from service.usecases.entries import Refused
from service.usecases.parts import Parts
from service.usecases.rights import NotAllowed, Signed
from service.usecases.sessions import Begun, Here

Kind: TypeAlias = Literal["totp", "passkey"]

SPARE_CODES = 10
LONGEST_NAME = 40
ISSUER, TOTP, PASSKEY = "Handrail", "Authenticator", "Passkey"


@dataclass(frozen=True, slots=True)
class Factor:
    """One second factor, as its owner called it."""

    id: UUID
    kind: Kind
    name: str
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Own:
    """What an account's own page shows; `passkeys` says whether one can be added here
    (they need a name of a host, not an address).
    """

    factors: tuple[Factor, ...]
    codes_left: int
    passkeys: bool


@dataclass(frozen=True, slots=True)
class NewTotp:
    """An authenticator to be: its secret in base32, and the address for a picture.

    Shown once; it counts for nothing until `confirm_totp`.
    """

    id: UUID
    secret: str
    uri: str

    def __repr__(self) -> str:
        return f"NewTotp(id={self.id!r})"


@dataclass(frozen=True, slots=True)
class Changed:
    """What was changed: the new token, and spare codes to be shown once (with the
    first factor, and when made anew; else none).
    """

    begun: Begun
    codes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"Changed({self.begun!r})"


def own(parts: Parts, signed: Signed) -> Own:
    """Return her factors and how many spare codes are left."""
    if signed.account is None:
        return Own((), 0, passkeys=False)
    key = parts.tenant(signed.organisation).key
    with parts.db.transaction(signed.organisation) as tx:
        found = accounts.factors(tx, key, signed.account)
        left = accounts.spare_left(tx, signed.account)
    shown = tuple(
        Factor(one.id, cast("Kind", one.kind), one.name, one.added_at, one.used_at)
        for one in found
    )
    return Own(shown, left, passkeys=has_name(parts.origin))


@contextmanager
def _mine(parts: Parts, signed: Signed, *, adding: bool = False) -> Iterator[Here]:
    """Lock her account and session; raises unless she may change what signs her in.

    Of two sessions that owe a factor the second finds itself ended by the first.
    """
    if signed.demo or signed.account is None:
        raise Refused("account", "the demo signs in by its link alone")
    if not (adding and signed.owes == "factor"):
        rights.require(signed, "own")
    with sessions.here(parts, signed) as here:
        if here is None or here.row.owes != signed.owes:
            raise NotAllowed("own")
        yield here


def _changed(
    here: Here,
    what: str,
    codes: tuple[str, ...] = (),
    *,
    proved: bool = False,
    browser: str = "",
) -> Changed:
    """End all other sessions, give this one a new token, tell her by e-mail."""
    parts, tx, account = here.parts, here.tx, here.account
    rows.end_all(tx, account.id, here.row.id)
    accounts.audit(tx, parts.new_id(), str(account.id), what, account.id)
    told = letters.notice(what, account.language)
    letters.keep(parts, tx, here.tenant.key, account.email, told)
    return Changed(sessions.rise(here, proved=proved, browser=browser), codes)


def add_totp(parts: Parts, signed: Signed) -> NewTotp:
    """Begin an authenticator; one that was begun before and not confirmed is dropped.

    Here as in the other changes: for whoever owes a "factor", else the right "own".
    Raises NotAllowed, ProofNeeded; Refused for the demo.
    """
    secret = proving.new_secret()
    with _mine(parts, signed, adding=True) as here:
        new = Kept(parts.new_id(), "totp", TOTP, secret, 0, here.tx.now, None)
        accounts.drop_unconfirmed(here.tx, here.account.id)
        accounts.keep_factor(
            here.tx, here.tenant.key, here.account.id, new, confirmed=False
        )
        email = here.account.email
    shown = proving.in_base32(secret)
    return NewTotp(new.id, shown, _uri(email, shown))


def _uri(email: str, secret: str) -> str:
    query = urlencode({"secret": secret, "issuer": ISSUER})
    return f"otpauth://totp/{quote(f'{ISSUER}:{email}', safe=':@')}?{query}"


def confirm_totp(
    parts: Parts,
    signed: Signed,
    factor: UUID,
    code: str,
    name: str = "",
    browser: str | None = None,
) -> Changed:
    """Confirm it by a code; whoever owed a factor is in, and this browser is known.

    `browser` is what it is known by already, "" for nothing, None where it is to stay
    unknown. Raises Refused("code").
    """
    with _mine(parts, signed, adding=True) as here:
        tx, key = here.tx, here.tenant.key
        found = accounts.unconfirmed(tx, key, here.account.id, factor)
        if found is None:
            raise Refused("code", "begin the authenticator once more")
        typed = "".join(code.split())
        step = proving.step_of(found.secret, typed, tx.now.timestamp())
        if step is None:
            raise Refused("code", "this is not its code now; is the clock of the"
                          " telephone right?")  # fmt: skip
        accounts.confirm(tx, key, found, _named(name, TOTP), step)
        return _added(here, "an authenticator was added", browser)


def _added(here: Here, what: str, browser: str | None) -> Changed:
    """Say that a factor was added: with the first one come the spare codes."""
    if here.row.owes != "factor":
        return _changed(here, what)
    # The letter on the factor tells of it: one of a new browser would only alarm her.
    known = "" if browser is None else browsers.remember(here, browser, told=False)
    return _changed(here, what, _spares(here), proved=True, browser=known)


def _spares(here: Here) -> tuple[str, ...]:
    codes = tuple(proving.new_spare() for _ in range(SPARE_CODES))
    account = here.account.id
    hashed = [
        (here.parts.new_id(), proving.spare_hash(here.tenant, account, code))
        for code in codes
    ]
    accounts.new_spares(here.tx, account, hashed)
    return codes


def passkey_options(parts: Parts, signed: Signed) -> str:
    """Return, as JSON, what navigator.credentials.create is to be asked.

    Good once, for five minutes. Raises Refused where no passkey can be had.
    """
    from service.usecases import passkeys

    if not has_name(parts.origin):
        raise Refused("passkey", "a passkey needs an address with a name, like"
                      " localhost, and no number")  # fmt: skip
    with _mine(parts, signed, adding=True) as here:
        return passkeys.offered(here)


def add_passkey(
    parts: Parts,
    signed: Signed,
    answer: str,
    name: str = "",
    browser: str | None = None,
) -> Changed:
    """Add the passkey that the browser made; `answer` is it as JSON.

    `browser` is as in `confirm_totp`. Raises Refused.
    """
    from service.usecases import passkeys

    with _mine(parts, signed, adding=True) as here:
        # In a transaction of its own: taken it is, whatever comes of the answer.
        challenge = passkeys.taken(here)
    with _mine(parts, signed, adding=True) as here:
        made = passkeys.made(here, challenge, answer, _named(name, PASSKEY))
        account = here.account.id
        accounts.keep_factor(here.tx, here.tenant.key, account, made, confirmed=True)
        return _added(here, "a passkey was added", browser)


def remove(parts: Parts, signed: Signed, factor: UUID) -> Changed:
    """Remove a factor. Raises Refused for the last one, LookupError for no one's."""
    with _mine(parts, signed) as here:
        found = accounts.factors(here.tx, here.tenant.key, here.account.id)
        if factor not in {one.id for one in found}:
            raise LookupError(f"there is no factor {factor} here")
        if not found[1:]:
            raise Refused("factor", "this is the last one; add another first")
        accounts.drop_factor(here.tx, here.account.id, factor)
        return _changed(here, "a second factor was removed")


def new_codes(parts: Parts, signed: Signed) -> Changed:
    """Make the ten spare codes anew; the old ones are dead."""
    with _mine(parts, signed) as here:
        return _changed(here, "the spare codes were made anew", _spares(here))


def change_password(parts: Parts, signed: Signed, current: str, new: str) -> Changed:
    """Change her password. Raises Refused("current") or Refused("password")."""
    with _mine(parts, signed):
        pass
    passwords.check(new, signed.name, signed.email, among=parts.breached)
    key = proving.email_hash(parts, signed.email)
    tried = proving.password(parts, key, current)
    if tried.how == "later":
        raise Refused("current", "too many tries in this hour; wait, then try again")
    if tried.how != "right":
        raise Refused("current", "this is not your password as it is now")
    hashed = passwords.hashed(parts.password_cost, new)
    with _mine(parts, signed) as here:
        if here.account.password != tried.kept:
            raise NotAllowed("own")
        accounts.save_password(here.tx, here.account.id, hashed)
        known_devices.end_all(here.tx, here.account.id, here.row.id)
        rows.replace_passes(here.tx, "reset", account=here.account.id)
        return _changed(here, "the password was changed")


def _named(name: str, otherwise: str) -> str:
    told = " ".join(door.clean(name).text.split())[:LONGEST_NAME]
    return told or otherwise
