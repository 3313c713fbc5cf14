"""The exchange: calls are placed, ring, are answered or not, and are steered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from service.switchboard.bridging import Bridging
from service.switchboard.calls import CallOrder, Document, PhoneCall, Tell
from service.switchboard.faults import Faults
from service.switchboard.hearing import SURE, Hearing
from service.switchboard.life import ANSWERED, Life
from service.switchboard.model import Handset, Number
from service.switchboard.performing import Performing

HUMAN = ("human", 1400)
MACHINES = {
    "Enable": ("machine_start", 3200),
    "DetectMessageEnd": ("machine_end_beep", 9800),
}
"""Detection asked for -> what is found when a machine answers, and after how long."""


class NotThere(LookupError):
    """What was to be done to a call cannot be done to it as it stands."""


@dataclass(slots=True)
class Exchange:
    """Everything that can be done to a call; acts are left pending in its own lane."""

    life: Life
    faults: Faults
    performing: Performing
    hearing: Hearing
    bridging: Bridging

    def ring_second(self, sid: str) -> None:
        """Dial the second end of a call that is put through, as pending work."""
        self.life.queue(sid, partial(self._dial, sid, lost=False))

    def place(self, order: CallOrder) -> PhoneCall:
        """Take on a call of ours; it is dialled as pending work."""
        fault = self.faults.strike("sending", to=order.to, on="call")
        call = self.life.accept(order, "outbound-api", "queued")
        backlog = timedelta(seconds=fault.seconds if fault and not fault.code else 0)
        lost = bool(fault and fault.code)
        after = self.life.pace.to_ringing + backlog
        self.life.queue(call.sid, partial(self._dial, call.sid, lost=lost), after)
        return call

    def dial(self, from_: str, to: str) -> PhoneCall:
        """A person's phone dials `to`; our side is asked as pending work."""
        number = self.life.records.numbers.get(to)
        order = _inbound(from_, to, number)
        call = self.life.accept(order, "inbound", "ringing")
        if number is None or not order.document.url:
            self.life.end(call.sid, "failed", "carrier")
            return call
        begin = partial(self.performing.follow, call.sid, 0, order.document)
        self.life.queue(call.sid, begin)
        return call

    def answer(self, sid: str, *, machine: bool = False) -> None:
        """She, or her machine, takes the call that rings."""
        self.life.queue(sid, partial(self._pick_up, sid, machine=machine))

    def decline(self, sid: str) -> None:
        """She turns the ringing call away: at our side it is busy."""
        self.life.queue(sid, partial(self._unanswered, sid, "busy", "person"))

    def let_ring(self, sid: str) -> None:
        """It rings until it would time out, at once."""
        self.life.queue(sid, partial(self._unanswered, sid, "no-answer", "carrier"))

    def press(self, sid: str, keys: str) -> None:
        """She presses keys."""
        self.life.queue(sid, partial(self.hearing.press, sid, keys))

    def say(
        self, sid: str, words: str, confidence: float = SURE, seconds: float = 0
    ) -> None:
        """She says something."""
        self.life.queue(sid, partial(self.hearing.say, sid, words, confidence, seconds))

    def hush(self, sid: str) -> None:
        """She says nothing until the call gives up waiting, at once."""
        self.life.queue(sid, partial(self.hearing.hush, sid))

    def keep_busy(self, sid: str) -> None:
        """She has not finished: the call waits longer."""
        self.life.queue(sid, partial(self.hearing.keep_busy, sid))

    def hang_up(self, sid: str) -> None:
        """She hangs up."""
        self.life.queue(sid, partial(self.hearing.hang_up, sid))

    def cancel(self, sid: str) -> None:
        """Take back a call that nobody has answered; another stays as it is."""
        if self.life.of(sid).started is None:
            self.life.end(sid, "canceled", "service")

    def complete(self, sid: str) -> None:
        """End a call from our side; one not answered yet counts as canceled."""
        answered = self.life.of(sid).started is not None
        self.life.end(sid, "completed" if answered else "canceled", "service")

    def redirect(self, sid: str, document: Document) -> None:
        """Let a call in progress go on with another document.

        Raises NotThere when it is not in progress.
        """
        with self.life.records.lock:
            if self.life.of(sid).status != ANSWERED:
                raise NotThere(sid)
            turn = self.life.turn(sid)
            follow = partial(self.performing.follow, sid, turn, document)
            self.life.queue(sid, follow)

    def ringing(self, number: str) -> PhoneCall | None:
        """The call that rings on this phone, if one does."""
        calls = self.life.records.calls_with(number)
        return next((c for c in calls if c.status == "ringing" and not c.inbound), None)

    def open(self, number: str) -> PhoneCall | None:
        """The newest call of this phone that is answered and goes on."""
        calls = reversed(self.life.records.calls_with(number))
        return next((call for call in calls if call.live and call.started), None)

    def _dial(self, sid: str, *, lost: bool) -> None:
        call = self.life.of(sid)
        if call.status != "queued":
            return
        self.life.initiate(sid)
        handset = self.life.records.handsets.get(call.to)
        if handset is None or lost:
            self.life.end(sid, "failed", "carrier")
        elif self._engaged(handset, sid):
            self.life.end(sid, "busy", "carrier")
        else:
            self._ring(sid, handset)

    def _ring(self, sid: str, handset: Handset) -> None:
        self.life.ring(sid)
        if handset.machine != 0:
            handset.machine = _one_less(handset.machine)
            self._pick_up(sid, machine=True)
            return
        with self.life.records.lock:
            handset.rang.append(sid)
        over = partial(self._unanswered, sid, "no-answer", "carrier")
        ring_s = self.life.of(sid).order.ring_s
        self.life.queue(sid, over, timedelta(seconds=ring_s))

    def _engaged(self, handset: Handset, sid: str) -> bool:
        if handset.busy != 0:
            handset.busy = _one_less(handset.busy)
            return True
        others = self.life.records.calls_with(handset.number)
        return any(
            call.live and call.sid != sid and call.status != "queued" for call in others
        )

    def _unanswered(self, sid: str, status: str, by: str) -> None:
        if self.life.of(sid).status == "ringing":
            self.life.end(sid, status, by)

    def _pick_up(self, sid: str, *, machine: bool) -> None:
        call = self.life.of(sid)
        if call.status != "ringing" or call.inbound:
            return
        found, ms = self._detected(call, machine=machine)
        self.life.answer(sid, machine=machine, answered_by=found, ms=ms)
        if call.parent:
            self.bridging.joined(sid)
            return
        turn = self.life.line(sid).turn
        self.performing.follow(sid, turn, call.order.document)

    def _detected(self, call: PhoneCall, *, machine: bool) -> tuple[str, int]:
        if not call.order.detection:
            return "", 0
        if self.faults.strike("detection", to=call.to, on="call"):
            return "unknown", 30000
        return MACHINES[call.order.detection] if machine else HUMAN


def _inbound(from_: str, to: str, number: Number | None) -> CallOrder:
    if number is None:
        return CallOrder(to, from_, Document(""))
    fallback = number.voice_fallback_url
    return CallOrder(
        to,
        from_,
        Document(number.voice_url, number.voice_method),
        Document(fallback, number.voice_fallback_method) if fallback else None,
        Tell(number.status_callback, number.status_callback_method),
    )


def _one_less(times: int | None) -> int | None:
    return None if times is None else times - 1
