"""Redis wiped, and Redis gone: a real bell, a real worker, and the clock (failure 3).

The web process's own ring is lost in all of these, as it is when it dies after commit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from redis import Redis

from service import clock, jobs
from service.queue import Bell
from service.usecases import looking_after
from service.usecases.parts import Parts
from tests.journeys.wording import STOPPED
from tests.journeys.workers import working
from tests.journeys.world import COACH, World

MILA = "+15550100001"
LIMA = "America/Lima"
DEAD = "redis://127.0.0.1:1/0"


@pytest.fixture
def lived(
    world: World, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[World]:
    """A world without a web-side ring, whose workers read a real Redis."""
    world.join(MILA)
    world.bell.broken = True
    with working(world, redis_url, monkeypatch):
        yield world


def with_bell(world: World, redis_url: str) -> Parts:
    return replace(world.parts, bell=Bell(redis_url))


def test_wiped_between_ring_and_work_nothing_is_lost_or_doubled(
    lived: World, redis_url: str
) -> None:
    mila, parts = lived.network.phone(MILA), with_bell(lived, redis_url)
    lived.hears(MILA, "HELP")
    clock.beat(parts, 1)
    with Redis.from_url(redis_url) as line:
        line.flushdb()
    jobs.work(redis_url, burst=True)
    mila.expects_nothing()
    for number in (2, 3):
        clock.beat(parts, number)
    jobs.work(redis_url, burst=True)
    mila.expects_sms("texts on one small step")
    mila.expects_nothing()
    assert 1 == lived.network.ledger.times(lived.outbox(MILA)[-1]["token"])


def test_wiped_again_and_again_every_prompt_comes_once(
    lived: World, redis_url: str
) -> None:
    mila, parts = lived.network.phone(MILA), with_bell(lived, redis_url)
    lived.jump_to("18:31", LIMA)
    with Redis.from_url(redis_url) as line:
        for number in range(1, 7):
            clock.beat(parts, number)
            if number % 3:
                line.flushdb()
            jobs.work(redis_url, burst=True)
    mila.expects_sms("D for done")
    mila.expects_nothing()


def test_gone_the_clock_itself_sends_what_cannot_wait(
    lived: World, redis_url: str
) -> None:
    mila, ruth = lived.network.phone(MILA), lived.network.phone(COACH)
    lived.jump_to("18:31", LIMA)
    dead = with_bell(lived, DEAD)
    with lived.network.watching():
        lived.hears(MILA, "HELP")
        clock.beat(dead, 1)
        mila.expects_sms("texts on one small step")
        mila.expects_nothing()
        lived.hears(MILA, "I want to kill myself")
        clock.beat(dead, 2)
        mila.expects_sms("cannot keep you safe")
        ruth.expects_sms("may not be safe")
        lived.hears(MILA, "please stop texting me")
        clock.beat(dead, 3)
        mila.expects_sms(STOPPED)


def test_back_again_the_rest_goes_out_as_well(lived: World, redis_url: str) -> None:
    mila = lived.network.phone(MILA)
    lived.jump_to("18:31", LIMA)
    dead = with_bell(lived, DEAD)
    for number in (1, 2, 3):
        clock.beat(dead, number)
    mila.expects_nothing()
    alive = with_bell(lived, redis_url)
    clock.beat(alive, 4)
    jobs.work(redis_url, burst=True)
    mila.expects_sms("D for done")
    mila.expects_nothing()


def test_a_worker_dead_in_the_middle_of_a_send_is_found_by_the_clock(
    lived: World, redis_url: str
) -> None:
    """Killed around the call: in doubt, settled by the list, and never sent again."""
    lived.hears(MILA, "HELP")
    row = lived.outbox(MILA)[-1]
    lived.run(
        "UPDATE outbox_messages SET state = 'calling', claim = gen_random_uuid(),"
        " called_at = handrail_now(), lease_until = now() - interval '1 second'"
        " WHERE id = %s",
        row["id"],
    )
    looking_after.round_of(with_bell(lived, redis_url), 0)
    assert "in_doubt" == lived.outbox(MILA)[-1]["state"]
    for number in (30, 60):
        looking_after.round_of(with_bell(lived, redis_url), number)
        jobs.work(redis_url, burst=True)
    assert "in_doubt" == lived.outbox(MILA)[-1]["state"]
    assert 0 == lived.network.ledger.times(row["token"])
