"""Read a person's wish about being texted at all.

Laws: a word of the list counts when it is the whole message (17 of the failure
catalogue); a clear wish in free words counts as much (16); an ordinary text never ends
a stop.
"""

from enum import StrEnum
from typing import Literal

Effect = Literal["stop", "start", "help"]

# Words a carrier acts on by itself, before or beside us, when they are the whole
# message in any letter case (behaviour 4.2; Twilio's default opt-out handling).
CARRIER_KEYWORDS: dict[Effect, frozenset[str]] = {
    "stop": frozenset("stop stopall unsubscribe cancel end quit revoke optout".split()),
    "start": frozenset("start yes unstop".split()),
    "help": frozenset("help info".split()),
}


class Wish(StrEnum):
    """What a message says about texts; MAYBE_STOP is for a person to read at once."""

    STOP = "stop"
    START = "start"
    HELP = "help"
    MAYBE_STOP = "maybe_stop"
    NONE = "none"


def is_carrier_keyword(text: str) -> Effect | None:
    """Say what the carrier itself does on this message.

    Args:
        text: the whole message.

    Returns:
        The effect, or None when the carrier passes the message on as ordinary.
    """
    word = text.strip().casefold()
    hits = (effect for effect, words in CARRIER_KEYWORDS.items() if word in words)
    return next(hits, None)


def read(text: str) -> Wish:
    """Read the wish in a message (first version: the carrier's own words)."""
    effect = is_carrier_keyword(text)
    return Wish(effect) if effect else Wish.NONE
