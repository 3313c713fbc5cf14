"""Finds which of her own names for places a text plainly says, in whole words.

Law: what is not plain is not taken: two places, a place that she says it was not, and
one that she speaks of as still to come are no place.
"""

from collections.abc import Callable, Iterable

from flows.talk.expects import Choice
from flows.talk.spelling import normal

# What may stand before a name, and is no part of it: "at the board" is "the board".
_BEFORE_EN = frozenset({"a", "an", "at", "in", "my", "on", "our", "the", "to", "with"})
_BEFORE_ES = frozenset(
    {"al", "con", "de", "del", "el", "en", "la", "las", "los", "mi", "nuestra",
     "nuestro", "un", "una"}
)  # fmt: skip
_BEFORE = _BEFORE_EN | _BEFORE_ES
_DENIES = frozenset(
    {"except", "excepto", "instead", "jamas", "never", "no", "not", "nunca", "sin",
     "without"}
)  # fmt: skip
_NEAR = 4  # words before a name in which a denial is one of it
_TO_COME = frozenset(
    {"ill", "manana", "next", "proxima", "proximo", "tomorrow", "will"}
)


def named(text: str, names: Iterable[str]) -> str:
    """Give the one of `names` that `text` plainly has, as it is written there, or "".

    Letter case, accents, signs and an article before it are ignored. Of two names one
    of which holds the other ("the board", "the board dinner") the longer one counts.
    """
    said = normal(text).split()
    if _TO_COME.intersection(said):
        return ""
    known = {_bare(name): name for name in names}
    found = [words for words in known if words and _has(said, words.split())]
    whole = [one for one in found if not any(_inside(one, other) for other in found)]
    return known[whole[0]] if len(whole) == 1 else ""


def is_name(text: str, name: str) -> bool:
    """Say whether a text is nothing but that name: "at the board" is "the board"."""
    return bool(_bare(name)) and _bare(text) == _bare(name)


def chosen(
    text: str, choices: Iterable[Choice], look: Callable[[str], str]
) -> str | None:
    """Name the choice that a text plainly calls by her own name for it, or None.

    `look` tells what a fact is worth.
    """
    own = {look(one.called): one.name for one in choices if one.called}
    found = named(text, own)
    return own[found] if found else None


def _bare(name: str) -> str:
    words = normal(name).split()
    while words and words[0] in _BEFORE:
        words = words[1:]
    return " ".join(words)


def _inside(words: str, other: str) -> bool:
    return words != other and f" {words} " in f" {other} "


def _has(said: list[str], words: list[str]) -> bool:
    return any(
        said[at : at + len(words)] == words
        and not _DENIES.intersection(said[max(at - _NEAR, 0) : at])
        for at in range(len(said) - len(words) + 1)
    )
