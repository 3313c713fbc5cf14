"""The check of signatures against the SDK's own published vectors."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.carrier.signature import SignedRequest, genuine
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
