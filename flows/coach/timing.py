"""Turn a person's wall clock into exact moments and back.

Laws: a wall time that a zone skips becomes the first minute that exists after it; a
wall time that comes twice means the first one; nothing here reads a clock (#11 of the
failure catalogue).
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import product
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_DAY = timedelta(days=1)
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_+\-]*(/[A-Za-z0-9_+\-]+){0,2}", re.ASCII)
# They load as zones yet name no place: the placeholder for "nobody knows", the
# machine's own setting, and the copies that count leap seconds.
_NO_PLACE = re.compile(
    r"(etc/unknown|factory|local|localtime|posixrules|(posix|right)/.*)", re.IGNORECASE
)
# An opening that a skipped hour swallows is found on the next day; a zone that skips
# a whole date (Apia, 2011) needs one more.
_DAYS_AHEAD = (-1, 0, 1, 2, 3)


class UnknownZone(ValueError):
    """The name is not a place's time zone; whoever entered it must mend it."""


class NaiveMoment(ValueError):
    """A moment without a zone was given; the calling code must mend it."""


@dataclass(frozen=True, slots=True)
class Hours:
    """Wall times between which texts may go out: from start up to, not at, end.

    A start later than the end runs across midnight. Equal times say nothing and are
    refused, so that a slip of the pen never opens the night.
    """

    start: time
    end: time

    def __post_init__(self) -> None:
        if self.start == self.end:
            raise ValueError(
                f"hours start and end both at {self.start:%H:%M}: give two times"
            )


@lru_cache(maxsize=1024)
def known_zone(name: str) -> bool:
    """Say whether `name` is an IANA time zone that belongs to a place.

    Args:
        name: for example "Pacific/Auckland"; anything at all may be given.

    Returns:
        False for unknown names, paths, and zones that mean "not known".
    """
    if not _NAME.fullmatch(name) or _NO_PLACE.fullmatch(name):
        return False
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _zone(name: str) -> ZoneInfo:
    if not known_zone(name):
        raise UnknownZone(
            f"{name!r} is not a time zone: use a name such as 'America/Lima'"
        )
    return ZoneInfo(name)


def _wall(now_utc: datetime, zone: str) -> datetime:
    if now_utc.tzinfo is None:
        raise NaiveMoment(f"{now_utc.isoformat()} has no zone: pass an aware moment")
    return now_utc.astimezone(_zone(zone))


def _as_utc(naive: datetime, zone: ZoneInfo, fold: int) -> datetime:
    return naive.replace(tzinfo=zone, fold=fold).astimezone(UTC)


def _naive(instant: datetime, zone: ZoneInfo) -> datetime:
    return instant.astimezone(zone).replace(tzinfo=None)


def _after_gap(naive: datetime, zone: ZoneInfo) -> datetime:
    """Find the first whole minute after the jump that skips `naive`.

    In a gap the later offset puts the wall time before the jump and the earlier
    offset puts it after (PEP 495), so the jump lies between the two.
    """
    low, high = _as_utc(naive, zone, 1), _as_utc(naive, zone, 0)
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=(high - low) // timedelta(seconds=2))
        low, high = (low, middle) if _naive(middle, zone) > naive else (middle, high)
    return high + timedelta(seconds=-_naive(high, zone).second % 60)


def moment(day: date, wall: time, zone: str) -> datetime:
    """Give the one UTC moment that `wall` on `day` means in `zone`.

    Args:
        day: the local date.
        wall: the local wall time, without a zone.
        zone: an IANA name.

    Returns:
        An aware UTC moment; the first valid minute after a gap, the first of a fold.

    Raises:
        UnknownZone: when the name is not a place's zone.
    """
    place = _zone(zone)
    naive = datetime.combine(day, wall.replace(tzinfo=None))
    instant = _as_utc(naive, place, 0)
    return instant if _naive(instant, place) == naive else _after_gap(naive, place)


def open_at(wall: time, hours: Hours) -> bool:
    """Say whether a wall time lies in the hours; their end does not."""
    if hours.start < hours.end:
        return hours.start <= wall < hours.end
    return wall >= hours.start or wall < hours.end


def within(now_utc: datetime, hours: Hours, zone: str) -> bool:
    """Say whether a text may go out at this moment by the person's own clock.

    Args:
        now_utc: an aware moment.
        hours: the open hours, in wall time.
        zone: an IANA name.

    Raises:
        UnknownZone, NaiveMoment: when an argument cannot be placed in time.
    """
    return open_at(_wall(now_utc, zone).time(), hours)


def next_open(now_utc: datetime, hours: Hours, zone: str) -> datetime:
    """Give the moment from which a text may go out: now, or the next opening.

    An opening that falls into a skipped hour moves to the first valid minute when
    that is still inside the hours, else to the next day.

    Args:
        now_utc: an aware moment.
        hours: the open hours, in wall time.
        zone: an IANA name.

    Returns:
        An aware UTC moment, never before `now_utc`, always within the hours.
    """
    local = _wall(now_utc, zone)
    if open_at(local.time(), hours):
        return now_utc.astimezone(UTC)
    place = _zone(zone)
    days = (local.date() + ahead * _DAY for ahead in _DAYS_AHEAD)
    openings = [
        instant
        for day, fold in product(days, (0, 1))
        for instant in (_opening(day, hours.start, place, fold),)
        if instant > now_utc and within(instant, hours, zone)
    ]
    return min(openings)


def _opening(day: date, wall: time, zone: ZoneInfo, fold: int) -> datetime:
    second = _as_utc(datetime.combine(day, wall), zone, fold)
    return second if fold else moment(day, wall, zone.key)


def window(day: date, hours: Hours, zone: str) -> tuple[datetime, datetime] | None:
    """Give the UTC moments between which the hours of one local day lie.

    Args:
        day: the local date on which they start; an end not after it is the next day's.
        hours: wall times.
        zone: an IANA name.

    Returns:
        Their start and end, or None when a change of the clocks swallows them whole.
    """
    over = _DAY if hours.end < hours.start else 0 * _DAY
    starts = moment(day, hours.start, zone)
    ends = moment(day + over, hours.end, zone)
    return (starts, ends) if starts < ends else None


def last_close(now_utc: datetime, hours: Hours, zone: str) -> datetime:
    """Give the end of the hours that are open now, or were open last.

    Args:
        now_utc: an aware moment.
        hours: the open hours, in wall time.
        zone: an IANA name.

    Returns:
        An aware UTC moment; not after `now_utc` when the hours are closed.
    """
    today = _wall(now_utc, zone).date()
    days = (today - back * _DAY for back in range(len(_DAYS_AHEAD)))
    found = (window(day, hours, zone) for day in days)
    return next(ends for starts, ends in filter(None, found) if starts <= now_utc)


@dataclass(frozen=True, slots=True)
class ClockChange:
    """A day on which a zone's clocks change, with its offset from UTC on both sides."""

    day: date
    before: timedelta
    after: timedelta


def clock_changes(first: date, last: date, zone: str) -> tuple[ClockChange, ...]:
    """List the days from `first` to `last` on which the clocks of a zone change.

    Args:
        first: first local date looked at.
        last: last local date looked at.
        zone: an IANA name; a zone that keeps one time gives none.
    """
    place = _zone(zone)
    found = []
    for ahead in range((last - first).days + 1):
        day = first + ahead * _DAY
        before, after = (_offset(day + n * _DAY, place) for n in (0, 1))
        if before != after:
            found.append(ClockChange(day, before, after))
    return tuple(found)


def _offset(day: date, place: ZoneInfo) -> timedelta:
    midnight = datetime.combine(day, time(0)).replace(tzinfo=place)
    return midnight.utcoffset() or timedelta()


def local_day(now_utc: datetime, zone: str, *, grace_until: time = time(4, 0)) -> date:
    """Give the day a report belongs to: until `grace_until` it is still yesterday.

    Args:
        now_utc: an aware moment.
        zone: an IANA name.
        grace_until: wall time at which the new day begins for reports.

    Returns:
        The local date; at 01:30 the date before.
    """
    local = _wall(now_utc, zone)
    return local.date() - (_DAY if local.time() < grace_until else 0 * _DAY)
