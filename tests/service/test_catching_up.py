"""A text that never reached us is asked for, and taken in once, as if it had come."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from service.switchboard.faults import Fault
from service.switchboard.phone import Phone
from service.usecases import catching_up, looking_after
from tests.journeys.wording import STOPPED
from tests.journeys.world import COACH, World
from tests.service.her import Meddling

MILA = "+15550830001"
WIN = "said my idea when the floor was opened"


@pytest.fixture
def her(world: World) -> Phone:
    """Mila, who has joined; we have begun to listen."""
    phone = world.join(MILA)
    clock_goes_round(world)
    return phone


def clock_goes_round(world: World) -> None:
    """Let two minutes pass, and what is due be done."""
    world.jump(minutes=2)
    looking_after.round_of(world.parts, 0)
    world.beat()


def loses(world: World, phone: Phone, words: str) -> None:
    """She texts, and the carrier does not reach us."""
    world.network.faults.add(Fault("lost_text", body=words))
    phone.texts(words)


def words_heard(world: World) -> int:
    return len(world.of(MILA, "inbox"))


def test_a_lost_text_is_taken_in_and_answered(world: World, her: Phone) -> None:
    before = words_heard(world)
    loses(world, her, WIN)
    assert before == words_heard(world)
    clock_goes_round(world)
    her.expects_sms("?")
    assert before + 1 == words_heard(world)
    assert ["attempted"] == [row["outcome"] for row in world.of(MILA, "attempts")]


def test_it_is_taken_in_once_however_often_it_is_looked_for(
    world: World, her: Phone
) -> None:
    loses(world, her, WIN)
    for _ in range(4):
        clock_goes_round(world)
    her.expects_sms("?")
    her.expects_nothing()
    assert 1 == len(world.of(MILA, "attempts"))


def test_what_came_is_not_taken_in_again(world: World, her: Phone) -> None:
    her.texts(WIN)
    her.expects_sms("?")
    before = words_heard(world)
    clock_goes_round(world)
    her.expects_nothing()
    assert before == words_heard(world)


def test_a_lost_stop_stops(world: World, her: Phone) -> None:
    loses(world, her, "please stop texting me")
    clock_goes_round(world)
    assert "stopped" == world.person(MILA)["consent"]
    her.expects_sms(STOPPED)
    her.expects_nothing()


def test_a_lost_start_does_not_undo_a_stop_that_came_after_it(
    world: World, her: Phone
) -> None:
    her.texts("please stop texting me").forgets()
    loses(world, her, "START")
    world.jump(minutes=1)
    her.forgets()
    world.network.faults.clear()
    her.texts("stop texting me").forgets()
    world.change(
        "UPDATE consent_entries SET at = handrail_now() WHERE change = 'withdrawn'"
        " AND participant_id = %s",
        MILA,
    )
    clock_goes_round(world)
    assert "stopped" == world.person(MILA)["consent"]


def test_the_answer_to_an_old_text_wakes_nobody(world: World, her: Phone) -> None:
    world.jump_to("20:50", "America/Lima")
    world.beat()
    her.forgets()
    loses(world, her, WIN)
    world.jump(hours=3)
    clock_goes_round(world)
    assert 1 == len(world.of(MILA, "attempts"))
    her.expects_nothing()
    world.jump_to("10:00", "America/Lima")
    world.beat()
    her.expects_sms("?")


def test_a_text_that_was_lost_for_a_moment_is_answered_at_any_hour(
    world: World, her: Phone
) -> None:
    world.jump_to("20:50", "America/Lima")
    world.beat()
    her.forgets()
    loses(world, her, "please stop texting me")
    clock_goes_round(world)
    her.expects_sms(STOPPED)
    her.expects_nothing()


def test_a_crisis_is_answered_at_any_hour(world: World, her: Phone) -> None:
    world.jump_to("20:50", "America/Lima")
    world.beat()
    her.forgets()
    loses(world, her, "I want to kill myself")
    world.jump(hours=3)
    clock_goes_round(world)
    her.expects_sms("988")


def test_a_strangers_lost_text_is_let_go(world: World, her: Phone) -> None:
    stranger = world.network.add_phone("+15550830002", "Nobody")
    loses(world, stranger, "hello?")
    clock_goes_round(world)
    stranger.expects_nothing()


def test_what_was_there_before_we_listened_is_not_ours(world: World) -> None:
    phone = world.join(MILA)
    loses(world, phone, WIN)
    world.jump(minutes=15)
    world.run("UPDATE numbers SET heard_until = NULL")  # the number is new to us
    clock_goes_round(world)
    clock_goes_round(world)
    assert [] == world.of(MILA, "attempts")


def test_a_carrier_that_cannot_be_asked_is_asked_again(
    world: World, her: Phone
) -> None:
    loses(world, her, WIN)
    world.jump(minutes=2)
    deaf = replace(world.parts, carrier=Meddling(world.parts.carrier))
    numbers = [
        row["id"] for row in world.rows("SELECT id FROM numbers WHERE kind = 'service'")
    ]
    assert 0 == catching_up.hear(deaf, world.organisation, numbers)
    assert 1 == catching_up.hear(world.parts, world.organisation, numbers)


def test_a_text_that_may_be_on_its_way_is_waited_for(world: World, her: Phone) -> None:
    numbers = [
        row["id"] for row in world.rows("SELECT id FROM numbers WHERE kind = 'service'")
    ]
    loses(world, her, WIN)
    world.jump(seconds=20)
    assert 0 == catching_up.hear(world.parts, world.organisation, numbers)
    world.jump(seconds=20)
    assert timedelta(seconds=30) == catching_up.ON_ITS_WAY
    assert 1 == catching_up.hear(world.parts, world.organisation, numbers)


def test_a_coach_who_has_it_is_heard_late_and_a_cry_of_a_stranger_too(
    world: World, her: Phone
) -> None:
    ruth = world.network.phone(COACH)
    her.texts("I want to kill myself")
    world.jump(seconds=20)
    loses(world, ruth, "OK")
    stranger = world.network.add_phone("+15550830077", "")
    loses(world, stranger, "I want to end my life tonight")
    for _ in range(3):
        clock_goes_round(world)
    stands = world.rows("SELECT reason, heeded_via FROM alerts ORDER BY id")
    first = {"reason": "screen", "heeded_via": "text"}
    # Once, though it is in the list each time; and it is answered nothing this late.
    assert [first, {"reason": "stranger", "heeded_via": None}] == stands
    stranger.expects_nothing()
    # She was told of the stranger only now: that OK was about what came before.
    told = [bubble.body for bubble in ruth.unread]
    assert any("not enrolled and not kept here" in body for body in told)
