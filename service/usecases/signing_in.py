"""Signing in: password, then second factor; and proving it anew later.

Laws: an unknown e-mail, a wrong password, an ended account and an exhausted limit get
the same answer for the same work; at most PASSWORDS_AN_HOUR passwords are evaluated
for one e-mail and WRONG_CODES_AN_HOUR wrong codes for one account, counted in the
database before anything is evaluated, however many try at once; a code of the
authenticator and a spare code are taken once.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from service.usecases.parts import Parts
from service.usecases.sessions import Begun

# Why a second step was not taken: not right; too many wrong ones, come back within the
# hour; the session is over, begin again.
No: TypeAlias = Literal["wrong", "later", "over"]

PASSWORDS_AN_HOUR = 100
WRONG_CODES_AN_HOUR = 10


def begin(parts: Parts, email: str, password: str, device: str) -> Begun | None:
    """Try a password; None says no, and never why.

    `device` is the browser's User-Agent; only its family is kept. What is given owes a
    "code", or a "factor" where the account has none yet: nobody is in by password.
    """
    raise NotImplementedError


def second(parts: Parts, token: str, code: str) -> Begun | No:
    """Take the second step with a code of the authenticator, or with a spare code."""
    raise NotImplementedError


def passkey_options(parts: Parts, token: str) -> str | None:
    """Return, as JSON, what navigator.credentials.get is to be asked; None without a
    passkey here.

    For the second step and for a proof alike; good once, for five minutes.
    """
    raise NotImplementedError


def with_passkey(parts: Parts, token: str, answer: str) -> Begun | No:
    """Take the second step, or prove it anew, with what the browser's passkey said.

    `answer` is the credential as JSON (PublicKeyCredential.toJSON).
    """
    raise NotImplementedError


def prove(parts: Parts, token: str, password: str, code: str) -> Begun | No:
    """Prove anew who she is, with password and code; it holds ten minutes."""
    raise NotImplementedError
