"""Days and moments as whoever looks writes them, in her language and in a zone."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_skeleton, format_time

from service.web import tongues, words
from service.web.tongues import count

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


def day(on: date) -> str:
    """Say a day short, like 2 Mar."""
    return str(format_date(on, "d MMM", locale=tongues.here()))


def dated(on: date) -> str:
    """Say a day short and with its year, like 2 Mar 2026."""
    return str(format_date(on, "d MMM y", locale=tongues.here()))


def month(on: date) -> str:
    """Say a month, like March 2026."""
    return str(format_skeleton("yMMMM", on, locale=tongues.here()))


def bare(at: datetime, zone: str) -> str:
    """Say a moment there, like 2 Mar 2026, 18:30, where the page says whose clock."""
    there = at.astimezone(ZoneInfo(zone))
    pattern = "d MMM y, HH:mm"
    return str(format_datetime(there, pattern, ZoneInfo(zone), locale=tongues.here()))


def moment(at: datetime, zone: str) -> str:
    """Say a moment there and whose clock it is, like 2 Mar 2026, 18:30 (Auckland)."""
    return f"{bare(at, zone)} ({words.place(zone)})"


def near(at: datetime, zone: str, now: datetime) -> str:
    """Say a moment of today by its time alone: 18:30 (Auckland)."""
    there = at.astimezone(ZoneInfo(zone))
    if there.date() != now.astimezone(ZoneInfo(zone)).date():
        return moment(at, zone)
    told = format_time(there, "HH:mm", ZoneInfo(zone), locale=tongues.here())
    return f"{told} ({words.place(zone)})"


def clock(at: datetime, zone: str) -> str:
    """Say whose clock times are of: Auckland, UTC+13:00."""
    ahead = format_datetime(at, "xxx", ZoneInfo(zone), locale=tongues.here())
    return "UTC" if zone == "UTC" else f"{words.place(zone)}, UTC{ahead}"


def span(long: timedelta) -> str:
    """Say how long, in the largest whole that fits; at least one minute."""
    if long >= 2 * _DAY:
        return count("%(num)s day", "%(num)s days", long // _DAY)
    if long >= 2 * _HOUR:
        return count("%(num)s hour", "%(num)s hours", long // _HOUR)
    minutes = max(-(-long // timedelta(minutes=1)), 1)
    return count("%(num)s minute", "%(num)s minutes", minutes)


def file_day(at: datetime, zone: str) -> str:
    """Write the day of a moment there as a file's name holds it."""
    return str(at.astimezone(ZoneInfo(zone)).date())
