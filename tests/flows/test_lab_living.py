"""Half a year of a simulated person: what the policy is told, and what is counted."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from flows.coach.ladder import (
    ChanceRef,
    Change,
    Passed,
    Planned,
    Recapped,
    Report,
    Settings,
    Told,
)
from flows.lab.living import FIRST, Trial, live
from flows.lab.metrics import Life, figures
from flows.lab.policies import AS_WINDOW, LADDER, POLICIES, Coin, Oracle
from flows.lab.watching import Watch
from tests.flows.lab import LAB


def trial(world: str = "F3", channel: str = "usual", seed: int = 5) -> Trial:
    return Trial(LAB, LAB.worlds[world], channel, seed)


class Listener(Coin):
    """A policy without prompts that keeps whatever it is told."""

    heard: list[Told]

    def observe(self, state: int, told: Told) -> tuple[int, tuple[Change, ...]]:
        self.heard.append(told)
        return state, ()


def listener(share: float) -> Listener:
    one = Listener(share)
    object.__setattr__(one, "heard", [])
    return one


class ThroughJson:
    """A policy whose state is written down and read back after every word."""

    def __init__(self, name: str) -> None:
        self.inner = POLICIES[name]

    def start(self, settings: Settings, seed: int) -> Any:
        return self.inner.start(settings, seed)

    def plan(self, state: Any, chance: ChanceRef) -> Planned:
        return self.inner.plan(state, chance)

    def observe(self, state: Any, told: Told) -> tuple[Any, tuple[Change, ...]]:
        after, changes = self.inner.observe(state, told)
        return self.load(json.loads(json.dumps(self.dump(after)))), changes

    def dump(self, state: Any) -> dict[str, Any]:
        return self.inner.dump(state)

    def load(self, stored: Mapping[str, Any]) -> Any:
        return self.inner.load(stored)


# ---- determinism ----


@pytest.mark.parametrize("name", sorted(POLICIES))
def test_the_same_seed_gives_the_same_life_and_states_survive_json(name: str) -> None:
    first = live(trial("F9"), 3, POLICIES[name])
    if name == "oracle":  # it is asked by its class
        assert first == live(trial("F9"), 3, POLICIES[name])
    else:
        again = live(trial("F9"), 3, ThroughJson(name))
        assert (first.tries, first.prompts) == (again.tries, again.prompts)


def test_another_seed_person_world_or_channel_gives_another_life() -> None:
    policy = POLICIES[LADDER]
    lives = [
        live(trial(), 0, policy),
        live(trial(seed=6), 0, policy),
        live(trial(), 1, policy),
        live(trial("F9"), 0, policy),
        live(trial(channel="disturbed"), 0, policy),
    ]
    assert 5 == len({life.tries + life.prompts for life in lives})


def test_without_prompts_dependence_is_no_other_world_than_habit() -> None:
    ours, theirs = (live(trial(w), 4, POLICIES["none"]) for w in ("F3", "F5"))
    assert ours.tries == theirs.tries


# ---- the protocol ----


def test_nobody_tries_while_away_and_nobody_is_prompted_afterwards() -> None:
    life = live(trial(), 0, POLICIES["fixed"])
    assert (180, 120) == (len(life.tries), len(life.prompts))
    assert 0 == sum(life.tries[70:77])
    assert 120 == sum(life.prompts)


def test_the_probes_are_copies_that_leave_no_trace() -> None:
    whole = live(trial(), 2, POLICIES["fixed"])
    assert 2 == len(whole.probes)
    assert all(0 <= tries <= 14 for tries in whole.probes)
    # Who is never prompted lives the same days as her copy would, but for the luck.
    assert live(trial(), 2, POLICIES["none"]).probes != whole.probes


def test_the_policy_is_told_each_day_and_each_chance_and_nothing_else() -> None:
    policy = listener(0.5)
    life = live(trial(), 1, policy)
    days = [told.today for told in policy.heard if isinstance(told, Passed)]
    assert [FIRST + timedelta(days=n) for n in range(120)] == days
    closing = [
        told
        for told in policy.heard
        if isinstance(told, Report) and told.chance.on == told.today
    ]
    assert {told.chance.number for told in closing} == set(range(120))
    assert {type(told) for told in policy.heard} == {Passed, Report, Recapped}
    for told in closing:
        assert (told.prompt != "none") == bool(life.prompts[told.chance.number])
        if told.mark != "?":  # what is told is true
            assert (told.mark in "UP") == bool(life.tries[told.chance.number])


def test_a_recap_tells_a_week_truly_before_it_says_so() -> None:
    policy = listener(0.5)
    life = live(trial(), 1, policy)
    at = [n for n, told in enumerate(policy.heard) if isinstance(told, Recapped)]
    assert at
    assert {6} == {
        (policy.heard[n].today - FIRST).days % 7 for n in at
    }  # every seventh day
    known = {
        told.chance.number: told.mark
        for told in policy.heard
        if isinstance(told, Report) and told.mark != "?"
    }
    for n in at:
        last = (policy.heard[n].today - FIRST).days
        for day in range(last - 6, last + 1):
            marks = "UP" if life.tries[day] else "M"
            assert known[day] in marks
            assert known[day] != ("U" if life.prompts[day] else "P")


def test_a_late_prompt_does_not_go_to_who_said_she_tried() -> None:
    policy = POLICIES["late_only"]
    told: list[Told] = []

    class Kept:
        start, plan, dump, load = policy.start, policy.plan, policy.dump, policy.load

        def observe(self, state: Any, one: Told) -> tuple[Any, tuple[Change, ...]]:
            told.append(one)
            return policy.observe(state, one)

    live(trial(), 0, Kept())
    marks = {(one.mark, one.prompt) for one in told if isinstance(one, Report)}
    assert ("U", "none") in marks
    assert ("U", "late") not in marks


# ---- policies ----


def test_the_oracle_prompts_where_it_helps_and_never_who_has_tried() -> None:
    oracle = Oracle(0.0)
    odds = (0.2, 0.5, 0.3)
    assert "late" == oracle.know(odds, tried=False, moment=False)
    assert "none" == oracle.know(odds, tried=True, moment=False)
    assert "none" == oracle.know((0.2, 0.5, 0.08), tried=False, moment=False)
    assert "before" == oracle.know(odds, tried=False, moment=True)
    assert "none" == oracle.know((0.6, 0.5, 0.3), tried=False, moment=True)
    away = live(trial(), 0, oracle).prompts[70:77]
    assert 0 == sum(away)


def test_a_step_declared_wrongly_is_prompted_late() -> None:
    kinds = [
        POLICIES[name].start(Settings(kind="moment"), 1).settings.kind
        for name in (LADDER, AS_WINDOW)
    ]
    assert ["moment", "window"] == kinds


# ---- what is counted ----


def life(tries: str, prompts: str = "", moves: tuple[Any, ...] = ()) -> Life:
    def days(marks: str, count: int) -> bytes:
        return bytes(map(int, marks.ljust(count, "0")))

    return Life(days(tries, 180), days(prompts, 120), (7, 14), moves, {"G1": 2})


def test_figures_are_by_the_week() -> None:
    moves = (("A1", 0, 1), ("L2", 2, 1), ("PAUSE", 1, 1))
    found = figures(life("1" * 60 + "0" * 60 + "1" * 30, "1" * 12, moves), LAB.protocol)
    assert (3.5, 0.7, 3.5) == (found.tries, found.prompts, found.after)
    assert (3.5, 7.0) == (found.probe_early, found.probe_late)
    assert (2, 1, {"G1": 2}) == (found.changes, found.restores, found.broken)


@pytest.mark.parametrize(
    ("before", "after", "days"),
    [
        ("1" * 14, "1" * 43, 0),
        ("1" * 14, "0" * 4 + "1" * 39, 3),  # six of seven are 86 %, five are not 80 %
        ("10" * 7, "0" * 43, 37),  # never: the first day that is too late
        ("0" * 14, "0" * 43, 0),
        ("1" * 14, "0" * 37 + "1" * 6, 36),
    ],
)
def test_recovery_is_the_first_day_whose_week_is_nearly_as_good(
    before: str, after: str, days: int
) -> None:
    found = figures(life("0" * 56 + before + "0" * 7 + after), LAB.protocol)
    assert days == found.recovery


# ---- the watch ----


def change(rule: str, begin: int, end: int, **inputs: Any) -> Change:
    return Change(rule, begin, end, inputs, "A sentence.")


def watched(*changes: Change, told: Told | None = None, climbs: bool = True) -> Any:
    watch = Watch(Settings(cap_per_week=2), climbs=climbs)
    watch.changed(told or Passed(FIRST), changes)
    return watch.broken(b"", b"")


def test_a_guarantee_that_does_not_hold_is_counted() -> None:
    assert {} == watched(change("L1", 3, 1), change("A4-back", 2, 1))
    assert {"G2": 1} == watched(change("A1", 2, 1))
    assert {} == watched(change("late_leitner", 2, 1), climbs=False)
    assert {"G5": 1} == watched(change("A4-held", 2, 2, share=80, par=100))
    assert {} == watched(change("A4-held", 2, 2, share=90, par=100))
    silent = Report(ChanceRef("a", FIRST, 0), "?", "none", FIRST)
    assert {"G7": 1} == watched(change("A1", 1, 2), told=silent)
    wordless = Change("A1", 1, 2, {}, "")
    assert {"G6": 1} == watched(wordless)


def test_too_many_prompts_and_impossible_probabilities_are_counted() -> None:
    watch = Watch(Settings(cap_per_week=2), climbs=True)
    assert {"G1": 1} == watch.broken(bytes(9), b"\1\1\1\0\0\0\0\0\1")
    for prompt, probability in (("late", 0.0), ("none", 1.0), ("none", 0.5)):
        watch.planned(1, Planned(prompt, "R1", probability, "So.", {}))
    assert {"G8": 2} == watch.broken(b"\1\1\1", bytes(3))


def test_a_stop_that_no_prompt_follows_is_counted_once() -> None:
    class OnRung:
        rung = 3

    watch = Watch(Settings(), climbs=True)
    for _ in range(20):
        watch.planned(OnRung(), Planned("none", "R3", 0.25, "So.", {}))
    assert {"G4": 1} == watch.broken(bytes(20), bytes(20))
    assert {} == watch.broken(bytes(20), bytes(8) + b"\1" + bytes(8) + b"\1" + bytes(2))
    assert {} == watch.broken(bytes(8) + b"\1" + bytes(8) + b"\1" + bytes(2), bytes(20))
