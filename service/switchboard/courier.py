"""Carries a signed webhook to its URL, with the retries its fragment asks for."""

from __future__ import annotations

import http.client
import secrets
import ssl
import time
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import SplitResult, urlencode, urljoin, urlsplit

from service.switchboard.overrides import Overrides, split
from service.switchboard.signing import signature

Pairs = tuple[tuple[str, str], ...]

MAX_ANSWER = 64 * 1024
MAX_REDIRECTS = 5
REDIRECTS = frozenset({301, 302, 303, 307, 308})
FORM = "application/x-www-form-urlencoded; charset=UTF-8"


@dataclass(frozen=True, slots=True)
class Call:
    """One request to make: where, how, with which form, under which token."""

    url: str
    pairs: Pairs
    auth_token: str
    method: str = "POST"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: status 200-399, media type, body."""

    status: int
    media_type: str
    body: bytes
    tries: int = 1


@dataclass(frozen=True, slots=True)
class Undelivered:
    """Nothing usable came back; `code` is the carrier's log code for it."""

    code: int
    text: str
    tries: int


class _Failed(Exception):
    def __init__(self, reason: str, code: int, text: str) -> None:
        self.reason, self.code = reason, code
        super().__init__(text)


def carry(call: Call) -> Answer | Undelivered:
    """Make the request, and again as its connection overrides allow.

    All tries of one call share the header `I-Twilio-Idempotency-Token`. Never raises
    for what the other side does.
    """
    bare, limits = split(call.url)
    series = secrets.token_hex(16)
    deadline = time.monotonic() + limits.tt / 1000
    failure = _Failed("none", 11200, "not tried")
    tries = 0
    for tries in range(1, limits.rc + 2):
        try:
            answer = _follow(call, bare, _Line(limits, deadline, series))
        except _Failed as failed:
            failure = failed
            if not limits.retries_on(failed.reason) or time.monotonic() > deadline:
                break
        else:
            return Answer(answer.status, answer.media_type, answer.body, tries)
    return Undelivered(failure.code, str(failure), tries)


@dataclass(frozen=True, slots=True)
class _Line:
    limits: Overrides
    deadline: float
    series: str

    def seconds(self, milliseconds: int) -> float:
        return max(0.05, min(milliseconds / 1000, self.deadline - time.monotonic()))


def _follow(call: Call, bare: str, line: _Line) -> Answer:
    url, method, pairs = bare, call.method, call.pairs
    for _ in range(MAX_REDIRECTS + 1):
        answer, location = _request(Call(url, pairs, call.auth_token, method), line)
        if answer.status not in REDIRECTS or not location:
            return answer
        # A redirect is followed by GET and the form is gone, as the carrier does it.
        url, method, pairs = urljoin(url, location), "GET", ()
    raise _Failed("4xx", 11215, "too many redirects")


def _request(call: Call, line: _Line) -> tuple[Answer, str]:
    url, body = _written(call)
    parts = urlsplit(url)
    connection = _connect(parts, line)
    try:
        connection.request(
            call.method, _target(parts), body, _headers(call, url, line.series)
        )
        response = connection.getresponse()
        content = response.read(MAX_ANSWER)
    except (TimeoutError, OSError) as error:
        raise _Failed("rt", 11200, f"no answer: {type(error).__name__}") from error
    except (http.client.HTTPException, ValueError) as error:
        raise _Failed("rt", 11206, f"not HTTP: {type(error).__name__}") from error
    finally:
        connection.close()
    _refuse_errors(response.status)
    media_type = response.headers.get_content_type() if response.headers else ""
    declared = media_type if response.headers.get("Content-Type") else ""
    answer = Answer(response.status, declared, content)
    return answer, response.headers.get("Location", "")


def _refuse_errors(status: int) -> None:
    if status >= 400:  # noqa: PLR2004 - the first HTTP error status
        raise _Failed(f"{status // 100}xx", 11200, f"answered {status}")


def _written(call: Call) -> tuple[str, bytes | None]:
    form = urlencode(call.pairs)
    if call.method == "POST":
        return call.url, form.encode()
    joint = "&" if urlsplit(call.url).query else "?"
    return (call.url + joint + form if form else call.url), None


def _connect(parts: SplitResult, line: _Line) -> http.client.HTTPConnection:
    seconds = line.seconds(line.limits.ct)
    try:
        connection = _connection(parts, seconds)
        connection.connect()
        connection.sock.settimeout(line.seconds(line.limits.rt))
    except (OSError, UnicodeError) as error:
        text = f"no connection: {type(error).__name__}"
        raise _Failed("ct", 11205, text) from error
    except (http.client.InvalidURL, ValueError) as error:
        raise _Failed("url", 11100, "the URL is not one") from error
    return connection


def _connection(parts: SplitResult, seconds: float) -> http.client.HTTPConnection:
    host = parts.hostname
    if not host or parts.scheme not in ("http", "https"):
        raise ValueError("an absolute http or https URL is needed")
    if parts.scheme == "https":
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(
            host, parts.port, timeout=seconds, context=context
        )
    return http.client.HTTPConnection(host, parts.port, timeout=seconds)


def _target(parts: SplitResult) -> str:
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _headers(call: Call, url: str, series: str) -> dict[str, str]:
    return dict(_header_lines(call, url, series))


def _header_lines(call: Call, url: str, series: str) -> Iterator[tuple[str, str]]:
    posted = call.pairs if call.method == "POST" else ()
    yield "X-Twilio-Signature", signature(call.auth_token, url, posted)
    yield "I-Twilio-Idempotency-Token", series
    yield "User-Agent", "TwilioProxy/1.1"
    yield "Accept", "*/*"
    if call.method == "POST":
        yield "Content-Type", FORM
