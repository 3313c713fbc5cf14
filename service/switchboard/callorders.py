"""Reads the forms that ask for a call or change one; refuses as the carrier does."""

from __future__ import annotations

from collections.abc import Callable

from service.switchboard.calls import CallOrder, Document, Tell
from service.switchboard.forms import possible
from service.switchboard.orders import Form, absolute, number_in, one, to_possible
from service.switchboard.records import Records
from service.switchboard.refusals import Refusal

MAX_TWIML = 4000
DETECTIONS = {"Enable": "Enable", "DetectMessageEnd": "DetectMessageEnd"}
EVENTS = frozenset({"initiated", "ringing", "answered", "completed"})
TAKE_EVENTS = frozenset({"in-progress", "completed", "absent"})
METHODS = ("Method", "FallbackMethod", "StatusCallbackMethod")
NOT_HERE = ("AsyncAmd", "SendDigits", "SipAuthUsername", "Byoc", "CallToken")
"""Parameters the switchboard does not carry out; taken, they would only mislead."""

SECONDS = {
    "Timeout": (1, 600, 60),
    "TimeLimit": (1, 14400, 14400),
    "MachineDetectionTimeout": (3, 59, 30),
}
"""Smallest, largest and default value of what is given in seconds."""

CODES = {"Timeout": 21208}


def read_call(form: Form, records: Records) -> CallOrder:
    """The call a create request asks for.

    Raises Refusal with the carrier's code, the first that applies in the order of
    CHECKS.
    """
    for check in CHECKS:
        check(form, records)
    fallback = one(form, "FallbackUrl")
    return CallOrder(
        to=number_in(form, "To"),
        from_=number_in(form, "From"),
        document=read_document(form),
        fallback=Document(fallback, _method(form, "FallbackMethod"))
        if fallback
        else None,
        status=_tell(form, "StatusCallback", EVENTS, "completed"),
        ring_s=_seconds(form, "Timeout"),
        limit_s=_seconds(form, "TimeLimit"),
        detection=DETECTIONS.get(one(form, "MachineDetection"), ""),
        record=one(form, "Record") == "true",
        recording=_tell(form, "RecordingStatusCallback", TAKE_EVENTS, "completed"),
    )


def read_document(form: Form) -> Document:
    """Where the TwiML of a call is; `Url` wins over `Twiml`.

    Raises Refusal 21205 for what is no URL, 32018 for TwiML that is too long.
    """
    url, twiml = one(form, "Url"), one(form, "Twiml")
    if url and not absolute(url):
        raise Refusal(21205, url)
    if len(twiml) > MAX_TWIML:
        raise Refusal(32018)
    method = _method(form, "Method")
    return Document(url, method) if url else Document("", method, twiml)


def _method(form: Form, name: str) -> str:
    return one(form, name) or "POST"


def _seconds(form: Form, name: str) -> int:
    least, most, default = SECONDS[name]
    value = one(form, name)
    if not value:
        return default
    if not (value.isascii() and value.isdigit()) or int(value) < least:
        raise Refusal(CODES.get(name, 20001), value if name in CODES else name)
    return min(int(value), most)


def _tell(form: Form, name: str, known: frozenset[str], default: str) -> Tell:
    given = form.get(f"{name}Event", ())
    events = frozenset(word for value in given for word in value.split())
    if events - known:
        raise Refusal(21626, ", ".join(sorted(events - known)))
    method = _method(form, f"{name}Method")
    return Tell(one(form, name), method, events or frozenset({default}))


def _addressed(form: Form, records: Records) -> None:
    if not one(form, "To").strip():
        raise Refusal(21201)
    if not one(form, "From").strip():
        raise Refusal(21213)


def _filled(form: Form, records: Records) -> None:
    if one(form, "ApplicationSid"):
        raise Refusal(21218, one(form, "ApplicationSid"))
    if not one(form, "Url") and not one(form, "Twiml"):
        raise Refusal(21205)


def _done_here(form: Form, records: Records) -> None:
    for name in NOT_HERE:
        if one(form, name) not in ("", "false"):
            raise Refusal(20001, name)
    if one(form, "MachineDetection") not in ("", *DETECTIONS):
        raise Refusal(20001, "MachineDetection")
    _seconds(form, "MachineDetectionTimeout")


def _from_ours(form: Form, records: Records) -> None:
    written = number_in(form, "From")
    if written not in records.numbers:
        raise Refusal(21210 if possible(written) else 21212, one(form, "From"))


def _methods(form: Form, records: Records) -> None:
    for name in METHODS:
        if _method(form, name) not in ("GET", "POST"):
            raise Refusal(21209, one(form, name))


def _urls(form: Form, records: Records) -> None:
    read_document(form)
    fallback, callback = one(form, "FallbackUrl"), one(form, "StatusCallback")
    if fallback and not absolute(fallback):
        raise Refusal(21205, fallback)
    if callback and not absolute(callback):
        raise Refusal(21609, callback)


CHECKS: tuple[Callable[[Form, Records], None], ...] = (
    _addressed,
    to_possible,
    _from_ours,
    _filled,
    _done_here,
    _methods,
    _urls,
)
