"""The lab's worlds against values worked out by hand, and a day's reports."""

from collections import Counter
from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.coach.attempts import Mark
from flows.coach.rungs import Prompt
from flows.lab.days import Simulated
from flows.lab.luck import luck, normal, places, uniform, uniforms
from flows.lab.parameters import Even, Fixed, Lognormal, drawn, read
from flows.lab.worlds import MECHANICS, Dependence, Habit, Memory, Moment, Odds
from tests.flows.lab import LAB, ROOT, bounds, numbers, scripted

# ---- chance ----


def test_the_same_words_give_the_same_draws_whatever_was_drawn_before() -> None:
    first = uniforms("1/2/own", 5)
    assert first == uniforms("1/2/own", 5) == uniforms("1/2/own", 9)[:5]
    assert first != uniforms("1/3/own", 5)
    assert first[0] == uniform("1/2/own")
    assert all(0 < one < 1 for one in uniforms("many", 1000))


def test_normal_draws_have_the_spread_they_should() -> None:
    noise = luck("someone", 4000).noise
    assert abs(sum(noise) / 4000) < 0.1
    assert abs(sum(one * one for one in noise) / 4000 - 1) < 0.1
    assert 0 == pytest.approx(normal(0.5, 0.25))


@given(st.text(max_size=8), st.integers(1, 50))
def test_a_bootstrap_sample_takes_places_that_exist(words: str, count: int) -> None:
    assert set(places(words, count)) <= set(range(count))
    assert count == len(places(words, count))


# ---- the numbers that ship are those of the reference ----


def test_the_protocol_is_the_agreed_one() -> None:
    found = LAB.protocol
    assert (180, 120, 77, 0.5, 7) == (
        found.days, found.live, found.shock, found.shock_keeps, found.recap_every,
    )  # fmt: skip
    assert [False, True, True, False] == [found.is_away(n) for n in (69, 70, 76, 77)]
    assert ((66, 110), 14, 0.5) == (found.probes, found.probe_days, found.away_reply)


def test_people_report_as_agreed_and_rarely_where_it_is_disturbed() -> None:
    shown = {
        name: {key: bounds(spec) for key, spec in specs.items()}
        for name, specs in LAB.channels.items()
    }
    assert {
        "usual": {"spontaneous": (0.4, 0.9), "reply": (0.6, 0.9), "recap": (0.5, 0.9), "later": (0.5,)},
        "disturbed": {"spontaneous": (0.05, 0.3), "reply": (0.6, 0.9), "recap": (0.2, 0.5), "later": (0.5,)},
    } == shown  # fmt: skip


@pytest.mark.parametrize(
    ("world", "name", "wanted"),
    [
        ("F1", "commitment", (0.3, 1)),
        ("F1", "habit", (0, 0.1)),
        ("F3", "days_to_habit", (66, 0.6, 18, 254)),
        ("F3", "own", (0.05, 0.35)),
        ("F3", "rescue", (0.3, 0.7)),
        ("F5", "days_to_habit", (66, 0.6, 18, 254)),
        ("F5", "built_prompted", (0.1, 0.5)),
        ("F9", "rate", (0.03, 0.08)),
        ("F9", "own", (0.1, 0.3)),
        ("F9", "rescue", (0.4, 0.7)),
        ("F9", "rescue_late", (0.08,)),
    ],
)
def test_what_is_drawn_for_each_person(
    world: str, name: str, wanted: tuple[float, ...]
) -> None:
    assert wanted == bounds(LAB.worlds[world].numbers[name])


def test_draws_stay_in_their_bounds_and_are_shared_by_name() -> None:
    specs = {"a": Even(2, 3), "b": Lognormal(66, 9, 18, 254), "c": Fixed(7)}
    people = [drawn(specs, f"1/{n}") for n in range(200)]
    assert all(2 < one["a"] < 3 and 18 <= one["b"] <= 254 for one in people)
    assert {18, 254} <= {one["b"] for one in people}  # so wide that bounds are met
    assert {7} == {one["c"] for one in people}
    assert people[5]["a"] == Even(2, 3).draw("1/5/a")


# ---- F1 ----


def logistic(x: float) -> float:
    return 1 / (1 + exp(-x))


def memory() -> Memory:
    return Memory(numbers("F1", commitment=0.5, habit=0.05))


def test_memory_weighs_what_comes_to_mind_against_what_is_needed() -> None:
    # A = .3 + .615 + .757 * .5 = 1.2935; T = .504 - .515 * .05 = .47825
    # g = .037 + .578 * .5 = .326
    own, before, late = memory().odds(0, noise=-9.0)  # n = -9 * .08 = -.72
    assert own == pytest.approx(logistic(12 * (1.2935 - 0.72 - 0.47825)))
    led = logistic(12 * (1.2935 - 0.72 + 0.326 - 0.47825))
    assert before == late == pytest.approx((led - own) / (1 - own))


def test_memory_is_moved_by_a_prompt_and_a_try_and_decays_without() -> None:
    person = memory()
    person.odds(0, noise=0.0)
    person.update(tried=True, prompted=True, own=False)
    # f = 1 of 1; A = .24 * 1.2935 + .326 + .21 + .851 * .446; H = .05 + .082 * 1
    assert 1.225986 == pytest.approx(person.access)
    assert (0.972, 0.132, 1.0) == pytest.approx(
        (person.salience, person.habit, person.often)
    )
    person.odds(1, noise=0.0)
    person.update(tried=False, prompted=False, own=False)
    # A = .24 * 1.225986; S = .972 + .02 * .028; H = .132 * .918; f = 1 of 2
    assert 0.29423664 == pytest.approx(person.access)
    assert (0.97256, 0.121176, 0.5) == pytest.approx(
        (person.salience, person.habit, person.often)
    )


def test_memory_counts_the_last_fourteen_days_and_never_has_more_than_all_habit() -> (
    None
):
    person = memory()
    for day in range(40):
        person.odds(day, noise=0.0)
        person.update(tried=True, prompted=False, own=True)
    assert (1.0, 1.0) == (person.habit, person.often)
    for _ in range(7):
        person.update(tried=False, prompted=False, own=False)
    assert 0.5 == person.often


def test_where_a_try_is_sure_a_prompt_adds_nothing() -> None:
    own, before, _ = memory().odds(0, noise=60.0)
    assert (1.0, 0.0) == (own, before)


# ---- F3, F5, F9 ----

GROWS = {"days_to_habit": 60.0, "own": 0.2, "rescue": 0.5}


def shown(odds: Odds) -> list[float]:
    return [round(one, 6) for one in odds]


def test_habit_grows_with_tries_and_prompts_wear_off() -> None:
    person = Habit(numbers("F3", **GROWS))
    assert [0.2, 0.5, 0.5] == shown(person.odds(0, 0.0))
    person.update(tried=True, prompted=True, own=False)  # k = 3 / 60; h = .05
    assert [0.2375, 0.48, 0.48] == shown(person.odds(1, 0.0))
    person.update(tried=False, prompted=False, own=False)
    assert (0.049, 0.045) == pytest.approx((person.habit, person.worn))
    for _ in range(30):
        person.update(tried=False, prompted=True, own=False)
    assert 1.0 == person.worn


def test_dependence_builds_less_by_prompts_and_comes_to_wait_for_them() -> None:
    person = Dependence(numbers("F5", **GROWS, built_prompted=0.2))
    person.update(tried=True, prompted=True, own=False)  # H = .05 * .2; D = .05
    assert [0.20335, 0.48, 0.48] == shown(person.odds(1, 0.0))
    person.update(tried=True, prompted=False, own=True)
    assert (0.0595, 0.0475) == pytest.approx((person.habit, person.expecting))
    person.update(tried=False, prompted=True, own=False)
    assert 0.05831 == pytest.approx(person.habit)


def test_a_moment_passes_and_is_harder_where_weeks_meet() -> None:
    person = Moment(numbers("F9", rate=0.05, own=0.2, rescue=0.5))
    assert [0.2, 0.5, 0.08] == shown(person.odds(3, 0.0))
    assert [[0.12, 0.5, 0.08]] * 2 == [shown(person.odds(day, 0.0)) for day in (6, 7)]
    person.update(tried=True, prompted=True, own=False)
    assert [0.235, 0.5, 0.08] == shown(person.odds(2, 0.0))
    person.update(tried=False, prompted=False, own=False)
    assert 0.04875 == pytest.approx(person.habit)


def test_a_shock_takes_half_the_habit_and_a_twin_lives_by_herself() -> None:
    person = Habit(numbers("F3", **GROWS))
    person.update(tried=True, prompted=False, own=True)
    twin = person.copy()
    person.shock(0.5)
    assert (0.025, 0.05) == pytest.approx((person.habit, twin.habit))


def test_each_world_has_its_mechanics_and_all_its_numbers() -> None:
    for name, world in LAB.worlds.items():
        person = MECHANICS[world.mechanics](drawn(world.numbers, f"1/{name}"))
        assert all(0 <= one <= 1 for one in person.odds(0, 0.0))
    assert Counter(window=3, moment=1) == Counter(w.kind for w in LAB.worlds.values())


# ---- a day, and what we hear of it ----

CHANNEL = {"spontaneous": 0.5, "reply": 0.8, "recap": 0.7, "later": 0.5}


@pytest.mark.parametrize(
    ("prompt", "luck", "wanted"),
    [
        ("none", {}, (False, False, "?")),
        ("none", {"own": 0.1, "told": 0.4}, (True, False, "U")),
        ("none", {"own": 0.1, "told": 0.6}, (True, False, "?")),
        ("late", {"own": 0.1, "told": 0.4}, (True, False, "U")),
        ("late", {"own": 0.1, "told": 0.6, "replied": 0.7}, (True, True, "P")),
        ("late", {"rescue": 0.4, "replied": 0.7}, (True, True, "P")),
        ("late", {"rescue": 0.6, "replied": 0.7}, (False, True, "M")),
        ("late", {"rescue": 0.6}, (False, True, "?")),
        ("before", {"own": 0.1, "told": 0.4, "replied": 0.9}, (True, True, "?")),
        ("before", {"rescue": 0.4, "later": 0.2}, (True, True, "P")),
        ("before", {"rescue": 0.4, "later": 0.3}, (True, True, "?")),
    ],
)
def test_what_a_day_brings_and_what_we_hear(
    prompt: Prompt, luck: dict[str, float], wanted: tuple[bool, bool, Mark]
) -> None:
    person = Habit(numbers("F3", **GROWS))
    assert wanted == Simulated(person, CHANNEL, scripted(**luck)).day(0, prompt)


def test_on_days_away_nothing_is_tried_and_replies_are_rarer() -> None:
    for replied, mark in ((0.3, "M"), (0.5, "?")):
        luck = scripted(own=0.0, rescue=0.0, replied=replied)
        person = Simulated(Habit(numbers("F3", **GROWS)), CHANNEL, luck)
        assert (False, True, mark) == person.away(0, "late", 0.5)


def test_a_prompt_before_the_chance_takes_the_start_from_her() -> None:
    grown = []
    for prompt in ("before", "late"):
        person = Dependence(numbers("F5", **GROWS, built_prompted=0.2))
        Simulated(person, CHANNEL, scripted(own=0.1, told=0.9)).day(0, prompt)
        grown.append(person.habit)
    assert [0.01, 0.05] == pytest.approx(grown)


def test_alone_she_gets_no_prompt() -> None:
    person = Habit(numbers("F3", **GROWS))
    assert 3 == Simulated(person, CHANNEL, scripted(9, own=0.1)).alone(range(3, 6))
    assert 0.0 == person.worn


def test_the_file_of_the_lab_says_what_kind_each_number_is_of() -> None:
    lab = read((ROOT / "flows/lab/worlds.yaml").read_text("utf-8"))
    assert LAB == lab
    kinds = {
        type(one) for world in lab.worlds.values() for one in world.numbers.values()
    }
    assert {Fixed, Even, Lognormal} == kinds
    assert lab.protocol.is_away(lab.protocol.away[0])
