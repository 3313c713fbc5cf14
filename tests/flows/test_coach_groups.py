"""What a group adds up to: rates with enough behind them, everybody in any order."""

import random
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from flows.coach.attempts import ChanceRecord, Share
from flows.coach.groups import Life, group, per_week

TODAY = date(2026, 3, 30)


def life(
    marks: str = "", *, active: bool = True, days: int = 28, prompts: int = 0
) -> Life:
    """One chance a day up to today, the last mark today's."""
    first = TODAY - timedelta(days=len(marks) - 1)
    records = tuple(
        ChanceRecord(str(at), first + timedelta(days=at), "attempted")
        if mark == "U"
        else ChanceRecord(str(at), first + timedelta(days=at), "missed")
        for at, mark in enumerate(marks)
    )
    return Life(active, TODAY, days, prompts, records)


def test_rates_are_those_of_an_active_person_and_week() -> None:
    row = group([life("U" * 8, prompts=6), life("M" * 8, days=14)])
    assert 2 == row.people
    assert 8 * 7 / 42 == row.tries_week
    assert 1.0 == row.prompts_week
    assert Share(8, 16) == row.independence
    assert Share(0, 2) == row.opt_outs


def test_only_the_last_four_weeks_are_a_rate() -> None:
    assert 7.0 == group([life("U" * 60)]).tries_week
    assert 0.0 == group([life("U" * 30 + "M" * 28)]).tries_week


def test_who_stopped_leaves_the_rates_and_is_counted() -> None:
    row = group([life("U" * 8), life("U" * 8, active=False)])
    assert (1, Share(1, 2), Share(8, 8)) == (
        row.people, row.opt_outs, row.independence,
    )  # fmt: skip


def test_under_a_week_there_is_no_rate() -> None:
    assert per_week(3, 6) is None
    assert 3.0 == per_week(3, 7)
    nobody = group([])
    assert (0, None, None) == (nobody.people, nobody.tries_week, nobody.prompts_week)
    assert nobody.effect is None


@given(
    st.lists(
        st.builds(
            life,
            st.text("UM", max_size=12),
            active=st.booleans(),
            days=st.integers(0, 28),
            prompts=st.integers(0, 9),
        ),
        max_size=6,
    ),
    st.randoms(use_true_random=False),
)
def test_the_order_of_people_changes_nothing(
    lives: list[Life], chance: random.Random
) -> None:
    again = list(lives)
    chance.shuffle(again)
    assert group(lives) == group(again)
