"""The control routes of calls: dial, act, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from service.switchboard.app import create_app
from service.switchboard.network import Network
from service.switchboard.phone import Phone
from tests.switchboard.conftest import MILA, OURS, places
from tests.switchboard.listener import Listener

ASK = "<Response><Gather input='dtmf speech' action='/did'/></Response>"


@pytest.fixture
def page(voiced: Network, listener: Listener, mila: Phone) -> FlaskClient:
    listener.answers("/voice", ASK)
    client = create_app(voiced).test_client()
    client.environ_base["HTTP_HOST"] = "127.0.0.1:8011"
    return client


def act(page: FlaskClient, sid: str, what: str, **asked: Any) -> int:
    answer = page.post(f"/_switchboard/calls/{sid}/{what}", json=asked)
    return answer.status_code


def test_a_phone_dials_presses_speaks_and_hangs_up(
    page: FlaskClient, voiced: Network, listener: Listener
) -> None:
    dialled = page.post(f"/_switchboard/phones/{MILA}/dial", json={})
    assert (201, OURS) == (dialled.status_code, dialled.json["to"])
    sid = dialled.json["sid"]
    voiced.settle()
    again = page.post(f"/_switchboard/phones/{MILA}/dial", json={})
    assert (409, "This phone is in a call already.") == (
        again.status_code,
        again.json["error"],
    )
    assert 202 == act(page, sid, "press", keys="1#")
    voiced.settle()
    assert "1" == listener.at("/did")[0].form["Digits"]
    assert 409 == act(page, sid, "say", words="hello")


def test_a_phone_that_rings_answers_or_not(
    page: FlaskClient, voiced: Network, listener: Listener
) -> None:
    for what, status in (
        ("answer", "in-progress"),
        ("decline", "busy"),
        ("voicemail", "completed"),
    ):
        sid = places(voiced, listener).sid
        voiced.settle()
        assert 202 == act(page, sid, what)
        voiced.settle()
        assert status == voiced.records.calls[sid].status
        if what == "answer":
            assert 202 == act(page, sid, "busy")
            assert 202 == act(page, sid, "say", words=" I did ")
            voiced.settle()
            assert "I did" == listener.at("/did")[0].form["SpeechResult"]


def test_a_call_that_is_hung_up_is_shown_on_the_phone_and_in_the_ledger(
    page: FlaskClient, voiced: Network, listener: Listener
) -> None:
    sid = places(voiced, listener).sid
    voiced.settle()
    act(page, sid, "answer")
    voiced.settle()
    (shown,) = page.get(f"/_switchboard/phones/{MILA}").json["calls"]
    assert {
        "how": "gather",
        "dtmf": True,
        "speech": True,
        "keys": 0,
        "finish": "#",
    } == (shown["awaits"])
    act(page, sid, "hang_up")
    voiced.settle()
    (phone,) = page.get("/_switchboard/phones").json["phones"]
    (shown,) = phone["calls"]
    assert (sid, False, OURS, "completed", "person", None) == tuple(
        shown[name] for name in ("sid", "mine", "other", "status", "ended_by", "awaits")
    )
    ledger = page.get("/_switchboard/ledger").json
    assert [sid] == [entry["sid"] for entry in ledger["calls"]["entries"]]
    assert 0 == ledger["accepted"]


@pytest.mark.parametrize(
    ("what", "asked", "status"),
    [
        ("dance", {}, 404),
        ("press", {"keys": "a"}, 400),
        ("press", {"keys": ""}, 400),
        ("press", {}, 400),
        ("say", {"words": " "}, 400),
        ("say", {"words": "x" * 1001}, 400),
    ],
)
def test_what_cannot_be_done_to_a_call_is_refused_with_a_reason(
    page: FlaskClient,
    voiced: Network,
    listener: Listener,
    what: str,
    asked: dict[str, Any],
    status: int,
) -> None:
    sid = places(voiced, listener).sid
    answer = page.post(f"/_switchboard/calls/{sid}/{what}", json=asked)
    assert (status, True) == (answer.status_code, bool(answer.json["error"]))
    assert 404 == act(page, "CA" + "0" * 32, "answer")
    dialled = page.post("/_switchboard/phones/+15035550177/dial", json={})
    assert 404 == dialled.status_code


def test_a_fault_may_be_made_for_calls_alone(page: FlaskClient) -> None:
    asked = {"kind": "429", "on": "call"}
    (made,) = page.post("/_switchboard/faults", json=asked).json["faults"]
    assert "call" == made["on"]
    assert 400 == page.post("/_switchboard/faults", json=asked | {"on": 1}).status_code
