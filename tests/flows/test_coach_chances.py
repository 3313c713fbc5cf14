"""Plans give chances: one per local day and slot, whatever part one looks at."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.coach.chances import Occurrence, Plan, falls_on, occurrences

MONDAY = date(2026, 3, 2)
DAY = timedelta(days=1)
WEEKDAYS = frozenset({0, 1, 2, 3, 4})
PLAN = Plan(WEEKDAYS, time(17), time(19), "window", MONDAY)
dates = st.dates(date(2026, 1, 1), date(2026, 6, 30))


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    start = draw(dates)
    return Plan(
        draw(st.frozensets(st.integers(0, 6))),
        draw(st.times()),
        draw(st.times()),
        draw(st.sampled_from(("window", "moment"))),
        start,
        draw(st.none() | dates),
        draw(st.frozensets(dates, max_size=5)),
    )


@given(plans(), dates, dates)
def test_a_plan_gives_each_of_its_days_once(
    plan: Plan, first: date, last: date
) -> None:
    found = occurrences(plan, first, last)
    days = [first + n * DAY for n in range((last - first).days + 1)]
    assert [d for d in days if falls_on(plan, d)] == [o.local_date for o in found]
    assert len({o.key for o in found}) == len(found)


@given(plans(), dates, dates, dates)
def test_an_occurrence_is_the_same_from_wherever_one_looks(
    plan: Plan, first: date, second: date, last: date
) -> None:
    wide = occurrences(plan, min(first, second), last)
    narrow = occurrences(plan, max(first, second), last)
    assert narrow == wide[len(wide) - len(narrow) :]


def test_the_key_names_date_and_slot() -> None:
    assert "2026-03-02/0" == occurrences(PLAN, MONDAY, MONDAY)[0].key


def test_start_end_skip_and_weekdays_bound_a_plan() -> None:
    skip = frozenset({MONDAY + DAY})
    plan = Plan(WEEKDAYS, time(17), time(19), "window", MONDAY, MONDAY + 7 * DAY, skip)
    found = occurrences(plan, MONDAY - 7 * DAY, MONDAY + 30 * DAY)
    assert [2, 4, 5, 6, 9] == [o.local_date.day for o in found]
    assert [0, 1, 2, 3, 4] == [o.number for o in found]


def test_the_deadline_lies_in_the_persons_own_zone() -> None:
    chance = occurrences(PLAN, MONDAY, MONDAY)[0]
    assert datetime(2026, 3, 2, 22, tzinfo=UTC) == chance.opening("America/Lima")
    assert datetime(2026, 3, 3, 0, tzinfo=UTC) == chance.deadline("America/Lima")
    assert datetime(2026, 3, 2, 6, tzinfo=UTC) == chance.deadline("Pacific/Auckland")


def test_a_window_across_midnight_closes_on_the_next_day() -> None:
    chance = Occurrence(MONDAY, 0, time(22), time(1))
    assert MONDAY + DAY == chance.closing_date
    assert timedelta(hours=3) == chance.deadline("UTC") - chance.opening("UTC")


def test_a_weekday_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match=r"0 \(Monday\) to 6"):
        Plan(frozenset({7}), time(17), time(19), "window", MONDAY)
