"""Requests and answers, judged by the carrier's own published OpenAPI file."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response
from twilio.rest import Client

from service.switchboard.faults import Fault
from service.switchboard.network import Network
from service.switchboard.phone import Phone
from service.switchboard.server import Running
from tests.switchboard.conftest import MILA, OURS, sdk
from tests.switchboard.listener import Listener
from tests.wire import openapi

pytestmark = pytest.mark.openapi


class Judged(TwilioHttpClient):
    """The SDK's transport; each answer is judged, each well-formed request too."""

    def __init__(self) -> None:
        super().__init__(timeout=5, pool_connections=False)
        self.judged: list[tuple[str, int]] = []

    def request(
        self,
        method: str,
        url: str,
        params: dict[str, object] | None = None,
        data: dict[str, object] | None = None,
        *args: Any,
        **given: Any,
    ) -> Response:
        answer = super().request(method, url, params, data, *args, **given)
        path, status = urlsplit(url).path, answer.status_code
        if status < 400:
            assert [] == openapi.findings(method, path, asked(url, params, data))
        document = json.loads(answer.text) if answer.text else None
        assert [] == openapi.response_findings(method, path, status, document)
        self.judged.append((method, status))
        return answer


def asked(
    url: str, params: dict[str, object] | None, data: dict[str, object] | None
) -> list[tuple[str, str]]:
    """The pairs of a request, from its address and as the SDK gave them."""
    given = [*(params or {}).items(), *(data or {}).items()]
    pairs = [
        (name, str(value))
        for name, values in given
        for value in (values if isinstance(values, list) else [values])
        if value is not None
    ]
    return [*parse_qsl(urlsplit(url).query, keep_blank_values=True), *pairs]


@pytest.fixture
def judged() -> Judged:
    assert openapi.present(), openapi.WHY_ABSENT
    return Judged()


@pytest.fixture
def judged_client(running: Running, judged: Judged) -> Client:
    return sdk(running, judged)


def test_every_answer_about_texts_has_the_published_form(
    judged_client: Client, judged: Judged, network: Network, mila: Phone
) -> None:
    messages = judged_client.messages
    sids = [
        messages.create(to=to, from_=OURS, body="hi 🎉", validity_period=60).sid
        for to in (MILA, "+15035550199", MILA)
    ]
    mila.texts("hello", media=2)
    for sid in sids:
        messages(sid).fetch()
    assert 4 == len(list(messages.stream(page_size=1)))
    messages.list(to=MILA, from_=OURS, page_size=5)
    messages(sids[0]).update(body="")
    messages(sids[0]).delete()
    assert {("POST", 201), ("GET", 200), ("POST", 200), ("DELETE", 204)} == set(
        judged.judged
    )


def test_every_answer_about_numbers_has_the_published_form(
    judged_client: Client, judged: Judged, network: Network
) -> None:
    numbers = judged_client.incoming_phone_numbers
    (number,) = numbers.list(phone_number=OURS)
    numbers(number.sid).fetch()
    numbers(number.sid).update(sms_url="https://coach.example.com/twilio/sms")
    judged_client.api.v2010.accounts(network.account_sid).fetch()
    assert [200] * 4 == [status for _, status in judged.judged]


@pytest.mark.parametrize("asked", [{"to": "+1"}, {"to": MILA}, {"body": "x" * 1601}])
def test_every_refusal_has_the_carriers_error_form(
    judged_client: Client, judged: Judged, asked: dict[str, str]
) -> None:
    with pytest.raises(TwilioRestException):
        judged_client.messages.create(**({"to": MILA, "from_": OURS} | asked))
    assert [("POST", 400)] == judged.judged


def test_a_list_by_date_has_the_published_form(
    judged_client: Client, judged: Judged, network: Network
) -> None:
    judged_client.messages.list(date_sent_after=network.records.now(), limit=5)
    assert [("GET", 200)] == judged.judged


def test_every_answer_about_calls_has_the_published_form(
    judged_client: Client,
    judged: Judged,
    network: Network,
    mila: Phone,
    listener: Listener,
) -> None:
    listener.answers("/voice", "<Response><Gather numDigits='1'/></Response>")
    network.add_number(OURS, voice_url=listener.url("/voice"))
    calls = judged_client.calls
    order: dict[str, Any] = {
        "to": MILA,
        "from_": OURS,
        "url": listener.url("/voice"),
        "method": "POST",
        "fallback_url": listener.url("/fallback"),
        "status_callback": listener.url("/status#rc=2&rp=ct"),
        "status_callback_event": ["initiated", "ringing", "answered", "completed"],
        "timeout": 20,
        "time_limit": 600,
        "machine_detection": "DetectMessageEnd",
        "machine_detection_timeout": 10,
        "record": True,
    }
    made = calls.create(**order)
    calls(made.sid).fetch()
    call = mila.expects_call()
    calls(made.sid).update(twiml="<Response><Pause/><Gather/></Response>")
    calls(made.sid).fetch()
    calls(made.sid).update(status="completed")
    call.expects_hang_up()
    calls.create(**order)
    mila.declines_call().calls().hangs_up()
    assert 3 == len(list(calls.stream(page_size=1)))
    calls.list(
        to=MILA, from_=OURS, status="completed", start_time_after=call.call.created
    )
    calls(made.sid).delete()
    assert {("POST", 201), ("GET", 200), ("POST", 200), ("DELETE", 204)} == set(
        judged.judged
    )


def test_every_answer_about_recordings_has_the_published_form(
    judged_client: Client,
    judged: Judged,
    network: Network,
    mila: Phone,
    listener: Listener,
) -> None:
    listener.answers("/voice", "<Response><Record action='/told'/></Response>")
    network.add_number(OURS, voice_url=listener.url("/voice"))
    kinds = ("recording_not_ready", "recording_missing")
    for kind in kinds:
        network.faults.add(Fault(kind))
    sids = [mila.calls().records("words").sid for _ in range(3)]
    recordings = judged_client.recordings
    for recording in network.recordings:
        recordings(recording.sid).fetch()
    assert 3 == len(list(recordings.stream(page_size=1)))
    recordings.list(date_created_after=network.records.now(), call_sid=sids[2])
    below = judged_client.calls(sids[2]).recordings
    (listed,) = below.list()
    below(listed.sid).fetch()
    recordings(listed.sid).delete()
    assert {("GET", 200), ("DELETE", 204)} == set(judged.judged)


@pytest.mark.parametrize(
    "wrong",
    [{"to": "+1"}, {"url": "nowhere"}, {"timeout": 0}, {"from_": "+15035550199"}],
)
def test_every_refusal_of_a_call_has_the_carriers_error_form(
    judged_client: Client, judged: Judged, mila: Phone, wrong: dict[str, Any]
) -> None:
    order: dict[str, Any] = {"to": MILA, "from_": OURS, "url": "http://x/voice"}
    with pytest.raises(TwilioRestException):
        judged_client.calls.create(**(order | wrong))
    assert [("POST", 400)] == judged.judged
