"""The forms the carrier posts: an inbound text and a change of status."""

from __future__ import annotations

import phonenumbers

from service.switchboard.model import API_VERSION, Message

Pairs = tuple[tuple[str, str], ...]

FAILED = frozenset({"failed", "undelivered"})
DLR = frozenset({"delivered", "undelivered"})


def country(number: str) -> str:
    """ISO code of the country a number belongs to, empty when unknown."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return ""
    code = parsed.country_code or 0
    region = phonenumbers.region_code_for_number(parsed)
    # 555 numbers belong to no region of their own; the country code still names one.
    region = region or phonenumbers.region_code_for_country_code(code)
    return str(region) if region and region not in ("ZZ", "001") else ""


def possible(number: str) -> bool:
    """Whether a number is E.164 and of a length its country has."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return False
    written = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    return number == written and phonenumbers.is_possible_number(parsed)


def text_form(message: Message, account_sid: str, base_url: str) -> Pairs:
    """Every parameter of an inbound text (twilio.com "Incoming message webhook")."""
    media = tuple(
        pair
        for index, kind in enumerate(message.media)
        for pair in (
            (f"MediaContentType{index}", kind),
            (f"MediaUrl{index}", _media_url(message, account_sid, base_url, index)),
        )
    )
    return (
        ("ToCountry", country(message.to)),
        ("ToState", ""),
        ("SmsMessageSid", message.sid),
        ("NumMedia", str(len(message.media))),
        ("ToCity", ""),
        ("FromZip", ""),
        ("SmsSid", message.sid),
        ("FromState", ""),
        ("SmsStatus", "received"),
        ("FromCity", ""),
        ("Body", message.body),
        ("FromCountry", country(message.from_)),
        ("To", message.to),
        ("ToZip", ""),
        ("NumSegments", str(message.segments)),
        ("MessageSid", message.sid),
        ("AccountSid", account_sid),
        ("From", message.from_),
        ("ApiVersion", API_VERSION),
        *media,
    )


def _media_url(message: Message, account: str, base_url: str, index: int) -> str:
    media_sid = "ME" + message.sid[2:-2] + f"{index:02x}"
    return (
        f"{base_url}/{API_VERSION}/Accounts/{account}"
        f"/Messages/{message.sid}/Media/{media_sid}"
    )


def status_form(message: Message, account_sid: str) -> Pairs:
    """Every parameter of a status callback for the state a text is in."""
    code = (("ErrorCode", str(message.error_code)),) if message.error_code else ()
    done = (("RawDlrDoneDate", f"{message.updated:%y%m%d%H%M}"),)
    return (
        ("ApiVersion", API_VERSION),
        ("MessageStatus", message.status),
        ("SmsSid", message.sid),
        ("SmsStatus", message.status),
        ("To", message.to),
        ("From", message.from_),
        ("MessageSid", message.sid),
        ("AccountSid", account_sid),
        *(code if message.status in FAILED else ()),
        *(done if message.status in DLR else ()),
    )
