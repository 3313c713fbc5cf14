"""Presets: plain schedules with the Ladder's interface and what holds for every prompt."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.coach import policy, prompting
from flows.coach.ladder import (
    Asked,
    Change,
    Heard,
    Override,
    Passed,
    Planned,
    Recapped,
    Report,
    Settings,
)
from flows.coach.ladder_codec import BrokenLadder
from flows.coach.ladder_state import Entry
from flows.coach.presets import BOXES, PRESETS, BrokenStanding, Standing
from flows.coach.rungs import RUNGS
from tests.flows.ladder_cases import chance
from tests.flows.ladder_story import DAY, MONDAY

NAMES = sorted(PRESETS)


def begun(name: str, **settings: object) -> Standing:
    return PRESETS[name].start(Settings(**{"start_rung": 0, **settings}), seed=7)  # type: ignore[arg-type] # a test's own settings


def told(standing: Standing, n: int, mark: str, prompt: str = "none") -> Standing:
    report = Report(chance(n), mark, prompt, MONDAY + n * DAY)  # type: ignore[arg-type] # the marks are written out
    return PRESETS[standing.preset].observe(standing, report)[0]


def planned(standing: Standing, n: int) -> Planned:
    return PRESETS[standing.preset].plan(standing, chance(n), name="Mila")


def days(standing: Standing, count: int, mark: str = "?") -> list[int]:
    """On which days of so many a prompt is planned, when each ends with `mark`."""
    found = []
    for n in range(count):
        prompt = planned(standing, n).prompt
        if prompt != "none":
            found.append(n)
        standing = told(standing, n, mark, prompt)
    return found


# ---- what each row does ----


@pytest.mark.parametrize(
    ("name", "prompt", "wanted"),
    [
        ("fixed", "before", [0, 1, 2, 3, 4, 5, 6, 7]),
        ("every_2", "before", [0, 2, 4, 6]),
        ("every_3", "before", [0, 3, 6]),
        ("every_7", "before", [0, 7]),
        ("three_a_week", "before", [0, 2, 4, 7]),
        ("late_only", "late", [0, 1, 2, 3, 4, 5, 6, 7]),
        ("leitner", "before", [0, 1, 2, 3, 4, 5, 6, 7]),
        ("late_leitner", "late", [0, 1, 2, 3, 4, 5, 6, 7]),
        ("coach_locked", "before", [0, 1, 2, 3, 4, 5, 6, 7]),
    ],
)
def test_which_chances_carry_a_prompt(
    name: str, prompt: str, wanted: list[int]
) -> None:
    standing = begun(name)
    assert wanted == days(standing, 8)
    assert (prompt, 1.0) == (
        planned(standing, 0).prompt,
        planned(standing, 0).probability,
    )


def test_the_step_taper_halves_and_ends() -> None:
    found = days(begun("step"), 120)
    per_stair = [sum(a <= n < a + 28 for n in found) for a in range(0, 140, 28)]
    assert [28, 14, 7, 3, 0] == per_stair


@pytest.mark.parametrize("name", ["linear", "late_linear"])
def test_the_linear_taper_ends_after_ninety_days_and_is_drawn(name: str) -> None:
    standing = begun(name)
    found = days(standing, 120)
    assert found
    assert max(found) < 90
    standing = told(standing, 0, "?")
    assert [1.0, 0.5, 0.0] == [planned(standing, n).probability for n in (0, 45, 90)]
    even = begun(name, random_skips=False)
    assert {0.0, 1.0} == {planned(told(even, 0, "?"), n).probability for n in range(90)}


def test_late_boxes_go_up_by_own_tries_and_back_by_prompts() -> None:
    standing = told(begun("late_leitner"), 0, "U")
    assert 1 == standing.box
    assert ["none", "late"] == [planned(standing, n).prompt for n in (1, 2)]
    standing = told(told(standing, 1, "U"), 2, "U")
    # Three tries of her own: box 4, eight days from the last turn, which was day 0.
    assert (3, 8) == (standing.box, BOXES[standing.box])
    assert ["none", "late"] == [planned(standing, n).prompt for n in (7, 8)]
    standing = told(standing, 8, "P", "late")
    assert 2 == standing.box
    assert 0 == told(standing, 14, "M", "late").box


def test_boxes_end_at_both_ends_and_ignore_what_is_unknown_or_had_no_prompt() -> None:
    standing = begun("late_leitner")
    assert 0 == told(standing, 0, "P", "late").box
    assert 0 == told(standing, 0, "?", "late").box
    for n in range(9):
        standing = told(standing, n, "U")
    assert 4 == standing.box
    assert 4 == told(standing, 9, "M").box


def test_early_boxes_go_up_by_any_try() -> None:
    standing = told(begun("leitner"), 0, "P", "before")
    assert [1, 0] == [standing.box, told(standing, 2, "M", "before").box]


def test_a_box_that_changes_is_a_decision_with_a_sentence() -> None:
    preset = PRESETS["late_leitner"]
    report = Report(chance(0), "U", "none", MONDAY)
    standing, changes = preset.observe(begun("late_leitner"), report, name="Mila")
    assert changes == (
        Change(
            "late_leitner",
            0,
            1,
            {"mark": "U", "chances": "2026-03-02/0"},
            "Mila tried without a prompt, so from now on: box 2 of 5, a prompt every "
            "2 days.",
        ),
    )
    assert (standing, ()) == preset.observe(standing, report)


def test_a_report_of_a_recap_comes_late_and_counts() -> None:
    standing = told(told(begun("late_leitner"), 0, "?", "late"), 1, "U")
    assert 1 == standing.box
    assert 0 == told(standing, 0, "M", "late").box


# ---- what holds for every prompt ----


@pytest.mark.parametrize("name", NAMES)
def test_every_plan_says_why_in_one_sentence(name: str) -> None:
    one = planned(begun(name), 0)
    assert "Mila" in one.sentence
    assert one.sentence.endswith(".")
    assert "{" not in one.sentence


@given(
    st.sampled_from(NAMES),
    st.integers(0, 7),
    st.booleans(),
    st.lists(st.sampled_from("UPM?"), min_size=1, max_size=40),
)
def test_no_seven_days_hold_more_than_the_cap(
    name: str, cap: int, random_skips: bool, marks: list[str]
) -> None:
    standing = begun(name, cap_per_week=cap, random_skips=random_skips)
    sent = []
    for n, mark in enumerate(marks):
        one = planned(standing, n)
        assert 0 <= one.probability <= 1
        assert (one.prompt == "none") or one.probability > 0
        assert (one.prompt != "none") or one.probability < 1
        sent.append(one.prompt != "none")
        standing = told(standing, n, mark, one.prompt)
        assert standing == PRESETS[name].load(
            json.loads(json.dumps(PRESETS[name].dump(standing)))
        )
    assert all(sum(sent[n : n + 7]) <= cap for n in range(len(sent)))


@pytest.mark.parametrize("name", NAMES)
def test_a_pause_and_a_date_off_withhold_and_end(name: str) -> None:
    preset, standing = PRESETS[name], begun(name)
    paused, changes = preset.observe(standing, Asked("pause", MONDAY, 2))
    assert ["PAUSE", "PAUSE"] == [planned(paused, n).rule for n in (0, 2)]
    assert "PAUSE" == changes[0].rule
    gone, _ = preset.observe(paused, Asked("go", MONDAY))
    assert "PAUSE" != planned(gone, 0).rule
    off = Override("skip", (MONDAY + DAY,), MONDAY, MONDAY + 3 * DAY, "coach", "trip")
    skipping, _ = preset.observe(standing, off)
    assert ["SKIP", False] == [
        planned(skipping, 1).rule,
        planned(skipping, 2).rule == "SKIP",
    ]


def test_less_halves_and_back_undoes_it() -> None:
    preset = PRESETS["late_only"]
    less, changes = preset.observe(
        begun("late_only"), Asked("less", MONDAY), name="Mila"
    )
    assert [0, 2, 4, 6] == days(less, 8)
    assert (
        "Mila asked for fewer prompts; from now on: each chance waits for its deadline, "
        "and of these 1 of 2, as asked for."
    ) == changes[0].sentence
    assert (0, 0) == (changes[0].from_rung, changes[0].to_rung)
    least = less
    for _ in range(9):
        least, _ = preset.observe(least, Asked("less", MONDAY))
    assert 5 == least.thinned
    back, _ = preset.observe(less, Asked("back", MONDAY))
    assert 8 == len(days(back, 8))
    assert 0 == preset.observe(back, Asked("back", MONDAY))[0].thinned


def test_a_coach_may_lock_a_rung_for_a_time() -> None:
    preset = PRESETS["fixed"]
    until = MONDAY + 3 * DAY
    lock = Override("rung", 5, MONDAY, until, "coach", "a rest")
    locked, changes = preset.observe(begun("fixed"), lock)
    assert ("COACH", 5) == (changes[0].rule, changes[0].to_rung)
    assert ["R5", "R5", "fixed"] == [planned(locked, n).rule for n in (0, 3, 4)]
    over, ended = preset.observe(locked, Passed(MONDAY + 4 * DAY))
    assert ["COACH-end"] == [one.rule for one in ended]
    assert (over, ()) == preset.observe(over, Passed(MONDAY + 5 * DAY))


def test_a_coachs_word_is_said_with_what_the_preset_does() -> None:
    """The rung inside decides nothing, and what it would do is no rule of this one."""
    preset, until = PRESETS["fixed"], MONDAY + 3 * DAY
    cap = Override("cap", 2, MONDAY, until, "coach", "calm")
    capped, changes = preset.observe(begun("fixed", start_rung=1), cap, name="Bea")
    every = "; from now on: a prompt before each chance."
    assert changes[0].sentence == (
        f"A coach set the most prompts of Bea in 7 days to 2 until Thursday 5 March"
        f"{every}"
    )
    lift = Override("cap", None, MONDAY, MONDAY - DAY, "coach", "")
    _, changes = preset.observe(capped, lift, name="Bea")
    assert f"A coach took back what was set for Bea{every}" == changes[0].sentence
    _, ended = preset.observe(capped, Passed(MONDAY + 4 * DAY), name="Bea")
    assert ended[0].sentence.endswith(every)


def test_a_rung_that_a_coach_set_is_said_as_long_as_it_stands() -> None:
    preset, until = PRESETS["every_2"], MONDAY + 3 * DAY
    lock = Override("rung", 5, MONDAY, until, "coach", "a rest")
    locked, changes = preset.observe(begun("every_2"), lock, name="Bea")
    assert changes[0].sentence.endswith(", so from now on no prompts go out.")
    cap = Override("cap", 2, MONDAY, until + DAY, "coach", "calm")
    locked, changes = preset.observe(locked, cap, name="Bea")
    assert changes[0].sentence.endswith(", so from now on no prompts go out.")
    lift = Override("rung", None, MONDAY, MONDAY - DAY, "coach", "")
    _, changes = preset.observe(locked, lift, name="Bea")
    assert changes[0].sentence.endswith("; from now on: a prompt before every 2nd"
                                        " chance.")  # fmt: skip


def test_a_locked_preset_keeps_the_rung_it_began_on_until_somebody_says_more() -> None:
    preset, standing = PRESETS["coach_locked"], begun("coach_locked", start_rung=1)
    for n in range(20):
        standing = told(standing, n, "U")
    assert ("R1", "late") == (planned(standing, 20).rule, planned(standing, 20).prompt)
    less, changes = preset.observe(standing, Asked("less", MONDAY + 20 * DAY))
    assert (1, 2) == (changes[0].from_rung, changes[0].to_rung)
    assert "R2" == planned(less, 20).rule


def test_a_cap_of_the_coach_counts() -> None:
    cap = Override("cap", 0, MONDAY, MONDAY + 9 * DAY, "coach", "quiet")
    capped, _ = PRESETS["fixed"].observe(begun("fixed"), cap)
    assert "G1" == planned(capped, 1).rule


def test_what_a_preset_does_not_look_at_changes_nothing() -> None:
    standing = begun("fixed")
    for one in (Recapped(MONDAY), Heard(MONDAY)):
        assert (standing, ()) == PRESETS["fixed"].observe(standing, one)


def test_no_preset_begins_on_a_rung_that_does_not_exist() -> None:
    with pytest.raises(ValueError, match=f"rung {len(RUNGS)}"):
        begun("fixed", start_rung=len(RUNGS))


@pytest.mark.parametrize(
    "spoilt", [{}, {"v": 9}, {"v": 1, "preset": "fixed", "kept": {"v": 2}}]
)
def test_a_spoilt_standing_says_what_to_do(spoilt: dict[str, object]) -> None:
    with pytest.raises(BrokenStanding, match="begin this person's preset again"):
        PRESETS["fixed"].load(spoilt)


def test_only_a_fortnight_is_kept() -> None:
    standing = begun("fixed")
    for n in range(60):
        standing = told(standing, n, "?", "before")
    assert 15 == len(standing.kept.log)
    assert MONDAY == standing.began
    assert standing == replace(standing)


@pytest.mark.parametrize("name", ["ladder", "fixed"])
def test_a_pause_can_be_carried_into_another_policy(name: str) -> None:
    begun = policy.POLICIES[name].start(Settings(), 1)
    resting = policy.resting(begun, MONDAY)
    assert MONDAY == policy.kept(resting).paused_until
    assert begun == policy.resting(resting, None)
    looked = policy.looking(begun, "monthly")
    assert "monthly" == policy.kept(looked).settings.recap
    assert begun == policy.looking(looked, "weekly")


def test_a_state_is_written_by_the_policy_that_reads_it_again() -> None:
    of_ladder = policy.POLICIES[policy.LADDER]
    climbing = of_ladder.start(Settings(), 7)
    locked = PRESETS["fixed"].start(Settings(), 7)
    for name, state in ((policy.LADDER, climbing), ("fixed", locked)):
        stored = policy.POLICIES[name].dump(state)
        assert policy.POLICIES[name] is policy.of(stored)
        assert state == policy.of(stored).load(stored)


def test_what_was_owed_is_owed_for_one_chance() -> None:
    owing = replace(policy.POLICIES[policy.LADDER].start(Settings(), 7), owed=MONDAY)
    assert None is policy.kept(policy.paid(owing)).owed
    locked = PRESETS["fixed"].start(Settings(), 7)
    assert locked is policy.paid(locked)


def test_without_its_log_a_state_says_so_and_has_the_same_ceiling() -> None:
    started = policy.POLICIES[policy.LADDER].start(Settings(cap_per_week=2), 7)
    whole = policy.POLICIES[policy.LADDER].dump(started)
    lean = json.loads(json.dumps(whole))
    lean.get("kept", lean).pop("log")
    assert (True, False) == (policy.is_whole(whole), policy.is_whole(lean))
    assert 2 == policy.ceiling(whole, MONDAY) == policy.ceiling(lean, MONDAY)


@pytest.mark.parametrize("name", [policy.LADDER, "fixed"])
@given(
    cap=st.integers(0, 7),
    bound=st.none() | st.integers(0, 7),
    quiet=st.booleans(),
    ahead=st.integers(-2, 9),
)
def test_the_ceiling_needs_no_log(
    name: str, cap: int, bound: int | None, quiet: bool, ahead: int
) -> None:
    """Law: asked of what is stored, with its log or without, it is what it would be."""
    started = policy.POLICIES[name].start(Settings(cap_per_week=cap), 7)
    kept = replace(
        policy.kept(started), quiet=quiet, log=(Entry("a", MONDAY, "U", "none"),)
    )
    if bound is not None:
        word = Override("cap", bound, MONDAY, MONDAY + 5 * DAY, "Ruth", "busy")
        kept = replace(kept, overrides=(word,))
    state, day = policy.keeping(started, kept), MONDAY + ahead * DAY
    whole = policy.POLICIES[name].dump(state)
    lean = json.loads(json.dumps(whole))
    lean.get("kept", lean).pop("log")
    assert (True, False) == (policy.is_whole(whole), policy.is_whole(lean))
    wanted = prompting.ceiling(kept, day)
    assert wanted == policy.ceiling(whole, day) == policy.ceiling(lean, day)
    # It cannot be taken for all there is.
    with pytest.raises((BrokenLadder, BrokenStanding)):
        policy.of(lean).load(lean)
