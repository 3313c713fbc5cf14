"""The sums of what may be sent: no limit is gone beyond, and each ends at midnight."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.coach.spending import (
    NEEDED_DAYS,
    SPANS,
    Limits,
    Spent,
    began,
    ends,
    forecast,
    raised,
    reached,
)

amounts = st.none() | st.integers(0, 50)
NOW = datetime(2026, 11, 26, 13, 5, tzinfo=UTC)


whole = st.builds(Limits, amounts, amounts, amounts)
# Whose turn it is of two programmes, and what one message of it costs.
sent = st.lists(st.tuples(st.integers(0, 1), st.integers(1, 9)), max_size=60)


@given(whole, st.tuples(amounts, amounts), sent)
def test_no_limit_is_gone_beyond_and_none_stops_too_early(
    limits: Limits, budgets: tuple[int | None, int | None], costs: list[tuple[int, int]]
) -> None:
    """Neither of the organisation nor of any programme; the one holds no other back."""
    spent, own = Spent(), [0, 0]
    for programme, cost in costs:
        bounds = replace(limits, programme_month=budgets[programme])
        before = replace(spent, programme_month=own[programme])
        after = Spent(
            before.messages_day + 1,
            before.cost_day + cost,
            before.cost_month + cost,
            before.programme_month + cost,
        )
        over = {
            "messages_day": _over(bounds.messages_day, after.messages_day),
            "budget_day": _over(bounds.budget_day, after.cost_day),
            "budget_month": _over(bounds.budget_month, after.cost_month),
            "programme_month": _over(bounds.programme_month, after.programme_month),
        }
        found = reached(bounds, before, cost)
        assert (found is None) == (not any(over.values()))
        assert found is None or over[found]
        if found is None:
            spent, own[programme] = after, after.programme_month


def _over(most: int | None, would: int) -> bool:
    return most is not None and would > most


@given(
    st.builds(Limits, amounts, amounts, amounts, amounts),
    st.sampled_from(sorted(SPANS)),
)
def test_a_limit_is_raised_when_it_lets_more_through(limits: Limits, name: str) -> None:
    most = getattr(limits, name)
    assert not raised(limits, limits)
    if most is None:
        assert not raised(limits, replace(limits, **{name: 0}))
        return
    assert raised(limits, replace(limits, **{name: most + 1}))
    assert raised(limits, replace(limits, **{name: None}))
    assert not raised(limits, replace(limits, **{name: most - 1}))


def test_without_limits_nothing_is_bounded() -> None:
    assert not Limits().bounded
    assert Limits(budget_month=1).bounded
    assert Limits(programme_month=0).bounded
    assert reached(Limits(), Spent(9, 9, 9), 9) is None


@pytest.mark.parametrize(
    ("limit", "end"),
    [
        ("messages_day", datetime(2026, 11, 27, tzinfo=UTC)),
        ("budget_day", datetime(2026, 11, 27, tzinfo=UTC)),
        ("budget_month", datetime(2026, 12, 1, tzinfo=UTC)),
        ("programme_month", datetime(2026, 12, 1, tzinfo=UTC)),
    ],
)
def test_a_limit_ends_at_midnight_of_its_span(limit: str, end: datetime) -> None:
    assert end == ends(limit, NOW)


@given(
    st.sampled_from(sorted(SPANS)),
    st.datetimes(timezones=st.just(UTC)).filter(lambda at: 1900 < at.year < 9000),
)
def test_where_one_span_ends_the_next_begins(limit: str, now: datetime) -> None:
    end, span = ends(limit, now), SPANS[limit]
    assert now < end
    assert began(span, now) < began(span, end) == end.date()
    assert began(span, now) == began(span, end - timedelta(microseconds=1))


def test_a_limit_that_goes_up_or_away_is_raised_and_one_that_comes_is_not() -> None:
    ten, twenty = Limits(budget_day=10), Limits(budget_day=20)
    assert [True, True] == [raised(ten, twenty), raised(ten, Limits())]
    assert [False] * 3 == [
        raised(*both) for both in ((twenty, ten), (Limits(), ten), (ten, ten))
    ]


def test_a_month_goes_on_as_its_last_whole_days_did() -> None:
    """From 13:05 on the 26th of November 4 days and 10:55 h are left."""
    assert 100 + round(70 / 7 * (4 + 655 / 1440)) == forecast(100, 70, 7, NOW)
    assert forecast(100, 70, NEEDED_DAYS - 1, NOW) is None
