"""What a second review found of failure 18 and left to be decided."""

from __future__ import annotations

import pytest

from service.switchboard.phone import Phone
from tests.journeys.long_silent import (
    MILA,
    ZONE,
    coach_writes,
    lift,
    names_her,
    reasons,
    silent,
)
from tests.journeys.world import World


@pytest.fixture
def mila(world: World) -> Phone:
    return world.join(MILA)


@pytest.mark.xfail(reason="a START of before this feature was vouched for by nobody")
def test_a_stop_and_start_of_long_ago_hold_nobody_who_writes(
    world: World, mila: Phone
) -> None:
    """As it was before this feature: STOP after 46 days, START, and no hold."""
    world.jump(days=46)
    mila.texts("STOP")
    world.jump(minutes=5)
    mila.texts("START")
    world.change("UPDATE participants SET hold = NULL WHERE id = %s", MILA)
    world.change(
        "UPDATE alerts SET state = 'acknowledged' WHERE participant_id = %s", MILA
    )
    for _ in range(10):
        world.jump(days=5)
        mila.texts("did it")
    world.jump_to("11:00", ZONE, days=1)
    coach_writes(world, "Well done!")
    world.jump(minutes=2)
    mila.texts("Thank you, it was good fun")
    assert "whose" not in reasons(world)


@pytest.mark.xfail(reason="lifting a hold for safety vouches for the number (0048)")
def test_danger_of_a_stranger_is_lifted_and_her_step_goes_to_them(
    world: World, mila: Phone
) -> None:
    silent(world, mila)
    mila.forgets()
    mila.texts("who is this? I want to die")
    mila.texts("who are you people, I do not know you")
    world.jump(minutes=5)
    lift(world)
    mila.forgets()
    world.until("19:30", ZONE, days=1)
    assert not names_her(mila)
