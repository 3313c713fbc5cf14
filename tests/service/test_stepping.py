"""Taking up a step: the one she told becomes the current one, and her days follow it."""

from __future__ import annotations

from datetime import time, timedelta
from itertools import count
from typing import Any

import pytest

from flows.talk import effects as e
from service.switchboard.phone import Phone
from service.usecases import carrying, nudging, planning, stepping
from service.usecases.acting import Scene
from tests.journeys.world import World

NUMBERS = count(15550900001)
LIMA = "America/Lima"
OLD, OLD_CUE = "say one idea at the daily meeting", "the floor is opened"
NEW, NEW_CUE = "ask one question", "the agenda is read out"
GOAL = "find my voice in a busy team"


@pytest.fixture
def her(world: World) -> Phone:
    """Somebody who has a step, on a Monday morning; her days are planned."""
    return world.join(f"+{next(NUMBERS)}")


def tells(world: World, number: str, **told: str) -> None:
    """She tells these in one turn, which takes up what she told."""
    kept = [e.Remember(name, value) for name, value in told.items()]
    with world.desk(number) as desk:
        carrying.carry_out(Scene(desk, None, None), [*kept, e.TakeUp()])


def current(world: World, number: str) -> tuple[str, str, str]:
    """Her current (step, cue, goal), as the next turn has it."""
    with world.desk(number) as desk:
        assert desk.step is not None
        return desk.step.step, desk.step.cue, desk.step.goal


def steps(world: World, number: str) -> list[tuple[str, bool]]:
    """Her steps, the oldest first, each with whether it has ended."""
    words = world.words(number, "steps", "step_sealed")
    ended = [row["ended_at"] is not None for row in world.of(number, "steps")]
    return list(zip(words, ended, strict=True))


def laid_out(world: World, number: str) -> list[dict[str, Any]]:
    """Her prompts that are planned, each with the step of its chance."""
    return world.rows(
        "SELECT n.id, n.due_at, n.local_date, c.step_id FROM nudges n"
        " JOIN chances c ON c.id = n.chance_id WHERE n.participant_id = %s"
        " AND n.kind = 'prompt' AND n.state = 'planned' ORDER BY n.due_at",
        world.person(number)["id"],
    )


def everything(world: World, number: str) -> list[list[dict[str, Any]]]:
    """All that take-up could change of a person."""
    tables = ("steps", "goals", "nudges", "chances")
    found = [world.of(number, table) for table in tables]
    person = world.person(number)
    return [*found, [{name: person[name] for name in ("planned_until", "rung")}]]


# ---- what becomes of the steps ----


def test_what_she_told_is_her_step_and_the_one_before_has_ended(
    world: World, her: Phone
) -> None:
    assert (OLD, OLD_CUE, GOAL) == current(world, her.number)
    now = world.now
    tells(world, her.number, step=NEW, cue=NEW_CUE)
    assert (NEW, NEW_CUE, GOAL) == current(world, her.number)
    assert [(OLD, True), (NEW, False)] == steps(world, her.number)
    (old, new) = world.of(her.number, "steps")
    assert timedelta(0) <= old["ended_at"] - now < timedelta(minutes=1)
    assert (None, new["created_at"]) == (new["ended_at"], old["ended_at"])


def test_the_new_step_has_the_days_and_the_window_of_the_programme(
    world: World,
) -> None:
    where = world.programme(
        days="024", opens="16:00", deadline="16:30", closes="17:00", kind="moment"
    )
    her = world.join(f"+{next(NUMBERS)}", programme=where)
    tells(world, her.number, step=NEW, cue=NEW_CUE)
    new = world.of(her.number, "steps")[-1]
    assert ("024", time(16), time(16, 30), time(17), "moment") == tuple(
        new[name] for name in ("days", "opens", "deadline", "closes", "kind")
    )


def test_a_goal_she_told_goes_with_the_step_and_the_old_one_with_the_old(
    world: World, her: Phone
) -> None:
    tells(world, her.number, goal="lead a meeting", step=NEW, cue=NEW_CUE)
    assert (NEW, NEW_CUE, "lead a meeting") == current(world, her.number)
    (old, new) = world.of(her.number, "steps")
    goals = world.of(her.number, "goals")
    assert [row["goal_id"] for row in (old, new)] == [row["id"] for row in goals]


def test_without_a_goal_told_the_one_that_stands_goes_on_step_after_step(
    world: World, her: Phone
) -> None:
    for number in range(3):
        tells(world, her.number, step=f"{NEW} {number}", cue=NEW_CUE)
    assert (f"{NEW} 2", NEW_CUE, GOAL) == current(world, her.number)
    assert [True, True, True, False] == [ended for _, ended in steps(world, her.number)]


def test_a_step_ends_once(world: World, her: Phone) -> None:
    tells(world, her.number, step=NEW, cue=NEW_CUE)
    (ended, _) = world.of(her.number, "steps")
    world.jump(hours=1)
    tells(world, her.number, step=f"{NEW} more", cue=NEW_CUE)
    assert ended == world.of(her.number, "steps")[0]


def test_what_this_very_turn_told_counts_though_memories_were_read_before(
    world: World, her: Phone
) -> None:
    tells(world, her.number, step=NEW, cue=NEW_CUE)
    with world.desk(her.number) as desk:
        assert NEW == desk.memories["step"]
        told = [e.Remember("step", f"{NEW} more"), e.TakeUp()]
        carrying.carry_out(Scene(desk, None, None), told)
    assert (f"{NEW} more", NEW_CUE, GOAL) == current(world, her.number)


def test_what_was_tried_of_the_old_step_stays(world: World, her: Phone) -> None:
    her.texts("said my idea when the floor was opened").forgets()
    before = world.of(her.number, "attempts")
    assert ["attempted"] == [row["outcome"] for row in before]
    tells(world, her.number, step=NEW, cue=NEW_CUE)
    assert before == world.of(her.number, "attempts")


def test_what_she_tries_next_is_of_the_new_step(world: World, her: Phone) -> None:
    tells(world, her.number, step=NEW, cue=NEW_CUE)
    world.beat()
    world.jump(minutes=10)
    her.texts("asked my question").forgets()
    (attempt,) = world.of(her.number, "attempts")
    (chance,) = world.rows("SELECT * FROM chances WHERE id = %s", attempt["chance_id"])
    assert world.of(her.number, "steps")[-1]["id"] == chance["step_id"]


# ---- without a cue ----


@pytest.mark.parametrize(
    "told",
    [
        {"step": NEW},
        {"cue": NEW_CUE},
        {"step": NEW, "cue": "  "},
        {"step": "\n", "cue": NEW_CUE},
        {"goal": "lead a meeting"},
    ],
)
def test_a_step_without_its_cue_or_a_cue_alone_changes_nothing(
    world: World, her: Phone, told: dict[str, str]
) -> None:
    before = everything(world, her.number)
    tells(world, her.number, **told)
    assert before == everything(world, her.number)
    assert (OLD, OLD_CUE, GOAL) == current(world, her.number)


def test_a_cue_told_in_a_later_turn_completes_the_step(
    world: World, her: Phone
) -> None:
    tells(world, her.number, step=NEW)
    tells(world, her.number, cue=NEW_CUE)
    assert (NEW, NEW_CUE, GOAL) == current(world, her.number)


def test_nothing_told_at_all_changes_nothing(world: World, her: Phone) -> None:
    before = everything(world, her.number)
    with world.desk(her.number) as desk:
        stepping.take_up(desk)
    assert before == everything(world, her.number)


# ---- what becomes of her days ----


def test_her_days_are_planned_anew_around_the_new_step(
    world: World, her: Phone
) -> None:
    before = laid_out(world, her.number)
    assert len(before) > 1
    tells(world, her.number, step=NEW, cue=NEW_CUE)
    assert [] == laid_out(world, her.number)
    assert world.person(her.number)["planned_until"] is None
    world.beat()
    after = laid_out(world, her.number)
    new = world.of(her.number, "steps")[-1]["id"]
    assert {new} == {row["step_id"] for row in after}
    assert [row["local_date"] for row in before] == [row["local_date"] for row in after]
    assert not {row["id"] for row in before} & {row["id"] for row in after}


def test_the_next_prompt_is_about_the_new_step_and_the_only_one(
    world: World, her: Phone
) -> None:
    old = {row["id"] for row in laid_out(world, her.number)}
    with world.network.watching():
        tells(world, her.number, step=NEW, cue=NEW_CUE)
        world.until("18:45", LIMA)
        her.expects_sms(NEW)
        world.until("18:45", LIMA)
        her.expects_sms(NEW)
    sent = world.outbox(her.number)
    assert not any(OLD in row["body"] for row in sent)
    assert not old & {row["nudge_id"] for row in sent}
    prompts = [row for row in sent if row["kind"] == "prompt"]
    assert 2 == len(prompts), "one an evening"


def test_a_prompt_that_was_moved_is_cancelled_with_its_decision_kept(
    world: World, her: Phone
) -> None:
    """Her open question moved the evening's prompt; then she takes up another step."""
    (first, *_) = laid_out(world, her.number)
    world.jump(seconds=(first["due_at"] - world.now).total_seconds() - 600)
    # About yesterday's chance, so that today's is still to be told.
    her.texts("yesterday I tried it").forgets()
    world.jump(minutes=11)
    assert 0 == nudging.nudge(world.parts, world.organisation, [first["id"]])
    moved = [row for row in world.of(her.number, "decisions") if row["nudge_id"]]
    assert "move" == moved[-1]["verdict"]
    tells(world, her.number, step=NEW, cue=NEW_CUE)
    (nudge,) = world.rows("SELECT * FROM nudges WHERE id = %s", first["id"])
    assert "cancelled" == nudge["state"]
    left = [row for row in world.of(her.number, "decisions") if row["nudge_id"]]
    assert moved == left[:-1]
    assert ("withhold", "plan_dropped") == (left[-1]["verdict"], left[-1]["rule"])
    world.forward(hours=3)
    assert first["id"] not in {row["nudge_id"] for row in world.outbox(her.number)}


def test_whoever_has_a_step_is_not_asked_for_a_first_one(world: World) -> None:
    number = f"+{next(NUMBERS)}"
    none = {"begins": "intake", "goal": "", "step": "", "cue": ""}
    world.jump_to("10:00", LIMA)
    her = world.enrol(world.programme(), "Noor", number, LIMA, **none)
    world.beat()
    her.texts("GO").forgets()
    world.bell.rung.clear()
    with world.desk(number) as desk:
        planning.plan_days(desk)
    assert {"planned"} == intakes(world, number)
    tells(world, number, step=NEW, cue=NEW_CUE)
    assert {"cancelled"} == intakes(world, number)
    assert (NEW, NEW_CUE, "") == current(world, number)


def intakes(world: World, number: str) -> set[str]:
    found = world.of(number, "nudges")
    return {row["state"] for row in found if row["script"] == "intake"}


def test_the_recap_of_the_week_stays_planned(world: World, her: Phone) -> None:
    world.forward(days=4)  # the recap is laid out three days ahead
    recaps = [row for row in world.of(her.number, "nudges") if row["kind"] == "recap"]
    assert ["planned"] == [row["state"] for row in recaps]
    tells(world, her.number, step=NEW, cue=NEW_CUE)
    still = [row for row in world.of(her.number, "nudges") if row["kind"] == "recap"]
    assert recaps == still


def test_it_is_nobody_elses_step(world: World, her: Phone) -> None:
    other = world.join(f"+{next(NUMBERS)}", name="Noor")
    world.beat()
    before = everything(world, other.number)
    tells(world, her.number, step=NEW, cue=NEW_CUE)
    assert before == everything(world, other.number)
    assert (OLD, OLD_CUE, GOAL) == current(world, other.number)
