"""Somebody writes that she may not be safe: what she gets, and what people get.

The screen runs before everything else; the alert to people depends on nothing that
follows it, and carries none of her words (design law 2, catalogue 32, I12, I14).
"""

from __future__ import annotations

import pytest

from service.switchboard.faults import Fault
from service.usecases import releasing
from tests.journeys.wording import AFTER_A_TRY, STOPPED
from tests.journeys.world import COACH, SERVICE, World, text_form

MILA = "+15550100001"
DANGER = "I want to kill myself tonight"
REPLY = "I am automated and cannot keep you safe, but people can"


def test_danger_brings_the_one_reviewed_reply_and_a_person(world: World) -> None:
    mila = world.join(MILA)
    ruth = world.network.phone(COACH)
    with world.network.watching():
        mila.texts(DANGER)
        reply = mila.expects_sms(REPLY)
        assert "your local emergency number" in reply.body
        assert "Your coach has been alerted." in reply.body
        alert = ruth.expects_sms("may not be safe")
    assert not {"kill", "Mila", "tonight", MILA} & set(alert.body.split())
    assert [("crisis", "screen", "open")] == [
        (row["kind"], row["reason"], row["state"]) for row in world.of(MILA, "alerts")
    ]
    assert "crisis" == world.person(MILA)["hold"]


def test_everything_automatic_is_held_until_a_person_clears_it(world: World) -> None:
    mila = world.join(MILA)
    mila.texts(DANGER).forgets()
    world.network.phone(COACH).texts("OK").forgets()
    with world.network.watching():
        mila.texts("did it, I spoke up")
        mila.texts("WHY")
        world.until("12:00", "America/Lima", days=1)
        mila.expects_nothing()
        withheld = world.rows("SELECT rule FROM decisions WHERE verdict = 'withhold'")
        assert {"rule": "held"} in withheld
        # A person has looked, and clears it: the next silent day brings a prompt again.
        mila_id = world.person(MILA)["id"]
        releasing.release(world.parts, world.organisation, mila_id, by="Ruth")
        world.until("18:45", "America/Lima")
        mila.expects_sms("D for done")
    assert "did it, I spoke up" in world.words(MILA, "turns", "heard_sealed")


def test_what_is_said_after_the_hold_was_lifted_is_answered_anew(world: World) -> None:
    mila = world.join(MILA)
    mila.texts(DANGER).expects_sms("people can")
    mila.texts(DANGER).expects_nothing()
    whose = world.person(MILA)["id"]
    releasing.release(world.parts, world.organisation, whose, by="Ruth")
    world.forward(minutes=1)
    mila.forgets()
    mila.texts(DANGER).expects_sms("people can")
    mila.texts(DANGER).expects_nothing()


def test_after_stop_people_are_alerted_and_she_gets_nothing(world: World) -> None:
    mila = world.join(MILA)
    mila.texts("STOP").forgets()
    with world.network.watching():
        mila.texts(DANGER)
        ruth = world.network.phone(COACH).expects_sms("may not be safe").replies("OK")
        ruth.expects_sms("you have it")
        world.forward(hours=2)
        mila.expects_nothing()
    assert 1 == len(world.of(MILA, "alerts"))


def test_stop_and_danger_in_one_text_are_both_heeded(world: World) -> None:
    mila = world.join(MILA)
    with world.network.watching():
        mila.texts("please stop texting me. I want to kill myself")
        world.network.phone(COACH).expects_sms("may not be safe")
        # STOP is always applied: what follows it is its one confirmation.
        mila.expects_sms(STOPPED)
    assert "stopped" == world.person(MILA)["consent"]
    assert ["crisis"] == [row["kind"] for row in world.of(MILA, "alerts")]


def test_whoever_could_have_no_reply_has_one_once_she_can(world: World) -> None:
    """A reply that a STOP had kept here counted as had: for twelve hours none came."""
    mila = world.join(MILA)
    mila.texts("please stop texting me. I want to kill myself")
    mila.expects_sms(STOPPED)
    world.jump(minutes=5)
    mila.texts("START").forgets()
    mila.texts("I want to die")
    mila.expects_sms(REPLY)


def test_before_any_consent_she_is_answered_all_the_same(world: World) -> None:
    world.jump_to("10:00", "America/Lima")
    mila = world.enrol(world.programme(), "Mila", MILA, "America/Lima")
    with world.network.watching():
        mila.texts(DANGER)
        mila.expects_sms(REPLY)
        world.network.phone(COACH).expects_sms("may not be safe")
        # The invitation that was due is held as well.
        world.beat()
        mila.expects_nothing()


def test_the_reply_comes_once_in_twelve_hours_the_alert_each_time(world: World) -> None:
    mila = world.join(MILA)
    ruth = world.network.phone(COACH)
    with world.network.watching():
        mila.texts(DANGER)
        mila.expects_sms(REPLY)
        ruth.expects_sms("may not be safe")
        mila.texts("I will kill myself")
        ruth.expects_sms("may not be safe")
        mila.expects_nothing()
        world.jump(hours=13)
        mila.texts("I still want to die")
        mila.expects_sms(REPLY)
        ruth.expects_sms("may not be safe")


def test_no_promise_of_an_alert_when_no_coach_takes_any(world: World) -> None:
    mila = world.join(MILA)
    world.run("UPDATE coaches SET takes_alerts = false")
    mila.texts(DANGER)
    reply = mila.expects_sms(REPLY)
    assert "alerted" not in reply.body
    assert 1 == len(world.of(MILA, "alerts"))


def test_a_worry_goes_to_a_coach_and_the_talk_goes_on(world: World) -> None:
    mila = world.join(MILA)
    with world.network.watching():
        mila.texts("I tried, I don't want to kill myself any more")
        mila.expects_sms(AFTER_A_TRY)
    assert [("hand", "watch")] == [
        (row["kind"], row["reason"]) for row in world.of(MILA, "alerts")
    ]
    assert world.person(MILA)["hold"] is None


@pytest.mark.parametrize("body", ["I'm dying to try it", "that talk killed me, lol"])
def test_sayings_are_not_danger(world: World, body: str) -> None:
    world.join(MILA)
    world.hears(MILA, body)
    assert "crisis" not in [row["kind"] for row in world.of(MILA, "alerts")]


def test_the_alert_goes_out_when_redis_and_the_first_call_fail(world: World) -> None:
    """Catalogue 32: queue gone, carrier busy: the clock itself sends the alert."""
    mila = world.join(MILA)
    world.bell.broken = True
    world.network.faults.add(Fault("429", to=COACH))
    world.post(text_form(MILA, DANGER, to=SERVICE))
    world.beat()
    world.jump(seconds=5)
    world.beat()
    mila.expects_sms(REPLY)
    world.network.phone(COACH).expects_sms("may not be safe")
