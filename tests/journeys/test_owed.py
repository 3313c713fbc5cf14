"""What a person is owed goes out whatever happens close to it: two cries, a STOP, a no.

The hold of a second cry once kept the reply to the first one here, and for twelve hours
none came (design law 2, I4).
"""

from __future__ import annotations

import pytest

from service.switchboard.faults import Fault
from service.switchboard.phone import Phone
from service.usecases import call_consent, looking_after, releasing
from tests.journeys.wording import STOPPED
from tests.journeys.world import World

MILA = "+15550110001"
DANGER, AGAIN = "I want to die", "I will kill myself"
REPLY = "I am automated and cannot keep you safe, but people can"


@pytest.fixture
def mila(world: World) -> Phone:
    return world.join(MILA)


def replies(world: World) -> list[str]:
    """How each reply to danger stands, oldest first."""
    rows = world.outbox(MILA)
    return [row["state"] for row in rows if row["kind"] == "crisis"]


def goes_round(world: World) -> None:
    """Let two minutes pass, and what is due be done, what was missed too."""
    world.jump(minutes=2)
    looking_after.round_of(world.parts, 0)
    world.beat()


def test_two_cries_that_never_reached_us_are_answered_once(
    world: World, mila: Phone
) -> None:
    """After an outage all texts are taken in before any reply is rung for."""
    goes_round(world)
    for words in (DANGER, AGAIN):
        world.network.faults.add(Fault("lost_text", body=words))
        mila.texts(words)
        world.jump(seconds=5)
    goes_round(world)
    mila.expects_sms(REPLY)
    mila.expects_nothing()
    assert ["sent"] == replies(world)


def test_a_cry_while_the_reply_waits_for_a_busy_carrier_keeps_it_not_here(
    world: World, mila: Phone
) -> None:
    world.network.faults.add(Fault("429", to=MILA))
    mila.texts(DANGER)
    assert ["due"] == replies(world)
    mila.texts(AGAIN)
    world.jump(seconds=30)
    world.beat()
    mila.expects_sms(REPLY)
    mila.expects_nothing()


def test_a_reply_that_a_stop_kept_here_was_never_had(world: World, mila: Phone) -> None:
    for words in (DANGER, "please stop texting me", "START"):
        world.hears(MILA, words)
    world.beat()
    assert ["withheld"] == replies(world)
    mila.forgets().texts(AGAIN)
    mila.expects_sms(REPLY)
    assert ["withheld", "sent"] == replies(world)


def test_a_reply_that_failed_was_never_had(world: World, mila: Phone) -> None:
    world.network.faults.add(Fault("21211", to=MILA))
    mila.texts(DANGER)
    assert ["failed"] == replies(world)
    mila.texts(AGAIN).expects_sms(REPLY)


def test_a_reply_that_did_not_arrive_was_never_had(world: World, mila: Phone) -> None:
    world.network.faults.add(Fault("30005", to=MILA))
    mila.texts(DANGER)
    world.beat()
    mila.texts(AGAIN).expects_sms(REPLY)


def test_danger_after_a_stop_keeps_its_confirmation_not_here(
    world: World, mila: Phone
) -> None:
    world.hears(MILA, "please stop texting me")
    world.hears(MILA, DANGER)
    world.beat()
    mila.expects_sms(STOPPED)
    mila.expects_nothing()


def test_a_no_to_calls_and_a_release_keep_the_reply_not_here(
    world: World, mila: Phone
) -> None:
    with world.desk(MILA) as desk:
        call_consent.agree(desk, "call", "Call me.", "paper form", "coach")
    world.hears(MILA, DANGER)
    world.hears(MILA, "don't call me")
    assert "stopped" == world.person(MILA)["calls"]
    whose = world.person(MILA)["id"]
    releasing.release(world.parts, world.organisation, whose, by="Ruth")
    world.beat()
    mila.expects_sms(REPLY)


def test_what_was_confirmed_before_a_stop_is_not_said_after_it(
    world: World, mila: Phone
) -> None:
    """A "welcome back" after a STOP would be one text too many (I4)."""
    for words in ("please stop texting me", "START", "stop texting me"):
        world.hears(MILA, words)
        world.jump(seconds=5)
    world.beat()
    mila.expects_sms(STOPPED)
    mila.expects_nothing()
