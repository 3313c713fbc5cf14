"""How a request travels: encodings, addresses, headers, bodies no client can send."""

import hashlib
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Any
from urllib.parse import quote, quote_plus, unquote_to_bytes

from werkzeug.test import EnvironBuilder

from infra.fuzz import words
from infra.fuzz.forms import Fields

Chance = random.Random

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
SIGNATURE = "X-Twilio-Signature"
SETTINGS = "X-Twilio-Webhooks-Signature-Settings"
ORIGIN = "https://coach.example.com"
SMS, STATUS = "/twilio/sms", "/twilio/status"
KB_64 = 64 * 1024


@dataclass(frozen=True, slots=True)
class Ask:
    """One request, as raw as a server hands it over.

    `target` is the raw one; `environ` what is put over the usual WSGI environ (None
    takes a key out); `streamed` a body without a length.
    """

    target: str
    body: bytes = b""
    method: str = "POST"
    media_type: str = FORM
    headers: dict[str, str] = field(default_factory=dict)
    environ: dict[str, Any] = field(default_factory=dict)
    streamed: bool = False

    def as_environ(self) -> dict[str, Any]:
        """The WSGI environ of one sending."""
        path, _, query = self.target.partition("?")
        made = _BARE | {
            "REQUEST_METHOD": self.method,
            "PATH_INFO": _decoded(path),
            "QUERY_STRING": query,
            "RAW_URI": self.target,
            "REQUEST_URI": self.target,
            "CONTENT_TYPE": self.media_type,
            "CONTENT_LENGTH": str(len(self.body)),
            "wsgi.input": BytesIO(self.body),
        }
        if self.streamed:
            made |= {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True}
            del made["CONTENT_LENGTH"]
        for name, value in self.headers.items():
            made["HTTP_" + name.upper().replace("-", "_")] = value
        made |= self.environ
        return {name: value for name, value in made.items() if value is not None}

    def signed_target(self) -> str:
        """The target as a guard can know it."""
        seen = self.as_environ()
        query = seen.get("QUERY_STRING", "")
        plain = quote(
            seen.get("PATH_INFO", ""), safe="/!$&'()*+,;=:@~-._", encoding="latin-1"
        )
        rebuilt = f"{plain}?{query}" if query else plain
        return str(seen.get("RAW_URI") or seen.get("REQUEST_URI") or rebuilt)


_BARE = {
    name: value
    for name, value in EnvironBuilder("/").get_environ().items()
    if name not in {"HTTP_HOST"}
} | {"HTTP_HOST": "coach.example.com"}


def _decoded(path: str) -> str:
    return unquote_to_bytes(path.encode("latin-1", "replace")).decode("latin-1")


def encoded(chance: Chance, fields: Fields, *, oddly: bool) -> bytes:
    """The form as bytes; `oddly` mixes every way of writing that means the same."""
    if not oddly:
        return b"&".join(_plus(n) + b"=" + _plus(v) for n, v in fields)
    parts = [_written(chance, n) + b"=" + _written(chance, v) for n, v in fields]
    if chance.random() < 0.2:
        parts.insert(chance.randint(0, len(parts)), b"")
    return b"&".join(parts)


def _written(chance: Chance, value: bytes) -> bytes:
    return chance.choice((_plus, _percent, _all, _lower, _bare))(value)


def _plus(value: bytes) -> bytes:
    return quote_plus(value).encode()


def _percent(value: bytes) -> bytes:
    return quote(value, safe="").encode()


def _all(value: bytes) -> bytes:
    return "".join(f"%{byte:02X}" for byte in value).encode()


def _lower(value: bytes) -> bytes:
    return "".join(f"%{byte:02x}" for byte in value).encode()


def _bare(value: bytes) -> bytes:
    special = {byte: f"%{byte:02X}".encode() for byte in b"%&=+"}
    return b"".join(special.get(byte, bytes([byte])) for byte in value)


def spoiled(chance: Chance, ask: Ask) -> Ask:
    """The request after one mutation of how it travels."""
    return chance.choice(_SPOILING)(chance, ask)


def moved(chance: Chance, ask: Ask) -> Ask:
    """The same request by another way: what means the same to a guard."""
    return chance.choice(_MOVING)(chance, ask)


def _method(chance: Chance, ask: Ask) -> Ask:
    odd = (
        "GET",
        "HEAD",
        "PUT",
        "DELETE",
        "PATCH",
        "OPTIONS",
        "TRACE",
        "post",
        "\xfc",
        "X" * 300,
    )
    return replace(ask, method=chance.choice(odd))


def _media_type(chance: Chance, ask: Ask) -> Ask:
    odd = (
        *("", "text/plain", JSON, "multipart/form-data; boundary=x", FORM.upper()),
        *(FORM + "; charset=utf-16", FORM + ";charset=\xff", "\x00;;=,", "a/b" * 999),
        *("multipart/form-data", FORM + "\t", "application/*", "*/*"),
    )
    return replace(ask, media_type=chance.choice(odd))


def _target(chance: Chance, ask: Ask) -> Ask:
    path, mark, query = ask.target.partition("?")
    forms = (
        lambda: f"{ask.target}{'&' if mark else '?'}n={_quoted(chance)}",
        lambda: ask.target + "?",
        lambda: ask.target + "#rc=2",
        lambda: f"{path}/{mark}{query}",
        lambda: f"/{ask.target}",
        lambda: f"{path.replace('/', '//')}{mark}{query}",
        lambda: f"/x/..{ask.target}",
        lambda: f"/.{ask.target}",
        lambda: ask.target.replace("s", "%73", 1),
        lambda: ask.target.replace("/t", "%2Ft", 1),
        ask.target.upper,
        lambda: path + "%00" + mark + query,
        lambda: path + "\x00",
        lambda: path + words.odd(chance, b"x").decode("latin-1")[:300],
        lambda: f"{path};a=b{mark}{query}",
        lambda: f"{path}?{query}&d=" + "A" * 24,
        lambda: f"{path}?d=" + quote(words.odd(chance, b"A" * 24))[:3000],
        lambda: path + "?" + "&".join(["d=1"] * 3000),
        lambda: path,
        lambda: chance.choice(
            ("*", "", "/", "/healthz", "/people/x", "/static/..%2f", "@x:9/y")
        ),
        lambda: chance.choice(
            ("http://[::1", "ftp://h/twilio/sms", "https://", "//h/y")
        ),
        lambda: f"/twilio/{chance.choice(('voice', 'sms2', 'statuses', '%FF', '..'))}",
    )
    return replace(ask, target=chance.choice(forms)())


def _quoted(chance: Chance) -> str:
    return quote(words.odd(chance, b"a"))[:4000]


def _raw_target(chance: Chance, ask: Ask) -> Ask:
    odd: tuple[dict[str, Any], ...] = (
        {"RAW_URI": None},
        {"REQUEST_URI": None},
        {"RAW_URI": None, "REQUEST_URI": None},
        {"RAW_URI": STATUS},
        {"RAW_URI": SMS + "?d=1"},
        {"PATH_INFO": STATUS},
        {"PATH_INFO": SMS},
        {"SCRIPT_NAME": "/twilio", "PATH_INFO": "/sms", "RAW_URI": None},
        {"RAW_URI": "", "REQUEST_URI": "http://other:1" + ask.target},
        {"RAW_URI": "http://[::/" + ask.target},
        {"RAW_URI": "/\ud800"},
        {"RAW_URI": "/twilio/sms\x7f"},
        {"PATH_INFO": "/twilio/\xff\x80"},
        {"QUERY_STRING": "\xff=%ff&d"},
    )
    return replace(ask, environ={**ask.environ, **chance.choice(odd)})


def _length(chance: Chance, ask: Ask) -> Ask:
    size = len(ask.body)
    odd = (
        *(
            "",
            "-1",
            "many",
            "0",
            "1e3",
            "+5",
            "\u0665",
            " 7 ",
            "0x10",
            "9" * 400,
            "7, 7",
        ),
        *(str(size - 1), str(size + 1), str(size // 2), str(KB_64), str(KB_64 + 1)),
    )
    return replace(ask, environ={**ask.environ, "CONTENT_LENGTH": chance.choice(odd)})


def _stream(chance: Chance, ask: Ask) -> Ask:
    kind = chance.choice(("chunked", "gzip, chunked", "\xff", "identity"))
    return replace(
        ask, streamed=True, headers={**ask.headers, "Transfer-Encoding": kind}
    )


def _edge(chance: Chance, ask: Ask) -> Ask:
    size = KB_64 + chance.choice((-1, 0, 1, 2, 5000, 200_000))
    fill = chance.choice((b"&", b"x", b"%", b"\xff", b"&a=", b"+"))
    room = max(0, size - len(ask.body))
    body = ask.body + (fill * (room // len(fill) + 1))[:room]
    return replace(ask, body=body, streamed=chance.random() < 0.3)


def _raw_body(chance: Chance, ask: Ask) -> Ask:
    at = chance.randint(0, len(ask.body))
    odd = (
        ask.body[:at],
        words.odd(chance, ask.body),
        ask.body[:at] + chance.randbytes(3) + ask.body[at:],
        ask.body.replace(b"&", b";"),
        b"",
        b"=&=&=&&&==",
        b"&" * 5000,
        b"%" * 5000,
        b'{"MessageSid": "x"}',
    )
    return replace(ask, body=chance.choice(odd))


def _header(chance: Chance, ask: Ask) -> Ask:
    name, values = chance.choice(_HEADERS)
    return replace(ask, headers={**ask.headers, name: chance.choice(values)})


def _absolute(chance: Chance, ask: Ask) -> Ask:
    host = chance.choice(
        ("http://10.0.0.7:8000", "HTTPS://evil.example", "http://u:p@h:99999")
    )
    return replace(ask, environ={**ask.environ, "RAW_URI": host + ask.target})


def _no_raw_uri(_chance: Chance, ask: Ask) -> Ask:
    return replace(ask, environ={**ask.environ, "RAW_URI": None})


def _chunked(_chance: Chance, ask: Ask) -> Ask:
    return replace(ask, streamed=True)


def _charset(_chance: Chance, ask: Ask) -> Ask:
    return replace(ask, media_type=FORM + "; charset=UTF-8")


def with_hash(target: str, body: bytes) -> str:
    """The target with the hash of a JSON body, as the carrier writes it."""
    mark = "&" if "?" in target else "?"
    return f"{target}{mark}bodySHA256={hashlib.sha256(body).hexdigest()}"


_ODD_HOSTS = (
    *(
        "",
        "h:99999999",
        "[\x00/@:",
        "[::1]",
        "evil.example",
        "\xff.example",
        "a" * 5000,
    ),
    *("coach.example.com:-1", "x y", "xn--\xdf", "127.0.0.1:0", "coach.example.com."),
)
_PROXY_HOSTS = ("10.0.0.7:8000", "internal", "evil.example", "localhost")
_HEADERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Host", _ODD_HOSTS),
    ("X-Forwarded-Host", ("evil.example", "\xff", "a, b,,")),
    ("X-Forwarded-Proto", ("gopher", "http", "\x00")),
    ("X-Forwarded-For", ("127.0.0.1", "::::", "1" * 9000)),
    ("X-Original-URL", ("/twilio/status", "/healthz")),
    ("X-HTTP-Method-Override", ("GET", "DELETE")),
    ("Forwarded", ("for=;;host=[::",)),
    ("Cookie", ("a=b; c=\xff; ;;=", "=" * 3000, "session=x")),
    ("Authorization", ("Basic !!!", "Basic \xff", "Bearer " + "x" * 4000, "Digest a")),
    ("Accept", ("*/*;q=\xff", "text/html;" * 900)),
    ("Accept-Language", (";;,q=1", "en;q=99999999999")),
    ("Range", ("bytes=-1", "bytes=0-9999999999999999")),
    ("If-Modified-Since", ("yesterday", "\x00")),
    ("If-None-Match", ('"', "*" * 300)),
    ("Content-Encoding", ("gzip", "br, gzip")),
    ("Expect", ("100-continue", "x")),
    ("Upgrade", ("websocket", "h2c")),
    ("I-Twilio-Idempotency-Token", ("", "\xff", "x" * 3000)),
    (
        SETTINGS,
        ("algorithm=NONE", "algorithm=HMAC_SHA256", "=,=,=", "\xff", ",", "key"),
    ),
)


def _proxied(chance: Chance, ask: Ask) -> Ask:
    host = chance.choice(_PROXY_HOSTS)
    return replace(ask, headers={**ask.headers, "Host": host, "X-Forwarded-Host": host})


_SPOILING: tuple[Callable[[Chance, Ask], Ask], ...] = (
    *(_method, _media_type, _target, _target, _target, _raw_target, _length, _stream),
    *(_edge, _raw_body, _header, _header),
)
_MOVING: tuple[Callable[[Chance, Ask], Ask], ...] = (
    *(_absolute, _no_raw_uri, _chunked, _charset, _proxied),
)
