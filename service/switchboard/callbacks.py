"""Callbacks the carrier makes: posted, late, twice, in another order, or never."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from service.switchboard.courier import Answer, Call, Pairs, Undelivered, carry
from service.switchboard.faults import Faults
from service.switchboard.model import Posted
from service.switchboard.records import Records
from service.switchboard.work import Pending


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to call back about: the state of a text, a call or a recording.

    `final` when nothing can follow it; `to`, `body`, `on` and `stage` are what a fault
    is narrowed by.
    """

    sid: str
    status: str
    url: str
    form: Pairs
    final: bool
    to: str
    body: str = ""
    on: str = "text"
    stage: str = "callback"
    method: str = "POST"


@dataclass(slots=True)
class Callbacks:
    """Posts notices in the order they are told, unless a fault says otherwise."""

    records: Records
    pending: Pending
    faults: Faults
    _held: dict[str, Callable[[], None]] = field(default_factory=dict)

    def tell(self, notice: Notice) -> None:
        """Call back about something, as pending work; what a fault loses is known."""
        post = partial(self._post, notice)
        fault = self.faults.strike(
            notice.stage,
            to=notice.to,
            body=notice.body,
            status=notice.status,
            on=notice.on,
        )
        kind = fault.kind if fault else "none"
        late = timedelta(seconds=fault.seconds if fault else 0)
        now, held = self.records.now(), self._held.pop(notice.sid, None)
        match kind:
            case "lost_callback" | "lost_recording_callback":
                self._log_posted(notice, "lost", 0)
            case "reordered_callbacks" if not notice.final:
                self._held[notice.sid] = post
            case "late_callback" | "late_recording_callback":
                self._queue(notice, now + late, post)
            case "duplicate_callback":
                self._queue(notice, now, post)
                self._queue(notice, now, post)
            case _:
                self._queue(notice, now, post)
        if held is not None:
            self._queue(notice, now, held)

    def _queue(self, notice: Notice, due: datetime, post: Callable[[], None]) -> None:
        # A lane of their own: a slow callback must not keep the text from the handset.
        self.pending.put(due, f"callback {notice.sid}", post)

    def _post(self, notice: Notice) -> None:
        token = self.records.auth_token
        outcome = carry(Call(notice.url, notice.form, token, notice.method))
        match outcome:
            case Undelivered(code, text, tries):
                self.records.complain(code, text, url=notice.url, sid=notice.sid)
                self._log_posted(notice, text, tries)
            case Answer(status=status, tries=tries):
                self._log_posted(notice, str(status), tries)

    def _log_posted(self, notice: Notice, outcome: str, tries: int) -> None:
        with self.records.lock:
            now = self.records.now()
            self.records.posted.append(
                Posted(notice.sid, notice.status, notice.url, now, outcome, tries)
            )
