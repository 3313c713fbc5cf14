"""What a person's tries add up to: small counts on plain values, each with its n.

Laws: the order of reports and their repeats change no number; what is unknown is
neither a try nor a miss; a number nothing is known about is None; tries, returns and
the best fortnight never fall (#34).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from math import fsum
from typing import Literal

from flows.coach.attempts import (
    ChanceRecord,
    Share,
    independence,
    known,
    returns,
    settle,
    tries,
)
from flows.coach.effect import Drawn, Effect, reminder_effect

FORTNIGHT = timedelta(days=14)
# Two misses, or a week in which chances came and no try: a lapse (behaviour 3.3).
MISSES, SILENT = 2, timedelta(days=7)
# Fewer chances than a week's say nothing of how well she knows herself (#51).
CALIBRATED = 5
# One notch of ten either way is as good as said; it needs two to tell it apart.
NEAR = 2
Fit = Literal["under", "even", "over"]


@dataclass(frozen=True, slots=True)
class Number:
    """A number from 0 to 10 that she gave about a step, and when."""

    step: str
    name: str
    value: int
    at: datetime
    on: date


@dataclass(frozen=True, slots=True)
class Stage:
    """A step she had: who wrote it, and on which of her days it began."""

    step: str
    hers: bool
    began: date


@dataclass(frozen=True, slots=True)
class Trend:
    """The first and the last number of a name about one step, of `n` in all."""

    step: str
    first: int
    last: int
    n: int


@dataclass(frozen=True, slots=True)
class Before:
    """The mean expected before and felt after, over `n` tries with both."""

    before: float
    after: float
    n: int


@dataclass(frozen=True, slots=True)
class Calibration:
    """What she said she could (0 to 10) against what she did: "under" is said less."""

    said: int
    did: Share
    fit: Fit


@dataclass(frozen=True, slots=True)
class Lapse:
    """A lapse that is over: the day of the next try, and how many days that took."""

    back: date
    days: int


@dataclass(frozen=True, slots=True)
class Recovery:
    """The median days from the beginning of a lapse to the next try, over `n`."""

    days: float
    n: int


@dataclass(frozen=True, slots=True)
class Best:
    """The fourteen days with most tries: when they began, tries, known chances."""

    began: date
    tries: int
    known: int


@dataclass(frozen=True, slots=True)
class Sums:
    """All the numbers of one person."""

    tries: int
    known: int
    returns: int
    independence: Share
    effect: Effect | None
    confidence: tuple[Trend, ...]
    calibration: Calibration | None
    fear: Before | None
    first_try_days: int | None
    recovery: Recovery | None
    own_steps: Share
    best: Best | None


def trends(numbers: Iterable[Number], name: str) -> tuple[Trend, ...]:
    """Give how a number moved, step by step, the latest step last (#5)."""
    told: dict[str, list[Number]] = {}
    for number in _in_order(numbers, name):
        told.setdefault(number.step, []).append(number)
    return tuple(
        Trend(step, of[0].value, of[-1].value, len(of)) for step, of in told.items()
    )


def _in_order(numbers: Iterable[Number], *names: str) -> list[Number]:
    wanted = {number for number in numbers if number.name in names}
    return sorted(wanted, key=lambda one: (one.at, one.step, one.name, one.value))


def fear(numbers: Iterable[Number]) -> Before | None:
    """Give fear before and after (#28): each felt one with the last expected of it."""
    expected: dict[str, int] = {}
    pairs: list[tuple[int, int]] = []
    for number in _in_order(numbers, "fear_expected", "fear_felt"):
        if number.name == "fear_expected":
            expected[number.step] = number.value
        elif number.step in expected:
            pairs.append((expected[number.step], number.value))
    if not pairs:
        return None
    before, after = zip(*pairs, strict=True)
    return Before(_mean(before), _mean(after), len(pairs))


def calibration(
    numbers: Iterable[Number], records: Iterable[ChanceRecord]
) -> Calibration | None:
    """Put how sure she said she was against how often she then did it (#42).

    Args:
        numbers: each "confidence" counts for the chances of its step on later days,
            until she gives another.
        records: reports in order of arrival, several per chance allowed.

    Returns:
        None with fewer than `CALIBRATED` known chances that have a number.
    """
    both = sure_before(numbers, records)
    if len(both) < CALIBRATED:
        return None
    said = round(_mean(value for value, _ in both))
    did = Share(sum(did for _, did in both), len(both))
    return Calibration(said, did, _fit(said, did))


def sure_before(
    numbers: Iterable[Number], records: Iterable[ChanceRecord]
) -> list[tuple[int, bool]]:
    """Give, for each known chance with a number before it, how sure and whether tried.

    The arguments are those of `calibration`.
    """
    sure = _in_order(numbers, "confidence")
    counted = [(_said(sure, one), one.mark in "UP") for one in known(records)]
    return [(said, did) for said, did in counted if said is not None]


def _said(sure: Sequence[Number], record: ChanceRecord) -> int | None:
    before = [
        number.value
        for number in sure
        if number.step == record.step and number.on < record.local_date
    ]
    return before[-1] if before else None


def _fit(said: int, did: Share) -> Fit:
    # In whole numbers: 0.8 * 10 - 6 is not 2 to a machine.
    gap = 10 * did.count - said * did.n
    if abs(gap) < NEAR * did.n:
        return "even"
    return "under" if gap > 0 else "over"


def first_try_days(
    stages: Iterable[Stage], records: Iterable[ChanceRecord]
) -> int | None:
    """Give the days from her first step to the first real try of it (#6, #10)."""
    began = min((stage.began for stage in stages), default=None)
    real = (one for one in tries(records) if one.outcome == "attempted")
    first = next(real, None)
    if began is None or first is None:
        return None
    return max((first.local_date - began).days, 0)


def recovery(records: Iterable[ChanceRecord]) -> Recovery | None:
    """Give how soon she came back after a lapse (#9, #41); one that goes on is not in.

    A lapse is a run without a try that holds two known misses, or lasts seven days
    in which chances came: silence counts by its length alone (G7).
    """
    return recovered([lapse.days for lapse in lapses(records)])


def recovered(days: Sequence[int]) -> Recovery | None:
    """Give the median of days that lapses lasted, of one person or of several."""
    return Recovery(middle(days), len(days)) if days else None


def lapses(records: Iterable[ChanceRecord]) -> tuple[Lapse, ...]:
    """Give every lapse that is over, the first one first."""
    all_of_them = settle(records)
    tried = [at for at, one in enumerate(all_of_them) if one.mark in "UP"]
    found = (
        _lapse(all_of_them[start + 1 : end], all_of_them[end].local_date)
        for start, end in pairwise(tried)
    )
    return tuple(lapse for lapse in found if lapse is not None)


def _lapse(between: Sequence[ChanceRecord], back: date) -> Lapse | None:
    if not between:
        return None
    lasted = back - between[0].local_date
    missed = sum(record.mark == "M" for record in between)
    over = missed >= MISSES or lasted >= SILENT
    return Lapse(back, lasted.days) if over else None


def self_authored(stages: Iterable[Stage]) -> Share:
    """Give the share of her steps that she wrote herself (#20)."""
    steps = {stage.step: stage for stage in stages}.values()
    return Share(sum(stage.hers for stage in steps), len(steps))


def best_fortnight(records: Iterable[ChanceRecord]) -> Best | None:
    """Give the fourteen days in which she tried most, the first of equals."""
    told = known(records)
    ends = ((one.local_date, one.local_date + FORTNIGHT) for one in tries(told))
    spans = [
        [one for one in told if first <= one.local_date < end] for first, end in ends
    ]
    if not spans:
        return None
    best = max(spans, key=lambda span: len(tries(span)))
    return Best(best[0].local_date, len(tries(best)), len(best))


def add_up(
    records: Sequence[ChanceRecord],
    drawn: Iterable[Drawn],
    numbers: Sequence[Number],
    stages: Sequence[Stage],
) -> Sums:
    """Give every number of one person.

    Args:
        records: what is known of her chances.
        drawn: the chances at which a lot decided about a prompt.
        numbers: the numbers she gave.
        stages: the steps she has had.
    """
    return Sums(
        tries=len(tries(records)),
        known=len(known(records)),
        returns=returns(records),
        independence=independence(records),
        effect=reminder_effect(drawn),
        confidence=trends(numbers, "confidence"),
        calibration=calibration(numbers, records),
        fear=fear(numbers),
        first_try_days=first_try_days(stages, records),
        recovery=recovery(records),
        own_steps=self_authored(stages),
        best=best_fortnight(records),
    )


def _mean(numbers: Iterable[float]) -> float:
    some = tuple(numbers)
    return fsum(some) / len(some)


def middle(numbers: Iterable[float]) -> float:
    """Return the median: the mean of the two in the middle where there are two."""
    some = sorted(numbers)
    return (some[(len(some) - 1) // 2] + some[len(some) // 2]) / 2
