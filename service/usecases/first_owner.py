"""The first owner of a database without accounts, and the demo's one-time link.

Laws: the first owner comes by a code that was printed where the service runs, within
an hour, once, and never where an account stands; the demo's link works on this machine
alone, within five minutes, once.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from service.usecases.parts import Parts
from service.usecases.sessions import Begun


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
    raise NotImplementedError


def standing(parts: Parts) -> tuple[str, ...]:
    """Return the names of the organisations that stand: one of them is taken over."""
    raise NotImplementedError


def code(parts: Parts) -> str | None:
    """Make the set-up code, in place of any before; None where an account stands."""
    raise NotImplementedError


def set_up(parts: Parts, code: str, new: NewOwner, device: str) -> Begun | None:
    """Let the first owner in: she owes a "factor" then. None: the code works no more.

    Raises Refused with the field and the mend; the code works on then. Wrong codes are
    looked up by hash and cannot be told from used ones.
    """
    raise NotImplementedError


def demo_link(parts: Parts, organisation: UUID) -> str:
    """Return a link that signs a demo owner in. Raises Refused unless the service's
    own origin is this machine.
    """
    raise NotImplementedError


def demo(parts: Parts, token: str, device: str) -> Begun | None:
    """Sign in by the demo's link; None when it works no more, or not here."""
    raise NotImplementedError
