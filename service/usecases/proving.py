"""Proving who somebody is: a password or a code, counted, then evaluated.

Laws: at most PASSWORDS_AN_HOUR passwords are evaluated for one e-mail, known or not;
the last FROM_KNOWN of them are kept for the browsers it came in from before, so that
who uses up the others locks nobody out of those; at most WRONG_CODES_AN_HOUR wrong
codes for one account; a code is taken once.
"""

from __future__ import annotations

import base64
import hmac
import re
import secrets
from dataclasses import dataclass
from typing import Literal, TypeAlias
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from service.carrier import door
from service.store import accounts, known_devices, sign_ins
from service.store.db import NOWHERE, Tx
from service.store.people import Tenant
from service.usecases import browsers, letters, passwords
from service.usecases.parts import Parts
from service.usecases.sessions import Here

How: TypeAlias = Literal["right", "wrong", "later"]

PASSWORDS_AN_HOUR = 100
FROM_KNOWN = 10
WRONG_CODES_AN_HOUR = 10
LONGEST_EMAIL = 254
SECRET_BYTES = 20  # RFC 4226 asks for 160 bits
STEP_S, DIGITS = 30, 6
# 60 random bits, kept as a keyed hash: nothing slower is needed against guessing, as
# the key is not in the database and ten wrong ones an hour are all that may be tried.
SPARE_BYTES, GROUP = 15, 4
CODE = re.compile(rf"[0-9]{{{DIGITS}}}")


@dataclass(frozen=True, slots=True)
class Tried:
    """How a password was found, and of whom: nobody's ids where the e-mail is unknown.

    `kept` is the hash that it was held against.
    """

    how: How
    organisation: UUID = NOWHERE
    account: UUID = NOWHERE
    kept: str | None = None


def email_hash(parts: Parts, email: str) -> bytes:
    """Return the hash by which the account of an e-mail is found."""
    written = door.clean(email[: LONGEST_EMAIL + 1]).text.strip().casefold()
    return parts.vault.account_hash(written)


def password(parts: Parts, key: bytes, written: str, browser: str = "") -> Tried:
    """Try a password for the e-mail of this hash, from the browser of this token.

    Each step is made for an unknown e-mail as well: the same queries, the same hash.
    """
    attempt = parts.new_id()
    with parts.db.transaction() as tx:
        if not _counted(tx, attempt, key, browser):
            return Tried("later")
        organisation, account = accounts.whose(tx, key) or (NOWHERE, NOWHERE)
    with parts.db.transaction(organisation) as tx:
        kept = accounts.password_of(tx, account)
    right = passwords.matches(parts.password_cost, kept, written)
    with parts.db.transaction() as tx:
        sign_ins.came(tx, attempt, "right" if right else "wrong")
    # Of an unknown e-mail nothing is written, so that nothing is waited for either.
    with parts.db.transaction(organisation, redone=True) as tx:
        action = "gave the password" if right else "a wrong password was tried"
        accounts.audit(tx, parts.new_id(), str(account), action, account)
    return Tried("right" if right else "wrong", organisation, account, kept)


def _counted(tx: Tx, attempt: UUID, key: bytes, browser: str) -> bool:
    """Count a try; False where all that may be tried from this browser was."""
    if sign_ins.ask(tx, attempt, key, "password", PASSWORDS_AN_HOUR - FROM_KNOWN):
        return True
    known = known_devices.known(tx, browsers.hashes(browser), key)
    return known and sign_ins.ask(tx, attempt, key, "known", FROM_KNOWN)


def code(here: Here, written: str) -> How:
    """Try a code of the authenticator, or a spare code, for the account that is locked.

    A wrong one is counted in the same transaction: commit it.
    """
    parts, tx, account = here.parts, here.tx, here.account
    key = account.id.bytes
    if sign_ins.wrong_lately(tx, key, "code") >= WRONG_CODES_AN_HOUR:
        return "later"
    if _takes(here, "".join(written.split())):
        return "right"
    sign_ins.wrong(tx, parts.new_id(), key, "code")
    actor = str(account.id)
    accounts.audit(tx, parts.new_id(), actor, "a wrong code was tried", account.id)
    return "wrong"


def _takes(here: Here, written: str) -> bool:
    if CODE.fullmatch(written):
        factors = accounts.factors(here.tx, here.tenant.key, here.account.id)
        for factor in factors:
            if factor.kind == "totp":
                step = step_of(factor.secret, written, here.tx.now.timestamp())
                if step and accounts.used(here.tx, factor.id, step):
                    return True
        return False
    return _takes_spare(here, written)


def _takes_spare(here: Here, written: str) -> bool:
    account, tx = here.account, here.tx
    hashed = spare_hash(here.tenant, account.id, written)
    if not accounts.use_spare(tx, account.id, hashed):
        return False
    actor = str(account.id)
    accounts.audit(tx, here.parts.new_id(), actor, "used a spare code", account.id)
    left = accounts.spare_left(tx, account.id)
    told = letters.spare_used(left, account.language)
    letters.keep(here.parts, tx, here.tenant.key, account.email, told)
    return True


def step_of(secret: bytes, written: str, seconds: float) -> int | None:
    """Return the step of time that a code is of, one either side of now; else None."""
    totp = TOTP(secret, DIGITS, SHA1(), STEP_S)  # noqa: S303 -- what authenticators speak (RFC 6238)
    now = int(seconds) // STEP_S
    for step in (now, now - 1, now + 1):
        if hmac.compare_digest(totp.generate(step * STEP_S), written.encode()):
            return step
    return None


def new_secret() -> bytes:
    """Return the secret of a new authenticator."""
    return secrets.token_bytes(SECRET_BYTES)


def in_base32(secret: bytes) -> str:
    """Return a secret as it is typed into an authenticator."""
    return base64.b32encode(secret).decode()


def new_spare() -> str:
    """Return a spare code as it is shown: ABCD-EFGH-JKLM."""
    text = base64.b32encode(secrets.token_bytes(SPARE_BYTES)).decode()[: 3 * GROUP]
    return "-".join(text[at : at + GROUP] for at in range(0, len(text), GROUP))


def spare_hash(tenant: Tenant, account: UUID, written: str) -> bytes:
    """Return the keyed hash of a spare code, however it was typed."""
    plain = "".join(one for one in written.upper() if one.isalnum())
    return tenant.hashes.hash(f"spare code\x1f{account}\x1f{plain[:64]}")
