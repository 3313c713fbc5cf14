"""The check of signatures against the SDK's own published vectors."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator

from service.carrier.signature import (
    BadOrigin,
    SignedRequest,
    checked_origin,
    genuine,
    signed_url,
)
from tests.wire.signing import signature

FORM = "application/x-www-form-urlencoded"
TOKEN = "12345"
URL = "https://mycompany.com/myapp.php?foo=1&bar=2"
PAIRS = (
    ("CallSid", "CA1234567890ABCDE"),
    ("Digits", "1234"),
    ("From", "+14158675309"),
    ("To", "+18005551212"),
    ("Caller", "+14158675309"),
)
BODY = b'{"property": "value", "boolean": true}'
HASH = "0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620"


def request(url: str = URL, *, method: str = "POST", **more: object) -> SignedRequest:
    values = {"media_type": FORM, "form": PAIRS, "raw": b"", "headers": {}} | more
    return SignedRequest(method=method, url=url, **values)


def signed(vector: str, url: str = URL, **more: object) -> SignedRequest:
    return request(url, headers={"X-Twilio-Signature": vector}, **more)


# twilio-python, tests/unit/test_request_validator.py
VECTORS = {
    "form": signed("RSOYDt4T1cUTdK1PDd93/VVr8B8="),
    "port added by the signer": signed("kvajT1Ptam85bY51eRf/AJRuM3w="),
    "port in the address": signed(
        "kvajT1Ptam85bY51eRf/AJRuM3w=", URL.replace(".com", ".com:443")
    ),
    "port left out by the signer": signed(
        "RSOYDt4T1cUTdK1PDd93/VVr8B8=", URL.replace(".com", ".com:443")
    ),
    "http, port added": signed(
        "0ZXoZLH/DfblKGATFgpif+LLRf4=", URL.replace("https", "http")
    ),
    "JSON by its hash": signed(
        "a9nBmqA0ju/hNViExpshrM61xv4=",
        f"{URL}&bodySHA256={HASH}",
        media_type="application/json",
        raw=BODY,
    ),
    "a name twice": signed(
        "IK+Dwps556ElfBT0I3Rgjkr1wJU=",
        form=(
            *(("Sid", "CA123"), ("SidAccount", "AC123")),
            *(("Digits", "5678"), ("Digits", "1234"), ("Digits", "1234")),
        ),
    ),
}


@pytest.mark.parametrize("name", VECTORS)
def test_the_published_vectors_are_genuine(name: str) -> None:
    assert genuine(VECTORS[name], [TOKEN])
    assert not genuine(VECTORS[name], ["54321"])
    assert not genuine(VECTORS[name], [])


def test_of_a_get_the_address_alone_is_signed() -> None:
    got = request(
        method="GET", headers={"X-Twilio-Signature": signature(URL, token=TOKEN)}
    )
    assert genuine(got, [TOKEN])
    assert not genuine(replace(got, url=f"{URL}0"), [TOKEN])
    assert not genuine(replace(got, method="POST"), [TOKEN])


def test_our_own_signer_agrees_with_the_published_vector() -> None:
    assert signature(URL, PAIRS, token=TOKEN) == "RSOYDt4T1cUTdK1PDd93/VVr8B8="


@pytest.mark.parametrize(
    "odd",
    [
        request(),
        signed(""),
        signed("x" * 28, form=(("Body", "\ud800"),)),
        signed("x" * 28, url="https://h:99999/"),
        signed("x" * 28, url="https://[::1"),
        signed("x" * 28, media_type="text/plain"),
        signed(
            "x" * 28,
            f"{URL}&bodySHA256={HASH}",
            media_type="application/json",
            raw=b"\xff",
        ),
    ],
)
def test_what_makes_the_sdk_raise_is_not_genuine(odd: SignedRequest) -> None:
    assert not genuine(odd, [TOKEN])


@given(
    url=st.text(),
    body=st.binary(),
    sign=st.text(),
    media_type=st.sampled_from([FORM, "application/json", "application/xml"]),
    pairs=st.lists(st.tuples(st.text(), st.text())),
)
def test_the_check_never_raises(
    url: str, body: bytes, sign: str, media_type: str, pairs: list[tuple[str, str]]
) -> None:
    headers = {"X-Twilio-Signature": sign}
    asked = SignedRequest("POST", url, media_type, tuple(pairs), body, headers)
    assert not genuine(asked, [TOKEN])


def test_an_altered_json_body_is_not_genuine() -> None:
    assert json.loads(BODY)
    altered = signed(
        "a9nBmqA0ju/hNViExpshrM61xv4=",
        f"{URL}&bodySHA256={HASH}",
        media_type="application/json",
        raw=BODY + b" ",
    )
    assert not genuine(altered, [TOKEN])


def test_an_unknown_algorithm_leaves_nothing_of_the_stranger_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    headers = {
        "X-Twilio-Signature": "RSOYDt4T1cUTdK1PDd93/VVr8B8=",
        "X-Twilio-Webhooks-Signature-Settings": "algorithm=+14155550123",
    }
    assert not genuine(request(headers=headers), [TOKEN])
    assert "" == caplog.text


ORIGIN = "https://coach.example.com"
# What a server gives of a request, and the address that the carrier signed.
ADDRESSES: tuple[tuple[dict[str, str], str | None], ...] = (
    ({"RAW_URI": "/sms?a=%20b", "PATH_INFO": "/sms"}, "/sms?a=%20b"),
    ({"REQUEST_URI": "/sms", "RAW_URI": ""}, "/sms"),
    ({"RAW_URI": "/one", "REQUEST_URI": "/two"}, "/one"),
    ({"PATH_INFO": "/sms"}, "/sms"),
    ({"SCRIPT_NAME": "/handrail", "PATH_INFO": "/sms"}, "/handrail/sms"),
    ({"SCRIPT_NAME": "/handrail"}, "/handrail"),
    ({"PATH_INFO": "/sms", "QUERY_STRING": "a=%20b&c"}, "/sms?a=%20b&c"),
    ({"PATH_INFO": "/sms", "QUERY_STRING": ""}, "/sms"),
    (
        {"PATH_INFO": "/a b/\u00e9!$&'()*+,;=:@~-._/%"},
        "/a%20b/%E9!$&'()*+,;=:@~-._/%25",
    ),
    ({"PATH_INFO": "/\u20ac"}, None),
    ({}, None),
    ({"RAW_URI": "http://elsewhere.example/sms?a"}, "/sms?a"),
    ({"RAW_URI": "HTTPS://elsewhere.example/sms"}, "/sms"),
    ({"RAW_URI": "ftp://elsewhere.example/sms"}, None),
    ({"RAW_URI": "http://elsewhere.example"}, None),
    ({"RAW_URI": "*"}, None),
    ({"RAW_URI": "/sms b"}, None),
    ({"RAW_URI": "/sms\u00e9"}, None),
)


@pytest.mark.parametrize(("environ", "path"), ADDRESSES)
def test_the_address_is_rebuilt_from_our_origin_and_the_raw_target(
    environ: dict[str, str], path: str | None
) -> None:
    expected = None if path is None else ORIGIN + path
    assert signed_url(ORIGIN, environ) == expected


@pytest.mark.parametrize(
    "origin",
    [
        "https://coach.example.com",
        "http://127.0.0.1:1",
        "https://coach.example.com:65535",
        "https://COACH.EXAMPLE.XX",
    ],
)
def test_an_origin_is_kept_as_it_is_but_for_slashes_at_its_end(origin: str) -> None:
    assert checked_origin(origin) == checked_origin(f"{origin}//") == origin


@pytest.mark.parametrize(
    "odd",
    [
        *("coach.example.com", "ftp://coach.example.com", "https://", ""),
        *("https://coach.example.com:65536", "https://coach.example.com:"),
        *("https://coach.example.com/path", "https://me@coach.example.com"),
        *("https://coach.example.com:123456", "https://coach_.example.com"),
    ],
)
def test_what_is_no_origin_is_named_with_its_mend(odd: str) -> None:
    with pytest.raises(BadOrigin) as told:
        checked_origin(odd)
    mend = "write it like https://coach.example.com, without a path."
    assert str(told.value) == f"PUBLIC_ORIGIN is {odd!r}: {mend}"


@pytest.mark.parametrize("times", [0, 2])
def test_a_json_body_needs_its_hash_once_in_the_address(times: int) -> None:
    url = URL + f"&bodySHA256={HASH}" * times
    made = RequestValidator(TOKEN).compute_signature(url, {})
    odd = signed(made, url, media_type="application/json", raw=BODY)
    assert not genuine(odd, [TOKEN])
