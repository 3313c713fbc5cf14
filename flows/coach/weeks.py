"""What a person's weeks add up to, so that a programme is summed from weeks alone.

Law: summed over any weeks, the counts are those of the chances that lie in them; the
order of reports and their repeats change none.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from flows.coach.attempts import ChanceRecord, Share, settle
from flows.coach.effect import Drawn


@dataclass(frozen=True, slots=True)
class Lot:
    """Chances of a week at one probability that a lot gave a prompt, or did not."""

    probability: float
    prompt: bool
    tried: int
    known: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Week:
    """What came of a week's chances; `own` are those that no prompt opened."""

    known: int
    tries: int
    own: Share
    lots: tuple[Lot, ...]


class Stay(NamedTuple):
    """From which week to which, by their Mondays; None: she is here still."""

    joined: date
    left: date | None


def monday(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def stays(words: Iterable[tuple[bool, date]]) -> tuple[Stay, ...]:
    """Give the weeks in which somebody was here, from a Monday to a Monday each.

    Args:
        words: each yes (True) and each stop of hers with its day, in order. The weeks
            of both count as hers; a yes in the week of the stop goes on with its stay.
    """
    found: list[Stay] = []
    for yes, day in words:
        week, last = monday(day), found[-1] if found else None
        here = last is not None and last.left is None
        if last and yes and not here and last.left == week:
            found[-1] = last._replace(left=None)
        elif yes and not here:
            found.append(Stay(week, None))
        elif last and here and not yes:
            found[-1] = last._replace(left=week)
    return tuple(found)


def weeks(
    records: Iterable[ChanceRecord], drawn: Iterable[Drawn]
) -> Mapping[date, Week]:
    """Give each week that had a chance, by its Monday.

    Args:
        records: reports in order of arrival, several per chance allowed.
        drawn: the chances at which a lot decided; each is one of those by its key.
    """
    chances: dict[date, list[ChanceRecord]] = {}
    for one in settle(records):
        chances.setdefault(monday(one.local_date), []).append(one)
    lots = {one.key: one for one in drawn if 0 < one.probability < 1}
    return {began: _week(of, lots) for began, of in chances.items()}


def _week(chances: Iterable[ChanceRecord], lots: Mapping[str, Drawn]) -> Week:
    told = list(chances)
    known = [one for one in told if one.mark != "?"]
    own = [one for one in known if not one.prompted_first]
    return Week(
        known=len(known),
        tries=sum(one.mark in "UP" for one in known),
        own=Share(sum(one.mark == "U" for one in own), len(own)),
        lots=_lots([(one, lots[one.key]) for one in told if one.key in lots]),
    )


def _lots(told: list[tuple[ChanceRecord, Drawn]]) -> tuple[Lot, ...]:
    found: dict[tuple[float, bool], list[ChanceRecord]] = {}
    for one, lot in told:
        found.setdefault((lot.probability, lot.prompt), []).append(one)
    return tuple(
        Lot(
            probability=probability,
            prompt=prompt,
            tried=sum(one.mark in "UP" for one in of),
            known=sum(one.mark != "?" for one in of),
            unknown=sum(one.mark == "?" for one in of),
        )
        for (probability, prompt), of in sorted(found.items())
    )
