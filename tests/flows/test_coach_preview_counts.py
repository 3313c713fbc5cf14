"""What a preview counts towards a cap is what went: as the real decision counts it."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from flows.coach import explain, ladder, policy, prompting
from flows.coach.chances import Occurrence
from flows.coach.explain import NudgeContext
from flows.coach.layout import For, occurrences
from flows.coach.preview import Asked, Calls, Kept, Row, preview
from flows.coach.recap import Recap
from flows.coach.schedule import Slot, merged, simple
from flows.coach.timing import Hours, moment, window
from tests.flows.test_coach_preview import asked, promised, rules, shown

LIMA = "America/Lima"
MONDAY = date(2026, 3, 2)
DAWN = datetime(2026, 3, 2, 5, 30, tzinfo=UTC)  # 00:30 in Lima
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)
DAYS, AHEAD = 21, 3
EVENING = Slot(time(17), time(18, 30), time(20))


def most(number: int, rung: int = 1) -> ladder.Ladder:
    return ladder.start(ladder.Settings(rung, cap_per_week=number), 5)


def test_prompts_that_stay_are_not_counted_among_those_of_seven_days() -> None:
    """Three stayed, 18:30 being outside 10:00-18:00, and she "had the prompts"."""
    whose = replace(
        asked(), hours=Hours(time(10), time(18)), cap_week=3, ladder=most(3)
    )
    rows = preview(whose, MONDAY, 14)
    assert {"R1"} == set(rules(rows, "chance"))
    assert ["quiet_hours"] * 10 == rules(rows, "prompt")


def test_a_prompt_that_stays_leaves_its_day_to_the_next_chance() -> None:
    whose = asked(at="09:00-10:00-11:00,17:00-18:30-20:00")
    whose = replace(whose, now=DAWN, hours=Hours(time(12), time(20)))
    rows = preview(whose, MONDAY, 1)
    assert ["R1", "R1"] == rules(rows, "chance")
    assert ["quiet_hours", "send"] == rules(rows, "prompt")


def test_what_is_owed_is_owed_until_it_goes() -> None:
    """It was said to be paid by a prompt that stayed."""
    state = replace(ladder.start(ladder.Settings(5), 5), owed=MONDAY)
    rests = replace(asked(), ladder=state, paused_until=MONDAY + DAY)
    rows = preview(rests, MONDAY, 4)
    assert ["G4", "G4", "G4", "R5"] == rules(rows, "chance")


def test_a_prompt_that_went_before_the_look_has_paid_what_was_owed() -> None:
    """It was shown for the day after, too, whether her window was open still or over."""
    state = replace(ladder.start(ladder.Settings(5), 5), owed=MONDAY)
    chance = Occurrence(MONDAY, 0, EVENING.opens, EVENING.deadline, EVENING.closes)
    for wall in (time(19), time(21)):
        for led, then in (("late", "R5"), ("none", "G4")):
            whose = replace(
                asked(),
                ladder=state,
                now=moment(MONDAY, wall, LIMA),
                kept={chance.key: Kept(chance, LIMA, led)},  # type: ignore[arg-type] # both are
                nudges={f"prompt/{chance.key}": None},
            )
            assert [then] == rules(preview(whose, MONDAY, 2), "chance")[1:], (wall, led)


def test_a_question_that_is_open_at_the_look_has_the_floor() -> None:
    whose = replace(asked(days="1"), recap=Recap(0, time(19)))
    whose = replace(whose, now=moment(MONDAY, time(18, 50), LIMA))
    asks = replace(whose, floor=moment(MONDAY, time(19, 40), LIMA))
    for one, at in ((whose, "02 19:00"), (asks, "02 19:40")):
        assert [at] == shown(preview(one, MONDAY, 1), "recap")


def test_what_is_owed_is_planned_for_one_chance_of_a_day() -> None:
    """The evening was said to have it, where the day was planned before the morning's stayed."""
    whose = asked(at="09:00-10:00-11:00,17:00-18:30-20:00")
    state = replace(ladder.start(ladder.Settings(5), 5), owed=MONDAY)
    whose = replace(whose, now=DAWN, hours=Hours(time(12), time(20)), ladder=state)
    rows = preview(whose, MONDAY, 2)
    assert ["G4", "R5", "G4", "R5"] == rules(rows, "chance")
    assert ["quiet_hours", "quiet_hours"] == rules(rows, "prompt")


def test_what_falls_due_first_goes_first_whichever_window_it_is_of() -> None:
    """The late window stood first, and was said to go where the early one had gone."""
    whose = replace(asked(at="07:00-12:00-20:00,08:00-09:00-10:00"), now=DAWN)
    rows = [row for row in preview(whose, MONDAY, 1) if row.kind == "prompt"]
    assert [(time(9), "send"), (time(12), "cap_day")] == [
        (row.wall, row.rule) for row in rows
    ]
    assert "prompt/2026-03-02/1" in lived(whose)
    assert "prompt/2026-03-02/0" not in lived(whose)


def test_what_asks_has_the_floor_for_an_hour() -> None:
    """The recap of 18:00 was not seen to be in the way of the prompt of 18:30."""
    whose = replace(asked(), recap=Recap(0, time(18)))
    (row,) = [row for row in preview(whose, MONDAY, 1) if row.kind == "prompt"]
    assert (time(19), time(18, 30), True) == (row.wall, row.set_for, row.goes)
    assert "question open" in row.moved


def test_what_was_moved_waits_behind_what_is_due_before_it() -> None:
    """A recap of the evening before, moved to 09:00, came before the prompt of 08:45."""
    whose = asked(at="08:00-08:45-20:00", days="01")
    whose = replace(whose, recap=Recap(0, time(21)), hours=Hours(time(8, 45), time(20)))
    rows = preview(replace(whose, now=DAWN), MONDAY, 2)
    told = [(row.kind, row.wall) for row in rows if row.goes and row.kind != "chance"]
    assert [
        ("prompt", time(8, 45)), ("recap", time(9, 45)), ("prompt", time(8, 45)),
    ] == told  # fmt: skip


def test_what_comes_before_the_moment_to_which_a_recap_is_moved_moves_it_on() -> None:
    """Moved to 19:30, it was judged before the call of 19:20 that stands in its way."""
    call = promised("call", time(19, 20), cause="asked")
    whose = replace(asked(), recap=Recap(0, time(19)), promised=(call,))
    rows = preview(replace(whose, hours=Hours(time(8), time(22))), MONDAY, 1)
    assert [time(20, 20)] == [row.wall for row in rows if row.kind == "recap"]


def test_a_call_about_a_chance_counts_among_its_prompts() -> None:
    told = promised("follow_up", time(15), chance=f"{MONDAY}/0")
    whose = replace(asked(), hours=Hours(time(10), time(18)), ladder=most(1))
    assert ["R1", "R1"] == rules(preview(whose, MONDAY, 2), "chance")
    called = replace(whose, promised=(told,))
    assert ["R1", "G1"] == rules(preview(called, MONDAY, 2), "chance")


def test_the_days_cap_is_that_of_sending_once_it_is_raised() -> None:
    """Her Ladder had begun with one a day, and the second was said to rest."""
    whose = asked(at="09:00-10:00-11:00,17:00-18:30-20:00")
    whose = replace(whose, now=DAWN, cap_day=2)
    rows = preview(whose, MONDAY, 1)
    assert ["send", "send"] == rules(rows, "prompt")
    assert {"prompt/2026-03-02/0", "prompt/2026-03-02/1"} == went(rows) <= lived(whose)


# ---- nobody foresees her word: each day begins as after a silent one ----


def test_whoever_stays_silent_is_let_be_after_twelve_days() -> None:
    """Prompts were shown on all of the days, and after twelve silent ones none went."""
    rows = preview(asked(days="0123456"), MONDAY, 15)
    assert ["R1"] * 13 + ["L3-quiet"] * 2 == rules(rows, "chance")
    (told,) = [row for row in rows if row.kind == "decision"]
    assert (date(2026, 3, 15), "L3-quiet") == (told.local_date, told.rule)
    assert told.sentence.startswith("There has been no word from Mila for 12 days")


def test_silence_on_a_thin_rung_brings_prompts_back() -> None:
    whose = replace(asked(), ladder=ladder.start(ladder.Settings(3), 5))
    found = rules(preview(whose, MONDAY, 14), "chance")
    assert ["R3"] * 6 + ["G4", "R1", "R1", "R1"] == found


def test_after_an_illness_prompts_resume_as_the_ladder_says() -> None:
    whose = asked(ill="2026-03-04..2026-03-08")
    whose = replace(whose, ladder=ladder.start(ladder.Settings(3), 5))
    found = rules(preview(whose, MONDAY, 10), "chance")
    assert ["R3", "R3", "R1", "R1", "R1"] == found


# ---- the law: what goes is what the real decision lets go, day by day ----


@dataclass(slots=True)
class Life:
    """The days as they are lived: planned anew at each dawn, decided when due."""

    whose: Asked
    state: ladder.Ladder
    sent: list[datetime] = field(default_factory=list)
    planned: dict[str, tuple[datetime, datetime, ladder.Prompt]] = field(
        default_factory=dict
    )
    went: dict[str, ladder.Prompt] = field(default_factory=dict)
    over: dict[str, Occurrence] = field(default_factory=dict)
    floor: datetime | None = None

    def dawn(self, day: date) -> None:
        """Tell the Ladder of chances that are over, and plan the days ahead."""
        whose, now = self.whose, moment(day, time(0), LIMA)
        laid = occurrences(whose.schedule, day, day + AHEAD * DAY, whose.whose)
        for key, one in sorted(self.over.items()):
            if one.moments(LIMA).closes < now:
                ref = ladder.ChanceRef(key, one.local_date, 0)
                report = ladder.Report(ref, "?", self.led(key), one.local_date)
                self.state, _ = ladder.observe(self.state, report)
        if day > MONDAY:
            self.state, _ = ladder.observe(self.state, ladder.Passed(day))
        state = self.state
        for one in laid:
            self.over[one.key] = one
            ref = ladder.ChanceRef(one.key, one.local_date, one.number)
            plan = ladder.plan(state, ref)
            if plan.prompt == "none":
                self.planned.pop(f"prompt/{one.key}", None)
            else:
                due = (*one.moments(LIMA).of(plan.prompt), plan.prompt)
                self.planned.setdefault(f"prompt/{one.key}", due)
                state = replace(state, owed=None)
        if whose.calls and day.weekday() in whose.calls.days:
            hours = window(day, whose.calls.hours, LIMA)
            assert hours
            self.planned[f"call/{day}/0"] = (*hours, "before")

    def led(self, key: str) -> ladder.Prompt:
        """Return what led to a chance: a call about it, or its prompt, once it went."""
        called = f"call/{key}" in self.went
        return "before" if called else self.went.get(f"prompt/{key}", "none")

    def due(self, day: date) -> None:
        """Decide all that is due on this day, in order; what is moved comes again."""
        dusk = moment(day + DAY, time(0), LIMA)
        while coming := [one for one in self.planned.items() if one[1][0] < dusk]:
            key, (at, expires, led) = min(coming, key=lambda one: (one[1][0], one[0]))
            verdict = explain.verdict(self.context(key, at, expires))
            if verdict.until is not None:
                self.planned[key] = (verdict.until, expires, led)
                continue
            del self.planned[key]
            if verdict.action == "send":
                self.sent.append(at)
                self.went[key] = led
                self.floor = at + HOUR if led == "late" else self.floor

    def context(self, key: str, now: datetime, expires: datetime) -> NudgeContext:
        whose, zone = self.whose, ZoneInfo(LIMA)
        today = now.astimezone(zone).date()
        days = [one.astimezone(zone).date() for one in self.sent]
        kind = key.partition("/")[0]
        room = prompting.ceiling(self.state, today) if kind == "prompt" else 99
        return NudgeContext(
            kind=kind,  # type: ignore[arg-type] # of what Life plans
            now=now,
            zone=LIMA,
            hours=whose.hours,
            consent="active",
            hold=None,
            paused_until=None,
            reported=False,
            expires_at=expires,
            sent_today=sum(one == today for one in days),
            cap_day=whose.cap_day,
            sent_week=sum(today - WEEK < one <= today for one in days),
            cap_week=min(whose.cap_week, room),
            name=whose.name,
            calls="agreed",
            open_question=self.floor is not None and self.floor > now,
            question_ends_at=self.floor,
        )


def lived(whose: Asked) -> set[str]:
    """Return what went in these days, each with its moment."""
    life = Life(whose, policy.kept(whose.ladder))
    for ahead in range(DAYS):
        life.dawn(MONDAY + ahead * DAY)
        life.due(MONDAY + ahead * DAY)
    return set(life.went)


def went(rows: tuple[Row, ...]) -> set[str]:
    kinds = [row for row in rows if row.kind in ("prompt", "call") and row.goes]
    return {
        row.occurrence + ("/0" if row.kind == "call" else "") for row in kinds
    }  # fmt: skip


# All of the day, its morning, its evening, and neither prompt nor deadline in it.
HOURS = (
    (time(7), time(21)), (time(7), time(12)), (time(12), time(20)),
    (time(10), time(18)), (time(19), time(22)),
)  # fmt: skip
weekdays = st.frozensets(st.integers(0, 6), min_size=1)
slots = st.sampled_from((
    (EVENING,),
    (Slot(time(8), time(9), time(10)), EVENING),
    (Slot(time(7), time(12), time(22)),),
    # The second falls due within the first, and the second before it.
    (Slot(time(7), time(12), time(22)), Slot(time(8), time(9), time(10))),
    (EVENING, Slot(time(8), time(9), time(10)), Slot(time(9, 30), time(11), time(19))),
))  # fmt: skip


@st.composite
def people(draw: st.DrawFn) -> Asked:
    """Somebody with any hours, caps, days and calls, on any rung, at her first dawn."""
    cap_day, cap_week = draw(st.integers(1, 3)), draw(st.integers(1, 9))
    most_hers = min(cap_week, draw(st.integers(1, 7)))
    settings = ladder.Settings(
        draw(st.integers(0, 5)), draw(st.sampled_from(("window", "moment"))),
        cap_per_week=most_hers, cap_per_day=draw(st.integers(1, 3)),
    )  # fmt: skip
    state = ladder.start(settings, draw(st.integers(0, 99)))
    first, *others = draw(slots)
    base = simple(draw(weekdays), first, MONDAY)
    opens, closes = draw(st.sampled_from(HOURS))
    return Asked(
        schedule=merged(base, replace(base, slots=(first, *others))),
        ladder=replace(state, owed=draw(st.sampled_from((None, MONDAY)))),
        whose=For(MONDAY, 5),
        name="Mila",
        zone=LIMA,
        hours=Hours(opens, closes),
        cap_day=cap_day,
        cap_week=cap_week,
        now=moment(MONDAY, time(0, 30), LIMA),
        agreed_to_calls="agreed",
        calls=Calls(draw(weekdays), Hours(time(12, 15), time(13))),
    )


@given(people())
def test_the_preview_lets_go_what_the_real_decision_lets_go(whose: Asked) -> None:
    assert lived(whose) == went(preview(whose, MONDAY, DAYS))


@given(people())
def test_a_prompt_that_stays_counts_towards_no_cap(whose: Asked) -> None:
    """Whatever a line says she had, so many lines before it went."""
    zone, gone = ZoneInfo(LIMA), list[date]()
    for row in preview(whose, MONDAY, DAYS):
        day = row.local_date
        if row.rule in ("G1", "cap_week"):
            assert any(day - WEEK < one <= day for one in gone)
        if row.rule in ("G1-day", "cap_day"):
            assert day in gone
        if row.goes and row.kind in ("prompt", "call") and row.at is not None:
            gone.append(row.at.astimezone(zone).date())
