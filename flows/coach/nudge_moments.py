"""Moments that a nudge's rules look at, and to which it may be moved."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from flows.coach.nudge_context import NudgeContext
from flows.coach.timing import next_open

# A recap is so far from the nudge before it.
APART = timedelta(hours=1)
# So long an open question has the floor; after it a newer one may take its place.
FLOOR = timedelta(hours=1)


def local_day(context: NudgeContext) -> date:
    """Return the day it is where she is."""
    return context.now.astimezone(ZoneInfo(context.zone)).date()


def opening(context: NudgeContext) -> datetime | None:
    """Return the next moment of her hours."""
    return next_open(context.now, context.hours, context.zone)


def question_end(context: NudgeContext) -> datetime | None:
    """Return when her open question stops waiting, within her hours."""
    ends = context.question_ends_at
    if ends is None:
        return None
    return next_open(max(ends, context.now), context.hours, context.zone)


def limit_end(context: NudgeContext) -> datetime | None:
    """Return when the limit that is reached lets go, within her hours."""
    ends = context.limit_ends_at or context.now
    return next_open(max(ends, context.now), context.hours, context.zone)


def apart(context: NudgeContext) -> datetime:
    """Return from when a recap is an hour away from the nudge before it."""
    return (context.nudged_at or context.now - APART) + APART


def apart_in_hours(context: NudgeContext) -> datetime | None:
    """Return the same within her hours."""
    after = max(apart(context), context.now)
    return next_open(after, context.hours, context.zone)
