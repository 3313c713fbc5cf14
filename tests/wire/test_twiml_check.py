"""The judge of TwiML documents knows right from wrong."""

from __future__ import annotations

import inspect

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.twiml import voice_response

from service.carrier.twiml_check import RULES, VERBS, Finding, findings

ON = "https://coach.example.com/twilio/voice?d=dLvry_token-1234567890&amp;t=1"
NEXT = f'<Redirect method="POST">{ON}</Redirect>'
GATHER = f'<Gather action="{ON}" actionOnEmptyResult="true" '
RECORD = f'<Record action="{ON}" maxLength="60" '


def response(inner: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><Response>{inner}</Response>'


@pytest.mark.parametrize("profile", ["full", "keypad"])
@pytest.mark.parametrize(
    "inner",
    [
        "<Hangup />",
        "<Say>Hello</Say><Hangup/>",
        '<Say language="es-MX" loop="2">Hola, ¿qué tal? 👋</Say>',
        "<Reject/>",
        '<Reject reason="busy"/>',
        "<Play>https://coach.example.com/a.wav</Play><Hangup/>",
        f'{GATHER}numDigits="1"><Say>Press 1</Say></Gather>{NEXT}',
        f"{GATHER}/><Say>Bye</Say><Hangup/>",
        f"<Say>Tell me</Say>{RECORD}/>{NEXT}",
        f"<!-- nothing --><Say>Hello</Say>{NEXT}",
        "",
    ],
)
def test_right_documents_have_no_findings(inner: str, profile: str) -> None:
    assert () == findings(response(inner), profile)


@pytest.mark.parametrize(
    "inner",
    [
        '<Say voice="woman" language="en-US">Hello</Say><Pause length="2"/><Hangup/>',
        f'{GATHER}input="dtmf speech" speechTimeout="2" hints="yes, no"'
        f' speechModel="numbers_and_commands" profanityFilter="false"/>{NEXT}',
        f'{RECORD}trim="trim-silence" recordingStatusCallback="{ON}"'
        f' recordingStatusCallbackEvent="completed absent"/>{NEXT}',
        f'{RECORD}transcribe="true" transcribeCallback="{ON}"/>{NEXT}',
    ],
)
def test_what_a_keypad_carrier_does_not_perform_is_found_for_it_alone(
    inner: str,
) -> None:
    assert () == findings(response(inner), "full")
    assert {"attribute", "verb"} >= {
        f.rule for f in findings(response(inner), "keypad")
    }
    assert ("voice" in inner) or findings(response(inner), "keypad")


BAD = [
    ("size", "Response", f"<Say>{'a' * 65536}</Say>"),
    ("xml", "Response", "<Say>"),
    ("xml", "Response", "<Say>a\x0bb</Say>"),
    ("xml", "Response", "<Say>a&bogus;b</Say>"),
    ("xml", "Response", "<Say>\ud800</Say>"),
    ("control", "Response", "<Say>a\x7fb</Say>"),
    ("verb", "Response/Enqueue", "<Enqueue>a</Enqueue>"),
    ("no way on", "Response/Dial", "<Dial><Number>+14155550123</Number></Dial>"),
    (
        "value",
        "Response/Dial/Number",
        "<Dial action='https://a.example/b'><Number>Mila</Number></Dial>",
    ),
    ("nesting", "Response/Number", "<Number>+14155550123</Number>"),
    ("verb", "Response/say", "<say>Hello</say>"),
    ("nesting", "Response/Gather/Record", f"{GATHER}><Record/></Gather>{NEXT}"),
    ("nesting", "Response/Say/Say", "<Say>a<Say>b</Say></Say>"),
    ("attribute", "Response/Gather@bogus", f'{GATHER}bogus="1"/>{NEXT}'),
    ("attribute", "Response/Record@transcript", f'{RECORD}transcript="true"/>{NEXT}'),
    ("value", "Response/Record@transcribe", f'{RECORD}transcribe="yes"/>{NEXT}'),
    (
        "relative",
        "Response/Record@transcribeCallback",
        f'{RECORD}transcribeCallback="/heard"/>{NEXT}',
    ),
    ("value", "Response/Say@voice", '<Say voice="nope">a</Say>'),
    ("value", "Response/Say@loop", '<Say loop="-5">a</Say>'),
    ("value", "Response/Say@loop", '<Say loop="0">a</Say>'),
    ("value", "Response/Say@language", '<Say language="English">a</Say>'),
    ("value", "Response/Gather@input", f'{GATHER}input="voice"/>{NEXT}'),
    ("value", "Response/Gather@numDigits", f'{GATHER}numDigits="0"/>{NEXT}'),
    ("value", "Response/Gather@finishOnKey", f'{GATHER}finishOnKey="##"/>{NEXT}'),
    ("value", "Response/Gather@timeout", f'{GATHER}timeout="soon"/>{NEXT}'),
    ("value", "Response/Gather@speechTimeout", f'{GATHER}speechTimeout="auto"/>{NEXT}'),
    ("value", "Response/Gather@speechModel", f'{GATHER}speechModel="good"/>{NEXT}'),
    ("value", "Response/Gather@hints", f'{GATHER}hints="{"a" * 101}"/>{NEXT}'),
    ("value", "Response/Gather@hints", f'{GATHER}hints="{"a," * 500}a"/>{NEXT}'),
    ("value", "Response/Gather@hints", f'{GATHER}hints="a,,b"/>{NEXT}'),
    (
        "value",
        "Response/Record@recordingStatusCallbackEvent",
        f"{RECORD}recordingStatusCallbackEvent=\"['completed', 'absent']\"/>{NEXT}",
    ),
    ("value", "Response/Record@maxLength", f'<Record maxLength="9999"/>{NEXT}'),
    ("relative", "Response/Gather@action", f'<Gather action="/next"/>{NEXT}'),
    ("relative", "Response/Redirect", "<Redirect>../next</Redirect>"),
    ("relative", "Response/Redirect", "<Redirect>javascript:alert(1)</Redirect>"),
    ("relative", "Response/Redirect", "<Redirect>https://u:p@evil.example/</Redirect>"),
    ("relative", "Response/Play", "<Play>https://h/ö.wav</Play>"),
    ("query", "Response/Redirect", "<Redirect>https://h/?name=Mila</Redirect>"),
    ("query", "Response/Redirect", "<Redirect>https://h/?d=%2B14155550123</Redirect>"),
    ("query", "Response/Redirect", "<Redirect>https://h/?Mila=1</Redirect>"),
    ("text", "Response", "Hello<Hangup/>"),
    ("text", "Response", "<Hangup/>Hello"),
    ("text", "Response/Gather", f"{GATHER}>Press 1</Gather>{NEXT}"),
    ("text", "Response/Hangup", "<Hangup>Bye</Hangup>"),
    ("empty", "Response/Say", "<Say> </Say>"),
    ("empty", "Response/Redirect", "<Redirect/>"),
    ("long", "Response/Say", f"<Say>{'a' * 4097}</Say>"),
    ("twice", "Response", f"{GATHER}/>{GATHER}/>{NEXT}"),
    ("twice", "Response", f"{GATHER}/>{RECORD}/>{NEXT}"),
    ("unreachable", "Response/Say", "<Hangup/><Say>Bye</Say>"),
    ("unreachable", "Response/Hangup", f"{NEXT}<Hangup/>"),
    ("first", "Response/Reject", "<Say>No</Say><Reject/>"),
    ("no way on", "Response/Gather", f"{GATHER}/>"),
    ("no way on", "Response/Gather", f"{GATHER}/><Say>Nothing came</Say>"),
    ("no way on", "Response/Record", f"{RECORD}/>"),
    ("no way on", "Response/Gather", f'<Gather numDigits="1"/>{NEXT}'),
    ("no way on", "Response/Gather", f"{NEXT}{GATHER}/>"),
]


@pytest.mark.parametrize(("rule", "where", "inner"), BAD)
def test_each_bad_document_has_the_finding_it_should(
    rule: str, where: str, inner: str
) -> None:
    assert Finding(rule, where) in findings(response(inner))


@pytest.mark.parametrize(
    ("rule", "xml"),
    [
        ("root", "<Respond/>"),
        ("root", '<Response version="2"/>'),
        ("xml", ""),
        ("xml", "Hello"),
        ("doctype", '<!DOCTYPE r [<!ENTITY a "b">]><Response>&a;</Response>'),
        ("doctype", "<Response><Say><![CDATA[a]]></Say></Response>"),
    ],
)
def test_what_is_no_twiml_at_all_is_found(rule: str, xml: str) -> None:
    assert rule in {finding.rule for finding in findings(xml)}


def test_every_rule_has_a_document_that_breaks_it() -> None:
    assert {*RULES} == {rule for rule, _, _ in BAD} | {"root", "doctype"}


def test_every_attribute_is_one_that_the_sdk_knows() -> None:
    # Names the SDK and the carrier share; how they are spelt is the SDK's own.
    for verb, rules in VERBS["full"].items():
        above = (
            voice_response.Dial if verb == "Number" else voice_response.VoiceResponse
        )
        made = getattr(above, verb.lower())
        known = {_camel(name) for name in inspect.signature(made).parameters}
        assert set(rules.attributes) <= known, verb


def _camel(snake: str) -> str:
    first, *rest = snake.rstrip("_").split("_")
    return first + "".join(part.capitalize() for part in rest)


@given(st.text(max_size=200), st.sampled_from(["full", "keypad"]))
def test_judging_never_raises(text: str, profile: str) -> None:
    findings(text, profile)
    findings(response(text), profile)
