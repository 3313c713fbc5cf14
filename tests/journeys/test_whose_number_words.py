"""Which words say that a long silent number is hers, and what else is answered."""

from __future__ import annotations

import pytest

from service.switchboard.phone import Phone
from tests.journeys.long_silent import (
    ASKED,
    MILA,
    READ,
    THANKS,
    ZONE,
    lift,
    names_her,
    silent,
    waits,
)
from tests.journeys.world import World


@pytest.fixture
def mila(world: World) -> Phone:
    return world.join(MILA)


@pytest.mark.parametrize(
    "words",
    [
        "keep your texts to yourself",
        "Yeah this is Tom",
        "yes but this phone belongs to Tom",
        "claro, soy Juan",
        "Keep out",
    ],
)
def test_a_strangers_yes_or_keep_tells_nothing(
    world: World, mila: Phone, words: str
) -> None:
    silent(world, mila)
    mila.forgets()
    mila.texts(words)
    mila.expects_sms(READ)
    world.until("19:30", ZONE, days=1)
    assert not names_her(mila)


def test_yes_and_sorry_is_thanked_for_and_no_try(world: World, mila: Phone) -> None:
    silent(world, mila)
    mila.forgets()
    mila.texts("Si, perdon")
    mila.expects_sms(THANKS)
    assert not world.of(MILA, "attempts")


def test_the_offered_word_is_told_that_a_person_reads_first(
    world: World, mila: Phone
) -> None:
    silent(world, mila)
    mila.expects_sms(ASKED)
    mila.texts("sorry for the silence!")
    mila.forgets()
    mila.texts("KEEP")
    mila.expects_sms(READ)
    assert "unclear_stop" == world.person(MILA)["hold"]
    assert waits(world)


@pytest.mark.parametrize(
    ("words", "script"),
    [("KEEP receiving? who is this", READ), ("keep", THANKS), ("Keep.", THANKS)],
)
def test_keep_is_thanked_for_unless_it_asks(
    world: World, mila: Phone, words: str, script: object
) -> None:
    silent(world, mila)
    mila.forgets()
    mila.texts(words)
    mila.expects_sms(script)  # type: ignore[arg-type] # a pattern


@pytest.mark.parametrize(
    "words",
    [
        "sorry I was away, I spoke up on Monday",
        "si, perdon",
        "T",
        "1",
        "did it",
        "call me",
        "Ruth, can we move my step?",
        "",
    ],
)
def test_honest_words_are_answered_or_wait(
    world: World, mila: Phone, words: str
) -> None:
    silent(world, mila)
    mila.forgets()
    mila.texts(words, media=not words)
    assert mila.unread
    assert world.person(MILA)["hold"] is None or waits(world)


def test_a_wish_to_be_erased_waits_for_a_coach_first(world: World, mila: Phone) -> None:
    """The alert and the list say who may have the number, not that she wants erasing."""
    silent(world, mila)
    mila.forgets()
    mila.texts("ERASE")
    assert waits(world)
    lift(world)
    world.jump(minutes=3)
    mila.texts("ERASE")
    assert mila.unread
