"""Between which wall times something may go out to a person, by sort and day.

Law: what a schedule or a legal preset says only bounds what is asked at the moment of
sending; a day without hours lets nothing out.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TypedDict
from zoneinfo import ZoneInfo

from flows.coach import quiet, schedule, timing, written
from flows.coach.schedule import Schedule, Sort
from flows.coach.timing import Hours
from service.usecases.parts import Desk


def layers(desk: Desk) -> Schedule:
    """Return what the programme and the person herself say, hers laid over."""
    under, over = desk.near.schedule, desk.person.schedule
    if under is None and over is None:
        return Schedule()
    return schedule.merged(written.load(under), written.load(over))


def hours_today(desk: Desk, sort: Sort) -> Hours | None:
    """Return the hours that this sort has on her local day; None when it has none."""
    day = desk.tx.now.astimezone(ZoneInfo(desk.person.zone)).date()
    return quiet.hours_on(layers(desk), sort, day, desk.terms.hours)


def hours(desk: Desk, sort: Sort) -> Hours:
    """Return the hours of her local day; on a day without any, the programme's."""
    return hours_today(desk, sort) or desk.terms.hours


class Bounds(TypedDict):
    """What the rules look at of her hours, as NudgeContext names it."""

    hours: Hours
    closed: bool
    heard_at: datetime | None


def bounds(desk: Desk, sort: Sort) -> Bounds:
    """Return the hours that this sort has on her local day."""
    found = hours_today(desk, sort)
    return {
        "hours": found or desk.terms.hours,
        "closed": found is None,
        "heard_at": desk.person.last_heard_at,
    }


def opens(desk: Desk, sort: Sort, at: datetime | None = None) -> datetime:
    """Return from when this sort may go out: now, or `at`, or her next opening.

    Days without any hours are passed over, as far as a week.
    """
    now, zone, told = at or desk.tx.now, desk.person.zone, layers(desk)
    today = now.astimezone(ZoneInfo(zone)).date()
    for day in (today + timedelta(days=ahead) for ahead in range(8)):
        found = quiet.hours_on(told, sort, day, desk.terms.hours)
        if found is None:
            continue
        from_ = max(now, timing.moment(day, time(0), zone))
        opening = timing.next_open(from_, found, zone)
        if opening.astimezone(ZoneInfo(zone)).date() == day:
            return opening
    return timing.next_open(now, desk.terms.hours, zone)
