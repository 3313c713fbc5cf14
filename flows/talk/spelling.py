"""Reduces what people type to words, and forgives slips of the thumb."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

LONGEST = 2_000  # characters looked at; a text message has at most 1,600
LONGEST_PHRASE = 24  # of what slips are looked for in
_APOSTROPHES = re.compile("['`\u2018\u2019\u00b4\u02bc]")  # straight, curly, accents
_BREAKS = re.compile(r"[\W_]+")
_DRAWN_OUT = re.compile(r"([a-z])\1{2,}")
_TOLD_APART = re.compile(r"(?<=\d)(?=[a-z])")
_MARKS = {code: None for code in range(0x300, 0x370)}


def plain(text: str) -> str:
    """Lower the case of `text`, cut it, drop apostrophes; accents and signs stay."""
    cut = text[:LONGEST]
    if not cut.isascii():
        cut = unicodedata.normalize("NFKC", cut)
    return _APOSTROPHES.sub("", cut.casefold())


def fold(text: str) -> str:
    """Take the accents from `text`: what is typed without them is the same word."""
    if text.isascii():
        return text
    bare = unicodedata.normalize("NFD", text).translate(_MARKS)
    return unicodedata.normalize("NFC", bare)


def normal(text: str) -> str:
    """Reduce `text` to lower-case words with single spaces: no accents, no signs.

    Letters drawn out are shortened: "yesss!!" is "yes", "sooo" is "so".
    """
    words = _BREAKS.sub(" ", fold(plain(text))).strip()
    return _DRAWN_OUT.sub(r"\1", words)


def words_apart(text: str) -> str:
    """Write figures and the unit after them apart: "5min" is "5 min"."""
    return _TOLD_APART.sub(" ", text)


def _slips(phrase: str) -> Iterator[str]:
    for at in range(1, len(phrase)):
        if len(phrase) > 4:  # noqa: PLR2004 -- shorter words with a gap are other words
            yield phrase[:at] + phrase[at + 1 :]
        if len(phrase) > 5:  # noqa: PLR2004 -- as above
            yield phrase[:at] + "*" + phrase[at + 1 :]


def book(*chapters: tuple[str, Iterable[str]]) -> dict[str, str]:
    """Make a look-up of phrases, and of slips in them, to the name of their chapter.

    A phrase two chapters have belongs to the first; a real phrase is never a slip.
    """
    names = {phrase: name for name, some in reversed(chapters) for phrase in some}
    for phrase, name in list(names.items()):
        if len(phrase) <= LONGEST_PHRASE:
            for slip in _slips(phrase):
                names.setdefault(slip, name)
    return names


def look_up(names: Mapping[str, str], norm: str) -> str | None:
    """Find the chapter of a `normal` text that is, but for a slip, one phrase.

    A slip is a letter missing, doubled or swapped, or one wrong in a long phrase.
    """
    if norm in names or not 3 < len(norm) <= LONGEST_PHRASE:  # noqa: PLR2004 -- "no" and "on" are both words
        return names.get(norm)
    return next((names[slip] for slip in _typed(norm) if slip in names), None)


def _typed(norm: str) -> Iterator[str]:
    for at in range(1, len(norm)):
        before, letter, after = norm[:at], norm[at], norm[at + 1 :]
        if letter == norm[at - 1]:
            yield before + after
        if after:
            yield before + after[0] + letter + after[1:]
        yield f"{before}*{after}"


def one_slip_apart(one: str, other: str) -> bool:
    """Say whether two phrases differ by a letter: missing, added, wrong or swapped."""
    if abs(len(one) - len(other)) > 1 or min(len(one), len(other)) < 4:  # noqa: PLR2004 -- as in `look_up`
        return False
    start = next((at for at, (a, b) in enumerate(zip(one, other)) if a != b), None)
    if start is None:
        return True
    swapped = one[start + 1 : start + 2] + one[start] + one[start + 2 :]
    return other[start:] in (swapped, other[start] + one[start + 1 :]) or (
        other[start + 1 :] == one[start:] or other[start:] == one[start + 1 :]
    )
