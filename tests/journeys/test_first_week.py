"""A first week by text, from being enrolled to START: read it top to bottom.

Each journey plays on phones. `phone.texts("...")` is she texting; `expects_sms` is her
phone buzzing; `world.until("18:25", zone)` lets time pass, and everything that falls
due on the way happens. Whatever arrives without being expected fails the journey.
"""

from __future__ import annotations

import pytest

from tests.journeys.wording import AFTER_A_TRY, MORE_TIME, STOPPED, WHAT_WAS_MISSING
from tests.journeys.world import World

MILA = "+15550100001"


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/Lima"])
def test_a_first_week(world: World, zone: str) -> None:  # noqa: PLR0915 - a journey is read in one piece
    programme = world.programme(opens="17:00", deadline="18:30", closes="20:00")
    with world.network.watching():
        # Monday morning: Ruth enrols Mila, who gets one text and says yes to it.
        world.until("09:00", zone)
        mila = world.enrol(programme, "Mila", MILA, zone)
        world.beat()
        mila.expects_sms("Reply GO to join").replies("GO")
        mila.expects_sms("you're in")

        # She texts a win before the deadline, so no prompt goes out that day.
        world.until("17:40", zone)
        mila.texts("said my idea when the floor was opened")
        mila.expects_sms(AFTER_A_TRY)
        world.forward(minutes=2)
        mila.texts("I wrote it down before")
        mila.expects_sms("I wrote it down before")
        world.until("23:00", zone)
        mila.expects_nothing()

        # Next day she says nothing: exactly one prompt, inside the window.
        world.until("18:25", zone)
        mila.expects_nothing()
        world.until("18:45", zone)
        prompt = mila.expects_sms("D for done")
        assert "18:30" <= world.local(zone, prompt.bubble.at) < "20:00"

        # "Not today" is an answer, and the question back is kind.
        prompt.replies("not today")
        mila.expects_sms(WHAT_WAS_MISSING)
        world.forward(minutes=2)
        mila.texts("time")
        mila.expects_sms(MORE_TIME)
        world.until("12:00", zone)
        mila.expects_nothing()

        # STOP in the middle of a question: one confirmation, then nothing, whatever
        # is queued. (This carrier confirms a bare STOP itself.)
        mila.texts("tried it, my voice shook")
        mila.expects_sms(AFTER_A_TRY)
        mila.texts("STOP")
        mila.expects_sms("unsubscribed")
        world.forward(days=2)
        mila.expects_nothing()

        # START, and the next silent day brings a prompt again.
        mila.texts("START")
        mila.expects_sms("re-subscribed")
        world.until("18:45", zone)
        mila.expects_sms("D for done")


def test_free_words_stop_as_well_and_are_confirmed_once(world: World) -> None:
    zone = "America/Lima"
    world.until("10:00", zone)
    mila = world.enrol(world.programme(), "Mila", MILA, zone)
    world.beat()
    with world.network.watching():
        mila.texts("GO")
        mila.expects_sms("you're in")
        mila.texts("please stop texting me")
        mila.expects_sms(STOPPED)
        mila.texts("please stop texting me")
        world.forward(days=2)
        mila.expects_nothing()
