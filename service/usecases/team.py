"""The team of an organisation: who has an account, who is asked in, in which role.

Laws: the last owner stays, and stays owner, however many changes come at once; what is
changed holds at the next request; a link is shown once, lasts seven days, works once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from service.usecases.parts import Parts
from service.usecases.rights import Role, Signed
from service.usecases.sessions import Begun


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
class Invited:
    """A colleague asked in: the link, to be shown once; whether it is mailed too."""

    id: UUID
    link: str
    mailed: bool

    def __repr__(self) -> str:
        return f"Invited(id={self.id!r})"


@dataclass(frozen=True, slots=True)
class Joining:
    """What the page behind a link shows before anything is entered."""

    organisation: str
    name: str
    email: str
    role: Role


def look(parts: Parts, signed: Signed) -> Team:
    """Return the team; owners alone see it (right "team", here without proof)."""
    raise NotImplementedError


def invite(
    parts: Parts,
    signed: Signed,
    email: str,
    name: str,
    role: str,
    coach: UUID | None = None,
) -> Invited:
    """Ask a colleague in; an earlier link to the same e-mail is withdrawn.

    `coach` says which coach of the organisation she is. Raises NotAllowed, ProofNeeded,
    Refused.
    """
    raise NotImplementedError


def withdraw(parts: Parts, signed: Signed, asked: UUID) -> bool:
    """Withdraw a link; False when there is none that still works."""
    raise NotImplementedError


def joining(parts: Parts, token: str) -> Joining | None:
    """Return what a link is for, None when it works no more. Changes nothing."""
    raise NotImplementedError


def accept(
    parts: Parts, token: str, name: str, password: str, device: str
) -> Begun | None:
    """Make the account of a link; she owes a "factor" then. None: it works no more.

    Raises Refused for a name or password that must not stand; the link works on.
    """
    raise NotImplementedError


def change_role(parts: Parts, signed: Signed, account: UUID, role: str) -> None:
    """Change a role, at once. Raises Refused for the last owner, LookupError."""
    raise NotImplementedError


def end(parts: Parts, signed: Signed, account: UUID) -> None:
    """End an account at once. Raises Refused for the last owner, LookupError."""
    raise NotImplementedError


def list_all(parts: Parts, organisation: UUID) -> Team:
    """Return the team for the operator."""
    raise NotImplementedError
