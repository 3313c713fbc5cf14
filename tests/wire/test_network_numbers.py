"""Pointing a number at our webhooks: what goes out, and what each refusal becomes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from service.carrier.network import connect
from service.carrier.port import CannotAsk, CannotConnect, Connected, Webhook
from service.switchboard.network import Network as Switchboard
from service.switchboard.server import Running, serve
from tests.wire import openapi
from tests.wire.line import DROP, HANG, line, reply
from tests.wire.signing import ACCOUNT

OURS, OTHER = "+15035550100", "+15035550199"
TEXTS = "https://coach.example.com/twilio/sms"
URL = TEXTS + "#rc=3&rp=ct,rt,5xx"
POINTED = Webhook(URL, "POST", URL, "POST")
SID = "PN" + "0123456789abcdef" * 2


@pytest.fixture
def switchboard() -> Iterator[Running]:
    network = Switchboard()
    network.add_number(OTHER, sms_url="https://other.example.com/")
    network.add_number(OURS, sms_url="https://old.example.com/sms")
    running = serve(network)
    yield running
    running.stop()


def point(
    url: str, number: str = OURS, *, token: str = "token", account: str = ACCOUNT,
    dry_run: bool = False,
) -> Connected:  # fmt: skip
    network = connect(account, token, url, timeout_s=0.5)
    try:
        return network.connect_number(number=number, sms_url=TEXTS, dry_run=dry_run)
    finally:
        network.close()


def at(running: Running, number: str = OURS, *, dry_run: bool = False) -> Connected:
    told = running.network
    return point(
        running.url,
        number,
        token=told.auth_token,
        account=told.account_sid,
        dry_run=dry_run,
    )


def where(running: Running, number: str) -> str:
    return running.network.records.numbers[number].sms_url


def test_the_number_and_no_other_is_pointed_at_us(switchboard: Running) -> None:
    told = at(switchboard)
    assert "https://old.example.com/sms" == told.before.url
    assert POINTED == told.after
    number = switchboard.network.records.numbers[OURS]
    assert (URL, "POST", URL, "POST") == (
        number.sms_url,
        number.sms_method,
        number.sms_fallback_url,
        number.sms_fallback_method,
    )
    assert "https://other.example.com/" == where(switchboard, OTHER)
    assert Connected(POINTED, POINTED) == at(switchboard)


def test_a_dry_run_changes_nothing(switchboard: Running) -> None:
    told = at(switchboard, dry_run=True)
    assert ("https://old.example.com/sms", POINTED) == (told.before.url, told.after)
    assert "https://old.example.com/sms" == where(switchboard, OURS)


@pytest.mark.parametrize("number", ["+15035550111", "+1503555010"])
def test_a_number_the_account_has_not_is_told(
    switchboard: Running, number: str
) -> None:
    # The carrier finds +15035550100 for +1503555010 too: a part is not the number.
    with pytest.raises(CannotConnect, match="no such number") as told:
        at(switchboard, number)
    assert number not in str(told.value)
    assert "https://old.example.com/sms" == where(switchboard, OURS)


def test_a_wrong_token_or_account_names_the_settings(switchboard: Running) -> None:
    account = switchboard.network.account_sid
    for given in ({"token": "wrong", "account": account}, {}):
        with pytest.raises(CannotConnect, match="mend TWILIO_ACCOUNT_SID") as told:
            point(switchboard.url, **given)
        assert "wrong" not in str(told.value)


def rented(**more: object) -> dict[str, object]:
    told = {"sid": SID, "phone_number": OURS, "sms_url": "", "sms_method": "POST"}
    return {**told, "sms_fallback_url": None, "sms_fallback_method": None, **more}


def listed(*numbers: dict[str, object]) -> bytes:
    return reply(200, {"incoming_phone_numbers": numbers, "next_page_uri": None})


DONE = rented(
    sms_url=URL, sms_fallback_url=URL, sms_method="POST", sms_fallback_method="POST"
)


def test_a_number_without_any_address_is_connected_with_one_post() -> None:
    with line(listed(rented(sms_method=None)), reply(200, DONE)) as here:
        assert Connected(Webhook("", "POST", "", "POST"), POINTED) == point(here.url)
    assert ["GET", "POST"] == [asked.method for asked in here.asked]
    assert {
        "SmsUrl": URL,
        "SmsMethod": "POST",
        "SmsFallbackUrl": URL,
        "SmsFallbackMethod": "POST",
    } == dict(here.asked[1].pairs)


@pytest.mark.openapi
@pytest.mark.skipif(not openapi.present(), reason=openapi.WHY_ABSENT)
def test_the_published_description_finds_nothing_wrong_with_it() -> None:
    with line(listed(rented()), reply(200, DONE)) as here:
        point(here.url)
    for asked in here.asked:
        pairs = asked.pairs if asked.method == "POST" else asked.query
        assert [] == openapi.findings(asked.method, asked.path, pairs)


@pytest.mark.parametrize(
    ("answers", "mend"),
    [
        ([listed()], "no such number"),
        ([listed(rented(sms_application_sid="AP" + "a" * 32))], "An application"),
        ([listed(rented()), reply(200, rented())], "kept another address"),
        (
            [listed(rented()), reply(400, {"code": 21502, "status": 400})],
            "mend HANDRAIL_PUBLIC_ORIGIN",
        ),
        ([reply(403, {"code": 20003, "status": 403})], "did not let us in"),
        ([reply(404, {"code": 20404, "status": 404})], "did not let us in"),
    ],
)
def test_what_the_operator_can_mend_is_named(answers: list[bytes], mend: str) -> None:
    with line(*answers) as here, pytest.raises(CannotConnect, match=mend) as told:
        point(here.url)
    assert OURS not in str(told.value)


@pytest.mark.parametrize(
    "answer",
    [
        HANG,
        DROP,
        reply(500, {"code": 20500, "status": 500}),
        reply(429, {"code": 20429, "status": 429}),
        reply(200, "no JSON"),
        reply(200, {}),
        listed(rented(sms_url=7)),
    ],
)
def test_without_a_usable_answer_it_may_be_asked_again(answer: object) -> None:
    with line(answer) as here, pytest.raises(CannotAsk):
        point(here.url)
