"""What nothing could read as a try is seen by a coach, if she does not say what it was."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import pytest

from service.switchboard.phone import Phone
from service.usecases import looking_after
from tests.journeys.world import World
from tests.service import test_nudging

NUMBERS = count(15550710001)


@pytest.fixture
def her(shared: World) -> Phone:
    """Somebody whose text was not understood, and who was asked what it was."""
    phone = shared.join(f"+{next(NUMBERS)}")
    phone.texts("purple lamp").expects_sms("Was that a try")
    return phone


def asked_of_a_coach(world: World, phone: Phone) -> list[tuple[str, str]]:
    return [(row["kind"], row["reason"]) for row in world.of(phone.number, "alerts")]


def falls_silent(world: World, phone: Phone) -> None:
    talk = world.of(phone.number, "conversations")[-1]["id"]
    world.jump(hours=25)
    looking_after.fall_silent(world.parts, world.organisation, [talk])


def is_prompted(world: World, phone: Phone) -> None:
    nudge = test_nudging.prompt(world, phone)
    world.jump(seconds=(nudge["due_at"] - world.now).total_seconds() + 60)
    assert 1 == test_nudging.carry_out(world, nudge["id"])


def writes_too_late(world: World, phone: Phone) -> None:
    world.jump(hours=25)
    phone.texts("did it")


def gives_a_command(world: World, phone: Phone) -> None:
    phone.texts("SMALLER")


@pytest.mark.parametrize(
    "ends", [falls_silent, is_prompted, writes_too_late, gives_a_command]
)
def test_words_that_nothing_could_read_come_before_a_coach(
    shared: World, her: Phone, ends: Callable[[World, Phone], None]
) -> None:
    assert [] == asked_of_a_coach(shared, her)
    ends(shared, her)
    assert [("hand", "unsure")] == asked_of_a_coach(shared, her)


@pytest.mark.parametrize("answer", ["D", "N", "only in my head", "thanks"])
def test_words_that_she_explained_come_before_nobody(
    shared: World, her: Phone, answer: str
) -> None:
    her.texts(answer)
    falls_silent(shared, her)
    assert [] == asked_of_a_coach(shared, her)


def test_a_question_that_is_no_doubt_about_her_words_ends_for_itself(
    shared: World,
) -> None:
    phone = shared.join(f"+{next(NUMBERS)}")
    phone.texts("tried it, spoke up")
    falls_silent(shared, phone)
    assert [] == asked_of_a_coach(shared, phone)
