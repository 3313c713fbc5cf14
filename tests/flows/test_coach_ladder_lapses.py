"""What brings prompts back on the Ladder, by example, and what makes it quiet."""

from dataclasses import replace

import pytest

from flows.coach import ladder as coach
from flows.coach.days import said
from flows.coach.ladder import (
    Asked,
    Heard,
    Measured,
    Passed,
    Recapped,
    Settings,
    Told,
)
from flows.coach.lapses import run_length
from flows.coach.prompting import ceiling
from flows.coach.tries import silent_days, usual
from tests.flows.ladder_cases import (
    RULES,
    USUAL_9_OF_10,
    at,
    day,
    override,
    recap,
    report,
    rules,
    tell,
)
from tests.flows.ladder_story import ref

# ---- what brings prompts back ----


@pytest.mark.parametrize(
    ("rate", "k"), [(0.9, 2), (0.8, 3), (0.7, 4), (0.6, 5), (0.3, 5), (0, 5), (1, 2)]
)
def test_l1_calls_a_run_unusual_by_her_usual_rate(rate: float, k: int) -> None:
    assert k == run_length(rate)


@pytest.mark.parametrize(("rung", "to"), [(5, 3), (4, 2), (3, 1), (2, 1)])
def test_l1_two_misses_of_nine_in_ten_lead_two_rungs_back(rung: int, to: int) -> None:
    now, (change,) = tell(at(rung, USUAL_9_OF_10 + "M"), report(40, "M"))
    assert ("L1", rung, to) == (change.rule, change.from_rung, change.to_rung)
    assert (2, 2, 90) == tuple(change.inputs[key] for key in ("misses", "k", "usual"))
    # One prompt is owed: the next chance has it for certain (G4).
    planned = coach.plan(now, ref(day(41)), name="Mila")
    assert ("late", "G4", 1.0) == (planned.prompt, planned.rule, planned.probability)
    assert planned.sentence.startswith(
        "Something changed for Mila on Saturday 11 April"
    )
    paid, _ = tell(now, report(41, "?", "late"))
    assert "G4" != coach.plan(paid, ref(day(42))).rule


def test_l1_five_misses_lead_to_r1_and_an_unknown_chance_is_none() -> None:
    few = at(5, "UM?MM?")
    assert [] == tell(few, report(40, "M"))[1]
    _, changes = tell(few, report(40, "M"), report(41, "M"))
    assert [("L1", 5, 1)] == rules(changes)


def test_l1_waits_for_the_whole_recap() -> None:
    _, changes = tell(at(5, USUAL_9_OF_10, day=day(46)), *recap("MMUUUUU", 46))
    assert [] == changes


@pytest.mark.parametrize("rung", [2, 3, 4, 5])
def test_l2_a_week_below_two_fifths_of_usual_leads_to_r1(rung: int) -> None:
    usual = at(rung, "UUMUUMU", day=day(47))
    _, (change,) = tell(usual, *recap("MMUMMM", 46))
    assert ("L2", rung, 1) == (change.rule, change.from_rung, change.to_rung)
    assert (17, 71) == (change.inputs["share"], change.inputs["usual"])
    assert change.sentence.startswith("The week Mila told of had 17 %")
    assert [] == tell(usual, *recap("MUMMMU", 46))[1]


def test_l2_needs_three_known_days_and_an_answer_of_this_day() -> None:
    assert [] == tell(at(4), Recapped(day(40)))[1]
    assert [] == tell(at(4, "UMUUMUUM?????"), *recap("M", 46))[1]
    now, _ = tell(at(4, "UUU"), Recapped(day(40)), Recapped(day(40)))
    assert day(40) == now.recapped


def test_l3_a_week_without_a_word_leads_to_r1_with_one_prompt() -> None:
    silent = at(4, "U??????", heard=day(33))
    assert 6 == silent_days(silent, day(40))
    assert [] == tell(silent, Passed(day(40)))[1]
    now, changes = tell(silent, Passed(day(41)))
    assert [("L3", 4, 1)] == rules(changes)
    assert "late" == coach.plan(now, ref(day(41))).prompt
    # A day that began already decides nothing the second time.
    assert [] == tell(replace(silent, day=day(41)), Passed(day(41)))[1]


def test_l3_does_not_count_a_pause_or_dates_put_off() -> None:
    silent = at(4, "U??????", heard=day(33))
    put_off = override("skip", (day(35), day(36)))
    assert 5 == silent_days(replace(silent, overrides=(put_off,)), day(41))
    assert 0 == silent_days(replace(silent, paused_until=day(40)), day(41))
    assert [] == tell(replace(silent, paused_until=day(60)), Passed(day(41)))[1]


def test_l3_twelve_silent_days_mean_one_prompt_a_week_until_a_word() -> None:
    silent = at(1, heard=day(28), since=day(36))
    now, (change,) = tell(silent, Passed(day(41)))
    assert ("L3-quiet", 1, True) == (change.rule, change.to_rung, now.quiet)
    assert change.task.startswith("Look in on Mila yourself")
    assert change.sentence.endswith(
        "at most one prompt a week goes, until a word comes."
    )
    now, _ = tell(now, report(41, "?", "late"))
    weeks = [coach.plan(now, ref(day(n)), name="Mila") for n in (42, 47, 48)]
    assert ["L3-quiet", "L3-quiet", "R1"] == [one.rule for one in weeks]
    assert "had this week's one prompt" in weeks[0].sentence
    # What is asked once more when a prompt goes: days are laid out ahead of it.
    assert [7, 1] == [ceiling(one, day(42)) for one in (silent, now)]
    capped = replace(silent, overrides=(override("cap", 3),))
    assert 3 == ceiling(capped, day(42))
    assert [] == tell(now, *(Passed(day(n)) for n in range(42, 60)))[1]
    back, (change,) = tell(now, Heard(day(50)))
    assert ("L3-word", False) == (change.rule, back.quiet)
    assert "late" == coach.plan(back, ref(day(50))).prompt


@pytest.mark.parametrize(
    "word", [Heard(day(50)), Recapped(day(50)), report(50, "U"), report(50, "M")]
)
def test_a_word_ends_the_quiet_time_and_says_so(word: Told) -> None:
    _, changes = tell(at(1, quiet=True), word)
    assert [("L3-word", {})] == [(one.rule, one.inputs) for one in changes]
    assert changes[0].sentence == (
        "Mila gave a word again, so from now on a prompt waits for the deadline and "
        "goes if no word has come."
    )


def test_what_ends_the_quiet_time_is_said_of_the_kind_of_step_of_that_day() -> None:
    quiet = at(1, quiet=True, overrides=(override("kind", "moment"),))
    _, (change,) = tell(quiet, Heard(day(50)))
    assert change.sentence.endswith("3 of 4 chances, picked at random.")


def test_a_word_of_before_the_quiet_time_told_again_does_not_end_it() -> None:
    silent = at(1, quiet=True, heard=day(39))
    assert (silent, []) == tell(silent, Heard(day(39)))


def test_what_a_late_word_moves_is_moved_on_the_day_that_has_begun() -> None:
    low = at(5, "UUMUUMU" + "MMMUMMM", day=day(41))
    now, (change,) = tell(low, Recapped(day(40)))
    assert ("L2", day(41)) == (change.rule, now.since)
    # And the same recap told again is told.
    again = replace(low, recapped=day(40))
    assert [] == tell(again, Recapped(day(40)))[1]


def test_a_debt_is_paid_by_a_prompt_or_a_try_from_its_day_on() -> None:
    owing = at(1, owed=day(40))
    unpaid = (report(39, "P", "late", 40), report(40, "M"), report(40, "?"))
    paid = (report(40, "?", "late"), report(40, "U"), report(41, "M", "late"))
    assert {day(40)} == {tell(owing, one)[0].owed for one in unpaid}
    assert {None} == {tell(owing, one)[0].owed for one in paid}


def test_l3_is_quiet_five_days_after_the_check_in() -> None:
    silent = at(4, heard=day(33), day=day(40), since=day(0))
    _, changes = tell(silent, *(Passed(day(n)) for n in range(41, 50)))
    assert [("L3", 4, 1), ("L3-quiet", 1, 1)] == rules(changes)
    now, changes = tell(silent, Passed(day(41)))
    assert [("L3-quiet", day(46))] == [
        (one.rule, told.day)
        for told, found in [tell(now, *(Passed(day(n)) for n in range(42, 47)))]
        for one in found
    ]


def test_l3_tries_bring_one_prompt_where_a_stop_falls_before_a_recap() -> None:
    # Told of on day 39: a week that ended with two misses, too few for L1 and L2.
    stopped = at(5, "UUMUMUUUUUMM", heard=day(39))
    told = [one for n in range(40, 46) for one in (report(n, "?"), Passed(day(n + 1)))]
    now, changes = tell(stopped, *told)
    assert [("L3-tries", 5, 4)] == rules(changes)
    assert (day(46), "G4") == (now.day, coach.plan(now, ref(day(46))).rule)


def test_l4_below_three_quarters_of_her_best_leads_one_rung_back() -> None:
    low = at(3, "UMUUMUMUUMUMU", best=0.9)
    now, changes = tell(low, report(40, "U"))
    assert [("L4", 3, 2)] == rules(changes)
    # Once is enough until seven new chances are known.
    assert [] == tell(now, *(report(41 + n, "MU"[n % 2]) for n in range(6)))[1]


def test_nothing_is_judged_by_its_rate_before_seven_known_chances() -> None:
    """Row #51: a minimum dose comes before a judgement of the step."""
    low = at(3, "UMUUMUMUUMUMUU", best=1.0)
    for known in range(1, 8):
        judged = replace(low, fresh=low.log[-known].on)
        assert (known == 7) is bool(RULES["L4"].evidence(judged, day(41)))
        assert (known == 7) is bool(RULES["A4-begin"].evidence(judged, day(41)))
        few = at(3, "U" * known)
        assert (known == 7) is (1 == usual(few, day(41)))


def test_best_is_the_best_share_of_fourteen_chances_and_slowly_forgotten() -> None:
    now, _ = tell(at(5, "UUUUUUU??UUUU"), report(40, "U"))
    assert 12 / 14 == now.best
    later, _ = tell(now, report(41, "?"))
    assert 0.998 * 12 / 14 == pytest.approx(later.best)
    again, _ = tell(later, report(41, "U", today=42))
    assert 12 / 14 == again.best
    # It is forgotten by chances, not by reports.
    assert 0.9 == tell(at(5, "??", best=0.9), report(39, "M", today=40))[0].best


def test_l5_three_of_ten_less_sure_lead_one_rung_back() -> None:
    """Row #49: the battery drains, so support comes back and the step shrinks."""
    told = [
        Measured("confidence", value, day(40 + n)) for n, value in enumerate((8, 6))
    ]
    now, changes = tell(at(3), *told, Measured("fear", 9, day(42)))
    assert ([], 6, 9) == (changes, now.confidence, now.fear)
    now, (change,) = tell(now, Measured("confidence", 3, day(43)))
    assert ("L5", 2, day(43)) == (change.rule, now.rung, now.since)
    assert change.task.startswith("Make the step smaller with Mila")
    with pytest.raises(ValueError, match="0 to 10"):
        tell(now, Measured("confidence", 11, day(44)))


@pytest.mark.parametrize(("rung", "to"), [(5, 3), (3, 1), (2, 1), (1, 1), (0, 0)])
def test_l6_a_change_pauses_and_goes_on_two_rungs_back(rung: int, to: int) -> None:
    now, changes = tell(at(rung), Asked("changed", day(40), 10))
    assert [("L6", rung, to)] == rules(changes)
    assert changes[0].sentence.startswith(
        f"The days of Mila have changed, with rest up to and including {said(day(50))}"
    )
    assert "PAUSE" == coach.plan(now, ref(day(50))).rule
    assert (day(50), day(51)) == (now.since, now.fresh)
    gone_on, _ = tell(now, Asked("go", day(44)))
    assert (None, day(44), day(44)) == (
        gone_on.paused_until,
        gone_on.since,
        gone_on.fresh,
    )


@pytest.mark.parametrize(("last", "expected"), [(40, []), (39, [("L1", 5, 3)])])
def test_a_pin_holds_up_to_and_including_its_last_day(
    last: int, expected: list[object]
) -> None:
    pinned = at(5, USUAL_9_OF_10 + "M", pinned_until=day(last))
    assert expected == rules(tell(pinned, report(40, "M"))[1])


def test_no_rule_moves_the_rung_in_a_pause() -> None:
    resting = at(5, USUAL_9_OF_10 + "M", paused_until=day(45))
    assert [] == tell(resting, report(40, "M"))[1]


def test_less_pins_against_every_rule_but_quiet() -> None:
    now, _ = tell(at(3, USUAL_9_OF_10 + "M"), Asked("less", day(40)))
    told = [Measured("confidence", value, day(41)) for value in (9, 1)]
    assert [] == tell(now, report(40, "M"), *told)[1]
    silent = (Passed(day(n)) for n in range(41, 54))
    assert [("L3-quiet", 4, 4)] == rules(tell(now, *silent)[1])


# ---- the monthly recap ----


def test_a_monthly_recap_on_r5_has_the_longer_bound() -> None:
    monthly = Settings(start_rung=5, recap="monthly")
    free = replace(at(5, "U"), settings=monthly, since=day(0))
    assert ("weekly", "monthly") == tuple(
        coach.recap_rhythm(free, day(n)) for n in (27, 28)
    )
    assert "weekly" == coach.recap_rhythm(at(5), day(90))
    _, changes = tell(free, *(Passed(day(n)) for n in range(40, 71)))
    assert [("L3", 5, 1)] == rules(changes)
    assert [] == tell(free, *(Passed(day(n)) for n in range(40, 70)))[1]
