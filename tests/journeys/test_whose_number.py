"""A number silent for 45 days may be a stranger's: it is asked whose it is, told nothing.

What comes from it is kept, and unless it says that the number is hers, a person decides
before anything automatic goes there again (failure 18).
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from service.carrier.wire import InboundText
from service.switchboard.phone import Phone
from service.usecases import catching_up, deliver, nudging
from tests.journeys.long_silent import (
    ASKED,
    MILA,
    NO_CALLS,
    NO_MORE,
    READ,
    THANKS,
    TRY,
    ZONE,
    lift,
    personal,
    reasons,
    rules,
    silent,
    waits,
)
from tests.journeys.wording import AFTER_A_TRY, says
from tests.journeys.world import SERVICE, World, new_sid
from tests.service.dialled import Dialled

ACCOUNT = "AC" + "0" * 32


@pytest.fixture
def mila(world: World) -> Phone:
    return world.join(MILA)


def withheld_for_it(world: World) -> int:
    return rules(world).count("unconfirmed")


def standing(world: World) -> tuple[str, str | None]:
    person = world.person(MILA)
    return person["consent"], person["hold"]


@pytest.mark.parametrize(
    "words",
    [
        "who is this?",
        "no",
        "N",
        "HELP",
        "Call me",
        "WHY",
        "next",
        "MY DATA",
        "ERASE",
        "👍",
        "",
    ],
)
def test_what_does_not_say_that_it_is_hers_is_held_for_a_person(
    world: World, mila: Phone, words: str
) -> None:
    silent(world, mila)
    mila.expects_sms(ASKED)
    mila.expects_nothing()
    assert withheld_for_it(world)
    assert "unconfirmed" in reasons(world)
    mila.texts(words, media=not words)
    mila.expects_sms(READ)
    assert ("active", "unclear_stop") == standing(world)
    assert 1 == reasons(world).count("whose")
    assert not {"left_open", "unconfirmed"} & {*reasons(world)}
    assert world.now - world.person(MILA)["last_heard_at"] < timedelta(minutes=1)
    mila.texts("what do you want")
    assert words in world.words(MILA, "inbox", "body_sealed")
    world.until("19:30", ZONE, days=1)
    mila.expects_nothing()
    assert waits(world)


def test_a_person_lifts_the_hold_and_it_is_hers(world: World, mila: Phone) -> None:
    silent(world, mila)
    mila.forgets()
    mila.texts("it was a bad month")
    mila.expects_sms(READ)
    lift(world)
    assert waits(world)
    before = withheld_for_it(world)
    world.until("19:30", ZONE, days=1)
    assert before == withheld_for_it(world)
    assert any(personal(one.body) for one in mila.unread)


def test_the_lifting_of_a_hold_is_a_sign_of_her(world: World, mila: Phone) -> None:
    mila.texts("I want to die")
    world.jump(days=60)
    lift(world)
    silent(world, mila, days=40)
    assert not withheld_for_it(world)


def test_a_yes_is_thanked_for_and_it_goes_on(world: World, mila: Phone) -> None:
    silent(world, mila)
    mila.expects_sms(ASKED)
    mila.texts("Yes!")
    mila.expects_sms(THANKS)
    mila.expects_nothing()
    assert ("active", None) == standing(world)
    assert not {"unconfirmed", "whose"} & {*reasons(world)}
    before = withheld_for_it(world)
    world.until("19:30", ZONE, days=1)
    assert before == withheld_for_it(world)
    mila.forgets()
    world.jump_to("17:10", ZONE)
    mila.texts(TRY)
    mila.expects_sms(AFTER_A_TRY)


@pytest.mark.parametrize(
    ("words", "script"),
    [
        (TRY, AFTER_A_TRY),
        ("did it", AFTER_A_TRY),
        ("LESS", says("less", "fewer")),
    ],
)
def test_words_of_hers_go_on_as_ever(
    world: World, mila: Phone, words: str, script: object
) -> None:
    silent(world, mila)
    mila.expects_sms(ASKED)
    mila.texts(words)
    mila.expects_sms(script)  # type: ignore[arg-type] # a pattern
    assert ("active", None) == standing(world)


@pytest.mark.parametrize("words", ["STOP", "WRONG NUMBER", "please stop texting me"])
def test_stop_ends_it_and_its_confirmation_names_nothing(
    world: World, mila: Phone, words: str
) -> None:
    silent(world, mila)
    mila.expects_sms(ASKED)
    mila.texts(words)
    if words != "STOP":  # the carrier says so itself
        mila.expects_sms(NO_MORE)
    assert ("stopped", None) == standing(world)
    assert not any(personal(one.body) for one in mila.unread)
    mila.forgets()
    world.until("19:30", ZONE, days=1)
    mila.expects_nothing()


def test_stop_and_start_of_one_who_asked_who_it_is_name_nothing_either(
    world: World, mila: Phone
) -> None:
    silent(world, mila)
    mila.forgets()
    mila.texts("who is this?").expects_sms(READ)
    world.jump(minutes=2)
    mila.texts("stop texting me").expects_sms(NO_MORE)
    world.jump(minutes=2)
    mila.texts("start texts").expects_sms(READ)
    assert ("active", "unclear_stop") == standing(world)
    mila.expects_nothing()


@pytest.mark.parametrize("words", ["WRONG NUMBER", "stop texting me"])
def test_a_yes_after_that_starts_nothing_before_a_person_looked(
    world: World, mila: Phone, words: str
) -> None:
    silent(world, mila)
    mila.forgets()
    mila.texts(words).expects_sms(NO_MORE)
    world.jump(minutes=5)
    mila.texts("yes")
    assert ("active", "unclear_stop") == standing(world)
    assert not any(personal(one.body) for one in mila.unread)
    mila.forgets()
    world.until("19:30", ZONE)
    mila.expects_nothing()
    lift(world)
    world.until("19:30", ZONE)
    assert mila.unread


def test_stop_of_one_who_wrote_lately_ends_with_start_as_ever(
    world: World, mila: Phone
) -> None:
    world.jump(days=40)
    mila.texts("stop texting me").forgets()
    world.jump(days=60)
    mila.texts("START")
    assert ("active", None) == standing(world)


def test_no_more_calls_ends_calls_and_holds_the_rest(world: World) -> None:
    phone = world.join(MILA)
    world.change("UPDATE participants SET calls = 'agreed' WHERE id = %s", MILA)
    silent(world, phone)
    phone.forgets()
    phone.texts("stop calling me")
    phone.expects_sms(NO_CALLS)
    assert "stopped" == world.person(MILA)["calls"]
    assert ("active", "unclear_stop") == standing(world)


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


@pytest.mark.parametrize("hour", ["23:00", "12:00"])
def test_danger_is_answered_whoever_wrote_it(
    world: World, mila: Phone, hour: str
) -> None:
    silent(world, mila)
    mila.expects_sms(ASKED)
    world.jump_to(hour, ZONE)
    mila.texts("who is this? I want to die")
    mila.expects_sms("people can")
    mila.expects_nothing()
    assert ("active", "crisis") == standing(world)
    assert 1 == reasons(world).count("unconfirmed")
    mila.texts("stop texting me").expects_sms(NO_MORE)


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
    phone.texts("Sí, soy yo")
    phone.expects_sms(says("whose_number_yes", "thanks", language="es"))
    silent(world, phone)
    phone.forgets()
    phone.texts("¿Quién es?")
    phone.expects_sms(says("whose_number_read", "somebody_reads", language="es"))


def test_who_calls_from_it_hears_nothing_of_her(world: World, mila: Phone) -> None:
    silent(world, mila)
    mila.expects_sms(ASKED)
    call = mila.calls()
    call.hears("A person will get back to you")
    assert not personal(call.heard)
    assert ("active", "unclear_stop") == standing(world)
    assert "whose" in reasons(world)
    mila.expects_nothing()
    world.until("19:30", ZONE, days=1)
    mila.expects_nothing()


@pytest.mark.parametrize(
    ("said", "hold"),
    [("", "unclear_stop"), ("who is it", "unclear_stop"), ("I want to die", "crisis")],
)
def test_nor_where_our_first_answer_was_lost(
    world: World, mila: Phone, said: str, hold: str
) -> None:
    """The fallback address begins the call, with the words that came with it."""
    silent(world, mila)
    mila.forgets()
    call = Dialled(world, MILA)
    told = {"ErrorCode": "11205", "ErrorUrl": "https://a.example/twilio/voice"}
    heard = call.asks(**told, **({"SpeechResult": said} if said else {})).text
    assert not personal(heard)
    assert ("active", hold) == standing(world)
    again = call.asks("/twilio/voice", **told).text
    assert not personal(again)


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


def test_forty_four_days_are_not_too_long(world: World, mila: Phone) -> None:
    silent(world, mila, days=44)
    assert not withheld_for_it(world)


@pytest.mark.parametrize(("days", "held"), [(44, False), (46, True)])
def test_a_missed_text_is_judged_at_the_moment_it_was_sent(
    world: World, mila: Phone, days: int, held: bool
) -> None:
    world.jump(days=days)
    came = world.now
    world.jump(days=2)
    missed = InboundText(new_sid(), ACCOUNT, MILA, SERVICE, "No", False, 0, None)
    tenant = world.parts.tenant(world.organisation)
    catching_up.missed_in(world.parts, tenant, missed, came)
    assert ("active", "unclear_stop" if held else None) == standing(world)
    assert "No" in world.words(MILA, "inbox", "body_sealed")
