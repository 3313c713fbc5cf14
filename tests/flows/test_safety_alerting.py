"""The table of alerts: who is told, by what, when; and what says "I have it"."""

from __future__ import annotations

from datetime import timedelta
from itertools import accumulate, count, takewhile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.safety import alerting
from flows.safety.alerting import Step, says_has_it, step, whom

KINDS = sorted(alerting.WAYS)


def minutes(kind: str, most: int = 6) -> list[float]:
    """When each of the first steps comes, in minutes from when it was raised."""
    numbers = takewhile(lambda number: number < most, count())
    steps = (step(kind, number) for number in numbers)
    waits = [one.after for one in steps if one is not None]
    return [at / timedelta(minutes=1) for at in accumulate(waits)]


def test_a_crisis_is_told_at_once_called_soon_and_goes_to_the_next_at_ten() -> None:
    """Section 6, rule 2 of the reliability reference; goal C1."""
    assert [0, 2, 10, 20, 30, 40] == minutes("crisis")
    first, second, third = (step("crisis", number) for number in range(3))
    assert first == Step(timedelta(0), (0, 1), ("text", "email"))
    assert second is not None
    assert ((0,), ("call",)) == (second.who, second.by)
    assert third is not None
    assert ((1,), ("text", "email", "call")) == (third.who, third.by)


def test_a_crisis_goes_round_for_ever() -> None:
    told = [whom(one, 3) for n in range(3, 9) if (one := step("crisis", n))]
    assert [(2,), (0,), (1,), (2,), (0,), (1,)] == told
    assert step("crisis", 10_000) is not None


def test_the_gentle_kinds_end_or_come_once_a_day() -> None:
    assert [60, 1500] == minutes("hand")
    assert [30, 1470] == minutes("quarantine")
    assert step("hand", 2) is None
    assert [0, 120, 1560, 3000] == minutes("unclear_stop", 4)


@pytest.mark.parametrize("kind", KINDS)
def test_no_gentle_kind_ever_calls_anybody(kind: str) -> None:
    by = {channel for n in range(9) if (one := step(kind, n)) for channel in one.by}
    assert ("call" in by) == (kind in ("crisis", "stopped"))


def test_that_nothing_goes_out_is_told_once_and_then_each_day() -> None:
    assert [0, 240, 1680, 3120] == minutes("stopped", 4)
    assert "stopped" == alerting.way(*alerting.STOPPED)
    assert "quarantine" == alerting.way("quarantine", "message")


@given(
    kind=st.sampled_from(KINDS), number=st.integers(0, 500), coaches=st.integers(0, 7)
)
def test_each_of_those_there_are_is_told_once_in_a_step(
    kind: str, number: int, coaches: int
) -> None:
    one = step(kind, number)
    if one is None:
        return
    told = whom(one, coaches)
    assert len(told) == len(set(told))
    assert bool(told) == bool(coaches)
    assert all(0 <= place < coaches for place in told)
    assert one.after >= timedelta(0)


@pytest.mark.parametrize(
    "words",
    [
        *("OK", " ok. ", "Ok!", "1", "Got it", "I've got it", "I have it"),
        *("Sí", "VALE", "Lo tengo", "¡Ya lo tengo!", "Yo me encargo.", "Recibido"),
    ],
)
def test_she_has_it(words: str) -> None:
    assert says_has_it(words)


@pytest.mark.parametrize(
    "words",
    [
        *("", "not ok", "ok?? who is it", "ok but ask Ann", "2", "11", "STOP", "no"),
        *("no lo tengo", "vale, ¿quién es?", "encárgate tú", "ALTO"),
    ],
)
def test_anything_more_is_not_that_she_has_it(words: str) -> None:
    assert not says_has_it(words)


def test_where_nobody_coaches_a_step_tells_nobody() -> None:
    assert () == whom(Step(timedelta(0), (0, 1), ("text",)), 0)
    assert (0,) == whom(Step(timedelta(0), (0, 1), ("text",)), 1)
