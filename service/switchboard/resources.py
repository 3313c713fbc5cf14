"""Texts, numbers and pages of them, in the JSON the carrier's API speaks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlencode

from service.switchboard.model import API_VERSION, Message, Number
from service.switchboard.refusals import Refusal

MAX_PAGE = 1000
DEFAULT_PAGE = 50

ERRORS = {
    21610: "Attempt to send to unsubscribed recipient",
    30003: "Unreachable destination handset",
    30004: "Message blocked",
    30005: "Unknown destination handset",
    30006: "Landline or unreachable carrier",
    30007: "Carrier violation",
    30008: "Unknown error",
    30034: "Message from an unregistered number",
    30036: "Validity period expired",
}


def account_uri(account_sid: str) -> str:
    """The path every resource of an account begins with."""
    return f"/{API_VERSION}/Accounts/{account_sid}"


def rfc2822(moment: datetime | None) -> str | None:
    """A moment as the API writes it, `Thu, 24 Aug 2023 05:01:45 +0000`."""
    return format_datetime(moment) if moment else None


def message_json(message: Message, account_sid: str) -> dict[str, Any]:
    """A text with the API's names and types: counts are strings, codes integers."""
    uri = f"{account_uri(account_sid)}/Messages/{message.sid}"
    code = message.error_code
    return {
        "account_sid": account_sid,
        "api_version": API_VERSION,
        "body": message.body,
        "date_created": rfc2822(message.created),
        "date_sent": rfc2822(message.sent),
        "date_updated": rfc2822(message.updated),
        "direction": message.direction,
        "error_code": code,
        "error_message": ERRORS.get(code, "Unknown error") if code else None,
        "from": message.from_,
        "messaging_service_sid": None,
        "num_media": str(len(message.media)),
        "num_segments": str(message.segments),
        "price": None,
        "price_unit": "USD",
        "sid": message.sid,
        "status": message.status,
        "subresource_uris": {"media": f"{uri}/Media.json"},
        "to": message.to,
        "uri": f"{uri}.json",
    }


def number_json(number: Number, account_sid: str) -> dict[str, Any]:
    """A rented number with the API's names and types."""
    uri = f"{account_uri(account_sid)}/IncomingPhoneNumbers/{number.sid}.json"
    sms = number.sms_capable
    return {
        "account_sid": account_sid,
        "address_requirements": "none",
        "address_sid": None,
        "api_version": API_VERSION,
        "beta": False,
        "bundle_sid": None,
        "capabilities": {"voice": True, "sms": sms, "mms": sms, "fax": False},
        "date_created": rfc2822(number.created),
        "date_updated": rfc2822(number.updated),
        "emergency_address_sid": None,
        "emergency_address_status": "unregistered",
        "emergency_status": "Inactive",
        "friendly_name": number.friendly_name,
        "identity_sid": None,
        "origin": "twilio",
        "phone_number": number.phone_number,
        "sid": number.sid,
        "sms_application_sid": None,
        "sms_fallback_method": number.sms_fallback_method,
        "sms_fallback_url": number.sms_fallback_url,
        "sms_method": number.sms_method,
        "sms_url": number.sms_url,
        "status": "in-use",
        "status_callback": number.status_callback,
        "status_callback_method": number.status_callback_method,
        "trunk_sid": None,
        "uri": uri,
        "voice_application_sid": None,
        "voice_caller_id_lookup": False,
        "voice_fallback_method": number.voice_fallback_method,
        "voice_fallback_url": number.voice_fallback_url,
        "voice_method": number.voice_method,
        "voice_receive_mode": "voice",
        "voice_url": number.voice_url,
    }


@dataclass(frozen=True, slots=True)
class Asked:
    """Which page of a list is wanted: its path, its filters, size, index and token."""

    path: str
    filters: tuple[tuple[str, str], ...]
    size: int
    page: int
    token: str

    @staticmethod
    def read(path: str, pairs: Sequence[tuple[str, str]]) -> Asked:
        """From the pairs of a query. Raises Refusal 20001 for sizes that are not."""
        own = {"PageSize", "Page", "PageToken"}
        given = dict(pairs)
        return Asked(
            path,
            tuple((name, value) for name, value in pairs if name not in own),
            min(_whole(given, "PageSize", DEFAULT_PAGE, least=1), MAX_PAGE),
            _whole(given, "Page", 0, least=0),
            given.get("PageToken", ""),
        )

    def uri(self, page: int, token: str = "") -> str:
        """The address of a page of the same list."""
        pairs = [*self.filters, ("PageSize", str(self.size)), ("Page", str(page))]
        pairs += [("PageToken", token)] if token else []
        return f"{self.path}?{urlencode(pairs)}"


def page_json(
    asked: Asked, key: str, sids: Sequence[str], show: Callable[[str], dict[str, Any]]
) -> dict[str, Any]:
    """One page of `sids`, each shown by `show`, with the addresses of its neighbours.

    A page token names the last text of the page before, so texts that come in
    meanwhile neither repeat nor hide one.
    """
    begin = _begin(asked, sids)
    end = min(begin + asked.size, len(sids))
    more, first = end < len(sids), asked.page * asked.size
    return {
        key: [show(sid) for sid in sids[begin:end]],
        "end": max(first + end - begin - 1, 0),
        "first_page_uri": asked.uri(0),
        "next_page_uri": asked.uri(asked.page + 1, f"PA{sids[end - 1]}")
        if more
        else None,
        "page": asked.page,
        "page_size": asked.size,
        "previous_page_uri": asked.uri(asked.page - 1, f"PB{sids[begin]}")
        if asked.page and begin < end
        else None,
        "start": first,
        "uri": asked.uri(asked.page, asked.token),
    }


def _begin(asked: Asked, sids: Sequence[str]) -> int:
    way, sid = asked.token[:2], asked.token[2:]
    if not asked.token:
        return asked.page * asked.size
    if way not in ("PA", "PB") or sid not in sids:
        raise Refusal(20001, "PageToken")
    at = sids.index(sid)
    return at + 1 if way == "PA" else max(at - asked.size, 0)


def _whole(given: dict[str, str], name: str, default: int, *, least: int) -> int:
    value = given.get(name, str(default))
    if not (value.isascii() and value.isdigit()) or int(value) < least:
        raise Refusal(20001, name)
    return int(value)
