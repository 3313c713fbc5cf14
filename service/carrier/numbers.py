"""Points a number of ours at our webhooks through the twilio SDK.

Law: what the operator can mend is told apart from what may pass by itself; a number
that is connected so already is left alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from twilio.rest import Client

from service.carrier import retries
from service.carrier.answers import mended_by_operator
from service.carrier.port import CallWebhook, CannotConnect, Connected, Webhook

MOST_LISTED = 1000


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where the number is to bring texts and, unless `calls` is None, calls.

    An empty `status_url` of the calls leaves that one as it is.
    """

    texts: Webhook
    calls: CallWebhook | None


def wanted(sms_url: str, voice_url: str | None, voice_status_url: str | None) -> Wanted:
    """Write what is wanted, with the retries the carrier reads from the fragment."""
    texts = sms_url + retries.TEXT
    if voice_url is None:
        return Wanted(Webhook(texts, "POST", texts, "POST"), None)
    calls = voice_url + retries.TURN
    told = voice_status_url + retries.TEXT if voice_status_url else ""
    return Wanted(
        Webhook(texts, "POST", texts, "POST"),
        CallWebhook(calls, "POST", calls, "POST", told, "POST"),
    )


def connected(client: Client, number: str, goal: Wanted, *, dry_run: bool) -> Connected:
    """Point the number there; see `port.Carrier.connect_number`."""
    with mended_by_operator():
        found = _number(client, number, with_calls=goal.calls is not None)
        told = _compared(found, goal)
        if dry_run or _same(told):
            return told
        changed = found.update(**_fields(told))
    if _compared(changed, goal) != Connected(
        told.after, told.after, told.calls_after, told.calls_after
    ):
        raise CannotConnect(
            "The carrier kept another address than it was told; look at the number "
            "in its console."
        )
    return told


def _same(told: Connected) -> bool:
    return told.before == told.after and told.calls_before == told.calls_after


def _compared(number: Any, goal: Wanted) -> Connected:
    if goal.calls is None:
        return Connected(_texts(number), goal.texts)
    before = _calls(number)
    after = goal.calls
    if not after.status_url:
        after = CallWebhook(
            *(after.url, after.method, after.fallback_url, after.fallback_method),
            *(before.status_url, before.status_method),
        )
    return Connected(_texts(number), goal.texts, before, after)


def _fields(told: Connected) -> dict[str, str]:
    texts, calls = told.after, told.calls_after
    fields = {
        "sms_url": texts.url,
        "sms_method": texts.method,
        "sms_fallback_url": texts.fallback_url,
        "sms_fallback_method": texts.fallback_method,
    }
    if calls is None:
        return fields
    return {
        **fields,
        "voice_url": calls.url,
        "voice_method": calls.method,
        "voice_fallback_url": calls.fallback_url,
        "voice_fallback_method": calls.fallback_method,
        "status_callback": calls.status_url,
        "status_callback_method": calls.status_method,
    }


def _number(client: Client, number: str, *, with_calls: bool) -> Any:
    # The carrier finds parts of numbers too: only the whole one is ours.
    listed = client.incoming_phone_numbers.list(phone_number=number, limit=MOST_LISTED)
    found = next((one for one in listed if one.phone_number == number), None)
    if found is None:
        raise CannotConnect(
            "The carrier's account has no such number; rent it there, or mend "
            "TWILIO_ACCOUNT_SID (the number may stand in another account)."
        )
    for field, says in _TAKEN[: None if with_calls else 1]:
        if getattr(found, field):
            raise CannotConnect(says)
    return found


# What would go on answering whatever addresses we set.
_TAKEN = (
    (
        "sms_application_sid",
        "An application of the carrier answers texts to this number, and would "
        "go on doing so; take it off the number in the carrier's console.",
    ),
    (
        "voice_application_sid",
        "An application of the carrier answers calls to this number, and would "
        "go on doing so; take it off the number in the carrier's console.",
    ),
    (
        "trunk_sid",
        "Calls to this number go to a SIP trunk, and would go on doing so; take "
        "the number off the trunk in the carrier's console.",
    ),
)


def _texts(number: Any) -> Webhook:
    return Webhook(
        _text(number.sms_url),
        _text(number.sms_method, "POST"),
        _text(number.sms_fallback_url),
        _text(number.sms_fallback_method, "POST"),
    )


def _calls(number: Any) -> CallWebhook:
    return CallWebhook(
        _text(number.voice_url),
        _text(number.voice_method, "POST"),
        _text(number.voice_fallback_url),
        _text(number.voice_fallback_method, "POST"),
        _text(number.status_callback),
        _text(number.status_callback_method, "POST"),
    )


def _text(value: object, default: str = "") -> str:
    if not isinstance(value or "", str):
        raise TypeError("not a number as the carrier writes one")
    return str(value or default)
