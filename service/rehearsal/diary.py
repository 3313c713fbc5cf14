"""The diary of a rehearsal: what went, what stayed and why, what she did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeAlias, TypeGuard
from zoneinfo import ZoneInfo

from flows.coach import timing
from flows.coach.timing import Hours
from flows.lab.playing import Day
from service.rehearsal.life import Life, Lived
from service.store import timelines
from service.store.timelines import Decided, Entry, Heard, Portrait, Said
from service.store.views import Alert
from service.store.voices import Called

STAYED = frozenset({"withheld", "cancelled", "failed", "not_sent", "abandoned"})
NUDGES = frozenset({"invitation", "prompt", "recap", "follow_up", "call"})
TRIED = frozenset({"attempted", "imagined"})
AN_HOUR, REST_DAYS = timedelta(hours=1), 14  # for which wordings rest
# A day is held against nudges no older than this, wherever she went meanwhile.
LOOKS_BACK = timedelta(days=REST_DAYS + 2)


Told: TypeAlias = tuple[date, str]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened: when by her clock, who did it, what, and why."""

    at: str
    who: str
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Page:
    """One day of the diary; `day` holds what expectations are judged by.

    `told` are the tries she told of on it, each with its own day and label; `untold`
    says that she tried on it, and had not told by its end.
    """

    date: date
    day: Day
    lines: tuple[Line, ...]
    told: tuple[Told, ...] = ()
    untold: bool = False


def page(life: Life, lived: Lived, hours: Hours) -> Page:
    """Read one day that is over; `hours` are those of the programme."""
    stage = life.stage
    with stage.parts.db.transaction(life.organisation) as tx:
        seen = timelines.portrait(
            tx, stage.parts.vault, life.person_id, lived.since - LOOKS_BACK
        )
    if seen is None:
        gone = Line("", "rule", "erased", "")  # and nothing is counted any more
        return Page(lived.date, Day(lived.number, {}, 0), (gone,))
    entries = [entry for entry in reversed(seen.thread) if _of(lived, entry.at)]
    counts = Counter(
        what for one in entries for what in _counted(one, life.zone, hours)
    )
    tries = [one for one in seen.tries if one.outcome in TRIED]
    told = [one for one in tries if _of(lived, one.reported_at)]
    alerts = [one for one in seen.card.alerts if _of(lived, one.raised_at)]
    counts += Counter("try" for _ in told) + Counter("alert" for _ in alerts)
    counts += Counter("unprompted" for one in told if one.label == "unprompted")
    counts["stood_by"] = counts["prompt"] + counts["withheld"]
    counts += Counter(_amiss(life, seen, entries, lived.date))
    zone = ZoneInfo(life.zone)
    untold = lived.date in life.tried and lived.date not in {one.day for one in tries}
    lines = (
        *(_line(one, zone) for one in entries),
        *(
            Line(f"{one.raised_at.astimezone(zone):%H:%M}", "coach", _asked(one), "")
            for one in alerts
        ),
        *((Line("", "she", "did it, and has not told", ""),) if untold else ()),
    )
    day = Day(lived.number, counts, seen.card.rung)
    days = tuple((one.day, one.label) for one in told)
    return Page(lived.date, day, lines, days, untold)


def _asked(alert: Alert) -> str:
    return f"is asked to look: {alert.reason or alert.kind}".replace("_", " ")


def _amiss(
    life: Life, seen: Portrait, entries: Sequence[Entry], day: date
) -> Iterator[str]:
    """Name what must never be, once for each nudge of the day that is so."""
    nudges = [one for one in seen.thread if _went(one)]
    told = [one.reported_at for one in seen.tries if one.day == day]
    for one in filter(_went, entries):
        before = [other for other in nudges if other.at < one.at]
        if one.kind == "prompt" and any(at < one.at for at in told):
            yield "told_before"
        # What follows her yes to an invitation is what she said yes to.
        others = (other for other in before if other.kind != "invitation")
        if any(one.at - other.at < AN_HOUR for other in others):
            yield "soon"
        alike = (other for other in before if other.words == one.words)
        if any((day - life.day_of(other.at)).days < REST_DAYS for other in alike):
            yield "again"


def _went(entry: Entry) -> TypeGuard[Said]:
    if not isinstance(entry, Said):
        return False
    return entry.kind in NUDGES and entry.state not in STAYED


def _of(lived: Lived, at: datetime) -> bool:
    return lived.since <= at < lived.until


def _counted(entry: Entry, zone: str, hours: Hours) -> Iterator[str]:
    if isinstance(entry, Said) and entry.state not in STAYED:
        yield entry.kind
        yield "text"
        if entry.kind in NUDGES and not timing.within(entry.at, hours, zone):
            yield "night"
    if isinstance(entry, Decided):
        yield f"rule {entry.rule}"
    if isinstance(entry, Decided) and entry.kind == "prompt":
        yield entry.verdict.replace("withhold", "withheld")
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
            what = f"{entry.kind or ''} {entry.verdict} [{entry.rule}]".strip()
            return Line(at, "rule", what, entry.why)
