"""What the carrier posts about a call: signed, complete, in its order."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from werkzeug.wrappers import Response

from service.switchboard.calls import CallOrder, Document, Tell
from service.switchboard.model import LIFELIKE, Pace
from service.switchboard.network import Network
from service.switchboard.phone import Phone
from tests.switchboard.conftest import MILA, OURS, Clock, places
from tests.switchboard.listener import Listener, genuine

EVERY = frozenset({"initiated", "ringing", "answered", "completed"})
ASK = (
    "<Response><Gather input='dtmf speech' numDigits='1' action='/did?n=J%C3%BCrgen'>"
    "<Say>Did you try it?</Say></Gather></Response>"
)
TAKE = "<Response><Record action='/told' recordingStatusCallback='/take'/></Response>"


def tell(listener: Listener, events: frozenset[str] = EVERY) -> Tell:
    return Tell(listener.url("/status?d=token-1#rc=2&rp=5xx,ct,rt"), "POST", events)


def test_a_voice_request_has_every_parameter_and_is_signed(
    voiced: Network, listener: Listener, mila: Phone
) -> None:
    listener.answers("/voice", ASK)
    call = places(voiced, listener)
    mila.expects_call("did you").presses("1")
    first, second = listener.heard
    places_ = {
        f"{end}{place}": ""
        for end in ("To", "From", "Called", "Caller")
        for place in ("City", "State", "Zip")
    }
    assert {
        "CallSid": call.sid,
        "AccountSid": voiced.account_sid,
        "ApiVersion": "2010-04-01",
        "Direction": "outbound-api",
        "CallStatus": "in-progress",
        "To": MILA,
        "Called": MILA,
        "From": OURS,
        "Caller": OURS,
        "ToCountry": "US",
        "CalledCountry": "US",
        "FromCountry": "US",
        "CallerCountry": "US",
        **places_,
    } == first.form
    assert {"Digits": "1", "FinishedOnKey": ""} == {
        name: value for name, value in second.form.items() if name not in first.form
    }
    assert "n=J%C3%BCrgen" in second.url
    assert all(genuine(voiced, heard) for heard in listener.heard)


def test_an_inbound_call_says_who_called_whom(
    voiced: Network, listener: Listener, mila: Phone
) -> None:
    listener.answers("/voice", ASK)
    mila.calls().says("yes")
    first, second = listener.heard
    assert ("inbound", MILA, OURS, "ringing") == tuple(
        first.form[name] for name in ("Direction", "From", "To", "CallStatus")
    )
    assert ("yes", "0.92", "in-progress") == tuple(
        second.form[name] for name in ("SpeechResult", "Confidence", "CallStatus")
    )
    assert "Digits" not in second.form


def test_every_event_asked_for_is_called_back_in_order_and_signed(
    voiced: Network, listener: Listener, mila: Phone, clock: Clock
) -> None:
    listener.answers("/voice", ASK)
    call = places(voiced, listener, status=tell(listener))
    talk = mila.expects_call("did you")
    clock.move(seconds=4)
    talk.hangs_up()
    heard = listener.at("/status")
    assert ["initiated", "ringing", "in-progress", "completed"] == listener.states()
    assert ["0", "1", "2", "3"] == [one.form["SequenceNumber"] for one in heard]
    assert all(genuine(voiced, one) for one in heard)
    last = heard[-1].form
    assert {
        "CallSid": call.sid,
        "CallDuration": "4",
        "Duration": "1",
        "Timestamp": "Mon, 02 Mar 2026 17:40:04 +0000",
        "CallbackSource": "call-progress-events",
        "SipResponseCode": "200",
        "Direction": "outbound-api",
    }.items() <= last.items()
    assert "CallDuration" not in heard[0].form


@pytest.mark.parametrize(
    ("act", "status", "sip"),
    [("declines_call", "busy", "486"), ("lets_it_ring", "no-answer", "487")],
)
def test_by_default_only_the_end_is_called_back(
    voiced: Network, listener: Listener, mila: Phone, act: str, status: str, sip: str
) -> None:
    places(voiced, listener, status=Tell(listener.url("/status")))
    getattr(mila, act)()
    (heard,) = listener.at("/status")
    assert (status, sip, "0") == tuple(
        heard.form[name] for name in ("CallStatus", "SipResponseCode", "CallDuration")
    )


def test_an_action_that_was_recorded_tells_where_and_how_long(
    voiced: Network, listener: Listener, mila: Phone
) -> None:
    listener.answers("/voice", TAKE)
    call = places(voiced, listener)
    mila.expects_call().records("I opened the meeting", seconds=6.2, ends_with="#")
    (told,) = listener.at("/told")
    (recording,) = voiced.recordings
    assert ("7", "#", recording.sid) == tuple(
        told.form[name] for name in ("RecordingDuration", "Digits", "RecordingSid")
    )
    assert told.form["RecordingUrl"].endswith(f"/Recordings/{recording.sid}")
    (take,) = listener.at("/take")
    assert {
        "AccountSid": voiced.account_sid,
        "CallSid": call.sid,
        "RecordingSid": recording.sid,
        "RecordingUrl": told.form["RecordingUrl"],
        "RecordingStatus": "completed",
        "RecordingDuration": "7",
        "RecordingChannels": "1",
        "RecordingSource": "RecordVerb",
    }.items() <= take.form.items()
    assert genuine(voiced, take)


@pytest.mark.parametrize("transcribe", ["true", "false"])
def test_a_take_is_transcribed_where_that_is_asked_for(
    voiced: Network, listener: Listener, mila: Phone, transcribe: str
) -> None:
    more = f" transcribe='{transcribe}' transcribeCallback='/heard'/>"
    listener.answers("/voice", TAKE.replace("/>", more))
    call = places(voiced, listener)
    mila.expects_call().records("I opened the meeting", seconds=6.2, ends_with="#")
    (recording,) = voiced.recordings
    heard = listener.at("/heard")
    assert (transcribe == "true") == bool(heard)
    for told in heard:
        assert {
            "AccountSid": voiced.account_sid,
            "CallSid": call.sid,
            "RecordingSid": recording.sid,
            "TranscriptionSid": "TR" + recording.sid[2:],
            "TranscriptionStatus": "completed",
            "TranscriptionText": "I opened the meeting",
        }.items() <= told.form.items()
        assert genuine(voiced, told)
        paths = [one.path for one in listener.heard]
        assert paths.index("/take") < paths.index("/heard")


def test_a_take_too_short_to_be_transcribed_is_not(
    voiced: Network, listener: Listener, mila: Phone
) -> None:
    more = " transcribe='true' transcribeCallback='/heard'/>"
    listener.answers("/voice", TAKE.replace("/>", more))
    places(voiced, listener)
    mila.expects_call().records("I did", seconds=1, ends_with="#")
    assert [] == listener.at("/heard")
    assert 1 == len(voiced.recordings)


def test_hanging_up_while_she_is_recorded_still_tells_the_action(
    voiced: Network, listener: Listener, mila: Phone
) -> None:
    listener.answers("/voice", TAKE)
    listener.answers("/told", "<Response><Say>Nobody hears this.</Say></Response>")
    places(voiced, listener)
    call = mila.expects_call().records("I opened", ends_with="hangup")
    (told,) = listener.at("/told")
    assert ("hangup", "completed") == (told.form["Digits"], told.form["CallStatus"])
    assert "" == call.heard
    assert "I opened" == voiced.recordings[0].words


def test_what_is_answered_after_she_hung_up_may_be_anything(
    voiced: Network, listener: Listener, mila: Phone
) -> None:
    listener.answers("/voice", TAKE).answers("/told", status=500)
    mila.calls().records("I opened", ends_with="hangup")
    assert [11200] == [line.code for line in voiced.log]


def test_a_call_that_is_recorded_whole_tells_it_at_the_end(
    voiced: Network, listener: Listener, mila: Phone
) -> None:
    listener.answers("/voice", ASK)
    places(
        voiced,
        listener,
        record=True,
        status=Tell(listener.url("/status")),
        recording=Tell(listener.url("/take")),
    )
    mila.expects_call("did you").says("I did").expects_hang_up()
    (recording,) = voiced.recordings
    assert ("I did", "OutboundAPI") == (recording.words, recording.source)
    assert recording.sid == listener.at("/status")[0].form["RecordingSid"]
    assert recording.sid == listener.at("/take")[0].form["RecordingSid"]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_voice_request_goes_by_the_method_asked_for(
    voiced: Network, listener: Listener, mila: Phone, method: str
) -> None:
    where = Document(listener.url("/voice?d=7"), method)
    voiced.exchange.place(CallOrder(MILA, OURS, where))
    mila.expects_call()
    (heard,) = listener.at("/voice")
    assert method == heard.method
    assert genuine(voiced, heard)


def test_the_fragment_says_how_often_a_voice_request_is_tried(
    voiced: Network, listener: Listener, mila: Phone
) -> None:
    listener.answers("/voice", status=503).answers("/voice", ASK)
    number = voiced.records.numbers[OURS]
    url = listener.url("/voice#rc=2&rp=5xx")
    voiced.records.put_number(replace(number, voice_url=url))
    mila.calls().hears("did you")
    assert 2 == len(listener.at("/voice"))


def test_an_action_that_redirects_loses_what_she_pressed(
    voiced: Network, listener: Listener, mila: Phone
) -> None:
    listener.answers("/voice", ASK)
    listener.answers_with("/did", Response(status=302, headers={"Location": "/new"}))
    mila.calls().presses("1")
    (heard,) = listener.at("/new")
    assert ("GET", {}) == (heard.method, heard.form)


def test_a_document_that_errs_is_followed_by_the_fallback_with_the_reason(
    voiced: Network, listener: Listener, mila: Phone
) -> None:
    listener.answers("/voice", status=500)
    listener.answers("/fallback", "<Response><Say>One moment.</Say></Response>")
    places(voiced, listener, fallback=Document(listener.url("/fallback")))
    mila.expects_call("one moment").expects_hang_up()
    (heard,) = listener.at("/fallback")
    assert ("11200", listener.url("/voice")) == (
        heard.form["ErrorCode"],
        heard.form["ErrorUrl"],
    )


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ({"status": 500}, 11200),
        ({"body": "<Response>"}, 12100),
        ({"body": "{}", "kind": "application/json"}, 12300),
    ],
)
@pytest.mark.parametrize("way", ["in", "out"])
def test_without_a_fallback_the_carrier_apologises_and_hangs_up(
    voiced: Network,
    listener: Listener,
    mila: Phone,
    answer: dict[str, Any],
    code: int,
    way: str,
) -> None:
    listener.answers("/voice", **answer)
    if way == "out":
        places(voiced, listener)
    call = mila.calls() if way == "in" else mila.expects_call()
    call.hears("application error").expects_hang_up()
    assert [code] == [line.code for line in voiced.log]
    assert "completed" == call.status


def test_where_it_is_lifelike_talk_takes_its_time(
    listener: Listener, clock: Clock
) -> None:
    network = Network(now=clock, pace=replace(LIFELIKE, to_ringing=Pace().to_ringing))
    network.add_number(OURS, voice_url=listener.url("/voice"))
    mila = network.add_phone(MILA, "Mila")
    listener.answers(
        "/voice",
        "<Response><Pause length='3'/><Say>Hello.</Say>"
        "<Gather timeout='2'><Say>Did you?</Say></Gather><Say>Goodbye.</Say></Response>",
    )
    call = mila.calls().hears_nothing_of("hello")
    clock.move(seconds=3)
    call.hears("hello").hears_nothing_of("did you")
    clock.move(seconds=1)
    call.hears("did you")
    clock.move(seconds=3)
    network.exchange.keep_busy(call.sid)
    network.settle()
    clock.move(seconds=1)
    call.hears_nothing_of("goodbye")
    clock.move(seconds=1)
    call.hears("goodbye")


def test_a_call_that_lasts_too_long_is_ended_by_the_carrier(
    voiced: Network, listener: Listener, mila: Phone, clock: Clock
) -> None:
    listener.answers("/voice", "<Response><Gather timeout='900'/></Response>")
    places(voiced, listener, limit_s=60)
    call = mila.expects_call()
    clock.move(seconds=61)
    call.expects_hang_up()
    assert "carrier" == call.call.ended_by
