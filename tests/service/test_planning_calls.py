"""Planning calls: on her own wall, only with her yes, once, and about that day's chance."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from service.store import plans
from service.usecases import acting, nudging, prompted
from tests.journeys.world import World
from tests.service import called
from tests.service.called import LIMA, Called

# A Monday, so that Thursday is among the days the clock lays out.
MONDAY = datetime(2026, 6, 1, 15, tzinfo=UTC)


def on_monday(world: World, zone: str = LIMA, **settings: object) -> Called:
    """Somebody who joined and agreed to calls on the Monday of a week to come.

    Who had joined days before could have been quiet for a week by then, or not, as the
    order of the tests would have it.
    """
    weeks = max(0, -(-(world.now - MONDAY) // timedelta(days=7)))
    to_come = MONDAY + timedelta(days=7 * weeks) - world.now
    world.jump(seconds=to_come.total_seconds())
    return called.agreed(world, zone, **settings)


def test_a_call_stands_on_its_day_at_her_time_until_the_window_closes(
    shared: World,
) -> None:
    her = on_monday(shared, "Pacific/Auckland")
    (call,) = her.nudges()
    assert (3, time(12, 15), "check_in") == (
        call["local_date"].weekday(),
        call["wall"],
        call["script"],
    )
    assert f"call/{call['local_date']}" == call["occurrence"]
    zone = ZoneInfo("Pacific/Auckland")
    assert datetime.combine(call["local_date"], time(12, 15), zone) == call["due_at"]
    assert timedelta(minutes=45) == call["expires_at"] - call["due_at"]
    chance = shared.rows("SELECT * FROM chances WHERE id = %s", call["chance_id"])
    assert [call["local_date"]] == [row["local_date"] for row in chance]


def test_planning_again_adds_no_second_call(shared: World) -> None:
    her = on_monday(shared)
    assert [0, 0] == [her.plan(), her.plan()]
    assert 1 == len(her.nudges())


@pytest.mark.parametrize(
    "change", ["calls = 'none'", "calls = 'stopped'", "consent = 'invited'"]
)
def test_nobody_is_called_without_her_yes_to_calls_and_to_this(
    shared: World, change: str
) -> None:
    her = on_monday(shared)
    with her.desk() as desk:
        plans.replan(desk.tx, desk.person)
    shared.change(f"UPDATE participants SET {change} WHERE id = %s", her.phone.number)
    her.plan()
    assert [] == her.nudges()


def test_a_day_without_a_chance_has_a_call_of_its_own(shared: World) -> None:
    (call,) = on_monday(shared, days="01").nudges()
    assert call["chance_id"] is None


def test_a_time_that_is_past_is_not_called_after(shared: World) -> None:
    her = called.join(shared, call_days="0123456")
    noon = datetime.combine(shared.now.date(), time(12, 20), ZoneInfo(LIMA))
    her.at(noon + timedelta(days=1))
    her.agree()
    assert noon.date() + timedelta(days=2) == her.nudges()[0]["local_date"]


def test_a_window_across_midnight_closes_on_the_day_after(shared: World) -> None:
    late = {"call_at": "23:30", "call_until": "00:30", "hours_to": "23:59"}
    (call,) = on_monday(shared, hours_from="09:00", **late).nudges()
    assert timedelta(hours=1) == call["expires_at"] - call["due_at"]
    assert 3 == call["local_date"].weekday()


def test_a_change_of_the_clocks_leaves_one_call_or_none(world: World) -> None:
    """02:05 to 02:50 is not on the wall of that Sunday; 02:05 to 03:30 begins at 3."""
    world.jump(
        seconds=(datetime(2026, 3, 5, 15, tzinfo=UTC) - world.now).total_seconds()
    )
    night = {"call_days": "6", "hours_from": "00:00", "hours_to": "23:00"}
    swallowed = called.agreed(
        world, "America/New_York", **night, call_at="02:05", call_until="02:50"
    )
    shortened = called.agreed(
        world, "America/New_York", **night, call_at="02:05", call_until="03:30"
    )
    sunday = date(2026, 3, 8)
    assert [] == [row for row in swallowed.nudges() if row["local_date"] == sunday]
    (call,) = (row for row in shortened.nudges() if row["local_date"] == sunday)
    assert datetime(2026, 3, 8, 7, tzinfo=UTC) == call["due_at"]
    assert timedelta(minutes=30) == call["expires_at"] - call["due_at"]


def test_planning_anew_drops_the_coming_call_and_no_retry(shared: World) -> None:
    her = on_monday(shared)
    (call,) = her.nudges()
    with her.desk() as desk:
        values = {name: call[name] for name in plans.NewNudge.__slots__}
        for part in ("/2", "_me/2026-06-01T12:00"):
            occurrence = call["occurrence"] + part if part == "/2" else f"call{part}"
            again = {**values, "id": desk.parts.new_id(), "occurrence": occurrence}
            plans.keep_nudge(desk.tx, desk.person, plans.NewNudge(**again))
        plans.replan(desk.tx, desk.person)
    assert {f"{call['occurrence']}/2", "call_me/2026-06-01T12:00"} == {
        row["occurrence"] for row in her.nudges()
    }


def rules(her: Called, nudge: dict[str, object]) -> list[tuple[str, str]]:
    nudging.nudge(her.world.parts, her.world.organisation, [nudge["id"]])  # type: ignore[list-item] # a row's id
    rows = [row for row in her.decisions() if row["nudge_id"] == nudge["id"]]
    return [(row["verdict"], row["rule"]) for row in rows]


def test_a_reported_day_needs_no_call(shared: World) -> None:
    her = on_monday(shared)
    (call,) = her.nudges()
    her.at(call["due_at"] - timedelta(hours=1))
    her.phone.texts("said my idea")
    her.at(call["due_at"])
    assert [("withhold", "already_reported")] == rules(her, call)


def quiet(her: Called) -> bool:
    with her.desk() as desk:
        return acting.the_ladder(desk).quiet


def test_a_day_told_after_a_quiet_time_needs_no_call_either(shared: World) -> None:
    """Her first word changes what is planned: her days are laid out anew, calls too."""
    her = on_monday(shared)
    her.at(shared.now + timedelta(days=16))
    her.plan()  # a Wednesday: by now her silence is a quiet time
    assert quiet(her)
    call = her.nudges()[-1]
    her.at(call["due_at"] - timedelta(hours=1))
    her.phone.texts("said my idea")
    assert not quiet(her)
    assert call["id"] not in {row["id"] for row in her.nudges()}
    her.plan()
    anew = her.nudges()[-1]
    assert (call["occurrence"], call["due_at"]) == (anew["occurrence"], anew["due_at"])
    her.at(call["due_at"])
    assert [("withhold", "already_reported")] == rules(her, anew)


def test_a_call_too_late_is_left_out_and_shown(shared: World) -> None:
    her = on_monday(shared)
    (call,) = her.nudges()
    her.at(call["expires_at"])
    assert [("withhold", "too_late")] == rules(her, call)
    (said,) = shared.words(her.phone.number, "decisions", "sentence_sealed")[-1:]
    assert "The time for this call to Mila was over, so it was left out." == said


def test_who_stopped_calls_after_the_planning_is_not_called(shared: World) -> None:
    her = on_monday(shared)
    (call,) = her.nudges()
    shared.change(
        "UPDATE participants SET calls = 'stopped' WHERE id = %s", her.phone.number
    )
    her.at(call["due_at"])
    assert [("withhold", "calls_off")] == rules(her, call)


def counted(her: Called, but: dict[str, object]) -> tuple[int, int]:
    with her.desk() as desk:
        return prompted.sent(desk, but["id"])  # type: ignore[arg-type] # a row's id


def test_a_call_its_retry_and_the_text_in_its_place_are_one_contact(
    shared: World,
) -> None:
    her = on_monday(shared)
    (call,) = her.nudges()
    her.at(call["due_at"])
    message = her.made(call)
    with her.desk() as desk:
        values = {name: call[name] for name in plans.NewNudge.__slots__}
        for part, kind in (("/2", "call"), ("/text", "follow_up")):
            new = {"id": desk.parts.new_id(), "kind": kind}
            new["occurrence"] = call["occurrence"] + part
            plans.keep_nudge(desk.tx, desk.person, plans.NewNudge(**{**values, **new}))
    retry = next(n for n in her.nudges() if n["occurrence"].endswith("/2"))
    text = her.nudges("follow_up")[0]
    prompt = her.nudges("prompt")[0]
    assert (0, 0) == counted(her, retry) == counted(her, text)
    assert (1, 1) == counted(her, prompt)
    her.made(retry)
    assert (1, 1) == counted(her, prompt)
    with her.desk() as desk:
        # Asked by the message instead of the nudge, as at the moment of sending.
        assert (0, 0) == prompted.sent(desk, message)
        asked = {**values, "id": desk.parts.new_id(), "occurrence": "call_me/x"}
        plans.keep_nudge(desk.tx, desk.person, plans.NewNudge(**asked))
    her.made(next(n for n in her.nudges() if n["occurrence"] == "call_me/x"))
    assert (1, 1) == counted(her, prompt)


def test_the_cap_of_the_day_holds_for_a_call_after_a_prompt(shared: World) -> None:
    her = on_monday(shared, opens="11:00", deadline="12:00", closes="14:00")
    (call,) = her.nudges()
    prompt = next(
        n for n in her.nudges("prompt") if n["local_date"] == call["local_date"]
    )
    her.at(prompt["due_at"])
    nudging.nudge(shared.parts, shared.organisation, [prompt["id"]])
    shared.work()
    her.at(call["due_at"] + timedelta(minutes=10))
    assert [("withhold", "cap_day")] == rules(her, call)


def test_a_third_call_on_a_day_is_withheld_whatever_the_cap(shared: World) -> None:
    her = on_monday(shared, cap_day=9)
    (call,) = her.nudges()
    her.at(call["due_at"])
    with her.desk() as desk:
        values = {name: call[name] for name in plans.NewNudge.__slots__}
        for part in ("/2", "/3"):
            new = {"id": desk.parts.new_id(), "occurrence": call["occurrence"] + part}
            plans.keep_nudge(desk.tx, desk.person, plans.NewNudge(**{**values, **new}))
    first, second, third = her.nudges()
    her.made(first)
    her.made(second)
    assert [("withhold", "cap_calls")] == rules(her, third)


@pytest.mark.parametrize("state", ["calling", "sent", "in_doubt"])
def test_a_call_the_carrier_may_have_taken_makes_the_try_prompted(
    shared: World, state: str
) -> None:
    her = on_monday(shared, start_rung=1)
    (call,) = her.nudges()
    her.at(call["due_at"])
    her.made(call, state)
    her.at(call["due_at"] + timedelta(hours=5))
    her.phone.texts("said my idea")
    (attempt,) = shared.of(her.phone.number, "attempts")
    assert "prompted" == attempt["label"]
    entry = her.row["ladder"]["log"][-1]
    assert ["P", "before"] == entry[2:]


def test_a_call_that_never_left_leaves_the_try_her_own(shared: World) -> None:
    her = on_monday(shared, start_rung=1)
    (call,) = her.nudges()
    her.at(call["due_at"])
    her.made(call, "failed")
    her.at(call["due_at"] + timedelta(hours=5))
    her.phone.texts("said my idea")
    (attempt,) = shared.of(her.phone.number, "attempts")
    assert "unprompted" == attempt["label"]


def test_a_silent_day_after_a_call_was_led_by_it(shared: World) -> None:
    her = on_monday(shared, start_rung=1)
    (call,) = her.nudges()
    her.at(call["due_at"])
    her.made(call)
    her.at(call["due_at"] + timedelta(days=1))
    with her.desk() as desk:
        found = plans.silent_chances(desk.tx, desk.person, call["local_date"])
        assert [(call["local_date"], "before")] == [told[1:3] for told in found]
