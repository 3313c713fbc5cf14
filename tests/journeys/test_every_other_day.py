"""A plain schedule whose turn moves in silence: its prompts come when it says.

Days are planned three ahead. What had been planned by an older turn went all the same: a
prompt a day for whoever was to get one every other day, each kept as a chance without.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from tests.journeys.world import World

MILA, LIMA = "+15550190001", "America/Lima"
FIRST = date(2026, 3, 2)


def days(world: World, wanted: str) -> list[int]:
    """Return on which days, from the first on, a nudge went or a chance had a prompt."""
    rows = world.of(MILA, wanted)
    on = [
        (row["local_date"] - FIRST).days
        for row in rows
        if row.get("state") == "sent" or row.get("plan") == "before"
    ]
    return sorted(on)


def test_a_prompt_every_other_day_comes_every_other_day(world: World) -> None:
    programme = world.programme(policy="leitner", recap_day="none")
    mila = world.join(MILA, zone=LIMA, programme=programme)
    world.jump_to("07:00", LIMA)
    world.beat()
    while world.person(MILA)["ladder"]["box"] == 0:
        world.jump(hours=1)
        world.beat()
        mila.texts("did it")
        world.beat()
    told = world.now.date()
    while world.now.date() < told + timedelta(days=9):
        world.jump(hours=1)
        world.beat()
    went = [day for day in days(world, "nudges") if FIRST + timedelta(days=day) > told]
    assert 4 == len(went)
    assert {2} == {b - a for a, b in pairwise(went)}
    assert set(went) <= set(days(world, "chances"))
