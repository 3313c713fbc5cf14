"""Passwords: what may be one, how it is kept, how it is tried.

Laws: a password is kept as its Argon2id hash alone, compared after NFKC; any character
may stand in it, no mix of kinds is asked for; a refusal says what to mend and never
repeats it.
"""

from __future__ import annotations

from dataclasses import dataclass

SHORTEST, LONGEST = 15, 128


@dataclass(frozen=True, slots=True)
class Cost:
    """What one Argon2id hash costs; the least that OWASP asks for as it stands here."""

    passes: int = 2
    memory_kib: int = 19 * 1024
    lanes: int = 1


def check(password: str, *about: str) -> None:
    """Raise entries.Refused("password", mend) for one that must not stand.

    Refused are passwords of the wrong length, those that a list of common ones guesses
    at once, and those built from `about` (name, e-mail) or from "handrail".
    """
    raise NotImplementedError


def hashed(cost: Cost, password: str) -> str:
    """Return the Argon2id hash of a password, its salt and cost in it."""
    raise NotImplementedError


def matches(cost: Cost, kept: str | None, password: str) -> bool:
    """Say whether it is the password kept; for None the same work is done in vain."""
    raise NotImplementedError


def stale(cost: Cost, kept: str) -> bool:
    """Say whether a hash was made at another cost, and is to be made anew."""
    raise NotImplementedError
