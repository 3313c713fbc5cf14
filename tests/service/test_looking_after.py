"""What the clock looks after, and what it does itself when Redis is gone (law 1)."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from service import clock
from service.carrier.port import CameIn, Outcome, Seen
from service.queue import ORDINARY, URGENT
from service.store import outbox
from service.store.vault import Unreadable
from service.usecases import deliver, looking_after, rehearsing
from tests.journeys.wording import STOPPED
from tests.journeys.world import COACH, World

LIMA = "America/Lima"
MILA, TOMAS = "+15550100001", "+15550100002"


@dataclass
class CountingBell:
    """A bell that keeps the rings of each lane, with so many jobs before them."""

    before: int | None = 0
    heard: bool = True
    rung: list[tuple[str, str, int]] = field(default_factory=list)

    def ring(
        self, job: str, organisation: UUID, ids: Any, lane: str = ORDINARY
    ) -> bool:
        self.rung.append((job, lane, len(tuple(ids))))
        return self.heard

    def waiting(self, lane: str) -> int | None:
        return self.before


def test_the_clock_rings_for_what_is_due_and_claims_nothing(world: World) -> None:
    world.join(MILA)
    world.hears(MILA, "WHY")
    bell = CountingBell()
    parts = replace(world.parts, bell=bell)
    for _ in range(2):
        looking_after.round_of(parts, 1)
    assert [("deliver", URGENT, 1)] * 2 == bell.rung
    assert "due" == world.outbox(MILA)[-1]["state"]


def test_one_look_tells_which_duties_have_work(world: World) -> None:
    world.join(MILA)
    assert () == rehearsing.look(world.parts, world.organisation).duties
    world.hears(MILA, "WHY")
    seen = rehearsing.look(world.parts, world.organisation)
    assert ["deliver"] == [duty.job for duty in seen.duties]
    assert seen.next_due is not None
    assert seen.next_due > world.now
    found = looking_after.round_of(world.parts, 1, duties=seen.duties)
    assert {"deliver": 1} == found


def test_into_a_lane_with_plenty_before_it_the_oldest_alone_are_rung(
    world: World,
) -> None:
    world.join(MILA)
    world.hears(MILA, "WHY")
    bell = CountingBell(before=looking_after.DEEPEST)
    found = looking_after.round_of(replace(world.parts, bell=bell), 1)
    assert ([("deliver", URGENT, 1)], 1) == (bell.rung, found["deliver"])


def test_duties_come_round_as_often_as_they_say(world: World) -> None:
    rounds = [looking_after.round_of(world.parts, number) for number in range(31)]
    for duty in looking_after.DUTIES:
        came = [number for number, found in enumerate(rounds) if duty.job in found]
        assert list(range(0, 31, duty.every)) == came
    urgent = {"deliver", "end_calls", "escalate", "hold", "release"}
    assert {*urgent, "nudge"} == set(rounds[1])


def test_every_duty_has_its_door_and_its_work() -> None:
    assert {duty.door for duty in looking_after.DUTIES} == set(outbox.DUE_DOORS)
    assert all(
        looking_after.WORK[duty.job] is duty.work for duty in looking_after.DUTIES
    )


def test_with_redis_gone_replies_go_out_and_the_rest_waits(world: World) -> None:
    mila = world.join(MILA)
    world.until("18:29", LIMA)
    world.bell.broken = True
    with world.network.watching():
        world.forward(minutes=10)
        mila.expects_nothing()
        world.hears(MILA, "HELP")
        world.beat()
        mila.expects_sms("texts on one small step")
        # As soon as Redis is back the prompt goes, still in its window.
        world.bell.broken = False
        world.forward(minutes=5)
        mila.expects_sms("D for done")


def test_with_redis_gone_a_prompt_in_the_outbox_waits_for_it(world: World) -> None:
    mila = world.join(MILA)
    world.jump_to("18:31", LIMA)
    looking_after.round_of(world.parts, 1)
    looking_after.WORK["nudge"](*_only(world, "nudge"))
    world.bell.rung.clear()
    world.bell.broken = True
    world.beat()
    mila.expects_nothing()
    assert "due" == world.outbox(MILA)[-1]["state"]
    world.bell.broken = False
    world.beat()
    mila.expects_sms("D for done")


def _only(world: World, job: str) -> tuple[Any, UUID, tuple[UUID, ...]]:
    rung = next(ring for ring in world.bell.rung if ring[0] == job)
    world.bell.rung = deque()
    return world.parts, rung[1], rung[2]


def test_with_redis_gone_stop_and_alerts_never_wait(world: World) -> None:
    mila = world.join(MILA)
    world.bell.broken = True
    with world.network.watching():
        world.hears(MILA, "please stop texting me")
        world.beat()
        mila.expects_sms(STOPPED)
        world.hears(MILA, "I want to kill myself")
        world.beat()
        world.network.phone(COACH).expects_sms("may not be safe")


class OneWord:
    """A carrier that breaks at every text to one number: a poison row."""

    def __init__(self, carrier: Any, poison: str) -> None:
        self.carrier, self.poison = carrier, poison

    def send_text(self, *, to: str, **form: Any) -> Outcome:
        if to == self.poison:
            raise RuntimeError("a fault nobody foresaw")
        outcome: Outcome = self.carrier.send_text(to=to, **form)
        return outcome

    def find_texts(self, *, to: str, since: datetime) -> tuple[Seen, ...]:
        return ()

    def find_incoming(
        self, *, to: str, since: datetime, until: datetime
    ) -> tuple[CameIn, ...]:
        return ()

    def fetch_text(self, sid: str) -> Seen | None:
        return None


def test_one_poison_message_keeps_nobody_elses_waiting(world: World) -> None:
    """Failure 33, with the clock doing the work: the round goes on, whoever is first."""
    world.join(MILA)
    tomas = world.join(TOMAS, name="Tomas")
    world.bell.broken = True
    for number in (MILA, TOMAS):
        world.hears(number, "HELP")
    poisoned = replace(world.parts, carrier=OneWord(world.parts.carrier, MILA))
    found = clock.beat(poisoned, 0)
    # The rest of the round was done as well.
    assert {duty.job for duty in looking_after.DUTIES} == set(found)
    tomas.expects_sms("texts on one small step")


def test_a_message_whose_senders_always_break_is_put_aside_with_an_alert(
    world: World,
) -> None:
    world.join(MILA)
    world.hears(MILA, "HELP")
    message = world.outbox(MILA)[-1]["id"]
    world.run(
        "UPDATE outbox_messages SET body_sealed = 'broken' WHERE id = %s", message
    )
    for _ in range(looking_after.MOST_LOST):
        with pytest.raises(Unreadable):
            deliver.deliver(world.parts, world.organisation, [message])
        world.run(
            "UPDATE outbox_messages SET lease_until = now() - interval '1 second'"
        )
        assert 1 == looking_after.release(world.parts, world.organisation, [message])
    row = world.rows(
        "SELECT state, called_at FROM outbox_messages WHERE id = %s", message
    )
    assert [{"state": "failed", "called_at": None}] == row
    alert = world.of(MILA, "alerts")[-1]
    assert ("quarantine", "message") == (alert["kind"], alert["reason"])


def test_a_question_nobody_answered_ends_without_a_word(world: World) -> None:
    mila = world.join(MILA)
    mila.texts("tried it, spoke up").forgets()
    talk = world.of(MILA, "conversations")[-1]
    assert "open" == talk["status"]
    assert 0 == looking_after.fall_silent(world.parts, world.organisation, [talk["id"]])
    world.jump(hours=25)
    with world.network.watching():
        assert 1 == looking_after.fall_silent(
            world.parts, world.organisation, [talk["id"]]
        )
        world.network.settle()
        mila.expects_nothing()
    assert "ended" == world.of(MILA, "conversations")[-1]["status"]
    assert 0 == looking_after.fall_silent(world.parts, world.organisation, [talk["id"]])


def test_an_erased_persons_question_does_nothing(world: World) -> None:
    mila = world.join(MILA)
    mila.texts("tried it, spoke up").forgets()
    talk = world.of(MILA, "conversations")[-1]["id"]
    world.jump(hours=25)
    world.erase(MILA)
    assert 0 == looking_after.fall_silent(world.parts, world.organisation, [talk])


@pytest.mark.parametrize("number", [0, 1, 30])
def test_a_beat_with_nothing_to_do_finds_nothing(world: World, number: int) -> None:
    world.run("UPDATE numbers SET heard_until = handrail_now()")  # just now
    assert {0} == set(clock.beat(world.parts, number).values())


def test_a_round_that_nobody_listens_to_breaks_out_loud(world: World) -> None:
    world.join(MILA)
    world.bell.broken = True
    world.hears(MILA, "HELP")
    poisoned = replace(world.parts, carrier=OneWord(world.parts.carrier, MILA))
    with pytest.raises(RuntimeError, match="a fault nobody foresaw"):
        looking_after.round_of(poisoned, 0)
