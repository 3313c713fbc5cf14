"""What thins on the Ladder, by example, with the numbers each rule is held to."""

from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from flows.coach import ladder as coach
from flows.coach.chances import StepKind
from flows.coach.ladder import Heard, Ladder, Passed, Settings
from flows.coach.ladder_state import Probe
from tests.flows.ladder_cases import RULES, at, day, entries, report, rules, tell

# ---- what thins ----


@pytest.mark.parametrize("rung", [1, 2, 3, 4])
def test_a1_six_of_seven_without_a_nudge_thin_by_one_rung(rung: int) -> None:
    now, (change,) = tell(at(rung, "UUMUUU"), report(40, "U"))
    assert (rung + 1, "A1") == (now.rung, change.rule)
    assert (6, 7) == (change.inputs["tries"], change.inputs["of"])
    assert 7 == len(str(change.inputs["chances"]).split())
    assert change.sentence.startswith(
        "Mila did it without a nudge 6 of the last 7 times, so from now on "
    )


@pytest.mark.parametrize(
    ("true", "wanted"),
    [(0.5, 0.06), (0.7, 0.33), (0.8, 0.58), (0.85, 0.72), (0.9, 0.85), (0.95, 0.96)],
)
def test_a1_fades_a_fresh_window_as_often_as_was_computed(
    true: float, wanted: float
) -> None:
    chance = 0.0
    for marks in product("UM", repeat=7):
        if RULES["A1"].evidence(at(1, "".join(marks)), day(40)):
            chance += true ** marks.count("U") * (1 - true) ** marks.count("M")
    assert wanted == round(chance, 2)


def test_a2_three_running_thin_again_below_the_top_after_three_days() -> None:
    lapsed = at(1, "UU", top=4, since=day(38), fresh=day(38))
    assert [] == tell(lapsed, report(40, "U"))[1]
    lapsed = replace(lapsed, since=day(37))
    now, changes = tell(lapsed, report(40, "U"))
    assert [("A2", 1, 2)] == rules(changes)
    assert 4 == now.top
    assert [] == tell(replace(lapsed, top=1), report(40, "U"))[1]


@pytest.mark.parametrize("rung", [1, 2, 3])
def test_a3_ten_late_prompts_with_one_try_thin_and_ask_the_coach(rung: int) -> None:
    log = entries("MMMMPMMMM", "late", first=31)
    idle = at(rung, log=log, since=day(20))
    # A run of misses would speak first, so they are hers as a rule.
    idle = replace(idle, log=(*entries("M" * 20), *log), fresh=day(31))
    found = RULES["A3"].evidence(tell(idle, report(40, "?"))[0], day(40))
    assert found is None
    told = replace(idle, log=(*idle.log, *entries("P", "late", first=40)))
    assert RULES["A3"].evidence(told, day(41)) is None
    some = replace(idle, log=(*idle.log, *entries("M", "late", first=40)))
    assert RULES["A3"].evidence(some, day(41)) is not None
    if rung == 1:
        _, (change,) = tell(some, Passed(day(41)))
        assert ("A3", 2) == (change.rule, change.to_rung)
        assert change.task.startswith("Make the step smaller with Mila")


def test_a3_alarms_falsely_as_seldom_as_was_computed() -> None:
    alarm = 0.0
    for marks in product("PM", repeat=10):
        idle = at(1, log=entries("".join(marks), "late", first=30))
        if RULES["A3"].evidence(idle, day(40)):
            alarm += 0.4 ** marks.count("P") * 0.6 ** marks.count("M")
    assert 0.046 == round(alarm, 3)


# ---- probe blocks ----

# Neither A1 (not 6 of 7) nor a lapse: nothing changes by itself.
EVEN = "UUMUUUM" * 2


def test_a4_begins_after_ten_days_and_only_goes_lighter() -> None:
    even = at(2, EVEN, since=day(31), top=2)
    assert [] == tell(even, Passed(day(40)))[1]
    now, changes = tell(even, Passed(day(41)))
    assert [("A4-begin", 2, 3)] == rules(changes)
    assert (Probe(day(41), 69), 2) == (now.probe, now.top)
    assert [] == tell(replace(even, log=even.log[:6]), Passed(day(41)))[1]


def test_a4_does_not_begin_where_nothing_was_tried() -> None:
    assert RULES["A4-begin"].evidence(at(1, "M" * 14), day(41)) is None


@pytest.mark.parametrize(
    ("marks", "rule", "to", "wait"),
    [
        ("UUMUUMUUMU", "A4-held", 3, 10),
        ("UMUMUMUMUM", "A4-back", 2, 15),
        ("????????UU", "A4-back", 2, 15),
    ],
)
def test_a4_keeps_a_block_by_its_tries(
    marks: str, rule: str, to: int, wait: int
) -> None:
    block = at(3, marks, since=day(30), fresh=day(30), top=2, probe=Probe(day(30), 80))
    now, changes = tell(block, Passed(day(40)))
    assert [(rule, 3, to)] == rules(changes)
    assert (None, wait, to) == (now.probe, now.probe_wait, now.top)


def test_a4_waits_42_days_at_most_and_a_block_is_ten_days() -> None:
    block = at(3, "UUM", probe=Probe(day(31), 80), probe_wait=31)
    assert [] == tell(block, Passed(day(40)))[1]
    now, _ = tell(block, Passed(day(41)))
    assert 42 == now.probe_wait


def test_a2_thins_again_when_she_is_back_at_her_usual_rate() -> None:
    """It takes prompts away before three unprompted tries in a row are seen."""
    since = {"since": day(30), "fresh": day(30)}
    below = at(1, "PUPUP", top=3, best=0.9, **since)
    now, changes = tell(below, Passed(day(40)))
    assert [("A2-usual", 1, 2)] == rules(changes)
    assert (2, True) == (now.rung, "100 %" in changes[0].sentence)
    for marks, top, best in (("PUPUP", 1, 0.9), ("PUMUP", 3, 1.0), ("UPUP", 3, 0.9)):
        other = at(1, marks, top=top, best=best, **since)
        assert [] == tell(other, Passed(day(40)))[1]


def test_an_unknown_chance_wakes_no_rule() -> None:
    """The lab found it: a silent night after a low week led back, a day too late (G7)."""
    low = at(2, "UUUUUUUMMMMMMM", recapped=day(40))
    after, changes = tell(low, report(40, "?", "late"))
    assert (2, []) == (after.rung, changes)


@pytest.mark.parametrize(("kind", "rung"), [("window", 1), ("moment", 0)])
def test_people_begin_where_each_chance_is_covered(kind: StepKind, rung: int) -> None:
    """#12: as much help as possible at first; a window waits for her own try."""
    assert rung == coach.start(Settings(kind=kind), 1).rung


MOMENT = Settings(kind="moment", start_rung=1)


def on_a_moment(led: str, rests: str, **values: Any) -> Ladder:
    """R1 for long, with chances a prompt opened first and then as many that rested."""
    before = entries(led, "before", first=40 - len(led + rests))
    log = (*before, *entries(rests, first=40 - len(rests)))
    return at(1, **{"log": log, "settings": MOMENT, "best": 0.5, **values})


def test_a4_waits_where_the_chances_that_rest_are_tried_less() -> None:
    """A moment cannot be rescued later: the rests say beforehand what less costs."""
    now, changes = tell(on_a_moment("PPPPPPM", "UMMMUMM"), Passed(day(40)))
    assert [("A4-rests", 1, 1)] == rules(changes)
    assert (
        "Mila tried 6 of 7 chances with a prompt first and 2 of 7 without, so fewer "
        "prompts are not tried yet."
    ) == changes[0].sentence
    assert (day(0), None, 15) == (now.since, now.probe, now.probe_wait)


@pytest.mark.parametrize(
    ("led", "rests", "values"),
    [
        ("PPPMPPM", "UMUUUMU", {}),  # as often without
        ("MMMMMMM", "MMMMMMU", {}),  # prompts do not help
        ("PPPPPPP", "?????MM", {}),  # two are too few to tell, and "?" is none (G7)
        ("PP????", "MMMMM", {}),
        ("PPPPPPP", "MMMMMMM", {"settings": replace(MOMENT, kind="window")}),
        ("PPPPPPP", "MMMMMMM", {"since": day(-2), "probe_wait": 42}),  # not for ever
    ],
)
def test_a4_begins_where_the_rests_say_nothing_against_it(
    led: str, rests: str, values: Any
) -> None:
    _, changes = tell(on_a_moment(led, rests, **values), Passed(day(40)))
    assert [("A4-begin", 1, 2)] == rules(changes)


def test_a4_looks_at_the_rests_again_after_a_wait_half_as_long_again() -> None:
    waits = []
    now = on_a_moment("PPPPPPP", "MMMMMMM", since=day(30), fresh=day(30))
    for n in range(40, 73):
        now, changes = tell(now, Passed(day(n)), Heard(day(n)))
        waits += [(n - 30, one.rule) for one in changes]
    assert [(day_, "A4-rests") for day_ in (10, 15, 22, 33)] == waits[:4]
    assert [(42, "A4-begin")] == waits[4:]


def test_a2_usual_thins_no_moment_that_prompts_carry() -> None:
    """Tries that prompts brought are no reason to take the prompts away."""
    back = {"since": day(30), "fresh": day(30), "top": 3}
    led = entries("PPPPP", "before", first=35)
    for rests, moves in (("UMM", []), ("UUU", [("A2-usual", 1, 2)])):
        log = (*entries(rests, first=20), *led)
        now = on_a_moment("", "", **{"log": log, **back})
        changes = rules(tell(now, Passed(day(40)))[1])
        assert moves == [one for one in changes if one[0] == "A2-usual"]
