"""Numbers of a path for a coach: momentum, return, persistence, ambition, transfer.

Laws: all of them count efforts, none grades how a try went; what is not known is left
out, and a number without anything to count is None, never 0. A miss resets nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from flows.coach.attempts import ChanceRecord, Share, settle
from flows.coach.grounds import Begun

_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Progress:
    """One step in numbers.

    `first_try_days` is from plan to first try (#6; 3 or fewer is the aim of #10);
    `by_week` tries in each week since, the latest last, as momentum; `recovery_days`
    the median from a miss to the next try (#8, #9, #41); `after_miss` how many of the
    chances right after a miss were tried; `grew` offers of more she took up, of those
    she answered.
    """

    first_try_days: int | None
    by_week: tuple[int, ...]
    recovery_days: float | None
    after_miss: Share
    grew: Share


def progress(
    records: Iterable[ChanceRecord],
    begun: Iterable[Begun],
    *,
    planned: date,
    today: date,
) -> Progress:
    """Count one person's chances on one step.

    Args:
        records: reports in order of arrival, several per chance allowed.
        begun: the conversations of the table of offers, with her answers.
        planned: the local date on which the step was taken up.
        today: her local date.
    """
    known = [one for one in settle(records) if one.mark != "?"]
    tries = [one.local_date for one in known if one.mark in "UP"]
    return Progress(
        (min(tries) - planned).days if tries else None,
        _by_week(tries, planned, today),
        _recovery(known),
        _after_miss(known),
        _grew(begun),
    )


def _by_week(tries: Sequence[date], planned: date, today: date) -> tuple[int, ...]:
    weeks = (today - planned).days // _WEEK.days + 1
    begins = (planned + n * _WEEK for n in range(max(weeks, 0)))
    return tuple(sum(day <= one < day + _WEEK for one in tries) for day in begins)


def _recovery(known: Sequence[ChanceRecord]) -> float | None:
    """Give the median of days from the first miss of a run to the try that ends it."""
    gaps: list[int] = []
    missed: date | None = None
    for one in known:
        if one.mark == "M":
            missed = missed or one.local_date
        elif missed is not None:
            gaps.append((one.local_date - missed).days)
            missed = None
    return _median(gaps) if gaps else None


def _median(numbers: Sequence[int]) -> float:
    ordered, half = sorted(numbers), len(numbers) // 2
    return (ordered[half] + ordered[-half - 1]) / 2


def _after_miss(known: Sequence[ChanceRecord]) -> Share:
    after = [new.mark in "UP" for old, new in pairwise(known) if old.mark == "M"]
    return Share(sum(after), len(after))


def _grew(begun: Iterable[Begun]) -> Share:
    more = {"O-harder", "O-place", "O-less-help", "O-own"}
    answered = [one for one in begun if one.rule in more and one.reply is not None]
    return Share(sum(one.reply == "accept" for one in answered), len(answered))


def transfer(firsts: Sequence[int | None]) -> int | None:
    """Say how much surer she was of her newest step at first than of her first one.

    Args:
        firsts: her first number of confidence in each step, in the order of the steps;
            None where she gave none.

    Returns:
        The newest minus the first (#30), or None with fewer than two numbers.
    """
    told = [one for one in firsts if one is not None]
    return told[-1] - told[0] if len(told) > 1 else None


def unfounded(came_true: Iterable[str]) -> Share:
    """Count what she feared and did not come true at all (#3), of what she told.

    Args:
        came_true: her answers to the script `prediction`: none, some or all.
    """
    told = [one for one in came_true if one in ("none", "some", "all")]
    return Share(told.count("none"), len(told))
