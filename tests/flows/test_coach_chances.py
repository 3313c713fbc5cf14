"""A chance: its key, its window on the wall, and its moments on any night."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from flows.coach.chances import Occurrence, minutes_between

MONDAY = date(2026, 3, 2)
CHANCE = Occurrence(MONDAY, 0, time(17), time(19), time(20))


def test_the_key_names_date_and_slot() -> None:
    assert "2026-03-02/0" == CHANCE.key


def test_its_moments_lie_in_the_persons_own_zone() -> None:
    lima = CHANCE.moments("America/Lima")
    assert datetime(2026, 3, 2, 22, tzinfo=UTC) == lima.opens
    assert datetime(2026, 3, 3, 0, tzinfo=UTC) == lima.deadline
    assert datetime(2026, 3, 3, 1, tzinfo=UTC) == lima.closes
    assert lima.prompt is None
    auckland = CHANCE.moments("Pacific/Auckland")
    assert datetime(2026, 3, 2, 6, tzinfo=UTC) == auckland.deadline


def test_a_window_across_midnight_closes_on_the_next_day() -> None:
    at = Occurrence(MONDAY, 0, time(22), time(23), time(1)).moments("UTC")
    assert (timedelta(hours=1), timedelta(hours=3)) == (
        at.deadline - at.opens,
        at.closes - at.opens,
    )


def test_a_window_in_a_skipped_hour_keeps_its_length_after_the_jump() -> None:
    gone = Occurrence(date(2026, 3, 8), 0, time(2, 5), time(2, 20), time(2, 50))
    at = gone.moments("America/New_York")
    assert datetime(2026, 3, 8, 7, tzinfo=UTC) == at.opens
    assert timedelta(minutes=15) == at.deadline - at.opens
    assert at.closes == at.deadline


@pytest.mark.parametrize(
    ("drawn", "day", "expected"),
    [
        (time(17, 40), MONDAY, "2026-03-02T22:40"),
        (time(2, 30), date(2026, 3, 8), "2026-03-08T07:00"),
    ],
)
def test_a_drawn_minute_stays_inside_its_window(
    drawn: time, day: date, expected: str
) -> None:
    opens = time(17) if drawn.hour == 17 else time(2, 10)
    chance = Occurrence(day, 0, opens, time(19), time(20), drawn=drawn)
    at = chance.moments("America/New_York")
    assert f"{expected}:00+00:00" == str(at.prompt).replace(" ", "T")


def test_minutes_are_counted_over_midnight() -> None:
    assert (90, 1350, 0) == (
        minutes_between(time(23), time(0, 30)),
        minutes_between(time(0, 30), time(23)),
        minutes_between(time(9), time(9)),
    )
