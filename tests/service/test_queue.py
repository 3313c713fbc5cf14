"""The bell: rung over a real Redis, quiet before a dead one, never in the way."""

from __future__ import annotations

import json
import threading
import zlib
from typing import Any
from uuid import UUID

import pytest
from redis import Redis

from service.queue import ORDINARY, SHORT_SECONDS, URGENT, Bell, Ringer, handful

ORGANISATION = UUID(int=1)
DEAD = "redis://127.0.0.1:1/0"
IDS = tuple(UUID(int=n) for n in range(1, 251))


def _jobs(redis_url: str, lane: str) -> list[dict[str, Any]]:
    with Redis.from_url(redis_url) as line:
        keys = line.lrange(f"rq:queue:{lane}", 0, -1)
        rows = [line.hgetall(f"rq:job:{key.decode()}") for key in keys]
        return [json.loads(zlib.decompress(row[b"data"])) for row in rows]


def test_a_ring_is_a_job_of_ids_as_json(redis_url: str) -> None:
    bell = Bell(redis_url)
    assert bell.ring("deliver", ORGANISATION, IDS[:2], URGENT)
    function, _, args, kwargs = _jobs(redis_url, URGENT)[0]
    assert ("service.jobs.deliver", []) == (function, args)
    assert {
        "organisation": str(ORGANISATION),
        "ids": [str(one) for one in IDS[:2]],
    } == kwargs
    assert (1, 0) == (bell.waiting(URGENT), bell.waiting(ORDINARY))


def test_a_job_does_not_live_longer_than_the_next_rings(redis_url: str) -> None:
    Bell(redis_url).ring("plan", ORGANISATION, IDS[:1])
    with Redis.from_url(redis_url) as line:
        job = next(line.scan_iter("rq:job:*"))
        assert 0 < line.ttl(job) <= SHORT_SECONDS


@pytest.mark.parametrize("job", ["nudge", "plan"])
def test_many_rows_are_many_jobs_of_a_handful(redis_url: str, job: str) -> None:
    bell = Bell(redis_url)
    assert bell.ring(job, ORGANISATION, IDS)
    sizes = [len(kwargs["ids"]) for *_, kwargs in _jobs(redis_url, ORDINARY)]
    assert (max(sizes), sum(sizes)) == (handful(job), len(IDS))
    assert -(-len(IDS) // handful(job)) == len(sizes) == bell.waiting(ORDINARY)


def test_nothing_to_ring_for_is_no_job(redis_url: str) -> None:
    bell = Bell(redis_url)
    assert bell.ring("nudge", ORGANISATION, [])
    assert 0 == bell.waiting(ORDINARY)


def test_a_dead_redis_hears_nothing_and_is_no_error() -> None:
    bell = Bell(DEAD)
    assert not bell.ring("deliver", ORGANISATION, IDS[:1], URGENT)
    assert bell.waiting(URGENT) is None
    assert bell.ring("deliver", ORGANISATION, [], URGENT)


def test_after_a_failure_it_does_not_even_try_for_a_while(redis_url: str) -> None:
    bell = Bell(DEAD)
    assert not bell.ring("deliver", ORGANISATION, IDS[:1], URGENT)
    # Redis comes back at once: the bell sulks on, so that nobody waits for a dead one.
    bell.redis.connection_pool = Redis.from_url(redis_url).connection_pool
    assert not bell.ring("deliver", ORGANISATION, IDS[:1], URGENT)
    bell._quiet_until = 0.0
    assert bell.ring("deliver", ORGANISATION, IDS[:1], URGENT)
    bell.redis.connection_pool.disconnect()


def test_a_full_redis_is_a_ring_that_was_not_heard(redis_url: str) -> None:
    with Redis.from_url(redis_url) as line:
        before = line.config_get("maxmemory")["maxmemory"]
        line.config_set("maxmemory", "1")
        try:
            assert not Bell(redis_url).ring("deliver", ORGANISATION, IDS[:1], URGENT)
        finally:
            line.config_set("maxmemory", before)


def test_a_patient_bell_waits_as_long_as_it_takes() -> None:
    kwargs = Bell(DEAD, patient=True).redis.connection_pool.connection_kwargs
    assert kwargs["socket_timeout"] is None
    hurried = Bell(DEAD).redis.connection_pool.connection_kwargs
    assert 1.0 == hurried["socket_timeout"]


class SlowBell:
    """A bell whose first ring takes until it is let go; it may be told to break."""

    def __init__(self) -> None:
        self.rung: list[tuple[str, tuple[UUID, ...]]] = []
        self.begun, self.go, self.done = (threading.Event() for _ in range(3))
        self.breaks = False

    def ring(
        self, job: str, organisation: UUID, ids: Any, lane: str = ORDINARY
    ) -> bool:
        self.begun.set()
        self.go.wait(5)
        if self.breaks:
            self.breaks = False
            raise RuntimeError("a fault nobody foresaw")
        self.rung.append((job, tuple(ids)))
        if len(self.rung) == 2:
            self.done.set()
        return True

    def waiting(self, lane: str) -> int | None:
        return len(self.rung)


def test_a_ringer_makes_nobody_wait_and_joins_what_came_meanwhile() -> None:
    slow: Any = SlowBell()
    ringer = Ringer(slow)
    assert ringer.ring("deliver", ORGANISATION, IDS[:1], URGENT)
    assert slow.begun.wait(5)
    for one in IDS[1:4]:
        assert ringer.ring("deliver", ORGANISATION, [one], URGENT)
    assert 0 == ringer.waiting(URGENT)
    slow.go.set()
    assert slow.done.wait(5)
    assert [("deliver", IDS[:1]), ("deliver", IDS[1:4])] == slow.rung


# The thread dies, and says so: that is what is tried here.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_ringer_whose_thread_died_rings_again() -> None:
    slow: Any = SlowBell()
    slow.breaks = True
    slow.go.set()
    ringer = Ringer(slow)
    ringer.ring("deliver", ORGANISATION, IDS[:1], URGENT)
    assert ringer._thread is not None
    ringer._thread.join(5)
    for one in IDS[1:3]:
        ringer.ring("deliver", ORGANISATION, [one], URGENT)
    for _ in range(100):
        if sum(len(ids) for _, ids in slow.rung) == 2:
            break
        slow.done.wait(0.02)
    assert set(IDS[1:3]) == {one for _, ids in slow.rung for one in ids}


def test_a_ringer_that_is_rung_for_nothing_begins_no_thread() -> None:
    slow: Any = SlowBell()
    ringer = Ringer(slow)
    assert ringer.ring("deliver", ORGANISATION, [])
    assert ringer._thread is None


@pytest.mark.parametrize("lane", [URGENT, ORDINARY])
def test_a_ringer_over_a_real_redis_is_heard(redis_url: str, lane: str) -> None:
    bell = Bell(redis_url)
    ringer = Ringer(bell)
    ringer.ring("deliver", ORGANISATION, IDS[:1], lane)
    heard = threading.Event()
    for _ in range(200):
        if bell.waiting(lane):
            heard.set()
            break
        heard.wait(0.02)
    assert heard.is_set()
