"""Chance in the lab, by counting: a seed and a name give the draws, nothing is carried.

Law: the same words give the same draws, whatever was drawn before and wherever it runs.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import shake_256

_COLUMNS = ("own", "rescue", "told", "replied", "later", "recap", "noise", "angle")
_STEP = 2.0**-32


def uniforms(words: str, count: int) -> list[float]:
    """Draw `count` numbers evenly from inside (0, 1)."""
    drawn = shake_256(words.encode()).digest(4 * count)
    return [(number + 0.5) * _STEP for number in memoryview(drawn).cast("I")]


def uniform(words: str) -> float:
    """Draw one number evenly from inside (0, 1)."""
    return uniforms(words, 1)[0]


def normal(first: float, second: float) -> float:
    """Turn two even draws into one that is normal (Box and Muller)."""
    return math.sqrt(-2.0 * math.log(first)) * math.cos(math.tau * second)


def places(words: str, count: int) -> Sequence[int]:
    """Draw `count` places of a row of `count`, with repeats: one bootstrap sample."""
    drawn = memoryview(shake_256(words.encode()).digest(4 * count)).cast("I")
    return [number * count >> 32 for number in drawn]


@dataclass(frozen=True, slots=True)
class Luck:
    """One person's chance, a row for each day: the same under every policy.

    So policies are compared on the same people with the same good and bad days.
    """

    own: Sequence[float]
    rescue: Sequence[float]
    told: Sequence[float]
    replied: Sequence[float]
    later: Sequence[float]
    recap: Sequence[float]
    noise: Sequence[float]


def luck(words: str, days: int) -> Luck:
    """Draw one person's chance for so many days."""
    drawn = {name: uniforms(f"{words}/{name}", days) for name in _COLUMNS}
    angles = drawn.pop("angle")
    drawn["noise"] = list(map(normal, drawn["noise"], angles))
    return Luck(**drawn)
