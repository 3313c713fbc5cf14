"""A question left open overnight: what she texts on the next day."""

from __future__ import annotations

import pytest

from service.switchboard.phone import Phone
from tests.journeys.wording import AFTER_A_TRY
from tests.journeys.world import World

MILA = "+15550100001"
LIMA = "America/Lima"


def asked_yesterday(world: World) -> Phone:
    """She tried yesterday at 17:45, was asked what she did, and said nothing."""
    terms = {"days": "0123456", "opens": "17:00", "deadline": "18:30"}
    mila = world.join(MILA, zone=LIMA, programme=world.programme(**terms))
    world.leap_to("17:45", LIMA)
    with world.network.watching():
        mila.texts("said my idea")
        mila.expects_sms(AFTER_A_TRY)
    return mila


def tries(world: World) -> list[str]:
    return world.words(MILA, "attempts", "words_sealed")


@pytest.mark.parametrize(
    ("wall", "told"),
    [
        ("17:05", "spoke up again"),
        ("12:10", "did it"),
        ("14:48", "said one idea today"),
    ],
)
def test_a_new_try_is_kept_as_one_and_no_prompt_goes(
    world: World, wall: str, told: str
) -> None:
    mila = asked_yesterday(world)
    world.leap_to(wall, LIMA)
    with world.network.watching():
        mila.texts(told)
        mila.expects_sms(AFTER_A_TRY)
        assert ["said my idea", told] == tries(world)
        world.leap_to("18:45", LIMA)
        world.beat()
        mila.expects_nothing()


def test_in_the_morning_her_words_still_answer_it(world: World) -> None:
    mila = asked_yesterday(world)
    world.leap_to("08:30", LIMA)
    with world.network.watching():
        mila.texts("I wrote it on a card first")
        mila.expects_sms("I wrote it on a card first")
    assert ["said my idea"] == tries(world)


def test_it_answers_no_question_about_the_week_of_yesterday(world: World) -> None:
    terms = {"days": "0123456", "opens": "17:00", "deadline": "18:30"}
    mila = world.join(MILA, zone=LIMA, programme=world.programme(**terms))
    world.leap_to("12:00", LIMA, days=5)
    world.leap_to("19:15", LIMA)
    mila.forgets()  # a prompt of the evening, and the recap
    world.leap_to("17:44", LIMA)
    with world.network.watching():
        mila.texts("did it")
        mila.expects_sms(AFTER_A_TRY)
        assert ["did it"] == tries(world)
