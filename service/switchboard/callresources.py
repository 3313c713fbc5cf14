"""Calls and recordings in the JSON the carrier's API speaks."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import phonenumbers

from service.switchboard.calls import PhoneCall, Recording
from service.switchboard.model import API_VERSION
from service.switchboard.resources import account_uri, rfc2822

BELOW_A_CALL = (
    "events",
    "notifications",
    "payments",
    "recordings",
    "siprec",
    "streams",
    "transcriptions",
    "user_defined_message_subscriptions",
    "user_defined_messages",
)


def call_json(
    call: PhoneCall, account_sid: str, number_sid: str | None
) -> dict[str, Any]:
    """A call with the API's names and types: `duration` is a string of seconds."""
    uri = f"{account_uri(account_sid)}/Calls/{call.sid}"
    seconds = call.duration_s
    return {
        "account_sid": account_sid,
        "answered_by": call.answered_by or None,
        "api_version": API_VERSION,
        "caller_name": None,
        "date_created": rfc2822(call.created),
        "date_updated": rfc2822(call.updated),
        "direction": call.direction,
        "duration": None if seconds is None else str(seconds),
        "end_time": rfc2822(call.ended),
        "forwarded_from": None,
        "from": call.from_,
        "from_formatted": _formatted(call.from_),
        "group_sid": None,
        "parent_call_sid": call.parent or None,
        "phone_number_sid": number_sid,
        "price": None,
        "price_unit": "USD",
        "queue_time": "0",
        "sid": call.sid,
        "start_time": rfc2822(call.started),
        "status": call.status,
        "subresource_uris": {
            name: f"{uri}/{_camel(name)}.json" for name in BELOW_A_CALL
        },
        "to": call.to,
        "to_formatted": _formatted(call.to),
        "trunk_sid": None,
        "uri": f"{uri}.json",
    }


def recording_json(
    recording: Recording, account_sid: str, now: datetime, *, below_call: bool = False
) -> dict[str, Any]:
    """A recording with the API's names and types, also as it stands below its call."""
    account = account_uri(account_sid)
    uri = f"{account}/Recordings/{recording.sid}"
    status = recording.status(now)
    shown: dict[str, Any] = {
        "account_sid": account_sid,
        "api_version": API_VERSION,
        "call_sid": recording.call_sid,
        "channels": 1,
        "conference_sid": None,
        "date_created": rfc2822(recording.created),
        "date_updated": rfc2822(recording.ready),
        "duration": str(recording.seconds) if status == "completed" else "-1",
        "encryption_details": None,
        "error_code": None,
        "price": None,
        "price_unit": "USD",
        "sid": recording.sid,
        "source": recording.source,
        "start_time": rfc2822(recording.created),
        "status": status,
    }
    if below_call:
        own = f"{account}/Calls/{recording.call_sid}/Recordings/{recording.sid}.json"
        return shown | {"track": "both", "uri": own}
    below = {"add_on_results": f"{uri}/AddOnResults.json"}
    below["transcriptions"] = f"{uri}/Transcriptions.json"
    media = f"https://api.twilio.com{uri}"
    more = {"subresource_uris": below, "media_url": media, "uri": f"{uri}.json"}
    return shown | more


def _camel(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


def _formatted(number: str) -> str:
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    kind = phonenumbers.PhoneNumberFormat
    shape = kind.NATIONAL if parsed.country_code == 1 else kind.INTERNATIONAL
    return str(phonenumbers.format_number(parsed, shape))
