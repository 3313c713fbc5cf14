"""Poison (failure 33): a row on which a job breaks is counted, put aside, and told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
import structlog

from service import jobs
from service.store import outbox
from service.store.db import Database
from service.usecases import looking_after, stumbling
from tests.journeys.workers import working
from tests.journeys.world import World

MILA, TOMAS = "+15550100001", "+15550100002"
LIMA = "America/Lima"


@pytest.fixture
def worker(
    world: World, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[World]:
    with (
        working(world, redis_url, monkeypatch),
        structlog.testing.capture_logs(),
    ):
        yield world


def _due(world: World, job: str) -> list[UUID]:
    (door,) = {one.door for one in looking_after.DUTIES if one.job == job}
    return outbox.due(world.parts.db, door, 500).get(world.organisation, [])


def _do(world: World, job: str, rows: list[UUID]) -> int:
    named = [str(one) for one in rows]
    done: int = getattr(jobs, job)(organisation=str(world.organisation), ids=named)
    return done


def test_whom_planning_breaks_on_is_put_aside_and_the_others_are_planned(
    worker: World,
) -> None:
    numbers = [f"+155502{n:05d}" for n in range(12)]
    for number in numbers:
        worker.join(number)
    broken = worker.person(numbers[5])["id"]
    worker.jump(days=2)
    worker.run("UPDATE participants SET zone = 'No/Where' WHERE id = %s", broken)
    assert 12 == len(_due(worker, "plan"))
    _do(worker, "plan", _due(worker, "plan"))
    # The other eleven were planned at the first go, on time.
    assert [broken] == _due(worker, "plan")
    for _ in range(stumbling.MOST_TRIES - 1):
        _do(worker, "plan", _due(worker, "plan"))
    assert [] == _due(worker, "plan")
    alert = worker.of(numbers[5], "alerts")[-1]
    assert ("quarantine", "plan") == (alert["kind"], alert["reason"])


def test_what_rests_is_tried_again_ever_less_often_and_told_of_once(
    worker: World,
) -> None:
    worker.join(MILA)
    broken = worker.person(MILA)["id"]
    worker.jump(days=2)
    worker.run("UPDATE participants SET zone = 'No/Where' WHERE id = %s", broken)
    tried = []
    for hour in range(40):
        while rows := _due(worker, "plan"):
            tried.append(hour)
            _do(worker, "plan", rows)
        worker.jump(hours=1)
    assert [0, 0, 0, 1, 3, 7, 15, 31] == tried
    assert 1 == len(worker.of(MILA, "alerts"))
    # Mended, she is planned at the next try.
    worker.run("UPDATE participants SET zone = %s WHERE id = %s", LIMA, broken)
    worker.jump(hours=16)
    assert [broken] == _due(worker, "plan")
    assert _do(worker, "plan", [broken])
    assert [] == _due(worker, "plan")


def test_breaking_once_a_month_puts_nothing_aside(worker: World) -> None:
    worker.join(MILA)
    broken = worker.person(MILA)["id"]
    for _ in range(5):
        stumbling.stumbled(worker.parts, worker.organisation, "plan", broken)
        worker.jump(days=30)
    assert [] == worker.of(MILA, "alerts")
    assert [{"tries": 1, "rests_until": None}] == worker.rows(
        "SELECT tries, rests_until FROM stumbles"
    )


def test_each_job_that_breaks_is_counted_and_its_row_rests(worker: World) -> None:
    """Silence, doubts, recordings and missed texts, as planning above."""
    mila = worker.join(MILA)
    mila.texts("tried it, spoke up").forgets()
    talk = worker.of(MILA, "conversations")[-1]["id"]
    worker.run("UPDATE conversations SET expires_at = handrail_now() - '1 h'::interval")
    worker.run("UPDATE numbers SET heard_until = NULL WHERE kind = 'service'")
    number = worker.rows("SELECT id FROM numbers WHERE kind = 'service'")[0]["id"]
    message = worker.outbox(MILA)[-1]["id"]
    worker.run(
        "UPDATE outbox_messages SET state = 'in_doubt', called_at = handrail_now()"
        " WHERE id = %s",
        message,
    )
    rows = {"fall_silent": talk, "settle_doubts": message, "hear_missed": number}
    for job, row in rows.items():
        assert [row] == _due(worker, job), job
        for _ in range(stumbling.MOST_TRIES):
            stumbling.stumbled(worker.parts, worker.organisation, job, row)
        assert [] == _due(worker, job), job
    told = worker.rows("SELECT participant_id, reason FROM alerts ORDER BY id")
    her = worker.person(MILA)["id"]
    assert [(her, "fall_silent"), (her, "settle_doubts"), (None, "hear_missed")] == [
        (one["participant_id"], one["reason"]) for one in told
    ]
    worker.jump(hours=1, minutes=1)
    assert all([row] == _due(worker, job) for job, row in rows.items())


def test_two_workers_that_break_at_once_are_counted_both(worker: World) -> None:
    row = UUID(int=5)
    for _ in range(2):
        stumbling.stumbled(worker.parts, worker.organisation, "fall_silent", row)
    assert 2 == worker.rows("SELECT tries FROM stumbles")[0]["tries"]
    stumbling.stumbled(worker.parts, worker.organisation, "deliver", row)
    assert 2 == worker.rows("SELECT sum(tries) AS tries FROM stumbles")[0]["tries"]


def test_a_count_that_cannot_be_kept_is_no_fault_of_the_next_row(
    worker: World,
) -> None:
    """The database went away between the row that broke and its count."""
    mine = jobs.parts()
    gone = Database("postgresql://nobody:none@127.0.0.1:1/none", pool_size=1)
    worker.join(MILA)
    seen: list[UUID] = []

    def breaks(_parts: object, _whose: UUID, ids: list[UUID]) -> int:
        seen.extend(ids)
        object.__setattr__(mine, "db", gone)
        raise RuntimeError("a fault nobody foresaw")

    real, looking_after.WORK = looking_after.WORK, {"plan": breaks}  # type: ignore[dict-item]  # as a job is called
    real_db = mine.db
    try:
        assert 0 == _do(worker, "plan", [UUID(int=1), UUID(int=2)])
    finally:
        looking_after.WORK = real
        object.__setattr__(mine, "db", real_db)
        gone.close()
    assert [UUID(int=1), UUID(int=2)] == seen


def test_the_rest_grows_to_a_day_and_no_further() -> None:
    longest = stumbling.FIRST_REST * 2**stumbling.MOST_DOUBLED
    assert longest < timedelta(days=1)  # else it would be forgotten meanwhile
