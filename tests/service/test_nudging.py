"""Carrying out due nudges: once, explained, and never in the way of the others (I1, 33)."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import count
from typing import Any
from uuid import UUID

import pytest

from flows.coach.ladder import Asked
from service.switchboard.phone import Phone
from service.usecases import acting, looking_after, nudging
from service.usecases.facts import Facts
from service.usecases.parts import Parts
from tests.journeys.world import World
from tests.racing import at_once

LIMA = "America/Lima"
NUMBERS = count(15550300001)


class Broken(Exception):
    """What goes wrong here, on purpose."""


def breaking() -> str:
    raise Broken


def a_person(world: World) -> Phone:
    return world.join(f"+{next(NUMBERS)}")


def prompt(world: World, phone: Phone) -> dict[str, Any]:
    """Her first prompt that is still planned."""
    rows = world.of(phone.number, "nudges")
    planned = [
        row for row in rows if (row["kind"], row["state"]) == ("prompt", "planned")
    ]
    return min(planned, key=lambda row: row["due_at"])


def state(world: World, nudge: UUID) -> str:
    return str(world.rows("SELECT state FROM nudges WHERE id = %s", nudge)[0]["state"])


def decisions(world: World, nudge: UUID) -> list[tuple[str, str]]:
    rows = world.rows(
        "SELECT verdict, rule FROM decisions WHERE nudge_id = %s ORDER BY id", nudge
    )
    return [(row["verdict"], row["rule"]) for row in rows]


def messages(world: World, nudge: UUID) -> int:
    return len(world.rows("SELECT 1 FROM outbox_messages WHERE nudge_id = %s", nudge))


def due_prompt(world: World) -> tuple[Phone, UUID]:
    """Somebody whose prompt is due this minute."""
    phone = a_person(world)
    nudge = prompt(world, phone)
    world.jump(seconds=(nudge["due_at"] - world.now).total_seconds() + 60)
    return phone, nudge["id"]


def carry_out(world: World, *nudges: UUID, parts: Parts | None = None) -> int:
    return nudging.nudge(parts or world.parts, world.organisation, nudges)


def test_a_due_prompt_is_said_once_and_explained(world: World) -> None:
    _, nudge = due_prompt(world)
    assert [1, 0, 0] == [carry_out(world, nudge) for _ in range(3)]
    assert "sent" == state(world, nudge)
    assert [("send", "send")] == decisions(world, nudge)
    assert 1 == messages(world, nudge)


def test_not_yet_due_it_waits(world: World) -> None:
    nudge = prompt(world, a_person(world))["id"]
    assert 0 == carry_out(world, nudge)
    assert ("planned", []) == (state(world, nudge), decisions(world, nudge))


def test_two_workers_at_once_say_it_once(world: World) -> None:
    _, nudge = due_prompt(world)
    sent = at_once(*[partial(carry_out, world, nudge)] * 4)
    assert [0, 0, 0, 1] == sorted(sent)
    assert (1, 1) == (messages(world, nudge), len(decisions(world, nudge)))


@pytest.mark.parametrize("part", ["new_token", "new_id"])
def test_a_crash_before_commit_leaves_it_planned_and_untold(
    world: World, part: str
) -> None:
    _, nudge = due_prompt(world)
    crashing: Any = {part: breaking}
    with pytest.raises(Broken):
        carry_out(world, nudge, parts=replace(world.parts, **crashing))
    assert ("planned", [], 0) == (
        state(world, nudge),
        decisions(world, nudge),
        messages(world, nudge),
    )
    assert 1 == carry_out(world, nudge)
    assert 1 == messages(world, nudge)


def test_a_crash_after_commit_before_the_ring_loses_nothing(world: World) -> None:
    """The row says what is due, and the clock rings again."""
    phone, nudge = due_prompt(world)
    carry_out(world, nudge)
    world.bell.rung.clear()
    world.beat()
    phone.expects_sms("D for done")


def test_one_that_breaks_three_times_is_put_aside_with_an_alert(world: World) -> None:
    phone, nudge = due_prompt(world)
    for tries in (1, 2, 3):
        nudging.give_up(world.parts, world.organisation, nudge)
        expected = "quarantined" if tries == 3 else "planned"
        assert expected == state(world, nudge)
    alerts = world.of(phone.number, "alerts")
    assert [("quarantine", "prompt")] == [
        (row["kind"], row["reason"]) for row in alerts
    ]
    assert 0 == carry_out(world, nudge)
    # Once aside it counts no further, and raises no second alert.
    nudging.give_up(world.parts, world.organisation, nudge)
    assert 1 == len(world.of(phone.number, "alerts"))


def withheld(rule: str) -> list[tuple[str, str]]:
    return [("withhold", rule)]


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        ("stopped", "consent = 'stopped'"),
        ("not_opted_in", "consent = 'invited'"),
        ("held", "hold = 'crisis'"),
        ("take_over", "hold = 'take_over'"),
        ("paused", "paused_until = '2026-03-30'"),
    ],
)
def test_what_stands_against_it_is_said(world: World, rule: str, change: str) -> None:
    phone, nudge = due_prompt(world)
    world.change(f"UPDATE participants SET {change} WHERE id = %s", phone.number)
    assert 0 == carry_out(world, nudge)
    assert ("withheld", withheld(rule)) == (
        state(world, nudge),
        decisions(world, nudge),
    )
    assert 0 == messages(world, nudge)


def test_too_late_is_left_out_and_shown(world: World) -> None:
    """The service was down over the whole window (failure 10: too late is skipped)."""
    phone, nudge = due_prompt(world)
    world.jump(hours=2)
    assert 0 == carry_out(world, nudge)
    assert ("withheld", withheld("too_late")) == (
        state(world, nudge),
        decisions(world, nudge),
    )
    sentence = world.words(phone.number, "decisions", "sentence_sealed")[-1]
    assert "The time for this text to Mila was over, so it was left out." == sentence


def test_told_already_needs_no_prompt(world: World) -> None:
    phone, nudge = due_prompt(world)
    world.hears(phone.number, "did it, said one idea")
    assert 0 == carry_out(world, nudge)
    assert withheld("already_reported") == decisions(world, nudge)


def test_outside_her_hours_it_moves_when_there_is_time_left(world: World) -> None:
    world.jump_to("03:00", LIMA)
    programme = world.programme()
    phone = world.enrol(programme, "Mila", "+15550100001", LIMA)
    invitation = world.of(phone.number, "nudges")[0]
    assert 0 == carry_out(world, invitation["id"])
    assert [("move", "quiet_hours")] == decisions(world, invitation["id"])
    moved = world.of(phone.number, "nudges")[0]
    assert "planned" == moved["state"]
    assert "08:30" == world.local(LIMA, moved["due_at"])
    # Until then it is not due, and nothing more is decided about it.
    assert 0 == carry_out(world, invitation["id"])
    assert 1 == len(decisions(world, invitation["id"]))
    world.jump_to("08:31", LIMA)
    assert 1 == carry_out(world, invitation["id"])


def test_an_open_question_has_the_floor_for_an_hour(world: World) -> None:
    phone = a_person(world)
    nudge = prompt(world, phone)
    world.jump(seconds=(nudge["due_at"] - world.now).total_seconds() - 600)
    # About yesterday's chance, so that today's is still to be told.
    world.hears(phone.number, "yesterday I tried it")
    world.jump(minutes=11)
    assert 0 == carry_out(world, nudge["id"])
    assert [("move", "open_question")] == decisions(world, nudge["id"])
    world.jump(hours=1)
    assert 1 == carry_out(world, nudge["id"])


def moved_prompt(world: World) -> tuple[Phone, UUID]:
    """Somebody whose prompt waits for an hour, since a question is open."""
    phone = a_person(world)
    nudge = prompt(world, phone)
    world.jump(seconds=(nudge["due_at"] - world.now).total_seconds() - 600)
    world.hears(phone.number, "yesterday I tried it")
    world.jump(minutes=11)
    carry_out(world, nudge["id"])
    assert [("move", "open_question")] == decisions(world, nudge["id"])
    return phone, nudge["id"]


def test_a_moved_prompt_waits_on_when_another_rung_has_one_for_its_chance(
    world: World,
) -> None:
    """It was cancelled and its key stayed taken: no prompt came, and nobody read why."""
    phone, nudge = moved_prompt(world)
    with world.desk(phone.number) as desk:
        rung = desk.person.rung
        acting.climb(desk, Asked("back", desk.today))
        assert rung != desk.person.rung
    world.beat()
    assert ("planned", [("move", "open_question")]) == (
        state(world, nudge),
        decisions(world, nudge),
    )
    world.jump(hours=1)
    assert 1 == carry_out(world, nudge)
    prompts = [row for row in world.outbox(phone.number) if row["kind"] == "prompt"]
    assert [nudge] == [row["nudge_id"] for row in prompts]


def test_a_moved_prompt_whose_chance_is_to_have_none_is_left_out_with_a_reason(
    world: World,
) -> None:
    phone, nudge = moved_prompt(world)
    world.hears(phone.number, "PAUSE")
    world.beat()
    assert "cancelled" == state(world, nudge)
    assert [("move", "open_question"), ("withhold", "plan_none")] == decisions(
        world, nudge
    )
    why = world.words(phone.number, "decisions", "sentence_sealed")[-1]
    assert why.startswith("Mila is on a pause up to and including ")
    assert why.endswith(". The one that waited was left out.")
    # It was never seen: on WHY she is told of her own word.
    with world.desk(phone.number) as desk:
        assert "You asked for a pause." == Facts(desk)["why"]


@pytest.mark.parametrize("word", ["LESS", "BACK", "PAUSE"])
def test_a_moved_prompt_is_no_trouble_when_she_asks_for_another_pace(
    world: World, word: str
) -> None:
    """Its decision refers to it, so it cannot be deleted: her text was lost with a 500."""
    phone, _ = moved_prompt(world)
    assert 200 == world.hears(phone.number, word).status
    assert "turn" != world.of(phone.number, "turns")[-1]["kind"]


def test_the_cap_of_the_day_holds_at_the_moment_of_sending(world: World) -> None:
    phone, nudge = due_prompt(world)
    other = world.parts.new_id()
    world.run(
        "INSERT INTO nudges SELECT %s, organisation_id, participant_id, chance_id, kind,"
        " 'second', script, local_date, wall, zone, due_at, expires_at, state, tries"
        " FROM nudges WHERE id = %s",
        other,
        nudge,
    )
    assert 1 == carry_out(world, nudge, other)
    assert withheld("cap_day") == decisions(world, other)
    assert 1 == len(
        [row for row in world.outbox(phone.number) if row["kind"] == "prompt"]
    )


def test_two_prompts_at_once_cannot_both_pass_the_cap(world: World) -> None:
    """I10: the person's row is locked, so the second worker counts the first's."""
    phone, nudge = due_prompt(world)
    nudges = [nudge, world.parts.new_id(), world.parts.new_id()]
    for at, other in enumerate(nudges[1:]):
        world.run(
            "INSERT INTO nudges SELECT %s, organisation_id, participant_id, chance_id,"
            " kind, %s, script, local_date, wall, zone, due_at, expires_at, state, tries"
            " FROM nudges WHERE id = %s",
            other,
            f"copy {at}",
            nudge,
        )
    at_once(*(partial(carry_out, world, one) for one in nudges))
    assert 1 == len(
        [row for row in world.outbox(phone.number) if row["kind"] == "prompt"]
    )


def test_an_erased_persons_nudge_does_nothing_and_breaks_nothing(world: World) -> None:
    phone, nudge = due_prompt(world)
    world.erase(phone.number)
    assert 0 == carry_out(world, nudge)
    nudging.give_up(world.parts, world.organisation, nudge)
    assert 0 == messages(world, nudge)


def test_an_erased_persons_nudge_is_not_due_for_ever(world: World) -> None:
    """What nobody can be told must not stand at the head of the line at every beat."""
    phone, nudge = due_prompt(world)
    world.erase(phone.number)
    carry_out(world, nudge)
    assert "cancelled" == state(world, nudge)
    assert 0 == looking_after.round_of(world.parts, 1)["nudge"]
