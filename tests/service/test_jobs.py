"""The worker's door: one real ring from Redis to a phone, and rows that break."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest
import structlog
from redis import Redis
from rq import Queue
from rq.registry import FailedJobRegistry, StartedJobRegistry
from rq.serializers import JSONSerializer

from service import jobs, wiring
from service.config import Settings
from service.queue import LANES, ORDINARY, URGENT, Bell, Ringer
from service.store.db import WrongRole
from service.usecases import looking_after
from tests.journeys.workers import working
from tests.journeys.world import World

MILA, TOMAS = "+15550100001", "+15550100002"
LIMA = "America/Lima"


@pytest.fixture
def worker(
    world: World, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[World]:
    """A world whose worker is built from the environment, as a real one is."""
    with working(world, redis_url, monkeypatch):
        yield world


def test_a_ring_travels_over_redis_to_the_phone(worker: World, redis_url: str) -> None:
    mila = worker.join(MILA)
    worker.bell.broken = True
    worker.hears(MILA, "HELP")
    mila.expects_nothing()
    bell, message = Bell(redis_url), worker.outbox(MILA)[-1]["id"]
    assert bell.ring("deliver", worker.organisation, [message], URGENT)
    jobs.work(redis_url, burst=True)
    mila.expects_sms("texts on one small step")
    mila.expects_nothing()
    assert 0 == bell.waiting(URGENT)


def test_every_duty_that_is_rung_for_has_its_job(worker: World) -> None:
    for duty in looking_after.DUTIES:
        if not duty.here:
            job = getattr(jobs, duty.job)
            assert 0 == job(organisation=str(worker.organisation), ids=[])


def test_a_worker_looks_whether_this_is_a_backup_before_it_sends(
    worker: World, redis_url: str
) -> None:
    (before,) = worker.rows("SELECT place FROM whereabouts")
    jobs.work(redis_url, burst=True)
    (after,) = worker.rows("SELECT place FROM whereabouts")
    assert (None, True) == (before["place"], bool(after["place"]))


def test_nothing_of_a_person_stays_in_redis(worker: World, redis_url: str) -> None:
    worker.join(MILA)
    worker.hears(MILA, "HELP")
    Bell(redis_url).ring(
        "deliver", worker.organisation, [worker.outbox(MILA)[-1]["id"]], URGENT
    )
    jobs.work(redis_url, burst=True)
    with Redis.from_url(redis_url) as line:
        for lane in LANES:
            queue = Queue(lane, connection=line, serializer=JSONSerializer)
            assert 0 == queue.count
            assert 0 == len(FailedJobRegistry(queue=queue))
            assert 0 == len(StartedJobRegistry(queue=queue))
        assert [] == list(line.scan_iter("rq:job:*"))


def test_each_job_of_the_clock_can_be_called_by_its_name(
    worker: World, redis_url: str
) -> None:
    """What the clock rings for, a worker knows: by name, with keywords, ids as text."""
    worker.join(MILA)
    bell = Bell(redis_url)
    for job in ("deliver", "nudge", "plan", "fall_silent", "settle_doubts"):
        assert callable(getattr(jobs, job))
        assert bell.ring(job, worker.organisation, [UUID(int=1)], ORDINARY)
    jobs.work(redis_url, burst=True)
    assert 0 == bell.waiting(ORDINARY)


def test_urgent_work_goes_first(worker: World, redis_url: str) -> None:
    mila = worker.join(MILA)
    worker.jump_to("18:31", LIMA)
    nudge = next(row for row in worker.of(MILA, "nudges") if row["kind"] == "prompt")
    worker.hears(MILA, "HELP")
    bell = Bell(redis_url)
    bell.ring("nudge", worker.organisation, [nudge["id"]], ORDINARY)
    bell.ring("deliver", worker.organisation, [worker.outbox(MILA)[-1]["id"]], URGENT)
    jobs.work(redis_url, burst=True)
    worker.network.settle()
    first, second = mila.unread
    assert "texts on one small step" in first.body
    assert "D for done" in second.body


def test_one_row_that_breaks_stops_no_other_and_is_put_aside(worker: World) -> None:
    """Failure 33, through the worker's own door."""
    worker.join(MILA)
    worker.join(TOMAS, name="Tomas")
    worker.jump_to("18:31", LIMA)
    whose = worker.organisation
    hers, his = (
        next(
            row["id"] for row in worker.of(number, "nudges") if row["kind"] == "prompt"
        )
        for number in (MILA, TOMAS)
    )
    worker.run("UPDATE nudges SET script = 'no such script' WHERE id = %s", hers)
    with structlog.testing.capture_logs() as logs:
        done = jobs.nudge(organisation=str(whose), ids=[str(hers), str(his)])
        assert 1 == done
        for _ in range(2):
            assert 0 == jobs.nudge(organisation=str(whose), ids=[str(hers)])
    assert "handful_broke" == logs.pop(0)["event"]
    assert [("job_failed", str(hers))] * 3 == [
        (line["event"], line["item"]) for line in logs
    ]
    row = worker.rows("SELECT state, tries FROM nudges WHERE id = %s", hers)
    assert [{"state": "quarantined", "tries": 3}] == row
    assert "quarantine" == worker.of(MILA, "alerts")[-1]["kind"]


def test_a_database_that_is_away_is_no_fault_of_the_row(worker: World) -> None:
    worker.join(MILA)
    nudge = str(worker.of(MILA, "nudges")[-1]["id"])
    real = jobs.parts().db
    gone = wiring.Database("postgresql://nobody:none@127.0.0.1:1/none", pool_size=1)
    object.__setattr__(jobs.parts(), "db", gone)
    with structlog.testing.capture_logs() as logs:
        assert 0 == jobs.nudge(organisation=str(worker.organisation), ids=[nudge])
    object.__setattr__(jobs.parts(), "db", real)
    gone.close()
    assert ["database_away"] == [line["event"] for line in logs]
    assert {0} == {row["tries"] for row in worker.of(MILA, "nudges")}


def test_a_worker_does_not_start_as_a_role_that_passes_the_wall(worker: World) -> None:
    settings = Settings.from_env({**_environ(), "DATABASE_URL": worker.clone.owner_url})
    with pytest.raises(WrongRole):
        wiring.build(settings)


def _environ() -> dict[str, str]:
    import os

    return dict(os.environ)


def test_the_process_that_answers_webhooks_has_a_bell_that_does_not_wait(
    worker: World,
) -> None:
    parts = wiring.build(Settings.from_env(_environ()), in_a_hurry=True)
    assert isinstance(parts.bell, Ringer)
    assert isinstance(jobs.parts().bell, Bell)
    parts.db.close()


def test_other_work_that_breaks_is_logged_and_left_to_the_clock(worker: World) -> None:
    worker.join(MILA)
    worker.hears(MILA, "HELP")
    message = worker.outbox(MILA)[-1]["id"]
    worker.run("UPDATE outbox_messages SET body_sealed = 'x' WHERE id = %s", message)
    with structlog.testing.capture_logs() as logs:
        assert 0 == jobs.deliver(
            organisation=str(worker.organisation), ids=[str(message)]
        )
    assert ["job_failed"] == [line["event"] for line in logs]
    assert [] == worker.of(MILA, "alerts")


def test_a_worker_looks_for_a_redis_that_is_gone_every_few_seconds(
    redis_url: str,
) -> None:
    """By RQ's own pace it would come to look once a minute only."""
    assert 1.0 <= jobs.worker(redis_url).max_connection_wait_time <= 15.0
