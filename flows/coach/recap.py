"""Say when the weekly question is due: measurement, once a week, later once a month.

Law: one recap per period, in the person's own zone, whatever the clock change.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from flows.coach.timing import local_day, moment

_DAY = timedelta(days=1)
_DAYS_BACK = 38
_FIRST_WEEK = 7


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
