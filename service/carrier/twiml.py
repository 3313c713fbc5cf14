"""Writes what a call does next as TwiML.

Laws: the same `Aloud` gives the same bytes; every document says where the call goes
on, also after silence, and passes `twiml_check`. Nothing is bought unasked: no paid
voice, and a transcription only where the caller names who is told of it.
https://www.twilio.com/docs/voice/twiml
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from twilio.twiml.voice_response import Gather, VoiceResponse

from flows.talk.aloud import (
    LONGEST_TAKE_S,
    Aloud,
    HangUp,
    Line,
    Listen,
    Spoken,
    Take,
    Then,
    Wait,
)
from service.carrier import retries
from service.carrier.door import clean
from service.carrier.port import LONGEST_BRIDGE_S, RING_S

# full: Twilio, SignalWire; keypad: no more than Somleng performs, so no speech.
Profile: TypeAlias = Literal["full", "keypad"]

LONGEST_SAY = 4096
MOST_HINTS = 500
LONGEST_HINT = 100
MOST_KEYS = 32  # as many as `calls_in` reads
LONGEST_SILENCE_S = 60
# A breath between two sentences, and no longer: her answer is over when she stops.
SPEECH_ENDS_S = 2
# Made for short answers in every language; `phone_call` knows English alone.
# https://www.twilio.com/docs/voice/twiml/gather#speechmodel
SPEECH_MODEL = "numbers_and_commands"
FINISH = "#"
# 9 ends calls also while she is being recorded; which key it was comes to us.
FINISH_TAKE = "9#"

# A bare language is spoken as where most of its callers here are: numbers are rented
# in North America first, so Spanish is Mexico's and Portuguese Brazil's.
LOCALES: Mapping[str, str] = {
    "de": "de-DE",
    "en": "en-US",
    "es": "es-MX",
    "fr": "fr-FR",
    "it": "it-IT",
    "nl": "nl-NL",
    "pt": "pt-BR",
}
# The free voice, where the documentation promises it. Elsewhere none is named: the
# account's own setting then speaks, while a wrong pair would say nothing at all.
# https://www.twilio.com/docs/voice/twiml/say#attributes-voice
FREE_VOICES: Mapping[str, str] = dict.fromkeys(
    ("en-US", "en-GB", "es-ES", "fr-FR", "de-DE"), "woman"
)

# What the carrier transcribes: nothing else is understood, and it would cost as much.
# https://www.twilio.com/docs/voice/twiml/record#transcribe
TRANSCRIBED = "en-"

_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{2}|[0-9]{3}))?")


@dataclass(frozen=True, slots=True)
class _Way:
    # Where a document leads, and in which words.
    action: str
    recording: str | None
    transcript: str | None
    replay: Callable[[str], str]
    language: str
    profile: Profile


def write(
    aloud: Aloud,
    *,
    action_url: str,
    replay_url: Callable[[str], str],
    profile: Profile = "full",
    recording_url: str | None = None,
    transcript_url: str | None = None,
) -> str:
    """Write one answer to a call.

    `action_url` (absolute) is asked next, with what was pressed, said or recorded, or
    with nothing after silence. `replay_url` gives the absolute address of a take's
    sound. `recording_url` (absolute) is told when a recording is ready or came to
    nothing; `transcript_url` (absolute) what a machine heard in it, which is asked for
    in English and not of a `keypad`. Where speech cannot be had (`keypad`), what could
    only be said is recorded.

    Raises:
        ValueError: a `Listen` for neither keys nor speech, or an address of ours that
            is not absolute.
    """
    way = _Way(
        action=_absolute(action_url, retries.TURN, profile),
        recording=recording_url and _absolute(recording_url, retries.STATUS, profile),
        transcript=transcript_url
        and _absolute(transcript_url, retries.STATUS, profile),
        replay=replay_url,
        language=locale(aloud.language),
        profile=profile,
    )
    document = VoiceResponse()
    match _possible(aloud.then, profile):
        case Listen() as listen:
            _say(document.gather(**_gather(listen, way)), aloud.lines, way)
            document.redirect(way.action, method="POST")
        case Take() as take:
            _say(document, aloud.lines, way)
            document.record(**_record(take, way))
            document.redirect(way.action, method="POST")
        case Wait(seconds):
            _say(document, aloud.lines, way)
            if profile == "full":
                document.pause(length=_bounded(seconds, LONGEST_SILENCE_S))
            document.redirect(way.action, method="POST")
        case HangUp():
            _say(document, aloud.lines, way)
            document.hangup()
    return str(document)


@dataclass(frozen=True, slots=True)
class Through:
    """Whom a call is put through to (E.164), and what she sees as the caller's number.

    `over_url` is asked what to say to the first end when the second is over,
    `status_url` is told what became of the second; both are absolute.
    """

    to: str
    caller: str
    over_url: str
    status_url: str


def put_through(language: str, words: str, to: Through, profile: Profile) -> str:
    """Write the answer that puts a call through to a second number: it is not recorded.

    Raises:
        ValueError: an address of ours that is not absolute.
    """
    over = _absolute(to.over_url, retries.TURN, profile)
    told = _absolute(to.status_url, retries.STATUS, profile)
    way = _Way(over, None, None, lambda _: over, locale(language), profile)
    document = VoiceResponse()
    _say(document, (Line(words),), way)
    dial = document.dial(
        action=over,
        method="POST",
        caller_id=to.caller,
        timeout=RING_S,
        time_limit=LONGEST_BRIDGE_S,
    )
    events = {"status_callback_event": "answered completed"}
    dial.number(
        to.to,
        status_callback=told,
        status_callback_method="POST",
        **(events if profile == "full" else {}),
    )
    return str(document)


def locale(tag: str) -> str:
    """Return the carrier's name for a language, such as `en-US` for `en`.

    Raises:
        ValueError: `tag` is no language, with or without a country.
    """
    found = _TAG.fullmatch(tag)
    if found is None:
        raise ValueError("This is no BCP 47 tag of a language.")
    language = found[1].lower()
    if found[2]:
        return f"{language}-{found[2].upper()}"
    return LOCALES.get(language, language)


def _absolute(url: str, again: str, profile: Profile) -> str:
    if not re.match(r"https?://[^/]", url):
        raise ValueError("An address in TwiML is absolute.")
    # Somleng does not read the fragment; what it does with one is not known.
    return url + again if profile == "full" else url


def _possible(then: Then, profile: Profile) -> Then:
    if not isinstance(then, Listen):
        return then
    if then.keys <= 0 and not then.speech:
        raise ValueError("Nothing is listened to: neither keys nor speech.")
    if profile == "keypad" and then.keys <= 0:
        return Take(silence_s=then.silence_s)
    return then


def _gather(listen: Listen, way: _Way) -> dict[str, object]:
    speech = listen.speech and way.profile == "full"
    keys = listen.keys > 0
    return {
        **({"input": _INPUTS[keys, speech]} if way.profile == "full" else {}),
        "action": way.action,
        "method": "POST",
        "timeout": _bounded(listen.silence_s, LONGEST_SILENCE_S),
        # Silence comes to us, too. The Redirect after is for whoever ignores this.
        "action_on_empty_result": True,
        **(_keys(listen) if keys else {}),
        **(_speech(listen, way) if speech else {}),
    }


_INPUTS: Mapping[tuple[bool, bool], str] = {
    (True, True): "dtmf speech",
    (True, False): "dtmf",
    (False, True): "speech",
}


def _keys(listen: Listen) -> dict[str, object]:
    return {"num_digits": _bounded(listen.keys, MOST_KEYS), "finish_on_key": FINISH}


def _speech(listen: Listen, way: _Way) -> dict[str, object]:
    hints = ", ".join(_hints(listen.hints))
    return {
        "speech_timeout": SPEECH_ENDS_S,
        "speech_model": SPEECH_MODEL,
        "language": way.language,
        # Her words are evidence as she says them.
        "profanity_filter": False,
        **({"hints": hints} if hints else {}),
    }


def _hints(hints: Iterable[str]) -> list[str]:
    # A comma ends a hint; longer ones and more of them are refused as a whole.
    words = (" ".join(clean(hint).text.replace(",", " ").split()) for hint in hints)
    kept = dict.fromkeys(word[:LONGEST_HINT].rstrip() for word in words)
    return [word for word in kept if word][:MOST_HINTS]


def _record(take: Take, way: _Way) -> dict[str, object]:
    told: dict[str, object] = {
        "recording_status_callback": way.recording,
        "recording_status_callback_method": "POST",
    }
    return {
        "action": way.action,
        "method": "POST",
        "timeout": _bounded(take.silence_s, LONGEST_SILENCE_S),
        "finish_on_key": FINISH_TAKE,
        "max_length": _bounded(take.seconds, LONGEST_TAKE_S),
        "play_beep": True,
        **(told if way.recording else {}),
        **(_only_full(way) if way.profile == "full" else {}),
    }


def _only_full(way: _Way) -> dict[str, object]:
    # The SDK writes a list as Python would: the words are joined here.
    events = {"recording_status_callback_event": "completed absent"}
    return {
        "trim": "trim-silence",
        **(events if way.recording else {}),
        **(_transcribed(way) if way.language.startswith(TRANSCRIBED) else {}),
    }


def _transcribed(way: _Way) -> dict[str, object]:
    if way.transcript is None:
        return {}
    return {"transcribe": True, "transcribe_callback": way.transcript}


def _bounded(number: int, most: int) -> int:
    return min(max(number, 1), most)


def _say(verbs: VoiceResponse | Gather, lines: Iterable[Spoken], way: _Way) -> None:
    for line in lines:
        if isinstance(line, Line):
            for words in _pieces(clean(line.text).text):
                verbs.say(words, **_voice(way))
        else:
            verbs.play(way.replay(line.take))


def _voice(way: _Way) -> dict[str, str]:
    voice = FREE_VOICES.get(way.language) if way.profile == "full" else None
    return {"language": way.language, **({"voice": voice} if voice else {})}


def _pieces(words: str) -> Iterator[str]:
    # Cut at a blank, if one is near; a word longer than all is cut anywhere.
    left = words.strip()
    while len(left) > LONGEST_SAY:
        cut = left.rfind(" ", 1, LONGEST_SAY + 1)
        cut = cut if cut > 0 else LONGEST_SAY
        yield left[:cut].rstrip()
        left = left[cut:].lstrip()
    if left:
        yield left
