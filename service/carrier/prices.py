"""What a text and a call may cost: estimates, to bound spending before it happens.

These are no prices of any carrier. The United States' are put together from public
summaries of 2026 (a text and its carrier's fee; a minute out, and listening for a
machine); everywhere else is set high on purpose, so that a budget rather stops too
early. An organisation sets its own (`handrail organisation limits`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

DOLLAR = 1_000_000  # millionths of a US dollar
# A check-in by phone lasts a minute and a half, and minutes are begun and paid. What a
# call lasts beyond that is counted once it is over.
MINUTES_OF_A_CALL = 2


@dataclass(frozen=True, slots=True)
class Price:
    """The cost of one segment of a text and of one minute of a call, in millionths."""

    segment: int
    minute: int


ELSEWHERE = Price(segment=100_000, minute=150_000)
PRICES: Mapping[str, Price] = {
    "US": Price(segment=14_000, minute=18_000),
    "CA": Price(segment=16_000, minute=18_000),
}


def estimate(price: Price, channel: str, segments: int) -> int:
    """Return what one message may cost, in millionths of a US dollar."""
    if channel == "call":
        return price.minute * MINUTES_OF_A_CALL
    return price.segment * max(segments, 1)
