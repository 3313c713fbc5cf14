"""Say when the weekly question is due: measurement, once a week, later once a month.

Laws: one recap per period, in the person's own zone, whatever the clock change; a
digest takes the place of one, once a month at most, and never in the first weeks.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from flows.coach.ladder_state import Ladder, recap_rhythm
from flows.coach.timing import local_day, moment

_DAY = timedelta(days=1)
_DAYS_BACK = 38
_FIRST_WEEK = 7
# A month to look back on, and as good as a month between two of them.
DIGEST_AFTER, DIGEST_APART = timedelta(weeks=4), timedelta(weeks=3)


@dataclass(frozen=True, slots=True)
class Recap:
    """Weekday (Monday = 0) and wall time of the recap; monthly: the month's first."""

    weekday: int
    wall: time
    monthly: bool = False

    def falls_on(self, day: date) -> bool:
        """Say whether the recap belongs to this local date."""
        return day.weekday() == self.weekday and (
            not self.monthly or day.day <= _FIRST_WEEK
        )


def on(weekly: Recap, ladder: Ladder, day: date) -> Recap:
    """Return the recap in the rhythm that whoever stands there has on that day."""
    return replace(weekly, monthly=recap_rhythm(ladder, day) == "monthly")


def recap_due(
    recap: Recap, *, now: datetime, zone: str, last: date | None
) -> date | None:
    """Give the local date whose recap is due now, if there is one.

    Args:
        recap: the rule.
        now: an aware moment.
        zone: the person's zone.
        last: the date of the last recap given here, or the day the person began.

    Returns:
        The newest date that has come and is later than `last`; None when nothing is
        due. Weeks that went by unasked are not made up for.
    """
    today = local_day(now, zone, grace_until=time(0, 0))
    days = (today - back * _DAY for back in range(_DAYS_BACK))
    came = (d for d in days if recap.falls_on(d) and moment(d, recap.wall, zone) <= now)
    newest = next(came, None)
    if newest is None or (last is not None and newest <= last):
        return None
    return newest


def next_recap(recap: Recap, *, after: date) -> date:
    """Give the first local date after `after` to which a recap belongs."""
    days = (after + ahead * _DAY for ahead in range(1, _DAYS_BACK))
    return next(day for day in days if recap.falls_on(day))


def digest_falls_on(
    recap: Recap, day: date, *, began: date | None, last: date | None
) -> bool:
    """Say whether this day's recap gives way to the month in her own words (#44).

    Args:
        recap: the weekly rule.
        day: a local date.
        began: the day of her first chance, or None before there is one.
        last: the day of the last digest planned before this one, if any.

    Returns:
        True on the month's first recap day, once four weeks have passed.
    """
    if began is None or day - began < DIGEST_AFTER:
        return False
    fresh = last is not None and day - last < DIGEST_APART
    return replace(recap, monthly=True).falls_on(day) and not fresh
