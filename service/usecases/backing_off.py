"""How long a message waits when the carrier was busy: full jitter, drawn of ids.

Laws: at least as long as the carrier says, never longer than that and a cap; the same
message at the same try always waits alike, and of many no two stand in step.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Patience:
    """The longest draw at the first try, doubled at each, up to a cap (seconds)."""

    first: float
    cap: float


URGENT, ORDINARY = Patience(0.5, 10.0), Patience(2.0, 120.0)


def wait(message: UUID, tries: int, told_s: float, patience: Patience) -> timedelta:
    """Return how long to wait after this many tries; `told_s` is the carrier's word."""
    most = min(patience.cap, patience.first * 2.0 ** min(tries - 1, 20))
    return timedelta(seconds=told_s + lot(message, tries) * most)


def lot(message: UUID, tries: int) -> float:
    """Draw a number from 0 up to, not including, 1, by these two alone."""
    drawn = sha256(f"{message}/{tries}".encode()).digest()[:6]
    return int.from_bytes(drawn, "big") / 2.0**48
