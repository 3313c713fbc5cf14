"""A schedule or a clock is changed: what is claimed or past stays, the rest moves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from flows.coach.schedule import BadSchedule
from service.store import people
from service.usecases import planning, rescheduling
from service.usecases.entries import Refused
from service.usecases.facts import Facts
from service.usecases.rescheduling import Change, Told
from tests.journeys.world import World
from tests.service import called
from tests.service.called import LIMA, Called

AUCKLAND = "Pacific/Auckland"
NAMES = count(1)


def join(world: World, zone: str = LIMA, **settings: object) -> Called:
    return called.join(world, zone, **{"call_days": None, "start_rung": 1, **settings})


def change(her: Called, *to: str, clear: tuple[str, ...] = (), zone: str = "") -> Told:
    world = her.world
    how = Change(to, clear, zone)
    return rescheduling.of_person(
        world.parts, world.organisation, her.row["id"], how, "Ruth"
    )


def of_programme(her: Called, *to: str, clear: tuple[str, ...] = ()) -> Any:
    world, where = her.world, her.row["programme_id"]
    return rescheduling.of_programme(
        world.parts, world.organisation, where, Change(to, clear), "Ruth"
    )


def why(her: Called) -> object:
    """Return what she reads when she texts WHY now."""
    her.world.jump(minutes=1)
    with her.desk() as desk:
        return Facts(desk)["why"]


def chances(her: Called) -> list[dict[str, Any]]:
    rows = her.world.of(her.phone.number, "chances")
    return sorted(rows, key=lambda row: (row["local_date"], row["slot"]))


def today(her: Called) -> date:
    return her.world.now.astimezone(ZoneInfo(her.row["zone"])).date()


def fates(told: Told) -> dict[str, str]:
    return {each.key: each.fate for each in told.outcomes}


def actions(her: Called) -> list[tuple[str, str]]:
    told = "SELECT * FROM audits WHERE subject = %s ORDER BY at, id"
    rows = her.world.rows(told, her.row["id"])
    return [(row["action"], row["actor"]) for row in rows]


def test_several_windows_a_day_are_kept_with_their_prompts(shared: World) -> None:
    shared.leap_to("09:00", LIMA, days=1)
    her = join(shared)
    told = change(her, "at=10:00-11:00-12:00,17:00-18:30-20:00")
    assert told.holds is not None
    slots = [(row["slot"], row["opens"]) for row in chances(her)]
    assert {(0, time(10)), (1, time(17))} == set(slots)
    keys = [row["occurrence"] for row in her.nudges("prompt")]
    assert f"prompt/{today(her)}/1" in keys
    assert len(keys) == len(set(keys)) == len(chances(her))
    assert ("set schedule", "Ruth") == actions(her)[-1]


def test_a_report_belongs_to_the_window_that_opened_last(shared: World) -> None:
    shared.leap_to("09:00", LIMA, days=1)
    her = join(shared)
    change(her, "at=10:00-11:00-12:00,17:00-18:30-20:00")
    shared.jump_to("17:30", LIMA)
    shared.hears(her.phone.number, "said my idea when the floor was opened")
    day = today(her)
    outcomes = {
        row["slot"]: row["outcome"] for row in chances(her) if row["local_date"] == day
    }
    assert {0: "open", 1: "attempted"} == outcomes
    keys = [entry[0] for entry in her.row["ladder"]["log"]]
    assert f"{day}/1" in keys
    shared.jump(days=1)
    her.plan()
    assert f"{day}/0" in [entry[0] for entry in her.row["ladder"]["log"]]


def test_a_drawn_minute_is_kept_with_its_nudge_and_stays(shared: World) -> None:
    shared.leap_to("08:00", LIMA, days=1)
    her = join(shared)
    change(her, "at=random 12:00-14:00")
    before = [
        (row["occurrence"], row["wall"], row["due_at"]) for row in her.nudges("prompt")
    ]
    assert before
    assert all(time(12) <= wall < time(13, 50) for _, wall, _ in before)
    for _, wall, due_at in before:
        assert wall == due_at.astimezone(ZoneInfo(LIMA)).time()
    her.plan()
    after = [
        (row["occurrence"], row["wall"], row["due_at"]) for row in her.nudges("prompt")
    ]
    assert before == after


def test_a_day_off_takes_the_chance_out_and_says_so(shared: World) -> None:
    shared.leap_to("09:00", LIMA, days=1)
    her = join(shared)
    off = today(her) + timedelta(days=1)
    before = why(her)
    told = change(her, f"skip={off}")
    assert "dropped" == fates(told)[f"{off}/0"]
    # Of a prompt that she never saw she is told nothing.
    assert before == why(her)
    assert off not in [row["local_date"] for row in chances(her)]
    decision = her.decisions()[-1]
    assert ("withhold", "plan_dropped") == (decision["verdict"], decision["rule"])
    back = change(her, clear=("skip",))
    assert back.own.skip == frozenset()
    assert her.row["schedule"] is None
    assert off in [row["local_date"] for row in chances(her)]
    assert len(her.nudges("prompt")) == len(chances(her))


def test_what_is_claimed_stays(shared: World) -> None:
    shared.leap_to("09:00", LIMA, days=1)
    her = join(shared)
    day = today(her)
    shared.jump_to("17:10", LIMA)  # open, its prompt still planned
    told = change(her, "at=10:00-11:00-12:00")
    assert f"{day}/0" not in fates(told)
    kept = next(row for row in chances(her) if row["local_date"] == day)
    assert time(17) == kept["opens"]
    prompt = her.nudges("prompt")[0]
    assert (time(18, 30), "planned") == (prompt["wall"], prompt["state"])
    assert kept["deadline_at"] == prompt["due_at"]


def test_from_lima_to_auckland_one_is_over_and_shown(shared: World) -> None:
    shared.leap_to("15:00", LIMA, days=1)
    her = join(shared)
    day = today(her)
    told = change(her, zone=AUCKLAND)
    assert {"over", "moves"} == set(fates(told).values())
    assert "over" == fates(told)[f"{day}/0"]
    assert AUCKLAND == her.row["zone"]
    rows = chances(her)
    keys = [(row["local_date"], row["slot"]) for row in rows]
    assert len(keys) == len(set(keys))
    assert {AUCKLAND} == {row["zone"] for row in rows}
    for row in rows:
        local = row["opens_at"].astimezone(ZoneInfo(AUCKLAND))
        assert (row["local_date"], time(17)) == (local.date(), local.time())
    prompts = her.nudges("prompt")
    assert {AUCKLAND} == {row["zone"] for row in prompts}
    assert [row["local_date"] for row in prompts] == [row["local_date"] for row in rows]
    words = [row["rule"] for row in her.decisions()]
    assert "plan_over" in words
    assert {("set zone", "Ruth"), ("set schedule", "Ruth")} <= set(actions(her))


def test_from_auckland_to_lima_no_day_has_two(shared: World) -> None:
    shared.leap_to("21:00", AUCKLAND, days=1)
    her = join(shared, AUCKLAND)
    shared.jump(days=1)
    her.plan()
    before = {row["local_date"]: row["opens_at"] for row in chances(her)}
    change(her, zone=LIMA)
    after = chances(her)
    keys = [(row["local_date"], row["slot"]) for row in after]
    assert len(keys) == len(set(keys))
    for row in after:
        if before.get(row["local_date"], shared.now) < shared.now:
            assert row["opens_at"] == before[row["local_date"]]
        elif row["local_date"] in before:
            assert LIMA == row["zone"]


def test_recaps_and_calls_go_with_her(shared: World) -> None:
    shared.leap_to("09:00", LIMA, days=1)
    her = join(shared, call_days="0123456", recap_day=None)
    her.agree()
    assert 3 <= len(her.nudges())
    change(her, zone=AUCKLAND)
    for row in her.nudges():
        local = row["due_at"].astimezone(ZoneInfo(AUCKLAND))
        assert (AUCKLAND, time(12, 15)) == (row["zone"], local.time())


def test_quiet_hours_of_a_law_hold_at_the_moment_of_sending(shared: World) -> None:
    shared.leap_to("09:00", LIMA, days=1)
    her = join(shared, hours_from="06:00", hours_to="23:00", call_days="0123456",
               call_at="21:30", call_until="22:30")  # fmt: skip
    her.agree()
    change(her, "law=us_florida", "texts=10:00-18:00", "retries=12:00-13:00")
    from service.usecases import causes, deliver, quieting

    with her.desk() as desk:
        assert (time(10), time(18)) == _span(quieting.hours(desk, "texts"))
        assert (time(8), time(20)) == _span(quieting.hours(desk, "calls"))
        texts = deliver.context(desk, "prompt")
        calls = deliver.context(desk, "call")
        assert ((time(10), time(18)), (time(8), time(20))) == (
            _span(texts.hours),
            _span(calls.hours),
        )
        nudge = her.nudges()[0]["id"]
        assert _span(calls.hours) == _span(causes.with_calls(desk, calls, nudge).hours)
        shared.run(
            "UPDATE nudges SET occurrence = occurrence || '/2' WHERE id = %s", nudge
        )
    with her.desk() as desk:
        retry = causes.with_calls(desk, deliver.context(desk, "call"), nudge)
        assert (time(12), time(13)) == _span(retry.hours)


def _span(hours: Any) -> tuple[time, time]:
    return hours.start, hours.end


def test_on_a_day_without_hours_nothing_goes(shared: World) -> None:
    her = join(shared)
    change(her, "law=au")
    sunday = (6 - today(her).weekday()) % 7
    shared.leap_to("12:00", LIMA, days=sunday or 7)
    from service.usecases import deliver, quieting

    with her.desk() as desk:
        assert deliver.context(desk, "call").closed
        assert not deliver.context(desk, "prompt").closed
        assert desk.terms.hours == quieting.hours(desk, "calls")


def test_after_days_of_illness_the_ladder_resumes_gently_and_once(
    shared: World,
) -> None:
    shared.leap_to("09:00", LIMA, days=1)
    her = join(shared)
    shared.run(
        'UPDATE participants SET rung = 4, ladder = ladder || \'{"rung": 4, "top": 4}\''
        " WHERE id = %s",
        her.row["id"],
    )
    day = today(her)
    change(her, f"ill={day}..{day + timedelta(days=1)}")
    assert not {day, day + timedelta(days=1)} & {
        row["local_date"] for row in chances(her)
    }
    shared.jump(days=2)
    her.plan()
    her.plan()
    assert 2 == her.row["rung"]
    resumed = [row for row in her.decisions() if row["rule"] == "L6"]
    assert 1 == len(resumed)
    assert "told" in her.row["schedule"]["ill"]


def test_a_programmes_schedule_holds_for_all_and_hers_over_it(shared: World) -> None:
    shared.leap_to("09:00", LIMA, days=1)
    her = join(shared)
    day = today(her)
    after, planned = of_programme(her, "every=2 days", f"from={day}", "times=3")
    assert (3, 1) == (after.times, planned)
    assert [0, 2] == [(row["local_date"] - day).days for row in chances(her)]
    change(her, f"days={(day + timedelta(days=1)).weekday()}")
    assert [1] == [(row["local_date"] - day).days for row in chances(her)]
    assert 0 == of_programme(her)[1]
    again, _ = of_programme(her, clear=("every", "from", "times"))
    assert again.times is None
    row = shared.rows(
        "SELECT schedule FROM programmes WHERE id = %s", her.row["programme_id"]
    )
    assert row[0]["schedule"] is None


def test_whom_a_broken_run_did_not_reach_the_clock_lays_out_anew(
    shared: World,
) -> None:
    """It said "applied", died between two people, and left the rest on the old days."""
    shared.leap_to("09:00", LIMA, days=1)
    her, parts = join(shared), shared.parts
    # One for the audit, one for the version; the first person's rows have none.
    keys = iter([parts.new_id(), parts.new_id()])
    broken = replace(parts, new_id=lambda: next(keys))
    with pytest.raises(StopIteration):
        rescheduling.of_programme(
            broken, shared.organisation, her.row["programme_id"],
            Change(("at=07:00-08:00-09:00",)), "Ruth",
        )  # fmt: skip
    coming = [row["opens"] for row in chances(her) if row["opens_at"] > shared.now]
    assert time(7) not in coming
    planning.plan(parts, shared.organisation, [her.row["id"]])
    coming = [row["opens"] for row in chances(her) if row["opens_at"] > shared.now]
    assert {time(7)} == set(coming)
    assert her.row["plan_at"] > shared.now


def test_days_around_a_date_of_hers(shared: World) -> None:
    shared.leap_to("09:00", LIMA, days=1)
    her = join(shared)
    of_programme(her, "around=exam_on -1,0")
    assert [] == chances(her)
    exam = today(her) + timedelta(days=2)
    change(her, f"date.exam_on={exam}")
    assert [exam - timedelta(days=1), exam] == [
        row["local_date"] for row in chances(her)
    ]


def test_what_is_refused_changes_nothing(shared: World) -> None:
    her = join(shared)
    before = (her.row["schedule"], chances(her))
    with pytest.raises(BadSchedule, match="days: '8'"):
        change(her, "days=8")
    with pytest.raises(Refused, match="did you mean"):
        change(her, zone="America/Lim")
    with pytest.raises(LookupError):
        rescheduling.of_person(
            shared.parts, shared.organisation, UUID(int=1), Change(("days=1",)), "Ruth"
        )
    with pytest.raises(LookupError):
        rescheduling.of_programme(
            shared.parts, shared.organisation, UUID(int=1), Change(("days=1",)), "Ruth"
        )
    assert before == (her.row["schedule"], chances(her))


def test_without_a_step_it_is_kept_and_there_is_nothing_to_move(shared: World) -> None:
    her = join(shared)
    shared.run(
        "UPDATE steps SET ended_at = handrail_now() WHERE participant_id = %s",
        her.row["id"],
    )
    told = change(her, "days=024")
    assert told.holds is None
    assert () == told.outcomes


def test_somebody_erased_is_passed_over_and_her_schedule_is_gone(shared: World) -> None:
    her = join(shared)
    change(her, "days=024", "date.exam_on=2026-09-01")
    person = her.row["id"]
    with her.desk() as desk:
        from service.usecases import erasing

        erasing.erase(desk)
    row = shared.rows("SELECT schedule FROM participants WHERE id = %s", person)
    assert row[0]["schedule"] is None


def test_moved_times_are_of_her_wall(shared: World) -> None:
    shared.leap_to("09:00", LIMA, days=1)
    her = join(shared)
    told = change(her, "at=09:45-10:00-12:00")
    day = today(her) + timedelta(days=1)
    assert "moves" == fates(told)[f"{day}/0"]
    row = next(row for row in chances(her) if row["local_date"] == day)
    expected = datetime.combine(day, time(9, 45), ZoneInfo(LIMA))
    assert expected == row["opens_at"]
    with her.desk() as desk:
        assert people.programme_of(desk.tx, desk.person)
        assert 0 == planning.plan_days(desk)
