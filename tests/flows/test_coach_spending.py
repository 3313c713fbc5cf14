"""The sums of what may be sent: no limit is gone beyond, and each ends at midnight."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.coach.spending import SPANS, Limits, Spent, began, ends, reached

amounts = st.none() | st.integers(0, 50)
NOW = datetime(2026, 11, 26, 13, 5, tzinfo=UTC)


@given(amounts, amounts, amounts, st.lists(st.integers(1, 9), max_size=60))
def test_no_limit_is_gone_beyond_and_none_stops_too_early(
    messages: int | None, day: int | None, month: int | None, costs: list[int]
) -> None:
    limits, spent = Limits(messages, day, month), Spent()
    for cost in costs:
        after = Spent(
            spent.messages_day + 1, spent.cost_day + cost, spent.cost_month + cost
        )
        over = {
            "messages_day": messages is not None and after.messages_day > messages,
            "budget_day": day is not None and after.cost_day > day,
            "budget_month": month is not None and after.cost_month > month,
        }
        found = reached(limits, spent, cost)
        assert (found is None) == (not any(over.values()))
        assert found is None or over[found]
        spent = spent if found else after


def test_without_limits_nothing_is_bounded() -> None:
    assert not Limits().bounded
    assert Limits(budget_month=1).bounded
    assert reached(Limits(), Spent(9, 9, 9), 9) is None


@pytest.mark.parametrize(
    ("limit", "end"),
    [
        ("messages_day", datetime(2026, 11, 27, tzinfo=UTC)),
        ("budget_day", datetime(2026, 11, 27, tzinfo=UTC)),
        ("budget_month", datetime(2026, 12, 1, tzinfo=UTC)),
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
