"""What a review proved wrong of a first attempt at failure 18, each as it must be.

It had answered danger with a goodbye, lost words, and locked the coach out.
"""

from __future__ import annotations

import pytest

from service.carrier.wire import InboundText
from service.switchboard.faults import Fault
from service.switchboard.phone import Phone
from service.usecases import catching_up
from tests.journeys.long_silent import (
    ASKED,
    MILA,
    NO_MORE,
    READ,
    THANKS,
    ZONE,
    coach_writes,
    lift,
    personal,
    reasons,
    silent,
    waits,
)
from tests.journeys.world import SERVICE, World, new_sid
from tests.service.dialled import Dialled


@pytest.fixture
def mila(world: World) -> Phone:
    return world.join(MILA)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Mila", "This is not me anymore. I want to die"),
        ("Mila", "Ya no soy yo. Quiero morirme"),
        ("Hope", "There is no hope. I want to die"),
        ("Paz", "No hay paz. Quiero morirme"),
    ],
)
def test_1_danger_is_no_goodbye(world: World, name: str, words: str) -> None:
    phone = world.join(MILA, name=name)
    silent(world, phone)
    phone.forgets()
    phone.texts(words)
    phone.expects_sms("people can")
    coach_writes(world, "Where are you?")
    phone.expects_sms("Where are you?")


def test_2_a_coach_writes_at_night(world: World, mila: Phone) -> None:
    silent(world, mila)
    mila.forgets()
    world.jump_to("23:00", ZONE)
    mila.texts("I want to die")
    assert coach_writes(world, "I am here. Where are you?").waits_until is None


def test_3_a_no_to_her_coach_ends_nothing(world: World, mila: Phone) -> None:
    silent(world, mila)
    mila.expects_sms(ASKED)
    world.jump_to("11:00", ZONE, days=1)
    coach_writes(world, "Hi, this is Ruth. Is anything wrong?")
    mila.forgets()
    mila.texts("No")
    assert "active" == world.person(MILA)["consent"]
    mila.expects_nothing()
    assert waits(world)


def test_3_nor_is_it_hers_once_that_talk_has_ended(world: World, mila: Phone) -> None:
    silent(world, mila)
    world.jump_to("11:00", ZONE, days=1)
    coach_writes(world, "Hi, this is Ruth. Is anything wrong?")
    mila.forgets()
    mila.texts("You have the wrong lady, I think")
    world.until("19:30", ZONE, days=2)
    mila.expects_nothing()
    assert "whose" in reasons(world)
    assert "unclear_stop" == world.person(MILA)["hold"]


def test_4_a_yes_after_wrong_number(world: World, mila: Phone) -> None:
    silent(world, mila)
    mila.forgets()
    mila.texts("WRONG NUMBER").expects_sms(NO_MORE)
    world.jump(minutes=5)
    mila.texts("yes")
    mila.forgets()
    world.until("19:30", ZONE)
    mila.expects_nothing()


def test_5_words_are_not_lost_by_a_yes(world: World, mila: Phone) -> None:
    silent(world, mila)
    mila.forgets()
    mila.texts("my mother died and I lost my job")
    mila.expects_sms(READ)
    world.jump(minutes=3)
    mila.texts("KEEP")
    assert waits(world)
    lift(world)
    assert waits(world)


def test_6_a_second_text_stands_before_coaches(world: World, mila: Phone) -> None:
    silent(world, mila)
    mila.forgets()
    mila.texts("hello")
    mila.forgets()
    world.jump(minutes=30)
    mila.texts("it is Mila. Can I talk to Ruth?")
    world.change(
        "UPDATE alerts SET state = 'acknowledged', acknowledged_at = handrail_now()"
        " WHERE participant_id = %s",
        MILA,
    )
    assert waits(world)


def test_7_a_coach_learns_of_a_call(world: World, mila: Phone) -> None:
    silent(world, mila)
    mila.forgets()
    world.jump(days=1)
    mila.calls()
    assert "whose" in reasons(world)


@pytest.mark.parametrize("words", ["yes", "N", "T", "Not today", "yeah I did"])
def test_8_a_phone_that_was_off_changes_nothing(world: World, words: str) -> None:
    phone = world.join(MILA)
    world.network.faults.add(Fault("30003", to=MILA, times=None))
    for _ in range(2):
        world.until("20:00", ZONE)
    phone.forgets()
    world.network.faults.clear()
    world.until("18:45", ZONE)
    phone.forgets()
    phone.texts(words)
    ours = (READ, THANKS, NO_MORE)
    assert not any(one.search(text.body) for one in ours for text in phone.unread)
    assert world.person(MILA)["hold"] is None


def test_9_the_fallback_address_tells_nothing(world: World, mila: Phone) -> None:
    silent(world, mila)
    mila.forgets()
    call = Dialled(world, MILA)
    first = call.asks().text
    said = call.asks(
        "/twilio/voice", ErrorCode="11205", ErrorUrl="https://a.example/"
    ).text
    assert not personal(first + said)
    assert "press 1" not in first + said


def test_10_call_me_tells_nothing(world: World, mila: Phone) -> None:
    silent(world, mila)
    mila.forgets()
    mila.texts("Call me")
    world.beat()
    mila.expects_sms(READ)
    world.until("19:30", ZONE)
    mila.expects_nothing()


def test_11_help_names_nobody(world: World, mila: Phone) -> None:
    silent(world, mila)
    mila.forgets()
    mila.texts("HELP")
    assert not any(personal(one.body) for one in mila.unread)


def test_12_a_missed_no_from_before_the_question(world: World, mila: Phone) -> None:
    world.jump(days=44)
    world.beat()
    came = world.now
    world.jump(days=1)
    world.beat()
    world.until("19:30", ZONE, days=1)
    mila.expects_sms(ASKED)
    missed = InboundText(
        new_sid(), "AC" + "0" * 32, MILA, SERVICE, "No", False, 0, None
    )
    catching_up.missed_in(
        world.parts, world.parts.tenant(world.organisation), missed, came
    )
    person = world.person(MILA)
    assert ("active", None) == (person["consent"], person["hold"])


@pytest.mark.parametrize(
    "words",
    [
        "I spoke up when the floor was opened. Who was nervous? Not me!",
        "I said one idea at the meeting, wrong one, but I said it",
        "he does not have this number, so I am safe",
        "me siento bien. soy otra persona",
        "it is Mila, my mother died and I lost my job",
    ],
)
def test_13_honest_words_end_nothing_and_are_not_lost(
    world: World, mila: Phone, words: str
) -> None:
    silent(world, mila)
    mila.forgets()
    mila.texts(words)
    assert "active" == world.person(MILA)["consent"]
    assert words in world.words(MILA, "inbox", "body_sealed")
    held = world.person(MILA)["hold"] is not None
    assert waits(world) if held else mila.unread


@pytest.mark.parametrize(
    "words",
    [
        "KEEP, sorry was away",
        "Yes, this is my number",
        "It's Mila",
        "keep. i tried it yesterday",
    ],
)
def test_14_a_yes_may_go_on(world: World, mila: Phone, words: str) -> None:
    silent(world, mila)
    mila.forgets()
    mila.texts(words)
    assert mila.unread
    assert not READ.search(mila.unread[0].body)
    assert world.person(MILA)["hold"] is None
