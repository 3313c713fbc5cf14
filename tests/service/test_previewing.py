"""What the coming days are shown from: what went for an open chance, and what asks her."""

from __future__ import annotations

from datetime import timedelta

from flows.coach.foreseen import Asked
from service.usecases import previewing
from tests.journeys.world import World

MILA, LIMA = "+15550410001", "America/Lima"


def asked(world: World) -> Asked:
    with world.desk(MILA) as desk:
        return next(iter(previewing.asked_of([desk]).values()))


def test_of_an_open_chance_is_known_what_went_for_it(world: World) -> None:
    world.join(MILA, zone=LIMA, programme=world.programme(start_rung=0))
    world.jump_to("17:01", LIMA)
    assert ["none"] == [one.led for one in asked(world).kept.values()]
    world.beat()
    assert ["before"] == [one.led for one in asked(world).kept.values()]


def test_a_question_has_the_floor_for_an_hour_since_it_was_asked(world: World) -> None:
    mila = world.join(MILA, zone=LIMA)
    assert asked(world).floor is None
    world.leap_to("18:31", LIMA)
    floor = asked(world).floor
    assert floor is not None
    assert abs(world.now + timedelta(hours=1) - floor) < timedelta(minutes=1)
    mila.texts("did it")
    mila.texts("SKIP")
    with world.desk(MILA) as desk:
        asks = desk.near.conversation
    assert (asks is None) == (asked(world).floor is None)
