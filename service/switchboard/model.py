"""What a phone network remembers: texts, numbers, handsets, ledger, error log."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

API_VERSION = "2010-04-01"

REMARK = 0
"""Code of a line in the error log that is ours, not the carrier's."""

FINAL = frozenset({"delivered", "undelivered", "failed", "received", "canceled"})
"""States of a text that end its life; only then may it be redacted or deleted."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How long a text stays queued, then sent, before it reaches the handset.

    A call stays queued for `to_ringing`. Where nothing `talks`, spoken words and pauses
    take no time on the clock (they still count for the length of a call).
    """

    to_sent: timedelta = timedelta(0)
    to_delivered: timedelta = timedelta(0)
    to_ringing: timedelta = timedelta(0)
    talks: bool = False


LIFELIKE = Pace(
    timedelta(milliseconds=300),
    timedelta(milliseconds=500),
    timedelta(milliseconds=700),
    talks=True,
)
"""For a page someone watches: each state can be seen, nobody has to wait."""


@dataclass(frozen=True, slots=True)
class Message:
    """One text in the carrier's own records."""

    sid: str
    direction: str
    from_: str
    to: str
    body: str
    segments: int
    media: tuple[str, ...]
    status: str
    created: datetime
    updated: datetime
    sent: datetime | None = None
    error_code: int | None = None
    callback: str = ""
    callback_method: str = "POST"
    validity_s: int = 36000
    trace: tuple[tuple[str, datetime], ...] = ()


@dataclass(frozen=True, slots=True)
class Number:
    """A number the account rents, and where its texts are posted."""

    sid: str
    phone_number: str
    created: datetime
    updated: datetime
    friendly_name: str = ""
    sms_url: str = ""
    sms_method: str = "POST"
    sms_fallback_url: str = ""
    sms_fallback_method: str = "POST"
    status_callback: str = ""
    status_callback_method: str = "POST"
    voice_url: str = ""
    voice_method: str = "POST"
    voice_fallback_url: str = ""
    voice_fallback_method: str = "POST"
    sms_capable: bool = True
    answers: frozenset[str] = frozenset({"stop", "start"})


@dataclass(frozen=True, slots=True)
class Bubble:
    """One text as a person's phone page shows it; `mine` when she wrote it."""

    sid: str
    at: datetime
    mine: bool
    other: str
    body: str
    segments: int
    encoding: str
    media: int
    status: str
    code: int | None = None

    @property
    def on_phone(self) -> bool:
        """Whether the handset itself holds this text."""
        return self.mine or self.status == "delivered"

    def as_json(self) -> dict[str, Any]:
        """The bubble as the page reads it."""
        return {
            "sid": self.sid,
            "at": self.at.isoformat(),
            "mine": self.mine,
            "other": self.other,
            "body": self.body,
            "segments": self.segments,
            "encoding": self.encoding,
            "media": self.media,
            "status": self.status,
            "code": self.code,
        }


@dataclass(slots=True)
class Handset:
    """A person's phone: her number, her name, the texts in order, how it is set.

    `rang` holds the calls that rang and that nobody has expected yet; `busy` and
    `machine` say for how many calls to come it is engaged or a machine answers (None:
    for all).
    """

    number: str
    name: str
    bubbles: dict[str, Bubble] = field(default_factory=dict)
    arrived: list[str] = field(default_factory=list)
    rang: list[str] = field(default_factory=list)
    busy: int | None = 0
    machine: int | None = 0

    def as_json(self) -> dict[str, Any]:
        """The handset with its whole thread, as the page reads it."""
        return {
            "number": self.number,
            "name": self.name,
            "thread": [bubble.as_json() for bubble in self.bubbles.values()],
        }


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line of the carrier's error log, with the carrier's own code."""

    at: datetime
    code: int
    text: str
    url: str = ""
    sid: str = ""

    def as_json(self) -> dict[str, Any]:
        """The line as the page reads it."""
        return {
            "at": self.at.isoformat(),
            "code": self.code,
            "text": self.text,
            "url": self.url,
            "sid": self.sid,
        }


@dataclass(frozen=True, slots=True)
class Posted:
    """One request the carrier made to us: which status or text, and what came back."""

    sid: str
    status: str
    url: str
    at: datetime
    outcome: str
    tries: int


def stands_in(url: str, token: str) -> bool:
    """Whether `token` is a value of the URL's query or a part of its path."""
    parts = urlsplit(url)
    values = {value for _, value in parse_qsl(parts.query)}
    return token in values or token in parts.path.split("/")


@dataclass(frozen=True, slots=True)
class Entry:
    """One text the carrier took on, whether or not its answer was ever heard."""

    sid: str
    to: str
    from_: str
    body: str
    accepted_at: datetime
    callback_url: str
    direction: str = "outbound-api"

    def carries(self, token: str) -> bool:
        """Whether `token` stands in the callback URL, as a value or a path part."""
        return stands_in(self.callback_url, token)

    def as_json(self) -> dict[str, Any]:
        """The entry with plain values, for drills that compare it with rows."""
        return {
            "sid": self.sid,
            "to": self.to,
            "from": self.from_,
            "body": self.body,
            "accepted_at": self.accepted_at.isoformat(),
            "callback_url": self.callback_url,
            "direction": self.direction,
        }


class Ledger(tuple[Entry, ...]):
    """Everything accepted, in order; the judge of every claim about double sends.

    There is one of texts and one of calls.
    """

    __slots__ = ()

    def times(self, token: str) -> int:
        """How many accepted texts, or calls, carry this callback token."""
        return sum(entry.carries(token) for entry in self)

    def times_said(self, to: str, body: str) -> int:
        """How many accepted texts went to `to` with exactly this `body`."""
        return sum((entry.to, entry.body) == (to, body) for entry in self)

    def repeated(self) -> dict[tuple[str, str], int]:
        """Each (to, body) accepted more than once, with its count."""
        counts: dict[tuple[str, str], int] = {}
        for entry in self:
            counts[entry.to, entry.body] = counts.get((entry.to, entry.body), 0) + 1
        return {pair: count for pair, count in counts.items() if count > 1}

    def as_json(self) -> dict[str, Any]:
        """The whole ledger and its repeats, ready for a JSON dump."""
        return {
            "accepted": len(self),
            "entries": [entry.as_json() for entry in self],
            "repeated": [
                {"to": to, "body": body, "times": times}
                for (to, body), times in self.repeated().items()
            ],
        }
