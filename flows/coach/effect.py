"""How much reminders help, from the chances that were drawn by lot (G8, C19).

On the thinner rungs chance decides which chances carry a prompt, with a probability
that is stored. What counts is the draw, not whether a text went out: a late prompt
goes only to who has not reported by then, so "got a text" would compare those who
forgot with those who did not.

The probability moves with the rung, and the rung with the person, so chances are only
compared with those of the same person and the same probability: the difference of try
rates in each such block, joined with Mantel and Haenszel's weights. That is inverse
probability weighting which leans on the blocks where both sides stand, and no single
chance at 1 of 8 can outweigh the rest.

The interval is Newcombe's (two Wilson intervals joined) on the weighted rates, with
the number of chances that the weights leave. It stays inside -1 to 1. From 5 chances a
side on it holds the truth 95 times in 100 over all pairs of rates, and at the worst,
one rate near nought and the other near one, 87 times (tests count both). Blocks that
differ make it wider. It speaks of these people and these chances, not of others.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import sqrt

from flows.coach.attempts import Mark

NEEDED = 5
Z95 = 1.959964


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chance at which a lot was drawn: whose, with which probability of a prompt.

    `prompt` says what the lot gave, `mark` what came of the chance.
    """

    who: str
    key: str
    probability: float
    prompt: bool
    mark: Mark


@dataclass(frozen=True, slots=True)
class Rate:
    """A weighted try rate and how many known chances it rests on."""

    value: float
    n: int


@dataclass(frozen=True, slots=True)
class Effect:
    """The try rate with a prompt minus that without, and its 95 % interval.

    `unknown` counts the drawn chances no word came of: they are neither, and where
    they are many the two rates tell of the rest alone.
    """

    difference: float
    low: float
    high: float
    prompted: Rate
    rested: Rate
    unknown: int


@dataclass(frozen=True, slots=True)
class Side:
    """Known chances of a block that a lot gave a prompt, or did not: tried, of n."""

    tried: int
    n: int


@dataclass(frozen=True, slots=True)
class Block:
    """The drawn chances of one person at one probability: prompted, and rested."""

    who: str
    probability: float
    prompted: Side
    rested: Side


def reminder_effect(chances: Iterable[Drawn]) -> Effect | None:
    """Estimate the reminder effect of one person or of several.

    Args:
        chances: any chances; those without a lot (probability 0 or 1) are left out,
            and so are blocks in which one side is empty.

    Returns:
        The effect per chance; None with fewer than `NEEDED` known chances on a side.
    """
    drawn = {chance for chance in chances if 0 < chance.probability < 1}
    return pooled(_blocks(drawn), sum(chance.mark == "?" for chance in drawn))


def pooled(blocks: Iterable[Block], unknown: int) -> Effect | None:
    """Join blocks into one effect: of the same blocks in any order, the very same.

    Args:
        blocks: those with an empty side are left out.
        unknown: the drawn chances no word came of.

    Returns:
        None with fewer than `NEEDED` known chances on a side.
    """
    # In a fixed order, so that the same chances give the same last digit.
    told = sorted(blocks, key=lambda block: (block.who, block.probability))
    both = [(one.prompted, one.rested) for one in told]
    both = [(a, b) for a, b in both if a.n and b.n]
    sides = [[block[at] for block in both] for at in (0, 1)]
    if any(sum(side.n for side in one) < NEEDED for one in sides):
        return None
    weights = [a.n * b.n / (a.n + b.n) for a, b in both]
    prompted, rested = (_weighted(weights, one) for one in sides)
    low, high = newcombe(prompted, rested)
    return Effect(
        difference=prompted[0] - rested[0],
        low=low,
        high=high,
        prompted=Rate(prompted[0], sum(side.n for side in sides[0])),
        rested=Rate(rested[0], sum(side.n for side in sides[1])),
        unknown=unknown,
    )


def _blocks(drawn: Iterable[Drawn]) -> Iterator[Block]:
    found: dict[tuple[str, float], list[Drawn]] = {}
    for chance in drawn:
        found.setdefault((chance.who, chance.probability), []).append(chance)
    for (who, at), of in found.items():
        yield Block(who, at, _side(of, True), _side(of, False))


def _side(block: Sequence[Drawn], prompt: bool) -> Side:
    known = [c for c in block if c.prompt is prompt and c.mark != "?"]
    return Side(sum(chance.mark in "UP" for chance in known), len(known))


def _weighted(weights: Sequence[float], sides: Sequence[Side]) -> tuple[float, float]:
    """Return the weighted rate and the number of equal chances it is worth."""
    total = sum(weights)
    shares = [weight / total for weight in weights]
    pairs = list(zip(shares, sides, strict=True))
    rate = sum(share * side.tried / side.n for share, side in pairs)
    spread = sum(share * share / side.n for share, side in pairs)
    return min(rate, 1.0), 1 / spread


def wilson(rate: float, n: float) -> tuple[float, float]:
    """Return Wilson's 95 % interval of a rate seen on `n` chances."""
    middle = (rate + Z95**2 / (2 * n)) / (1 + Z95**2 / n)
    half = Z95 * sqrt(rate * (1 - rate) / n + Z95**2 / (4 * n * n)) / (1 + Z95**2 / n)
    return max(middle - half, 0.0), min(middle + half, 1.0)


def newcombe(
    first: tuple[float, float], second: tuple[float, float]
) -> tuple[float, float]:
    """Return Newcombe's 95 % interval of the difference of two (rate, n)."""
    (a, b), (c, d) = wilson(*first), wilson(*second)
    p, q = first[0], second[0]
    return p - q - sqrt((p - a) ** 2 + (d - q) ** 2), p - q + sqrt(
        (b - p) ** 2 + (q - c) ** 2
    )
