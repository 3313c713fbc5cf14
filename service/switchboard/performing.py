"""Carries out the TwiML of a call, verb by verb, until it waits or ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import assert_never

from service.switchboard.calls import Awaited, Document
from service.switchboard.courier import Pairs
from service.switchboard.fetching import Broken, Fetching, onward
from service.switchboard.life import Life, Line
from service.switchboard.twiml import Redirect, Warned
from service.switchboard.voicetwiml import (
    Dial,
    Gather,
    Hangup,
    Pause,
    Play,
    Prompt,
    Record,
    Reject,
    Say,
    VoiceVerb,
)

MAX_HOPS = 50
"""Documents a call may lead through without a word, key or silence of the person."""

APOLOGY = "We are sorry. An application error has occurred. Goodbye."
REFUSED = {"rejected": "no-answer", "busy": "busy"}
"""Reason of a Reject -> how the call ends."""

LETTERS_PER_S = 14.0
"""How fast the carrier's voice reads, roughly."""

SOUND_S = 2.0
"""How long a sound is taken to be; nobody listens to it here."""


@dataclass(slots=True)
class Performing:
    """Goes through the verbs of a document; every wait is pending work.

    `when_silent` is told the call and its turn when nothing came in time,
    `puts_through` the call that is to be put through, and to whom.
    """

    life: Life
    fetching: Fetching
    when_silent: Callable[[str, int], None] = field(init=False)
    puts_through: Callable[[str, Dial], None] = field(init=False)

    def follow(
        self, sid: str, turn: int, document: Document, extra: Pairs = ()
    ) -> None:
        """Fetch a document and carry it out, unless the call has gone another way."""
        if self._load(sid, turn, document, extra):
            self.go_on(sid, turn)

    def go_on(self, sid: str, turn: int) -> None:
        """Carry out what is left of the document; at its end the call ends."""
        while self.life.is_at(sid, turn):
            line = self.life.line(sid)
            if not line.verbs:
                self.life.end(sid, "completed", "service")
                return
            verb, *rest = line.verbs
            line.verbs = tuple(rest)
            self._do(sid, turn, verb)

    def _do(self, sid: str, turn: int, verb: VoiceVerb) -> None:
        match verb:
            case Warned(text):
                self._warn(sid, text)
            case Say() | Play() | Pause():
                self._pass_time(sid, self._prompt(sid, verb))
            case Gather():
                before = sum(self._prompt(sid, prompt) for prompt in verb.prompts)
                self._await(sid, verb, before)
            case Record():
                self._beep(sid, verb)
                self._await(sid, verb, 0)
            case Dial():
                self.puts_through(sid, verb)
            case Redirect(url, method):
                document = onward(self.life.line(sid).document, url or None, method)
                self._load(sid, turn, document, ())
            case Hangup() | Reject():
                self.life.end(sid, "completed", "service")
            case _:
                assert_never(verb)

    def _warn(self, sid: str, text: str) -> None:
        url = self.life.line(sid).document.url
        self.life.records.complain(12200, text, url=url, sid=sid)

    def _load(self, sid: str, turn: int, document: Document, extra: Pairs) -> bool:
        """Put the verbs of a document, or of its fallback, on the line."""
        if not self.life.is_at(sid, turn):
            return False
        broken = self._attempt(sid, turn, document, extra)
        fallback = self.life.of(sid).order.fallback
        if broken and fallback and self.life.is_at(sid, turn):
            why = (("ErrorCode", str(broken.code)), ("ErrorUrl", broken.url))
            broken = self._attempt(sid, turn, fallback, extra + why)
        if broken:
            self._apologise(sid, turn)
        return self.life.is_at(sid, turn)

    def _attempt(
        self, sid: str, turn: int, document: Document, extra: Pairs
    ) -> Broken | None:
        line, call = self.life.line(sid), self.life.of(sid)
        line.hops += 1
        try:
            _refuse_circles(line, document)
            verbs = self.fetching.document(call, document, extra)
        except Broken as broken:
            self.fetching.complain(call, broken)
            return broken
        if self.life.is_at(sid, turn):
            self._put(sid, line, document, verbs)
        return None

    def _put(
        self, sid: str, line: Line, document: Document, verbs: tuple[VoiceVerb, ...]
    ) -> None:
        line.document, line.verbs = document, verbs
        call = self.life.of(sid)
        if not (call.inbound and call.status == "ringing"):
            return
        first = next((v for v in verbs if not isinstance(v, Warned)), None)
        if isinstance(first, Reject):
            self.life.end(sid, REFUSED[first.reason], "service")
        else:
            self.life.answer(sid)

    def _apologise(self, sid: str, turn: int) -> None:
        if not self.life.is_at(sid, turn):
            return
        if self.life.of(sid).status == "ringing":
            self.life.answer(sid)
        self.life.records.add_line(sid, "carrier", "say", APOLOGY, "en-US")
        self.life.end(sid, "completed", "carrier")

    def _prompt(self, sid: str, prompt: Prompt) -> float:
        """Say or play it; the seconds it takes a listener."""
        seconds = self._utter(sid, prompt)
        self.life.line(sid).spent_s += seconds
        return seconds

    def _utter(self, sid: str, prompt: Prompt) -> float:
        add = self.life.records.add_line
        match prompt:
            case Say(text, language, _, loop):
                add(sid, "service", "say", text, language)
                return loop * (0.5 + len(text) / LETTERS_PER_S)
            case Play(url, loop, digits):
                shown = self._sound(sid, url) if url else f"tones {digits}"
                add(sid, "service", "play", shown)
                return loop * SOUND_S
            case Pause(length):
                add(sid, "service", "pause", f"{length} s")
                return float(length)

    def _sound(self, sid: str, url: str) -> str:
        recording = self.life.recorder.of_url(url)
        if recording is not None:
            return recording.words
        self.fetching.sound(self.life.of(sid), url)
        return url

    def _pass_time(self, sid: str, seconds: float) -> None:
        if self.life.pace.talks and seconds:
            turn = self.life.turn(sid)
            after = timedelta(seconds=seconds)
            self.life.queue(sid, partial(self.go_on, sid, turn), after)

    def _beep(self, sid: str, verb: Record) -> None:
        if verb.beep:
            self.life.records.add_line(sid, "carrier", "beep", "a beep")

    def _await(self, sid: str, verb: Gather | Record, before: float) -> None:
        self.life.turn(sid)
        with self.life.records.lock:
            self.life.line(sid).awaiting = verb
            self.life.records.change_call(sid, awaits=_awaited(verb))
        self.time_out(sid, verb.timeout_s, before if self.life.pace.talks else 0)

    def time_out(self, sid: str, seconds: float, before: float = 0) -> None:
        """Let silence fall after `seconds`, and `before` that of something said."""
        # A machine says nothing, ever: where talk takes no time, nobody waits for it.
        at_once = self.life.of(sid).machine and not self.life.pace.talks
        after = timedelta(seconds=0 if at_once else seconds + before)
        turn = self.life.line(sid).turn
        self.life.queue(sid, partial(self.when_silent, sid, turn), after)


def _refuse_circles(line: Line, document: Document) -> None:
    if line.hops > MAX_HOPS:
        raise Broken(11215, "Too many documents without input", document.url)


def _awaited(verb: Gather | Record) -> Awaited:
    if isinstance(verb, Record):
        return Awaited("record", finish=verb.finish)
    finish = verb.finish if verb.dtmf else ""
    return Awaited("gather", verb.dtmf, verb.speech, verb.keys, finish)
