"""The beat goes on, whatever a round meets."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
import structlog

from service import clock
from service.queue import URGENT
from service.store.db import Database
from service.usecases import looking_after
from service.usecases.looking_after import Lately
from service.usecases.parts import Parts


class Breaking:
    """A database whose rounds break in a way nobody foresaw."""

    def transaction(self, organisation: object = None) -> Any:
        raise RuntimeError("her own words")


class Deaf:
    """A bell that nobody hears."""

    def ring(self, *_: object) -> bool:
        return False

    def waiting(self, _lane: str) -> None:
        return None


def test_a_round_that_breaks_is_logged_by_its_kind_and_the_next_comes(
    parts: Parts,
) -> None:
    broken: Any = Breaking()
    with structlog.testing.capture_logs() as logs:
        seen = clock.beat(replace(parts, db=broken), 7)
    urgent = ("hold", "release", "end_calls", "escalate", "deliver", "nudge")
    assert dict.fromkeys(urgent, 0) == seen
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


def test_between_two_beats_the_lanes_are_looked_at(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Workers who are done with theirs need not wait a second for the next beat."""
    monkeypatch.setattr(clock, "BEAT_SECONDS", 0.0)
    told, done = threading.Event(), []

    def beats(_parts: Parts, number: int, _lately: Lately) -> None:
        done.append(number)
        told.set() if number == 2 else None

    monkeypatch.setattr(clock, "beat", beats)
    monkeypatch.setattr(clock, "look", lambda *_: done.append(-1))
    assert 3 == clock.go(parts, told)
    assert [0, *[-1] * 9, 1, *[-1] * 9, 2] == done


def test_a_look_that_meets_no_database_is_no_end(parts: Parts) -> None:
    """With Redis gone the urgent work is done here, and the database may be away."""
    gone = Database("postgresql://nobody:none@127.0.0.1:1/none", pool_size=1)
    urgent = next(one for one in looking_after.DUTIES if one.lane == URGENT)
    duty = replace(urgent, job="deliver")
    lately, deaf = Lately(), Deaf()
    lately.keeps(duty, deque([(UUID(int=1), [UUID(int=2)])]))
    away: Any = replace(parts, db=gone, bell=deaf)
    with structlog.testing.capture_logs() as logs:
        clock.look(away, lately)
    assert ["database_away"] == [line["event"] for line in logs]
    gone.close()
