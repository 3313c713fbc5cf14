"""Reduces what people type to words, and forgives slips of the thumb."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

LONGEST = 2_000  # characters looked at; a text message has at most 1,600
SHORTEST = 4  # letters; "no" and "on" are both words
LONGEST_PHRASE = 24  # of what slips are looked for in
_APOSTROPHES = re.compile("['`\u2018\u2019\u00b4\u02bc]")  # straight, curly, accents
WORDS = re.compile(r"[^\W_]+")
_DRAWN_OUT = re.compile(r"([a-z])\1{2,}")
_MIXED = re.compile(r"(?<=\d)(?=[\u00bc-\u00be])")  # in "1\u00bd"
_MARKS = dict.fromkeys(range(768, 880))
# Short and wrong ways to write the day before this one, in either language.
_DAY_BEFORE = re.compile(
    r"\b(?:(?P<yesterday>yest|yday|yst?r?day|yest(?:[aeu]r?)?(?:day|dy|ady)s?)"
    r"|(?P<ayer>aller|aier|hayer))\b"
)


def plain(text: str) -> str:
    """Lower the case of `text`, cut it, drop apostrophes; accents and signs stay.

    Letters drawn out are shortened: "yesss!!" is "yes!!", "sooo" is "so"; "yest" and
    "aller" are written as the days they are short or wrong for.
    """
    cut = text[:LONGEST]
    if not cut.isascii():
        cut = _MIXED.sub(" ", cut)
        cut = unicodedata.normalize("NFKC", cut)
    shortened = _DRAWN_OUT.sub(r"\1", _APOSTROPHES.sub("", cut.casefold()))
    return _DAY_BEFORE.sub(lambda found: found.lastgroup or "", shortened)


def fold(text: str) -> str:
    """Take the accents from `text`: what is typed without them is the same word."""
    if text.isascii():
        return text
    bare = unicodedata.normalize("NFD", text).translate(_MARKS)
    return unicodedata.normalize("NFC", bare)


def normal(text: str) -> str:
    """Reduce `text` to lower-case words with single spaces: no accents, no signs."""
    return " ".join(WORDS.findall(fold(plain(text))))


class Book(dict[str, str]):
    """Phrases, and the name of the chapter each is in; slips in them are forgiven."""

    def __init__(self, phrases: Mapping[str, str]) -> None:
        super().__init__(phrases)
        self._alike: dict[tuple[str, int], list[str]] = {}
        for phrase in self:
            self._alike.setdefault((phrase[:1], len(phrase)), []).append(phrase)

    def nearest(self, norm: str) -> str | None:
        """Find the chapter of a `normal` text that is, but for a slip, one phrase."""
        if norm in self or not SHORTEST <= len(norm) <= LONGEST_PHRASE:
            return self.get(norm)
        # One slip leaves the beginning or the end as it is: most are ruled out by that.
        first, half = norm[0], len(norm) // 2
        begins, ends = norm[:half], norm[half + 1 :]
        for length in (len(norm), len(norm) - 1, len(norm) + 1):
            for phrase in self._alike.get((first, length), ()):
                near = phrase.startswith(begins) or phrase.endswith(ends)
                if near and is_slip(norm, phrase):
                    return self[phrase]
        return None


def book(*chapters: tuple[str, Iterable[str]]) -> Book:
    """Make a look-up of phrases to the name of their chapter.

    A phrase two chapters have belongs to the first; a real phrase is never a slip.
    """
    return Book({phrase: name for name, some in reversed(chapters) for phrase in some})


def is_slip(typed: str, phrase: str) -> bool:
    """Say whether `typed` is `phrase` with one slip of the thumb.

    A slip is a letter missing, doubled or swapped, or one wrong in a long phrase; the
    first letter is right.
    """
    longer = len(typed) - len(phrase)
    if abs(longer) > 1 or len(phrase) < SHORTEST or typed[:1] != phrase[:1]:
        return False
    pairs = enumerate(zip(typed, phrase, strict=False))
    at = next((at for at, (one, other) in pairs if one != other), len(phrase) - 1)
    if longer > 0:
        at = at if typed[:-1] != phrase else len(phrase)
        return typed[at] == typed[at - 1] and typed[at + 1 :] == phrase[at:]
    if longer < 0:
        return len(phrase) > SHORTEST and typed[at:] == phrase[at + 1 :]
    return _swapped(typed, phrase, at) or (
        len(phrase) > SHORTEST + 1 and typed[at + 1 :] == phrase[at + 1 :]
    )


def _swapped(typed: str, phrase: str, at: int) -> bool:
    return typed[at:] == phrase[at + 1 : at + 2] + phrase[at] + phrase[at + 2 :]
