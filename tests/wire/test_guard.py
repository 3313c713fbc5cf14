"""The guard's whole attack matrix: signed is let in, everything else is turned away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import EnvironBuilder, run_wsgi_app

from service.carrier.signature import BadOrigin, signed_url
from service.web.guard import LARGEST_BODY, MOST_PAIRS, Guard, Signed, Turned
from tests.wire.signing import (
    ACCOUNT,
    NEXT_TOKEN,
    ORIGIN,
    TEXT,
    TOKEN,
    Pairs,
    changed,
    encoded,
    signature,
    with_hash,
)

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
HEADER = "X-Twilio-Signature"
SETTINGS = "X-Twilio-Webhooks-Signature-Settings"
DOCUMENT = b'{"CallSid": "CA1", "n": 1}'


@dataclass
class House:
    """A small app whose every address is guarded; `seen` is what reached the view."""

    seen: list[Signed] = field(default_factory=list)
    told: list[Turned] = field(default_factory=list)

    def __post_init__(self) -> None:
        guard = Guard(
            origin=ORIGIN + "/",
            tokens=[TOKEN, NEXT_TOKEN],
            account_sids=[ACCOUNT],
            tell=self.told.append,
        )

        @guard
        def view(signed: Signed, **_: str) -> str:
            self.seen.append(signed)
            return "in"

        # An error in the guard shows as 500 here, as it would in service.
        self.app = Flask(__name__)
        methods = ["GET", "POST", "PUT", "DELETE"]
        self.app.add_url_rule("/", "top", view, methods=methods)
        self.app.add_url_rule("/<path:rest>", "any", view, methods=methods)


@dataclass(frozen=True)
class Ask:
    """One request, as raw as a server hands it over."""

    target: str = "/twilio/sms"
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    method: str = "POST"
    media_type: str = FORM
    environ: Mapping[str, Any] = field(default_factory=dict)

    def of(self, house: House) -> int:
        """Send it; return the status."""
        made = EnvironBuilder("/twilio/sms", method=self.method).get_environ()
        made |= {
            "PATH_INFO": "/twilio/sms",
            "QUERY_STRING": self.target.partition("?")[2],
            "RAW_URI": self.target,
            "REQUEST_URI": self.target,
            "CONTENT_TYPE": self.media_type,
            "CONTENT_LENGTH": str(len(self.body)),
            "wsgi.input": BytesIO(self.body),
        }
        made |= {
            "HTTP_" + name.upper().replace("-", "_"): value
            for name, value in self.headers.items()
        }
        made |= self.environ
        answer, status, _ = run_wsgi_app(house.app, made)
        b"".join(answer)
        return int(status.split()[0])


def form(
    pairs: Pairs = TEXT,
    target: str = "/twilio/sms",
    *,
    signed: Pairs | None = None,
    token: str = TOKEN,
    **more: Any,
) -> Ask:
    """A form at `target`, signed over `signed` (by default over what it says)."""
    sign = signature(ORIGIN + target, pairs if signed is None else signed, token=token)
    return Ask(target, encoded(pairs), {HEADER: sign}, **more)


def document(body: bytes, *, signed: bytes | None = None) -> Ask:
    """A JSON body, its hash in the address and the address signed."""
    target = with_hash("/twilio/sms?a=b", body if signed is None else signed)
    sign = signature(ORIGIN + target)
    return Ask(target, body, {HEADER: sign}, media_type=JSON)


def bare(sign: str | None = None, **more: Any) -> Ask:
    """The captured form with this signature header, or none."""
    headers = {} if sign is None else {HEADER: sign}
    return Ask(body=encoded(TEXT), headers=headers, **more)


GOOD = signature(ORIGIN + "/twilio/sms", TEXT)
SHARED = signature(ORIGIN + "/twilio/sms", TEXT, algorithm="sha256")
GET = {"method": "GET"}
ODD = changed(TEXT, Body="  Ça va 👍🏽 — „ja“ \r\n ", ToState="", Extra="a=b&c;d")
PROXIED = {
    "wsgi.url_scheme": "http",
    "HTTP_HOST": "10.0.0.7:8000",
    "SERVER_NAME": "internal",
    "SERVER_PORT": "8000",
    "HTTP_X_FORWARDED_HOST": "evil.example",
    "HTTP_X_FORWARDED_PROTO": "gopher",
}
OTHER_ACCOUNT = "AC" + "9" * 32


def settings_header(value: str, sign: str) -> Ask:
    """The captured form, signed with `sign` under this settings header."""
    return Ask(body=encoded(TEXT), headers={HEADER: sign, SETTINGS: value})


MATRIX: dict[str, tuple[int, Ask]] = {
    # twilio: what is rightly signed comes in
    "a plain form": (200, form()),
    "emoji, accents, blanks, empty values": (200, form(ODD)),
    "query a=b": (200, form(target="/twilio/sms?a=b")),
    "query with umlaut": (200, form(target="/twilio/sms?n=J%C3%BCrgen")),
    "query with %20": (200, form(target="/twilio/sms?n=a%20b")),
    "query with plus": (200, form(target="/twilio/sms?n=a+b")),
    "query with braces": (200, form(target="/twilio/sms?x=%7B%7D&e=")),
    "query with address": (200, form(target="/x?next=http%3A%2F%2Fx")),
    "path with blank": (200, form(target="/a%20b")),
    "path with accent": (200, form(target="/%C3%A9")),
    "path with slash": (200, form(target="/a%2Fb%27%3a")),
    "behind a proxy": (200, form(environ=PROXIED)),
    "the next token": (200, form(token=NEXT_TOKEN)),
    "signed GET": (200, form((), "/twilio/sms?a=b", **GET)),
    "GET with a body nobody signed": (
        200,
        Ask("/g", b"Body=x", {HEADER: signature(ORIGIN + "/g")}, **GET),
    ),
    "JSON with its hash": (200, document(DOCUMENT)),
    "empty form": (200, form(())),
    "SHA-256 by settings header": (
        200,
        settings_header("key=k1,algorithm=HMAC_SHA256", SHARED),
    ),
    "SHA-1 named": (200, settings_header("key=k1, algorithm = HMAC_SHA1", GOOD)),
    "settings without algorithm": (200, settings_header("key=k1", GOOD)),
    "port named by the signer": (
        200,
        Ask(
            body=encoded(TEXT),
            headers={HEADER: signature(ORIGIN + ":443/twilio/sms", TEXT)},
        ),
    ),
    "form with charset": (200, form(media_type=FORM + "; charset=UTF-8")),
    "absolute target": (
        200,
        form(environ={"RAW_URI": "http://10.0.0.7:8000/twilio/sms"}),
    ),
    "RAW_URI before REQUEST_URI": (200, form(environ={"REQUEST_URI": "/other"})),
    "only REQUEST_URI": (200, form(environ={"RAW_URI": ""})),
    "no raw target at all": (
        200,
        form(target="/twilio/sms?n=a%20b", environ={"RAW_URI": "", "REQUEST_URI": ""}),
    ),
    "decoded path only": (
        200,
        form(
            target="/%C3%A9/a%20b",
            environ={"RAW_URI": "", "REQUEST_URI": "", "PATH_INFO": "/Ã©/a b"},
        ),
    ),
    # signature header
    "no signature": (403, bare()),
    "empty signature": (403, bare("")),
    "non-ASCII signature": (403, bare("ünsigniert")),
    "blank in the signature": (403, bare(GOOD[:9] + " " + GOOD[9:])),
    "no signature: the body is not even read": (
        403,
        bare(environ={"CONTENT_LENGTH": "65537"}),
    ),
    "non-ASCII signature: the body is not even read": (
        403,
        bare("ünsigniert", environ={"CONTENT_LENGTH": "65537"}),
    ),
    "half a signature": (403, bare(GOOD[:10])),
    "unknown token": (403, form(token="guessed")),
    # what was signed
    "body changed": (403, form(changed(TEXT, Body="Changed"), signed=TEXT)),
    "parameter added": (403, form(changed(TEXT, Extra="1"), signed=TEXT)),
    "parameter taken out": (403, form(changed(TEXT, ToZip=None, To=None), signed=TEXT)),
    "other address": (403, Ask("/twilio/status", encoded(TEXT), {HEADER: GOOD})),
    "query added": (403, Ask("/twilio/sms?a", encoded(TEXT), {HEADER: GOOD})),
    "empty query added": (403, Ask("/twilio/sms?", encoded(TEXT), {HEADER: GOOD})),
    "fragment added": (403, Ask("/twilio/sms#rc=2", encoded(TEXT), {HEADER: GOOD})),
    "POST as GET": (403, Ask("/twilio/sms", encoded(TEXT), {HEADER: GOOD}, "GET")),
    "signed over the Host header": (
        403,
        bare(
            signature("http://evil.example/twilio/sms", TEXT),
            environ={"HTTP_HOST": "evil.example", "wsgi.url_scheme": "http"},
        ),
    ),
    # JSON
    "JSON, one blank added": (403, document(DOCUMENT + b" ", signed=DOCUMENT)),
    "JSON without hash": (
        403,
        Ask("/j", DOCUMENT, {HEADER: signature(ORIGIN + "/j")}, media_type=JSON),
    ),
    "empty JSON, empty hash": (
        403,
        Ask(
            "/j?bodySHA256=",
            headers={HEADER: signature(ORIGIN + "/j?bodySHA256=")},
            media_type=JSON,
        ),
    ),
    "JSON that is no UTF-8": (403, document(b"\xff\xfe")),
    "form sent as JSON": (403, form(media_type=JSON)),
    # algorithm
    "algorithm NONE": (403, settings_header("algorithm=NONE", GOOD)),
    "SHA-1 signature called SHA-256": (
        403,
        settings_header("algorithm=HMAC_SHA256", GOOD),
    ),
    "SHA-256 signature called SHA-1": (403, bare(SHARED)),
    # account
    "another account": (403, form(changed(TEXT, AccountSid=OTHER_ACCOUNT))),
    "no account": (403, form(changed(TEXT, AccountSid=None))),
    "a second account": (403, form((*TEXT, ("AccountSid", OTHER_ACCOUNT)))),
    "account in the query": (
        200,
        form((("CallSid", "CA1"),), f"/x?AccountSid={ACCOUNT}"),
    ),
    "another account in the query": (
        403,
        form((("CallSid", "CA1"),), f"/x?AccountSid={OTHER_ACCOUNT}"),
    ),
    # media type and method
    "multipart": (415, form(media_type="multipart/form-data; boundary=x")),
    "text/plain": (415, form(media_type="text/plain")),
    "no media type": (415, form(media_type="")),
    "nonsense media type": (415, form(media_type="\xff;;=\x00, a/b")),
    "HEAD": (415, form((), method="HEAD")),
    "PUT": (415, form(method="PUT")),
    # size
    "64 KB and one byte": (413, bare("x", environ={"CONTENT_LENGTH": "65537"})),
    "more than it says": (403, form(environ={"CONTENT_LENGTH": "20"})),
    "a caller who hangs up": (413, form(environ={"CONTENT_LENGTH": "60000"})),
    "a length that is none": (403, form(environ={"CONTENT_LENGTH": "many"})),
    "endless": (
        413,
        bare(
            "x",
            environ={
                "CONTENT_LENGTH": "",
                "wsgi.input_terminated": True,
                "wsgi.input": BytesIO(b"a=" + b"x" * LARGEST_BODY),
            },
        ),
    ),
    "too many parameters": (413, form([(f"N{n}", "") for n in range(MOST_PAIRS + 1)])),
    "as many parameters as may be": (
        200,
        form((*TEXT, *((f"N{n}", "") for n in range(MOST_PAIRS - len(TEXT))))),
    ),
    "too many, and all of them empty": (
        413,
        Ask(body=b"&" * MOST_PAIRS, headers={HEADER: GOOD}),
    ),
    # hostile addresses and headers
    "host with port past the end": (200, form(environ={"HTTP_HOST": "h:99999999"})),
    "host that is none": (200, form(environ={"HTTP_HOST": "[\x00/@:"})),
    "forwarded nonsense": (200, form(environ={"HTTP_FORWARDED": "for=;;host=[::"})),
    "absolute target, broken host": (403, form(target="http://[::1")),
    "target without slash": (403, form(target="*")),
    "authority smuggled in": (403, form(target="@evil.example:99999/twilio/sms")),
    "raw byte in the target": (403, bare(GOOD, target="/twilio/\xe9")),
    "tab in the target": (403, bare(GOOD, target="/twilio/s\tms")),
}


@pytest.mark.parametrize("name", MATRIX)
def test_each_row_of_the_matrix_gets_its_status(name: str) -> None:
    status, ask = MATRIX[name]
    if "wsgi.input" in ask.environ:
        ask.environ["wsgi.input"].seek(0)
    house = House()
    assert status == ask.of(house)
    # A refusal leaves no trace: the view was not reached, and the log tells why.
    assert ([status] if status != 200 else []) == [
        turned.status for turned in house.told
    ]
    assert (status == 200) == bool(house.seen)


def test_a_body_of_exactly_64_kb_is_read_whole() -> None:
    house = House()
    room = LARGEST_BODY - len(encoded(changed(TEXT, Body="")))
    pairs = changed(TEXT, Body="x" * room)
    assert len(encoded(pairs)) == LARGEST_BODY
    assert form(pairs).of(house) == 200
    assert dict(house.seen[0].pairs)["Body"] == "x" * room


def test_the_view_reads_what_was_signed_in_its_order() -> None:
    house = House()
    assert form(ODD, "/x?d=a%20b&d=%C3%A9&e=").of(house) == 200
    assert [
        Signed(
            pairs=ODD,
            query=(("d", "a b"), ("d", "é"), ("e", "")),
            raw=encoded(ODD),
            changed=False,
        )
    ] == house.seen


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        (b"Body=a%FFb", "a\ufffdb"),
        (b"Body=a\xffb", "a\ufffdb"),
        (b"Body=%ED%A0%BD", "\ufffd\ufffd\ufffd"),
        (b"Body=%C3", "\ufffd"),
    ],
)
def test_bad_utf8_is_replaced_marked_and_signed_as_the_text_it_became(
    sent: bytes, read: str
) -> None:
    account = ("AccountSid", ACCOUNT)
    body = encoded([account]) + b"&" + sent
    house = House()
    good = signature(ORIGIN + "/twilio/sms", [account, ("Body", read)])
    bad = signature(ORIGIN + "/twilio/sms", [account, ("Body", "")])
    assert Ask(body=body, headers={HEADER: good}).of(house) == 200
    assert Ask(body=body, headers={HEADER: bad}).of(house) == 403
    assert [(read, True)] == [(dict(s.pairs)["Body"], s.changed) for s in house.seen]


def test_a_percent_that_encodes_nothing_stays_and_marks_nothing() -> None:
    house = House()
    pairs = [("AccountSid", ACCOUNT), ("Body", "50% off %zz")]
    body = encoded(pairs[:1]) + b"&&Body=50%+off+%zz"
    good = signature(ORIGIN + "/twilio/sms", pairs)
    assert Ask(body=body, headers={HEADER: good}).of(house) == 200
    assert [(tuple(pairs), False)] == [(s.pairs, s.changed) for s in house.seen]


LATIN = st.text(st.characters(max_codepoint=255), max_size=40)


@given(
    sign=LATIN,
    settings=LATIN,
    target=LATIN,
    body=st.binary(max_size=200),
    media_type=st.sampled_from([FORM, JSON, "text/plain"]) | LATIN,
    host=LATIN,
)
def test_nothing_unsigned_comes_in_and_nothing_makes_a_500(
    sign: str, settings: str, target: str, body: bytes, media_type: str, host: str
) -> None:
    house = House()
    ask = Ask(
        target or "/",
        body,
        {HEADER: sign, SETTINGS: settings},
        media_type=media_type,
        environ={"HTTP_HOST": host},
    )
    # 400 is Flask's own, for a Host header that cannot be one.
    assert ask.of(house) in {400, 403, 413, 415}
    assert [] == house.seen


@given(data=st.data())
def test_a_signed_request_altered_in_one_place_is_turned_away(
    data: st.DataObject,
) -> None:
    n = data.draw(st.integers(0, len(TEXT) - 1))
    name, value = TEXT[n]
    at = data.draw(st.integers(0, len(value)))
    kind = data.draw(st.sampled_from(["insert", "delete", "replace"]))
    put = data.draw(st.characters(codec="utf-8")) if kind != "delete" else ""
    cut = value[at + (kind != "insert") :]
    altered = value[:at] + put + cut
    if altered == value:
        return
    pairs = (*TEXT[:n], (name, altered), *TEXT[n + 1 :])
    house = House()
    assert form(pairs, signed=TEXT).of(house) == 403
    assert [] == house.seen


@given(at=st.integers(0, len(GOOD) - 1), put=st.characters(codec="ascii"))
def test_a_signature_altered_in_one_place_is_turned_away(at: int, put: str) -> None:
    if put != GOOD[at]:
        assert bare(GOOD[:at] + put + GOOD[at + 1 :]).of(House()) == 403


@pytest.mark.parametrize(
    "environ",
    [
        {"RAW_URI": "/twilio/sms?\udcff"},
        {"RAW_URI": "/twilio/\u0100"},
        {"PATH_INFO": "/\ud800"},
        {"RAW_URI": "ftp://h/twilio/sms"},
    ],
)
def test_an_address_no_server_should_hand_over_is_no_signed_address(
    environ: dict[str, str],
) -> None:
    assert signed_url(ORIGIN, environ) is None


@pytest.mark.parametrize(
    "origin",
    [
        "",
        "coach.example.com",
        "ftp://h",
        "https://h/path",
        "https://h:99999",
        "https://[",
    ],
)
def test_an_origin_that_is_none_is_refused_when_the_guard_is_built(origin: str) -> None:
    with pytest.raises(BadOrigin, match="PUBLIC_ORIGIN"):
        Guard(origin=origin, tokens=[TOKEN], account_sids=[ACCOUNT])


def test_a_guard_with_nobody_to_tell_turns_away_in_silence() -> None:
    guard = Guard(origin=ORIGIN, tokens=[], account_sids=[ACCOUNT])
    app = Flask(__name__)
    app.add_url_rule("/", "v", guard(lambda signed: "in"), methods=["POST"])
    assert app.test_client().post("/").status_code == 403
