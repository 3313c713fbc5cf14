"""Puts values into a text so that it still fits one segment, or one breath.

flows may not import service, so the alphabet stands here a second time; the carrier
room counts segments for itself and a house test compares the two.
Law: a text whose fixed words fit one segment fits it with any values. A text in a
script that GSM-7 cannot write (Arabic, Hebrew, Chinese) has a segment of 70 instead.
"""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

# GSM 03.38: the basic alphabet costs one unit a character, the extension two.
BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = frozenset("\f^{}\\[~]|€")
ALPHABET = BASIC | EXTENSION
ONE_SEGMENT = 160
ONE_UCS2 = 70  # UTF-16 units of one segment in any other alphabet
ONE_BREATH = 600  # characters spoken at once: some forty seconds
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
    """A text with slots: `fixed[0]` slot 0 `fixed[1]` slot 1 ... `fixed[-1]`.

    `id` names the wording, the same wherever the same words stand; `wide` says that it
    needs an alphabet other than GSM-7, `aloud` that it is spoken and not written; `at`
    is its line and column in the script, where they are known.
    """

    fixed: tuple[str, ...]
    slots: tuple[str, ...]
    source: str
    id: str = ""
    wide: bool = False
    aloud: bool = False
    at: tuple[int, int] | None = field(default=None, compare=False)


def pattern(text: str, *, aloud: bool = False) -> Pattern:
    """Read `{name}` slots out of a text; runs of white space become one space.

    A text to be written gives up the accents that GSM-7 lacks, as its values do: one
    of them would make three segments of one. A text to be spoken keeps them all.
    """
    source = " ".join(text.split())
    pieces = SLOT.split(source)
    fixed, slots = tuple(pieces[::2]), tuple(pieces[1::2])
    name = hashlib.sha256(source.encode("utf-8", "replace")).hexdigest()[:8]
    if aloud:
        return Pattern(fixed, slots, source, name, aloud=True)
    bare = tuple(_bare(piece) for piece in fixed)
    wide = not ALPHABET.issuperset("".join(bare))
    return Pattern(fixed if wide else bare, slots, source, name, wide=wide)


def _bare(piece: str) -> str:
    # Accents and typography alone: a sign with no nearest letter stays, and is found.
    return "".join(_nearest(one) or one for one in piece.translate(TYPOGRAPHY))


def written(text: str) -> str:
    """Return a whole text as it is sent: without the accents that GSM-7 lacks.

    One that GSM-7 could not write all the same stays as it is.
    """
    bare = _bare(text)
    return bare if ALPHABET.issuperset(bare) else text


def as_spoken(text: Pattern) -> Pattern:
    """Return the wording `text` was read from, to be spoken; its id stays."""
    return replace(pattern(text.source, aloud=True), at=text.at)


def units(text: str) -> int:
    """GSM-7 units of `text`, taking every character as one the alphabet has."""
    return len(text) + sum(map(text.count, EXTENSION))


def fits_one(text: str) -> bool:
    """Say whether `text` is one segment, in GSM-7 or in any other alphabet."""
    if ALPHABET.issuperset(text):
        return units(text) <= ONE_SEGMENT
    return wide(text) <= ONE_UCS2


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


def shorten(text: str, room: int, cost: Callable[[str], int] = units) -> str:
    """Cut `text` to at most `room` units, between words where that is kind.

    `cost` counts the units of a text: of GSM-7 unless told otherwise.
    """
    if cost(text) <= room:
        return text
    cut = text[: max(0, room - len(ELLIPSIS))]
    while cut and cost(cut) > room - len(ELLIPSIS):
        cut = cut[:-1]
    at_word = cut.rpartition(" ")[0]
    kept = (at_word if 2 * len(at_word) > len(cut) else cut).rstrip(" ,;:-.")
    return kept + ELLIPSIS if kept else ""


def fill(text: Pattern, look: Look) -> str | None:
    """Put what `look` finds into the slots, shortened as far as one segment needs.

    Returns None when a slot has no value or one that the alphabet cannot write.
    """
    written = [_written(text, look(slot)) for slot in text.slots]
    if not all(written):
        return None
    return _woven(text.fixed, _shared(text, written))


def fill_anyway(text: Pattern, look: Look) -> str:
    """Fill as `fill` does, leaving out what cannot be written."""
    written = [_written(text, look(slot)) for slot in text.slots]
    return " ".join(_woven(text.fixed, _shared(text, written)).split())


def _written(text: Pattern, value: str) -> str:
    if text.wide or text.aloud:
        return " ".join(_STRANGE.sub(" ", value).split())
    return plain(value)


_STRANGE = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")  # neither spoken nor sent


def fill_as_is(text: Pattern, look: Look) -> str:
    """Fill slots with values as they stand, for keeping, not for sending."""
    return _woven(text.fixed, [look(slot) for slot in text.slots])


def _woven(fixed: Sequence[str], written: Sequence[str]) -> str:
    pairs = zip(fixed, [*written, ""], strict=True)
    return "".join(before + value for before, value in pairs)


def room(text: Pattern) -> int:
    """Return the units that the values of `text` may take together."""
    fixed = "".join(text.fixed)
    if text.aloud:
        return ONE_BREATH - len(fixed)
    return ONE_UCS2 - wide(fixed) if text.wide else ONE_SEGMENT - units(fixed)


def wide(text: str) -> int:
    """UTF-16 units of `text`: what a character costs outside GSM-7."""
    return len(text) + sum(1 for character in text if character > "\uffff")


def _shared(text: Pattern, written: Sequence[str]) -> list[str]:
    # Short values stay whole; what is left is shared evenly by the long ones.
    cost = len if text.aloud else wide if text.wide else units
    if cost("".join(written)) <= room(text):
        return list(written)
    order = sorted(range(len(written)), key=lambda place: cost(written[place]))
    shared, left = list(written), max(0, room(text))
    for done, place in enumerate(order):
        most = left // (len(order) - done)
        shared[place] = shorten(written[place], most, cost)
        left = max(0, left - cost(shared[place]))
    return shared
