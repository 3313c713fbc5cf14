"""The life of a text on its way to a handset, and the callbacks that tell of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from service.switchboard.callbacks import Callbacks, Notice
from service.switchboard.faults import Faults
from service.switchboard.forms import status_form
from service.switchboard.model import FINAL, Entry, Message, Pace
from service.switchboard.records import Records, new_sid
from service.switchboard.segments import count
from service.switchboard.work import Pending

NOT_ON_ANY_NETWORK = 30005
OPTED_OUT = 21610
EXPIRED = 30036
TOLD_BY_THE_HANDSET = range(30003, 30009)
"""Codes that come back after `sent`, as `undelivered`; the others are `failed`."""


@dataclass(frozen=True, slots=True)
class Order:
    """A text someone asks the carrier to send."""

    to: str
    from_: str
    body: str
    media: tuple[str, ...] = ()
    callback: str = ""
    validity_s: int = 36000


@dataclass(slots=True)
class Outgoing:
    """Takes texts on, moves them along, calls back at every change but the first."""

    records: Records
    pending: Pending
    faults: Faults
    callbacks: Callbacks
    pace: Pace = field(default_factory=Pace)

    def accept(self, order: Order, direction: str = "outbound-api") -> Message:
        """Take a text on: it stands in the books and the ledger, and is queued."""
        fault = self.faults.strike("sending", to=order.to, body=order.body)
        with self.records.lock:
            message = self._write(order, direction, "queued")
            self.records.entries.append(_entry(message))
        code = fault.code if fault else 0
        backlog = timedelta(seconds=fault.seconds if fault and not code else 0)
        due = message.created + self.pace.to_sent + backlog
        self.pending.put(due, message.sid, partial(self._send, message.sid, code))
        return message

    def refuse(self, order: Order) -> Message:
        """Keep a reply to someone who opted out as failed; nothing goes out."""
        message = self._write(order, "outbound-reply", "queued")
        return self.records.change(message.sid, "failed", OPTED_OUT)

    def confirm(self, order: Order) -> Message:
        """Put the carrier's own answer on the handset; it is free and not ours."""
        message = self._write(order, "outbound-reply", "queued")
        self.records.change(message.sid, "sent")
        delivered = self.records.change(message.sid, "delivered")
        self.records.arrive(message.sid)
        return delivered

    def _write(self, order: Order, direction: str, status: str) -> Message:
        now = self.records.now()
        message = Message(
            sid=new_sid("MM" if order.media else "SM"),
            direction=direction,
            from_=order.from_,
            to=order.to,
            body=order.body,
            segments=count(order.body),
            media=order.media,
            status=status,
            created=now,
            updated=now,
            callback=order.callback,
            validity_s=order.validity_s,
            trace=((status, now),),
        )
        return self.records.put_message(message)

    def _send(self, sid: str, code: int) -> None:
        message, now = self.records.messages[sid], self.records.now()
        if now - message.created > timedelta(seconds=message.validity_s):
            code = EXPIRED
        if code and code not in TOLD_BY_THE_HANDSET:
            self._move(sid, "failed", code)
            return
        self._move(sid, "sent")
        due = now + self.pace.to_delivered
        self.pending.put(due, sid, partial(self._deliver, sid, code))

    def _deliver(self, sid: str, code: int) -> None:
        message = self.records.messages[sid]
        if message.to not in self.records.handsets:
            code = code or NOT_ON_ANY_NETWORK
        if code:
            self._move(sid, "undelivered", code)
            return
        self._move(sid, "delivered")
        self.records.arrive(sid)

    def _move(self, sid: str, status: str, code: int | None = None) -> None:
        message = self.records.change(sid, status, code)
        if message.callback:
            self._call_back(message)

    def _call_back(self, message: Message) -> None:
        self.callbacks.tell(
            Notice(
                message.sid,
                message.status,
                message.callback,
                status_form(message, self.records.account_sid),
                final=message.status in FINAL,
                to=message.to,
                body=message.body,
            )
        )


def _entry(message: Message) -> Entry:
    return Entry(
        message.sid,
        message.to,
        message.from_,
        message.body,
        message.created,
        message.callback,
        message.direction,
    )
