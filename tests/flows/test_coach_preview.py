"""A preview says what would go out, when on her wall, and why, as the core decides."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.coach import ladder, policy, written
from flows.coach.chances import Occurrence
from flows.coach.layout import For
from flows.coach.preview import Asked, Calls, Due, Full, Kept, Promised, Row, preview
from flows.coach.prompting import share
from flows.coach.recap import Recap
from flows.coach.schedule import Slot, merged, simple
from flows.coach.timing import Hours, clock_changes, moment
from infra import drawn_times

LIMA = "America/Lima"
MONDAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)  # 10:00 in Lima
EVENING = Slot(time(17), time(18, 30), time(20))
HOURS = Hours(time(8, 30), time(20, 30))


def asked(rung: int = 1, kind: str = "window", **words: str) -> Asked:
    layer = written.read(
        {name.replace("__", "."): text for name, text in words.items()}
    )
    settings = ladder.Settings(rung, kind)  # type: ignore[arg-type] # a kind of step
    return Asked(
        schedule=merged(simple(frozenset(range(5)), EVENING, MONDAY), layer),
        ladder=ladder.start(settings, 5),
        whose=For(MONDAY, 5),
        name="Mila",
        zone=LIMA,
        hours=HOURS,
        cap_day=1,
        cap_week=7,
        now=NOW,
    )


def shown(rows: tuple[Row, ...], kind: str) -> list[str]:
    return [f"{row.local_date:%d} {row.wall:%H:%M}" for row in rows if row.kind == kind]


def rules(rows: tuple[Row, ...], kind: str) -> list[str]:
    return [row.rule for row in rows if row.kind == kind]


def test_a_late_prompt_stands_at_the_deadline_with_its_sentence() -> None:
    rows = preview(asked(), MONDAY, 7)
    assert ["02 18:30", "03 18:30", "04 18:30", "05 18:30", "06 18:30"] == shown(
        rows, "prompt"
    )
    assert ["02 17:00", "03 17:00"] == shown(rows, "chance")[:2]
    assert all(row.goes for row in rows)
    assert "Mila is on Waiting" in rows[0].sentence
    assert "had not reported yet, so the prompt goes" in rows[1].sentence
    assert datetime(2026, 3, 2, 23, 30, tzinfo=UTC) == rows[1].at


def test_a_number_grows_silent_in_the_days_that_are_shown() -> None:
    """The prompt of the 45th day without a sign of her, and no earlier one, stays."""
    silent = replace(asked(), silent_since=NOW - timedelta(days=42))
    shown_days = [row for row in preview(silent, MONDAY, 7) if row.kind == "prompt"]
    stays = [row.local_date.day for row in shown_days if row.rule == "unconfirmed"]
    assert [5, 6] == stays
    assert all(row.goes for row in shown_days if row.rule != "unconfirmed")


def test_before_a_known_moment() -> None:
    rows = preview(asked(0, "moment", at="15 before 10:00"), MONDAY + timedelta(1), 5)
    assert {"09:45"} == {said[3:] for said in shown(rows, "prompt")}


def test_a_drawn_minute_is_the_prompts() -> None:
    rows = preview(asked(at="random 12:00-14:00"), MONDAY, 7)
    walls = {said[3:] for said in shown(rows, "prompt")}
    assert 3 < len(walls)
    assert all("12:00" <= wall < "13:50" for wall in walls)


def test_days_left_out_stand_with_their_reason() -> None:
    rows = preview(
        asked(skip="2026-03-03", ill="2026-03-04", pause="2026-03-05"), MONDAY, 4
    )
    assert ["skip", "illness", "pause"] == rules(rows, "left")
    assert any("Mila is ill" in row.sentence for row in rows if row.kind == "left")
    assert not any(row.goes for row in rows if row.kind == "left")


def test_a_window_that_is_over_is_no_line_and_nothing_is_sent_late() -> None:
    for hours in (11, 12, 13):  # from 21:00: no line wanders along with the clock
        late = replace(asked(), now=NOW + timedelta(hours=hours))
        assert ["03 18:30"] == shown(preview(late, MONDAY, 2), "prompt")
        assert ["03 17:00"] == shown(preview(late, MONDAY, 2), "chance")
    inside = replace(
        asked(), now=NOW + timedelta(hours=9)
    )  # 19:00: still in its window
    assert ["02 19:00"] == shown(preview(inside, MONDAY, 1), "prompt")


def test_a_prompt_that_is_too_late_stands_where_it_was_due() -> None:
    for minutes in (90, 100):  # 19:00 is past its deadline, and the window is open
        late = replace(asked(0), now=NOW + timedelta(hours=7, minutes=30 + minutes))
        rows = preview(late, MONDAY, 1)
        assert ["02 17:00"] == shown(rows, "prompt")
        assert ["too_late"] == rules(rows, "prompt")
        assert not rows[-1].goes


def test_what_is_reported_is_not_asked() -> None:
    told = replace(asked(), reported=frozenset({"2026-03-02/0"}))
    assert ["already_reported"] == rules(preview(told, MONDAY, 1), "prompt")


def test_caps_count_what_the_lines_before_would_have_sent() -> None:
    twice = asked(at="09:00-11:00-12:00,17:00-18:30-20:00")
    assert ["send", "cap_day"] == rules(preview(twice, MONDAY, 1), "prompt")
    assert ["R1", "R1"] == rules(preview(twice, MONDAY, 1), "chance")
    few = replace(asked(), cap_week=3)
    assert ["send"] * 3 + ["cap_week"] * 2 == rules(preview(few, MONDAY, 5), "prompt")
    tired = replace(asked(), ladder=ladder.start(ladder.Settings(1, cap_per_week=2), 5))
    assert ["R1", "R1", "G1", "G1"] == rules(preview(tired, MONDAY, 4), "chance")
    sent = replace(asked(), sent=(NOW - timedelta(hours=1),))
    assert ["cap_day", "send"] == rules(preview(sent, MONDAY, 2), "prompt")


def test_a_chance_that_the_ladder_knows_is_not_counted_twice() -> None:
    state = asked().ladder
    chance = ladder.ChanceRef("2026-03-02/0", MONDAY, 0)
    after, _ = ladder.observe(state, ladder.Report(chance, "?", "late", MONDAY))
    rows = preview(replace(asked(), ladder=after), MONDAY, 2)
    assert ["R1", "R1"] == rules(rows, "chance")


def test_a_prompt_outside_her_hours_moves_into_them_or_stays() -> None:
    early = asked(0, at="07:00-10:00-11:00")
    assert "03 08:30" in shown(preview(early, MONDAY, 2), "prompt")
    night = asked(at="21:00-22:00-23:00")
    assert ["quiet_hours"] == rules(preview(night, MONDAY, 1), "prompt")


def test_recap_and_calls_stand_beside_with_their_own_hours() -> None:
    whose = replace(
        asked(5, law="au"),
        recap=Recap(6, time(19)),
        calls=Calls(frozenset({1, 6}), Hours(time(12, 15), time(13))),
        agreed_to_calls="agreed",
    )
    rows = preview(whose, MONDAY, 7)
    assert ["08 19:00"] == shown(rows, "recap")
    assert ["03 12:15", "08 12:15"] == shown(rows, "call")
    # No call may be made there on a Sunday; texts are not what that law speaks of.
    assert ["send", "closed_day"] == rules(rows, "call")
    fresh = replace(whose, recaps_from=NOW + timedelta(days=9))
    assert [] == shown(preview(fresh, MONDAY, 7), "recap")
    no = replace(whose, agreed_to_calls="none")
    assert {"calls_off"} == set(rules(preview(no, MONDAY, 7), "call"))


def test_a_call_window_that_the_clocks_swallow_is_not_shown() -> None:
    whose = replace(
        asked(),
        zone="America/New_York",
        calls=Calls(frozenset({6}), Hours(time(2, 5), time(2, 50))),
    )
    assert [] == shown(preview(whose, date(2026, 3, 8), 1), "call")


@pytest.mark.parametrize(
    ("zone", "first", "expected"),
    [
        ("Pacific/Auckland", date(2026, 9, 20), [(date(2026, 9, 27), 12, 13)]),
        ("Pacific/Auckland", date(2026, 3, 28), [(date(2026, 4, 5), 13, 12)]),
        (LIMA, date(2026, 3, 28), []),
    ],
)
def test_changes_of_her_clocks_are_known(
    zone: str, first: date, expected: list[tuple[date, int, int]]
) -> None:
    found = clock_changes(first, first + timedelta(days=13), zone)
    hour = timedelta(hours=1)
    assert expected == [(c.day, c.before // hour, c.after // hour) for c in found]


def test_across_the_change_the_wall_stays_and_utc_moves() -> None:
    whose = replace(asked(), zone="Pacific/Auckland")
    rows = preview(whose, date(2026, 4, 3), 4)
    prompts = [row for row in rows if row.kind == "prompt"]
    assert {time(18, 30)} == {row.wall for row in prompts}
    assert [5, 6] == [row.at.hour for row in prompts if row.at]
    assert [row.at for row in rows if row.at] == sorted(
        row.at for row in rows if row.at
    )
    assert ZoneInfo(whose.zone)


def test_nothing_goes_out_in_quiet_hours_whatever_the_schedule() -> None:
    people, judged = drawn_times.quiet_law(1, people=40)
    assert 0 < people <= judged


def test_a_law_that_is_broken_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawn_times, "hours_on", lambda *_: None)
    with pytest.raises(AssertionError, match="quiet hours"):
        drawn_times.check(asked())


def test_a_preset_decides_where_it_stands_in_place_of_the_ladder() -> None:
    """The preview asked the Ladder's rules whatever policy thinned her prompts."""
    rules_ = policy.POLICIES["fixed"]
    whose = replace(asked(), ladder=rules_.start(ladder.Settings(), 5))
    rows = preview(whose, MONDAY, 3)
    ref = ladder.ChanceRef("2026-03-02/0", MONDAY, 0)
    planned = rules_.plan(whose.ladder, ref, name="Mila")
    assert planned.rule == rules(rows, "chance")[0]
    assert ["02", "03", "04"] == [said[:2] for said in shown(rows, "prompt")]


def test_what_a_restore_owes_it_owes_once() -> None:
    """The preview showed the one prompt that is owed on each of the coming days."""
    state = replace(ladder.start(ladder.Settings(5), 5), owed=MONDAY)
    rows = preview(replace(asked(), ladder=state), MONDAY, 4)
    assert ["G4", "R5", "R5", "R5"] == rules(rows, "chance")


@given(st.integers(0, 60 * 24 * 9))
def test_no_call_and_no_recap_is_shown_whose_time_is_over(minutes: int) -> None:
    """Enrolled in the afternoon: the call of that noon was never planned, nor shown."""
    at = NOW - timedelta(days=1) + timedelta(minutes=minutes)
    whose = replace(
        asked(),
        now=at,
        recap=Recap(6, time(19)),
        calls=Calls(frozenset(range(7)), Hours(time(12, 15), time(20))),
        agreed_to_calls="agreed",
    )
    rows = preview(whose, at.astimezone(ZoneInfo(LIMA)).date(), 7)
    called = [row for row in rows if row.kind in ("call", "recap")]
    assert called
    assert all(row.at is not None and row.at > at for row in called)
    noon = time(12, 15)
    assert {noon} == {row.wall for row in called if row.kind == "call"}


def test_what_stays_is_shown_as_it_stands() -> None:
    # At 18:10 her chance of 17:00 is open, its late prompt is due at 18:30.
    now = moment(MONDAY, time(18, 10), LIMA)
    stays = Kept(Occurrence(MONDAY, 0, time(17), time(18, 30), time(20)), LIMA)
    at = moment(MONDAY, time(18, 30), LIMA)
    key, due = f"{MONDAY}/0", Due(at, at + timedelta(hours=1))
    for words, stands, goes in (
        ({"at": "09:00-10:00-11:00"}, {f"prompt/{key}": due}, ["02 18:30"]),
        ({"at": "09:00-10:00-11:00"}, {f"prompt/{key}": None}, []),  # it has come
        ({"at": "09:00-10:00-11:00"}, {}, []),  # its new time is over: no new prompt
        ({"days": "1"}, {f"prompt/{key}": due}, ["02 18:30"]),  # it has no chance now
        ({"days": "1"}, {}, []),
        ({}, {}, ["02 18:30"]),
    ):
        whose = replace(asked(**words), now=now, kept={key: stays}, nudges=stands)
        assert goes == shown(preview(whose, MONDAY, 1), "prompt"), (words, stands)


def test_how_many_chances_a_rung_prompts() -> None:
    for kind, said in (
        ("window", [None, None, (0, 1)]),
        ("moment", [(7, 8), (3, 4), (0, 1)]),
    ):
        on = [asked(rung, kind).ladder for rung in (0, 1, 5)]
        assert said == [share(policy.kept(one), MONDAY) for one in on]


def promised(kind: str, wall: time, **values: object) -> Promised:
    at = moment(MONDAY, wall, LIMA)
    lives = at + timedelta(hours=2)
    return Promised(kind, f"beside/{wall}", at, lives, **values)  # type: ignore[arg-type] # a kind


def test_what_was_promised_stands_among_what_the_schedule_makes() -> None:
    """A call she asked for was on her page, and in none of her coming days."""
    call = promised("call", time(12), cause="asked")
    told = promised("follow_up", time(15))
    whose = replace(asked(), promised=(told, call), cap_day=2)
    rows = preview(whose, MONDAY, 2)
    assert ["02 12:00"] == shown(rows, "call")
    assert ["02 15:00"] == shown(rows, "follow_up")
    assert ["beside/12:00:00"] == [row.occurrence for row in rows if row.kind == "call"]
    # Nobody agreed to automated calls: asking for one is a yes to that one.
    assert [True, True] == [row.goes for row in rows if row.kind == "prompt"]
    assert ["03 17:00"] == shown(preview(whose, MONDAY + timedelta(1), 1), "chance")
    assert not shown(preview(whose, MONDAY + timedelta(1), 1), "call")


def test_a_promise_of_the_plan_takes_room_under_the_cap_and_an_asked_call_none() -> (
    None
):
    for kind, cause, goes in (("follow_up", "plan", False), ("call", "asked", True)):
        whose = replace(asked(), promised=(promised(kind, time(12), cause=cause),))
        (prompt,) = [r for r in preview(whose, MONDAY, 1) if r.kind == "prompt"]
        assert goes == prompt.goes, kind


def test_a_retry_is_one_with_its_call_and_has_the_hours_of_retries() -> None:
    again = promised("call", time(11), cause="unreached", retry=True)
    whose = replace(asked(), promised=(again,), agreed_to_calls="agreed", sent=(NOW,))
    (row,) = [one for one in preview(whose, MONDAY, 1) if one.kind == "call"]
    assert (True, time(11)) == (row.goes, row.wall)
    later = replace(whose, schedule=asked(retries="12:00-13:00").schedule)
    (row,) = [one for one in preview(later, MONDAY, 1) if one.kind == "call"]
    assert (True, time(12)) == (row.goes, row.wall)
    told = replace(again, chance=f"{MONDAY}/0")
    known = replace(whose, promised=(told,), reported=frozenset({told.chance}))
    (row,) = [one for one in preview(known, MONDAY, 1) if one.kind == "call"]
    assert (False, "already_reported") == (row.goes, row.rule)


def test_what_the_schedule_makes_already_is_not_shown_twice() -> None:
    noon = Hours(time(12, 15), time(20))
    calls = Calls(frozenset(range(7)), noon)
    at = moment(MONDAY, time(12, 40), LIMA)
    stands = Due(at, at + timedelta(hours=1))
    key = f"call/{MONDAY}"
    whose = replace(
        asked(), calls=calls, agreed_to_calls="agreed", nudges={key: stands},
        promised=(Promised("call", key, stands.at, stands.expires),),
    )  # fmt: skip
    assert ["02 12:40"] == shown(preview(whose, MONDAY, 1), "call")
    assert ["02 12:40"] == shown(preview(replace(whose, calls=None), MONDAY, 1), "call")


def test_a_limit_that_is_reached_holds_nudges_back_until_it_lets_go() -> None:
    ends = datetime(2026, 3, 4, tzinfo=UTC)  # 19:00 on the third in Lima
    full = Full("budget of the day", "This programme", ends)
    whose = replace(asked(), full=full, cap_day=2)
    rows = [one for one in preview(whose, MONDAY, 4) if one.kind == "prompt"]
    # A prompt lives to the end of its window, 20:00.
    assert ["02 18:30", "03 19:00", "04 18:30", "05 18:30"] == shown(
        tuple(rows), "prompt"
    )
    assert [False, True, True, True] == [one.goes for one in rows]
    assert "This programme has reached its budget of the day" in rows[0].sentence


def test_whose_line_takes_no_texts_is_shown_none() -> None:
    whose = replace(asked(), texts_arrive=False)
    rows = [one for one in preview(whose, MONDAY, 3) if one.kind == "prompt"]
    assert ["no_texts"] * 3 == [one.rule for one in rows]


def test_prompts_have_the_ceiling_of_her_ladder_as_they_have_at_sending() -> None:
    """Friday's prompt was shown as going, and on Friday it stayed: calls had room."""
    most = ladder.Override("cap", 3, MONDAY, MONDAY + timedelta(20), "Ruth", "full")
    state, _ = ladder.observe(asked().ladder, most)
    noon = Calls(frozenset({1, 3}), Hours(time(12, 15), time(13)))
    whose = replace(
        asked(days="024"), ladder=state, calls=noon, agreed_to_calls="agreed"
    )
    rows = preview(whose, MONDAY, 7)
    assert ["send", "send", "cap_week"] == rules(rows, "prompt")
    assert ["send", "send"] == rules(rows, "call")


def test_a_recap_is_an_hour_from_what_would_have_gone_before_it() -> None:
    """It was shown at 19:00 beside the prompt of 18:30, and came at half past seven."""
    whose = replace(asked(days="1"), recap=Recap(1, time(19)))
    rows = preview(whose, MONDAY, 2)
    assert (["03 18:30"], ["03 19:30"]) == (shown(rows, "prompt"), shown(rows, "recap"))
    told = {row.kind: (row.set_for, "question open" in row.moved) for row in rows}
    assert (time(19), True) == told["recap"]
    assert (None, False) == told["prompt"]
    # A call she asked for counts for no cap, and is heard all the same.
    call = promised("call", time(18, 50), cause="asked")
    asked_for = replace(whose, recap=Recap(0, time(19)), promised=(call,))
    rows = preview(asked_for, MONDAY, 1)
    assert ["02 19:50"] == shown(rows, "recap")
    assert any("hour ago" in row.moved for row in rows)
    went = replace(
        whose, recap=Recap(0, time(19)), now=moment(MONDAY, time(18, 55), LIMA),
        nudged_at=moment(MONDAY, time(18, 40), LIMA),
    )  # fmt: skip
    assert ["02 19:40"] == shown(preview(went, MONDAY, 1), "recap")


def test_the_recap_has_the_rhythm_of_its_day() -> None:
    """On the last rung for three weeks: the fourth is over before the second Sunday."""
    monthly = ladder.start(ladder.Settings(5, recap="monthly"), 5)
    state = replace(monthly, since=MONDAY - timedelta(days=20))
    whose = replace(asked(), ladder=state, recap=Recap(6, time(19)))
    assert ["08 19:00", "05 19:00"] == shown(preview(whose, MONDAY, 35), "recap")
