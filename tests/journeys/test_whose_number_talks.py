"""A coach talks with whoever has a long silent number."""

from __future__ import annotations

import pytest

from service.switchboard.phone import Phone
from tests.journeys.long_silent import (
    MILA,
    NO_MORE,
    READ,
    ZONE,
    coach_writes,
    has_it,
    names_her,
    reasons,
    silent,
)
from tests.journeys.world import World


@pytest.fixture
def mila(world: World) -> Phone:
    return world.join(MILA)


def test_help_in_a_talk_names_nobody(world: World, mila: Phone) -> None:
    silent(world, mila)
    world.jump_to("11:00", ZONE, days=1)
    coach_writes(world, "Hello? Is all well?")
    mila.forgets()
    mila.texts("HELP")
    mila.expects_sms(READ)
    assert not names_her(mila)


def test_a_talk_whose_alert_a_coach_has_ends_in_the_hold(
    world: World, mila: Phone
) -> None:
    """A second coach says "I have it"; nobody has said that the number is hers."""
    silent(world, mila)
    world.jump_to("11:00", ZONE, days=1)
    coach_writes(world, "Hi, is anything wrong?")
    mila.forgets()
    mila.texts("You have the wrong lady, I think")
    has_it(world)
    world.until("19:30", ZONE, days=2)
    assert not names_her(mila)


def test_a_yes_to_a_coach_who_had_answered_is_hers(world: World, mila: Phone) -> None:
    """She answers her coach by name, and the coach answers her."""
    silent(world, mila)
    world.jump_to("11:00", ZONE, days=1)
    coach_writes(world, "Hi, is anything wrong?")
    mila.forgets()
    mila.texts("Hi Ruth, sorry, I was in hospital. Thank you for asking")
    coach_writes(world, "Good to hear from you. Shall we go on?")
    mila.forgets()
    world.jump(minutes=20)
    mila.texts("Yes")
    world.until("19:30", ZONE, days=2)
    assert world.person(MILA)["hold"] is None
    assert "whose" not in reasons(world)


def test_a_yes_to_nobody_in_a_talk_waits_for_a_person(
    world: World, mila: Phone
) -> None:
    """Whoever wrote first may be a stranger, and no coach has answered it."""
    silent(world, mila)
    world.jump_to("11:00", ZONE, days=1)
    coach_writes(world, "Hi, is anything wrong?")
    mila.forgets()
    mila.texts("You have the wrong lady, I think")
    world.jump(minutes=1)
    mila.texts("Yes")
    world.until("19:30", ZONE, days=2)
    assert "unclear_stop" == world.person(MILA)["hold"]
    assert not names_her(mila)


def test_danger_while_a_talk_goes_on(world: World, mila: Phone) -> None:
    silent(world, mila)
    world.jump_to("11:00", ZONE, days=1)
    coach_writes(world, "Hi, is anything wrong?")
    mila.forgets()
    mila.texts("who are you")
    world.jump(minutes=5)
    mila.texts("I want to die")
    mila.expects_sms("people can")
    assert "screen" in reasons(world)


def test_commands_in_a_talk_wait_for_a_person(world: World, mila: Phone) -> None:
    """WHY, MY DATA and ERASE in a talk wait for a person, as on main."""
    silent(world, mila)
    world.jump_to("11:00", ZONE, days=1)
    coach_writes(world, "Hello? Is all well?")
    mila.forgets()
    for words in ("WHY", "MY DATA", "ERASE", "call me", "START"):
        mila.texts(words)
        world.jump(minutes=3)
    assert not names_her(mila)


def test_a_stop_in_a_talk_and_a_yes_after_it(world: World, mila: Phone) -> None:
    silent(world, mila)
    world.jump_to("11:00", ZONE, days=1)
    coach_writes(world, "Hello? Is all well?")
    mila.forgets()
    mila.texts("who are you?")
    world.jump(minutes=3)
    mila.texts("stop texting me").expects_sms(NO_MORE)
    world.jump(minutes=3)
    mila.texts("yes")
    world.until("19:30", ZONE, days=2)
    assert not names_her(mila)
    assert "unclear_stop" == world.person(MILA)["hold"]
