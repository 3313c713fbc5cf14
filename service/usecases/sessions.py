"""Sessions: who is at a browser, known by a token of which only the hash is kept.

Laws: role and account are read at each request, so that a change holds at once; a
session ends by itself after being idle (CONSOLE_IDLE_MINUTES), and in any case after
CONSOLE_HOURS; a token is new at each rise and at each proof, and the old one dead.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from service.usecases.parts import Parts
from service.usecases.rights import Owes, Signed

__all__ = ["Begun", "Session", "all_of", "end", "end_one", "end_others", "of"]


@dataclass(frozen=True, slots=True)
class Begun:
    """A new token for the browser's cookie, in place of any before; what is owed yet.

    `owes`: "code" (ask for signing_in.second or with_passkey), "factor" (have one set
    up: factors.add_totp or add_passkey), "nothing" (she is in). Its repr hides the
    token.
    """

    token: str
    owes: Owes

    def __repr__(self) -> str:
        return f"Begun(owes={self.owes!r})"


@dataclass(frozen=True, slots=True)
class Session:
    """One session of an account, for its list; `here` is the one that asks."""

    id: UUID
    device: str
    begun_at: datetime
    seen_at: datetime
    here: bool


def of(parts: Parts, token: str) -> Signed | None:
    """Return who this token signs, None for nobody (unknown, ended, too long idle).

    Also for sessions that owe something yet: look at `Signed.whole`. Asking keeps the
    session from being idle, and writes that down at most once a minute.
    """
    raise NotImplementedError


def end(parts: Parts, token: str) -> None:
    """Sign out: end the session of this token; nothing for an unknown one."""
    raise NotImplementedError


def all_of(parts: Parts, signed: Signed) -> tuple[Session, ...]:
    """Return the living sessions of her account, the latest seen first."""
    raise NotImplementedError


def end_one(parts: Parts, signed: Signed, session: UUID) -> bool:
    """End one session of her own account; False when it is none of hers."""
    raise NotImplementedError


def end_others(parts: Parts, signed: Signed) -> int:
    """End all sessions of her account but this one; return how many."""
    raise NotImplementedError
