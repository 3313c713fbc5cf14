"""Faults of calls: callbacks spoilt, requests repeated, recordings late or lost."""

from __future__ import annotations

import pytest

from service.switchboard.calls import Tell
from service.switchboard.faults import Fault
from service.switchboard.network import Network
from service.switchboard.phone import Phone
from tests.switchboard.conftest import Clock, places
from tests.switchboard.listener import Listener

ASK = (
    "<Response><Gather input='dtmf speech' numDigits='1' action='/did'>"
    "<Say>Did you try it?</Say></Gather></Response>"
)
TAKE = "<Response><Record action='/told' recordingStatusCallback='/take'/></Response>"


def tell(listener: Listener) -> Tell:
    events = frozenset({"initiated", "ringing", "answered", "completed"})
    return Tell(listener.url("/status"), "POST", events)


def test_how_sure_the_carrier_is_may_be_missing(
    voiced: Network, listener: Listener, mila: Phone
) -> None:
    listener.answers("/voice", ASK)
    voiced.faults.add(Fault("no_confidence"))
    mila.calls().says("yes")
    mila.calls().says("yes", confidence=0.25)
    without, with_it = listener.at("/did")
    assert "Confidence" not in without.form
    assert "0.25" == with_it.form["Confidence"]


def test_a_call_the_network_loses_fails(
    voiced: Network, listener: Listener, mila: Phone
) -> None:
    voiced.faults.add(Fault("13224_async", on="call"))
    places(voiced, listener, status=tell(listener))
    mila.expects_nothing()
    assert ["initiated", "failed"] == listener.states()


def test_a_backlog_keeps_a_call_from_ringing(
    voiced: Network, listener: Listener, mila: Phone, clock: Clock
) -> None:
    voiced.faults.add(Fault("backlog", seconds=600, on="call"))
    places(voiced, listener)
    mila.expects_nothing()
    clock.move(minutes=10)
    mila.expects_call()


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("lost_callback", ["initiated", "in-progress", "completed"]),
        (
            "duplicate_callback",
            ["initiated", "ringing", "ringing", "in-progress", "completed"],
        ),
        (
            "reordered_callbacks",
            ["initiated", "in-progress", "ringing", "completed"],
        ),
        ("late_callback", ["initiated", "in-progress", "completed"]),
    ],
)
def test_callbacks_of_calls_are_spoilt_as_those_of_texts(
    voiced: Network, listener: Listener, mila: Phone, kind: str, expected: list[str]
) -> None:
    voiced.faults.add(Fault(kind, status="ringing"))
    places(voiced, listener, status=tell(listener))
    mila.expects_call()
    assert expected == listener.states()


def test_a_fault_made_for_texts_leaves_calls_alone(
    voiced: Network, listener: Listener, mila: Phone
) -> None:
    voiced.faults.add(Fault("lost_callback", times=None, on="text"))
    places(voiced, listener, status=tell(listener))
    mila.declines_call()
    assert ["initiated", "ringing", "busy"] == listener.states()


@pytest.mark.parametrize(
    ("kind", "times"), [("duplicate_call_webhook", 2), ("triple_call_webhook", 3)]
)
def test_a_voice_request_posted_again_is_to_be_answered_alike(
    voiced: Network, listener: Listener, mila: Phone, kind: str, times: int
) -> None:
    listener.answers("/voice", ASK)
    voiced.faults.add(Fault(kind))
    mila.calls().hears("did you").hangs_up()
    posted = listener.at("/voice")
    assert times == len(posted)
    assert 1 == len({tuple(one.form.items()) for one in posted})
    assert () == voiced.log


def test_a_voice_request_answered_in_two_ways_is_logged_and_the_last_one_counts(
    voiced: Network, listener: Listener, mila: Phone
) -> None:
    listener.answers("/voice", ASK)
    listener.answers("/voice", "<Response><Say>Another.</Say><Gather/></Response>")
    voiced.faults.add(Fault("duplicate_call_webhook"))
    mila.calls().hears("another")
    assert [(0, "The same voice request was answered in two ways")] == [
        (line.code, line.text) for line in voiced.log
    ]


def test_a_recordings_callback_can_be_lost_or_late(
    voiced: Network, listener: Listener, mila: Phone, clock: Clock
) -> None:
    listener.answers("/voice", TAKE)
    voiced.faults.add(Fault("lost_recording_callback"))
    voiced.faults.add(Fault("late_recording_callback", seconds=60))
    for _ in range(2):
        mila.calls().records("words")
    assert [] == listener.at("/take")
    clock.move(minutes=1)
    voiced.settle()
    assert 1 == len(listener.at("/take"))


def test_a_recording_can_be_late(
    voiced: Network, listener: Listener, mila: Phone, clock: Clock
) -> None:
    listener.answers("/voice", TAKE)
    voiced.faults.add(Fault("recording_not_ready", seconds=30))
    mila.calls().records("words")
    (recording,) = voiced.recordings
    assert "processing" == recording.status(clock.at)
    assert [] == listener.at("/take")
    clock.move(seconds=30)
    voiced.settle()
    assert "completed" == listener.at("/take")[0].form["RecordingStatus"]


def test_a_recording_can_be_missing_for_good(
    voiced: Network, listener: Listener, mila: Phone, clock: Clock
) -> None:
    events = "in-progress completed absent"
    document = TAKE.replace("/>", f" recordingStatusCallbackEvent='{events}'/>")
    listener.answers("/voice", document)
    voiced.faults.add(Fault("recording_missing"))
    mila.calls().records("words")
    assert "absent" == voiced.recordings[0].status(clock.at)
    assert ["in-progress", "absent"] == [
        one.form["RecordingStatus"] for one in listener.at("/take")
    ]


def test_who_answered_may_stay_unknown(
    voiced: Network, listener: Listener, mila: Phone
) -> None:
    voiced.faults.add(Fault("unknown_answerer"))
    places(voiced, listener, detection="Enable")
    mila.expects_call()
    assert "unknown" == listener.at("/voice")[0].form["AnsweredBy"]
