"""What works against itself in a schedule is named before it is saved."""

from dataclasses import replace
from datetime import date, time, timedelta

from flows.coach import ladder, policy, written
from flows.coach.conflicts import conflicts, is_moment
from flows.coach.fields import PARTS
from flows.coach.preview import Asked, Calls, preview
from flows.coach.schedule import Slot, merged
from flows.coach.timing import Hours, moment
from tests.flows.test_coach_preview import HOURS, MONDAY, asked


def found(whose: Asked, days: int = 14) -> dict[str, dict[str, str]]:
    rows = preview(whose, MONDAY, days)
    return {one.kind: one.about for one in conflicts(whose, rows, MONDAY)}


def test_a_usual_week_has_none() -> None:
    assert {} == found(asked())


def test_a_window_in_the_quiet_hours_is_named_by_where_its_prompt_would_be() -> None:
    late = found(asked(at="19:00-21:00-22:00"))["quiet_window"]
    assert {"at": "21:00", "from": "08:30", "to": "20:30"} == late
    early = asked(0, "moment", at="45 before 09:00")
    assert "08:15" == found(early)["quiet_window"]["at"]
    assert "quiet_window" not in found(asked(at="45 before 09:00"))
    shut = replace(asked(law="us"), hours=Hours(time(22), time(23)))
    assert {} == found(shut)


def test_a_call_outside_the_hours_of_calls_or_without_a_yes() -> None:
    calls = Calls(frozenset({3}), Hours(time(12, 15), time(13)))
    whose = replace(asked(calls="14:00-18:00"), calls=calls)
    assert {"calls": "none", "of": "programme"} == found(whose)["calls_off"]
    hers = replace(whose, calls=replace(calls, own=True))
    assert {"calls": "none", "of": "person"} == found(hers)["calls_off"]
    # Of whoever agreed to no call, one that is the programme's goes at no hour.
    assert "quiet_call" not in found(whose)
    for goes in (hers, replace(whose, agreed_to_calls="agreed")):
        assert "12:15" == found(goes)["quiet_call"]["at"]
    agreed = replace(asked(), calls=calls, agreed_to_calls="agreed")
    assert {} == found(agreed)


def test_each_weekday_is_judged_by_its_own_hours() -> None:
    """Canada's weekend closes at six, and nobody was told of a call at seven."""
    calls = Calls(frozenset({4, 5, 6}), Hours(time(19), time(20)))

    def of(law: str) -> dict[str, dict[str, str]]:
        return found(replace(asked(law=law), calls=calls, agreed_to_calls="agreed"))

    weekend = {"at": "19:00", "from": "10:00", "to": "18:00", "days": "56"}
    assert weekend == of("ca")["quiet_call"]
    saturday = {"at": "19:00", "from": "09:00", "to": "17:00", "days": "5"}
    assert saturday == of("au")["quiet_call"]
    assert {"days": "6"} == of("au")["shut_call"]
    assert not of("us").keys() & {"quiet_call", "shut_call"}
    friday = replace(asked(law="ca"), calls=replace(calls, days=frozenset({4})))
    assert "quiet_call" not in found(replace(friday, agreed_to_calls="agreed"))


def test_a_moment_in_a_step_that_is_a_window_is_named() -> None:
    assert {"at": "10:00"} == found(asked(at="15 before 10:00"))["moment"]
    assert {} == found(asked(0, "moment", at="15 before 10:00"))
    fixed = policy.POLICIES["fixed"].start(ladder.Settings(), 1)
    assert {} == found(replace(asked(at="15 before 10:00"), ladder=fixed))
    assert not is_moment(PARTS["morning"])
    assert not is_moment(Slot(time(9), time(10), time(12), draw=True))
    assert not is_moment(Slot(time(8), time(10), time(12)))


def test_a_window_that_is_over_when_waiting_ends_is_named() -> None:
    """Its late prompt was due at eight and too late at eight: none ever went."""
    over = written.load({"v": 1, "at": "17:00-20:00-20:00"})
    usual = asked()
    whose = replace(usual, schedule=merged(usual.schedule, over))
    rows = preview(whose, MONDAY, 14)
    assert {"too_late"} == {row.rule for row in rows if row.kind == "prompt"}
    assert {"no_room": {"at": "20:00"}} == found(whose)
    before = asked(0, "moment")
    assert {} == found(replace(before, schedule=merged(before.schedule, over)))
    assert {} == found(asked(at="random 17:00-20:00"))


def test_caps_lower_than_the_chances() -> None:
    few = replace(asked(), cap_week=3)
    assert {"chances": "5", "cap": "3"} == found(few)["cap_week"]
    two = found(asked(at="09:00-11:00-12:00,17:00-18:30-20:00"))
    assert {"windows": "2", "cap": "1"} == two["cap_day"]
    on_a_preset = replace(
        asked(), ladder=policy.POLICIES["late_only"].start(ladder.Settings(), 1)
    )
    assert {} == found(on_a_preset)


def test_a_call_that_a_prompt_of_its_day_keeps_here_is_named() -> None:
    """Somebody was given prompts at ten, and her calls at noon silently stayed."""
    calls = Calls(frozenset({3}), Hours(time(12, 15), time(13)))
    fixed = policy.POLICIES["fixed"].start(ladder.Settings(), 1)
    whose = replace(
        asked(at="15 before 10:00"), ladder=fixed, calls=calls, agreed_to_calls="agreed"
    )
    assert {"days": "3", "cap": "1"} == found(whose)["call_day"]
    late = replace(whose, schedule=asked(at="17:00-18:30-20:00").schedule)
    assert "call_day" not in found(late)


def test_who_gets_nothing_whatever_the_schedule_says() -> None:
    whose = replace(
        asked(), consent="invited", hold="crisis", paused_until=date(2026, 3, 4)
    )
    assert {"consent", "hold", "paused"} == set(found(whose))
    long_ago = replace(asked(), paused_until=MONDAY - timedelta(1))
    assert {} == found(long_ago)


def test_a_talk_is_told_with_its_end_and_not_once_it_is_over() -> None:
    talks = replace(asked(), hold="take_over")
    assert {"hold": "take_over"} == found(talks)["hold"]
    ends = replace(talks, hold_ends=moment(MONDAY, time(14, 10), talks.zone))
    about = {"hold": "take_over", "until": MONDAY.isoformat(), "at": "14:10"}
    assert about == found(ends)["hold"]
    over = moment(MONDAY - timedelta(days=1), time(14, 10), talks.zone)
    assert "hold" not in found(replace(talks, hold_ends=over))


def test_days_that_never_come() -> None:
    assert {"over"} == set(found(asked(until="2026-02-01")))
    assert {"no_date"} == set(found(asked(around="exam_on -1,0")))
    assert {"no_chance"} == set(found(asked(every="2 weeks", days="6"), days=3))
    named = asked(observe="nz,us", holidays__us="2026-03-03")
    assert {"list": "nz"} == found(named)["no_list"]


def test_hours_are_those_of_the_preview() -> None:
    assert HOURS == asked().hours


def test_a_time_on_a_day_without_chances_is_told() -> None:
    assert {"days": "5"} == found(asked(at="09:00-11:00-12:00 on 25"))["off_days"]
    assert {} == found(asked(at="09:00-11:00-12:00 on 2"))
