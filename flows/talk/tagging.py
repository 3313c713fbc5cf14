"""Tells the words of a clause by tables: each known phrase becomes one letter.

A grammar over a few letters stays small where one over words would not, and reading a
text is one look in a table per word, however long the tables are.
"""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from flows.talk.spelling import Book, fold

Tables = Mapping[str, str]
UNKNOWN = "x"
FILLER = "a"
NO_FILLER = "_"  # a letter no table has
_SPELT_OUT = 5  # letters; a slip in a shorter word makes another word


def phrases(table: str) -> tuple[str, ...]:
    """Read the phrases of a table: split at bars, without accents."""
    return tuple(fold(table).split("|"))


class _Entry:
    """What is known of phrases that begin with one word."""

    __slots__ = ("alone", "longer")

    def __init__(self) -> None:
        self.alone = ""
        self.longer: dict[str, list[tuple[list[str], str]]] = {}


def _by_first_word(tables: Tables) -> dict[str, _Entry]:
    entries: dict[str, _Entry] = {}
    for letter, table in tables.items():
        for phrase in phrases(table):
            first, *more = phrase.split()
            entry = entries.setdefault(first, _Entry())
            if more:
                entry.longer.setdefault(more[0], []).append((more, letter))
            else:
                entry.alone = entry.alone or letter
    for entry in entries.values():
        for some in entry.longer.values():
            some.sort(key=lambda phrase: -len(phrase[0]))
    return entries


def by_no_rule(_: str) -> str:
    """Know no word by its form."""
    return UNKNOWN


class Tagger:
    """Turns words into letters: by the longest phrase known, by form, or unknown.

    `by_form` gets a word as it was written, with its accents. The letter `filler`
    is left out. When asked, single words are known in spite of `slips`,
    and words that have the same `sound`. `accented` holds what a letter becomes where
    the word was written with an accent.
    """

    def __init__(
        self,
        tables: Tables,
        by_form: Callable[[str], str] = by_no_rule,
        *,
        slips: bool = False,
        sound: Callable[[str], str] | None = None,
        filler: str = FILLER,
        accented: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._entries = _by_first_word(tables)
        self._firsts = {
            letter: frozenset(phrase.split()[0] for phrase in phrases(table))
            for letter, table in tables.items()
        }
        self._by_form = by_form
        self._filler = filler
        self._accented = accented
        self._sound = sound
        self._sounds = self._heard(sound) if sound else {}
        self._singles = self._spelt_out() if slips else Book({})

    def may_say(self, letter: str, words: frozenset[str]) -> bool:
        """Say whether any of `words` begins a phrase that is written as `letter`."""
        return not self._firsts[letter].isdisjoint(words)

    def _heard(self, sound: Callable[[str], str]) -> dict[str, str]:
        known = self._entries.items()
        return {sound(word): entry.alone for word, entry in known if entry.alone}

    def _spelt_out(self) -> Book:
        return Book(
            {
                word: entry.alone
                for word, entry in self._entries.items()
                if entry.alone and len(word) >= _SPELT_OUT
            }
        )

    def letters(
        self, words: Sequence[str], written: Sequence[str], *, forgiving: bool = False
    ) -> str:
        """Write the letters of `words`; `written` are the same with accents.

        A `forgiving` look sees through slips.
        """
        found: list[str] = []
        at, end, accented = 0, len(words), self._accented
        while at < end:
            entry = self._entries.get(words[at])
            letter, length = _longest(entry, words, at) if entry else ("", 1)
            at += length
            if letter in accented and words[at - 1] != written[at - 1]:
                letter = accented[letter]
            found.append(
                letter or self._alone(words[at - 1], written[at - 1], forgiving)
            )
        return "".join(found).replace(self._filler, "")

    def _alone(self, word: str, written: str, forgiving: bool) -> str:
        letter = self._by_form(written)
        if not forgiving or letter != UNKNOWN:
            return letter
        heard = self._sounds.get(self._sound(word)) if self._sound else None
        near = self._singles.nearest(word) if len(word) >= _SPELT_OUT else None
        return heard or near or UNKNOWN


def _longest(entry: _Entry, words: Sequence[str], at: int) -> tuple[str, int]:
    if entry.longer and at + 1 < len(words):
        for more, letter in entry.longer.get(words[at + 1], ()):
            length = len(more) + 1
            if length == _PAIR or words[at + 1 : at + length] == more:
                return letter, length
    return entry.alone, 1


_PAIR = 2
