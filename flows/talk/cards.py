"""Reads one YAML mapping at a time, and knows where each of its keys stands."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from flows.talk.grammar import Place


class ScriptError(Exception):
    """A script that cannot be read; its author must act.

    `place` is where (file, line, column), `problem` what, `mend` how to put it right.
    """

    def __init__(self, place: Place, problem: str, mend: str) -> None:
        super().__init__(f"{place}: {problem} {mend}")
        self.place, self.problem, self.mend = place, problem, mend


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

    def refuse(self, key: str | None, problem: str, mend: str) -> ScriptError:
        """Make the error for `key`, to be raised."""
        return ScriptError(self.place(key), problem, mend)

    def known(self, names: tuple[str, ...], what: str) -> None:
        """Refuse keys the card may not have; `what` names the card."""
        for key in self.raw:
            if str(key) not in names:
                raise self.refuse(key, f"{what} has no `{key}:`.", meant(key, names))

    def word(self, key: str) -> str:
        """Return the value of `key` as text; numbers and truths as written."""
        value = self.raw[key]
        if isinstance(value, bool | int):
            return str(value)
        if isinstance(value, str) and value.strip():
            return str(value)
        mend = f"Write it as `{key}: some words`."
        raise self.refuse(key, f"`{key}:` needs words.", mend)

    def one_of(self, key: str, names: tuple[str, ...]) -> Any:
        """Return the value of `key`, one of `names`; else refuse it.

        Any: the caller makes `names` from the Literal the value belongs to.
        """
        word = self.word(key)
        if word not in names:
            raise self.refuse(key, f"`{key}:` cannot be {word!r}.", meant(word, names))
        return word

    def card(self, key: str, example: str) -> "Card":
        """Return the mapping under `key`; `example` shows how it is written."""
        value = self.raw[key]
        if not isinstance(value, Mapping):
            problem = f"`{key}:` needs names with values under it."
            raise self.refuse(key, problem, f"Write it as {example}.")
        return Card(value, self.file)

    def words(self, key: str, example: str) -> dict[str, str]:
        """Return the mapping under `key` as names with texts."""
        card = self.card(key, example)
        return {str(name): card.word(name) for name in card.raw}


def meant(word: object, names: tuple[str, ...]) -> str:
    """Say which of `names` was probably meant, or all there are."""
    close = get_close_matches(str(word), names, n=1)
    choice = ", ".join(names)
    return f"Did you mean `{close[0]}`?" if close else f"It may be one of: {choice}."
