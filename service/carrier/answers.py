"""Says what every answer of the carrier means, and every missing one.

Laws: what may have been processed is `Unclear` (catalogue 5 and 6); an answer to a
question that cannot be used is `CannotAsk`, never a guess.
"""

from __future__ import annotations

import json
import re
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any, Protocol, TypeVar

import requests
import urllib3
from twilio.base.exceptions import TwilioException, TwilioRestException

from service.carrier.codes import refusal
from service.carrier.port import (
    Accepted,
    Busy,
    CannotAsk,
    CannotConnect,
    Outcome,
    Unclear,
)

DEFAULT_PAUSE_S = 1.0
LONGEST_PAUSE_S = 60.0
TOO_MANY = 20429

# The carrier says "not found" for an account that is not ours, too.
NOT_LET_IN = frozenset(
    {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}
)
NO_ADDRESS = frozenset({21502})  # the address is not one, or cannot be reached

# Raised before a byte of the request has left: the carrier never saw it.
_NEVER_SENT = (
    urllib3.exceptions.NewConnectionError,
    urllib3.exceptions.ConnectTimeoutError,
    ssl.SSLCertVerificationError,
)
_Read = TypeVar("_Read")


class Answer(Protocol):
    """The SDK's answer, as far as it is used here."""

    status_code: int
    text: str
    headers: Any


def outcome(answer: Answer, sids: re.Pattern[str]) -> Outcome:
    """Say how a request to send or to call ended; `sids` is what its name looks like.

    Only 429 was never processed; a redirect, a proxy's page and 5xx may have got
    through.
    """
    status = answer.status_code
    document = _document(answer.text)
    if status == HTTPStatus.TOO_MANY_REQUESTS or document.get("code") == TOO_MANY:
        return Busy(_pause(answer.headers))
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Unclear(f"the carrier answered {status}")
    if status in (HTTPStatus.OK, HTTPStatus.CREATED):
        return _accepted(document, sids)
    code = document.get("code")
    if status >= HTTPStatus.BAD_REQUEST and type(code) is int:
        return refusal(code)
    # Not the carrier's own form: a proxy's page, a redirect. It may have got through.
    return Unclear(f"the carrier answered {status} in a form we cannot read")


def _accepted(document: Mapping[str, Any], sids: re.Pattern[str]) -> Outcome:
    sid, status = document.get("sid"), document.get("status")
    if isinstance(sid, str) and sids.fullmatch(sid) and isinstance(status, str):
        return Accepted(sid, status)
    return Unclear("the carrier answered yes in a form we cannot read")


def _document(text: str) -> Mapping[str, Any]:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return document if isinstance(document, dict) else {}


def _pause(headers: Mapping[str, str] | None) -> float:
    told = (headers or {}).get("Retry-After", "")
    if not re.fullmatch(r"[0-9]{1,6}", told):
        return DEFAULT_PAUSE_S
    return min(max(float(told), DEFAULT_PAUSE_S), LONGEST_PAUSE_S)


def without_answer(error: requests.RequestException) -> Busy | Unclear:
    """Say what a missing answer means.

    Busy when the connection was never made (refused, unknown host, no route, not in
    time, a certificate nobody vouches for): no byte of the request has left, so it was
    not accepted and may be sent later. Everything else is in doubt.
    """
    if any(isinstance(cause, _NEVER_SENT) for cause in _causes(error)):
        return Busy(DEFAULT_PAUSE_S)
    if isinstance(error, requests.Timeout):
        return Unclear("the carrier did not answer in time")
    return Unclear("the line to the carrier dropped")


def _causes(error: BaseException) -> Iterator[BaseException]:
    # requests wraps urllib3's error as an argument, urllib3 its own as `reason`.
    waiting: list[object] = [error]
    met: set[int] = set()
    while waiting:
        cause = waiting.pop()
        if isinstance(cause, BaseException) and id(cause) not in met:
            met.add(id(cause))
            yield cause
            waiting += [*cause.args, getattr(cause, "reason", None), cause.__cause__]


def asked(question: Callable[[], _Read]) -> _Read:
    """Put a question to the carrier that may be put again.

    Raises:
        CannotAsk: no answer, a refusal, or an answer of another form.
    """
    try:
        return question()
    except requests.RequestException:
        raise CannotAsk("The carrier could not be reached.") from None
    except TwilioException:
        raise CannotAsk("The carrier would not answer.") from None
    except (ValueError, TypeError, AttributeError, KeyError):
        # Seen from the SDK on answers that are no JSON or have another shape.
        raise CannotAsk("The carrier's answer cannot be read.") from None


@contextmanager
def mended_by_operator() -> Iterator[None]:
    """Tell what the operator can mend from what may pass: the carrier said no."""
    try:
        yield
    except TwilioException as error:
        # A list that is refused raises without its status, beside the answer.
        answer = next((part for part in error.args if hasattr(part, "status_code")), 0)
        if getattr(error, "status", getattr(answer, "status_code", 0)) in NOT_LET_IN:
            raise CannotConnect(
                "The carrier did not let us in; mend TWILIO_ACCOUNT_SID and "
                "TWILIO_AUTH_TOKENS (the first token signs in)."
            ) from None
        if getattr(error, "code", None) in NO_ADDRESS:
            raise CannotConnect(
                "The carrier does not take our address; mend HANDRAIL_PUBLIC_ORIGIN, "
                "which must be reachable from outside."
            ) from None
        raise


def or_none(question: Callable[[], _Read]) -> _Read | None:
    """Put a question about one thing; None when the carrier has no such thing."""
    try:
        return question()
    except TwilioRestException as error:
        if error.status == HTTPStatus.NOT_FOUND:
            return None
        raise
