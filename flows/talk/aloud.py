"""What a call does next, as values: lines spoken, then one thing waited for.

The carrier room writes TwiML from it, the terminal prints it; neither decides anything.
"""

from dataclasses import dataclass
from typing import TypeAlias

LONGEST_TAKE_S = 60  # a recorded answer, seconds
MOMENT_S = 2  # until what is not ready yet may be
SILENCE_S = 5  # seconds without a key or a word until a question counts as unanswered


@dataclass(frozen=True, slots=True)
class Line:
    """Words to be spoken, in the language of the whole document."""

    text: str


@dataclass(frozen=True, slots=True)
class Replay:
    """A take recorded earlier in this call, played back; `take` is its carrier SID."""

    take: str


@dataclass(frozen=True, slots=True)
class Listen:
    """Wait for keys, for speech, or for either; the lines before may be cut short.

    `keys` is the most digits taken (0: the keypad is not listened to); fewer are ended
    with `#`. `hints` are words that the person is likely to say.
    """

    keys: int
    speech: bool
    hints: tuple[str, ...] = ()
    silence_s: int = SILENCE_S


@dataclass(frozen=True, slots=True)
class Take:
    """Record the person's own words, `seconds` at most; `#` or a silence ends it."""

    seconds: int = LONGEST_TAKE_S
    silence_s: int = SILENCE_S


@dataclass(frozen=True, slots=True)
class Wait:
    """Wait for nobody, `seconds` long; the turn after it says how the call goes on."""

    seconds: int = MOMENT_S


@dataclass(frozen=True, slots=True)
class HangUp:
    """End the call after the last line."""


Spoken: TypeAlias = Line | Replay
Then: TypeAlias = Listen | Take | Wait | HangUp


@dataclass(frozen=True, slots=True)
class Aloud:
    """One answer to a call: what is said, and what is waited for after it.

    `language` is a BCP 47 tag such as `en`, `es` or `es-MX`.
    """

    language: str
    lines: tuple[Spoken, ...]
    then: Then
