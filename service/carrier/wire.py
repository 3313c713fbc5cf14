"""Reads the webhooks of texts strictly and writes the answers the carrier expects.

Law (catalogue 22): one signature, one effect (see `glued`). Parameters we do not know
are let through (the carrier adds some without notice) except between Body and From,
where nothing could tell them from words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from twilio.twiml.messaging_response import MessagingResponse

from service.carrier.door import clean
from service.carrier.glued import (
    E164,
    NUMBER,
    TOKEN,
    Malformed,
    Pairs,
    account,
    agree,
    by_name,
    checked_token,
    glued,
    last,
    refuse,
    token,
)

__all__ = [
    "STATUSES",
    "TOKEN",
    "InboundText",
    "Malformed",
    "StatusReport",
    "answer",
    "empty_answer",
    "read_status",
    "read_text",
    "status_url",
]

OptOut = Literal["stop", "start", "help"]

MOST_MEDIA = 10

# https://www.twilio.com/docs/messaging/guides/outbound-message-status-in-status-callbacks
STATUSES = (
    *("accepted", "scheduled", "canceled", "queued", "sending", "sent", "delivered"),
    *("undelivered", "failed", "receiving", "received", "read"),
    "partially_delivered",
)
_NAME = re.compile(r"[A-Z][A-Za-z0-9]{0,63}")

# A parameter with an effect, as it stands in the glued text.
_PARTS = {
    name: re.compile(rf"{name}({value})")
    for name, value in {
        "MessageSid": r"(?:SM|MM)[0-9a-f]{32}",
        "From": NUMBER,
        "To": r"\+?[0-9]{3,20}",
        "NumMedia": r"[0-9]{1,2}",
        "OptOutType": r"STOP|START|HELP",
        "MessageStatus": "|".join(STATUSES),
        "ErrorCode": r"[0-9]{3,6}",
    }.items()
}
# The fallback address gets these in addition; they sort between Body and From.
_FALLBACK = re.compile(r"(.*)ErrorCode([0-9]{5})(?:ErrorUrl(https?://\S*))?", re.DOTALL)
_BETWEEN_BODY_AND_FROM = frozenset({"ErrorCode", "ErrorUrl"})
_OPT_OUTS: Mapping[str, OptOut | None] = {
    "": None,
    "STOP": "stop",
    "START": "start",
    "HELP": "help",
}


@dataclass(frozen=True, slots=True)
class InboundText:
    """One text that came in; `words` are cleaned, `changed` says that they had to be.

    `opt_out` is set when the carrier's Advanced Opt-Out has already acted and
    answered; `from_number` is False for short codes and withheld numbers, which
    nobody can be reached at.
    """

    sid: str
    account_sid: str
    sender: str
    to: str
    words: str
    changed: bool
    media: int
    opt_out: OptOut | None

    @property
    def from_number(self) -> bool:
        """Say whether the sender is a telephone number in E.164."""
        return E164.fullmatch(self.sender) is not None


@dataclass(frozen=True, slots=True)
class StatusReport:
    """What became of a text of ours; `token` is our own id of that try."""

    sid: str
    account_sid: str
    status: str
    error_code: int | None
    token: str


def read_text(pairs: Pairs, *, changed: bool = False) -> InboundText:
    """Read the webhook of an inbound text.

    `pairs` are the decoded form pairs of a genuine request; `changed` hands on that
    the form held bad UTF-8.

    Raises:
        Malformed: a repeated, missing, odd or ambiguous parameter.
    """
    came = by_name(pairs, _NAME)
    meant = _text_parts(glued(pairs))
    if {n for n in came if "Body" < n < "From"} - _BETWEEN_BODY_AND_FROM:
        refuse("a parameter between Body and From that we do not know")
    agree(came, meant, _MAY_BE_ABSENT)
    media = int(meant["NumMedia"])
    if media > MOST_MEDIA:
        refuse("NumMedia")
    words = clean(meant["Body"])
    return InboundText(
        sid=meant["MessageSid"],
        account_sid=meant["AccountSid"],
        sender=meant["From"],
        to=meant["To"],
        words=words.text,
        changed=changed or words.changed,
        media=media,
        opt_out=_OPT_OUTS[meant["OptOutType"]],
    )


def read_status(pairs: Pairs, query: Pairs) -> StatusReport:
    """Read a status callback; `query` holds our token under the name `TOKEN`.

    Raises:
        Malformed: a repeated, missing, odd or ambiguous parameter, or no token.
    """
    came = by_name(pairs, _NAME)
    meant = _status_parts(glued(pairs))
    agree(came, meant, _MAY_BE_ABSENT)
    return StatusReport(
        sid=meant["MessageSid"],
        account_sid=meant["AccountSid"],
        status=meant["MessageStatus"],
        error_code=int(meant["ErrorCode"] or 0) or None,
        token=token(query),
    )


def status_url(origin: str, path: str, token: str) -> str:
    """Write the status address of one try, as `read_status` will read it.

    Raises:
        ValueError: `token` is not 16 to 64 of `A-Za-z0-9_-`.
    """
    return f"{origin}{path}?{TOKEN}={checked_token(token)}"


@cache
def empty_answer() -> str:
    """Write the TwiML that says nothing back (replies go through the outbox)."""
    return str(MessagingResponse())


def answer(text: str) -> str:
    """Write the TwiML that answers with one text; characters XML forbids vanish."""
    response = MessagingResponse()
    response.message(clean(text).text)
    return str(response)


def _text_parts(text: str) -> dict[str, str]:
    # From the right, where the carrier writes, to the left, where a stranger does:
    # what a person texts cannot reach past the last possible From.
    start = account(text).end()
    to = _last("To", text, start, len(text))
    media = _last("NumMedia", text, start, to.start())
    sid = _last("MessageSid", text, start, media.start())
    sender = _last("From", text, start, sid.start())
    body = text.find("Body", start, sender.start())
    if body < 0:
        refuse("Body")
    return {
        "AccountSid": account(text)[1],
        "From": sender[1],
        "MessageSid": sid[1],
        "NumMedia": media[1],
        "OptOutType": _optional("OptOutType", text, media.end(), to.start()),
        "To": to[1],
        **_body_parts(text[body + len("Body") : sender.start()]),
    }


def _body_parts(words: str) -> dict[str, str]:
    found = _FALLBACK.fullmatch(words)
    body, code, url = (words, "", "") if found is None else found.groups(default="")
    return {"Body": body, "ErrorCode": code, "ErrorUrl": url}


def _status_parts(text: str) -> dict[str, str]:
    start = account(text).end()
    status = _last("MessageStatus", text, start, len(text))
    sid = _last("MessageSid", text, start, status.start())
    return {
        "AccountSid": account(text)[1],
        "ErrorCode": _optional("ErrorCode", text, start, sid.start()),
        "MessageSid": sid[1],
        "MessageStatus": status[1],
    }


def _last(name: str, text: str, start: int, end: int) -> re.Match[str]:
    return last(_PARTS[name], text, start, end, name)


def _optional(name: str, text: str, start: int, end: int) -> str:
    values = _PARTS[name].findall(text, start, end)
    return values[-1] if values else ""


_MAY_BE_ABSENT = frozenset({"OptOutType", "ErrorCode", "ErrorUrl"})
