"""Speaks to a Twilio-compatible carrier through the twilio SDK.

Laws: a text is posted exactly once (no retries below us); every answer, and every
missing answer, becomes one `Outcome`; what may have been processed is `Unclear`
(catalogue 5 and 6). No number and no words reach a log or an error (I12).
"""

from __future__ import annotations

import json
import logging
import re
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Protocol, TypeVar
from urllib.parse import urlsplit

import requests
import urllib3
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from service.carrier.codes import refusal
from service.carrier.door import clean
from service.carrier.port import (
    Accepted,
    Busy,
    CannotAsk,
    CannotConnect,
    Carrier,
    Connected,
    Outcome,
    Seen,
    Unclear,
    Webhook,
)

TIMEOUT_S = 10.0
# Where the carrier sends a text's status, it tries twice more when our side does not
# answer, answers 5xx, or cannot be reached. It reads this from the fragment, which is
# neither sent nor signed.
# https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
CALLBACK_RETRIES = "#rc=2&rp=ct,rt,5xx"
# A text that comes in has nowhere else to go: three more tries, as much as is allowed.
TEXT_RETRIES = "#rc=3&rp=ct,rt,5xx"
SHORTEST_VALIDITY_S = 10  # the carrier advises more than 5
LONGEST_VALIDITY_S = 36_000
# A person gets a handful of texts a week: this is more than a year's worth.
MOST_LISTED = 1000
DEFAULT_PAUSE_S = 1.0
LONGEST_PAUSE_S = 60.0
TOO_MANY = 20429

# The carrier says "not found" for an account that is not ours, too.
NOT_LET_IN = frozenset(
    {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}
)
NO_ADDRESS = frozenset({21502})  # the address is not one, or cannot be reached

_SID = re.compile(r"(?:SM|MM)[0-9a-f]{32}")
_SERVICE = re.compile(r"MG[0-9a-fA-F]{32}")
_LOOPBACK = frozenset({"127.0.0.1", "localhost"})
# Raised before a byte of the request has left: the carrier never saw it.
_NEVER_SENT = (
    urllib3.exceptions.NewConnectionError,
    urllib3.exceptions.ConnectTimeoutError,
    ssl.SSLCertVerificationError,
)
_Read = TypeVar("_Read")


class _Answer(Protocol):
    # The SDK's Response, as far as it is used here.
    status_code: int
    text: str
    headers: Any


class Network:
    """A carrier at the other end of HTTP (implements `port.Carrier`)."""

    def __init__(self, client: Client, http: TwilioHttpClient) -> None:
        self._client = client
        self._http = http

    def send_text(
        self, *, to: str, body: str, from_: str, status_url: str, validity_seconds: int
    ) -> Outcome:
        """Post one text, once; see `port.Carrier.send_text`."""
        form = {
            "To": to,
            _sender_name(from_): from_,
            "Body": clean(body).text,
            "StatusCallback": status_url + CALLBACK_RETRIES,
            "ValidityPeriod": str(_validity(validity_seconds)),
        }
        try:
            return _outcome(self._post(form))
        except requests.RequestException as error:
            return without_answer(error)

    def find_texts(self, *, to: str, since: datetime) -> tuple[Seen, ...]:
        """List by `To` alone; see `port.Carrier.find_texts`.

        The carrier filters by the moment of sending only, which a queued text does
        not have yet, so `since` is compared with the moment of making here.
        """
        texts = _asked(
            lambda: [
                _seen(text)
                for text in self._client.messages.list(to=to, limit=MOST_LISTED)
            ]
        )
        return tuple(text for text in texts if text.created_at >= since)

    def fetch_text(self, sid: str) -> Seen | None:
        """Look one text up; see `port.Carrier.fetch_text`."""
        return _asked(lambda: self._fetched(sid))

    def connect_number(
        self, *, number: str, sms_url: str, dry_run: bool = False
    ) -> Connected:
        """Point a number at `sms_url`; see `port.Carrier.connect_number`."""
        url = sms_url + TEXT_RETRIES
        wanted = Webhook(url, "POST", url, "POST")
        return _asked(lambda: self._connected(number, wanted, dry_run=dry_run))

    def close(self) -> None:
        """Close the connections that are kept open."""
        self._http.session.close()

    def _post(self, form: dict[str, str]) -> _Answer:
        # Below `messages.create`, which would hide the answer's headers (Retry-After)
        # and raise on an answer that is not JSON.
        account = self._client.account_sid
        answer: _Answer = self._client.api.v2010.request(
            "POST", f"/Accounts/{account}/Messages.json", data=form, headers=_headers()
        )
        return answer

    def _connected(self, number: str, wanted: Webhook, *, dry_run: bool) -> Connected:
        with _mended_by_operator():
            found = self._number(number)
            before = _webhook(found)
            if dry_run or before == wanted:
                return Connected(before, wanted)
            changed = found.update(
                sms_url=wanted.url,
                sms_method=wanted.method,
                sms_fallback_url=wanted.fallback_url,
                sms_fallback_method=wanted.fallback_method,
            )
        if _webhook(changed) != wanted:
            raise CannotConnect(
                "The carrier kept another address than it was told; look at the number "
                "in its console."
            )
        return Connected(before, wanted)

    def _number(self, number: str) -> Any:
        # The carrier finds parts of numbers too: only the whole one is ours.
        listed = self._client.incoming_phone_numbers.list(
            phone_number=number, limit=MOST_LISTED
        )
        found = next((one for one in listed if one.phone_number == number), None)
        if found is None:
            raise CannotConnect(
                "The carrier's account has no such number; rent it there, or mend "
                "TWILIO_ACCOUNT_SID (the number may stand in another account)."
            )
        if found.sms_application_sid:
            raise CannotConnect(
                "An application of the carrier answers texts to this number, and would "
                "go on doing so; take it off the number in the carrier's console."
            )
        return found

    def _fetched(self, sid: str) -> Seen | None:
        try:
            return _seen(self._client.messages(sid).fetch())
        except TwilioRestException as error:
            if error.status == HTTPStatus.NOT_FOUND:
                return None
            raise


def connect(
    account_sid: str,
    token: str,
    base_url: str | None = None,
    *,
    timeout_s: float = TIMEOUT_S,
) -> Network:
    """Make a carrier for one account; nothing is sent yet.

    `base_url` (like `http://127.0.0.1:5100`) replaces `https://api.twilio.com`: the
    switchboard, or any carrier that speaks the same. `timeout_s` holds for
    connecting and for each silence while reading.
    """
    _hush()
    http = TwilioHttpClient(timeout=timeout_s, max_retries=0)
    # An environment of our own: the SDK would take edge and region from the process's.
    client = Client(account_sid, token, http_client=http, environment={"-": "-"})
    if base_url is not None:
        client.api.base_url = base_url.rstrip("/")
        # A proxy of the machine cannot reach a carrier on the machine itself.
        http.session.trust_env = urlsplit(base_url).hostname not in _LOOPBACK
    return Network(client, http)


def _hush() -> None:
    # The SDK logs queries (with numbers) at INFO, urllib3 addresses at DEBUG (I12).
    for name in ("twilio.http_client", "urllib3"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


def _headers() -> dict[str, str]:
    return {
        "Content-Type": "application/x-www-form-urlencoded",
        "Accept": "application/json",
    }


def _sender_name(from_: str) -> str:
    return "MessagingServiceSid" if _SERVICE.fullmatch(from_) else "From"


def _validity(seconds: int) -> int:
    return min(max(seconds, SHORTEST_VALIDITY_S), LONGEST_VALIDITY_S)


def _outcome(answer: _Answer) -> Outcome:
    status = answer.status_code
    document = _document(answer.text)
    if status == HTTPStatus.TOO_MANY_REQUESTS or document.get("code") == TOO_MANY:
        return Busy(_pause(answer.headers))
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Unclear(f"the carrier answered {status}")
    if status in (HTTPStatus.OK, HTTPStatus.CREATED):
        return _accepted(document)
    code = document.get("code")
    if status >= HTTPStatus.BAD_REQUEST and type(code) is int:
        return refusal(code)
    # Not the carrier's own form: a proxy's page, a redirect. It may have got through.
    return Unclear(f"the carrier answered {status} in a form we cannot read")


def _accepted(document: Mapping[str, Any]) -> Outcome:
    sid, status = document.get("sid"), document.get("status")
    if isinstance(sid, str) and _SID.fullmatch(sid) and isinstance(status, str):
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


def _asked(question: Callable[[], _Read]) -> _Read:
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
def _mended_by_operator() -> Iterator[None]:
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


def _webhook(number: Any) -> Webhook:
    texts = (
        number.sms_url or "",
        number.sms_method or "POST",
        number.sms_fallback_url or "",
        number.sms_fallback_method or "POST",
    )
    if not all(isinstance(text, str) for text in texts):
        raise TypeError("not a number as the carrier writes one")
    return Webhook(*texts)


def _seen(text: Any) -> Seen:  # the SDK ships no types
    known = isinstance(text.sid, str) and isinstance(text.status, str)
    if not known or not isinstance(text.date_created, datetime):
        raise TypeError("not a text as the carrier writes one")
    return Seen(text.sid, text.status, text.body or "", text.date_created)


if TYPE_CHECKING:
    _KEEPS_THE_PROMISE: type[Carrier] = Network
