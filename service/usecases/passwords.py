"""Passwords: what may be one, how it is kept, how it is tried.

Laws: a password is kept as its Argon2id hash alone, compared after NFKC; any character
may stand in it, no mix of kinds is asked for; a refusal says what to mend and never
repeats it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from service.usecases import breached
from service.usecases.entries import Refused

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST, LONGEST = 15, 128
# The list guesses it in fewer than 10^8 tries: its own line between weak and fair.
FAIR = 3
# What it looks at of a long one; the time it takes grows faster than the password.
LOOKED_AT = 72
OURS = ("handrail", "hand rail")
WORD = re.compile(r"\w{3,}")


@dataclass(frozen=True, slots=True)
class Cost:
    """What one Argon2id hash costs."""

    passes: int
    memory_kib: int
    lanes: int = 1


# The least that OWASP's cheat sheet on the storage of passwords asks for.
OWASP = Cost(passes=2, memory_kib=19 * 1024)


def check(password: str, *about: str, among: Path | None) -> None:
    """Raise entries.Refused("password", mend) for one that must not stand.

    Refused are passwords of the wrong length, those that a list of common ones guesses
    at once, those built from `about` (name, e-mail) or from "handrail", and those that
    stand `among` the breached ones of a file, where there is one.
    """
    written = unicodedata.normalize("NFKC", password)
    if not SHORTEST <= len(written) <= LONGEST:
        raise Refused(
            "password",
            "write %(least)s to %(most)s characters; a few words will do",
            least=SHORTEST,
            most=LONGEST,
        )
    known = [*OURS, *about, *(word for one in about for word in WORD.findall(one))]
    if not _is_fair(written, known):
        raise Refused(
            "password",
            "this is among the first that are guessed: common words, a pattern, a name"
            " or an e-mail. Take four or five words that have nothing to do with each"
            " other or with you",
        )
    if among is not None and breached.known(among, written):
        raise Refused(
            "password",
            "this one stands in a list of stolen passwords, which is tried first. Take"
            " another, that you use nowhere else",
        )


def _is_fair(password: str, known: list[str]) -> bool:
    # Its lists of words take a tenth of a second to read: only whoever sets one waits.
    from zxcvbn import zxcvbn

    told = zxcvbn(password[:LOOKED_AT], user_inputs=known)
    bare = password.casefold()
    for word in sorted((one.casefold() for one in known), key=len, reverse=True):
        bare = bare.replace(word, "")
    return bool(told["score"] >= FAIR and len(set(bare)) >= SHORTEST // 3)


def hashed(cost: Cost, password: str) -> str:
    """Return the Argon2id hash of a password, its salt and cost in it."""
    return _hasher(cost).hash(_bytes(password))


def matches(cost: Cost, kept: str | None, password: str) -> bool:
    """Say whether it is the password kept; for None the same work is done in vain."""
    from argon2.exceptions import VerifyMismatchError

    try:
        _hasher(cost).verify(kept or _nobodys(cost), _bytes(password))
    except VerifyMismatchError:
        return False
    return kept is not None


def stale(cost: Cost, kept: str) -> bool:
    """Say whether a hash was made at another cost, and is to be made anew."""
    return _hasher(cost).check_needs_rehash(kept)


@lru_cache(maxsize=4)
def _hasher(cost: Cost) -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher(
        time_cost=cost.passes, memory_cost=cost.memory_kib, parallelism=cost.lanes
    )


@lru_cache(maxsize=4)
def _nobodys(cost: Cost) -> str:
    return _hasher(cost).hash(b"whoever has no account")


def _bytes(password: str) -> bytes:
    # One character beyond the longest is enough to be wrong, and no megabytes are read.
    written = unicodedata.normalize("NFKC", password[: LONGEST + 1])
    return written.encode("utf-8", "surrogatepass")
