"""Saving over what somebody saw: compared, saved and only then told of."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

import pytest

from service.usecases import unchanged
from service.usecases.parts import Parts
from tests.service import crowd
from tests.service.conftest import SilentBell


@pytest.fixture
def mila(parts: Parts, stairwell: UUID, where: UUID) -> UUID:
    return crowd.person(parts, stairwell, where)


@pytest.fixture
def bell(parts: Parts) -> SilentBell:
    found = cast("SilentBell", cast("Any", parts.bell))
    found.rung.clear()
    return found


def test_a_bell_rung_within_is_heard_after_the_commit_and_once(
    parts: Parts, stairwell: UUID, mila: UUID, bell: SilentBell
) -> None:
    def work(within: Parts) -> None:
        assert 0 == within.bell.waiting("urgent")
        assert not within.bell.ring("deliver", stairwell, [mila])
        assert [] == bell.rung

    unchanged.save(parts, stairwell, mila, lambda _: True, work)
    assert [("deliver", stairwell, (mila,))] == bell.rung


def test_what_was_not_saved_rings_for_nobody(
    parts: Parts, stairwell: UUID, mila: UUID, bell: SilentBell
) -> None:
    def work(within: Parts) -> None:
        within.bell.ring("deliver", stairwell, [mila])
        raise RuntimeError("it broke")

    with pytest.raises(RuntimeError):
        unchanged.save(parts, stairwell, mila, lambda _: True, work)
    with pytest.raises(unchanged.Changed):
        unchanged.save(parts, stairwell, mila, lambda _: False, work)
    assert [] == bell.rung


def test_a_bell_rung_with_a_transaction_open_would_be_seen(
    parts: Parts, stairwell: UUID
) -> None:
    with (
        pytest.raises(AssertionError, match="transaction open"),
        parts.db.transaction(stairwell),
    ):
        parts.bell.ring("deliver", stairwell, [])
