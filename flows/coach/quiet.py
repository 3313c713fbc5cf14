"""Quiet hours for texts, calls and retries, and the legal presets that bound them.

Laws: what results is never wider than any of its parts; a day on which nothing may go
out has no hours. The presets are rules about unsolicited selling, kept as caution. They
are NOT LEGAL ADVICE, and may have changed: read the source, or ask somebody who knows.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache

from flows.coach.schedule import Schedule, Sort
from flows.coach.timing import Hours, open_at

_MINUTES = 24 * 60
Week = tuple[Hours | None, ...]


def _hours(start: str, end: str) -> Hours:
    return Hours(time.fromisoformat(start), time.fromisoformat(end))


def _all_week(start: str, end: str) -> Week:
    return (_hours(start, end),) * 7


@dataclass(frozen=True, slots=True)
class Preset:
    """When one law lets something go out, Monday first; None: not on that day.

    `texts` is None where that source speaks of calls alone.
    """

    about: str
    calls: Week
    texts: Week | None
    source: str


PRESETS: Mapping[str, Preset] = {
    "us": Preset(
        "United States, telephone solicitations (TCPA)",
        _all_week("08:00", "21:00"),
        _all_week("08:00", "21:00"),
        "47 CFR 64.1200(c)(1)",
    ),
    "us_florida": Preset(
        "Florida, commercial solicitation",
        _all_week("08:00", "20:00"),
        _all_week("08:00", "20:00"),
        "Florida Statutes 501.616(6)(a)",
    ),
    "us_oklahoma": Preset(
        "Oklahoma, Telephone Solicitation Act of 2022",
        _all_week("08:00", "20:00"),
        _all_week("08:00", "20:00"),
        "Oklahoma Statutes title 15, section 775C.4",
    ),
    "us_connecticut": Preset(
        "Connecticut, telephonic sales calls",
        _all_week("09:00", "20:00"),
        _all_week("09:00", "20:00"),
        "Connecticut General Statutes 42-288a",
    ),
    "ca": Preset(
        "Canada, telemarketing calls",
        (_hours("09:00", "21:30"),) * 5 + (_hours("10:00", "18:00"),) * 2,
        None,
        "CRTC Unsolicited Telecommunications Rules, Part III",
    ),
    # National public holidays too have none: give them as a list of holidays.
    "au": Preset(
        "Australia, telemarketing calls",
        (_hours("09:00", "20:00"),) * 5 + (_hours("09:00", "17:00"), None),
        None,
        "Telecommunications (Telemarketing and Research Calls) Industry Standard 2017",
    ),
}


@lru_cache(maxsize=4096)
def narrowed(one: Hours, other: Hours) -> Hours | None:
    """Return the longest stretch in which both are open, or None when there is none."""
    walls = [time(*divmod(minute, 60)) for minute in range(_MINUTES)]
    both = [open_at(wall, one) and open_at(wall, other) for wall in walls]
    starts = [at for at in range(_MINUTES) if both[at] and not both[at - 1]]
    lengths = {at: _open_for(both, at) for at in starts}
    if not lengths:
        return None
    start = max(starts, key=lambda at: lengths[at])
    return Hours(walls[start], walls[(start + lengths[start]) % _MINUTES])


def _open_for(both: list[bool], start: int) -> int:
    ahead = range(_MINUTES)
    return next(n for n in ahead if not both[(start + n) % _MINUTES])


def hours_on(schedule: Schedule, sort: Sort, day: date, default: Hours) -> Hours | None:
    """Return the hours of one local day for one sort, or None: nothing goes out then.

    Args:
        schedule: merged; its own hours of the sort stand in place of the default.
        sort: retries take the hours of calls where they have none of their own.
        day: the person's local date.
        default: the programme's hours.
    """
    own = schedule.hours.get(sort)
    if own is None and sort == "retries":
        own = schedule.hours.get("calls")
    return _bounded(own or default, sort, schedule.law, day.weekday())


def _bounded(
    hours: Hours, sort: Sort, laws: Iterable[str], weekday: int
) -> Hours | None:
    found: Hours | None = hours
    for law in laws:
        preset = PRESETS[law]
        week = preset.texts if sort == "texts" else preset.calls
        if week is None or found is None:
            continue
        bound = week[weekday]
        found = None if bound is None else narrowed(found, bound)
    return found
