"""Tables of a YAML file that know where their keys stand: read, or refused with place.

Law: what is refused names file, line and mend.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from typing import Any, Self

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import MarkedYAMLError, YAMLError

LANGUAGES = ("en", "es")
Texts = Mapping[str, str]  # language -> text
LONGEST_SOURCE = 50_000  # characters


class Unread(Exception):
    """A file of tables that cannot be read; the message names file, line and mend."""


class ProgrammeError(Unread):
    """A programme that cannot be read."""


class Table:
    """One YAML mapping that knows where its keys stand; each reader refuses.

    `refused` is what it refuses with, `first` the key its file begins with.
    """

    refused: type[Unread] = ProgrammeError
    first = "programme"

    def __init__(self, raw: Any, file: str) -> None:
        # Any: the YAML reader's mapping, which carries places in its `lc`.
        self.raw, self.file = raw, file

    @classmethod
    def top(cls, source: str, file: str) -> Self:
        """Read YAML whose top is a mapping; raises `refused`."""
        if len(source) > LONGEST_SOURCE:
            raise cls.refused(f"{file}:1: It is too long. Split it.")
        reader = YAML(typ="rt", pure=True)
        reader.version = (1, 2)
        try:
            raw = reader.load(source)
        except MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            mend = "Check the indent and the quotes."
            raise cls.refused(f"{file}:{line}: This is not YAML. {mend}") from error
        except (YAMLError, ValueError, TypeError, RecursionError) as error:
            mend = "Take out control characters."
            raise cls.refused(f"{file}:1: This is not YAML. {mend}") from error
        if not isinstance(raw, CommentedMap):
            mend = f"Begin `{cls.first}: name`."
            raise cls.refused(f"{file}:1: There are no names. {mend}")
        return cls(raw, file)

    def line(self, key: object) -> int:
        """Return the line on which a key stands; that of the mapping without it."""
        line: int = self.raw.lc.line
        if key in (self.raw.lc.data or {}):
            line = self.raw.lc.key(key)[0]
        return line + 1

    def refuse(self, key: object, problem: str, mend: str) -> Unread:
        """Give the error about a key, with file, line and mend."""
        where = f"{self.file}:{self.line(key)}"
        return self.refused(f"{where}: `{key}:` {problem}. {mend}")

    def names(self, known: tuple[str, ...], *, needs: tuple[str, ...]) -> None:
        """Refuse the first key that is not known, or is missing."""
        for refused in self.strange(known, needs=needs):
            raise refused

    def strange(
        self, known: tuple[str, ...], *, needs: tuple[str, ...]
    ) -> Iterator[Unread]:
        """Yield what is wrong with the keys: each not known, each missing."""
        for key in self.raw:
            if key not in known:
                close = get_close_matches(str(key), known, n=1)
                mend = f"Did you mean `{close[0]}`?" if close else "Take it out."
                yield self.refuse(key, "is not known here", mend)
        for key in needs:
            if key not in self.raw:
                yield self.refuse(key, "is missing", "Add it.")

    def word(self, key: str) -> str:
        """Return a text; a whole number keeps the noughts before it, as in 024."""
        value = self.raw[key]
        if type(value) is date:
            value = value.isoformat()
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise self.refuse(key, "needs words", f"Write `{key}: some words`.")
        if not str(value).strip():
            raise self.refuse(key, "is empty", f"Write `{key}: some words`.")
        return str(value).zfill(getattr(value, "_width", None) or 0)

    def number(self, key: str, low: int, high: int) -> int:
        """Return a whole number within bounds, both included."""
        value = self.raw[key]
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.refuse(key, "needs a whole number", f"Write {low} to {high}.")
        if not low <= value <= high:
            raise self.refuse(key, f"cannot be {value}", f"Write {low} to {high}.")
        return value

    def one_of(self, key: str, known: tuple[str, ...]) -> Any:
        """Return one of these words."""
        # Any: the caller gives the arguments of the Literal it wants.
        word = self.word(key)
        if word not in known:
            mend = f"It may be one of: {', '.join(known)}."
            raise self.refuse(key, f"cannot be {word!r}", mend)
        return word

    def table(self, key: str) -> "Table":
        """Return the mapping under a key."""
        value = self.raw[key]
        if not isinstance(value, CommentedMap):
            raise self.refuse(key, "needs names with values under it", "Write them so.")
        return Table(value, self.file)

    def tables(self, key: str) -> "list[Table]":
        """Return the mappings listed under a key; one alone is a list too."""
        value = self.raw[key]
        rows = value if isinstance(value, list) else [value]
        if not all(isinstance(row, CommentedMap) for row in rows):
            mend = "Write each with a dash and names with values."
            raise self.refuse(key, "needs a list", mend)
        return [Table(row, self.file) for row in rows]

    def words(self, key: str) -> tuple[str, ...]:
        """Return a list of texts."""
        value = self.raw[key]
        if not isinstance(value, list) or not all(isinstance(x, str) for x in value):
            raise self.refuse(key, "needs a list", f"Write `{key}: [one, another]`.")
        return tuple(map(str, value))

    def texts(self, key: str = "") -> Texts:
        """Return a text in each language, of a key or of this mapping itself."""
        inner = self.table(key) if key else self
        inner.names(LANGUAGES, needs=LANGUAGES)
        return {language: inner.word(language) for language in LANGUAGES}
