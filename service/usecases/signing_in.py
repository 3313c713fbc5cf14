"""Signing in: password, then second factor; and proving it anew later.

Laws: an unknown e-mail, a wrong password, an ended account and an exhausted limit get
the same answer for the same work; at most PASSWORDS_AN_HOUR passwords are evaluated
for one e-mail and WRONG_CODES_AN_HOUR wrong codes for one account, counted in the
database before anything is evaluated, however many try at once; a code of the
authenticator and a spare code are taken once.
"""

from __future__ import annotations

from typing import Literal, TypeAlias
from uuid import UUID

from service.store import accounts
from service.store.db import Tx
from service.store.vault import Key
from service.usecases import browsers, passwords, proving, sessions
from service.usecases.parts import Parts
from service.usecases.proving import PASSWORDS_AN_HOUR, WRONG_CODES_AN_HOUR, Tried
from service.usecases.sessions import Begun, Here

__all__ = [
    "PASSWORDS_AN_HOUR",
    "WRONG_CODES_AN_HOUR",
    "Begun",
    "No",
    "begin",
    "passkey_options",
    "prove",
    "second",
    "with_passkey",
]

# Why a second step was not taken: not right; too many wrong ones, come back within the
# hour; the session is over, begin again.
No: TypeAlias = Literal["wrong", "later", "over"]


def begin(
    parts: Parts, email: str, password: str, device: str, browser: str = ""
) -> Begun | None:
    """Try a password; None says no, and never why.

    `device` is the browser's User-Agent; only its family is kept. `browser` is what it
    is known by, "" for nothing. What is given owes a "code", or a "factor" where the
    account has none yet: nobody is in by password.
    """
    tried = proving.password(parts, proving.email_hash(parts, email), password, browser)
    if tried.how != "right" or tried.kept is None:
        return None
    anew = _anew(parts, tried.kept, password)
    key = parts.tenant(tried.organisation).key
    with parts.db.transaction(tried.organisation) as tx:
        if not _still(tx, key, tried):
            return None
        if anew:
            accounts.save_password(tx, tried.account, anew)
        return owing(parts, tx, key, tried.account, device)


def _anew(parts: Parts, kept: str, password: str) -> str | None:
    if not passwords.stale(parts.password_cost, kept):
        return None
    return passwords.hashed(parts.password_cost, password)


def _still(tx: Tx, key: Key, tried: Tried) -> bool:
    """Lock the account; say whether the password that was tried is still its own."""
    account = accounts.lock(tx, key, tried.account)
    return account is not None and account.password == tried.kept


def owing(parts: Parts, tx: Tx, key: Key, account: UUID, device: str) -> Begun:
    """Begin a session that owes the second step, for an account that is locked."""
    has = accounts.factors(tx, key, account)
    return sessions.begin(parts, tx, account, "code" if has else "factor", device)


def second(parts: Parts, token: str, code: str, browser: str = "") -> Begun | No:
    """Take the second step with a code of the authenticator, or with a spare code."""
    with sessions.at(parts, token) as here:
        if here is None or here.row.owes != "code":
            return "over"
        how = proving.code(here, code)
        return _signed_in(here, browser) if how == "right" else how


def passkey_options(parts: Parts, token: str) -> str | None:
    """Return, as JSON, what navigator.credentials.get is to be asked; None without a
    passkey here.

    For the second step and for a proof alike; good once, for five minutes.
    """
    from service.usecases import passkeys

    with sessions.at(parts, token) as here:
        if here is None or here.row.owes == "factor":
            return None
        return passkeys.asked(here)


def with_passkey(
    parts: Parts, token: str, answer: str, browser: str = ""
) -> Begun | No:
    """Take the second step, or prove it anew, with what the browser's passkey said.

    `answer` is the credential as JSON (PublicKeyCredential.toJSON).
    """
    from service.usecases import passkeys

    with sessions.at(parts, token) as here:
        if here is None or here.row.owes == "factor":
            return "over"
        proof = here.row.owes == "nothing"
        if not passkeys.answered(here, answer):
            return "wrong"
        if proof:
            return _let_in(here, "proved it by passkey")
        return _signed_in(here, browser)


def prove(
    parts: Parts, token: str, password: str, code: str, browser: str = ""
) -> Begun | No:
    """Prove anew who she is, with password and code; it holds ten minutes."""
    signed = sessions.of(parts, token)
    if signed is None or not signed.whole or signed.demo:
        return "over"
    key = proving.email_hash(parts, signed.email)
    tried = proving.password(parts, key, password, browser)
    if tried.how != "right":
        return tried.how
    with sessions.at(parts, token) as here:
        if here is None or here.account.password != tried.kept:
            return "over"
        how = proving.code(here, code)
        return _let_in(here, "proved it by code") if how == "right" else how


def _signed_in(here: Here, browser: str) -> Begun:
    return _let_in(here, "signed in", browsers.remember(here, browser))


def _let_in(here: Here, action: str, browser: str = "") -> Begun:
    account = here.account.id
    accounts.audit(here.tx, here.parts.new_id(), str(account), action, account)
    return sessions.rise(here, proved=True, browser=browser)
