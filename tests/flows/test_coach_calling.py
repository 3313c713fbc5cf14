"""What follows a call that did not reach her: one retry, else one text, else nothing."""

import typing
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.coach.calling import (
    MOST_TRIES,
    TABLE,
    After,
    Again,
    ByText,
    Nothing,
    Unreached,
    after,
)

NOON = datetime(2026, 6, 4, 17, 15, tzinfo=UTC)
HALF_AN_HOUR = timedelta(minutes=30)
HOWS: tuple[Unreached, ...] = typing.get_args(Unreached)


def missed(how: Unreached = "no_answer", **changes: typing.Any) -> After:
    usual: dict[str, typing.Any] = {
        "tries": 1,
        "now": NOON,
        "window_end": NOON + timedelta(minutes=45),
        "retry": HALF_AN_HOUR,
        "called_in": False,
    }
    return after(how, **{**usual, **changes})


@pytest.mark.parametrize("how", ["no_answer", "busy", "machine", "silent"])
def test_a_first_call_that_did_not_reach_her_is_tried_once_more(how: Unreached) -> None:
    found = missed(how)
    assert isinstance(found, Again)
    assert NOON + HALF_AN_HOUR == found.at


@pytest.mark.parametrize("how", ["no_answer", "busy", "machine", "silent"])
def test_after_the_retry_one_text_goes_instead(how: Unreached) -> None:
    assert isinstance(missed(how, tries=2), ByText)


def test_without_room_for_a_retry_one_text_goes_at_once() -> None:
    assert isinstance(missed(window_end=NOON + HALF_AN_HOUR), ByText)


def test_a_number_that_cannot_be_called_gets_a_text_and_no_retry() -> None:
    assert isinstance(missed("failed"), ByText)


def test_a_call_that_we_ended_is_followed_by_nothing() -> None:
    assert isinstance(missed("canceled"), Nothing)


@pytest.mark.parametrize("how", HOWS)
def test_who_called_in_or_told_meanwhile_hears_no_more(how: Unreached) -> None:
    assert isinstance(missed(how, called_in=True), Nothing)


@pytest.mark.parametrize("how", HOWS)
@pytest.mark.parametrize("tries", [1, 2])
def test_every_answer_has_a_sentence_a_coach_can_read(
    how: Unreached, tries: int
) -> None:
    said = missed(how, tries=tries).why.format(name="Mila", at="12:45")
    assert "Mila" in said
    assert said.endswith(".")
    assert "{" not in said


def test_the_table_has_every_way_of_not_reaching_her() -> None:
    assert set(HOWS) == set(TABLE)


unreached = st.sampled_from(HOWS)
moments = st.integers(0, 60 * 24 * 400).map(lambda m: NOON + timedelta(minutes=m))


@given(
    st.lists(st.tuples(unreached, st.booleans()), min_size=1, max_size=6),
    moments,
    st.integers(-60, 24 * 60),
    st.integers(5, 240),
)
def test_there_is_never_a_second_retry_and_none_outside_the_window(
    ends: list[tuple[Unreached, bool]], now: datetime, room: int, wait: int
) -> None:
    """Whatever happens to each call of an occasion, it ends within two calls."""
    window_end, made = now + timedelta(minutes=room), 1
    for how, called_in in ends:
        found = after(
            how,
            tries=made,
            now=now,
            window_end=window_end,
            retry=timedelta(minutes=wait),
            called_in=called_in,
        )
        if not isinstance(found, Again):
            break
        assert now < found.at < window_end
        now, made = found.at, made + 1
    assert made <= MOST_TRIES


@given(unreached, st.integers(1, 3), moments, st.booleans())
def test_the_same_arguments_give_the_same_answer(
    how: Unreached, tries: int, now: datetime, called_in: bool
) -> None:
    one, other = (
        missed(how, tries=tries, now=now, called_in=called_in) for _ in range(2)
    )
    assert one == other
