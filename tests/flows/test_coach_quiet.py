"""Quiet hours by sort, and the legal presets that bound them."""

from datetime import date, time

import pytest
from hypothesis import given

from flows.coach import written
from flows.coach.quiet import PRESETS, hours_on, narrowed
from flows.coach.schedule import Schedule
from flows.coach.timing import Hours, open_at
from tests.flows.drawn_schedules import hours, schedules, walls

DEFAULT = Hours(time(8, 30), time(20, 30))
FRIDAY, SATURDAY, SUNDAY = (date(2026, 3, day) for day in (6, 7, 8))


@given(hours(), hours(), walls)
def test_what_is_open_in_both_is_never_wider_than_either(
    one: Hours, other: Hours, wall: time
) -> None:
    both = narrowed(one, other)
    if both is None:
        assert not (open_at(wall, one) and open_at(wall, other))
    elif open_at(wall, both):
        assert open_at(wall, one)
        assert open_at(wall, other)


def test_hours_that_never_meet_are_none() -> None:
    assert narrowed(DEFAULT, Hours(time(21), time(6))) is None
    assert Hours(time(9), time(20)) == narrowed(DEFAULT, Hours(time(9), time(20)))
    assert DEFAULT == narrowed(DEFAULT, DEFAULT)


@given(schedules(), walls)
def test_no_law_is_ever_widened(schedule: Schedule, wall: time) -> None:
    for day in (FRIDAY, SATURDAY, SUNDAY):
        found = hours_on(schedule, "calls", day, DEFAULT)
        for law in schedule.law if found and open_at(wall, found) else ():
            bound = PRESETS[law].calls[day.weekday()]
            assert bound is not None
            assert open_at(wall, bound)


def test_without_a_word_the_programmes_hours_hold() -> None:
    for sort in ("texts", "calls", "retries"):
        assert DEFAULT == hours_on(Schedule(), sort, FRIDAY, DEFAULT)


def test_each_sort_has_its_own_hours_and_retries_follow_calls() -> None:
    schedule = written.read({"texts": "07:00-22:00", "calls": "12:00-13:00"})
    assert Hours(time(7), time(22)) == hours_on(schedule, "texts", FRIDAY, DEFAULT)
    assert Hours(time(12), time(13)) == hours_on(schedule, "retries", FRIDAY, DEFAULT)


@pytest.mark.parametrize(
    ("law", "sort", "day", "expected"),
    [
        ("us", "texts", FRIDAY, ("08:00", "21:00")),
        ("us_florida", "texts", FRIDAY, ("08:00", "20:00")),
        ("us,us_connecticut", "calls", SUNDAY, ("09:00", "20:00")),
        ("ca", "calls", SATURDAY, ("10:00", "18:00")),
        ("ca", "texts", SATURDAY, ("06:00", "23:00")),
        ("au", "retries", SATURDAY, ("09:00", "17:00")),
        ("au", "calls", SUNDAY, None),
        ("au,us", "calls", SUNDAY, None),
    ],
)
def test_laws_bound_the_hours_of_their_day(
    law: str, sort: str, day: date, expected: tuple[str, str] | None
) -> None:
    wide = Hours(time(6), time(23))
    found = hours_on(written.read({"law": law}), sort, day, wide)
    meant = expected and Hours(*map(time.fromisoformat, expected))
    assert meant == found


def test_every_preset_names_its_source_and_has_a_week() -> None:
    for preset in PRESETS.values():
        assert preset.source
        assert preset.about
        assert 7 == len(preset.calls)
        assert preset.texts is None or 7 == len(preset.texts)
