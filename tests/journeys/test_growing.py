"""Six weeks of growing: four in a row, a notch more, help that comes back and fades."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from tests.journeys.wording import says
from tests.journeys.world import World

MILA = "+15550100071"
ZONE = "America/Lima"
NEW = "ask the first question in the planning"
AFTERWARDS = "tell the lead what I would change"


def tries(world: World, phone: Any) -> list[str]:
    """She tries in the window and tells it; then the evening, and midday, come."""
    world.leap_to("17:10", ZONE)
    phone.texts("said my idea when the floor was opened").forgets()
    world.leap_to("19:10", ZONE)
    before = len(world.outbox(MILA))
    world.leap_to("00:05", ZONE)  # her day begins, and is laid out
    world.leap_to("12:31", ZONE)
    world.beat()
    phone.forgets()
    return [row["body"] for row in world.outbox(MILA)[before:]]


def talk(world: World, phone: Any, *told: str) -> None:
    for words in told:
        world.jump(minutes=2)
        phone.texts(words).forgets()


def offers(world: World) -> list[tuple[str, str]]:
    """What growing began, in order: (rule, verdict)."""
    return [
        (row["rule"], row["verdict"])
        for row in world.of(MILA, "decisions")
        if row["rule"].startswith("O-")
    ]


def steps(world: World) -> list[str]:
    return world.words(MILA, "steps", "step_sealed")


def test_six_weeks_of_growing(world: World) -> None:
    """#11, #12, #22-#25, #43: one notch at a time, by her own yes, with help beside."""
    where = world.programme(recap_day="none", growth="gentle")
    mila = world.join(MILA, programme=where)
    notch, less = says("stretch", "one_notch_up"), says("less_help", "a_bit_more_alone")
    asked: list[tuple[int, str]] = []
    for day in range(42):
        for body in tries(world, mila):
            if notch.search(body):
                asked.append((day, "notch"))
                if len(asked) == 1:
                    talk(world, mila, "OK", "tougher", NEW, "a few minutes", "4")
                else:
                    talk(world, mila, "KEEP")
            elif less.search(body):
                asked.append((day, "less help"))
                talk(world, mila, "OK")
    kinds = [kind for _, kind in asked]
    assert ["notch", "less help", "notch"] == kinds[:3]
    assert all(b - a >= 7 for (a, _), (b, _) in pairwise(asked))
    assert NEW in steps(world)
    assert kinds[3:] == []  # what was refused rests
    told = offers(world)
    assert ("O-harder", "send") in told
    assert ("O-harder", "grown") in told
    assert ("O-less-help", "grown") in told
