"""Reduces what people type to words, and forgives slips of the thumb."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

LONGEST_PHRASE = 40
LONGEST = 2_000  # characters looked at; a text message has at most 1,600
_APOSTROPHES = re.compile("['`\u2018\u2019\u00b4\u02bc]")  # straight, curly, accents
_BREAKS = re.compile(r"[\W_]+")
_DRAWN_OUT = re.compile(r"([a-z])\1{2,}")


def normal(text: str) -> str:
    """Reduce `text` to lower-case words with single spaces: no apostrophes, no signs.

    Letters drawn out are shortened: "yesss!!" is "yes", "sooo" is "so".
    """
    folded = unicodedata.normalize("NFKC", text[:LONGEST]).casefold()
    words = " ".join(_BREAKS.sub(" ", _APOSTROPHES.sub("", folded)).split())
    return _DRAWN_OUT.sub(r"\1", words)


def _slips(phrase: str) -> Iterator[str]:
    for at in range(1, len(phrase)):
        yield phrase[:at] + phrase[at] + phrase[at:]
        if at + 1 < len(phrase):
            yield phrase[:at] + phrase[at + 1] + phrase[at] + phrase[at + 2 :]
        if len(phrase) > 4:  # noqa: PLR2004 -- shorter words with a gap are other words
            yield phrase[:at] + phrase[at + 1 :]
        if len(phrase) > 5:  # noqa: PLR2004 -- as above
            yield phrase[:at] + "*" + phrase[at + 1 :]


def book(*chapters: tuple[str, Iterable[str]]) -> dict[str, str]:
    """Make a look-up of phrases, and of slips in them, to the name of their chapter.

    A slip is a letter missing, doubled or swapped, or one wrong in a long phrase. A
    phrase two chapters have belongs to the first; a real phrase is never a slip.
    """
    names = {phrase: name for name, some in reversed(chapters) for phrase in some}
    for phrase, name in list(names.items()):
        if len(phrase) > 3:  # noqa: PLR2004 -- "no" and "on" are both words
            for slip in _slips(phrase):
                names.setdefault(slip, name)
    return names


def look_up(names: Mapping[str, str], norm: str) -> str | None:
    """Find the chapter of a `normal` text that is, but for a slip, one phrase."""
    if norm in names or len(norm) > LONGEST_PHRASE:
        return names.get(norm)
    gaps = (norm[:at] + "*" + norm[at + 1 :] for at in range(1, len(norm)))
    return next((names[gap] for gap in gaps if gap in names), None)
