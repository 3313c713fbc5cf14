"""A number silent for 45 days may be a stranger's: it is asked whose it is, told nothing.

The day is counted from her last word; what she would have got on it stays (failure 18).
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from service.store import enrolment, silences
from service.switchboard.faults import Fault
from service.switchboard.phone import Phone
from service.usecases import deliver, nudging
from tests.journeys.wording import AFTER_A_TRY, says
from tests.journeys.world import World

MILA = "+15550100181"
ZONE = "America/Lima"
ASKED = says("whose_number", "still_yours")
AGAIN = says("whose_number_again", "somebody_signed_up")
THANKS = says("whose_number_yes", "thanks")
LET_GO = says("whose_number_no", "no_more")
TRY = "said my idea when the floor was opened"


@pytest.fixture
def mila(world: World) -> Phone:
    return world.join(MILA)


def silent(world: World, phone: Phone, days: int = 47) -> None:
    """Let days go by without a word of hers, and live the last of them in her hours."""
    world.jump(days=days - 2)
    world.beat()
    world.leap_to("09:00", ZONE)
    phone.forgets()
    world.until("19:30", ZONE)


def rules(world: World, number: str = MILA) -> list[str]:
    return [row["rule"] for row in world.of(number, "decisions")]


def reasons(world: World, state: str = "open") -> list[str]:
    alerts = world.of(MILA, "alerts")
    return [row["reason"] for row in alerts if row["state"] == state]


def withheld_for_it(world: World) -> int:
    return rules(world).count("unconfirmed")


def test_a_stranger_who_answers_learns_nothing_of_her(
    world: World, mila: Phone
) -> None:
    silent(world, mila)
    mila.expects_sms(ASKED)
    mila.expects_nothing()
    assert withheld_for_it(world)
    assert "unconfirmed" in reasons(world)
    heard = world.person(MILA)["last_heard_at"]
    mila.texts("who is this?")
    mila.expects_sms(AGAIN)
    mila.texts("what do you want")
    mila.expects_nothing()
    assert heard == world.person(MILA)["last_heard_at"]
    assert "unconfirmed_text" in reasons(world)
    assert ["GO", "who is this?", "what do you want"] == world.words(
        MILA, "inbox", "body_sealed"
    )
    world.until("19:30", ZONE, days=3)
    mila.expects_nothing()


def test_she_says_that_it_is_hers_and_goes_on(world: World, mila: Phone) -> None:
    silent(world, mila)
    mila.expects_sms(ASKED)
    mila.texts("Yes!")
    mila.expects_sms(THANKS)
    assert not {"unconfirmed", "unconfirmed_text"} & {*reasons(world)}
    before = withheld_for_it(world)
    world.until("19:30", ZONE, days=1)
    assert before == withheld_for_it(world)
    mila.forgets()
    world.jump_to("17:10", ZONE)
    mila.texts(TRY)
    mila.expects_sms(AFTER_A_TRY)


@pytest.mark.parametrize("words", [TRY, "LESS"])
def test_a_try_or_a_command_says_as_much(world: World, mila: Phone, words: str) -> None:
    silent(world, mila)
    mila.expects_sms(ASKED)
    mila.texts(words)
    mila.expects_sms(AFTER_A_TRY if words == TRY else says("less", "fewer"))
    assert world.now - world.person(MILA)["last_heard_at"] < timedelta(minutes=1)


@pytest.mark.parametrize(
    "words",
    [
        "WRONG NUMBER",
        "wrong person",
        "this number belongs to someone else",
        "no",
        "please stop texting me",
    ],
)
def test_whose_it_is_not_gets_no_more_texts(
    world: World, mila: Phone, words: str
) -> None:
    silent(world, mila)
    mila.expects_sms(ASKED)
    mila.texts(words)
    mila.expects_sms(LET_GO)
    assert "stopped" == world.person(MILA)["consent"]
    told = "no" != words and "stop" not in words
    assert told == ("wrong_number" in reasons(world))
    world.until("19:30", ZONE, days=3)
    mila.expects_nothing()


def test_it_is_asked_twice_a_month_apart_and_no_more(world: World, mila: Phone) -> None:
    silent(world, mila)
    mila.expects_sms(ASKED)
    for days, comes in ((27, False), (3, True), (60, False)):
        world.jump(days=days - 1)
        world.beat()
        world.until("19:30", ZONE)
        if comes:
            mila.expects_sms(ASKED)
        mila.expects_nothing()


def test_danger_is_answered_whoever_wrote_it(world: World, mila: Phone) -> None:
    silent(world, mila)
    mila.expects_sms(ASKED)
    mila.texts("I want to die")
    mila.expects_sms("people can")
    assert "crisis" == world.person(MILA)["hold"]


def test_in_spanish(world: World) -> None:
    programme = world.programme("Encontrar mi voz", "es")
    world.jump_to("10:00", ZONE)
    phone = world.enrol(programme, "Lucía", MILA, ZONE, language="es")
    world.beat()
    phone.texts("VA").forgets()
    world.jump(minutes=10)
    world.beat()
    silent(world, phone)
    phone.expects_sms(says("whose_number", "still_yours", language="es"))
    phone.texts("¿Quién es?")
    again = says("whose_number_again", "somebody_signed_up", language="es")
    phone.expects_sms(again)
    phone.texts("Sí, soy yo")
    phone.expects_sms(says("whose_number_yes", "thanks", language="es"))


def test_who_calls_from_it_hears_nothing_of_her(world: World, mila: Phone) -> None:
    silent(world, mila)
    mila.expects_sms(ASKED)
    call = mila.calls()
    call.hears("No word came from this number")
    mila.expects_nothing()
    assert world.rows("SELECT 1 FROM calls")
    assert withheld_for_it(world)


def test_who_talks_by_phone_alone_is_no_stranger(world: World) -> None:
    """Her last text is months old, and last week she spoke in a call."""
    phone = world.join(MILA)
    world.jump(days=40)
    world.beat()
    phone.forgets()
    world.jump_to("17:30", ZONE)
    call = phone.calls().presses("1")
    call.hangs_up()
    silent(world, phone, days=30)
    assert not withheld_for_it(world)
    phone.forgets()
    silent(world, phone, days=17)
    phone.expects_sms(ASKED)


def test_a_coach_who_knows_may_say_that_it_is_hers(world: World, mila: Phone) -> None:
    silent(world, mila)
    mila.expects_sms(ASKED)
    with world.desk(MILA) as desk:
        whose = desk.person.id
        enrolment.audit(desk.tx, desk.parts.new_id(), "ruth", silences.VOUCHED, whose)
    before = withheld_for_it(world)
    world.until("19:30", ZONE, days=2)
    assert before == withheld_for_it(world)


def test_what_was_decided_before_stays_at_the_last_moment(
    world: World, mila: Phone
) -> None:
    """The prompt was in the outbox, and the 45 days were over when it could go."""
    world.jump(days=43)
    world.beat()
    mila.forgets()
    world.until("18:20", ZONE)
    world.bell.broken = True
    world.jump_to("18:31", ZONE)
    nudges = world.of(MILA, "nudges")
    due = [one["id"] for one in nudges if one["state"] == "planned"]
    nudging.nudge(world.parts, world.organisation, due)
    (row,) = [one for one in world.outbox(MILA) if one["state"] == "due"]
    assert "say one idea" in row["body"]
    world.jump(days=2)
    world.run("UPDATE outbox_messages SET expires_at = NULL WHERE id = %s", row["id"])
    deliver.deliver(world.parts, world.organisation, [row["id"]])
    mila.expects_nothing()
    assert "unconfirmed" == rules(world)[-1]
    world.bell.broken = False
    world.beat()
    mila.expects_sms(ASKED)


def _came_back(world: World, phone: Phone, days: int = 2) -> None:
    """Days on which the line is dead, and one on which it takes a text again."""
    fault = Fault("30005", to=MILA, times=None)
    world.network.faults.add(fault)
    for _ in range(days):
        world.until("20:00", ZONE)
    phone.forgets()
    world.network.faults.clear()


@pytest.mark.parametrize(("dead", "doubted"), [(2, True), (1, False)])
def test_a_line_that_was_dead_and_came_back_may_be_anothers(
    world: World, *, dead: int, doubted: bool
) -> None:
    programme = world.programme("Another", start_rung=0)
    phone = world.join(MILA, programme=programme)
    _came_back(world, phone, dead)
    world.until("20:00", ZONE)
    world.until("20:00", ZONE)
    assert doubted == ("unconfirmed_line" in rules(world))
    if doubted:
        phone.forgets()
        phone.texts("who is this?")
        phone.expects_sms(AGAIN)
        phone.texts(TRY)
        phone.expects_sms(AFTER_A_TRY)


def test_forty_four_days_are_not_too_long(world: World, mila: Phone) -> None:
    silent(world, mila, days=44)
    assert not withheld_for_it(world)
