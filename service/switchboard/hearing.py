"""What the person does in a call: keys, words, silence, hanging up."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from urllib.parse import urljoin

from service.switchboard.callforms import take_form
from service.switchboard.calls import Document, Tell
from service.switchboard.courier import Pairs
from service.switchboard.fetching import Broken, onward
from service.switchboard.life import Life
from service.switchboard.performing import LETTERS_PER_S, Performing
from service.switchboard.voicetwiml import Gather, Record

SURE = 0.92
"""Confidence the carrier gives to what it understood, unless told otherwise."""


@dataclass(slots=True)
class Hearing:
    """Takes in what comes from the person's end, always in the call's own lane."""

    life: Life
    performing: Performing
    carries: Callable[[str, str], None] = field(default=lambda _sid, _words: None)

    def press(self, sid: str, keys: str) -> None:
        """She presses keys, one after the other; what nobody waits for is lost."""
        for key in keys:
            if not self.life.of(sid).live:
                return
            self.life.records.add_line(sid, "person", "key", key)
            self._key(sid, key)

    def say(
        self, sid: str, words: str, confidence: float = SURE, seconds: float = 0
    ) -> None:
        """She says something, which takes her `seconds` (0: as long as it reads)."""
        call, line = self.life.of(sid), self.life.line(sid)
        if not call.live:
            return
        self.life.records.add_line(sid, "person", "speech", words)
        lasted = seconds or len(words) / LETTERS_PER_S
        line.spent_s += lasted
        self.carries(sid, words)
        match line.awaiting:
            case Gather(speech=True) as gather if not line.digits:
                spoken = (("SpeechResult", words), *self._sureness(sid, confidence))
                self._lead_on(sid, gather, spoken)
            case Record() as record:
                self._take(sid, record, words, lasted)
            case _:
                pass  # said where nobody listens

    def keep_busy(self, sid: str) -> None:
        """She is still at it (typing, or being spoken to): silence begins anew."""
        awaiting = self.life.line(sid).awaiting
        if self.life.of(sid).live and awaiting is not None:
            self._go_on_waiting(sid, awaiting.timeout_s)

    def hush(self, sid: str) -> None:
        """She says nothing until what is waited for times out, at once."""
        line = self.life.line(sid)
        if line.awaiting is not None:
            self.silence(sid, line.turn)

    def silence(self, sid: str, turn: int) -> None:
        """Nothing came in time: what there is goes out, or the document goes on."""
        if not self.life.is_at(sid, turn):
            return
        line, awaiting = self.life.line(sid), self.life.line(sid).awaiting
        machine = self.life.of(sid).machine
        line.hops = line.hops if machine else 0
        line.spent_s += awaiting.timeout_s if awaiting else 0
        match awaiting:
            case Gather() as gather if line.digits:
                self._lead_on(sid, gather, _digits(line.digits, ""))
            case Gather(on_empty=True) as gather:
                empty = _digits("", "") if gather.dtmf else (("SpeechResult", ""),)
                self._lead_on(sid, gather, empty)
            case Record() as record if line.words:
                self._recorded(sid, record, "")
            case _:
                self._pass_over(sid)

    def hang_up(self, sid: str) -> None:
        """She hangs up; before the service answered, the call counts as canceled."""
        call = self.life.of(sid)
        if call.live:
            taken = self._last_take(sid)
            status = "completed" if call.started else "canceled"
            self.life.end(sid, status, "person")
            if taken:
                self._tell_last(sid, *taken)

    def _last_take(self, sid: str) -> tuple[Document, Pairs] | None:
        line = self.life.line(sid)
        if not isinstance(line.awaiting, Record) or not line.words:
            return None
        record = line.awaiting
        extra = self._kept(sid, record, list(line.words), "hangup")
        return onward(line.document, record.action, record.method), extra

    def _tell_last(self, sid: str, document: Document, extra: Pairs) -> None:
        # What is answered to a call that is over is carried out by nobody.
        call, fetching = self.life.of(sid), self.performing.fetching
        try:
            fetching.document(call, document, extra)
        except Broken as broken:
            fetching.complain(call, broken)

    def _key(self, sid: str, key: str) -> None:
        line = self.life.line(sid)
        match line.awaiting:
            case Gather(dtmf=True) as gather if key not in gather.finish:
                line.digits += key
                full = gather.keys == len(line.digits)
                if full:
                    self._lead_on(sid, gather, _digits(line.digits, ""))
                else:
                    self._go_on_waiting(sid, gather.timeout_s)
            case Gather(dtmf=True) as gather if line.digits:
                self._lead_on(sid, gather, _digits(line.digits, key))
            case Record() as record if key in record.finish:
                self._finish_take(sid, record, key)
            case _:
                pass  # pressed where nobody listens

    def _go_on_waiting(self, sid: str, seconds: float) -> None:
        # Only the turn rises: what has come so far stays, earlier silences are void.
        with self.life.records.lock:
            self.life.line(sid).turn += 1
        self.performing.time_out(sid, seconds)

    def _take(self, sid: str, record: Record, words: str, lasted: float) -> None:
        line = self.life.line(sid)
        line.words.append(words)
        line.taken_s += lasted
        if line.taken_s >= record.longest_s:
            self._recorded(sid, record, "")
        else:
            self._go_on_waiting(sid, record.timeout_s)

    def _finish_take(self, sid: str, record: Record, key: str) -> None:
        if self.life.line(sid).words:
            self._recorded(sid, record, key)
        else:
            self._pass_over(sid)

    def _pass_over(self, sid: str) -> None:
        self.performing.go_on(sid, self.life.turn(sid))

    def _recorded(self, sid: str, record: Record, key: str) -> None:
        extra = self._kept(sid, record, list(self.life.line(sid).words), key)
        self._lead_on(sid, record, extra)

    def _kept(self, sid: str, record: Record, words: list[str], key: str) -> Pairs:
        said, recorder = " ".join(words), self.life.recorder
        seconds = min(self.life.line(sid).taken_s, record.longest_s)
        url = self.life.line(sid).document.url
        tell = Tell(record.callback, record.callback_method, record.events)
        if record.callback:
            tell = replace(tell, url=urljoin(url, record.callback))
        call = self.life.of(sid)
        take = recorder.keep(call, said, math.ceil(seconds), "RecordVerb", tell)
        if record.heard:
            recorder.transcribe(call, take, urljoin(url, record.heard))
        key_pressed = (("Digits", key),) if key else ()
        return (*take_form(take, recorder.url(take)), *key_pressed)

    def _lead_on(self, sid: str, verb: Gather | Record, extra: Pairs) -> None:
        line = self.life.line(sid)
        line.hops = 0
        document = onward(line.document, verb.action, verb.method)
        self.performing.follow(sid, self.life.turn(sid), document, extra)

    def _sureness(self, sid: str, confidence: float) -> Pairs:
        call, faults = self.life.of(sid), self.performing.fetching.faults
        if faults.strike("speech", to=call.person, on="call"):
            return ()
        return (("Confidence", f"{confidence:.8g}"),)


def _digits(digits: str, finished_on: str) -> Pairs:
    return (("Digits", digits), ("FinishedOnKey", finished_on))
