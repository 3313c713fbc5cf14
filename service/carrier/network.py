"""Speaks to a Twilio-compatible carrier through the twilio SDK.

Laws: a text or a call is asked for exactly once (no retries below us); every answer,
and every missing answer, becomes one `Outcome`; what may have been processed is
`Unclear` (catalogue 5 and 6). No number and no words reach a log or an error (I12).
"""

from __future__ import annotations

import logging
import re
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client
from urllib3 import Timeout

from service.carrier import calls, incoming, numbers, recordings, retries
from service.carrier.answers import Answer, asked, or_none, outcome, without_answer
from service.carrier.door import clean
from service.carrier.port import (
    LONGEST_CALL_S,
    RING_S,
    CameIn,
    Carrier,
    Connected,
    Outcome,
    Recording,
    Seen,
    SeenCall,
    SeenRecording,
)

TIMEOUT_S = 10.0
# The lease on a call is 20 s (store/gates.py). An address that drops what it is sent is
# waited for, and then the next one: three such took longer than the lease.
CONNECT_S, WHOLE_S = 5.0, 18.0
SHORTEST_VALIDITY_S = 10  # the carrier advises more than 5
LONGEST_VALIDITY_S = 36_000
# A person gets a handful of texts a week: this is more than a year's worth.
MOST_LISTED = 1000

_TEXT = re.compile(r"(?:SM|MM)[0-9a-f]{32}")
_SERVICE = re.compile(r"MG[0-9a-fA-F]{32}")
_LOOPBACK = frozenset({"127.0.0.1", "localhost"})


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
            "StatusCallback": status_url + retries.STATUS,
            "ValidityPeriod": str(_validity(validity_seconds)),
        }
        return self._once("Messages", form, _TEXT)

    def find_texts(self, *, to: str, since: datetime) -> tuple[Seen, ...]:
        """List by `To` alone; see `port.Carrier.find_texts`.

        The carrier filters by the moment of sending only, which a queued text does
        not have yet, so `since` is compared with the moment of making here.
        """
        texts = asked(
            lambda: [
                _seen(text)
                for text in self._client.messages.list(to=to, limit=MOST_LISTED)
            ]
        )
        return tuple(text for text in texts if text.created_at >= since)

    def find_incoming(
        self, *, to: str, since: datetime, until: datetime
    ) -> tuple[CameIn, ...]:
        """List by `To` and moment; see `port.Carrier.find_incoming`."""
        return incoming.listed(self._client, to, (since, until))

    def fetch_text(self, sid: str) -> Seen | None:
        """Look one text up; see `port.Carrier.fetch_text`."""
        text = self._client.messages(sid)
        return asked(lambda: or_none(lambda: _seen(text.fetch())))

    def delete_text(self, sid: str) -> bool:
        """Have one text deleted; see `port.Carrier.delete_text`."""
        return calls.deleted(self._client.messages(calls.checked(sid, _TEXT)))

    def place_call(  # noqa: PLR0913 - each is named, as on the carrier's own form
        self,
        *,
        to: str,
        from_: str,
        answer_url: str,
        status_url: str,
        ring_s: int = RING_S,
        longest_s: int = LONGEST_CALL_S,
        detect_machine: bool = False,
    ) -> Outcome:
        """Ask for one call, once; see `port.Carrier.place_call`."""
        form = calls.form(
            to=to,
            from_=from_,
            answer_url=answer_url,
            status_url=status_url,
            detect_machine=detect_machine,
        )
        return self._once("Calls", form | calls.limits(ring_s, longest_s), calls.CALL)

    def find_calls(self, *, to: str, since: datetime) -> tuple[SeenCall, ...]:
        """List the calls to somebody; see `port.Carrier.find_calls`."""
        return calls.found(self._client, to, since)

    def fetch_call(self, sid: str) -> SeenCall | None:
        """Look one call up; see `port.Carrier.fetch_call`."""
        return calls.fetched(self._client, sid)

    def end_call(self, sid: str) -> bool:
        """End one call; see `port.Carrier.end_call`."""
        return calls.ended(self._client, sid)

    def delete_call(self, sid: str) -> bool:
        """Have one call deleted; see `port.Carrier.delete_call`."""
        return calls.deleted(self._client.calls(calls.checked(sid, calls.CALL)))

    def fetch_recording(self, sid: str) -> Recording | None:
        """Bring one recording; see `port.Carrier.fetch_recording`."""
        return recordings.fetched(self._client, self._http, sid)

    def delete_recording(self, sid: str) -> bool:
        """Have one recording deleted; see `port.Carrier.delete_recording`."""
        return recordings.deleted(self._client, sid)

    def recordings_of(self, call_sid: str) -> tuple[SeenRecording, ...]:
        """List the recordings of a call; see `port.Carrier.recordings_of`."""
        return recordings.listed(self._client, call_sid)

    def connect_number(
        self,
        *,
        number: str,
        sms_url: str,
        voice_url: str | None = None,
        voice_status_url: str | None = None,
        dry_run: bool = False,
    ) -> Connected:
        """Point a number at us; see `port.Carrier.connect_number`."""
        goal = numbers.wanted(sms_url, voice_url, voice_status_url)
        return asked(
            lambda: numbers.connected(self._client, number, goal, dry_run=dry_run)
        )

    def close(self) -> None:
        """Close the connections that are kept open."""
        self._http.session.close()

    def _once(
        self, resource: str, form: dict[str, Any], sids: re.Pattern[str]
    ) -> Outcome:
        try:
            return outcome(self._post(resource, form), sids)
        except requests.RequestException as error:
            return without_answer(error)

    def _post(self, resource: str, form: dict[str, Any]) -> Answer:
        # Below `messages.create`, which would hide the answer's headers (Retry-After)
        # and raise on an answer that is not JSON.
        path = f"/Accounts/{self._client.account_sid}/{resource}.json"
        answer: Answer = self._client.api.v2010.request(
            "POST", path, data=form, headers=_headers()
        )
        return answer


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
    connecting (to each address CONNECT_S at most) and for each silence while reading,
    WHOLE_S for connecting and the first answer.
    """
    _hush()
    http = TwilioHttpClient(timeout=timeout_s, max_retries=0)
    # An environment of our own: the SDK would take edge and region from the process's.
    patient = _Patient(timeout_s)
    http.session.mount("https://", patient)
    http.session.mount("http://", patient)
    client = Client(account_sid, token, http_client=http, environment={"-": "-"})
    if base_url is not None:
        client.api.base_url = base_url.rstrip("/")
        # A proxy of the machine cannot reach a carrier on the machine itself.
        http.session.trust_env = urlsplit(base_url).hostname not in _LOOPBACK
    return Network(client, http)


class _Patient(HTTPAdapter):
    """Asks once, and bounds how long connecting and the first answer take together."""

    def __init__(self, timeout_s: float) -> None:
        super().__init__(max_retries=0)
        self._timeout_s = timeout_s

    def send(self, request: requests.PreparedRequest, *given: Any, **how: Any) -> Any:
        """Send one request; what is asked for otherwise is as in requests."""
        connect = min(self._timeout_s, CONNECT_S)
        how["timeout"] = Timeout(connect=connect, read=self._timeout_s, total=WHOLE_S)
        return super().send(request, *given, **how)


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


def _seen(text: Any) -> Seen:  # the SDK ships no types
    known = isinstance(text.sid, str) and isinstance(text.status, str)
    if not known or not isinstance(text.date_created, datetime):
        raise TypeError("not a text as the carrier writes one")
    code = int(text.error_code) if text.error_code else None
    return Seen(
        text.sid,
        text.status,
        text.body or "",
        text.date_created,
        code,
        from_=text.from_ or "",
        service=text.messaging_service_sid or "",
    )


if TYPE_CHECKING:
    _KEEPS_THE_PROMISE: type[Carrier] = Network
