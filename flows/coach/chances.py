"""Lay out the dated opportunities that a plan gives a person.

Law: the same plan gives the same occurrences, at most one per local date and slot, so
that (plan, local date, slot) is a key and adding one twice is impossible (I1, #11).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from flows.coach.timing import moment

StepKind = Literal["window", "moment"]

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Plan:
    """On which days, and between which wall times, the step has a chance.

    `days` counts from Monday = 0. `closes` is the deadline; when it is not after
    `opens` it falls on the next day. `end` is the last day, `skip` lists days off.
    """

    days: frozenset[int]
    opens: time
    closes: time
    kind: StepKind
    start: date
    end: date | None = None
    skip: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if not self.days <= frozenset(range(7)):
            raise ValueError(
                f"days {sorted(self.days)} hold more than 0 (Monday) to 6 (Sunday)"
            )


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One chance on one local date; `number` counts the plan's chances from 0."""

    local_date: date
    slot: int
    opens: time
    closes: time
    number: int = 0

    @property
    def key(self) -> str:
        """Name this chance inside its plan, such as "2026-03-02/0"."""
        return f"{self.local_date.isoformat()}/{self.slot}"

    @property
    def closing_date(self) -> date:
        """Give the local date of the deadline; the next one across midnight."""
        return self.local_date + (_DAY if self.closes <= self.opens else 0 * _DAY)

    def opening(self, zone: str) -> datetime:
        """Give the UTC moment at which the window opens in `zone`."""
        return moment(self.local_date, self.opens, zone)

    def deadline(self, zone: str) -> datetime:
        """Give the UTC moment at which the window closes in `zone`."""
        return moment(self.closing_date, self.closes, zone)


def _days(first: date, last: date) -> Iterator[date]:
    return (first + ahead * _DAY for ahead in range((last - first).days + 1))


def falls_on(plan: Plan, day: date) -> bool:
    """Say whether the plan has a chance on this local date."""
    return (
        day >= plan.start
        and (plan.end is None or day <= plan.end)
        and day.weekday() in plan.days
        and day not in plan.skip
    )


def occurrences(plan: Plan, first: date, last: date) -> tuple[Occurrence, ...]:
    """List the plan's chances from `first` to `last`, both included, in order.

    Args:
        plan: the plan.
        first: first local date wanted.
        last: last local date wanted; before `first` gives none.

    Returns:
        One occurrence per day of the plan; its number does not depend on `first`.
    """
    wanted = [day for day in _days(plan.start, last) if falls_on(plan, day)]
    return tuple(
        Occurrence(day, 0, plan.opens, plan.closes, number)
        for number, day in enumerate(wanted)
        if day >= first
    )
