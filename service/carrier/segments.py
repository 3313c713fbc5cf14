"""Counts what a text costs on the air, and repairs typography that makes it cost more.

A segment carries 140 octets: 160 GSM-7 units or 70 UCS-2 units, and 153 or 67 once a
text has several (the rest says how to put them together). Source: 3GPP TS 23.038 and
23.040. A grapheme (an emoji with its skin tone, a letter with its accent) is never cut
by a segment's edge unless it is longer than a segment.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

import regex  # type: ignore[import-untyped] # its stubs are a package of their own

Encoding: TypeAlias = Literal["GSM-7", "UCS-2"]

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION = frozenset("\f^{}\\[~]|€")  # an escape and a character: two units
_GSM7 = _BASIC | _EXTENSION
# Units in a text of one segment, and in each segment of a longer one.
_ROOM: dict[Encoding, tuple[int, int]] = {"GSM-7": (160, 153), "UCS-2": (70, 67)}
_GRAPHEME = regex.compile(r"\X")


@dataclass(frozen=True, slots=True)
class Segments:
    """The encoding a text needs, how many segments, how many units in all.

    Units are septets in GSM-7 (an extension character has two) and 16-bit code units
    in UCS-2 (an emoji has two or more).
    """

    encoding: Encoding
    count: int
    units: int


def count(text: str) -> Segments:
    """Count the segments of a text as the carrier would cut it (empty: one)."""
    encoding: Encoding = "GSM-7" if _GSM7.issuperset(text) else "UCS-2"
    size = _septets if encoding == "GSM-7" else _code_units
    units = size(text)
    alone, each = _ROOM[encoding]
    if units <= alone:
        return Segments(encoding, 1, units)
    pieces = text if encoding == "GSM-7" else _uncut(text, each)
    return Segments(encoding, _packed(map(size, pieces), each), units)


def dear(text: str) -> str:
    """Return the first sign of a text that GSM-7 lacks, "" for none: it costs room."""
    each = (found[0] for found in _GRAPHEME.finditer(text))
    return next((one for one in each if not _GSM7.issuperset(one)), "")


def fits_one(text: str) -> bool:
    """Say whether a text goes out as one segment, in whichever encoding it needs."""
    return count(text).count == 1


def plain(text: str) -> str:
    """Repair typography where that alone keeps a text out of GSM-7.

    Curly quotes, dashes, dots, odd blanks, bullets, full-width letters and invisible
    marks become what a plain keyboard has; accents typed apart are put together.
    Letters are never transliterated: a text that would still need UCS-2 is returned
    untouched, since in it these marks cost nothing and may mean something.
    """
    repaired = unicodedata.normalize("NFC", text).translate(_TYPOGRAPHY)
    # Sixty "…" are one segment of UCS-2, but 180 full stops are two of GSM-7.
    worth_it = _GSM7.issuperset(repaired) and count(repaired).count <= count(text).count
    return repaired if worth_it else text


# Replacement: what it stands for. Our own table, in the spirit of smart encoding.
_REPAIRS: dict[str, str] = {
    "'": "\u2018\u2019\u201a\u201b\u2032\u2035\u00b4\u0060\u02b9\u02bb\u02bc\u02bd"
    "\u02c8\u02ca\u02cb\u2039\u203a\u275b\u275c\u275f\ua78c",
    '"': "\u201c\u201d\u201e\u201f\u2033\u2036\u00ab\u00bb\u02ba\u02ee\u275d\u275e"
    "\u301d\u301e\u301f",
    "-": "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043\u2e3a\u2e3b\ufe58\ufe63"
    "\u2022\u2023\u25e6\u25aa\u25cf\u00b7\u2219\u00ad",
    "...": "\u2026",
    "..": "\u2025",
    ".": "\u2024",
    " ": "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009"
    "\u200a\u202f\u205f\u3000\t",
    "\n": "\u2028\u2029\u0085\u000b",
    "": "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufe0e\ufe0f\u2061\u2062\u2063",
    "1/4": "\u00bc",
    "1/2": "\u00bd",
    "3/4": "\u00be",
    "/": "\u2044\u2215\u2571\u00f7",
    "x": "\u00d7",
    "*": "\u2217\u204e\u2731",
    "(c)": "\u00a9",
    "(r)": "\u00ae",
    "TM": "\u2122",
    "!": "\u01c3",
    "!!": "\u203c",
    "?!": "\u2048",
    "!?": "\u2049",
    "??": "\u2047",
    ":": "\u02d0\u2236\ua789",
    ";": "\u037e",
    ",": "\u3001",
    "~": "\u02dc\u223c",
    "^": "\u02c6",
    "|": "\u00a6\u2223",
    "_": "\u2017",
    "<": "\u2329\u3008",
    ">": "\u232a\u3009",
    "->": "\u2192",
    "<-": "\u2190",
}
_FULL_WIDTH = {0xFF01 + n: chr(0x21 + n) for n in range(94)}
_TYPOGRAPHY: dict[int, str] = _FULL_WIDTH | {
    ord(character): plain_text
    for plain_text, characters in _REPAIRS.items()
    for character in characters
}


def _septets(text: str) -> int:
    return len(text) + sum(map(text.count, _EXTENSION))


def _code_units(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)


def _uncut(text: str, room: int) -> Iterator[str]:
    # "\r\n" is one grapheme to Unicode, two characters on the air. A pile of marks
    # longer than a segment is cut anyway: no phone could hold it back.
    for grapheme in _GRAPHEME.findall(text):
        if grapheme == "\r\n" or _code_units(grapheme) > room:
            yield from grapheme
        else:
            yield grapheme


def _packed(sizes: Iterable[int], room: int) -> int:
    segments, left = 1, room
    for size in sizes:
        if size > left:
            segments, left = segments + 1, room
        left -= size
    return segments
