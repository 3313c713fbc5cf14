"""What a form can say of when goes to a schedule and back unchanged."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given, settings

from flows.coach import written
from flows.coach.fields import FIELDS, PARTS
from flows.coach.schedule import Schedule, Slot
from service.web import schedule_form as form
from service.web import schedule_rows as rows
from tests.flows.drawn_schedules import schedules


@given(schedules())
@settings(max_examples=80, deadline=None)
def test_whatever_stands_is_shown_and_read_back_equal(layer: Schedule) -> None:
    said = form.read(form.fill(layer))
    assert {} == said.wrong
    assert layer == said.schedule


@given(schedules())
@settings(max_examples=25, deadline=None)
def test_what_a_form_says_it_says_again(layer: Schedule) -> None:
    typed = form.fill(layer)
    for name in rows.ROWS:  # as the page numbers them, with a row to write into
        for at, row in rows.laid(typed, name):
            typed |= {f"{name}_{at}_{part}": text for part, text in row.items()}
        typed.setdefault(f"window_{at}_kind", "window")
    said = form.read(typed)
    assert layer == said.schedule
    assert form.fill(layer) == form.fill(said.schedule or Schedule())


def test_every_field_of_the_table_can_be_said() -> None:
    told = {
        "every": "2 weeks", "days": "024", "at": "15 before 10:00", "from": "2026-03-02",
        "began": "2026-03-01", "until": "2026-05-01", "times": "9",
        "skip": "2026-04-01", "holidays.nz": "2026-04-03", "observe": "nz",
        "pause": "2026-04-05", "ill": "2026-04-07", "date.exam_on": "2026-04-30",
        "texts": "09:00-18:00", "calls": "10:00-17:00", "retries": "11:00-12:00",
        "law": "us",
    }  # fmt: skip
    layer = written.read(told)
    assert layer == form.read(form.fill(layer)).schedule
    around = written.read({"around": "exam_on -3,0"})
    assert around == form.read(form.fill(around)).schedule
    assert set(FIELDS) == {name.partition(".")[0] for name in told} | {"around"}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"window_0_minutes": "15", "window_0_meets": "10:00",
          "window_0_kind": "before"}, "09:45-10:00-12:00"),
        ({"window_0_kind": "random", "window_0_opens": "09:00",
          "window_0_deadline": "12:00"}, "random 09:00-12:00-12:00"),
        ({"window_3_kind": "part", "window_3_part": "evening"}, "evening"),
        ({"window_0_kind": "window", "window_0_opens": "17:00:00",
          "window_0_deadline": "18:30", "window_0_closes": "20:00",
          "window_1_kind": "window"}, "17:00-18:30-20:00"),
        ({"window_0_kind": "before", "window_0_minutes": "15", "window_0_on1": "on",
          "window_0_meets": "10:00"}, "09:45-10:00-12:00 on 1"),
        # Minutes left empty are those that the field shows.
        ({"window_0_kind": "before", "window_0_meets": "10:00"}, "09:45-10:00-12:00"),
        # A row to write into that nobody wrote into says nothing, whatever is ticked.
        ({"window_0_kind": "before", "window_0_meets": "10:00",
          "window_1_kind": "window", "window_1_opens": "", "window_1_on2": "on",
          "window_2_kind": "before", "window_2_meets": " ", "window_2_on3": "on"},
         "09:45-10:00-12:00"),
        # What was typed for another kind of window before is left aside.
        ({"window_0_kind": "before", "window_0_opens": "17:00"}, ""),
    ],
)  # fmt: skip
def test_windows_are_read_by_their_kind(typed: dict[str, str], expected: str) -> None:
    said = form.read(typed).schedule
    assert said is not None
    assert expected == written.write(said).get("at", "")


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ({"window_0_kind": "window", "window_0_opens": "17:00"}, "window_0"),
        ({"window_0_kind": "before", "window_0_minutes": "15"}, "window_0"),
        # With more it would be a window, and its prompt would come at the moment.
        ({"window_0_kind": "before", "window_0_minutes": "46",
          "window_0_meets": "10:00"}, "window_0"),
        ({"window_0_kind": "before", "window_0_minutes": "some",
          "window_0_meets": "10:00"}, "window_0"),
        ({"window_0_kind": "window", "window_0_opens": "17:00",
          "window_0_deadline": "16:00", "window_0_closes": "20:00"}, "window_0"),
        ({"window_0_kind": "window", "window_0_opens": "17:00",
          "window_0_deadline": "20:00", "window_0_closes": "20:00"}, "window_0"),
        ({"window_0_kind": "part", "window_0_part": "night"}, "window_0"),
        ({"window_0_kind": "part", "window_0_part": "day", "window_1_kind": "part",
          "window_1_part": "day"}, "window_1"),
        ({"rhythm": "days"}, "rhythm"),
        ({"rhythm": "every_days", "every": "none"}, "rhythm"),
        ({"rhythm": "every_weeks"}, "rhythm"),
        ({"rhythm": "around", "around_date": "exam"}, "rhythm"),
        ({"from": "tomorrow"}, "from"),
        ({"from": "2026-03-02", "until": "2026-03-01"}, "until"),
        ({"times": "0"}, "times"),
        ({"skip_0_day": "soon"}, "skip_0"),
        ({"pause_0_first": "2026-03-02", "pause_0_last": "2026-03-01"}, "pause_0"),
        ({"pause_0_last": "2026-03-01"}, "pause_0"),
        ({"holiday_0_name": "nz", "holiday_0_days": "Christmas"}, "holiday_0"),
        ({"holiday_0_name": "Ñ!", "holiday_0_days": "2026-12-25"}, "holiday_0"),
        ({"holiday_0_name": "nz", "holiday_1_name": "nz"}, "holiday_1"),
        ({"observe": "own", "observe_N!": "on"}, "observe"),
        ({"date_0_name": "exam_on"}, "date_0"),
        ({"texts_from": "09:00"}, "texts"),
        ({"calls_from": "09:00", "calls_to": "09:00"}, "calls"),
    ],
)  # fmt: skip
def test_what_cannot_stand_is_said_beside_its_field(
    typed: dict[str, str], place: str
) -> None:
    said = form.read(typed)
    assert said.schedule is None
    assert [place] == list(said.wrong)
    assert said.wrong[place].endswith(".")


def test_names_are_written_as_people_write_them() -> None:
    said = form.read({"date_0_name": "Exam on", "date_0_day": "2026-04-30",
                      "rhythm": "around", "around_date": "exam-on",
                      "around_days": "-14..0"}).schedule  # fmt: skip
    assert said is not None
    assert said.around is not None
    assert {said.around.date} == said.dates.keys()
    assert "-14..0" == form.fill(said)["around_days"]


def test_an_illness_with_other_days_is_not_told_yet() -> None:
    typed = form.fill(written.read({"ill": "2026-03-02..2026-03-04 told"}))
    assert typed["pause_0_told"]
    typed["pause_0_last"] = "2026-03-09"
    said = form.read(typed).schedule
    assert said is not None
    assert not said.pauses[0].told


def test_rows_are_numbered_anew_and_one_is_empty() -> None:
    typed = {"skip_4_day": "2026-03-02", "skip_9_day": "", "window_0_kind": "window"}
    assert [(0, {"day": "2026-03-02"}), (1, {})] == rows.laid(typed, "skip")
    assert [(0, {})] == rows.laid(typed, "window")
    assert {"skip_9_day": "", "window_0_kind": "window"} == rows.without(
        typed, "skip", 4
    )


def test_a_moment_reads_as_one_only_shortly_before() -> None:
    slot = Slot(time(8), time(10), time(12))
    assert "window" == form.fill(Schedule(slots=(slot,)))["window_0_kind"]
    part = form.fill(Schedule(slots=(PARTS["day"],)))
    assert "day" == part["window_0_part"]


def test_many_days_off_are_all_kept() -> None:
    days = ",".join(f"2026-0{month}-{day:02d}" for month in (1, 3, 5, 7)
                    for day in range(1, 31))  # fmt: skip
    layer = written.read({"skip": days})
    assert layer == form.read(form.fill(layer)).schedule
