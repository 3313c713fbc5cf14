"""The weekly question: once a period, in the person's own zone."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.coach.recap import Recap, digest_falls_on, next_recap, recap_due
from flows.coach.timing import moment

SUNDAY = date(2026, 3, 1)
WEEKLY = Recap(6, time(18, 0))
MONTHLY = Recap(6, time(18, 0), monthly=True)
LIMA = "America/Lima"


@pytest.mark.parametrize(
    ("day", "wall", "last", "due"),
    [
        (SUNDAY, time(17, 59), date(2026, 2, 22), None),
        (SUNDAY, time(18, 0), date(2026, 2, 22), SUNDAY),
        (date(2026, 3, 4), time(9, 0), date(2026, 2, 22), SUNDAY),
        (SUNDAY, time(19, 0), SUNDAY, None),
        (SUNDAY, time(19, 0), None, SUNDAY),
        (date(2026, 3, 31), time(9, 0), date(2026, 2, 1), date(2026, 3, 29)),
    ],
)
def test_the_weekly_recap_is_due_from_its_wall_time_and_once(
    day: date, wall: time, last: date | None, due: date | None
) -> None:
    assert due == recap_due(WEEKLY, now=moment(day, wall, LIMA), zone=LIMA, last=last)


def test_the_monthly_recap_is_the_first_of_its_weekday() -> None:
    now = moment(date(2026, 3, 31), time(20, 0), LIMA)
    assert SUNDAY == recap_due(MONTHLY, now=now, zone=LIMA, last=None)
    assert date(2026, 4, 5) == next_recap(MONTHLY, after=SUNDAY)


def test_the_next_weekly_recap_is_never_the_same_day() -> None:
    assert SUNDAY + timedelta(days=7) == next_recap(WEEKLY, after=SUNDAY)


@settings(max_examples=15, deadline=None)
@given(
    st.sampled_from(("America/New_York", "Pacific/Auckland", LIMA)),
    st.times(),
    st.booleans(),
    st.integers(0, 300),
)
def test_asked_every_hour_a_recap_comes_once_per_period(
    zone: str, wall: time, monthly: bool, start: int
) -> None:
    recap = Recap(6, wall, monthly)
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=start)
    last: date | None = now.date()
    asked = []
    for _ in range(24 * 35):
        due = recap_due(recap, now=now, zone=zone, last=last)
        if due is not None:
            asked.append(due)
            last = due
        now += timedelta(hours=1)
    gaps = {(b - a).days for a, b in pairwise(asked)}
    assert gaps <= ({28, 35} if monthly else {7})
    assert len(asked) >= (0 if monthly else 4)


# ---- the digest: a month in place of one recap (#42, #44) ----

BEGAN = date(2026, 1, 5)


@pytest.mark.parametrize(
    ("day", "began", "last", "expected"),
    [
        (SUNDAY, BEGAN, None, True),
        (SUNDAY, None, None, False),
        (SUNDAY, date(2026, 2, 2), None, False),  # 27 days
        (SUNDAY, date(2026, 2, 1), None, True),  # four weeks
        (date(2026, 3, 8), BEGAN, None, False),  # the second one of the month
        (date(2026, 3, 2), BEGAN, None, False),  # no recap day
        (SUNDAY, BEGAN, date(2026, 2, 1), True),
        (SUNDAY, BEGAN, date(2026, 2, 9), False),  # the recap's day was changed
    ],
)
def test_the_digest_is_the_first_recap_of_a_month_and_not_of_the_first_weeks(
    day: date, began: date | None, last: date | None, *, expected: bool
) -> None:
    assert expected == digest_falls_on(WEEKLY, day, began=began, last=last)


@given(st.dates(BEGAN, date(2030, 1, 1)), st.integers(0, 6))
def test_digests_are_four_or_five_weeks_apart(began: date, weekday: int) -> None:
    weekly, last, found = Recap(weekday, time(19)), None, []
    for ahead in range(200):
        day = began + timedelta(days=ahead)
        if digest_falls_on(weekly, day, began=began, last=last):
            found.append(last := day)
    assert all((day - began).days >= 28 for day in found)
    assert {(b - a).days for a, b in pairwise(found)} <= {28, 35}
    assert len(found) >= 5
