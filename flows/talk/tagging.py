"""Tells the words of a clause by tables: each known phrase becomes one letter.

A grammar over a few letters stays small where one over words would not, and reading a
text is one look in a table per word, however long the tables are.
"""

from collections.abc import Callable, Mapping, Sequence

from flows.talk.spelling import book, look_up, normal

Tables = Mapping[str, str]
UNKNOWN = "x"
FILLER = "a"
_SPELT_OUT = 5  # letters; a slip in a shorter word makes another word


def phrases(table: str) -> tuple[str, ...]:
    """Read the phrases of a table: split at bars, reduced as texts are."""
    return tuple(normal(phrase) for phrase in table.split("|"))


def _by_first_word(tables: Tables) -> dict[str, list[tuple[list[str], str]]]:
    entries: dict[str, list[tuple[list[str], str]]] = {}
    for letter, table in tables.items():
        for phrase in phrases(table):
            first, *more = phrase.split()
            entries.setdefault(first, []).append((more, letter))
    for some in entries.values():
        some.sort(key=lambda entry: -len(entry[0]))
    return entries


def by_no_rule(_: str) -> str:
    """Know no word by its form."""
    return UNKNOWN


class Tagger:
    """Turns words into letters: by the longest phrase known, by form, or unknown.

    `by_form` gets a word as it was written, with its accents. The letter `filler`
    is left out. With `slips`, single words are known in spite of one, when asked.
    """

    def __init__(
        self,
        tables: Tables,
        by_form: Callable[[str], str] = by_no_rule,
        *,
        slips: bool = False,
        filler: str = FILLER,
    ) -> None:
        self._entries = _by_first_word(tables)
        self._by_form = by_form
        self._filler = filler
        self._slips = self._spelt_wrong() if slips else {}

    def _spelt_wrong(self) -> dict[str, str]:
        single = {
            first: next((letter for more, letter in some if not more), "")
            for first, some in self._entries.items()
            if len(first) >= _SPELT_OUT
        }
        return book(*((letter, (word,)) for word, letter in single.items() if letter))

    def knows(self, word: str) -> bool:
        """Say whether a phrase begins with `word`."""
        return word in self._entries

    def letters(
        self, words: Sequence[str], written: Sequence[str], *, forgiving: bool = False
    ) -> str:
        """Write the letters of `words`; `written` are the same with accents.

        A `forgiving` look sees through slips.
        """
        found: list[str] = []
        at = 0
        while at < len(words):
            letter, length = self._longest(words, at)
            if not letter:
                letter = self._alone(words[at], written[at], forgiving=forgiving)
            if letter != self._filler:
                found.append(letter)
            at += length
        return "".join(found)

    def _longest(self, words: Sequence[str], at: int) -> tuple[str, int]:
        for more, letter in self._entries.get(words[at], ()):
            length = len(more) + 1
            if not more or words[at + 1 : at + length] == more:
                return letter, length
        return "", 1

    def _alone(self, word: str, written: str, *, forgiving: bool) -> str:
        letter = self._by_form(written)
        if forgiving and letter == UNKNOWN and len(word) >= _SPELT_OUT:
            return look_up(self._slips, word) or UNKNOWN
        return letter
