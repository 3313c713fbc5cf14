"""Pointing a number's calls at our webhooks, beside its texts."""

from __future__ import annotations

import pytest

from service.carrier.port import CallWebhook, CannotAsk, CannotConnect, Connected
from tests.wire import openapi
from tests.wire.line import Line, line, reply
from tests.wire.test_network import connected
from tests.wire.test_network_numbers import OURS, POINTED, TEXTS, URL, listed, rented

CALLS = "https://coach.example.com/twilio/voice"
TOLD = "https://coach.example.com/twilio/call-status"
TURN = CALLS + "#ct=2000&rt=4500&rc=2&rp=ct,rt,5xx"
STATUS = TOLD + "#rc=3&rp=ct,rt,5xx"
OLD = "https://old.example.com/"
HOOKED = CallWebhook(TURN, "POST", TURN, "POST", STATUS, "POST")
DONE = {
    "sms_url": URL,
    "sms_fallback_url": URL,
    "sms_fallback_method": "POST",
    "voice_url": TURN,
    "voice_method": "POST",
    "voice_fallback_url": TURN,
    "voice_fallback_method": "POST",
    "status_callback": STATUS,
    "status_callback_method": "POST",
}


def number(**more: object) -> dict[str, object]:
    told = {"voice_url": OLD, "voice_method": "GET", "voice_fallback_url": None}
    return rented(**{**told, "status_callback": OLD, **more})


def point(*answers: bytes, **values: object) -> tuple[Connected, Line]:
    told = {"number": OURS, "sms_url": TEXTS, "voice_url": CALLS}
    with line(*answers) as here, connected(here.url, timeout_s=0.5) as network:
        return network.connect_number(
            **({**told, "voice_status_url": TOLD} | values)
        ), here


def test_calls_are_brought_to_us_with_one_post_and_both_are_told() -> None:
    told, here = point(listed(number()), reply(200, number(**DONE)))
    before = CallWebhook(OLD, "GET", "", "POST", OLD, "POST")
    assert (before, HOOKED) == (told.calls_before, told.calls_after)
    assert POINTED == told.after
    assert ["GET", "POST"] == [asked.method for asked in here.asked]
    assert {
        "VoiceUrl": TURN,
        "VoiceMethod": "POST",
        "VoiceFallbackUrl": TURN,
        "VoiceFallbackMethod": "POST",
        "StatusCallback": STATUS,
        "StatusCallbackMethod": "POST",
    }.items() <= dict(here.asked[1].pairs).items()


def test_a_number_connected_for_both_is_left_alone() -> None:
    told, here = point(listed(number(**DONE)))
    assert Connected(POINTED, POINTED, HOOKED, HOOKED) == told
    assert ["GET"] == [asked.method for asked in here.asked]


def test_a_dry_run_changes_nothing() -> None:
    told, here = point(listed(number()), dry_run=True)
    assert HOOKED == told.calls_after
    assert 1 == len(here.asked)


def test_without_an_address_for_them_calls_stay_as_they_are() -> None:
    texts = {**DONE, "voice_url": OLD, "status_callback": OLD}
    told, here = point(listed(number()), reply(200, number(**texts)), voice_url=None)
    assert (None, None) == (told.calls_before, told.calls_after)
    assert not [n for n, _ in here.asked[1].pairs if not n.startswith("Sms")]


def test_without_an_address_for_it_the_status_is_told_where_it_was() -> None:
    done = number(**{**DONE, "status_callback": OLD})
    told, here = point(listed(number()), reply(200, done), voice_status_url=None)
    assert told.calls_after is not None
    assert OLD == told.calls_after.status_url
    assert OLD == dict(here.asked[1].pairs)["StatusCallback"]


@pytest.mark.parametrize(
    ("taken", "mend"),
    [
        ({"voice_application_sid": "AP" + "a" * 32}, "answers calls"),
        ({"trunk_sid": "TK" + "a" * 32}, "SIP trunk"),
    ],
)
def test_whatever_else_would_answer_calls_is_named(
    taken: dict[str, object], mend: str
) -> None:
    with pytest.raises(CannotConnect, match=mend):
        point(listed(number(**taken)))
    told, _ = point(listed(number(**taken)), reply(200, number(**DONE)), voice_url=None)
    assert POINTED == told.after


def test_an_address_the_carrier_did_not_keep_is_told() -> None:
    for lost in ("voice_url", "voice_fallback_url", "status_callback"):
        with pytest.raises(CannotConnect, match="kept another address"):
            point(listed(number()), reply(200, number(**{**DONE, lost: OLD})))


def test_an_answer_of_another_form_may_be_asked_for_again() -> None:
    with pytest.raises(CannotAsk):
        point(listed(number(voice_url=7)))


@pytest.mark.openapi
@pytest.mark.skipif(not openapi.present(), reason=openapi.WHY_ABSENT)
def test_the_published_description_finds_nothing_wrong_with_it() -> None:
    _, here = point(listed(number()), reply(200, number(**DONE)))
    asked = here.asked[1]
    assert [] == openapi.findings("POST", asked.path, asked.pairs)
