"""Requests and answers, judged by the carrier's own published OpenAPI file."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response
from twilio.rest import Client

from service.switchboard.network import Network
from service.switchboard.phone import Phone
from service.switchboard.server import Running
from tests.switchboard.conftest import MILA, OURS, sdk
from tests.wire import openapi

pytestmark = pytest.mark.openapi


class Judged(TwilioHttpClient):
    """The SDK's transport; each answer is judged, each well-formed request too."""

    def __init__(self) -> None:
        super().__init__(timeout=5, pool_connections=False)
        self.judged: list[tuple[str, int]] = []

    def request(self, method: str, url: str, *args: Any, **given: Any) -> Response:
        answer = super().request(method, url, *args, **given)
        path, status = urlsplit(url).path, answer.status_code
        document = json.loads(answer.text) if answer.text else None
        assert [] == openapi.response_findings(method, path, status, document)
        self.judged.append((method, status))
        return answer


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
