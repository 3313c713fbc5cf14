"""The diary of a rehearsal: what went, what stayed and why, what she did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flows.coach import timing
from flows.coach.timing import Hours
from flows.lab.playing import Day
from service.rehearsal.life import Life, Lived
from service.store import timelines
from service.store.timelines import Decided, Entry, Heard, Portrait, Said
from service.store.voices import Called

STAYED = frozenset({"withheld", "cancelled", "failed", "not_sent", "abandoned"})
NUDGES = frozenset({"invitation", "prompt", "recap", "follow_up", "call"})


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened: when by her clock, who did it, what, and why."""

    at: str
    who: str
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Page:
    """One day of the diary; `day` holds what expectations are judged by."""

    date: date
    day: Day
    lines: tuple[Line, ...]


def page(life: Life, lived: Lived, hours: Hours) -> Page:
    """Read one day that is over; `hours` are those of the programme."""
    stage = life.stage
    with stage.parts.db.transaction(life.organisation) as tx:
        seen = timelines.portrait(tx, stage.parts.vault, life.person_id)
    if seen is None:
        gone = Line("", "rule", "erased", "")
        return Page(lived.date, Day(lived.number, {}, 0), (gone,))
    entries = [entry for entry in reversed(seen.thread) if _of(lived, entry.at)]
    counts = Counter(
        what for one in entries for what in _counted(one, life.zone, hours)
    )
    counts["try"] = sum(
        _of(lived, one.reported_at)
        for one in seen.tries
        if one.outcome in ("attempted", "imagined")
    )
    counts["alert"] = sum(_of(lived, one.raised_at) for one in seen.card.alerts)
    zone = ZoneInfo(life.zone)
    lines = (*(_line(one, zone) for one in entries), *_untold(life, lived.date, seen))
    day = Day(lived.number, counts, seen.card.rung)
    return Page(lived.date, day, tuple(lines))


def _of(lived: Lived, at: datetime) -> bool:
    return lived.since <= at < lived.until


def _counted(entry: Entry, zone: str, hours: Hours) -> Iterator[str]:
    if isinstance(entry, Said) and entry.state not in STAYED:
        yield entry.kind
        yield "text"
        if entry.kind in NUDGES and not timing.within(entry.at, hours, zone):
            yield "night"
    if isinstance(entry, Called) and entry.direction == "out" and entry.state:
        yield "call"
        if not timing.within(entry.at, hours, zone):
            yield "night"


def _line(entry: Entry, zone: ZoneInfo) -> Line:
    at = f"{entry.at.astimezone(zone):%H:%M}"
    match entry:
        case Heard():
            return Line(at, "she", f'"{entry.words}"', "")
        case Said():
            stayed = f" ({entry.state})" if entry.state in STAYED else ""
            what = f'{entry.kind}{stayed}: "{entry.words}"'
            return Line(at, "handrail", what, entry.why)
        case Called():
            what = f"call, {entry.state or entry.made}"
            return Line(at, "handrail", what, entry.why)
        case Decided():
            what = f"{entry.kind or 'rung'} {entry.verdict} [{entry.rule}]"
            return Line(at, "rule", what, entry.why)


def _untold(life: Life, day: date, seen: Portrait) -> Iterator[Line]:
    told = {one.day for one in seen.tries if one.outcome in ("attempted", "imagined")}
    if day in life.tried and day not in told:
        yield Line("", "she", "did it, and has not told", "")
