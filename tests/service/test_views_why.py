"""What stands beside a nudge that was planned and then stayed: no contradiction."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import psycopg
import pytest

from service.store import timelines
from service.store.timelines import Decided, Said
from service.usecases import deliver, nudging
from service.usecases.parts import Parts
from service.web import words
from tests.database import Clone
from tests.service import crowd

Sql = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture
def sql(clone: Clone) -> Sql:
    def run(query: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(clone.owner_url) as line:
            done = line.execute(query.encode())
            return done.fetchall() if done.description else []

    return run


@pytest.fixture
def mila(parts: Parts, stairwell: UUID, sql: Sql) -> UUID:
    """Mila, whose invitation is in the outbox and has not gone out."""
    where = crowd.programme(parts, stairwell)
    found = crowd.person(parts, stairwell, where)
    sql(
        'UPDATE programmes SET settings = settings || \'{"hours_from": "00:00",'
        ' "hours_to": "23:59"}\''
    )
    ((nudge,),) = sql(
        "UPDATE nudges SET due_at = handrail_now() - interval '1 min' RETURNING id"
    )
    nudging.nudge(parts, stairwell, [nudge])
    return found


def read(parts: Parts, whose: UUID, person: UUID) -> tuple[Said, list[Decided]]:
    with parts.db.transaction(whose) as tx:
        found = timelines.portrait(tx, parts.vault, person)
    assert found is not None
    (said,) = [entry for entry in found.thread if isinstance(entry, Said)]
    return said, [entry for entry in found.thread if isinstance(entry, Decided)]


def test_a_nudge_kept_at_sending_has_its_plan_and_then_its_reason(
    parts: Parts, stairwell: UUID, mila: UUID, sql: Sql
) -> None:
    sql("UPDATE participants SET hold = 'take_over'")
    ids = [row[0] for row in sql("SELECT id FROM outbox_messages")]
    deliver.deliver(parts, stairwell, ids)
    said, (planned,) = read(parts, stairwell, mila)
    assert "Stayed here, not sent" == words.delivery(said, "America/New_York")
    assert said.why.startswith("A coach is talking with Mila")
    assert "Invitation planned" == words.decided(planned)


def test_a_nudge_that_a_stop_overtook_says_so_beside_its_plan(
    parts: Parts, stairwell: UUID, mila: UUID
) -> None:
    crowd.text(parts, "STOP")
    with parts.db.transaction(stairwell) as tx:
        found = timelines.portrait(tx, parts.vault, mila)
    assert found is not None
    (kept,) = [
        entry
        for entry in found.thread
        if isinstance(entry, Said) and entry.state == "withheld"
    ]
    assert "Texts to Mila were stopped before this one went out." == kept.why
    assert "Invitation planned" in [
        words.decided(entry) for entry in found.thread if isinstance(entry, Decided)
    ]
