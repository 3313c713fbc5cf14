"""Laying out a person's days: each occurrence once, on her own wall, and no oftener."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from itertools import count
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from service.store import outbox
from service.switchboard.phone import Phone
from service.usecases import overriding, planning
from service.usecases.overriding import Word
from tests.journeys.world import BEGINNING, World
from tests.racing import at_once

NUMBERS = count(15550400001)
LIMA = "America/Lima"


def join(world: World, zone: str = LIMA, **settings: object) -> Phone:
    programme = world.programme(f"programme {next(NUMBERS)}", **settings)
    return world.join(f"+{next(NUMBERS)}", zone=zone, programme=programme)


def plan(world: World, phone: Phone) -> int:
    """Plan her days, whether they were planned already or not."""
    person = world.person(phone.number)["id"]
    world.run("UPDATE participants SET planned_until = NULL WHERE id = %s", person)
    return planning.plan(world.parts, world.organisation, [person])


def chances(world: World, phone: Phone) -> list[dict[str, Any]]:
    rows = world.of(phone.number, "chances")
    return sorted(rows, key=lambda row: row["local_date"])


def nudges(world: World, phone: Phone, kind: str) -> list[dict[str, Any]]:
    rows = [row for row in world.of(phone.number, "nudges") if row["kind"] == kind]
    return sorted(rows, key=lambda row: row["due_at"])


def set_now(world: World, now: datetime) -> None:
    world.jump(seconds=(now - world.now).total_seconds())


def test_the_coming_days_are_laid_out_on_her_own_wall(world: World) -> None:
    mila = join(world, "Pacific/Auckland")
    first = chances(world, mila)[0]
    assert (time(17), time(18, 30), time(20)) == (
        first["opens"],
        first["deadline"],
        first["closes"],
    )
    for name in ("opens", "deadline", "closes"):
        local = first[f"{name}_at"].astimezone(ZoneInfo("Pacific/Auckland"))
        assert (first["local_date"], first[name]) == (local.date(), local.time())
    prompt = nudges(world, mila, "prompt")[0]
    assert first["deadline_at"] == prompt["due_at"]
    assert first["closes_at"] == prompt["expires_at"]
    assert f"prompt/{first['local_date']}/0" == prompt["occurrence"]


def test_planning_again_adds_nothing_and_moves_nothing(world: World) -> None:
    mila = join(world)
    before = (chances(world, mila), world.of(mila.number, "nudges"))
    assert [0, 0] == [plan(world, mila) for _ in range(2)]
    assert before == (chances(world, mila), world.of(mila.number, "nudges"))


def test_four_planners_at_once_add_each_occurrence_once(world: World) -> None:
    mila = join(world)
    world.run("DELETE FROM nudges WHERE kind = 'prompt'")
    new = at_once(*[partial(plan, world, mila)] * 4)
    keys = [row["occurrence"] for row in nudges(world, mila, "prompt")]
    assert len(keys) == len(set(keys)) == sum(new)


@pytest.mark.parametrize(
    ("zone", "day", "opens", "expected"),
    [
        # The gap: 02:30 is not on the wall that night, 03:00 is the first minute that is.
        ("America/New_York", date(2026, 3, 8), "02:30", "2026-03-08T07:00"),
        # The fold: 01:30 comes twice, and the first counts.
        ("America/New_York", date(2026, 11, 1), "01:30", "2026-11-01T05:30"),
        ("Pacific/Auckland", date(2026, 4, 5), "02:30", "2026-04-04T13:30"),
        ("Australia/Lord_Howe", date(2026, 10, 4), "02:15", "2026-10-03T15:30"),
    ],
)
def test_a_change_of_the_clocks_gives_each_day_one_chance(
    world: World, zone: str, day: date, opens: str, expected: str
) -> None:
    set_now(world, datetime.combine(day - timedelta(days=2), time(15), UTC))
    mila = join(world, zone, opens=opens, deadline="05:00", closes="06:00")
    plan(world, mila)
    found = [row for row in chances(world, mila) if row["local_date"] == day]
    assert [f"{expected}:00+00:00"] == [row["opens_at"].isoformat() for row in found]


def test_a_window_across_midnight_closes_on_the_day_after(world: World) -> None:
    mila = join(world, opens="22:00", deadline="23:30", closes="00:30")
    first = chances(world, mila)[0]
    assert timedelta(hours=2, minutes=30) == first["closes_at"] - first["opens_at"]
    assert first["opens_at"] < first["deadline_at"] < first["closes_at"]


def test_days_the_programme_leaves_out_have_no_chance(world: World) -> None:
    mila = join(world, days="024")
    for _ in range(7):
        plan(world, mila)
        world.jump(days=1)
    days = {row["local_date"].weekday() for row in chances(world, mila)}
    assert {0, 2, 4} == days


@pytest.mark.parametrize(
    "zone", [LIMA, "Pacific/Auckland", "Pacific/Kiritimati", "Pacific/Pago_Pago"]
)
def test_a_planned_person_is_left_in_peace_till_tomorrow(
    world: World, zone: str
) -> None:
    """The clock asks every second: nobody is planned again and again for nothing."""
    mila = join(world, zone)
    person = world.person(mila.number)["id"]
    asked = 0
    for _ in range(48):
        world.jump(minutes=90)
        due = outbox.due(world.parts.db, "unplanned", 10)
        if person in due.get(world.organisation, []):
            asked += 1
            plan(world, mila)
        local = world.now.astimezone(ZoneInfo(zone)).date()
        # And her today is always laid out before it begins.
        assert local in {row["local_date"] for row in chances(world, mila)} or (
            local < chances(world, mila)[0]["local_date"]
        )
    assert 1 <= asked <= 3


def test_a_weekly_recap_is_planned_once_she_has_had_some_days(world: World) -> None:
    mila = join(world)
    assert [] == nudges(world, mila, "recap")
    for _ in range(6):
        world.jump(days=1)
        plan(world, mila)
    recap = nudges(world, mila, "recap")[0]
    local = recap["due_at"].astimezone(ZoneInfo(LIMA))
    assert (6, time(19)) == (local.weekday(), local.time())
    assert recap["due_at"] + timedelta(hours=20) == recap["expires_at"]


def test_after_four_weeks_on_her_own_the_recap_may_come_once_a_month(
    world: World,
) -> None:
    mila = join(world, start_rung=5, recap_rhythm="monthly", digest="off")
    for _ in range(24):
        world.jump(days=3)
        mila.texts("did it")
        plan(world, mila)
    asked = [row["local_date"] for row in nudges(world, mila, "recap")]
    alone = [day for day in asked if day - asked[0] >= timedelta(weeks=4)]
    # Every Sunday at first, and from then on each month's first.
    assert [date(2026, 3, 8 + 7 * n) for n in range(4)] == asked[:4]
    assert [date(2026, 4, 5), date(2026, 5, 3)] == alone


def test_no_recap_where_the_programme_wants_none(world: World) -> None:
    mila = join(world, recap_day=None)
    for _ in range(8):
        world.jump(days=1)
        plan(world, mila)
    assert [] == nudges(world, mila, "recap")


def test_before_prompts_name_the_cue_as_the_window_opens(world: World) -> None:
    mila = join(world, start_rung=0)
    chance, prompt = chances(world, mila)[0], nudges(world, mila, "prompt")[0]
    assert ("before", "prompt_before") == (chance["plan"], prompt["script"])
    assert chance["opens_at"] == prompt["due_at"]
    assert chance["deadline_at"] == prompt["expires_at"]


def test_a_chance_that_is_over_is_not_planned(world: World) -> None:
    world.jump_to("21:00", LIMA)
    programme = world.programme()
    mila = world.enrol(programme, "Mila", "+15550100001", LIMA)
    world.change(
        "UPDATE participants SET consent = 'active' WHERE id = %s", mila.number
    )
    plan(world, mila)
    today = world.now.astimezone(ZoneInfo(LIMA)).date()
    assert today < chances(world, mila)[0]["local_date"]


def test_a_silent_chance_is_unknown_to_the_ladder_and_no_miss(world: World) -> None:
    mila = join(world)
    world.jump(days=1)
    plan(world, mila)
    row = world.person(mila.number)
    (mark,) = row["ladder"]["log"]
    assert "?" in str(mark)
    assert {"open"} == {chance["outcome"] for chance in chances(world, mila)}


def test_somebody_without_a_step_has_no_chance_and_no_recap(world: World) -> None:
    mila = join(world)
    world.run("UPDATE steps SET ended_at = handrail_now()")
    before = world.of(mila.number, "nudges")
    world.jump(days=5)
    plan(world, mila)
    after = world.of(mila.number, "nudges")
    assert {"intake"} == {row["script"] for row in after if row not in before}


def test_nobody_is_planned_who_is_unknown_or_erased(world: World) -> None:
    mila = join(world)
    person = world.person(mila.number)["id"]
    world.erase(mila.number)
    unknown = UUID(int=BEGINNING.toordinal())
    assert 0 == planning.plan(world.parts, world.organisation, [person, unknown])


def test_whoever_was_planned_meanwhile_is_left_alone(world: World) -> None:
    """The clock rings again while a row waits; the second ring finds nothing to do."""
    mila = join(world)
    person = world.person(mila.number)["id"]
    world.run("DELETE FROM nudges WHERE kind = 'prompt'")
    ring = (world.parts, world.organisation, [person])
    assert 0 == planning.plan(*ring)
    world.jump(days=1)
    assert planning.plan(*ring) > 0
    assert 0 == planning.plan(*ring)


def test_a_prompt_that_went_out_keeps_the_plan_it_went_by(world: World) -> None:
    """LESS after the prompt drew the day's lot anew, and the prompt was no "before"."""
    mila = join(world, start_rung=0)
    world.leap_to("17:05", LIMA)
    with world.network.watching():
        mila.forgets().texts("LESS")
        mila.forgets()
    world.beat()
    assert 1 == world.person(mila.number)["rung"]
    first, *later = chances(world, mila)
    assert ("before", 1.0) == (first["plan"], first["probability"])
    assert {"late"} == {chance["plan"] for chance in later}


def test_a_prompt_that_is_due_and_waits_its_turn_keeps_the_plan_it_goes_by(
    world: World,
) -> None:
    """A busy minute, and a coach's hand in it: it went for a chance "without a prompt"."""
    mila = join(world)
    world.jump_to("18:31", LIMA)
    with world.desk(mila.number) as desk:
        until = desk.today + timedelta(days=9)
        overriding.let(desk, Word("rung", 5, until, "Ruth", "she asked for it"))
    plan(world, mila)
    today, *later = chances(world, mila)
    assert "late" == today["plan"]
    assert {"none"} == {chance["plan"] for chance in later}
    world.beat()
    assert ["sent"] == [row["state"] for row in nudges(world, mila, "prompt")]


@pytest.mark.parametrize(("rung", "then"), [(0, [time(17)]), (5, [])])
def test_a_prompt_stands_by_what_is_planned_now_and_not_by_what_was(
    world: World, rung: int, then: list[time]
) -> None:
    mila = join(world)
    assert [time(18, 30)] == walls(nudges(world, mila, "prompt"))[:1]
    stands = "UPDATE participants SET ladder = jsonb_set(ladder, '{rung}', %s)"
    world.run(stands, str(rung))
    # A version before this one had kept the newer plan, and the older prompt.
    world.run("UPDATE chances SET plan = %s", "late" if then else "none")
    plan(world, mila)
    assert then == walls(nudges(world, mila, "prompt"))[:1]


def walls(rows: list[dict[str, Any]]) -> list[time]:
    return [row["due_at"].astimezone(ZoneInfo(LIMA)).time() for row in rows]
