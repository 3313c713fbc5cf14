"""Ends of texts and calls that come from a long silent number; they name nobody."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from service.switchboard.phone import Phone
from service.usecases import (
    minding,
    sessions,
)
from service.usecases.rights import Signed
from tests.journeys.long_silent import (
    MILA,
    NO_MORE,
    READ,
    ZONE,
    coach_texts,
    has_it,
    in_spanish,
    missed,
    names_her,
    reasons,
    silent,
)
from tests.journeys.wording import says
from tests.journeys.world import World
from tests.pages.reading import came_in

HOLDING = ("whose", "unclear_stop")
WRONG = "I think you have the wrong number, who is this"


@contextmanager
def closed(world: World, table: str) -> Iterator[None]:
    """Let no role of ours read a table meanwhile."""
    roles = world.rows("SELECT rolname FROM pg_roles WHERE rolname ~ 'app'")
    for row in roles:
        world.run(f"REVOKE SELECT ON {table} FROM {row['rolname']}")
    try:
        yield
    finally:
        for row in roles:
            world.run(f"GRANT SELECT ON {table} TO {row['rolname']}")


@pytest.fixture
def mila(world: World) -> Phone:
    return world.join(MILA)


@pytest.fixture
def ruth(world: World) -> Signed:
    found = sessions.of(world.parts, came_in(world.parts, world.organisation))
    assert found is not None
    return found


@pytest.mark.parametrize("words", ["EQUIVOCADO", "Equivocada.", "equivocado, gracias"])
def test_the_word_that_the_spanish_question_offers_ends_it(
    world: World, words: str
) -> None:
    phone = in_spanish(world)
    silent(world, phone)
    phone.expects_sms(says("whose_number", "still_yours", language="es"))
    phone.texts(words)
    assert "stopped" == world.person(MILA)["consent"]


def test_a_stop_names_nobody_after_a_coach_has_the_alert(
    world: World, mila: Phone
) -> None:
    silent(world, mila)
    mila.forgets()
    mila.texts("who is this?").expects_sms(READ)
    has_it(world)
    world.jump(minutes=10)
    mila.texts("stop texting me")
    assert not names_her(mila)


def test_nor_does_a_yes_after_that_begin_texts(world: World, mila: Phone) -> None:
    silent(world, mila)
    mila.forgets()
    mila.texts("who is this?").expects_sms(READ)
    has_it(world)
    world.jump(minutes=10)
    mila.texts("stop texting me").forgets()
    world.jump(minutes=10)
    mila.texts("start texts")
    assert not names_her(mila)
    world.until("19:30", ZONE, days=1)
    assert not names_her(mila)


def test_a_stop_in_danger_names_nobody_once_the_hand_was_put_away(
    world: World, ruth: Signed, mila: Phone
) -> None:
    """The crisis stands, and a coach takes "silent for 45 days" off her list."""
    silent(world, mila)
    mila.forgets()
    mila.texts("I want to die").forgets()
    for row in world.of(MILA, "alerts"):
        if row["state"] == "open" and row["reason"] == "unconfirmed":
            minding.put_away(world.parts, ruth, row["participant_id"], row["id"])
    assert "unconfirmed" not in reasons(world)
    world.jump(minutes=10)
    mila.texts("stop texting me")
    assert not names_her(mila)


def test_an_unclear_wish_tells_the_coach_whose_number_it_may_be(
    world: World, mila: Phone
) -> None:
    world.jump(days=47)
    mila.forgets()
    mila.texts(WRONG)
    mila.expects_sms(READ)
    assert "whose" in reasons(world)
    assert "unclear_stop" not in reasons(world)


def test_the_coach_is_texted_that_it_may_be_another_persons(
    world: World, mila: Phone
) -> None:
    world.jump(days=47)
    mila.forgets()
    mila.texts(WRONG)
    mila.expects_sms(READ)
    told = [r["body"] for r in coach_texts(world)]
    assert any("another person" in one for one in told), told


def test_a_stop_after_an_unclear_one_names_nobody(world: World, mila: Phone) -> None:
    world.jump(days=47)
    mila.forgets()
    mila.texts(WRONG)
    world.jump(minutes=10)
    mila.texts("stop texting me")
    assert not names_her(mila)


def test_no_more_calls_is_confirmed_and_names_nobody(world: World) -> None:
    phone = world.join(MILA)
    world.change("UPDATE participants SET calls = 'agreed' WHERE id = %s", MILA)
    silent(world, phone)
    phone.forgets()
    phone.texts("stop calling me")
    assert any("call" in one.body.lower() for one in phone.unread)
    assert not names_her(phone)


def test_wrong_number_after_the_neutral_reply_is_confirmed(
    world: World, mila: Phone
) -> None:
    silent(world, mila)
    mila.forgets()
    mila.texts("hi").expects_sms(READ)
    mila.texts("WRONG NUMBER")
    mila.expects_sms(NO_MORE)


@pytest.mark.parametrize("words", ["I want to die", "stop texting me"])
def test_what_breaks_there_loses_neither_danger_nor_stop(
    world: World, mila: Phone, words: str
) -> None:
    silent(world, mila)
    mila.forgets()
    with closed(world, "recordings"):
        world.hears(MILA, words)
        world.work()
        world.network.settle()
    person = world.person(MILA)
    assert "crisis" == person["hold"] or "stopped" == person["consent"]


def test_what_breaks_later_still_puts_it_before_a_coach_whose_it_is(
    world: World, mila: Phone
) -> None:
    silent(world, mila)
    with closed(world, "script_versions"):
        world.hears(MILA, WRONG)
    assert "unclear_stop" == world.person(MILA)["hold"]
    assert ["whose"] == [one for one in reasons(world) if one in HOLDING]


def test_a_missed_danger_and_a_missed_stop(world: World, mila: Phone) -> None:
    world.jump(days=46)
    came = world.now
    world.jump(hours=5)
    for words in ("quiero morirme", "stop texting me"):
        mila.forgets()
        missed(world, words, came)
    assert not names_her(mila)
    assert "screen" in reasons(world)
    person = world.person(MILA)
    assert ("stopped", "crisis") == (person["consent"], person["hold"])
