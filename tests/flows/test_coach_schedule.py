"""Schedules: values that are written, read, laid over each other and laid out."""

import json
from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.coach import written
from flows.coach.chances import Left, Occurrence
from flows.coach.fields import FIELDS
from flows.coach.layout import For, drawn, lay_out, left_out, occurrences
from flows.coach.resuming import resume
from flows.coach.schedule import (
    RULES,
    BadSchedule,
    Pause,
    Schedule,
    Slot,
    merged,
    says_nothing,
    simple,
)
from tests.flows.drawn_schedules import FIRST, dates, schedules

DAY = timedelta(days=1)
MONDAY = date(2026, 3, 2)
EVENING = Slot(time(17), time(18, 30), time(20))
BASE = simple(frozenset(range(5)), EVENING, MONDAY)
WHOSE = For(MONDAY, seed=5)


def over_base(**words: str) -> Schedule:
    return merged(
        BASE, written.read({k.replace("__", "."): v for k, v in words.items()})
    )


def days_of(schedule: Schedule, days: int = 28) -> list[str]:
    found = occurrences(schedule, MONDAY, MONDAY + days * DAY, WHOSE)
    return [f"{each.local_date:%m-%d}" for each in found]


@given(schedules())
def test_a_schedule_survives_its_written_form_and_json(schedule: Schedule) -> None:
    stored = json.loads(json.dumps(written.dump(schedule)))
    assert schedule == written.load(stored)


@given(schedules(), schedules())
def test_laying_one_over_another_says_nothing_new(one: Schedule, two: Schedule) -> None:
    assert merged(one, Schedule()) == one
    assert merged(Schedule(), two) == two
    laid = merged(one, two)
    assert one.skip | two.skip == laid.skip
    assert one.law | two.law == laid.law
    assert laid.until in (one.until, two.until)


def test_every_field_has_its_sentence_of_merging() -> None:
    rhythm = {"every", "around"}
    assert {each.name for each in fields(Schedule)} - rhythm == set(RULES)


@given(schedules(), dates, dates, dates)
def test_a_chance_is_the_same_from_wherever_one_looks(
    schedule: Schedule, first: date, second: date, last: date
) -> None:
    laid, whose = merged(BASE, schedule), For(FIRST, seed=3)
    wide = lay_out(laid, min(first, second), last, whose)
    narrow = lay_out(laid, max(first, second), last, whose)
    if "no_date" not in {each.reason for each in wide if isinstance(each, Left)}:
        assert narrow == wide[len(wide) - len(narrow) :]
    keys = [(each.local_date, each.slot) for each in wide]
    assert keys == sorted(set(keys))


@pytest.mark.parametrize(
    "words",
    [
        {},
        {"days": "024"},
        {"days": "6", "times": "3"},
        {"days": "0123456", "until": "2026-03-19"},
        {"days": "1", "from": "2026-03-05"},
        {"skip": "2026-03-10"},
        {"every": "2 weeks", "days": "03"},
    ],
)
def test_chances_before_the_day_one_looks_from_are_counted(
    words: dict[str, str],
) -> None:
    """Weeks that are alike are counted at once, so that a year costs no more."""
    laid, whose = merged(BASE, written.read(words)), For(FIRST)
    last = FIRST + timedelta(days=40)
    everything = occurrences(laid, FIRST, last, whose)
    for ahead in range(-8, 41):
        first = FIRST + timedelta(days=ahead)
        expected = tuple(one for one in everything if one.local_date >= first)
        assert expected == occurrences(laid, first, last, whose)


@given(schedules(), dates)
def test_numbers_count_up_and_never_past_the_times(
    schedule: Schedule, last: date
) -> None:
    laid = merged(BASE, schedule)
    numbers = [each.number for each in occurrences(laid, FIRST, last, For(FIRST))]
    assert numbers == list(range(len(numbers)))
    assert schedule.times is None or len(numbers) <= schedule.times


@given(schedules(), dates)
def test_no_chance_lies_on_a_day_that_is_left_out(
    schedule: Schedule, last: date
) -> None:
    laid = merged(BASE, schedule)
    for each in lay_out(laid, FIRST, last, For(FIRST)):
        if isinstance(each, Occurrence):
            assert left_out(laid, each.local_date) is None
        elif each.reason != "no_date":
            assert each.reason == left_out(laid, each.local_date)


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ({}, ["03-02", "03-03", "03-04", "03-05", "03-06", "03-09"]),
        ({"days": "02"}, ["03-02", "03-04", "03-09", "03-11", "03-16", "03-18"]),
        ({"every": "3 days"}, ["03-02", "03-05", "03-08", "03-11", "03-14", "03-17"]),
        (
            {"every": "2 weeks", "days": "15"},
            ["03-03", "03-07", "03-17", "03-21"],
        ),
        # Weeks without days keep the days of the step.
        ({"every": "3 weeks"}, [f"03-0{n}" for n in range(2, 7)] + ["03-23"]),
        ({"times": "3"}, ["03-02", "03-03", "03-04"]),
        (
            {"from": "2026-03-05"},
            ["03-05", "03-06", "03-09", "03-10", "03-11", "03-12"],
        ),
        ({"until": "2026-03-04"}, ["03-02", "03-03", "03-04"]),
        (
            {"skip": "2026-03-03,2026-03-05", "times": "3"},
            ["03-02", "03-04", "03-06"],
        ),
        (
            {"around": "exam_on -3,0", "date.exam_on": "2026-03-20"},
            ["03-17", "03-20"],
        ),
        (
            {"around": "exam_on -14..-12, +1..2", "date.exam_on": "2026-03-20"},
            ["03-06", "03-07", "03-08", "03-21", "03-22"],
        ),
        (
            {"holidays.nz": "2026-03-02", "holidays.pe": "2026-03-03", "observe": "nz"},
            ["03-03", "03-04", "03-05", "03-06", "03-09", "03-10"],
        ),
        ({"observe": "none", "holidays.nz": "2026-03-02"}, ["03-02", "03-03"]),
        (
            {"pause": "2026-03-03..2026-03-08, 2026-03-10"},
            ["03-02", "03-09", "03-11", "03-12"],
        ),
        ({"ill": "2026-03-03"}, ["03-02", "03-04"]),
    ],
)
def test_what_the_words_of_a_schedule_mean(
    words: dict[str, str], days: list[str]
) -> None:
    found = days_of(merged(BASE, written.read(words)))
    assert days == found[: len(days)]
    if (len(days) < 4 and "times" in words) or "until" in words:
        assert days == found


def test_the_last_day_that_there_is_may_be_the_last_one() -> None:
    """It has none after it, and nobody of that schedule could be planned any more."""
    forever = days_of(merged(BASE, written.read({"until": "9999-12-31"})))
    assert days_of(BASE) == forever


def test_weeks_are_counted_from_the_week_of_the_first_day() -> None:
    schedule = merged(BASE, written.read({"every": "2 weeks", "from": "2026-03-11"}))
    assert ["03-11", "03-12", "03-13", "03-23"] == days_of(schedule)[:4]


def test_nothing_is_laid_out_before_her_step_began() -> None:
    schedule = merged(BASE, written.read({"every": "3 days", "from": "2026-02-01"}))
    # Counted from the first of February, so the whole programme meets on one day.
    assert "03-03" == days_of(schedule)[0]


def test_a_date_that_is_not_known_is_shown_once() -> None:
    schedule = merged(BASE, written.read({"around": "exam_on -3"}))
    assert (Left(MONDAY, 0, "no_date"),) == lay_out(
        schedule, MONDAY, MONDAY + 9 * DAY, WHOSE
    )
    assert () == lay_out(schedule, MONDAY, MONDAY - DAY, WHOSE)
    assert () == occurrences(schedule, MONDAY, MONDAY + 9 * DAY, WHOSE)


def test_a_window_may_have_weekdays_of_its_own() -> None:
    layer = written.read({"at": "15 before 10:00 on 1, 15 before 14:00 on 13"})
    base = simple(frozenset(range(5)), EVENING, date(2026, 3, 2))
    found = occurrences(
        merged(base, layer), date(2026, 3, 2), date(2026, 3, 15), For(date(2026, 3, 2))
    )
    assert [
        ("2026-03-03/0", 0), ("2026-03-03/1", 1), ("2026-03-05/1", 2),
        ("2026-03-10/0", 3), ("2026-03-10/1", 4), ("2026-03-12/1", 5),
    ] == [(one.key, one.number) for one in found]  # fmt: skip
    later = occurrences(
        merged(base, layer), date(2026, 3, 12), date(2026, 3, 15), For(date(2026, 3, 2))
    )
    assert [5] == [one.number for one in later]
    assert (
        "09:45-10:00-12:00 on 1,13:45-14:00-16:00 on 13" == written.write(layer)["at"]
    )
    with pytest.raises(BadSchedule, match="at"):
        written.read({"at": "evening on 8"})


def test_several_windows_a_day_have_slots_in_the_order_of_the_day() -> None:
    schedule = merged(
        BASE, written.read({"at": "evening, 15 before 10:00, random 12:00-13:00"})
    )
    found = occurrences(schedule, MONDAY, MONDAY, WHOSE)
    assert [
        (0, time(9, 45), time(10)),
        (1, time(12), time(13)),
        (2, time(17), time(19)),
    ] == [(each.slot, each.opens, each.deadline) for each in found]
    assert [0, 1, 2] == [each.number for each in found]
    assert (time(12), time(10)) == (found[0].closes, found[0].deadline)
    minute = found[1].drawn
    assert minute is not None
    assert time(12) <= minute < time(12, 50)


def test_a_drawn_minute_is_stable_and_differs_between_people_and_days() -> None:
    slot = Slot(time(23), time(1), time(2), draw=True)
    minutes = {drawn(slot, f"2026-03-{n:02d}/0", 1) for n in range(1, 29)}
    assert 20 < len(minutes)
    assert drawn(slot, "k", 1) == drawn(slot, "k", 1) != drawn(slot, "k", 2)
    short = replace(slot, deadline=time(23, 5))
    assert time(23) == drawn(short, "k", 1)


@given(st.integers(), st.integers(1, 300))
def test_a_drawn_minute_leaves_time_to_go_out(seed: int, waits: int) -> None:
    opens = time(9)
    deadline = time(*divmod(540 + waits, 60))
    minute = drawn(Slot(opens, deadline, deadline, draw=True), "2026-03-02/0", seed)
    assert minute is not None
    assert 0 <= minute.hour * 60 + minute.minute - 540 <= max(0, waits - 10)


def test_her_own_schedule_over_the_programmes() -> None:
    under = written.read(
        {
            "every": "3 days",
            "until": "2026-05-01",
            "times": "9",
            "observe": "nz",
            "texts": "09:00-18:00",
            "calls": "10:00-12:00",
            "law": "us",
            "holidays.nz": "2026-03-04",
        }
    )
    over = written.read(
        {
            "days": "02",
            "until": "2026-06-01",
            "observe": "none",
            "texts": "08:00-12:00",
            "law": "us_florida",
        }
    )
    assert {
        "days": "02",
        "until": "2026-05-01",
        "times": "9",
        "holidays.nz": "2026-03-04",
        "observe": "none",
        "texts": "08:00-12:00",
        "calls": "10:00-12:00",
        "law": "us,us_florida",
    } == written.write(merged(under, over))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"days": "07"}, "days: '07'; write 0 .Monday. to 6"),
        ({"dayz": "0"}, "dayz: did you mean days"),
        ({"xq": "0"}, "there are: days, every"),
        ({"holidays": "2026-01-01"}, "write it as holidays.NAME"),
        ({"days.x": "0"}, "days.x: write it as days"),
        ({"holidays.N Z": "2026-01-01"}, "small letters, digits"),
        ({"every": "0 days"}, "every: '0 days'; write 3 days"),
        ({"every": "often"}, "write 3 days"),
        ({"every": "3 days", "days": "0"}, "every: every so many days has no weekdays"),
        ({"around": "exam_on"}, "write the date's name"),
        ({"around": "exam_on ,"}, "write the date's name"),
        ({"around": "exam_on 900"}, "write the date's name"),
        ({"around": "Exam -3"}, "write the date's name"),
        ({"around": "exam_on -3", "days": "0"}, "around: days around a date"),
        ({"at": "17:00-18:00"}, "write 17:00-18:30-20:00"),
        ({"at": ""}, "write 17:00-18:30-20:00"),
        ({"at": "17:00-18:00-19:00,17:00-18:00-19:00"}, "write 17:00-18:30"),
        ({"at": "17:00-16:00-15:00"}, "at: the deadline 16:00 must lie after 17:00"),
        ({"at": "17:00-20:00-20:00"}, "at: 20:00 is the deadline and the end at once"),
        ({"at": "17:00:30-18:00-19:00"}, "write 17:00-18:30"),
        ({"from": "tomorrow"}, "from: 'tomorrow'; write it as 2026-12-24"),
        (
            {"from": "2026-03-04", "until": "2026-03-03"},
            "until: the last day comes before the first, 2026-03-04",
        ),
        ({"times": "0"}, "write a whole number up to 366"),
        ({"pause": "2026-03-04..2026-03-03"}, "pause: .* write it as 2026-12-24"),
        ({"ill": "0001-01-01..2026-01-01"}, "ill: .* write it as 2026-12-24"),
        ({"ill": "2026-03-04 perhaps"}, "ill: .* write it as 2026-12-24"),
        ({"texts": "09:00-09:00"}, "texts: '09:00-09:00'; write it as 09:00-18:00"),
        ({"law": "mars"}, "law: 'mars'; write names of presets: us, us_florida"),
    ],
)
def test_what_cannot_stand_is_refused_with_field_and_mend(
    words: dict[str, str], said: str
) -> None:
    with pytest.raises(BadSchedule, match=said):
        written.read(words)


def test_fields_are_set_and_cleared_by_name() -> None:
    standing = written.changed(
        Schedule(), ["days=024", "times = 9", "law=us,us_florida"]
    )
    assert {"days": "024", "times": "9", "law": "us,us_florida"} == written.write(
        standing
    )
    after = written.changed(standing, ["days=1"], ["times"])
    assert {"days": "1", "law": "us,us_florida"} == written.write(after)
    for pairs, clear, said in (
        (["days"], [], "write it as name=value"),
        (["days="], [], "write it as name=value"),
        ([], ["until"], "it is not set here; set are: days, times, law"),
    ):
        with pytest.raises(BadSchedule, match=said):
            written.changed(standing, pairs, clear)
    with pytest.raises(BadSchedule, match="set are: nothing"):
        written.changed(Schedule(), [], ["days"])


def test_a_window_without_room_for_a_prompt_that_stands_is_read_and_never_typed() -> (
    None
):
    standing = written.load({"v": 1, "at": "17:00-20:00-20:00"})
    assert {"v": 1, "at": "17:00-20:00-20:00"} == written.dump(standing)
    # Who changes something else is not asked about it; who types it is.
    assert "times" in written.write(written.changed(standing, ["times=9"]))
    with pytest.raises(BadSchedule, match="always comes too late: let it close later"):
        written.changed(standing, ["at=17:00-20:00-20:00"])
    assert written.read({"at": "random 17:00-20:00"}).slots
    assert written.read({"at": "17:00-19:59-20:00"}).slots


@pytest.mark.parametrize("stored", [{"v": 2}, {}, {"v": 1, "days": "9"}])
def test_what_is_stored_and_cannot_be_read_is_told(stored: Mapping[str, Any]) -> None:
    with pytest.raises(BadSchedule):
        written.load(stored)


def test_nothing_stored_says_nothing() -> None:
    assert says_nothing(written.load(None))
    assert not says_nothing(BASE)
    assert {"v": 1} == written.dump(Schedule())


def test_every_field_has_its_mend_and_meaning() -> None:
    assert all(line.mend and line.meaning for line in FIELDS.values())


def test_after_an_illness_the_ladder_is_told_once() -> None:
    ill = Schedule(
        pauses=(
            Pause(MONDAY, MONDAY + 3 * DAY, "illness"),
            Pause(MONDAY, MONDAY + 3 * DAY),
        )
    )
    assert (ill, None) == resume(ill, MONDAY + 3 * DAY)
    after, told = resume(ill, MONDAY + 4 * DAY)
    assert told is not None
    assert ("changed", MONDAY - DAY, 4) == (told.command, told.before, told.days)
    assert (after, None) == resume(after, MONDAY + 5 * DAY)
    assert [True, False] == [pause.told for pause in after.pauses]
