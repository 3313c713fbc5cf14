"""What seven days may hold is asked when a prompt goes: days are planned ahead (G1, L3)."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from flows.coach.ladder import Override
from service.store import people
from service.switchboard.phone import Phone
from service.usecases import acting
from service.usecases.parts import Desk
from tests.journeys.world import World

NUMBERS = count(15550470001)
LIMA = "America/Lima"


def join(world: World, **settings: object) -> Phone:
    terms = {"recap_day": None, **settings}
    programme = world.programme(f"programme {next(NUMBERS)}", **terms)
    return world.join(f"+{next(NUMBERS)}", zone=LIMA, programme=programme)


def lives(world: World, *walls: str) -> None:
    """Let days go by, each with its one beat at that time."""
    for wall in walls:
        world.leap_to(wall, LIMA)
        world.beat()


def prompted(world: World, phone: Phone) -> list[date]:
    rows = world.outbox(phone.number)
    gone = [r for r in rows if (r["kind"], r["state"]) == ("prompt", "sent")]
    return [row["created_at"].astimezone(ZoneInfo(LIMA)).date() for row in gone]


def days(first: date, *later: int) -> list[date]:
    return [first + timedelta(days=number) for number in later]


def test_who_has_long_been_silent_gets_one_prompt_a_week(world: World) -> None:
    """Found by Sam's rehearsal: a prompt laid out three days ahead went as a second."""
    phone = join(world)
    world.change(
        "UPDATE participants SET ladder = jsonb_set(ladder, '{quiet}', 'true')"
        " WHERE id = %s",
        phone.number,
    )
    lives(world, *["18:31"] * 15)
    gone = prompted(world, phone)
    assert days(gone[0], 0, 7, 14) == gone


def test_the_ceiling_of_a_coach_holds_for_days_laid_out_before(world: World) -> None:
    phone = join(world)
    with world.parts.db.transaction(world.organisation) as tx:
        mila = people.lock(tx, world.parts.vault, world.person(phone.number)["id"])
        assert mila is not None
        desk = Desk(world.parts, tx, world.parts.tenant(world.organisation), mila)
        until = desk.today + timedelta(days=20)
        acting.climb(desk, Override("cap", 2, desk.today, until, "Ruth", "a full week"))
    lives(world, *["18:31"] * 8)
    gone = prompted(world, phone)
    assert days(gone[0], 0, 1, 7) == gone


def test_a_week_is_seven_of_her_days_and_no_count_of_hours(world: World) -> None:
    """Else a beat some seconds earlier than the week before would cost her a prompt."""
    phone = join(world, cap_week=1)
    lives(world, "18:45", *["12:00"] * 7, "18:31")
    gone = prompted(world, phone)
    assert days(gone[0], 0, 7) == gone
