"""Lets only what the carrier signed reach a view.

Laws: an altered or unsigned request changes nothing (I15), because it never reaches
the view; the guard answers 403, 413 or 415 and never 500 (catalogue 21). It tries, in
this order: signature header, algorithm, signed address, what was signed, tokens,
account. The body is read once, decoded by us and not by Werkzeug, which would make a
form with one bad byte silently empty: bad UTF-8 becomes U+FFFD and is marked, and the
signature is checked over that text, as the carrier signs text and never bytes.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Concatenate, Literal, ParamSpec

from flask import Request, Response, request
from werkzeug.exceptions import HTTPException

from service.carrier.door import Form, form
from service.carrier.signature import (
    FORM,
    HEADERS,
    JSON,
    SIGNATURE,
    SignedRequest,
    checked_origin,
    genuine,
    signed_url,
)

LARGEST_BODY = 64 * 1024
MOST_PAIRS = 500
_NOTHING = Form((), changed=False)

_Rest = ParamSpec("_Rest")
Status = Literal[403, 413, 415]


@dataclass(frozen=True, slots=True)
class Signed:
    """What a view gets to read: only what was covered by the signature.

    `pairs` are the form's (empty for GET and JSON), `query` the address's, both
    decoded and in their order; `raw` is the body as it came; `changed` says that bad
    UTF-8 was replaced in them.
    """

    pairs: tuple[tuple[str, str], ...]
    query: tuple[tuple[str, str], ...]
    raw: bytes
    changed: bool


@dataclass(frozen=True, slots=True)
class Turned:
    """A request turned away; `why` is for the log, with nothing from the request."""

    status: Status
    why: str


class Guard:
    """Stands before the carrier's webhooks.

    Built once from the public origin, the tokens accepted at the moment (several
    while one replaces another) and the accounts that may speak to us. Use it as a
    decorator, `@guard`: the view gets a `Signed` as its first argument. `tell` is
    called with each `Turned`.

    Raises:
        BadOrigin: the origin is not `http(s)://host[:port]`.
    """

    def __init__(
        self,
        *,
        origin: str,
        tokens: Iterable[str],
        account_sids: Iterable[str],
        tell: Callable[[Turned], None] = lambda turned: None,
    ) -> None:
        self._origin = checked_origin(origin)
        self._tokens = tuple(tokens)
        self._accounts = frozenset(account_sids)
        self._tell = tell

    def __call__(
        self, view: Callable[Concatenate[Signed, _Rest], Response]
    ) -> Callable[_Rest, Response]:
        """Wrap a Flask view so that it sees genuine requests only."""

        @functools.wraps(view)
        def guarded(*args: _Rest.args, **kwargs: _Rest.kwargs) -> Response:
            judged = self.judge(request)
            if isinstance(judged, Signed):
                return view(judged, *args, **kwargs)
            self._tell(judged)
            return Response(status=judged.status)

        return guarded

    def judge(self, asked: Request) -> Signed | Turned:
        """Check one request; reads its body, never raises, never answers."""
        signature = asked.headers.get(SIGNATURE, "")
        if not signature or not signature.isascii():
            return Turned(403, "no signature, or one that is not ASCII")
        url = signed_url(self._origin, asked.environ)
        if url is None:
            return Turned(403, "an address the carrier cannot have signed")
        if not _may_be_signed(asked):
            return Turned(415, "a media type or method the carrier does not use")
        raw = _body(asked)
        if raw is None:
            return Turned(413, "body too large, or cut off")
        return self._read(asked, url, raw)

    def _read(self, asked: Request, url: str, raw: bytes) -> Signed | Turned:
        is_form = _media_type(asked) == FORM
        # Counted before they are decoded: 21,000 fit into 64 KB, and anybody can send
        # them with a signature made up.
        if is_form and raw.count(b"&") >= MOST_PAIRS:
            return Turned(413, "too many parameters")
        body = form(raw) if is_form else _NOTHING
        signed = SignedRequest(
            method=asked.method,
            url=url,
            media_type=_media_type(asked),
            form=body.pairs,
            raw=raw,
            headers={name: asked.headers.get(name, "") for name in HEADERS},
        )
        if not genuine(signed, self._tokens):
            return Turned(403, "not signed by the carrier")
        query = form(url.partition("?")[2].encode("ascii"))
        if not self._knows_account(body, query):
            return Turned(403, "signed, but for another account")
        return Signed(body.pairs, query.pairs, raw, body.changed or query.changed)

    def _knows_account(self, body: Form, query: Form) -> bool:
        # GET, JSON and an empty form name no account; what reads them must ask.
        if not body.pairs:
            return True
        named = _accounts(body) or _accounts(query)
        return bool(named) and named <= self._accounts


def _accounts(read: Form) -> frozenset[str]:
    return frozenset(value for name, value in read.pairs if name == "AccountSid")


def _media_type(asked: Request) -> str:
    return FORM if asked.method == "GET" else asked.mimetype


def _may_be_signed(asked: Request) -> bool:
    if asked.method == "GET":
        return True
    return asked.method == "POST" and asked.mimetype in (FORM, JSON)


def _body(asked: Request) -> bytes | None:
    if asked.method == "GET":
        return b""
    # One more than we take: of a body without a length Werkzeug keeps silently what
    # fits, so only the byte too many tells that there was more.
    asked.max_content_length = LARGEST_BODY + 1
    try:
        raw = asked.stream.read()
    except HTTPException:
        # Werkzeug's 413, or the 400 of a caller who hung up half-way.
        return None
    return raw if len(raw) <= LARGEST_BODY else None
