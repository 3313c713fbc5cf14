"""Places calls, looks them up and ends them through the twilio SDK.

Laws: a call is asked for exactly once; what may have been placed is `Unclear`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any

from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from service.carrier import retries
from service.carrier.answers import asked, or_none
from service.carrier.port import LONGEST_BRIDGE_S, AnsweredBy, CannotAsk, SeenCall

# `initiated` settles a call in doubt and brings the name by which a STOP ends it,
# `answered` says that somebody or something picked up, `completed` is how it ended.
# `ringing` would cost a request and change nothing.
TOLD = ("initiated", "answered", "completed")
SHORTEST_RING_S, LONGEST_RING_S = 5, 40
SHORTEST_CALL_S = 30
# The carrier's 30 would leave a person who says nothing in silence as long.
DETECTION_S = 8
MOST_LISTED = 1000  # more than a year's worth for one person
CALL = re.compile(r"CA[0-9a-f]{32}")

OVER = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})
NOT_IN_THAT_STATE = 21220
# "in-progress" may be seen for a moment after the carrier was told to hang up.
_MAY_RING = frozenset({"queued", "ringing"})

# https://www.twilio.com/docs/voice/answering-machine-detection
ANSWERED_BY: Mapping[str, AnsweredBy] = {
    "human": "human",
    "machine": "machine",
    "machine_start": "machine",
    "machine_end_beep": "machine",
    "machine_end_silence": "machine",
    "machine_end_other": "machine",
    "fax": "fax",
    "unknown": "unknown",
}


def form(
    *, to: str, from_: str, answer_url: str, status_url: str, detect_machine: bool
) -> dict[str, object]:
    """Write the form that asks for a call, but for how long it rings and lasts."""
    answer = answer_url + retries.TURN
    detection = {
        "MachineDetection": "Enable",
        "MachineDetectionTimeout": str(DETECTION_S),
    }
    return {
        "To": to,
        "From": from_,
        "Url": answer,
        "Method": "POST",
        "FallbackUrl": answer,
        "FallbackMethod": "POST",
        "StatusCallback": status_url + retries.STATUS,
        "StatusCallbackMethod": "POST",
        "StatusCallbackEvent": list(TOLD),
        **(detection if detect_machine else {}),
    }


def limits(ring_s: int, longest_s: int) -> dict[str, object]:
    """Write how long a call may ring and last, within what we ever allow."""
    ring = min(max(ring_s, SHORTEST_RING_S), LONGEST_RING_S)
    lasts = min(max(longest_s, SHORTEST_CALL_S), LONGEST_BRIDGE_S)
    return {"Timeout": str(ring), "TimeLimit": str(lasts)}


def found(client: Client, to: str, since: datetime) -> tuple[SeenCall, ...]:
    """List calls by `To` alone; see `port.Carrier.find_calls`.

    The carrier filters by the moment the call began, which a queued call has not.
    """
    calls = asked(
        lambda: [_seen(call) for call in client.calls.list(to=to, limit=MOST_LISTED)]
    )
    return tuple(call for call in calls if call.created_at >= since)


def fetched(client: Client, sid: str) -> SeenCall | None:
    """Look one call up; see `port.Carrier.fetch_call`."""
    call = client.calls(checked(sid, CALL))
    return asked(lambda: or_none(lambda: _seen(call.fetch())))


def ended(client: Client, sid: str) -> bool:
    """End a call; see `port.Carrier.end_call`."""
    call = client.calls(checked(sid, CALL))
    return asked(lambda: or_none(lambda: _over(call)) or False)


def deleted(kept: Any) -> bool:
    """Have what the carrier keeps under a name deleted; False when it kept none."""
    gone = asked(lambda: or_none(kept.delete))
    if gone is False:
        raise CannotAsk("The carrier would not delete it.")
    return gone is not None


def checked(sid: str, form: re.Pattern[str]) -> str:
    """Return a carrier's name for a thing; nothing else gets into an address.

    Raises:
        ValueError: it is not one; the message does not repeat it.
    """
    if not form.fullmatch(sid):
        raise ValueError(f"This is no name of the carrier's: {form.pattern}.")
    return sid


def _over(call: Any) -> bool:
    # First as if it still rang: "canceled" cannot cut off a person who has just
    # answered, "completed" ends whatever is left.
    for status in ("canceled", "completed"):
        if _told(call, status) in OVER:
            return True
    if _seen(call.fetch()).status in _MAY_RING:
        raise CannotAsk("The carrier has not ended the call.")
    return True


def _told(call: Any, status: str) -> str | None:
    try:
        return _seen(call.update(status=status)).status
    except TwilioRestException as error:
        if error.status != HTTPStatus.NOT_FOUND and error.code == NOT_IN_THAT_STATE:
            return None
        raise


def _seen(call: Any) -> SeenCall:  # the SDK ships no types
    known = all(isinstance(text, str) for text in (call.sid, call.status, call._from))
    if not known or not isinstance(call.date_created, datetime):
        raise TypeError("not a call as the carrier writes one")
    return SeenCall(
        sid=call.sid,
        from_=call._from,
        status=call.status,
        answered_by=ANSWERED_BY.get(call.answered_by or ""),
        seconds=int(call.duration) if call.duration else None,
        created_at=call.date_created,
    )
