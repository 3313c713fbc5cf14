"""The judge of drills: four words, each earned, and no wrong thing called ok."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.drill import history
from service.drill.history import Due, Message, Text, judge
from service.usecases import delivery

ONE, TWO = UUID(int=1), UUID(int=2)


def of(due: Due | None = None, *messages: Message, carried: dict[str, int] | None = None,
       texts: tuple[Text, ...] = ()) -> list[tuple[str, str, str]]:  # fmt: skip
    found = judge([due] if due else [], messages, carried or {}, texts)
    return [(one.what, one.word, one.why) for one in found.findings]


def test_a_nudge_with_its_one_message_that_the_carrier_took_once_is_ok() -> None:
    sent = Message(TWO, "sent", "t", ONE, timedelta(seconds=2))
    found = judge([Due(ONE, "sent", True)], [sent], {"t": 1}, [Text("SM1", 1)])
    assert () == found.findings
    assert [1, 1, 1] == [of["ok"] for of in found.counts.values()]
    assert (True, 0, timedelta(seconds=2)) == (found.held, found.stuck, found.longest)


@pytest.mark.parametrize(
    ("due", "messages", "why"),
    [
        (Due(ONE, "sent", True), (), "it says it was sent, and no message was made"),
        (Due(ONE, "planned", False), (), "it was due and is still planned"),
        (Due(ONE, "withheld", False), (), "it is withheld, and nothing says why"),
    ],
)
def test_a_nudge_of_which_nothing_came_is_lost(
    due: Due, messages: tuple[Message, ...], why: str
) -> None:
    assert [("nudge", "lost", why)] == of(due, *messages)


@pytest.mark.parametrize("state", ["withheld", "cancelled", "quarantined"])
def test_a_nudge_that_is_shown_as_withheld_with_its_reason_is_ok(state: str) -> None:
    assert [] == of(Due(ONE, state, True))


def test_two_messages_of_one_nudge_are_double() -> None:
    both = [Message(UUID(int=n), "sent", f"t{n}", ONE) for n in (3, 4)]
    assert [("nudge", "double", "2 messages were made of it")] == of(
        Due(ONE, "sent", True), *both, carried={"t3": 1, "t4": 1}
    )


@pytest.mark.parametrize(
    ("state", "times", "word"),
    [
        ("sent", 0, "lost"),
        ("sent", 2, "double"),
        ("in_doubt", 2, "double"),
        ("in_doubt", 1, "in doubt"),
        ("in_doubt", 0, "in doubt"),
        ("failed", 1, "lost"),
        ("withheld", 1, "lost"),
        ("due", 0, "lost"),
        ("claimed", 0, "lost"),
        ("calling", 1, "lost"),
    ],
)
def test_a_message_must_agree_with_the_ledger(
    state: str, times: int, word: str
) -> None:
    found = of(None, Message(ONE, state, "t"), carried={"t": times} if times else {})
    assert [("message", word)] == [one[:2] for one in found]


@pytest.mark.parametrize("state", ["failed", "withheld"])
def test_what_did_not_go_out_is_lost_where_nothing_says_why(state: str) -> None:
    told = Message(ONE, state, "t", explained=True)
    assert [] == of(None, told)
    [(what, word, why)] = of(None, replace(told, explained=False))
    assert ("message", "lost") == (what, word)
    assert f"it is {state}, and nothing says why" == why


def test_what_the_carrier_took_and_no_row_speaks_of_is_double() -> None:
    ((what, word, why),) = of(carried={"elsewhere": 1})
    assert ("message", "double") == (what, word)
    assert "no row is its" in why


@pytest.mark.parametrize(("kept", "word"), [(0, "lost"), (2, "double")])
def test_a_text_has_one_effect(kept: int, word: str) -> None:
    assert [("text", word)] == [one[:2] for one in of(texts=(Text("SM1", kept),))]


def test_who_waited_longer_than_a_minute_was_stuck() -> None:
    slow = Message(ONE, "sent", "t", None, timedelta(seconds=61))
    found = judge([], [slow], {"t": 1}, [])
    assert (1, False) == (found.stuck, found.held)


def test_every_state_of_a_message_is_judged() -> None:
    at_work = {"due", "claimed", "calling"}
    assert set(delivery.STATES) == at_work | set(history.MAY_HAVE)


@given(
    states=st.lists(st.sampled_from(sorted(delivery.STATES)), max_size=6),
    times=st.lists(st.integers(0, 3), min_size=6, max_size=6),
)
def test_everything_is_counted_once_and_whatever_is_not_ok_is_named(
    states: list[str], times: list[int]
) -> None:
    messages = [
        Message(UUID(int=at + 1), state, f"t{at}") for at, state in enumerate(states)
    ]
    carried = {f"t{at}": n for at, n in enumerate(times[: len(states)]) if n}
    found = judge([], messages, carried, [])
    words = found.counts["message"]
    assert len(states) == sum(words.values())
    assert len(found.findings) == len(states) - words["ok"]
    assert words["double"] == sum(n > 1 for n in carried.values())
    assert found.held is not bool(words["lost"] or words["double"])


def test_what_was_made_and_sent_while_the_rows_were_read_is_no_stray() -> None:
    # After 31 minutes a drill found "double": its ledger was read after its rows were.
    before = {"stray": 1, "known": 1}
    after = {"stray": 1, "known": 2, "late": 1, "new": 1}
    told = history.judgeable(before, after, {"known", "late"})
    assert {"stray": 1, "known": 2, "late": 1} == told
