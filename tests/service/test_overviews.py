"""Programmes and scripts ask the database as often for a crowd as for two."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from service.store.db import Tx
from service.usecases import authoring, programming
from service.usecases.parts import Parts
from service.usecases.rights import Signed, operator
from tests.database import Clone, wait
from tests.service import crowd


@pytest.fixture
def signed(stairwell: UUID) -> Signed:
    return operator(stairwell, "Stairwell")


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    asked: list[str] = []
    rows = Tx.rows

    def told(tx: Tx, query: Any, **values: Any) -> Any:
        asked.append(str(query))
        return rows(tx, query, **values)

    with monkeypatch.context() as patched:
        patched.setattr(Tx, "rows", told)
        yield asked


def test_a_crowd_asks_as_many_queries_as_two(
    parts: Parts,
    stairwell: UUID,
    where: UUID,
    signed: Signed,
    clone: Clone,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def enrols(first: int, last: int) -> None:
        for number in range(first, last):
            phone = f"+155501{number:05d}"
            crowd.person(parts, stairwell, where, number=phone)
            wait(clone, timedelta(minutes=1))
            crowd.text(parts, "GO", sender=phone)
            wait(clone, timedelta(minutes=1))
            crowd.text(parts, "said my idea", sender=phone)

    looks: tuple[Callable[[], object], ...] = (
        lambda: programming.look(parts, signed),
        lambda: programming.opened(parts, signed, where),
        lambda: authoring.shelf(parts, signed),
        lambda: authoring.opened(parts, signed, "daily_win"),
    )

    def asks() -> list[int]:
        found = []
        for look in looks:
            with counted(monkeypatch) as asked:
                look()
            found.append(len(asked))
        return found

    enrols(1001, 1003)
    few = asks()
    enrols(1003, 1013)
    assert few == asks()
    here = authoring.opened(parts, signed, "daily_win")
    assert [12] == list(here.there.values())
    assert 12 == sum(here.waits.values())
    (glance,) = programming.look(parts, signed)
    assert (12, 12, 12) == (glance.people, glance.active, glance.tried)
    assert 12 == glance.tries
