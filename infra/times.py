"""Every zone and every change of its clocks to 2037: one chance a day, none at night.

`make times` goes through all zones one by one, each local day around each change, and
then through drawn people with Hypothesis, until --steps nudges are judged. `make test`
takes the zones in groups that change alike, and fewer people. A violation is printed.
"""

import argparse
import sys
import time as clock
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from flows.coach.chances import Moments, Occurrence
from flows.coach.layout import For, occurrences
from flows.coach.schedule import Schedule
from flows.coach.timing import known_zone
from flows.coach.written import read

FIRST, LAST = datetime(2024, 1, 1, tzinfo=UTC), datetime(2038, 1, 1, tzinfo=UTC)
DAY, MINUTE, SECOND = timedelta(days=1), timedelta(minutes=1), timedelta(seconds=1)
# No clock is changed twice within so many days; the full run looks at each day.
STRIDE = 3
AROUND = range(-2, 3)
# Windows in the small hours, over midnight, in a skipped hour, drawn, and by day.
SCHEDULE = read(
    {
        "days": "0123456",
        "at": "00:00-00:30-01:00,01:30-02:10-02:45,02:05-02:20-02:50,02:30-05:00-06:00,"
        "17:00-18:30-20:00,23:30-00:15-00:45,random 01:00-04:00,random 22:00-01:00",
    }
)


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a zone's clocks: when, and its offset from UTC on both sides."""

    at: datetime
    before: timedelta
    after: timedelta


def zones() -> tuple[str, ...]:
    """Every IANA zone that is a place's."""
    return tuple(sorted(filter(known_zone, available_timezones())))


def offset(at: datetime, zone: ZoneInfo) -> timedelta:
    """How far a zone is ahead of UTC at a moment."""
    return at.astimezone(zone).utcoffset() or timedelta()


@cache
def _samples(stride: int) -> tuple[datetime, ...]:
    days = (LAST - FIRST).days // stride
    return tuple(FIRST + n * stride * DAY for n in range(days + 1))


@cache
def changes(name: str, stride: int = STRIDE) -> tuple[Change, ...]:
    """Every change of a zone's clocks from 2024 to 2037, to the second."""
    zone = ZoneInfo(name)
    found, (low, *later) = [], _samples(stride)
    was = offset(low, zone)
    for high in later:
        now = offset(high, zone)
        if now != was:
            found.append(_exact(low, high, zone))
        low, was = high, now
    return tuple(found)


def _exact(low: datetime, high: datetime, zone: ZoneInfo) -> Change:
    before, after = offset(low, zone), offset(high, zone)
    while high - low > SECOND:
        middle = low + (high - low) // 2
        middle -= timedelta(microseconds=middle.microsecond)
        if offset(middle, zone) == before:
            low = middle
        else:
            high = middle
    return Change(high, before, after)


def grouped(names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Zones by one that stands for them: they are alike from 2024 to 2037."""
    alike: dict[object, list[str]] = {}
    for name in names:
        key = (offset(FIRST, ZoneInfo(name)), changes(name))
        alike.setdefault(key, []).append(name)
    return {group[0]: tuple(group) for group in alike.values()}


def first_at_or_after(day: date, wall: time, zone: ZoneInfo) -> datetime:
    """The first minute whose wall clock has come to `wall`: found by walking.

    It knows nothing of the code it judges: no fold, no PEP 495, only UTC to local.
    """
    wanted = datetime.combine(day, wall)
    guess = wanted.replace(tzinfo=UTC)
    most = max(offset(guess + hours * DAY / 2, zone) for hours in (-2, -1, 0, 1, 2))
    found = guess - most
    while found.astimezone(zone).replace(tzinfo=None) < wanted:
        found += MINUTE
    return found


def violations(name: str, stride: int = STRIDE) -> Iterator[str]:
    """What does not hold in one zone, around each change of its clocks."""
    days = {change.at.date() for change in changes(name, stride)}
    for day in sorted(days) or [date(2026, 6, 1)]:
        first, last = day + AROUND[0] * DAY, day + AROUND[-1] * DAY
        found = occurrences(SCHEDULE, first, last, For(first, seed=7))
        yield from _counted(name, found, (first, last))
        yield from _in_order(name, found)
        for occurrence in found:
            yield from _valid(name, occurrence)


def _counted(
    name: str, found: tuple[Occurrence, ...], span: tuple[date, date]
) -> Iterator[str]:
    days = [span[0] + n * DAY for n in range((span[1] - span[0]).days + 1)]
    keys = [(day, slot) for day in days for slot in range(len(SCHEDULE.slots))]
    if keys != [(each.local_date, each.slot) for each in found]:
        yield f"{name} {span[0]}..{span[1]}: not one chance a day and slot"


def _in_order(name: str, found: tuple[Occurrence, ...]) -> Iterator[str]:
    for slot in range(len(SCHEDULE.slots)):
        opens = [each.moments(name).opens for each in found if each.slot == slot]
        if opens != sorted(set(opens)):
            yield f"{name} slot {slot} {opens[0]}: chances out of order"


def _valid(name: str, each: Occurrence) -> Iterator[str]:
    at, zone = each.moments(name), ZoneInfo(name)
    if at.opens != first_at_or_after(each.local_date, each.opens, zone):
        yield f"{name} {each.key}: opens at {at.opens}"
    if not at.opens < at.deadline <= at.closes:
        yield f"{name} {each.key}: no window, {at}"
    if not _prompt_inside(at):
        yield f"{name} {each.key}: prompt outside its window, {at}"
    if any(moment.second for moment in at if moment is not None):
        yield f"{name} {each.key}: not a whole minute, {at}"


def _prompt_inside(at: Moments) -> bool:
    return at.prompt is None or at.opens <= at.prompt <= at.deadline


def all_zones(stride: int, say: Callable[[str], None]) -> list[str]:
    """Go through every zone; what does not hold."""
    broken: list[str] = []
    count = 0
    for name in zones():
        count += len(changes(name, stride))
        broken += violations(name, stride)
    say(f"{len(zones())} zones, {count} changes of clocks from 2024 to 2037")
    return broken


def main() -> int:
    """Read the words and run; 1 on any violation."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--steps", type=int, default=20_000, help="nudges to judge")
    words.add_argument("--stride", type=int, default=1, help="days between two looks")
    given = words.parse_args()
    began = clock.monotonic()
    broken = all_zones(given.stride, print)
    for line in broken[:20]:
        print(f"VIOLATION {line}")
    print(f"zones: {clock.monotonic() - began:.0f} s", flush=True)
    if broken:
        return 1
    from infra.drawn_times import quiet_law

    people, judged = quiet_law(given.steps)
    print(
        f"{people:,} drawn people, {judged:,} nudges judged: none goes out in quiet"
        f" hours or over a cap, {clock.monotonic() - began:.0f} s in all."
        " Every law held."
    )
    return 0


__all__ = ["SCHEDULE", "Schedule", "grouped", "main", "violations", "zones"]

if __name__ == "__main__":
    sys.exit(main())
