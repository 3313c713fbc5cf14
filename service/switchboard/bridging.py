"""Dial: a call is put through to a second number, and the two hear each other.

Laws: when the second end is over, the first goes on with its document; when the first
is over, so is the second. What one says, the other hears.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import urljoin

from service.switchboard.calls import Awaited, CallOrder, Document, PhoneCall, Tell
from service.switchboard.courier import Pairs
from service.switchboard.fetching import onward
from service.switchboard.life import Life
from service.switchboard.performing import Performing
from service.switchboard.voicetwiml import Dial

TOGETHER = Awaited("dial")
"""What both ends of a bridge wait for: each other."""


@dataclass(frozen=True, slots=True)
class Link:
    """The first end of a second one, at which turn of it, and what was asked."""

    first: str
    turn: int
    dial: Dial


@dataclass(slots=True)
class Bridging:
    """Joins calls; `rings` has a second end dialled as pending work."""

    life: Life
    performing: Performing
    rings: Callable[[str], None] = field(init=False)
    links: dict[str, Link] = field(default_factory=dict)
    """By the SID of the second end, while it lasts."""

    def begin(self, sid: str, dial: Dial) -> None:
        """Put a call through, as its document asks."""
        link = Link(sid, self.life.turn(sid), dial)
        caller = dial.caller or self.life.of(sid).from_
        if not dial.numbers or caller not in self.life.records.numbers:
            self._refuse(link)
            return
        number, records = dial.numbers[0], self.life.records
        base = self.life.line(sid).document.url
        url = urljoin(base, number.callback) if number.callback else ""
        tell = Tell(url, number.callback_method, number.events)
        order = CallOrder(
            to=number.to,
            from_=caller,
            document=Document(""),
            status=tell,
            ring_s=dial.timeout_s,
            limit_s=dial.longest_s,
        )
        second = self.life.accept(order, "outbound-dial", "queued", parent=sid)
        self.links[second.sid] = link
        records.change_call(sid, awaits=TOGETHER)
        self.rings(second.sid)

    def _refuse(self, link: Link) -> None:
        text = "Dial: no number, or its callerId is none of the account's"
        url = self.life.line(link.first).document.url
        self.life.records.complain(13214, text, url=url, sid=link.first)
        self._go_back(link, (("DialCallStatus", "failed"), ("DialBridged", "false")))

    def joined(self, sid: str) -> None:
        """Let a second end that was answered, and its first, hear each other."""
        for end in (sid, self.links[sid].first):
            self.life.records.add_line(end, "carrier", "note", "Connected")
            self.life.records.change_call(end, awaits=TOGETHER)

    def carry(self, sid: str, words: str) -> None:
        """Let the other end hear what was said, if there is one."""
        other = self._other(sid)
        if other is not None:
            self.life.records.add_line(other, "other", "speech", words)

    def _other(self, sid: str) -> str | None:
        """The end that hears this one."""
        for second, link in tuple(self.links.items()):
            if self.life.of(second).started and sid in (second, link.first):
                return link.first if sid == second else second
        return None

    def over(self, call: PhoneCall) -> None:
        """One end of a bridge may be over: the other takes its next step."""
        link = self.links.pop(call.sid, None)
        if link is not None:
            back = partial(self._go_back, link, _told(call))
            self.life.queue(link.first, back)
        for second, other in tuple(self.links.items()):
            if other.first == call.sid:
                self.life.queue(second, partial(self._hang_up, second))

    def _hang_up(self, sid: str) -> None:
        talked = self.life.of(sid).started is not None
        self.life.end(sid, "completed" if talked else "canceled", "carrier")

    def _go_back(self, link: Link, extra: Pairs) -> None:
        sid = link.first
        if not self.life.is_at(sid, link.turn):
            return
        turn = self.life.turn(sid)
        if link.dial.action is None:
            self.performing.go_on(sid, turn)
            return
        document = self.life.line(sid).document
        onto = onward(document, link.dial.action, link.dial.method)
        self.performing.follow(sid, turn, onto, extra)


def _told(call: PhoneCall) -> Pairs:
    talked = call.started is not None
    seconds = (("DialCallDuration", str(call.duration_s or 0)),) if talked else ()
    return (
        ("DialBridged", "true" if talked else "false"),
        ("DialCallSid", call.sid),
        ("DialCallStatus", call.status),
        *seconds,
    )
