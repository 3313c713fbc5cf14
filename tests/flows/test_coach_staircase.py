"""The staircase: four in a row for an offer up, and where each setting settles."""

import random
from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.coach import staircase
from flows.coach.signs import Sign
from flows.coach.staircase import SETTINGS, Setting, in_a_row, wish

ROUNDS = 250  # of one value after the other; it stands still long before
MONDAY = date(2026, 3, 2)
WENT = ("planned", "hard", "too_much", "other", "unknown")
settings = st.sampled_from(tuple(SETTINGS))
logs = st.lists(st.sampled_from(WENT), max_size=30)


def signs(went: list[str]) -> list[Sign]:
    return [
        Sign(str(n), MONDAY + timedelta(days=n), one, one == "planned")  # type: ignore[arg-type]  # plain words in tests
        for n, one in enumerate(went)
    ]


@given(settings, logs)
def test_what_is_unknown_is_no_evidence(setting: Setting, went: list[str]) -> None:
    known = [one for one in went if one != "unknown"]
    assert wish(setting, signs(went)) == wish(setting, signs(known))
    assert wish(setting, signs(["unknown"] * len(went))) is None


@given(settings, logs)
def test_up_needs_four_known_tries_in_a_row_at_every_setting(
    setting: Setting, went: list[str]
) -> None:
    """#23, #53: an offer of more rests on four in a row that went as planned."""
    if wish(setting, signs(went)) == "up":
        assert in_a_row(signs(went)) >= SETTINGS[setting].up >= 4


@given(settings, logs)
def test_too_much_just_now_is_down_whatever_came_before(
    setting: Setting, went: list[str]
) -> None:
    assert "down" == wish(setting, signs([*went, "too_much"]))


def test_gentle_goes_down_after_one_and_the_others_after_two_in_a_row() -> None:
    assert "down" == wish("gentle", signs(["planned", "hard"]))
    for setting in ("steady", "bold"):
        assert wish(setting, signs(["hard", "planned", "hard"])) is None
        assert "down" == wish(setting, signs(["planned", "hard", "hard"]))


def test_no_time_is_no_reason_to_shrink_but_breaks_four_in_a_row() -> None:
    assert wish("gentle", signs(["planned", "other"])) is None
    three_and_more = ["planned"] * 3 + ["other"] + ["planned"] * 3
    assert wish("gentle", signs(three_and_more)) is None
    assert "up" == wish("gentle", signs([*three_and_more, "planned"]))


# ---- where a setting settles ----


@cache
def graph(setting: Setting) -> dict[tuple[str, ...], str | None]:
    """Every state a fresh start can come to, with the wish it holds.

    A state is what the last signs were: these are all the staircase looks at.
    """
    most, ends, todo = SETTINGS[setting].up, {}, [()]
    while todo:
        state = todo.pop()
        if state not in ends:
            ends[state] = wish(setting, signs(list(state)))
            if ends[state] is None:
                todo += [(*state, one)[-most:] for one in ("planned", "hard")]
    return ends


def up_first(setting: Setting, p: float) -> float:
    """Chance that "up" comes before "down" from a fresh start, each try planned with p.

    Exact: the staircase itself is walked, and its states (what the last signs were)
    are the states of a finite Markov chain.
    """
    most, ends = SETTINGS[setting].up, graph(setting)
    values = {state: float(end == "up") for state, end in ends.items()}
    for _ in range(ROUNDS):
        for state in (one for one, end in ends.items() if end is None):
            good, bad = ((*state, one)[-most:] for one in ("planned", "hard"))
            values[state] = p * values[good] + (1 - p) * values[bad]
    return values[()]


def balance(setting: Setting) -> float:
    """The share of planned tries at which up and down are equally likely to come."""
    low, high = 0.0, 1.0
    for _ in range(30):
        middle = (low + high) / 2
        low, high = (middle, high) if up_first(setting, middle) < 0.5 else (low, middle)
    return low


@pytest.mark.parametrize("setting", SETTINGS)
def test_the_settling_point_is_what_the_table_says(setting: Setting) -> None:
    """#52: about 84 % of tries go as planned at the gentle setting."""
    assert SETTINGS[setting].settles == pytest.approx(balance(setting), abs=0.001)


def stationary(setting: Setting, levels: int) -> float:
    """The long-run share of planned tries on a fine stair, computed exactly.

    Levels get harder from a chance of nearly 1 to nearly 0. Between two moves the
    staircase starts afresh, so moves are a birth-and-death chain; each level weighs by
    how often it is come to and how many tries it holds.
    """
    chances = [1 - (n + 0.5) / levels for n in range(levels)]
    ups = [up_first(setting, p) for p in chances]
    weights = [1.0]
    for n in range(1, levels):
        weights.append(weights[-1] * ups[n - 1] / (1 - ups[n]))
    tries = [mean_tries(setting, p) for p in chances]
    total = sum(w * t for w, t in zip(weights, tries, strict=True))
    planned = sum(w * t * p for w, t, p in zip(weights, tries, chances, strict=True))
    return planned / total


def mean_tries(setting: Setting, p: float) -> float:
    """How many tries it takes, on the average, until a wish comes."""
    most, ends = SETTINGS[setting].up, graph(setting)
    values = dict.fromkeys(ends, 0.0)
    for _ in range(ROUNDS):
        for state in (one for one, end in ends.items() if end is None):
            good, bad = ((*state, one)[-most:] for one in ("planned", "hard"))
            values[state] = 1 + p * values[good] + (1 - p) * values[bad]
    return values[()]


@pytest.mark.parametrize("setting", SETTINGS)
def test_on_a_fine_stair_it_stays_near_that_point(setting: Setting) -> None:
    assert SETTINGS[setting].settles == pytest.approx(stationary(setting, 40), abs=0.03)


@pytest.mark.parametrize("setting", SETTINGS)
def test_a_seeded_walk_settles_there_too(setting: Setting) -> None:
    chance = random.Random(85)
    level, since, planned, tries = 20, [], 0, 0
    for _ in range(30_000):
        p = 1 - (level + 0.5) / 40
        one = "planned" if chance.random() < p else "hard"
        planned, tries = planned + (one == "planned"), tries + 1
        since.append(one)
        way = wish(setting, signs(since[-6:]))
        if way is not None:
            level = min(39, max(0, level + (1 if way == "up" else -1)))
            since = []
    assert SETTINGS[setting].settles == pytest.approx(planned / tries, abs=0.03)


def test_the_settings_are_three_and_the_gentle_one_is_usual() -> None:
    assert ["gentle", "steady", "bold"] == list(SETTINGS)
    settles = [one.settles for one in SETTINGS.values()]
    assert settles == sorted(settles, reverse=True)
    assert "gentle" == staircase.USUAL


def weekly(setting: Setting, p: float, a_week: int) -> tuple[float, float]:
    """Chances of up and down when it is looked at once a week, as it really is."""
    chance, found = random.Random(7), {"up": 0, "down": 0, None: 0}
    for _ in range(4000):
        went = ["planned" if chance.random() < p else "hard" for _ in range(a_week)]
        found[wish(setting, signs(went))] += 1
    return found["up"] / 4000, found["down"] / 4000


def test_looked_at_once_a_week_the_gentle_one_settles_near_the_same_place() -> None:
    """One lever a week delays an offer; with daily chances the balance stays."""
    up, down = weekly("gentle", 0.84, 7)
    assert up == pytest.approx(down, abs=0.05)
