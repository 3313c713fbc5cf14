"""What a day of the calendar says to who does not see its shapes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask

from service.web import calendar, words
from service.web.calendar import Cell

FRIDAY = date(2026, 3, 27)


@pytest.fixture(autouse=True)
def _asked() -> Iterator[None]:
    with Flask("service.web").test_request_context():
        yield


def test_a_chance_that_has_begun_is_not_to_come() -> None:
    """Its prompt had gone and nothing more came, and the day said "to come"."""
    assert "Fri 27 Mar: still open" == Cell(FRIDAY, ("open",), True, "").says
    assert "still open" == words.SHAPES["open"]


def test_a_chance_of_a_day_ahead_is_to_come() -> None:
    ahead = Cell(FRIDAY, ("open", "open"), False, calendar.AHEAD)
    assert "Fri 27 Mar: still to come" == ahead.says
    told = Cell(FRIDAY, ("unprompted", "open"), False, calendar.AHEAD)
    assert "Fri 27 Mar: tried, unprompted, still open" == told.says
