"""Reads the TwiML that answers a call, with the carrier's defaults."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar
from xml.etree import ElementTree as ET

from service.switchboard.twiml import XML_TYPES, BadTwiml, Redirect, Warned, parse

T = TypeVar("T")

KEYS = "1234567890*#"
MAX_SAID = 4096
MOST_LOOPS = 1000
"""How often `loop="0"` repeats."""


@dataclass(frozen=True, slots=True)
class Say:
    """Speak a text."""

    text: str
    language: str = "en-US"
    voice: str = ""
    loop: int = 1


@dataclass(frozen=True, slots=True)
class Play:
    """Play the sound at a URL, or the tones of some keys."""

    url: str
    loop: int = 1
    digits: str = ""


@dataclass(frozen=True, slots=True)
class Pause:
    """Say nothing for some seconds."""

    length: int = 1


Prompt = Say | Play | Pause


@dataclass(frozen=True, slots=True)
class Gather:
    """Wait for keys, speech or both; `action` None is the document itself."""

    dtmf: bool = True
    speech: bool = False
    action: str | None = None
    method: str = "POST"
    timeout_s: int = 5
    keys: int = 0
    finish: str = "#"
    speech_timeout_s: int | None = None
    hints: str = ""
    language: str = "en-US"
    on_empty: bool = False
    prompts: tuple[Prompt, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """Record what she says; `action` None is the document itself.

    `heard` is told what a machine understood, if it is to be transcribed.
    """

    action: str | None = None
    method: str = "POST"
    timeout_s: int = 5
    longest_s: int = 3600
    finish: str = KEYS
    beep: bool = True
    trim: bool = True
    callback: str = ""
    callback_method: str = "POST"
    events: frozenset[str] = frozenset({"completed"})
    heard: str = ""


@dataclass(frozen=True, slots=True)
class Rung:
    """A number that a Dial rings, and who is told what becomes of that call."""

    to: str
    callback: str = ""
    callback_method: str = "POST"
    events: frozenset[str] = frozenset({"completed"})


@dataclass(frozen=True, slots=True)
class Dial:
    """Put the call through to a number; `action` None goes on with the document."""

    numbers: tuple[Rung, ...] = ()
    action: str | None = None
    method: str = "POST"
    timeout_s: int = 30
    longest_s: int = 14400
    caller: str = ""


@dataclass(frozen=True, slots=True)
class Hangup:
    """End the call."""


@dataclass(frozen=True, slots=True)
class Reject:
    """Do not take the call, if it is the first verb; `reason` is rejected or busy."""

    reason: str = "rejected"


VoiceVerb = (
    Say | Play | Pause | Gather | Record | Dial | Redirect | Hangup | Reject | Warned
)


def read_voice(media_type: str, body: bytes, url: str = "") -> tuple[VoiceVerb, ...]:
    """What an answer to a voice request asks for, in document order.

    A sound is played from its `url`, a plain text is read aloud. Raises BadTwiml:
    12300 for another media type, 12100 for what is not a TwiML document.
    """
    if media_type.startswith("audio/"):
        return (Play(url),)
    if media_type == "text/plain":
        return (Say(body.decode("utf-8", "replace").strip()),)
    if media_type not in XML_TYPES:
        raise BadTwiml(12300, f"Invalid Content-Type: {media_type or 'none given'}")
    return tuple(verb for element in parse(body) for verb in _verbs(element))


@dataclass(slots=True)
class _Attributes:
    # Reads attributes with their defaults; what it cannot read it warns about.
    element: ET.Element
    warned: list[Warned] = field(default_factory=list)

    def text(self, name: str, default: str = "") -> str:
        return self.element.get(name, default)

    def url(self, name: str) -> str | None:
        return (self.element.get(name) or "").strip() or None

    def whole(self, name: str, default: int, *, least: int = 1) -> int:
        value = self.element.get(name)
        if value is None:
            return default
        if value.isascii() and value.isdigit() and int(value) >= least:
            return int(value)
        return self._odd(name, value, default)

    def one_of(self, name: str, table: Mapping[str, str], default: str) -> str:
        value = self.element.get(name)
        if value is None:
            return default
        known = table.get(value.strip().casefold())
        return self._odd(name, value, default) if known is None else known

    def truth(self, name: str, *, default: bool) -> bool:
        word = "true" if default else "false"
        return self.one_of(name, {"true": "true", "false": "false"}, word) == "true"

    def keys(self, name: str, default: str) -> str:
        value = self.element.get(name, default)
        return value if set(value) <= set(KEYS) else self._odd(name, value, default)

    def loops(self) -> int:
        return self.whole("loop", 1, least=0) or MOST_LOOPS

    def method(self, name: str = "method") -> str:
        return self.one_of(name, {"get": "GET", "post": "POST"}, "POST")

    def _odd(self, name: str, value: str, default: T) -> T:
        tag = self.element.tag
        text = f"Schema validation warning: {name}={value!r} of <{tag}>"
        self.warned.append(Warned(text))
        return default


def _say(at: _Attributes) -> Say:
    text = " ".join("".join(at.element.itertext()).split())
    if len(text) > MAX_SAID:
        at.warned.append(Warned(f"Say: more than {MAX_SAID} characters"))
    language = at.text("language", "en-US")
    return Say(text[:MAX_SAID], language, at.text("voice"), at.loops())


def _play(at: _Attributes) -> Play:
    return Play((at.element.text or "").strip(), at.loops(), at.text("digits"))


def _pause(at: _Attributes) -> Pause:
    return Pause(at.whole("length", 1, least=0))


INPUTS = {
    "dtmf": "dtmf",
    "speech": "speech",
    "dtmf speech": "dtmf speech",
    "speech dtmf": "dtmf speech",
}


def _gather(at: _Attributes) -> Gather:
    ways = at.one_of("input", INPUTS, "dtmf")
    timeout = at.whole("timeout", 5)
    automatic = at.text("speechTimeout", "auto") == "auto"
    return Gather(
        dtmf="dtmf" in ways,
        speech="speech" in ways,
        action=at.url("action"),
        method=at.method(),
        timeout_s=timeout,
        keys=at.whole("numDigits", 0),
        finish=at.keys("finishOnKey", "#"),
        speech_timeout_s=None if automatic else at.whole("speechTimeout", timeout),
        hints=at.text("hints"),
        language=at.text("language", "en-US"),
        on_empty=at.truth("actionOnEmptyResult", default=False),
        prompts=tuple(_prompts(at)),
    )


def _prompts(at: _Attributes) -> Iterator[Prompt]:
    for child in at.element:
        for verb in _verbs(child):
            match verb:
                case Say() | Play() | Pause():
                    yield verb
                case Warned():
                    at.warned.append(verb)
                case _:
                    text = f"Schema validation warning: <{child.tag}> in <Gather>"
                    at.warned.append(Warned(text))


def _record(at: _Attributes) -> Record:
    events = at.text("recordingStatusCallbackEvent", "completed")
    transcribed = at.truth("transcribe", default=False)
    heard = at.text("transcribeCallback").strip()
    return Record(
        action=at.url("action"),
        method=at.method(),
        timeout_s=at.whole("timeout", 5),
        longest_s=at.whole("maxLength", 3600),
        finish=at.keys("finishOnKey", KEYS),
        beep=at.truth("playBeep", default=True),
        trim=at.one_of("trim", TRIMS, "trim-silence") == "trim-silence",
        callback=at.text("recordingStatusCallback").strip(),
        callback_method=at.method("recordingStatusCallbackMethod"),
        events=frozenset(events.split()),
        heard=heard if transcribed else "",
    )


def _dial(at: _Attributes) -> Dial:
    written = (at.element.text or "").strip()
    numbers = [Rung(written)] if written else []
    for child in at.element:
        if child.tag == "Number":
            numbers.append(_rung(_Attributes(child, at.warned)))
        else:
            text = f"Schema validation warning: <{child.tag}> in <Dial>"
            at.warned.append(Warned(text))
    if len(numbers) > 1:
        at.warned.append(Warned("Dial: the switchboard rings the first number alone"))
    if at.text("record", "do-not-record") != "do-not-record":
        at.warned.append(Warned("Dial: the switchboard records no bridge"))
    return Dial(
        numbers=tuple(numbers[:1]),
        action=at.url("action"),
        method=at.method(),
        timeout_s=at.whole("timeout", 30),
        longest_s=at.whole("timeLimit", 14400),
        caller=at.text("callerId").strip(),
    )


def _rung(at: _Attributes) -> Rung:
    for name in at.element.attrib:
        if name not in RUNG:
            text = f"Schema validation warning: attribute {name} of <Number>"
            at.warned.append(Warned(text))
    return Rung(
        to="".join((at.element.text or "").split()),
        callback=at.text("statusCallback").strip(),
        callback_method=at.method("statusCallbackMethod"),
        events=frozenset(at.text("statusCallbackEvent", "completed").split()),
    )


RUNG = frozenset({"statusCallback", "statusCallbackMethod", "statusCallbackEvent"})
TRIMS = {"trim-silence": "trim-silence", "do-not-trim": "do-not-trim"}
REASONS = {"rejected": "rejected", "busy": "busy"}


def _redirect(at: _Attributes) -> Redirect:
    return Redirect((at.element.text or "").strip(), at.method())


def _hangup(at: _Attributes) -> Hangup:
    return Hangup()


def _reject(at: _Attributes) -> Reject:
    return Reject(at.one_of("reason", REASONS, "rejected"))


READERS: dict[str, tuple[Callable[[_Attributes], VoiceVerb], frozenset[str]]] = {
    "Say": (_say, frozenset({"voice", "language", "loop"})),
    "Play": (_play, frozenset({"loop", "digits"})),
    "Pause": (_pause, frozenset({"length"})),
    "Gather": (
        _gather,
        frozenset(
            {"input", "action", "method", "timeout", "numDigits", "finishOnKey"}
            | {"speechTimeout", "hints", "language", "actionOnEmptyResult", "bargeIn"}
            | {"partialResultCallback", "partialResultCallbackMethod", "debug"}
            | {"profanityFilter", "speechModel", "enhanced", "maxSpeechTime"}
            | {"dtmfDetection"}
        ),
    ),
    "Record": (
        _record,
        frozenset(
            {"action", "method", "timeout", "maxLength", "finishOnKey", "playBeep"}
            | {"trim", "recordingStatusCallback", "recordingStatusCallbackMethod"}
            | {"recordingStatusCallbackEvent", "transcribe", "transcribeCallback"}
        ),
    ),
    "Dial": (
        _dial,
        frozenset({"action", "method", "timeout", "timeLimit", "callerId", "record"}),
    ),
    "Redirect": (_redirect, frozenset({"method"})),
    "Hangup": (_hangup, frozenset()),
    "Reject": (_reject, frozenset({"reason"})),
}
"""Verb -> what reads it, and the attributes it may have."""


def _verbs(element: ET.Element) -> tuple[VoiceVerb, ...]:
    if element.tag not in READERS:
        return (Warned(f"Schema validation warning: <{element.tag}>"),)
    reader, known = READERS[element.tag]
    at = _Attributes(element)
    verb = reader(at)
    odd = [
        Warned(f"Schema validation warning: attribute {name} of <{element.tag}>")
        for name in element.attrib
        if name not in known
    ]
    return (*odd, *at.warned, verb)
