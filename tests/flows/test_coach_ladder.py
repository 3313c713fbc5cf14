"""The Ladder's guarantees as laws over any log, beside examples of its rules."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.coach import ladder as coach
from flows.coach.days import said
from flows.coach.ladder import (
    Asked,
    BrokenLadder,
    Change,
    Ladder,
    Override,
    Passed,
    Report,
    Settings,
)
from flows.coach.rungs import RUNGS, pick
from tests.flows.ladder_cases import chance
from tests.flows.ladder_story import DAY, MARKS, MONDAY, PROMPTS

Input = Report | Asked | Override


def report(n: int, mark: str, prompt: str, late: int = 0) -> Report:
    today = MONDAY + (n + late) * DAY
    return Report(chance(n), mark, prompt, today)


def follow(start: Ladder, inputs: list[Input]) -> tuple[Ladder, list[Change]]:
    now, found = start, []
    for one in inputs:
        now, changes = coach.observe(now, one, name="Mila")
        found += changes
    return now, found


def asked(n: int, command: str) -> Asked:
    return Asked(command, MONDAY + n * DAY)


def override(n: int, rung: int, days: int = 5) -> Override:
    day = MONDAY + n * DAY
    return Override("rung", rung, day, day + days * DAY, "coach-1", "holiday")


settings = st.builds(
    Settings,
    start_rung=st.integers(0, 5),
    kind=st.sampled_from(("window", "moment")),
    cap_per_week=st.integers(0, 7),
    goal=st.sampled_from(("independence", "attempts")),
    random_skips=st.booleans(),
)
reports = st.lists(
    st.tuples(st.sampled_from(MARKS), st.sampled_from(PROMPTS)), max_size=60
).map(lambda rows: [report(n, *row) for n, row in enumerate(rows)])


@st.composite
def stories(draw: st.DrawFn) -> list[Input]:
    """Any story: a report a day, with words of the person or the coach between."""
    inputs: list[Input] = []
    for one in draw(reports):
        n = one.chance.number
        inputs += draw(
            st.lists(
                st.sampled_from(("less", "back", "pause", "go")).map(
                    lambda command, n=n: asked(n, command)
                )
                | st.integers(0, 5).map(lambda rung, n=n: override(n, rung)),
                max_size=1,
            )
        )
        inputs.append(one)
    return inputs


@given(settings, st.integers(), stories())
def test_g6_the_same_log_and_seed_give_the_same_decisions(
    chosen: Settings, seed: int, story: list[Input]
) -> None:
    first = follow(coach.start(chosen, seed), story)
    second = follow(coach.start(chosen, seed), story)
    assert first == second
    ahead = chance(len(story))
    assert coach.plan(first[0], ahead) == coach.plan(second[0], ahead)
    assert all(change.rule and change.sentence.endswith(".") for change in first[1])


@given(settings, st.integers(), st.sampled_from(PROMPTS), st.integers(0, 60))
def test_g7_silence_alone_changes_nothing(
    chosen: Settings, seed: int, prompt: str, days: int
) -> None:
    begun = coach.start(chosen, seed)
    silent: list[Input] = [report(n, "?", prompt) for n in range(days)]
    after, changes = follow(begun, silent)
    assert (begun.rung, []) == (after.rung, changes)


@given(settings, st.integers(), stories())
def test_g1_no_seven_days_hold_more_prompts_than_the_cap(
    chosen: Settings, seed: int, story: list[Input]
) -> None:
    now, sent = coach.start(chosen, seed), []
    for one in story:
        if isinstance(one, Report):
            prompt = coach.plan(now, one.chance).prompt
            sent.append(prompt != "none")
            one = replace(one, prompt=prompt)  # noqa: PLW2901 -- as it was planned
        now, _ = coach.observe(now, one)
    sevens = (sum(sent[n : n + 7]) for n in range(len(sent)))
    assert max(sevens, default=0) <= chosen.cap_per_week


@given(settings, st.integers(), stories())
def test_g8_a_drawn_chance_keeps_a_probability_between_0_and_1(
    chosen: Settings, seed: int, story: list[Input]
) -> None:
    now, _ = follow(coach.start(chosen, seed), story)
    planned = coach.plan(now, chance(len(story)))
    pattern = RUNGS[now.rung].patterns[chosen.kind]
    if planned.rule == f"R{now.rung}" and pattern.randomised and chosen.random_skips:
        assert pattern.prompted / pattern.block == planned.probability
        assert 0 < planned.probability < 1
    else:
        assert float(planned.prompt != "none") == planned.probability
    assert planned.sentence.endswith(".")


@given(settings, st.integers(), stories())
def test_a_ladder_survives_a_round_trip_through_json(
    chosen: Settings, seed: int, story: list[Input]
) -> None:
    now, _ = follow(coach.start(chosen, seed), story)
    assert now == coach.load(json.loads(json.dumps(coach.dump(now))))


@given(settings, st.integers(), reports, st.data())
def test_a_repeated_or_weaker_report_changes_nothing(
    chosen: Settings, seed: int, story: list[Report], data: st.DataObject
) -> None:
    now, _ = follow(coach.start(chosen, seed), list(story))
    for one in story:
        weaker = data.draw(st.sampled_from(MARKS[MARKS.index(one.mark) :]))
        weaker = "P" if one.mark == "P" and weaker == "U" else weaker
        assert (now, ()) == coach.observe(now, replace(one, mark=weaker))
        later = replace(one, mark=weaker, today=one.today + 90 * DAY)
        after, changes = coach.observe(now, later)
        # That she was heard again is all there is to it.
        assert (replace(now, heard=after.heard), ()) == (after, changes)


def test_the_log_is_bounded() -> None:
    many: list[Input] = [report(n, "?", "none") for n in range(200)]
    now, _ = follow(coach.start(Settings(0), 1), many)
    assert 64 == len(now.log)


@pytest.mark.parametrize(
    ("rung", "kind", "most"),
    [
        *((0, "window", 7), (1, "window", 7), (2, "window", 4), (3, "window", 3)),
        *((4, "window", 2), (5, "window", 0), (0, "moment", 7), (1, "moment", 6)),
        *((2, "moment", 4), (3, "moment", 3), (4, "moment", 2), (5, "moment", 0)),
    ],
)
@given(st.integers())
def test_any_seven_chances_hold_at_most_what_the_table_says(
    rung: int, kind: str, most: int, seed: int
) -> None:
    pattern = RUNGS[rung].patterns[kind]
    picks = [
        pick(pattern, seed=seed, salt=f"{rung}/{kind}", number=n) != "none"
        for n in range(32)
    ]
    assert max(sum(picks[n : n + 7]) for n in range(26)) <= most


@given(st.integers())
def test_r0_prompts_before_three_and_lets_every_fourth_wait(seed: int) -> None:
    guided = coach.start(Settings(0), seed)
    wanted = ["before", "before", "before", "late"] * 2
    planned = [coach.plan(guided, chance(n)) for n in range(8)]
    assert wanted == [one.prompt for one in planned]


@given(st.integers())
def test_r0_of_a_moment_step_prompts_before_seven_of_eight(seed: int) -> None:
    guided = coach.start(Settings(kind="moment"), seed)
    planned = [coach.plan(guided, chance(n)) for n in range(8)]
    assert ["before"] * 7 + ["none"] == sorted(one.prompt for one in planned)
    assert {7 / 8} == {one.probability for one in planned}


@given(st.integers())
def test_r1_waits_for_the_deadline_at_every_chance_of_a_window_step(seed: int) -> None:
    waiting = coach.start(Settings(start_rung=1), seed)
    planned = [coach.plan(waiting, chance(n)) for n in range(8)]
    assert {("late", 1.0)} == {(one.prompt, one.probability) for one in planned}


@given(st.integers())
def test_r1_of_a_moment_step_prompts_before_three_of_four_at_random(seed: int) -> None:
    waiting = coach.start(Settings(start_rung=1, kind="moment"), seed)
    planned = [coach.plan(waiting, chance(n)) for n in range(4)]
    assert ["before"] * 3 + ["none"] == sorted(one.prompt for one in planned)
    assert {0.75} == {one.probability for one in planned}


def test_random_places_differ_between_people_and_are_about_even() -> None:
    pattern = RUNGS[1].patterns["moment"]
    skips = [0, 0, 0, 0]
    for seed in range(400):
        for n in range(4):
            skips[n] += pick(pattern, seed=seed, salt="1/moment", number=n) == "none"
    assert 400 == sum(skips)
    assert all(70 <= count <= 130 for count in skips)


def test_without_random_skips_the_resting_chance_has_a_fixed_place() -> None:
    fixed = coach.start(Settings(start_rung=1, kind="moment", random_skips=False), 7)
    planned = [coach.plan(fixed, chance(n)) for n in range(4)]
    assert ["before"] * 3 + ["none"] == [one.prompt for one in planned]
    assert [1.0, 1.0, 1.0, 0.0] == [one.probability for one in planned]


def test_six_of_seven_prompted_tries_lead_to_r1() -> None:
    marks = ["P", "P", "M", "P", "P", "P", "P"]
    story: list[Input] = [report(n, mark, "before", 1) for n, mark in enumerate(marks)]
    now, (change,) = follow(coach.start(Settings(0), 1), story)
    assert 1 == now.rung
    assert ("A0-tries", 0, 1) == (change.rule, change.from_rung, change.to_rung)
    days = " ".join(chance(n).key for n in range(7))
    assert {"tries": 6, "of": 7, "chances": days} == change.inputs
    assert (
        "Mila tried 6 of the last 7 times with a prompt first, so from now on a prompt "
        "waits for the deadline and goes if no word has come."
    ) == change.sentence


def test_five_of_seven_prompted_tries_do_not() -> None:
    marks = ["P", "M", "M", "P", "P", "P", "P"]
    story: list[Input] = [report(n, mark, "before", 1) for n, mark in enumerate(marks)]
    assert 0 == follow(coach.start(Settings(0), 1), story)[0].rung


def test_two_clean_waits_lead_to_r1_after_a_week_on_r0() -> None:
    marks = ["M", "M", "M", "U", "M", "M", "M", "U"]
    prompts = (["before"] * 3 + ["none"]) * 2
    rows = enumerate(zip(marks, prompts, strict=True))
    story: list[Input] = [report(n, mark, prompt) for n, (mark, prompt) in rows]
    now, (change,) = follow(coach.start(Settings(0), 1), story)
    assert (1, "A0-waits") == (now.rung, change.rule)
    assert change.sentence.startswith("Mila did it without a nudge the last 2 times")


def test_two_waits_of_which_one_needed_the_prompt_do_not() -> None:
    story: list[Input] = [report(3, "U", "none"), report(10, "P", "late")]
    assert 0 == follow(coach.start(Settings(0), 1), story)[0].rung


def test_the_dwell_is_kept_however_well_it_goes() -> None:
    story: list[Input] = [report(n, "U", "none") for n in range(7)]
    now, changes = follow(coach.start(Settings(0), 1), story)
    assert (0, []) == (now.rung, changes)
    now, changes = follow(now, [report(7, "U", "none")])
    assert (1, 1) == (now.rung, len(changes))


def test_fourteen_days_lead_to_r1_when_anything_is_known() -> None:
    story: list[Input] = [report(n, "M", "before") for n in range(14)]
    now, changes = follow(coach.start(Settings(0), 1), story)
    assert (0, []) == (now.rung, changes)
    now, (change,) = follow(now, [Passed(MONDAY + 14 * DAY)])
    assert (1, "A0-days", 14) == (now.rung, change.rule, change.inputs["days"])


def test_evidence_from_before_a_change_is_not_used_again() -> None:
    story: list[Input] = [report(n, "U", "none") for n in range(8)]
    now, _ = follow(coach.start(Settings(0), 1), [*story, asked(8, "back")])
    assert 0 == now.rung
    later: list[Input] = [report(n, "?", "before") for n in range(8, 30)]
    assert 0 == follow(now, later)[0].rung


def test_with_goal_attempts_no_rule_fades() -> None:
    story: list[Input] = [report(n, "U", "none") for n in range(40)]
    assert 0 == follow(coach.start(Settings(0, goal="attempts"), 1), story)[0].rung


def test_less_thins_by_one_rung_and_pins_it_for_14_days() -> None:
    now, (change,) = follow(coach.start(Settings(0), 1), [asked(0, "less")])
    assert (1, "LESS") == (now.rung, change.rule)
    assert MONDAY + 14 * DAY == now.pinned_until
    assert change.sentence.startswith("Mila asked for fewer prompts, so from now on ")


def test_less_on_the_last_rung_stays_there() -> None:
    assert (
        5 == follow(coach.start(Settings(start_rung=5), 1), [asked(0, "less")])[0].rung
    )


def test_back_restores_one_rung_at_once_and_ends_the_pin() -> None:
    now, changes = follow(
        coach.start(Settings(0), 1), [asked(0, "less"), asked(1, "back")]
    )
    assert (0, None, 1) == (now.rung, now.pinned_until, now.top)
    assert ["LESS", "BACK"] == [change.rule for change in changes]
    assert 0 == follow(now, [asked(2, "back")])[0].rung


def test_a_pause_plans_nothing_until_it_ends_and_go_ends_it() -> None:
    now, (change,) = follow(coach.start(Settings(0), 1), [asked(0, "pause")])
    assert change.sentence == (
        f"Mila asked for a pause up to and including {said(MONDAY + 7 * DAY)}."
    )
    assert {"command": "pause", "days": 7, "until": "2026-03-09"} == change.inputs
    longer = coach.start(Settings(0), 1)
    longer = replace(longer, paused_until=MONDAY + 28 * DAY)
    stays, (change,) = follow(longer, [asked(0, "pause")])
    assert longer.paused_until == stays.paused_until
    assert change.sentence == (
        "Mila asked for a pause; one that stands goes on up to and including"
        f" {said(MONDAY + 28 * DAY)}."
    )
    assert "2026-03-09" == change.inputs["until"]
    planned = coach.plan(now, chance(7), name="Mila")
    assert ("none", "PAUSE", 0.0) == (planned.prompt, planned.rule, planned.probability)
    assert "Mila is on a pause up to and including Monday 9 March." == planned.sentence
    assert "before" == coach.plan(now, chance(8)).prompt
    resumed, (change,) = follow(now, [asked(1, "go")])
    assert ("GO", "before") == (change.rule, coach.plan(resumed, chance(1)).prompt)


def test_a_coach_sets_the_rung_and_rules_wait_until_it_expires() -> None:
    now, (change,) = follow(coach.start(Settings(0), 1), [override(0, 0, days=20)])
    assert ("COACH", "coach-1", "2026-03-22") == (
        change.rule,
        *(change.inputs[name] for name in ("author", "until")),
    )
    assert "holiday" not in change.inputs.values()  # inputs are kept in the clear
    held: list[Input] = [report(n, "U", "none") for n in range(21)]
    now, changes = follow(now, held)
    assert (0, []) == (now.rung, changes)
    assert 1 == follow(now, [report(21, "U", "none")])[0].rung


def test_the_cap_is_said_in_the_plan() -> None:
    story: list[Input] = [report(n, "P", "before") for n in range(3)]
    now, _ = follow(coach.start(Settings(0, cap_per_week=3), 1), story)
    planned = coach.plan(now, chance(3), name="Mila")
    assert ("none", "G1", {"sent": 3, "cap": 3}) == (
        planned.prompt,
        planned.rule,
        planned.inputs,
    )
    assert "Mila had the prompts of 7 days: 3, and the most is 3." == planned.sentence


def test_a_late_word_replaces_unknown_without_a_second_entry() -> None:
    story: list[Input] = [report(0, "?", "late"), report(0, "U", "late", 2)]
    now, _ = follow(coach.start(Settings(0), 1), story)
    assert ["U"] == [entry.mark for entry in now.log]


@pytest.mark.parametrize("rung", [-1, 6])
def test_a_rung_that_does_not_exist_is_refused(rung: int) -> None:
    with pytest.raises(ValueError, match="none of 0 to 5"):
        coach.start(Settings(start_rung=rung), 1)
    with pytest.raises(ValueError, match="none of 0 to 5"):
        coach.observe(coach.start(Settings(0), 1), override(0, rung))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"v": 3}, "run the newer program"),
        ({"settings": {"speed": 3}}, "restart this person's ladder"),
        ({"log": [["2026-03-02/0", "no date", "U", "none"]]}, "restore it"),
        ({"since": 7}, "restore it"),
    ],
)
def test_a_broken_ladder_says_how_to_mend_it(
    change: dict[str, object], words: str
) -> None:
    stored = {**coach.dump(coach.start(Settings(0), 1)), **change}
    with pytest.raises(BrokenLadder, match=words):
        coach.load(stored)


def test_a_ladder_with_a_missing_part_is_broken() -> None:
    stored = coach.dump(coach.start(Settings(0), 1))
    del stored["rung"]
    with pytest.raises(BrokenLadder, match="rung"):
        coach.load(stored)


def test_a_prompt_of_a_week_ago_no_longer_counts_against_the_cap() -> None:
    now, _ = follow(
        coach.start(Settings(0, cap_per_week=1), 1), [report(0, "P", "before")]
    )
    assert ["none", "before"] == [coach.plan(now, chance(n)).prompt for n in (6, 8)]
    assert "G1" != coach.plan(now, chance(7)).rule == "R0"


@pytest.mark.parametrize(("rung", "after"), [(5, 3), (4, 2), (2, 1), (1, 1), (0, 0)])
def test_after_a_change_in_her_life_prompts_resume_gently(
    rung: int, after: int
) -> None:
    ladder, changes = coach.observe(
        coach.start(Settings(rung), 1), Asked("changed", MONDAY, 3), name="Mila"
    )
    assert (after, MONDAY + 3 * DAY) == (ladder.rung, ladder.paused_until)
    assert ("L6", rung, after) == (
        changes[0].rule,
        changes[0].from_rung,
        changes[0].to_rung,
    )
    assert changes[0].sentence.startswith(
        "The days of Mila have changed, with rest up to and including "
        f"{said(MONDAY + 3 * DAY)}, so from"
    )


def test_what_is_told_again_or_weaker_changes_nothing() -> None:
    told, _ = follow(coach.start(Settings(1), 1), [report(0, "U", "none")])
    for mark in ("U", "M", "?"):
        assert told == coach.observe(told, report(0, mark, "none"))[0]
