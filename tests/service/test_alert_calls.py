"""A call to a coach at the edge: whose it is, what is said again, and how it went."""

from __future__ import annotations

import secrets
from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest

from service.carrier.calls_in import CallEvent
from service.carrier.reports_in import CallReport
from service.carrier.wire import Malformed
from service.usecases import alert_calls, alerting, appointing
from tests.journeys.world import ACCOUNT, COACH, SERVICE, World

MILA = "+15550100001"
SID = "CA" + "1" * 32


@pytest.fixture
def rung(world: World) -> World:
    """A world in which Ruth is about to be called of Mila, by nobody yet."""
    world.join(MILA)
    world.bell.broken = True
    world.hears(MILA, "I want to kill myself")
    world.jump(minutes=3)
    (alert,) = world.rows("SELECT id FROM alerts")
    assert 1 == alerting.escalate(world.parts, world.organisation, [alert["id"]])
    return world


def row(world: World) -> dict[str, Any]:
    (found,) = world.rows("SELECT * FROM outbox_messages WHERE channel = 'call'")
    return found


def asks(world: World, turn: int = 0, **more: Any) -> str:
    usual: dict[str, Any] = {
        "sid": SID,
        "account_sid": ACCOUNT,
        "caller": SERVICE,
        "called": COACH,
        "direction": "outbound",
        "status": "in-progress",
        "digits": "",
        "speech": "",
        "changed": False,
        "recording": None,
        "answered_by": "human",
        "error_code": None,
        "token": row(world)["token"],
        "turn": turn,
    }
    return alert_calls.voice_in(world.parts, CallEvent(**{**usual, **more}))


def tells(world: World, status: str, sid: str = SID, token: str = "") -> None:
    report = CallReport(
        sid=sid,
        account_sid=ACCOUNT,
        status=status,
        answered_by=None,
        seconds=None,
        sequence=None,
        token=token or row(world)["token"],
    )
    alert_calls.status_in(world.parts, report)


def heeded(world: World) -> bool:
    (alert,) = world.rows("SELECT heeded_at FROM alerts")
    return alert["heeded_at"] is not None


def test_a_call_that_speaks_was_placed_and_is_answered_alike_each_time(
    rung: World,
) -> None:
    first = asks(rung)
    assert "may not be safe" in first
    assert 'numDigits="1"' in first
    assert first == asks(rung)
    assert ("sent", SID) == (row(rung)["state"], row(rung)["carrier_id"])


def test_the_same_key_asked_about_again_is_thanked_again_and_told_once(
    rung: World,
) -> None:
    ann = appointing.Changes(number="+15550100008")
    appointing.add(rung.parts, rung.organisation, "Ann", ann, "x")
    thanked = asks(rung, 1, digits="1")
    assert "You have it" in thanked
    assert thanked == asks(rung, 1, digits="1")
    assert heeded(rung)
    (act,) = rung.rows("SELECT actor FROM audits WHERE action = 'has it, call'")
    # By her id: names are sealed.
    assert act["actor"].startswith("coach ")
    assert "Ruth" not in act["actor"]


@pytest.mark.parametrize("answered_by", ["machine", "fax"])
def test_a_machine_hears_no_word_and_has_nothing(rung: World, answered_by: str) -> None:
    said = asks(rung, answered_by=answered_by, digits="1")
    assert "<Say" not in said
    assert "<Hangup" in said
    assert not heeded(rung)


def test_a_carrier_that_knows_keys_alone_gets_no_word_of_speech(rung: World) -> None:
    rung.parts = replace(rung.parts, voice="keypad")
    assert "speech" not in asks(rung)


@pytest.mark.parametrize("token", [None, "a-token-that-nobody-ever-made"])
def test_a_call_of_nobody_is_refused(rung: World, token: str | None) -> None:
    with pytest.raises(Malformed, match="no call of ours"):
        asks(rung, token=token)


def test_the_token_of_another_call_is_refused(rung: World) -> None:
    asks(rung)
    with pytest.raises(Malformed, match="another call"):
        asks(rung, sid="CA" + "2" * 32, digits="1")
    assert not heeded(rung)


def test_the_token_of_a_message_to_a_participant_is_refused(rung: World) -> None:
    (hers,) = rung.rows(
        "SELECT token FROM outbox_messages WHERE kind = 'crisis' AND channel = 'text'"
    )
    with pytest.raises(Malformed, match="no call of ours"):
        asks(rung, token=hers["token"], digits="1")


def test_a_call_about_nothing_says_that_somebody_has_it(rung: World) -> None:
    rung.run("DELETE FROM notices WHERE channel = 'call'")
    assert "Somebody has it already" in asks(rung)


TOLD = ("initiated", "ringing", "no-answer")


@pytest.mark.parametrize("order", list(permutations(TOLD)), ids="-".join)
def test_reports_in_any_order_and_twice_end_alike(
    rung: World, order: tuple[str, ...]
) -> None:
    for status in (*order, *order):
        tells(rung, status)
    assert ("sent", "no-answer") == (row(rung)["state"], row(rung)["carrier_status"])
    assert not heeded(rung)


def test_reports_of_no_call_of_ours_change_nothing(rung: World) -> None:
    asks(rung)
    before = row(rung)
    tells(rung, "busy", sid="CA" + secrets.token_hex(16))
    tells(rung, "busy", token="a-token-that-nobody-ever-made")
    assert before == row(rung)
