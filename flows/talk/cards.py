"""Reads one YAML mapping at a time, and knows where each of its keys stands."""

from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from flows.phrase import Phrase
from flows.talk.grammar import Place


class ScriptError(Exception):
    """A script that cannot be read; its author must act.

    `place` is where (file, line, column), `problem` what, `mend` how to put it right.
    """

    def __init__(self, place: Place, problem: Phrase, mend: Phrase) -> None:
        super().__init__(f"{place}: {problem} {mend}")
        self.place, self.problem, self.mend = place, problem, mend


def refusals(*works: Callable[[], object]) -> Iterator[ScriptError]:
    """Do each of these, whatever the others do; yield what is refused."""
    for work in works:
        try:
            work()
        except ScriptError as refused:
            yield refused


class Card:
    """One YAML mapping with the places of its keys and values."""

    def __init__(self, raw: Any, file: str) -> None:
        # Any: the YAML reader's mapping, which carries places in its `lc`.
        self.raw, self.file = raw, file

    def place(self, key: str | None = None) -> Place:
        """Return where the card, or one key of it, stands."""
        line, column = self.raw.lc.line, self.raw.lc.col
        if key is not None and key in (self.raw.lc.data or {}):
            line, column = self.raw.lc.key(key)
        return Place(self.file, line + 1, column + 1)

    def refuse(self, key: str | None, problem: Phrase, mend: Phrase) -> ScriptError:
        """Make the error for `key`, to be raised."""
        return ScriptError(self.place(key), problem, mend)

    def known(self, names: tuple[str, ...], what: str) -> None:
        """Refuse the first key the card may not have; `what` names the card."""
        for refused in self.strange(names, what):
            raise refused

    def strange(self, names: tuple[str, ...], what: str) -> Iterator[ScriptError]:
        """Yield a refusal of each key the card may not have."""
        for key in self.raw:
            if str(key) not in names:
                problem = Phrase("%(what)s has no `%(key)s:`.", what=what, key=key)
                yield self.refuse(key, problem, meant(key, names))

    def word(self, key: str) -> str:
        """Return the value of `key` as text; numbers and truths as written."""
        value = self.raw[key]
        if isinstance(value, bool | int):
            return str(value)
        if isinstance(value, str) and value.strip():
            return str(value)
        problem = Phrase("`%(key)s:` needs words.", key=key)
        mend = Phrase("Write it as `%(key)s: some words`.", key=key)
        raise self.refuse(key, problem, mend)

    def one_of(self, key: str, names: tuple[str, ...]) -> Any:
        """Return the value of `key`, one of `names`; else refuse it.

        Any: the caller makes `names` from the Literal the value belongs to.
        """
        word = self.word(key)
        if word not in names:
            problem = Phrase("`%(key)s:` cannot be %(word)r.", key=key, word=word)
            raise self.refuse(key, problem, meant(word, names))
        return word

    def card(self, key: str, example: str) -> "Card":
        """Return the mapping under `key`; `example` shows how it is written."""
        value = self.raw[key]
        if not isinstance(value, Mapping):
            problem = Phrase("`%(key)s:` needs names with values under it.", key=key)
            mend = Phrase("Write it as %(example)s.", example=example)
            raise self.refuse(key, problem, mend)
        return Card(value, self.file)

    def words(self, key: str, example: str) -> dict[str, str]:
        """Return the mapping under `key` as names with texts."""
        card = self.card(key, example)
        return {str(name): card.word(name) for name in card.raw}


def meant(word: object, names: tuple[str, ...]) -> Phrase:
    """Say which of `names` was probably meant, or all there are."""
    for near in get_close_matches(str(word).lower(), names, n=1):
        return Phrase("Did you mean `%(near)s`?", near=near)
    return Phrase("It may be one of: %(names)s.", names=", ".join(names))
