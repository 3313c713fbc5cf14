"""Roads by which a long silent number was told of her, or a hold was lifted, or made."""

from __future__ import annotations

import pytest

from service.switchboard.phone import Phone
from service.usecases import doubting
from service.usecases.entries import Refused
from tests.journeys.long_silent import (
    MILA,
    ZONE,
    in_spanish,
    lift,
    missed,
    names_her,
    personal,
    reasons,
    rules,
    silent,
    waits,
)
from tests.journeys.world import World


@pytest.fixture
def mila(world: World) -> Phone:
    return world.join(MILA)


@pytest.mark.parametrize("first", [True, False])
def test_a_missed_text_lifts_no_unclear_wish_to_stop(
    world: World, mila: Phone, first: bool
) -> None:
    world.jump(days=44)
    came = world.now
    world.jump(days=2)
    mila.forgets()
    if not first:
        mila.texts("it went badly")
        world.jump(minutes=10)
    mila.texts("stop it, this is too much today")
    assert "unclear_stop" == world.person(MILA)["hold"]
    missed(world, "I am still at it", came)
    assert "unclear_stop" == world.person(MILA)["hold"]
    assert {"whose", "unclear_stop"} & {*reasons(world)}


@pytest.mark.parametrize("words", ["Equivocado.", "equivocado"])
def test_equivocado_of_one_who_wrote_lately_is_no_stop(
    world: World, words: str
) -> None:
    phone = in_spanish(world)
    world.until("19:30", ZONE)
    phone.texts("lo intenté")
    world.jump(minutes=5)
    phone.forgets()
    phone.texts(words)
    assert "active" == world.person(MILA)["consent"]


def old_help(world: World, phone: Phone, state: str) -> object:
    """Let an answer that names her programme and coach stay here, and 47 days go by."""
    world.jump(minutes=10)
    phone.texts("HELP")
    row = [one for one in world.outbox(MILA) if personal(one["body"])][-1]
    assert "reply" == row["kind"]
    world.run("UPDATE outbox_messages SET state='in_doubt' WHERE id = %s", row["id"])
    silent(world, phone)
    phone.forgets()
    if state != "in_doubt":
        world.run(
            "UPDATE outbox_messages SET state = %s WHERE id = %s", state, row["id"]
        )
    return row["id"]


def test_a_send_again_of_an_old_reply_tells_nothing(world: World, mila: Phone) -> None:
    message = old_help(world, mila, "in_doubt")
    with pytest.raises(Refused, match="weeks old"):
        doubting.settle(
            world.parts,
            world.organisation,
            message,  # type: ignore[arg-type] # a row's id
            "send_again",
            "Ruth",
        )
    world.work()
    world.network.settle()
    assert not names_her(mila)


def test_a_reply_that_waited_behind_a_gate_for_so_long_stays(
    world: World, mila: Phone
) -> None:
    old_help(world, mila, "due")
    world.jump_to("11:00", ZONE)
    world.beat()
    assert not names_her(mila)
    assert "unconfirmed" in rules(world)


@pytest.mark.parametrize("kept", [14, "always"])
def test_keys_alone_are_signs_after_words_were_let_go(
    world: World, kept: object
) -> None:
    programme = world.programme(keep_words=kept)
    phone = world.join(MILA, programme=programme)
    for _ in range(7):
        world.jump(days=7)
        world.beat()
        world.jump_to("17:30", ZONE)
        phone.calls().presses("1").hangs_up()
        world.jump(hours=10)
        world.beat()
    phone.forgets()
    world.until("19:30", ZONE, days=1)
    assert "unconfirmed" not in rules(world)
    assert world.person(MILA)["hold"] is None


@pytest.mark.parametrize(
    "words",
    [
        "Hi, I opened your text, it must be for the lady before me",
        "I think this is meant for another lady, I opened it by mistake",
        "I opened it and it makes no sense",
        "I started a job, we have daily things",
    ],
)
def test_a_strangers_story_is_no_try_of_hers(
    world: World, mila: Phone, words: str
) -> None:
    silent(world, mila)
    mila.forgets()
    mila.texts(words)
    assert "unclear_stop" == world.person(MILA)["hold"]
    assert waits(world)
    assert not names_her(mila)


def test_equivocado_said_in_a_call_of_one_who_wrote_lately_is_no_stop(
    world: World,
) -> None:
    phone = in_spanish(world)
    world.jump_to("17:30", ZONE)
    phone.texts("lo intenté")
    world.jump(minutes=5)
    phone.calls().says("equivocado")
    assert "active" == world.person(MILA)["consent"]


def test_equivocado_of_one_who_is_invited_ends_it(world: World) -> None:
    programme = world.programme("Encontrar mi voz", "es")
    world.jump_to("10:00", ZONE)
    phone = world.enrol(programme, "Lucía", MILA, ZONE, language="es")
    world.beat()
    phone.texts("Equivocado")
    assert "stopped" == world.person(MILA)["consent"]


def test_the_offered_word_is_a_stop_in_a_call_from_such_a_number(world: World) -> None:
    phone = in_spanish(world)
    silent(world, phone)
    phone.calls().says("equivocado")
    assert "stopped" == world.person(MILA)["consent"]


@pytest.mark.parametrize("words", ["stop texting me", "HELP"])
def test_a_hold_for_safety_that_was_lifted_says_not_whose_it_is(
    world: World, mila: Phone, words: str
) -> None:
    """A coach lifted the hold for safety; whose number it is, nobody has looked at."""
    silent(world, mila)
    mila.forgets()
    mila.texts("who is this")
    world.jump(minutes=5)
    mila.texts("I want to die")
    world.jump(minutes=5)
    lift(world)
    assert "unclear_stop" == world.person(MILA)["hold"]
    mila.forgets()
    world.jump(minutes=5)
    mila.texts(words)
    assert not names_her(mila)
    if words == "stop texting me":
        world.jump(minutes=5)
        mila.texts("start texts")
        world.until("19:30", ZONE, days=1)
        assert not names_her(mila)


@pytest.mark.parametrize("more", [True, False])
def test_danger_that_was_seen_to_says_not_whose_it_is(
    world: World, mila: Phone, more: bool
) -> None:
    """Its hold was lifted, and her step went to whoever had written it."""
    silent(world, mila)
    mila.texts("who is this? I want to die")
    if more:
        mila.texts("who are you people, I do not know you")
    world.jump(minutes=5)
    lift(world)
    mila.forgets()
    assert "whose" in reasons(world)
    assert "unclear_stop" == world.person(MILA)["hold"]
    world.until("19:30", ZONE, days=1)
    assert not names_her(mila)
    lift(world)
    assert world.person(MILA)["hold"] is None
    assert "whose" not in reasons(world)


def test_danger_of_one_who_writes_asks_nobody_whose_it_is(
    world: World, mila: Phone
) -> None:
    mila.texts("I want to die")
    world.jump(minutes=5)
    lift(world)
    assert world.person(MILA)["hold"] is None
    assert "whose" not in reasons(world)
