"""Puts values into a text so that it still fits one GSM-7 segment.

flows may not import service, so the alphabet stands here a second time; the carrier
room counts segments for itself and a house test compares the two.
Law: a text whose fixed words fit one segment fits it with any values.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

# GSM 03.38: the basic alphabet costs one unit a character, the extension two.
BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = frozenset("\f^{}\\[~]|€")
ALPHABET = BASIC | EXTENSION
ONE_SEGMENT = 160
# One curly apostrophe turns 160 characters into 70, so typography is repaired.
TYPOGRAPHY = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u2032`\u00b4\u02bc", "'"),  # apostrophes
        **dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb\u2033", '"'),  # quotes
        **dict.fromkeys("\u2010\u2011\u2013\u2014\u2212\u2022", "-"),  # dashes, bullet
        "\u2026": "...",
        "\u00e7": "c",  # GSM-7 has the capital one and not this
        "\u00d7": "x",  # times
    }
)
SLOT = re.compile(r"\{([a-z][a-z0-9_]*)\}")
MOSTLY = 0.75  # the share of letters that must survive for words to be worth echoing
ELLIPSIS = "..."
# How a slot finds its value; "" when there is none. A function, since the shell looks
# facts up when they are asked for and most texts need few.
Look = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A text with slots: `fixed[0]` slot 0 `fixed[1]` slot 1 ... `fixed[-1]`."""

    fixed: tuple[str, ...]
    slots: tuple[str, ...]
    source: str


def pattern(text: str) -> Pattern:
    """Read `{name}` slots out of a text; runs of white space become one space."""
    source = " ".join(text.split())
    pieces = SLOT.split(source)
    return Pattern(tuple(pieces[::2]), tuple(pieces[1::2]), source)


def units(text: str) -> int:
    """GSM-7 units of `text`, taking every character as one the alphabet has."""
    return len(text) + sum(1 for character in text if character in EXTENSION)


def fits_one(text: str) -> bool:
    """Say whether `text` is GSM-7 and one segment."""
    return ALPHABET.issuperset(text) and units(text) <= ONE_SEGMENT


def plain(words: str) -> str:
    """Write `words` in GSM-7, or return "" when too little of them would be left.

    Typography is repaired, accents the alphabet lacks are dropped, emoji vanish.
    """
    repaired = " ".join(words.split()).translate(TYPOGRAPHY)
    if ALPHABET.issuperset(repaired):
        return repaired
    kept = "".join(_nearest(character) for character in repaired)
    letters = sum(map(str.isalnum, repaired))
    enough = sum(map(str.isalnum, kept)) >= MOSTLY * letters > 0
    return " ".join(kept.split()) if enough else ""


def _nearest(character: str) -> str:
    if character in ALPHABET:
        return character
    parts = unicodedata.normalize("NFKD", character)
    return "".join(part for part in parts if part in ALPHABET)


def shorten(text: str, room: int) -> str:
    """Cut GSM-7 `text` to at most `room` units, between words where that is kind."""
    if units(text) <= room:
        return text
    cut = text[: max(0, room - len(ELLIPSIS))]
    while cut and units(cut) > room - len(ELLIPSIS):
        cut = cut[:-1]
    at_word = cut.rpartition(" ")[0]
    kept = (at_word if 2 * len(at_word) > len(cut) else cut).rstrip(" ,;:-.")
    return kept + ELLIPSIS if kept else ""


def fill(text: Pattern, look: Look) -> str | None:
    """Put what `look` finds into the slots, shortened as far as one segment needs.

    Returns None when a slot has no value or one that GSM-7 cannot write.
    """
    written = [plain(look(slot)) for slot in text.slots]
    if not all(written):
        return None
    room = ONE_SEGMENT - units("".join(text.fixed))
    return _woven(text.fixed, _shared(written, room))


def fill_anyway(text: Pattern, look: Look) -> str:
    """Fill as `fill` does, leaving out what cannot be written."""
    written = [plain(look(slot)) for slot in text.slots]
    room = ONE_SEGMENT - units("".join(text.fixed))
    return " ".join(_woven(text.fixed, _shared(written, room)).split())


def fill_as_is(text: Pattern, look: Look) -> str:
    """Fill slots with values as they stand, for keeping, not for sending."""
    return _woven(text.fixed, [look(slot) for slot in text.slots])


def _woven(fixed: Sequence[str], written: Sequence[str]) -> str:
    pairs = zip(fixed, [*written, ""], strict=True)
    return "".join(before + value for before, value in pairs)


def _shared(written: Sequence[str], room: int) -> list[str]:
    # Short values stay whole; what is left is shared evenly by the long ones.
    order = sorted(range(len(written)), key=lambda place: units(written[place]))
    shared = list(written)
    for done, place in enumerate(order):
        shared[place] = shorten(written[place], max(0, room) // (len(order) - done))
        room -= units(shared[place])
    return shared
