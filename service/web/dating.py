"""Days and moments as whoever looks writes them, in her language; moments in UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime

from babel.dates import format_date, format_datetime

from service.web import tongues


def day(on: date) -> str:
    """Say a day short, like 2 Mar."""
    return str(format_date(on, "d MMM", locale=tongues.here()))


def month(on: date) -> str:
    """Say a month, like March 2026."""
    return str(format_date(on, "LLLL y", locale=tongues.here()))


def moment(at: datetime) -> str:
    """Say a moment in UTC, like 2 Mar 2026, 18:30."""
    there = at.astimezone(UTC).replace(tzinfo=None)
    return str(format_datetime(there, "d MMM y, HH:mm", locale=tongues.here()))
