"""Reads the form that asks for a text, and refuses it where the carrier would."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlsplit

from service.switchboard.forms import possible
from service.switchboard.outgoing import Order
from service.switchboard.records import Records
from service.switchboard.refusals import Refusal

Form = Mapping[str, Sequence[str]]

MAX_BODY = 1600
MAX_MEDIA = 10
SECONDS = re.compile(r"[1-9]\d{0,4}")
MAX_VALIDITY_S = 36000
PUNCTUATION = re.compile(r"[\s().-]")


def read_order(form: Form, records: Records) -> Order:
    """The text a create request asks for.

    Raises Refusal with the carrier's code, the first that applies in the order of
    CHECKS; the block of someone who said STOP comes last.
    """
    for check in CHECKS:
        check(form, records)
    return Order(
        to=number_in(form, "To"),
        from_=number_in(form, "From"),
        body=one(form, "Body"),
        media=tuple(form.get("MediaUrl", ())),
        callback=one(form, "StatusCallback"),
        validity_s=int(one(form, "ValidityPeriod") or MAX_VALIDITY_S),
    )


def one(form: Form, name: str) -> str:
    """The last value given for `name`, empty when there is none."""
    return next(reversed(form.get(name, ())), "")


def absolute(url: str) -> bool:
    """Whether a URL is one the carrier could call."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def number_in(form: Form, name: str) -> str:
    """A number as it was written, without its punctuation."""
    return PUNCTUATION.sub("", one(form, name))


def _addressed(form: Form, records: Records) -> None:
    if not one(form, "To").strip():
        raise Refusal(21604)


def _scheduled(form: Form, records: Records) -> None:
    service = one(form, "MessagingServiceSid")
    if (one(form, "SendAt") or one(form, "ScheduleType")) and not service:
        raise Refusal(35118)
    if service:
        raise Refusal(21701, service)


def _signed(form: Form, records: Records) -> None:
    if not one(form, "From").strip():
        raise Refusal(21603)


def _filled(form: Form, records: Records) -> None:
    if not one(form, "Body") and not form.get("MediaUrl"):
        raise Refusal(21602)


def to_possible(form: Form, records: Records) -> None:
    """Refuse what cannot be anybody's number."""
    if not possible(number_in(form, "To")):
        raise Refusal(21211, one(form, "To"))


def _from_ours(form: Form, records: Records) -> None:
    written = number_in(form, "From")
    number = records.numbers.get(written)
    if number is None:
        raise Refusal(21659 if possible(written) else 21212, one(form, "From"))
    if not number.sms_capable:
        raise Refusal(21606, written)


def _not_itself(form: Form, records: Records) -> None:
    if number_in(form, "To") == number_in(form, "From"):
        raise Refusal(21266, number_in(form, "To"))


def _short_enough(form: Form, records: Records) -> None:
    if len(one(form, "Body")) > MAX_BODY:
        raise Refusal(21617)


def _media(form: Form, records: Records) -> None:
    media = form.get("MediaUrl", ())
    if len(media) > MAX_MEDIA:
        raise Refusal(21623)
    if not all(absolute(url) for url in media):
        raise Refusal(21620, ", ".join(media))


def _callback(form: Form, records: Records) -> None:
    url = one(form, "StatusCallback")
    if url and not absolute(url):
        raise Refusal(21609, url)


def _validity(form: Form, records: Records) -> None:
    value = one(form, "ValidityPeriod")
    right = SECONDS.fullmatch(value) and int(value) <= MAX_VALIDITY_S
    if value and not right:
        raise Refusal(21624, value)


def _welcome(form: Form, records: Records) -> None:
    if (number_in(form, "From"), number_in(form, "To")) in records.stopped:
        raise Refusal(21610)


CHECKS: tuple[Callable[[Form, Records], None], ...] = (
    _addressed,
    _scheduled,
    _signed,
    _filled,
    to_possible,
    _from_ours,
    _not_itself,
    _short_enough,
    _media,
    _callback,
    _validity,
    _welcome,
)
