"""Lay out what a schedule gives: its chances in order, and the days it leaves out.

Laws: the same schedule gives the same chances wherever one begins to look; one per
local date and slot; a chance left out has its reason; a drawn minute follows from the
person's seed and the chance's key alone, so it never changes by being asked again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256

from flows.coach.chances import Left, Occurrence, Reason, minutes_between
from flows.coach.schedule import Schedule, Slot

_DAY = timedelta(days=1)
# A drawn prompt has at least this long to go out before waiting ends.
LEFT_TO_GO = 10
ALL_DAYS = frozenset(range(7))


@dataclass(frozen=True, slots=True)
class For:
    """Whose chances: not before her step began, and drawn with her seed."""

    since: date
    seed: int = 0


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def in_rhythm(schedule: Schedule, day: date, start: date) -> bool:
    """Say whether the rhythm alone has a chance on this day."""
    if schedule.around is not None:
        centre = schedule.dates.get(schedule.around.date)
        return centre is not None and (day - centre).days in schedule.around.offsets
    every = schedule.every
    if every is not None and every.unit == "days":
        return (day - start).days % every.number == 0
    weeks = (_monday(day) - _monday(start)).days // 7
    on = schedule.days is None or day.weekday() in schedule.days
    return on and (every is None or weeks % every.number == 0)


def left_out(schedule: Schedule, day: date) -> Reason | None:
    """Say why a day of the rhythm has no chance, or None when it has one."""
    for pause in schedule.pauses:
        if pause.first <= day <= pause.last:
            return pause.cause
    if day in schedule.skip:
        return "skip"
    observed = (schedule.holidays.get(name) for name in schedule.observe or ())
    return "holiday" if any(day in dates for dates in observed if dates) else None


def drawn(slot: Slot, key: str, seed: int) -> time | None:
    """Give the minute drawn for one chance, or None where the slot draws none."""
    if not slot.draw:
        return None
    waits = minutes_between(slot.opens, slot.deadline)
    room = max(waits - LEFT_TO_GO, 1)
    weight = int.from_bytes(sha256(f"{seed}/{key}".encode()).digest()[:8])
    opens = datetime.combine(date.min, slot.opens)
    return (opens + timedelta(minutes=weight % room)).time()


def _begins(schedule: Schedule, whose: For) -> tuple[date, date]:
    """Give the day that is counted from, and the first that may have a chance."""
    start = schedule.start or whose.since
    return start, max(start, whose.since)


def _days(schedule: Schedule, first: date, last: date, whose: For) -> Iterator[date]:
    start, begins = _begins(schedule, whose)
    begins = max(begins, first)
    ends = last if schedule.until is None else min(last, schedule.until)
    days = (begins + ahead * _DAY for ahead in range((ends - begins).days + 1))
    return (day for day in days if in_rhythm(schedule, day, start))


def _plain(schedule: Schedule) -> bool:
    """Say whether one week is like another: weekdays, and nothing left out."""
    rhythm = schedule.every is None and schedule.around is None
    return rhythm and not (schedule.pauses or schedule.skip or schedule.observe)


def _many(schedule: Schedule, weekday: int) -> int:
    """Count the chances that a day of the rhythm has."""
    return sum(slot.falls_on(weekday) for slot in schedule.slots)


def _before(schedule: Schedule, first: date, whose: For) -> int:
    """Count the chances before `first`: weeks that are alike at once."""
    _, begins = _begins(schedule, whose)
    if not _plain(schedule):
        before = _days(schedule, begins, first - _DAY, whose)
        there = (day for day in before if left_out(schedule, day) is None)
        return sum(_many(schedule, day.weekday()) for day in there)
    # The last day of all there are has none after it.
    until = schedule.until
    ends = first if until is None or until >= first else until + _DAY
    weeks, rest = divmod(max((ends - begins).days, 0), len(ALL_DAYS))
    on = ALL_DAYS if schedule.days is None else schedule.days
    begun = ((begins.weekday() + n) % len(ALL_DAYS) for n in range(rest))
    days = {day: _many(schedule, day) for day in on}
    return weeks * sum(days.values()) + sum(days.get(day, 0) for day in begun)


def _all(
    schedule: Schedule, first: date, last: date, whose: For
) -> Iterator[Occurrence | Left]:
    slots = sorted(schedule.slots, key=lambda slot: (slot.opens, slot.closes))
    number = _before(schedule, first, whose)
    for day in _days(schedule, first, last, whose):
        reason = left_out(schedule, day)
        for place, slot in enumerate(slots):
            if not slot.falls_on(day.weekday()):
                continue
            if schedule.times is not None and number >= schedule.times:
                return
            yield _line(slot, (day, place, number), reason, whose)
            number += reason is None


def _line(
    slot: Slot, at: tuple[date, int, int], reason: Reason | None, whose: For
) -> Occurrence | Left:
    day, place, number = at
    if reason is not None:
        return Left(day, place, reason)
    minute = drawn(slot, f"{day.isoformat()}/{place}", whose.seed)
    walls = (slot.opens, slot.deadline, slot.closes)
    return Occurrence(day, place, *walls, number, minute)


def lay_out(
    schedule: Schedule, first: date, last: date, whose: For
) -> tuple[Occurrence | Left, ...]:
    """List chances and what is left out from `first` to `last`, both included.

    Args:
        schedule: merged, with its slots.
        first: first local date wanted.
        last: last local date wanted; before `first` gives none.
        whose: since when she has her step, and her seed.

    Returns:
        In the order of dates and slots; a chance's number does not depend on `first`.
        Around a date that is not known: one Left, on `first`.
    """
    around = schedule.around
    if around is not None and around.date not in schedule.dates and first <= last:
        return (Left(first, 0, "no_date"),)
    return tuple(_all(schedule, first, last, whose))


def occurrences(
    schedule: Schedule, first: date, last: date, whose: For
) -> tuple[Occurrence, ...]:
    """List the chances alone, as `lay_out` does."""
    found = lay_out(schedule, first, last, whose)
    return tuple(each for each in found if isinstance(each, Occurrence))
