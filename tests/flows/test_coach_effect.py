"""The reminder effect: from drawn chances alone, honest at small n (G8, C19)."""

import random
from itertools import product
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.coach.attempts import Mark
from flows.coach.effect import NEEDED, Drawn, newcombe, reminder_effect, wilson

marks = st.sampled_from(("U", "P", "M", "?"))
drawn = st.builds(
    Drawn,
    who=st.sampled_from("ab"),
    key=st.uuids().map(str),
    probability=st.sampled_from((0.125, 0.25, 0.5, 0.75, 0.875)),
    prompt=st.booleans(),
    mark=marks,
)
many = st.lists(drawn, max_size=60)


def chances(
    tried: int, n: int, *, prompt: bool, p: float = 0.5, who: str = "a"
) -> list[Drawn]:
    side: list[Mark] = ["P"] * tried + ["M"] * (n - tried)
    return [
        Drawn(who, f"{p}/{prompt}/{at}", p, prompt, mark)
        for at, mark in enumerate(side)
    ]


def test_it_is_the_difference_of_the_two_rates_with_its_n() -> None:
    found = reminder_effect(chances(6, 8, prompt=True) + chances(3, 6, prompt=False))
    assert found is not None
    assert (0.75, 8) == (found.prompted.value, found.prompted.n)
    assert (0.5, 6) == (found.rested.value, found.rested.n)
    assert 0.25 == pytest.approx(found.difference)
    assert found.low < 0.25 < found.high
    assert 0 == found.unknown


def test_the_interval_is_newcombes_own_example() -> None:
    # 56 of 70 against 48 of 80 (Newcombe 1998, method 10): 0.0524 to 0.3339.
    low, high = newcombe((56 / 70, 70), (48 / 80, 80))
    assert (0.0524, 0.3339) == (
        pytest.approx(low, abs=1e-4),
        pytest.approx(high, abs=1e-4),
    )


@pytest.mark.parametrize("short", [True, False])
def test_with_too_few_on_a_side_nothing_is_claimed(*, short: bool) -> None:
    few, many_ = chances(2, NEEDED - 1, prompt=short), chances(9, 20, prompt=not short)
    assert reminder_effect(few + many_) is None
    assert reminder_effect(few + chances(2, NEEDED, prompt=short, p=0.25)) is None


def test_where_no_lot_was_drawn_nothing_is_learned() -> None:
    always = chances(9, 10, prompt=True, p=1.0) + chances(1, 10, prompt=False, p=0.0)
    assert reminder_effect(always) is None
    fair = chances(6, 8, prompt=True) + chances(3, 6, prompt=False)
    assert reminder_effect(fair) == reminder_effect(fair + always)


def test_a_rung_that_comes_with_easier_days_is_no_effect() -> None:
    """On the fuller rung she tries little, on the thinner much, prompt or not."""
    early = chances(6, 30, prompt=True, p=0.75) + chances(2, 10, prompt=False, p=0.75)
    late = chances(8, 10, prompt=True, p=0.25) + chances(24, 30, prompt=False, p=0.25)
    found = reminder_effect(early + late)
    assert found is not None
    assert 0.0 == pytest.approx(found.difference)  # the bare rates say 0.35 - 0.65


def test_people_are_compared_with_themselves() -> None:
    eager = chances(9, 10, prompt=True, who="a") + chances(2, 2, prompt=False, who="a")
    slow = chances(0, 2, prompt=True, who="b") + chances(1, 10, prompt=False, who="b")
    found = reminder_effect(eager + slow)
    assert found is not None
    assert -0.1 == pytest.approx(found.difference)
    alone = chances(9, 30, prompt=True, who="c")  # no unprompted chance: no comparison
    assert found == reminder_effect(eager + slow + alone)


@given(many, st.randoms(use_true_random=False))
def test_order_and_repeats_change_nothing(
    given_: list[Drawn], chance: random.Random
) -> None:
    again = given_ + given_[: len(given_) // 2]
    chance.shuffle(again)
    assert reminder_effect(given_) == reminder_effect(again)


@given(many)
def test_unknown_is_neither_and_is_counted(given_: list[Drawn]) -> None:
    told = [chance for chance in given_ if chance.mark != "?"]
    found, without = reminder_effect(given_), reminder_effect(told)
    assert (found is None) == (without is None)
    if found is not None and without is not None:
        assert found.difference == without.difference
        assert (found.low, found.high) == (without.low, without.high)
        assert len(given_) - len(told) == found.unknown


@given(many)
def test_it_stays_within_what_rates_can_be(given_: list[Drawn]) -> None:
    found = reminder_effect(given_)
    if found is not None:
        assert -1 <= found.low <= found.difference <= found.high <= 1
        assert min(found.prompted.n, found.rested.n) >= NEEDED


RATES = (0.05, *(step / 10 for step in range(1, 10)), 0.95)


@pytest.mark.parametrize(("n", "m"), [(5, 5), (8, 8), (5, 15), (5, 35), (14, 14)])
def test_the_interval_covers_at_small_n(n: int, m: int) -> None:
    """Counted over every outcome there is: 95 % over all rates, 87 % at the worst."""
    covered = [_coverage(n, m, p, q) for p, q in product(RATES, RATES)]
    assert min(covered) >= 0.87
    assert sum(covered) / len(covered) >= 0.945


def _coverage(n: int, m: int, p: float, q: float) -> float:
    def likely(k: int, of: int, rate: float) -> float:
        return comb(of, k) * rate**k * (1 - rate) ** (of - k)

    total = 0.0
    for a, b in product(range(n + 1), range(m + 1)):
        low, high = newcombe((a / n, n), (b / m, m))
        total += likely(a, n, p) * likely(b, m, q) * (low <= p - q <= high)
    return total


@pytest.mark.parametrize("helps", [0.0, 0.3])
def test_the_interval_covers_over_rungs_and_people(helps: float) -> None:
    """Twelve people on two rungs each, all of them different; a seeded draw."""
    dice, held, runs = random.Random(20260302), 0, 300
    for _ in range(runs):
        found = reminder_effect(list(_people(dice, helps)))
        assert found is not None
        held += found.low <= helps <= found.high
    assert held / runs >= 0.93


def _people(dice: random.Random, helps: float) -> list[Drawn]:
    told = []
    for who, (size, blocks) in product(range(12), ((4, 2), (2, 3))):
        for block in range(blocks):
            prompted = dice.randrange(size)
            for place in range(size):
                rate = 0.1 + 0.05 * who + helps * (place == prompted)
                mark: Mark = "P" if dice.random() < rate else "M"
                key = f"{size}/{block}/{place}"
                told.append(Drawn(str(who), key, 1 / size, place == prompted, mark))
    return told


def test_wilson_stays_between_nought_and_one() -> None:
    assert (0.0, pytest.approx(0.4345, abs=1e-4)) == wilson(0.0, 5)
    assert (pytest.approx(0.5655, abs=1e-4), 1.0) == wilson(1.0, 5)
