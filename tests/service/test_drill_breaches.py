"""Promises beside loss and doubling: what the drill saw decides, to the microsecond."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.drill import breaches, doubts, history, outages
from service.drill.breaches import Begun, Handed, InDanger
from service.drill.history import Breach, Message, judge

NOON = datetime(2026, 11, 26, 17, 0, tzinfo=UTC)
TICK = timedelta(microseconds=1)
OPENS, CLOSES = time(8, 30), time(20, 30)


@pytest.mark.parametrize(
    ("kind", "after", "broken"),
    [
        ("follow_up", -TICK, False),
        ("follow_up", TICK, True),
        ("prompt", timedelta(seconds=3), True),
        ("reply", timedelta(seconds=3), True),
        ("confirmation", timedelta(seconds=3), False),
        ("crisis", timedelta(seconds=3), False),
    ],
)
def test_a_call_that_began_after_the_stop_was_committed_is_a_breach(
    kind: str, after: timedelta, broken: bool
) -> None:
    begun = [Begun("m", "mila", kind, NOON + after), Begun("n", "tomas", kind, NOON)]
    found = breaches.after_stop(begun, {"mila": NOON})
    assert broken is bool(found)
    assert all(one.promise == breaches.AFTER_STOP for one in found)


@pytest.mark.parametrize(
    ("at", "kind", "broken"),
    [
        ("13:29", "prompt", True),  # 08:29 in New York
        ("13:30", "prompt", False),
        ("01:29", "prompt", False),  # 20:29
        ("01:30:05", "prompt", False),  # it may have been begun before half past
        ("01:31", "prompt", True),
        ("06:00", "reply", False),  # she asked
        ("06:00", "follow_up", True),
    ],
)
def test_what_goes_out_unasked_in_her_quiet_hours_is_a_breach(
    at: str, kind: str, broken: bool
) -> None:
    moment = datetime.combine(NOON.date(), time.fromisoformat(at), UTC)
    handed = [Handed("m", kind, moment, "America/New_York")]
    assert broken is bool(list(breaches.in_quiet_hours(handed, OPENS, CLOSES)))


def test_a_stop_is_owed_one_confirmation_of_ours_or_of_the_carriers() -> None:
    wanted = {"ours": 1, "carriers": 0, "none": 1, "both": 0, "twice": 1}
    wanted["withheld"] = 1
    ends = {
        "ours": ["sent"], "both": ["in_doubt"], "twice": ["sent", "sent"],
        "withheld": ["withheld"],
    }  # fmt: skip
    found = {one.id: one.why for one in breaches.confirmations(wanted, ends)}
    assert ["none", "both", "twice", "withheld"] == list(found)
    assert "confirmed 0 times, not 1: none was written" == found["none"]
    assert "confirmed 0 times, not 1: withheld" == found["withheld"]


def test_a_stop_that_was_never_committed_is_a_breach() -> None:
    assert ["b"] == [one.id for one in breaches.stopped(["a", "b"], {"a": NOON})]


def test_a_text_with_two_turns_or_none_is_a_breach() -> None:
    rows = [("a", 2, 2), ("b", 1, 2), ("c", 1, 0)]
    assert ["b", "c"] == [one.id for one in breaches.turns(rows)]


def test_a_message_ends_as_the_carrier_told() -> None:
    told = {"a": "delivered", "b": "delivered", "c": "delivered"}
    says = {"a": "delivered", "b": "sent", "c": None, "d": "sent"}
    assert ["b", "c"] == [one.id for one in breaches.end_states(told, says)]


def danger(**of: Any) -> InDanger:
    told = {"turns": 1, "alerts": 1, "replies": ["sent"], "told": ["sent"]}
    return InDanger("mila", **{**told, **of})


@pytest.mark.parametrize(
    ("came", "broken"),
    [
        (danger(), False),
        (danger(replies=["in_doubt"], told=["in_doubt"]), False),
        (danger(replies=["failed", "sent"]), False),  # its second try
        (danger(told=["sent", "sent"]), False),  # nobody had it for ten minutes
        (danger(turns=0, alerts=0, replies=[], told=[]), True),
        (danger(turns=2), True),
        (danger(alerts=2), True),
        (danger(alerts=0), True),
        (danger(replies=[]), True),
        (danger(replies=["sent", "in_doubt"]), True),
        (danger(replies=["withheld"]), True),
        (danger(told=[]), True),
        (danger(told=["failed"]), True),
    ],
)
def test_danger_has_one_alert_one_reply_and_a_coach_who_was_told(
    came: InDanger, *, broken: bool
) -> None:
    found = list(breaches.unanswered([came]))
    assert broken is bool(found)
    assert all((breaches.DANGER, "mila") == (one.promise, one.id) for one in found)


def doubt(token: str, minutes: float) -> dict[str, Any]:
    since = NOON - timedelta(minutes=minutes)
    return {"id": UUID(int=1), "token": token, "since": since}


@pytest.mark.parametrize(
    ("shown", "known", "broken"),
    [
        ({"a": "SM1"}, (), True),
        ({}, (), False),  # the carrier never took it
        ({"b": "SM1"}, (), False),
        ({"a": "SM1"}, ("SM1",), False),  # its like was settled by it
        ({"a": "SM1"}, ("SM2",), True),
    ],
)
def test_a_doubt_that_the_list_could_end_is_a_breach(
    shown: dict[str, str], known: tuple[str, ...], *, broken: bool
) -> None:
    left = tuple(doubts.free([doubt("a", 15)], shown, known))
    found = list(doubts.overdue(left, NOON))
    assert broken is bool(found)
    assert all(breaches.LISTED == one.promise for one in found)
    assert all("in doubt for 15 minutes" in one.why for one in found)


def test_the_list_has_its_time() -> None:
    assert [] == list(doubts.overdue([doubt("a", 14.9)], NOON))


def test_a_breach_means_that_the_promise_did_not_hold() -> None:
    assert judge([], [], {}, []).held
    assert not judge([], [], {}, [], [Breach(breaches.QUIET, "m", "at 3")]).held


def test_what_waits_for_a_later_moment_is_not_lost() -> None:
    waits = Message(UUID(int=1), "due", "t", later=True)
    assert judge([], [waits], {}, []).held
    assert not judge([], [waits], {"t": 1}, []).held


@given(
    since=st.integers(0, 100),
    lasts=st.integers(0, 100),
    away=st.lists(st.tuples(st.integers(0, 200), st.integers(0, 60)), max_size=1),
)
def test_nobody_is_blamed_for_the_time_that_all_was_away(
    since: int, lasts: int, away: list[tuple[int, int]]
) -> None:
    def at(second: int) -> datetime:
        return NOON + timedelta(seconds=second)

    spans = [(at(begin), at(begin + so_long)) for begin, so_long in away]
    gone = [
        sum(b <= second < b + n for second in range(since, since + lasts))
        for b, n in away
    ]
    found = history.waited(at(since), at(since + lasts), spans)
    assert timedelta(seconds=lasts - sum(gone)) == found


def test_nobody_is_blamed_in_the_middle_of_it_either() -> None:
    spans: list[history.Span] = []
    moments = iter((NOON, NOON + timedelta(minutes=30)))
    with outages.away(spans, lambda: next(moments)):
        later = NOON + timedelta(minutes=29)
        assert timedelta(seconds=4) == history.waited(
            NOON - timedelta(seconds=4), later, spans
        )
    assert [(NOON, NOON + timedelta(minutes=30))] == spans
