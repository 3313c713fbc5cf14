"""Tells a request that the carrier signed from one that it did not.

Laws: `genuine` answers yes or no and never raises (the SDK's validator raises on a
missing header, on a JSON body without its hash, on an odd port); the address is
rebuilt from our configured origin and the raw target, never from Host or
X-Forwarded-* and never decoded (catalogue 21, I15).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from twilio.request_validator import RequestValidator, get_signature_algorithm

SIGNATURE = "X-Twilio-Signature"
SETTINGS = "X-Twilio-Webhooks-Signature-Settings"
HEADERS = (SIGNATURE, SETTINGS)
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
ALGORITHMS = frozenset({"HMAC_SHA1", "HMAC_SHA256"})

_VISIBLE = re.compile(r"[\x21-\x7e]+")
_HASH = re.compile(r"[0-9a-fA-F]{64}")
# What a path may hold unescaped, when a server gives us only the decoded one.
_SAFE = "/!$&'()*+,;=:@~-._"
_LAST_PORT = 65535


@dataclass(frozen=True, slots=True)
class SignedRequest:
    """What a signature is checked against.

    `url` is what `signed_url` gives; `form` is the decoded pairs of a form (empty
    otherwise), `raw` the untouched body, `headers` the two `HEADERS`, as far as they
    came.
    """

    method: str
    url: str
    media_type: str
    form: tuple[tuple[str, str], ...]
    raw: bytes
    headers: Mapping[str, str]


class BadOrigin(ValueError):
    """The configured public origin is not one; the operator mends PUBLIC_ORIGIN."""


class _Pairs:
    """The pairs as the SDK wants them: iterable names, `getall` for values.

    It asks for that first; each further form it tries costs an exception a name.
    """

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._values: dict[str, list[str]] = {}
        for name, value in pairs:
            self._values.setdefault(name, []).append(value)

    def __iter__(self) -> Iterable[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def getall(self, name: str) -> list[str]:
        return self._values[name]


def checked_origin(origin: str) -> str:
    """Return the public origin without trailing slash.

    Raises:
        BadOrigin: it is not `http(s)://host` or `http(s)://host:port`.
    """
    bare = origin.rstrip("/")
    found = re.fullmatch(r"https?://[A-Za-z0-9.\-]+(?::([0-9]{1,5}))?", bare)
    # A port past 65535 would make the SDK's validator raise on every request.
    if found is None or int(found[1] or 0) > _LAST_PORT:
        raise BadOrigin(
            f"PUBLIC_ORIGIN is {origin!r}: write it like https://coach.example.com,"
            " without a path."
        )
    return bare


def signed_url(origin: str, environ: Mapping[str, Any]) -> str | None:
    """Rebuild the address that the carrier signed, or None when that is impossible.

    `origin` is the configured one (`checked_origin`), `environ` the WSGI environ:
    the raw target is `RAW_URI` (gunicorn) or `REQUEST_URI` (Werkzeug); without either
    it is rebuilt from the decoded path, which cannot be exact for every escape, so
    webhook paths stay plain ASCII.
    """
    target = environ.get("RAW_URI") or environ.get("REQUEST_URI")
    if not target:
        target = _rebuilt(environ)
    if target is not None and not target.startswith("/"):
        target = _without_authority(target)
    if target is None or not _VISIBLE.fullmatch(target):
        return None
    return origin + target


def genuine(request: SignedRequest, tokens: Sequence[str]) -> bool:
    """Say whether one of `tokens` signed this request; never raises.

    Several tokens are accepted while one replaces another. GET signs the address
    alone; a form signs address and pairs; JSON signs the address, which must hold
    the body's hash (without it the body would not be signed at all).
    """
    signature = request.headers.get(SIGNATURE, "")
    algorithm = get_signature_algorithm(request.headers.get(SETTINGS, ""))
    if algorithm.upper() not in ALGORITHMS:
        # The SDK would say so too, but writes the stranger's word into the log.
        return False
    try:
        # The SDK tidies the address before it signs: "/sms?" would pass as "/sms".
        as_written = urlsplit(request.url).geturl() == request.url
        return as_written and _any_fits(request, signature, algorithm, tokens)
    except (ValueError, TypeError, IndexError):
        # Seen from the SDK: UnicodeEncodeError on a lone surrogate, ValueError on a
        # port past 65535, TypeError and IndexError on bodies it did not expect.
        return False


def _any_fits(
    request: SignedRequest, signature: str, algorithm: str, tokens: Sequence[str]
) -> bool:
    params = _params(request)
    if params is None:
        return False
    # Every token is tried, so that the time does not tell which one is in use.
    fits = [
        _validator(token).validate(request.url, params, signature, algorithm)
        for token in tokens
    ]
    return any(fits)


def _params(request: SignedRequest) -> _Pairs | str | dict[str, str] | None:
    if request.method == "GET":
        return {}
    if request.media_type == FORM:
        return _Pairs(request.form)
    if request.media_type == JSON and _has_hash(request.url):
        return request.raw.decode("utf-8")
    return None


def _has_hash(url: str) -> bool:
    # Exactly as the SDK reads it, so that it cannot see no hash where we saw one.
    hashes = parse_qs(urlsplit(url).query).get("bodySHA256", [])
    return len(hashes) == 1 and _HASH.fullmatch(hashes[0]) is not None


@functools.lru_cache(maxsize=16)
def _validator(token: str) -> RequestValidator:
    return RequestValidator(token)


def _rebuilt(environ: Mapping[str, Any]) -> str | None:
    decoded = environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")
    try:
        path = quote(decoded.encode("latin-1"), safe=_SAFE)
    except UnicodeEncodeError:
        return None
    query = environ.get("QUERY_STRING", "")
    return f"{path}?{query}" if query else path


def _without_authority(target: str) -> str | None:
    # "GET http://host/path HTTP/1.1": a proxy's form; only path and query count.
    found = re.fullmatch(r"https?://[^/?#]*(/[^#]*)", target, re.IGNORECASE)
    return found[1] if found else None
