"""Reads the carrier's webhooks strictly and writes the answers it expects.

Law (catalogue 22): one signature, one effect. What is signed is the address and all
names and values glued together in the order of their names, so a captured request
could be cut differently: `Body=HELLO` into `B=odyHELLO`, or the end of a text into a
parameter of its own. Everything that has an effect is therefore read from the glued
text, where only one reading is possible, and must agree with the parameters as they
came. Parameters we do not know are let through (the carrier adds some without
notice) except between Body and From, where nothing could tell them from words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NoReturn

from twilio.twiml.messaging_response import MessagingResponse

from service.carrier.door import clean

Pairs = Sequence[tuple[str, str]]
OptOut = Literal["stop", "start", "help"]

TOKEN = "d"  # noqa: S105 - the query name of our opaque delivery id, not a secret
MOST_MEDIA = 10

# https://www.twilio.com/docs/messaging/guides/outbound-message-status-in-status-callbacks
STATUSES = (
    *("accepted", "scheduled", "canceled", "queued", "sending", "sent", "delivered"),
    *("undelivered", "failed", "receiving", "received", "read"),
    "partially_delivered",
)
# "Occasionally" From is the raw caller id: digits of a short code, or such a word.
_NO_NUMBER = "anonymous|unknown|restricted|unavailable|private"

_NAME = re.compile(r"[A-Z][A-Za-z0-9]{0,63}")
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{16,64}")

# A parameter with an effect, as it stands in the glued text.
_PARTS = {
    name: re.compile(rf"{name}({value})")
    for name, value in {
        "AccountSid": r"AC[0-9a-f]{32}",
        "MessageSid": r"(?:SM|MM)[0-9a-f]{32}",
        "From": rf"\+?[0-9]{{2,20}}|{_NO_NUMBER}",
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


class Malformed(Exception):
    """A signed request that does not read as the carrier writes it; nothing happens.

    The message names the parameter, never its value (I12).
    """


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
        return _E164.fullmatch(self.sender) is not None


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
    came = _by_name(pairs)
    meant = _text_parts(_glued(pairs))
    if {n for n in came if "Body" < n < "From"} - _BETWEEN_BODY_AND_FROM:
        _refuse("a parameter between Body and From that we do not know")
    _agree(came, meant)
    media = int(meant["NumMedia"])
    if media > MOST_MEDIA:
        _refuse("NumMedia")
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
    came = _by_name(pairs)
    meant = _status_parts(_glued(pairs))
    _agree(came, meant)
    return StatusReport(
        sid=meant["MessageSid"],
        account_sid=meant["AccountSid"],
        status=meant["MessageStatus"],
        error_code=int(meant["ErrorCode"] or 0) or None,
        token=_token(query),
    )


def status_url(origin: str, path: str, token: str) -> str:
    """Write the status address of one try, as `read_status` will read it.

    Raises:
        ValueError: `token` is not 16 to 64 of `A-Za-z0-9_-`.
    """
    if not _TOKEN.fullmatch(token):
        raise ValueError("A delivery token has 16 to 64 characters of A-Za-z0-9_-.")
    return f"{origin}{path}?{TOKEN}={token}"


def empty_answer() -> str:
    """Write the TwiML that says nothing back (replies go through the outbox)."""
    return str(MessagingResponse())


def answer(text: str) -> str:
    """Write the TwiML that answers with one text; characters XML forbids vanish."""
    response = MessagingResponse()
    response.message(clean(text).text)
    return str(response)


def _by_name(pairs: Pairs) -> dict[str, str]:
    came: dict[str, str] = {}
    for name, value in pairs:
        if not _NAME.fullmatch(name) or name in came:
            _refuse("a repeated or odd name")
        came[name] = value
    return came


def _glued(pairs: Pairs) -> str:
    # In the order in which RequestValidator.compute_signature glues; names are unique.
    return "".join(name + value for name, value in sorted(pairs))


def _text_parts(glued: str) -> dict[str, str]:
    # From the right, where the carrier writes, to the left, where a stranger does:
    # what a person texts cannot reach past the last possible From.
    start = _account(glued).end()
    to = _last("To", glued, start, len(glued))
    media = _last("NumMedia", glued, start, to.start())
    sid = _last("MessageSid", glued, start, media.start())
    sender = _last("From", glued, start, sid.start())
    body = glued.find("Body", start, sender.start())
    if body < 0:
        _refuse("Body")
    return {
        "AccountSid": _account(glued)[1],
        "From": sender[1],
        "MessageSid": sid[1],
        "NumMedia": media[1],
        "OptOutType": _optional("OptOutType", glued, media.end(), to.start()),
        "To": to[1],
        **_body_parts(glued[body + len("Body") : sender.start()]),
    }


def _body_parts(words: str) -> dict[str, str]:
    found = _FALLBACK.fullmatch(words)
    body, code, url = (words, "", "") if found is None else found.groups(default="")
    return {"Body": body, "ErrorCode": code, "ErrorUrl": url}


def _status_parts(glued: str) -> dict[str, str]:
    start = _account(glued).end()
    status = _last("MessageStatus", glued, start, len(glued))
    sid = _last("MessageSid", glued, start, status.start())
    return {
        "AccountSid": _account(glued)[1],
        "ErrorCode": _optional("ErrorCode", glued, start, sid.start()),
        "MessageSid": sid[1],
        "MessageStatus": status[1],
    }


def _account(glued: str) -> re.Match[str]:
    # First of all names the carrier uses: nothing can hide between it and the address.
    found = _PARTS["AccountSid"].match(glued)
    if found is None:
        _refuse("AccountSid")
    return found


def _last(name: str, glued: str, start: int, end: int) -> re.Match[str]:
    found = None
    for found in _PARTS[name].finditer(glued, start, end):  # noqa: B007 - the last one
        pass
    if found is None:
        _refuse(name)
    return found


def _optional(name: str, glued: str, start: int, end: int) -> str:
    values = _PARTS[name].findall(glued, start, end)
    return values[-1] if values else ""


def _agree(came: Mapping[str, str], meant: Mapping[str, str]) -> None:
    for name, value in meant.items():
        absent = "" if name in _MAY_BE_ABSENT else None
        if came.get(name, absent) != value:
            _refuse(name)


_MAY_BE_ABSENT = frozenset({"OptOutType", "ErrorCode", "ErrorUrl"})


def _token(query: Pairs) -> str:
    tokens = [value for name, value in query if name == TOKEN]
    if len(tokens) != 1 or not _TOKEN.fullmatch(tokens[0]):
        _refuse("the delivery token in the query")
    return tokens[0]


def _refuse(what: str) -> NoReturn:
    raise Malformed(f"Not as the carrier writes it: {what}.")
