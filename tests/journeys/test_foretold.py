"""What the next 14 days of a page show is what goes, where nothing is told in between.

They had shown a prompt every day to whoever is silent, and the Ladder lets her be after
twelve; and none where it comes back to whoever has fallen silent on a thin rung.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from flows.coach import written
from flows.coach.conflicts import Conflict
from service.usecases import planning, previewing, schedules, sessions, taking_over
from tests.journeys.world import World
from tests.pages.reading import came_in

MILA = "+15550100001"
DAYS, HALF_AN_HOUR, EVENING = 14, timedelta(minutes=30), "18:30"
NEW_YORK, LIMA, LONDON = "America/New_York", "America/Lima", "Europe/London"
TWO = "08:00-09:00-10:00,17:00-18:30-20:00"
WORK = "08:00-09:00-10:00,16:00-17:00-18:00"
INSIDE = "07:00-12:00-20:00,08:00-09:00-10:00"
OFFICE = {"policy": "late_only", "hours_from": "10:00", "hours_to": "18:00"}
MORNING = {"hours_from": "09:00", "hours_to": "17:00", "recap_day": "0"}
CALLS = {"call_days": "14", "call_at": "12:15", "call_until": "13:15"}
# Where she lives, what her programme says, and what her own schedule does.
CASES: dict[str, tuple[str, dict[str, object], dict[str, str]]] = {
    "a clock put forward": (NEW_YORK, {"policy": "every_2", "cap_day": 2}, {"at": TWO}),
    "hours of an office": (LIMA, OFFICE, {"at": WORK, "skip": "2026-03-06"}),
    "a window within another": (LIMA, {}, {"at": INSIDE}),
    "a thin rung": (LIMA, {"start_rung": 3}, {}),
    "a thin rung twice a day": (NEW_YORK, {"start_rung": 4, "cap_day": 2}, {"at": TWO}),
    "before a known moment": (LONDON, {"start_rung": 2, "kind": "moment"}, {"at": "30 before 10:00"}),
    "few chances": (LIMA, {"start_rung": 5}, {"days": "02"}),
    "after an illness": (LIMA, {"start_rung": 3}, {"ill": "2026-03-04..2026-03-08"}),
    "a recap that waits for the morning": (LIMA, {"start_rung": 4, **MORNING}, {"at": "06:00-09:00-10:00"}),
    "two calls a week": (LIMA, {"policy": "late_only", **CALLS}, {}),
}  # fmt: skip
AGREES = "UPDATE participants SET calls = 'agreed', planned_until = NULL WHERE id = %s"
Line = tuple[str, str]


def line(at: datetime, kind: str) -> Line:
    return f"{at:%m-%d %H:%M}", kind


def foretold(world: World, end: datetime) -> list[Line]:
    with world.desk(MILA) as desk:
        rows = previewing.at(desk, DAYS).rows
    return sorted(
        line(row.at, row.kind)
        for row in rows
        if row.kind != "chance" and row.goes and row.at and row.at < end
    )


def went(world: World, since: datetime) -> list[Line]:
    """Return what went, but for what follows a call that was not answered."""
    rows = [row for row in world.of(MILA, "nudges") if row["due_at"] >= since]
    return sorted(
        line(row["due_at"], row["kind"])
        for row in rows
        if row["state"] == "sent"
        and (row["kind"] == "prompt" or row["occurrence"].count("/") == 1)
    )


@pytest.mark.long
@pytest.mark.parametrize("looked", ["at night", "in the evening"])
@pytest.mark.parametrize("case", CASES)
def test_what_is_foretold_is_what_goes(world: World, case: str, looked: str) -> None:
    """In the evening a prompt has gone, and its window, or its question, is open."""
    zone, terms, own = CASES[case]
    world.join(MILA, zone=zone, programme=world.programme(**terms))
    world.jump_to("00:30", zone)
    world.change(AGREES, MILA)
    with world.desk(MILA) as desk:
        schedules.save(desk, written.read(own))
        planning.rearrange(desk)
    world.beat()
    end = world.now + DAYS * timedelta(days=1) - timedelta(hours=1)
    while looked == "in the evening" and world.local(zone, world.now) < EVENING:
        world.jump(seconds=HALF_AN_HOUR.total_seconds())
        world.beat()
    since = world.now
    told = foretold(world, end)
    live_until(world, end)
    assert told == went(world, since)
    assert len(told) > 2


def live_until(world: World, end: datetime) -> None:
    while world.now < end:
        world.jump(seconds=HALF_AN_HOUR.total_seconds())
        world.beat()


@pytest.mark.long
def test_a_talk_is_foretold_to_end_by_itself(world: World) -> None:
    """Two weeks were struck out: a coach had written, and the talk ended the day after."""
    world.join(MILA, zone=LIMA)
    ruth = sessions.of(world.parts, came_in(world.parts, world.organisation))
    assert ruth is not None
    world.jump_to("14:10", LIMA)
    world.beat()
    taking_over.begin(world.parts, ruth, world.person(MILA)["id"])
    since, end = world.now, world.now + 5 * timedelta(days=1)
    told = foretold(world, end)
    with world.desk(MILA) as desk:
        against = previewing.at(desk, DAYS).conflicts
    about = {"hold": "take_over", "until": "2026-03-03", "at": "14:10"}
    assert [Conflict("hold", about)] == [one for one in against if one.kind == "hold"]
    live_until(world, end)
    assert told == went(world, since)
    assert "03-03 23:30" == told[0][0]
