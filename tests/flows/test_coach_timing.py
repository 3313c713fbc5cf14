"""The wall clock laws: one moment per day, hours across midnight, known zones."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from time import tzset
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.coach.timing import (
    ClockChange,
    Hours,
    NaiveMoment,
    UnknownZone,
    clock_changes,
    known_zone,
    last_close,
    local_day,
    moment,
    next_open,
    open_at,
    window,
    within,
)

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
ZONES = tuple(sorted(filter(known_zone, available_timezones())))
OPEN = Hours(time(8, 30), time(20, 30))
NIGHT = Hours(time(21, 0), time(6, 0))
walls = st.times().map(lambda t: t.replace(second=0, microsecond=0))


def local(instant: datetime, zone: str) -> datetime:
    return instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


@st.composite
def zone_days(draw: st.DrawFn) -> tuple[str, date]:
    """A zone and a day near one of its clock changes, or any day when it has none."""
    zone = draw(st.sampled_from(ZONES))
    year = draw(st.integers(2024, 2037))
    noons = [datetime(year, 1, 1, 12, tzinfo=UTC) + n * DAY for n in range(365)]
    offsets = [noon.astimezone(ZoneInfo(zone)).utcoffset() for noon in noons]
    changes = [n for n in range(1, 365) if offsets[n] != offsets[n - 1]]
    near = draw(st.sampled_from(changes or list(range(365))))
    return zone, noons[near].date() + draw(st.integers(-2, 1)) * DAY


@pytest.mark.parametrize(
    ("utc", "day", "wall", "zone"),
    [
        ("2026-06-01T05:30", date(2026, 6, 1), time(17, 30), "Pacific/Auckland"),
        ("2026-06-01T22:30", date(2026, 6, 1), time(17, 30), "America/Lima"),
        # Gap: New York has no 02:30 on this day; Lord Howe jumps half an hour.
        ("2026-03-08T07:00", date(2026, 3, 8), time(2, 30), "America/New_York"),
        ("2026-10-03T15:30", date(2026, 10, 4), time(2, 10), "Australia/Lord_Howe"),
        # A gap that ends at midnight, and one that swallows a whole day.
        ("2024-03-31T01:00", date(2024, 3, 30), time(23, 30), "America/Nuuk"),
        ("2011-12-30T10:00", date(2011, 12, 30), time(18, 0), "Pacific/Apia"),
        # Fold: the first of the two.
        ("2026-11-01T05:30", date(2026, 11, 1), time(1, 30), "America/New_York"),
    ],
)
def test_a_wall_time_is_one_moment(utc: str, day: date, wall: time, zone: str) -> None:
    assert datetime.fromisoformat(utc).replace(tzinfo=UTC) == moment(day, wall, zone)


@pytest.mark.parametrize(
    ("day", "skipped", "zone", "first"),
    [
        # Monrovia went from -0:44:30 to 0 at midnight of 1972-01-07.
        (date(1972, 1, 7), time(0, 20), "Africa/Monrovia", time(0, 45)),
        # And Buenos Aires from -4:16:48 to -4.
        (date(1920, 5, 1), time(0, 5), "America/Buenos_Aires", time(0, 17)),
        # Dublin's summer of 1916 was 0:34:39 ahead: whole minutes are its own, not UTC's.
        (date(1916, 5, 21), time(2, 30), "Europe/Dublin", time(3, 0)),
    ],
)
def test_a_jump_within_a_minute_is_rounded_up_to_a_whole_minute(
    day: date, skipped: time, zone: str, first: time
) -> None:
    assert datetime.combine(day, first) == local(moment(day, skipped, zone), zone)


def test_every_minute_that_is_skipped_means_the_one_after_the_jump() -> None:
    skipped = (time(2, minute) for minute in range(60))
    found = {moment(date(2026, 3, 8), wall, "America/New_York") for wall in skipped}
    assert {datetime(2026, 3, 8, 7, tzinfo=UTC)} == found


def test_a_wall_time_is_kept_to_the_second_and_has_no_zone_of_its_own() -> None:
    wall = time(18, 30, 15, tzinfo=ZoneInfo("Asia/Tokyo"))
    found = moment(date(2026, 6, 1), wall, "America/Lima")
    assert datetime(2026, 6, 1, 23, 30, 15, tzinfo=UTC) == found


@pytest.fixture
def in_tokyo(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the machine itself stand in another zone than UTC."""
    with monkeypatch.context() as patched:
        patched.setenv("TZ", "Asia/Tokyo")
        tzset()
        yield
    tzset()


@pytest.mark.usefixtures("in_tokyo")
def test_where_the_machine_stands_does_not_matter() -> None:
    zone = "America/New_York"
    plain, skipped = (
        moment(date(2026, 3, 8), wall, zone) for wall in (time(12), time(2, 30))
    )
    opened = next_open(plain, OPEN, zone)
    assert [time(16), time(7), time(16)] == [
        one.time() for one in (plain, skipped, opened)
    ]
    assert {UTC} == {plain.tzinfo, skipped.tzinfo, opened.tzinfo}


@given(zone_days(), walls)
def test_each_local_day_has_exactly_one_moment(
    place: tuple[str, date], wall: time
) -> None:
    zone, day = place
    moments = [moment(day + n * DAY, wall, zone) for n in range(-2, 3)]
    assert moments == sorted(set(moments))
    for n, instant in enumerate(moments, -2):
        assert instant == moment(day + n * DAY, wall, zone)
        wanted = datetime.combine(day + n * DAY, wall)
        if local(instant, zone) == wanted:
            earlier = (local(instant - k * MINUTE, zone) for k in range(1, 181))
            assert wanted not in earlier
        else:
            assert local(instant - MINUTE, zone) < wanted < local(instant, zone)


@given(zone_days(), walls, walls, st.integers(0, 1440))
def test_the_next_opening_is_open_and_never_early(
    place: tuple[str, date], start: time, end: time, minutes: int
) -> None:
    zone, day = place
    hours = Hours(start, end if end != start else time((start.hour + 1) % 24))
    if hours.start == hours.end:
        return
    now = moment(day, time(0, 0), zone) + minutes * MINUTE
    opening = next_open(now, hours, zone)
    assert opening >= now
    assert within(opening, hours, zone)
    assert (opening == now) == within(now, hours, zone)


@pytest.mark.parametrize(
    ("wall", "hours", "expected"),
    [
        (time(8, 29), OPEN, False),
        (time(8, 30), OPEN, True),
        (time(20, 29), OPEN, True),
        (time(20, 30), OPEN, False),
        (time(20, 59), NIGHT, False),
        (time(23, 0), NIGHT, True),
        (time(5, 59), NIGHT, True),
        (time(6, 0), NIGHT, False),
    ],
)
def test_hours_hold_from_start_up_to_end_also_across_midnight(
    wall: time, hours: Hours, expected: bool
) -> None:
    now = moment(date(2026, 6, 1), wall, "America/Lima")
    assert expected is within(now, hours, "America/Lima")


def test_the_next_opening_is_this_morning_or_tomorrow() -> None:
    zone = "America/Lima"
    early = moment(date(2026, 6, 1), time(3, 0), zone)
    late = moment(date(2026, 6, 1), time(22, 0), zone)
    assert moment(date(2026, 6, 1), OPEN.start, zone) == next_open(early, OPEN, zone)
    assert moment(date(2026, 6, 2), OPEN.start, zone) == next_open(late, OPEN, zone)


def test_hours_that_a_clock_change_swallows_open_on_the_next_day() -> None:
    zone, hours = "America/New_York", Hours(time(2, 10), time(2, 40))
    now = moment(date(2026, 3, 8), time(1, 0), zone)
    assert moment(date(2026, 3, 9), time(2, 10), zone) == next_open(now, hours, zone)


def test_hours_that_come_twice_open_twice() -> None:
    zone, hours = "America/New_York", Hours(time(1, 10), time(1, 40))
    between = datetime(2026, 11, 1, 5, 50, tzinfo=UTC)
    assert datetime(2026, 11, 1, 6, 10, tzinfo=UTC) == next_open(between, hours, zone)


@pytest.mark.parametrize(
    ("now", "hours", "zone", "opens"),
    [
        # The first of two openings; one that a jump swallows, but not its hours.
        (
            "2026-11-01T04:50",
            ("01:10", "01:40"),
            "America/New_York",
            "2026-11-01T05:10",
        ),
        (
            "2026-03-08T06:00",
            ("02:10", "20:00"),
            "America/New_York",
            "2026-03-08T07:00",
        ),
        # Apia had no 30 December 2011: the evening of the 29th waits for the 31st.
        ("2011-12-30T08:00", ("08:30", "20:30"), "Pacific/Apia", "2011-12-30T18:30"),
    ],
)
def test_the_next_opening_on_days_on_which_the_clocks_change(
    now: str, hours: tuple[str, str], zone: str, opens: str
) -> None:
    asked, expected = (
        datetime.fromisoformat(one).replace(tzinfo=UTC) for one in (now, opens)
    )
    assert expected == next_open(asked, Hours(*map(time.fromisoformat, hours)), zone)


def test_hours_without_length_are_refused() -> None:
    with pytest.raises(ValueError, match="give two times"):
        Hours(time(9, 0), time(9, 0))


@pytest.mark.parametrize(
    ("wall", "day"),
    [
        (time(1, 30), date(2026, 6, 1)),
        (time(3, 59), date(2026, 6, 1)),
        (time(4, 0), date(2026, 6, 2)),
        (time(17, 40), date(2026, 6, 2)),
    ],
)
def test_until_four_a_report_belongs_to_the_day_before(wall: time, day: date) -> None:
    now = moment(date(2026, 6, 2), wall, "Pacific/Auckland")
    assert day == local_day(now, "Pacific/Auckland")


def test_the_grace_can_be_none() -> None:
    now = moment(date(2026, 6, 2), time(0, 0), "Pacific/Auckland")
    zero = time(0, 0)
    assert date(2026, 6, 2) == local_day(now, "Pacific/Auckland", grace_until=zero)


CALLING = Hours(time(12, 15), time(13, 0))
LATE = Hours(time(23, 30), time(0, 30))


@given(zone_days(), st.sampled_from((CALLING, LATE, OPEN, NIGHT)))
def test_a_window_begins_on_its_day_and_lasts_about_as_long_as_its_hours(
    zone_day: tuple[str, date], hours: Hours
) -> None:
    zone, day = zone_day
    found = window(day, hours, zone)
    if found is None:
        return
    starts, ends = found
    minutes = (hours.end.hour - hours.start.hour) * 60 + (
        hours.end.minute - hours.start.minute
    )
    usual = timedelta(minutes=minutes % (24 * 60))
    assert abs(ends - starts - usual) <= DAY
    assert starts < ends
    assert local(starts, zone).date() >= day


def test_a_window_across_midnight_ends_on_the_next_day() -> None:
    found = window(date(2026, 6, 4), LATE, "America/Lima")
    assert (
        moment(date(2026, 6, 4), time(23, 30), "America/Lima"),
        moment(date(2026, 6, 5), time(0, 30), "America/Lima"),
    ) == found


def test_a_window_that_a_change_of_the_clocks_swallows_is_none() -> None:
    gone = Hours(time(2, 5), time(2, 50))
    assert window(date(2026, 3, 8), gone, "America/New_York") is None
    assert window(date(2026, 3, 9), gone, "America/New_York") is not None


def test_hours_hold_their_start_and_not_their_end() -> None:
    walls_and_answers = {time(12, 15): True, time(12, 59): True, time(13): False}
    assert walls_and_answers == {
        wall: open_at(wall, CALLING) for wall in walls_and_answers
    }


@given(
    zone_days(), st.integers(0, 24 * 60 - 1), st.sampled_from((OPEN, NIGHT, CALLING))
)
def test_the_last_close_is_ahead_only_while_the_hours_are_open(
    zone_day: tuple[str, date], minutes: int, hours: Hours
) -> None:
    zone, day = zone_day
    now = moment(day, time(0), zone) + minutes * MINUTE
    assert within(now, hours, zone) == (last_close(now, hours, zone) > now)


def test_at_their_very_start_the_hours_that_begin_are_the_last_ones() -> None:
    starts, ends = window(date(2026, 6, 1), OPEN, "America/Lima") or ()
    assert ends == last_close(starts, OPEN, "America/Lima")


NORTH, SOUTH = timedelta(hours=2), timedelta(hours=12)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("first", "last", "zone", "expected"),
    [
        # Beirut's clocks go at midnight: the change is of the day that begins then.
        ("2024-03-31", "2024-03-31", "Asia/Beirut", [("2024-03-31", NORTH, HOUR)]),
        ("2024-03-20", "2024-03-30", "Asia/Beirut", []),
        ("2024-04-01", "2024-04-30", "Asia/Beirut", []),
        (
            *("2027-03-20", "2027-09-26", "Pacific/Auckland"),
            [("2027-04-04", SOUTH + HOUR, -HOUR), ("2027-09-26", SOUTH, HOUR)],
        ),
        ("2026-01-01", "2026-12-31", "America/Lima", []),
    ],
)
def test_the_days_on_which_the_clocks_change_are_listed(
    first: str, last: str, zone: str, expected: list[tuple[str, timedelta, timedelta]]
) -> None:
    days = date.fromisoformat(first), date.fromisoformat(last)
    assert clock_changes(*days, zone) == tuple(
        ClockChange(date.fromisoformat(day), before, before + by)
        for day, before, by in expected
    )


@pytest.mark.parametrize("name", ["America/Lima", "Pacific/Auckland", "UTC", "Japan"])
def test_places_are_known(name: str) -> None:
    # What was asked while the tests were collected is asked anew.
    known_zone.cache_clear()
    assert known_zone(name)


@pytest.mark.parametrize(
    "name",
    [
        *("", "Etc/Unknown", "Factory", "localtime", "posix/UTC", "right/UTC"),
        *("America", "America/Nowhere", "../etc/passwd", "/etc/localtime", "Lima\n"),
        *("America/Lima\0", "EST5EDT,M3", "+05:00", "zone.tab", "posixrules", "Ünited"),
    ],
)
def test_names_that_are_no_place_are_refused(name: str) -> None:
    assert not known_zone(name)
    with pytest.raises(UnknownZone, match="use a name such as"):
        moment(date(2026, 1, 1), time(12, 0), name)


@given(st.text(max_size=40))
def test_any_name_gets_an_answer(name: str) -> None:
    assert known_zone(name) in {True, False}


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(NaiveMoment, match="pass an aware moment"):
        within(datetime(2026, 1, 1, 12), OPEN, "UTC")  # noqa: DTZ001 -- the point
