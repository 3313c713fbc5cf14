"""The life of a call: accepted, ringing, answered, ended; and who is told of it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from service.switchboard.callbacks import Callbacks, Notice
from service.switchboard.callforms import call_status_form, take_form
from service.switchboard.calls import (
    DONE,
    EVENTS,
    CallEntry,
    CallOrder,
    Document,
    PhoneCall,
)
from service.switchboard.courier import Pairs
from service.switchboard.model import Pace
from service.switchboard.recorder import Recorder
from service.switchboard.records import Records, new_sid
from service.switchboard.voicetwiml import Gather, Record, VoiceVerb
from service.switchboard.work import Pending

ANSWERED = "in-progress"


@dataclass(slots=True)
class Line:
    """Where a live call stands: what is still to be done, what is waited for.

    `turn` rises whenever the call goes another way, so that what was planned for an
    earlier turn comes to nothing; `spent_s` is how long all of it would have taken.
    """

    document: Document
    turn: int = 0
    verbs: tuple[VoiceVerb, ...] = ()
    awaiting: Gather | Record | None = None
    digits: str = ""
    words: list[str] = field(default_factory=list)
    taken_s: float = 0.0
    hops: int = 0
    spent_s: float = 0.0


@dataclass(slots=True)
class Life:
    """Takes calls on, moves them from state to state, tells those who asked."""

    records: Records
    pending: Pending
    callbacks: Callbacks
    recorder: Recorder
    pace: Pace
    lines: dict[str, Line] = field(default_factory=dict)
    when_over: Callable[[PhoneCall], None] = field(default=lambda _: None)

    def accept(
        self, order: CallOrder, direction: str, status: str, *, parent: str = ""
    ) -> PhoneCall:
        """Take a call on; one that was ordered stands in the ledger from now on.

        `parent` is the call that is put through by it.
        """
        now, sid = self.records.now(), new_sid("CA")
        call = PhoneCall(sid, direction, order, status, now, now, parent=parent)
        with self.records.lock:
            self.lines[call.sid] = Line(order.document)
            self.records.put_call(call)
            # Last: whoever reads the ledger asks for the call that stands there.
            if direction == "outbound-api":
                self.records.call_entries.append(_entry(call))
        return call

    def of(self, sid: str) -> PhoneCall:
        """The call as it stands now."""
        return self.records.calls[sid]

    def line(self, sid: str) -> Line:
        """The line of a call, live or not."""
        return self.lines[sid]

    def queue(
        self, sid: str, run: Callable[[], None], after: timedelta = timedelta(0)
    ) -> None:
        """Put a piece of the call's own work in its lane; a deleted call has none."""
        due = self.records.now() + after
        self.pending.put(due, f"call {sid}", partial(self._run, sid, run))

    def _run(self, sid: str, run: Callable[[], None]) -> None:
        if sid in self.records.calls:
            run()

    def is_at(self, sid: str, turn: int) -> bool:
        """Whether a call is live and has not gone another way since `turn`."""
        with self.records.lock:
            call = self.records.calls.get(sid)
            return call is not None and call.live and self.lines[sid].turn == turn

    def turn(self, sid: str) -> int:
        """Let the call go another way: what it waited for is waited for no more."""
        with self.records.lock:
            line = self.lines[sid]
            line.turn += 1
            line.awaiting, line.digits = None, ""
            line.words, line.taken_s = [], 0.0
            if self.of(sid).awaits is not None:
                self.records.change_call(sid, awaits=None)
            return line.turn

    def ring(self, sid: str) -> None:
        """It rings at the other end."""
        self.records.change_call(sid, status="ringing")
        self._tell(sid, "ringing")

    def initiate(self, sid: str) -> None:
        """The carrier begins to dial; the state stays as it is."""
        self._tell(sid, "initiated")

    def answer(
        self, sid: str, *, machine: bool = False, answered_by: str = "", ms: int = 0
    ) -> None:
        """Someone or something answers; from now on the time is limited."""
        call = self.records.change_call(
            sid,
            status=ANSWERED,
            started=self.records.now(),
            machine=machine,
            answered_by=answered_by,
            detected_ms=ms,
        )
        self._tell(sid, ANSWERED)
        over = partial(self.end, sid, "completed", "carrier")
        self.queue(sid, over, timedelta(seconds=call.order.limit_s))

    def end(self, sid: str, status: str, by: str) -> None:
        """End a call that is live, and tell; nothing changes for one that has ended.

        `by` is person, service or carrier.
        """
        with self.records.lock:
            if sid not in self.records.calls or not self.of(sid).live:
                return
            self.turn(sid)
            self.lines[sid].verbs = ()
            call = self.records.change_call(
                sid,
                status=status,
                ended=self.records.now(),
                ended_by=by,
                duration_s=self._length(sid),
            )
        self._tell(sid, status, self._recorded(call))
        self.when_over(call)

    def _length(self, sid: str) -> int:
        call, spent = self.of(sid), self.lines[sid].spent_s
        if call.started is None:
            return 0
        lasted = (self.records.now() - call.started).total_seconds()
        return max(1, math.ceil(max(lasted, spent)))

    def _recorded(self, call: PhoneCall) -> Pairs:
        if not call.order.record or call.started is None:
            return ()
        words = " ".join(line.text for line in call.lines if line.how == "speech")
        seconds = call.duration_s or 1
        tell = call.order.recording
        take = self.recorder.keep(call, words, seconds, "OutboundAPI", tell)
        return take_form(take, self.recorder.url(take))

    def _tell(self, sid: str, status: str, recorded: Pairs = ()) -> None:
        with self.records.lock:
            call = self.of(sid)
            tell = call.order.status
            if not tell.url or EVENTS[status] not in tell.events:
                return
            account = self.records.account_sid
            form = call_status_form(call, status, account, recorded)
            self.records.change_call(sid, told=call.told + 1)
        self.callbacks.tell(
            Notice(
                sid,
                status,
                tell.url,
                form,
                final=status in DONE,
                to=call.person,
                on="call",
                method=tell.method,
            )
        )


def _entry(call: PhoneCall) -> CallEntry:
    document = call.order.document
    return CallEntry(
        call.sid,
        call.to,
        call.from_,
        document.url or document.twiml,
        call.created,
        call.order.status.url,
        call.direction,
    )
