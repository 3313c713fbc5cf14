"""Who stands over the rules of the Ladder, and what a driver of it may rely on."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from flows.coach import ladder as coach
from flows.coach import wishes
from flows.coach.ladder import (
    Asked,
    Heard,
    Measured,
    Passed,
    Recapped,
    Settings,
    Told,
)
from flows.coach.ladder_state import Probe
from flows.coach.other_rules import OTHER_RULES
from flows.coach.rungs import Prompt
from flows.coach.support import RUNG_AT_MOST
from tests.flows.ladder_cases import (
    RULES,
    USUAL_9_OF_10,
    at,
    day,
    entries,
    override,
    report,
    rules,
    tell,
)
from tests.flows.ladder_story import ref

# ---- a coach stands over every rule ----


def test_a_coach_holds_the_rung_until_it_expires() -> None:
    now, changes = tell(at(5, USUAL_9_OF_10 + "M"), override("hold", None, 41))
    assert [("COACH", 5, 5)] == rules(changes)
    assert [] == tell(now, report(40, "M"))[1]
    _, changes = tell(now, report(40, "M"), Passed(day(42)))
    assert [("COACH-end", 5, 5), ("L1", 5, 3)] == rules(changes)
    assert changes[0].sentence == (
        "The prompts of Mila were kept as they are until Sunday 12 April, so from now on"
        " they may change again."
    )


def test_a_hold_says_that_prompts_stay_and_not_that_something_begins() -> None:
    """Read as a change, it told a coach of one that there was not."""
    now, (change,) = tell(at(1), override("hold", None, 41))
    keeps = "A coach keeps the prompts of Mila as they are until Sunday 12 April."
    assert keeps == change.sentence
    now, (change,) = tell(now, override("hold", None, 39))
    assert change.sentence == (
        "A coach no longer keeps the prompts of Mila as they are, so from now on they"
        " may change again."
    )


def test_a_coach_takes_back_what_was_set_and_the_rules_go_on() -> None:
    now, _ = tell(at(5, USUAL_9_OF_10 + "M"), override("hold", None, 41))
    now, (change,) = tell(now, override("hold", None, 39))
    assert ("COACH-end", ()) == (change.rule, now.overrides)
    assert {"lever": "hold", "author": "coach-1"} == change.inputs
    _, changes = tell(now, report(40, "M"))
    assert [("L1", 5, 3)] == rules(changes)


def test_a_coach_changes_the_cap_for_a_time() -> None:
    now, (change,) = tell(at(1), override("cap", 0, 41))
    assert (
        "A coach set the most prompts of Mila in 7 days to 0 until Sunday 12 April"
        in change.sentence
    )
    planned = [coach.plan(now, ref(day(n))).rule for n in (41, 42)]
    assert ["G1", "R1"] == planned


def test_no_rule_leads_beyond_the_floor_and_her_own_word_does() -> None:
    now, changes = tell(at(3, "UUUUUU"), override("floor", 2))
    assert [("COACH", 3, 2)] == rules(changes)
    now = replace(now, since=day(0), fresh=day(0))
    assert [] == tell(now, report(40, "U"))[1]
    assert 3 == tell(now, Asked("less", day(40)))[0].rung
    assert 1 == tell(at(1), override("floor", 2))[0].rung


def test_a_coach_puts_dates_off() -> None:
    now, (change,) = tell(at(1), override("skip", (day(41), day(42))))
    assert "2026-04-12 2026-04-13" == change.inputs["value"]
    planned = [coach.plan(now, ref(day(n)), name="Mila") for n in (41, 43)]
    assert ["SKIP", "R1"] == [one.rule for one in planned]
    assert "A coach put Sunday 12 April off for Mila." == planned[0].sentence


def test_a_coach_declares_the_kind_of_step() -> None:
    now, (change,) = tell(at(1), override("kind", "moment"))
    assert change.sentence.endswith("3 of 4 chances, picked at random.")
    assert {"before", "none"} == {
        coach.plan(now, ref(day(n))).prompt for n in range(40, 48)
    }


def test_a_newer_word_on_a_lever_replaces_the_older() -> None:
    now, _ = tell(at(1), override("cap", 0), override("cap", 5), override("rung", 3))
    assert [("cap", 5), ("rung", 3)] == [(one.what, one.value) for one in now.overrides]


@pytest.mark.parametrize(
    ("what", "value"),
    [
        *(("cap", -1), ("cap", None), ("floor", 6), ("rung", "3"), ("kind", "habit")),
        *(("skip", "2026-03-02"), ("skip", ("2026-03-02",))),
    ],
)
def test_a_word_that_a_lever_does_not_take_is_refused(what: str, value: object) -> None:
    with pytest.raises(ValueError, match=r"none of|needs|is window or"):
        tell(at(1), override(what, value))


# ---- what a driver may rely on ----


def test_a_chance_she_told_of_gets_no_prompt() -> None:
    now, _ = tell(at(1), report(40, "U"))
    planned = coach.plan(now, ref(day(40)), name="Mila")
    assert ("none", "G3") == (planned.prompt, planned.rule)
    assert "Mila has told of this chance already" in planned.sentence


def test_no_day_has_two_prompts() -> None:
    now, _ = tell(at(1), report(40, "?", "late"))
    planned = coach.plan(now, ref(day(40), slot=1), name="Mila")
    assert ("none", "G1-day") == (planned.prompt, planned.rule)
    assert "late" == coach.plan(now, ref(day(40))).prompt


def test_a_prompt_that_may_have_gone_stays_in_the_log() -> None:
    now, _ = tell(at(1), report(40, "?", "late"), report(40, "U", "none", 41))
    assert ("U", "late") == (now.log[-1].mark, now.log[-1].prompt)


@pytest.mark.parametrize(
    ("first", "then", "kept"),
    [("none", "late", "late"), ("before", "late", "before"), ("late", "none", "late")],
)
def test_the_first_prompt_that_is_told_of_stays(
    first: Prompt, then: Prompt, kept: str
) -> None:
    now, _ = tell(at(1), report(40, "?", first), report(40, "?", then))
    assert kept == now.log[-1].prompt


@pytest.mark.parametrize(
    "told",
    [
        *(Heard(day(40)), Recapped(day(40)), Measured("fear", 3, day(40))),
        *(Passed(day(40)), Asked("pause", day(40)), override("cap", 3)),
        report(40, "?"),
    ],
)
def test_whatever_is_told_first_gives_a_ladder_its_days(told: Told) -> None:
    now, _ = tell(coach.start(Settings(), 1), told)
    assert {day(40)} == {now.since, now.fresh, now.heard}
    # Days it has it keeps.
    older = at(1, since=day(2), fresh=day(3), heard=None)
    now, _ = tell(older, told)
    assert (day(2), day(3), day(40)) == (now.since, now.fresh, now.heard)


def test_two_people_rest_on_different_chances() -> None:
    begun = (coach.start(Settings(3), seed) for seed in range(8))
    drawn = {
        tuple(coach.plan(one, ref(day(n))).prompt for n in range(8)) for one in begun
    }
    assert 1 < len(drawn)


def test_a_day_that_passed_twice_passes_once() -> None:
    now, _ = tell(at(1), Passed(day(41)))
    assert (now, []) == tell(now, Passed(day(41)), Passed(day(30)))


def test_a_report_older_than_the_log_is_dropped() -> None:
    full, _ = tell(coach.start(Settings(), 1), *(report(n, "?") for n in range(70)))
    late, _ = tell(full, report(2, "U", today=70))
    assert full.log == late.log


@pytest.mark.parametrize(("rung", "after"), [(1, 1), (2, 2), (5, 2)])
def test_whatever_is_new_has_prompts_back_to_r2_at_most(rung: int, after: int) -> None:
    now, changes = tell(at(rung, USUAL_9_OF_10), Asked("new", day(40)))
    assert [("NEW", rung, after)] == rules(changes)
    assert (after, rung) == (now.rung, now.top)
    assert wishes.NEW_AT_MOST == RUNG_AT_MOST


def test_every_rule_has_a_sentence_for_the_person() -> None:
    assert {*RULES, "L5", "L6", "L3-word", "COACH-end"} <= set(OTHER_RULES)


def test_a_ladder_of_version_1_is_read_with_nothing_lost() -> None:
    stored = json.loads(
        Path(__file__).with_name("data").joinpath("ladder_v1.json").read_text()
    )
    now = coach.load(stored)
    assert (2, 2, 5, 19) == (now.rung, now.top, now.settings.cap_per_week, len(now.log))
    assert (day(25), day(32)) == (now.paused_until, now.pinned_until)
    assert (day(18), 12 / 14) == (now.heard, now.best)
    again = coach.dump(now)
    assert 2 == again["v"]
    same = set(stored) - {"v", "settings"}
    assert {key: stored[key] for key in same} == {key: again[key] for key in same}
    assert now == coach.load(json.loads(json.dumps(again)))


@pytest.mark.parametrize(
    ("log", "heard", "best"),
    [
        ("", 18, 0.0),  # nobody spoke since the rung began
        ("????", 18, 0.0),
        ("UM??", 20, 0.0),  # fewer than make a share
        ("U" * 13, 31, 0.0),
        ("M" * 7 + "U" * 7, 32, 0.5),
        ("U" * 14 + "MM?", 34, 1.0),
        ("M" * 2 + "U" * 14, 34, 1.0),
    ],
)
def test_what_version_1_did_not_keep_is_read_from_its_log(
    log: str, heard: int, best: float
) -> None:
    now = coach.load(
        {
            "v": 1,
            "settings": {},
            "seed": 7,
            "rung": 2,
            "top": 3,
            "since": day(18).isoformat(),
            "fresh": None,
            "pinned_until": None,
            "paused_until": None,
            "log": [
                [one.key, one.on.isoformat(), one.mark, one.prompt]
                for one in entries(log, first=19)
            ],
        }
    )
    assert (day(heard), best, 7, 2, 3) == (
        *(now.heard, now.best),
        *(now.seed, now.rung, now.top),
    )


def test_a_ladder_with_everything_in_it_survives_a_round_trip() -> None:
    full = at(
        3, "UM?P", probe=Probe(day(30), 80), best=0.75, confidence=7, owed=day(40)
    )
    told = (override("skip", (day(41),)), override("kind", "moment"))
    now, _ = tell(full, *told, Passed(day(40)))
    now = replace(now, probe=full.probe, pinned_until=day(50), recapped=day(40))
    assert now == coach.load(json.loads(json.dumps(coach.dump(now))))
