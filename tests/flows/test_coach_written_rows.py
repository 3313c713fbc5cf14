"""Rows that are kept as JSON or typed by a coach, each by example."""

from datetime import date

import pytest

from flows.coach import signs, written
from flows.coach.signs import Measure

DAY = date(2026, 3, 2)


def test_a_number_she_gave_is_kept_with_its_name_and_day() -> None:
    assert ["confidence", 7, "2026-03-02"] == signs.dump(Measure("confidence", 7, DAY))


def test_what_a_coach_typed_is_written_back_as_typed() -> None:
    typed = ("days=024", "skip=2026-12-24,2026-12-31", "at=random 12:00-14:00")
    schedule = written.changed(written.load(None), typed, ())
    said = written.dump(schedule)
    assert schedule == written.load(said)
    assert "2026-12-24,2026-12-31" in str(said)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("at=morning", {"at": "morning"}),
        ("at=random 12:00-14:00", None),
        ("pause=2026-03-09..2026-03-13", {"pause": "2026-03-09..2026-03-13"}),
        ("ill=2026-03-09..2026-03-13", {"ill": "2026-03-09..2026-03-13"}),
        ("around=exam -2..1", {"around": "exam -2,-1,0,1"}),
        ("observe=us,nz", {"observe": "nz,us"}),
        ("observe=none", {"observe": "none"}),
    ],
)
def test_each_field_of_a_schedule_is_written_as_it_is_read(
    typed: str, kept: dict[str, str] | None
) -> None:
    schedule = written.changed(written.load(None), (typed,), ())
    said = written.dump(schedule)
    assert schedule == written.load(said)
    assert kept is None or kept.items() <= said.items()
