"""The carrier's books: numbers, texts, handsets, who said STOP, what went wrong."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from service.switchboard.calls import CallEntry, PhoneCall, Recording, Said
from service.switchboard.feed import Feed
from service.switchboard.model import (
    Bubble,
    Entry,
    Handset,
    Ledger,
    LogLine,
    Message,
    Number,
    Posted,
)
from service.switchboard.segments import encoding_of

SHOWN_LOG_LINES = 50


def new_sid(prefix: str) -> str:
    """A SID of the carrier's form: two letters and 32 hex digits."""
    return prefix + secrets.token_hex(16)


@dataclass(slots=True)
class Records:
    """All state of the network; every change is told to the feed."""

    account_sid: str
    auth_token: str
    now: Callable[[], datetime]
    url: str = "https://api.twilio.com"
    feed: Feed = field(default_factory=Feed)
    lock: threading.RLock = field(default_factory=threading.RLock)
    numbers: dict[str, Number] = field(default_factory=dict)
    messages: dict[str, Message] = field(default_factory=dict)
    handsets: dict[str, Handset] = field(default_factory=dict)
    stopped: set[tuple[str, str]] = field(default_factory=set)
    entries: list[Entry] = field(default_factory=list)
    log: list[LogLine] = field(default_factory=list)
    posted: list[Posted] = field(default_factory=list)
    calls: dict[str, PhoneCall] = field(default_factory=dict)
    recordings: dict[str, Recording] = field(default_factory=dict)
    call_entries: list[CallEntry] = field(default_factory=list)

    def put_number(self, number: Number) -> Number:
        """Keep a number, new or changed."""
        with self.lock:
            self.numbers[number.phone_number] = number
        return number

    def number_of(self, sid: str) -> Number | None:
        """The number with this SID."""
        found = (n for n in tuple(self.numbers.values()) if n.sid == sid)
        return next(found, None)

    def put_handset(self, number: str, name: str) -> Handset:
        """The handset of a number, made when there is none; a name given renames."""
        with self.lock:
            handset = self.handsets.setdefault(number, Handset(number, name))
            handset.name = name or handset.name
            self.feed.say("phone", {"number": number, "name": handset.name})
        return handset

    def put_message(self, message: Message) -> Message:
        """Keep a text, new or changed, and show it on the handset it concerns."""
        with self.lock:
            self.messages[message.sid] = message
            self._show(message)
        return message

    def change(self, sid: str, status: str, code: int | None = None) -> Message:
        """Move a text to `status` now, with the carrier's `code` when it went wrong."""
        with self.lock:
            old, now = self.messages[sid], self.now()
            changed = replace(
                old,
                status=status,
                error_code=code,
                updated=now,
                sent=old.sent or (now if status == "sent" else None),
                trace=(*old.trace, (status, now)),
            )
            return self.put_message(changed)

    def put_call(self, call: PhoneCall) -> PhoneCall:
        """Keep a call, new or changed, and show it on the phone it concerns."""
        with self.lock:
            self.calls[call.sid] = call
            if call.person in self.handsets:
                shown = {"phone": call.person, "call": call.as_json()}
                self.feed.say("call", shown)
        return call

    def change_call(self, sid: str, **changes: Any) -> PhoneCall:
        """Change fields of a call, now."""
        with self.lock:
            changed = replace(self.calls[sid], updated=self.now(), **changes)
            return self.put_call(changed)

    def add_line(
        self, sid: str, by: str, how: str, text: str, language: str = ""
    ) -> PhoneCall:
        """Write down what was said or done in a call; keys in a row are one line."""
        with self.lock:
            lines = self.calls[sid].lines
            if lines and (lines[-1].by, lines[-1].how, how) == (by, "key", "key"):
                lines, text = lines[:-1], lines[-1].text + text
            line = Said(by, how, text, self.now(), language)
            return self.change_call(sid, lines=(*lines, line))

    def delete_call(self, sid: str) -> None:
        """Strike a call from the carrier's books, and from her phone."""
        with self.lock:
            del self.calls[sid]

    def calls_with(self, number: str) -> tuple[PhoneCall, ...]:
        """The calls a person's phone had or has, oldest first."""
        with self.lock:
            return tuple(c for c in self.calls.values() if c.person == number)

    def call_ledger(self) -> Ledger:
        """Every call accepted so far."""
        with self.lock:
            return Ledger(self.call_entries)

    def handset_json(self, number: str) -> dict[str, Any]:
        """A phone with its texts and calls, as the page reads it."""
        with self.lock:
            calls = [call.as_json() for call in self.calls_with(number)]
            return self.handsets[number].as_json() | {"calls": calls}

    def redact(self, sid: str) -> Message:
        """Empty the body in the carrier's books; the handset keeps what it has."""
        with self.lock:
            old = self.messages[sid]
            self.messages[sid] = replace(old, body="", updated=self.now())
            return self.messages[sid]

    def delete(self, sid: str) -> None:
        """Strike a text from the carrier's books; the handset keeps what it has."""
        with self.lock:
            del self.messages[sid]

    def arrive(self, sid: str) -> None:
        """Note that a text reached its handset, for those who expect one."""
        with self.lock:
            self.handsets[self.messages[sid].to].arrived.append(sid)

    def mark(self, message: Message, status: str, code: int | None = None) -> None:
        """Show on her page how far a text she wrote has come."""
        with self.lock:
            handset = self.handsets[message.from_]
            bubble = replace(handset.bubbles[message.sid], status=status, code=code)
            handset.bubbles[message.sid] = bubble
            self._say_bubble(handset, bubble)

    def complain(self, code: int, text: str, *, url: str = "", sid: str = "") -> None:
        """Write a line into the error log."""
        with self.lock:
            line = LogLine(self.now(), code, text, url, sid)
            self.log.append(line)
            self.feed.say("log", line.as_json())

    def ledger(self) -> Ledger:
        """Everything accepted so far."""
        with self.lock:
            return Ledger(self.entries)

    def snapshot(self) -> dict[str, Any]:
        """All the page shows, as it stands now."""
        with self.lock:
            return {
                "numbers": [
                    {"number": n.phone_number, "name": n.friendly_name}
                    for n in self.numbers.values()
                ],
                "phones": [self.handset_json(number) for number in self.handsets],
                "log": [line.as_json() for line in self.log[-SHOWN_LOG_LINES:]],
            }

    def _show(self, message: Message) -> None:
        mine = message.direction == "inbound"
        owner, other = (message.from_, message.to)[:: 1 if mine else -1]
        handset = self.handsets.get(owner)
        if handset is None:
            return
        bubble = _bubble(message, other=other, mine=mine)
        if message.status == "delivered":
            # It goes where it arrived, not where it was written.
            handset.bubbles.pop(message.sid, None)
        handset.bubbles[message.sid] = bubble
        self._say_bubble(handset, bubble)

    def _say_bubble(self, handset: Handset, bubble: Bubble) -> None:
        self.feed.say("text", {"phone": handset.number, "bubble": bubble.as_json()})


def _bubble(message: Message, *, other: str, mine: bool) -> Bubble:
    return Bubble(
        sid=message.sid,
        at=message.updated if message.status == "delivered" else message.created,
        mine=mine,
        other=other,
        body=message.body,
        segments=message.segments,
        encoding=encoding_of(message.body),
        media=len(message.media),
        status=message.status,
        code=message.error_code,
    )
