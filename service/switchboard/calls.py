"""What a phone network remembers about calls: each call, its lines, its recordings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from service.switchboard.model import Entry, stands_in

DONE = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})
"""States of a call that end its life."""

HEARD = frozenset({"say", "play"})
"""Kinds of lines that reach the person's ear as words or sound."""

EVENTS = {
    "initiated": "initiated",
    "ringing": "ringing",
    "in-progress": "answered",
    **dict.fromkeys(DONE, "completed"),
}
"""State a status callback tells -> the event by which it is ordered."""


@dataclass(frozen=True, slots=True)
class Document:
    """Where TwiML comes from: a URL, or the text itself when it came with the order."""

    url: str
    method: str = "POST"
    twiml: str = ""


@dataclass(frozen=True, slots=True)
class Tell:
    """An address to call back, and about which events."""

    url: str = ""
    method: str = "POST"
    events: frozenset[str] = frozenset({"completed"})


@dataclass(frozen=True, slots=True)
class CallOrder:
    """A call someone asks the carrier to place.

    `detection` is `Enable` or `DetectMessageEnd` when the carrier is to find out who
    answers; `record` when the whole call is to be recorded.
    """

    to: str
    from_: str
    document: Document
    fallback: Document | None = None
    status: Tell = Tell()
    ring_s: int = 60
    limit_s: int = 14400
    detection: str = ""
    record: bool = False
    recording: Tell = Tell()


@dataclass(frozen=True, slots=True)
class Said:
    """One line of a call.

    `by` is `service`, `person`, `carrier`, or `other` for the far end of a bridge;
    `how` is say, play, pause, beep, key, speech, record, or note for what merely
    happened.
    """

    by: str
    how: str
    text: str
    at: datetime
    language: str = ""

    def as_json(self) -> dict[str, Any]:
        """The line as the page reads it."""
        return {
            "by": self.by,
            "how": self.how,
            "text": self.text,
            "at": self.at.isoformat(),
            "language": self.language,
        }


@dataclass(frozen=True, slots=True)
class Awaited:
    """What a call waits for: `how` is gather, record, or dial for another person.

    `keys` 0 means any number.
    """

    how: str
    dtmf: bool = False
    speech: bool = False
    keys: int = 0
    finish: str = ""

    def __str__(self) -> str:
        if self.how == "record":
            return "her words, which are being recorded"
        if self.how == "dial":
            return "the other end"
        ways = {"keys": self.dtmf, "speech": self.speech}
        return " or ".join(way for way, open_ in ways.items() if open_)

    def as_json(self) -> dict[str, Any]:
        """What is awaited, as the page reads it."""
        return {
            "how": self.how,
            "dtmf": self.dtmf,
            "speech": self.speech,
            "keys": self.keys,
            "finish": self.finish,
        }


@dataclass(frozen=True, slots=True)
class PhoneCall:
    """One call in the carrier's own records, with all that was said in it."""

    sid: str
    direction: str
    order: CallOrder
    status: str
    created: datetime
    updated: datetime
    started: datetime | None = None
    ended: datetime | None = None
    ended_by: str = ""
    duration_s: int | None = None
    answered_by: str = ""
    detected_ms: int = 0
    machine: bool = False
    awaits: Awaited | None = None
    lines: tuple[Said, ...] = ()
    told: int = 0
    parent: str = ""

    @property
    def inbound(self) -> bool:
        """Whether the person dialled."""
        return self.direction == "inbound"

    @property
    def to(self) -> str:
        """The number that was called."""
        return self.order.to

    @property
    def from_(self) -> str:
        """The number that called."""
        return self.order.from_

    @property
    def person(self) -> str:
        """The person's end of the line."""
        return self.from_ if self.inbound else self.to

    @property
    def service(self) -> str:
        """Our end of the line."""
        return self.to if self.inbound else self.from_

    @property
    def live(self) -> bool:
        """Whether the call has not ended yet."""
        return self.status not in DONE

    def heard(self, since: int = 0) -> str:
        """All that she was told, or played, from line `since` on, as one text."""
        lines = self.lines[since:]
        told = [line.text for line in lines if line.how in HEARD or line.by == "other"]
        return "\n".join(told)

    def as_json(self) -> dict[str, Any]:
        """The call as the page reads it."""
        return {
            "sid": self.sid,
            "at": self.created.isoformat(),
            "started": self.started.isoformat() if self.started else None,
            "mine": self.inbound,
            "other": self.service,
            "status": self.status,
            "ended_by": self.ended_by,
            "duration": self.duration_s,
            "machine": self.machine,
            "awaits": self.awaits.as_json() if self.awaits else None,
            "lines": [line.as_json() for line in self.lines],
        }


@dataclass(frozen=True, slots=True)
class Recording:
    """What was recorded; `words` is what she said, which the sound does not hold."""

    sid: str
    call_sid: str
    words: str
    seconds: int
    source: str
    created: datetime
    ready: datetime
    missing: bool = False

    def status(self, now: datetime) -> str:
        """`processing` until it is ready, then `completed`, or `absent` when lost."""
        if self.missing:
            return "absent"
        return "completed" if now >= self.ready else "processing"


@dataclass(frozen=True, slots=True)
class CallEntry(Entry):
    """One call the carrier took on; `body` is its URL, or its TwiML."""

    def carries(self, token: str) -> bool:
        """Whether `token` stands in the callback URL or in the URL of its TwiML."""
        return any(stands_in(url, token) for url in (self.callback_url, self.body))
