"""The beat goes on, whatever a round meets."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

import pytest
import structlog

from service import clock
from service.store.db import Database
from service.usecases.parts import Parts


class Breaking:
    """A database whose rounds break in a way nobody foresaw."""

    def transaction(self, organisation: object = None) -> Any:
        raise RuntimeError("her own words")


def test_a_round_that_breaks_is_logged_by_its_kind_and_the_next_comes(
    parts: Parts,
) -> None:
    broken: Any = Breaking()
    with structlog.testing.capture_logs() as logs:
        seen = clock.beat(replace(parts, db=broken), 7)
    assert {"escalate": 0, "deliver": 0, "nudge": 0} == seen
    assert {"duty_failed"} == {line["event"] for line in logs}
    assert set(clock.beat(parts, 0)) > set()


def test_a_database_that_is_away_is_asked_again(parts: Parts) -> None:
    gone = Database("postgresql://nobody:none@127.0.0.1:1/none", pool_size=1)
    with structlog.testing.capture_logs() as logs:
        assert {} == clock.beat(replace(parts, db=gone), 3)
    assert ["database_away"] == [line["event"] for line in logs]
    gone.close()


@pytest.mark.parametrize("number", [0, 1])
def test_an_empty_house_is_no_trouble(parts: Parts, number: int) -> None:
    assert {0} == set(clock.beat(parts, number).values())


def test_a_clock_begins_with_a_beat(parts: Parts) -> None:
    """A drill: clocks that were killed twice a second waited, and never beat."""
    told = threading.Event()
    told.set()
    assert 1 == clock.go(parts, told)
