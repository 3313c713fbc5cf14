"""Second factors of one's own account: authenticator, passkeys, spare codes, password.

Laws: the last factor stays; whoever changes password or factors ends all other
sessions of the account, is told by e-mail where mail is set up, and gets a new token;
secrets are sealed, spare codes kept as keyed hashes alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from service.usecases.parts import Parts
from service.usecases.rights import Signed
from service.usecases.sessions import Begun

SPARE_CODES = 10


@dataclass(frozen=True, slots=True)
class Factor:
    """One second factor, as its owner called it."""

    id: UUID
    kind: Literal["totp", "passkey"]
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
    raise NotImplementedError


def add_totp(parts: Parts, signed: Signed) -> NewTotp:
    """Begin an authenticator; one that was begun before and not confirmed is dropped.

    Here as in the other changes: for whoever owes a "factor", else the right "own".
    Raises NotAllowed, ProofNeeded; Refused for the demo.
    """
    raise NotImplementedError


def confirm_totp(
    parts: Parts, signed: Signed, factor: UUID, code: str, name: str = ""
) -> Changed:
    """Confirm it by a code; whoever owed a factor is in. Raises Refused("code")."""
    raise NotImplementedError


def passkey_options(parts: Parts, signed: Signed) -> str:
    """Return, as JSON, what navigator.credentials.create is to be asked.

    Good once, for five minutes. Raises Refused where no passkey can be had.
    """
    raise NotImplementedError


def add_passkey(parts: Parts, signed: Signed, answer: str, name: str = "") -> Changed:
    """Add the passkey that the browser made; `answer` is it as JSON. Raises Refused."""
    raise NotImplementedError


def remove(parts: Parts, signed: Signed, factor: UUID) -> Changed:
    """Remove a factor. Raises Refused for the last one, LookupError for no one's."""
    raise NotImplementedError


def new_codes(parts: Parts, signed: Signed) -> Changed:
    """Make the ten spare codes anew; the old ones are dead."""
    raise NotImplementedError


def change_password(parts: Parts, signed: Signed, current: str, new: str) -> Changed:
    """Change her password. Raises Refused("current") or Refused("password")."""
    raise NotImplementedError
