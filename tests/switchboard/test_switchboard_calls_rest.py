"""Calls and recordings over Twilio's REST API, with the unmodified SDK as the client."""

from __future__ import annotations

import io
import wave
from datetime import timedelta
from typing import Any

import pytest
import requests
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from service.switchboard.network import Network
from service.switchboard.phone import Phone
from service.switchboard.server import Running
from tests.switchboard.conftest import MILA, OURS, Clock
from tests.switchboard.listener import Listener

ASK = "<Response><Gather action='/did'><Say>Did you try it?</Say></Gather></Response>"
TAKE = "<Response><Record action='/told'/></Response>"


def order(listener: Listener, **more: Any) -> dict[str, Any]:
    return {"to": MILA, "from_": OURS, "url": listener.url("/voice")} | more


@pytest.fixture
def asked(listener: Listener) -> Listener:
    return listener.answers("/voice", ASK)


def test_a_call_is_created_rings_and_is_fetched(
    client: Client, network: Network, mila: Phone, asked: Listener, clock: Clock
) -> None:
    made = client.calls.create(**order(asked, machine_detection="Enable"))
    assert ("queued", "outbound-api", MILA, OURS) == (
        made.status,
        made.direction,
        made.to,
        made._from,
    )
    assert (None, None, None) == (made.duration, made.start_time, made.answered_by)
    assert "(503) 555-0123" == made.to_formatted
    call = mila.expects_call("did you try it")
    clock.move(seconds=61)
    call.expects_hang_up()
    after = client.calls(made.sid).fetch()
    assert ("completed", "human") == (after.status, after.answered_by)
    assert int(after.duration) >= 61
    assert after.end_time - after.start_time >= timedelta(seconds=61)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"to": ""}, 21201),
        ({"to": "+1"}, 21211),
        ({"from_": ""}, 21213),
        ({"from_": "+15035550177"}, 21210),
        ({"from_": "nobody"}, 21212),
        ({"url": ""}, 21205),
        ({"url": "nowhere"}, 21205),
        ({"fallback_url": "nowhere"}, 21205),
        ({"method": "PUT"}, 21209),
        ({"timeout": 0}, 21208),
        ({"status_callback": "nowhere"}, 21609),
        ({"status_callback_event": ["picked-up"]}, 21626),
        ({"machine_detection": "Perhaps"}, 20001),
        ({"machine_detection_timeout": 2}, 20001),
        ({"async_amd": "true"}, 20001),
        ({"send_digits": "1"}, 20001),
        ({"application_sid": "AP" + "0" * 32}, 21218),
        ({"url": "", "twiml": "<Response>" + " " * 4000}, 32018),
    ],
)
def test_a_call_that_cannot_be_is_refused_with_the_carriers_code(
    client: Client,
    network: Network,
    asked: Listener,
    wrong: dict[str, Any],
    code: int,
) -> None:
    with pytest.raises(TwilioRestException) as caught:
        client.calls.create(**(order(asked) | wrong))
    assert (400, code) == (caught.value.status, caught.value.code)
    assert () == network.calls


def test_a_call_may_bring_its_own_twiml(
    client: Client, mila: Phone, listener: Listener
) -> None:
    action = listener.url("/did")
    twiml = f"<Response><Gather action='{action}'><Say>Hi.</Say></Gather></Response>"
    client.calls.create(to=MILA, from_=OURS, twiml=twiml)
    mila.expects_call("hi").presses("1#").expects_hang_up()
    assert "1" == listener.at("/did")[0].form["Digits"]


def test_calls_are_listed_newest_first_by_every_filter(
    client: Client, network: Network, mila: Phone, asked: Listener, clock: Clock
) -> None:
    first = client.calls.create(**order(asked))
    mila.declines_call()
    clock.move(days=1)
    second = client.calls.create(**order(asked))
    mila.expects_call("did you")
    assert [second.sid, first.sid] == [c.sid for c in client.calls.list()]
    assert [second.sid] == [c.sid for c in client.calls.list(status="in-progress")]
    assert [first.sid] == [c.sid for c in client.calls.list(to=MILA, status="busy")]
    assert [] == client.calls.list(from_=MILA)
    assert [second.sid] == [c.sid for c in client.calls.list(start_time=clock.at)]
    later = clock.at - timedelta(hours=1)
    assert [second.sid] == [c.sid for c in client.calls.list(start_time_after=later)]
    assert [first.sid] == [c.sid for c in client.calls.list(end_time_before=later)]
    assert 2 == len(list(client.calls.stream(page_size=1)))
    assert [] == client.calls.list(parent_call_sid=first.sid)


def test_a_call_not_answered_can_be_canceled_and_one_in_progress_cannot(
    client: Client, network: Network, mila: Phone, asked: Listener
) -> None:
    first = client.calls.create(**order(asked))
    assert "canceled" == client.calls(first.sid).update(status="canceled").status
    mila.expects_nothing()
    second = client.calls.create(**order(asked))
    call = mila.expects_call("did you")
    assert "in-progress" == client.calls(second.sid).update(status="canceled").status
    assert "completed" == client.calls(second.sid).update(status="completed").status
    call.expects_hang_up()
    with pytest.raises(TwilioRestException) as caught:
        client.calls(second.sid).update(status="completed")
    assert 21220 == caught.value.code


def test_a_live_call_is_led_elsewhere_and_what_it_waited_for_is_forgotten(
    client: Client, mila: Phone, asked: Listener, clock: Clock
) -> None:
    made = client.calls.create(**order(asked))
    with pytest.raises(TwilioRestException) as caught:
        client.calls(made.sid).update(url=asked.url("/other"))
    assert 21220 == caught.value.code
    call = mila.expects_call("did you")
    asked.answers("/other", "<Response><Say>Something else.</Say><Gather/></Response>")
    client.calls(made.sid).update(url=asked.url("/other"), method="GET")
    call.hears("something else")
    client.calls(made.sid).update(twiml="<Response><Say>And now.</Say></Response>")
    call.hears("and now").expects_hang_up()
    for wrong in ({"url": "nowhere"}, {}, {"status": "ringing"}):
        second = client.calls.create(**order(asked))
        other = mila.expects_call("did you")
        with pytest.raises(TwilioRestException):
            client.calls(second.sid).update(**wrong)
        other.hangs_up()


def test_a_finished_call_is_deleted_and_gone(
    client: Client, mila: Phone, asked: Listener, network: Network
) -> None:
    made = client.calls.create(**order(asked))
    with pytest.raises(TwilioRestException) as caught:
        client.calls(made.sid).delete()
    assert 20009 == caught.value.code
    mila.declines_call()
    assert client.calls(made.sid).delete()
    with pytest.raises(TwilioRestException) as caught:
        client.calls(made.sid).fetch()
    assert 404 == caught.value.status
    network.settle(everything=True)


def test_a_recording_is_listed_fetched_heard_and_deleted(
    client: Client, running: Running, network: Network, mila: Phone, listener: Listener
) -> None:
    listener.answers("/voice", TAKE)
    made = client.calls.create(**order(listener))
    mila.expects_call().records("I opened the meeting", seconds=7)
    (heard,) = listener.at("/told")
    (listed,) = client.recordings.list(call_sid=made.sid)
    assert [listed.sid] == [r.sid for r in client.calls(made.sid).recordings.list()]
    assert [] == client.recordings.list(call_sid="CA" + "0" * 32)
    fetched = client.recordings(listed.sid).fetch()
    assert (heard.form["RecordingSid"], "7", "completed", "RecordVerb", 1) == (
        fetched.sid,
        fetched.duration,
        fetched.status,
        fetched.source,
        fetched.channels,
    )
    auth = (network.account_sid, network.auth_token)
    url = heard.form["RecordingUrl"]
    for ending, kind in (("", "audio/x-wav"), (".wav", "audio/x-wav")):
        got = requests.get(url + ending, auth=auth, timeout=5)
        assert (200, kind) == (got.status_code, got.headers["Content-Type"])
        with wave.open(io.BytesIO(got.content)) as file:
            assert (7 * 8000, 8000) == (file.getnframes(), file.getframerate())
    got = requests.get(url + ".mp3", auth=auth, timeout=5)
    assert (b"\xff\xf3", "audio/mpeg") == (got.content[:2], got.headers["Content-Type"])
    assert 404 == requests.get(url + ".ogg", auth=auth, timeout=5).status_code
    assert 401 == requests.get(url, timeout=5).status_code
    assert client.recordings(listed.sid).delete()
    assert 404 == requests.get(url, auth=auth, timeout=5).status_code
    with pytest.raises(TwilioRestException):
        client.recordings(listed.sid).delete()


def test_a_recording_below_its_call_is_fetched_and_deleted_there(
    client: Client, network: Network, mila: Phone, listener: Listener
) -> None:
    listener.answers("/voice", TAKE)
    made = client.calls.create(**order(listener))
    mila.expects_call().records("words")
    (recording,) = network.recordings
    below = client.calls(made.sid).recordings(recording.sid)
    assert recording.sid == below.fetch().sid
    with pytest.raises(TwilioRestException):
        client.calls("CA" + "0" * 32).recordings(recording.sid).fetch()
    assert below.delete()
    assert () == network.recordings


def test_a_number_is_pointed_at_a_voice_address(
    client: Client, network: Network, mila: Phone, asked: Listener
) -> None:
    (number,) = client.incoming_phone_numbers.list(phone_number=OURS)
    changed = client.incoming_phone_numbers(number.sid).update(
        voice_url=asked.url("/voice"),
        voice_method="GET",
        voice_fallback_url=asked.url("/fallback"),
        status_callback=asked.url("/status"),
    )
    assert ("GET", asked.url("/fallback")) == (
        changed.voice_method,
        changed.voice_fallback_url,
    )
    mila.calls().hears("did you").hangs_up()
    assert "GET" == asked.at("/voice")[0].method
    assert ["completed"] == [one.form["CallStatus"] for one in asked.at("/status")]
