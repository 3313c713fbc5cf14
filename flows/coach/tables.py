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

from flows.phrase import Phrase

LANGUAGES = ("en", "es")
Texts = Mapping[str, str]  # language -> text
LONGEST_SOURCE = 50_000  # characters


class Fault(str):
    """One thing wrong with a file, as `FILE:LINE: what is wrong and its mend`."""

    __slots__ = ("line", "mend", "problem")
    line: int
    problem: str
    mend: str

    def __new__(cls, file: str, line: int, problem: str, mend: str) -> Self:
        """Say it whole, and keep its parts; `mend` is "" where none is needed."""
        made = super().__new__(cls, f"{file}:{line}: {problem} {mend}".rstrip())
        made.line, made.problem, made.mend = line, problem, mend
        return made


class Unread(Exception):
    """A file of tables that cannot be read; the message names file, line and mend."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


class ProgrammeError(Unread):
    """A programme that cannot be read."""


class Table:
    """One YAML mapping that knows where its keys stand; each reader refuses.

    `refused` is what it refuses with, `first` the key its file begins with. `needs` are
    the languages that a text has to be in, for it and the tables under it: all, unless
    it is set; none means any one.
    """

    refused: type[Unread] = ProgrammeError
    first = "programme"

    def __init__(self, raw: Any, file: str, needs: tuple[str, ...] = LANGUAGES) -> None:
        # Any: the YAML reader's mapping, which carries places in its `lc`.
        self.raw, self.file, self.needs = raw, file, needs

    @classmethod
    def top(cls, source: str, file: str) -> Self:
        """Read YAML whose top is a mapping; raises `refused`."""
        if len(source) > LONGEST_SOURCE:
            mend = Phrase("Split it.")
            raise cls.refused(Fault(file, 1, Phrase("It is too long."), mend))
        reader = YAML(typ="rt", pure=True)
        reader.version = (1, 2)
        try:
            raw = reader.load(source)
        except MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            problem = Phrase("This is not YAML.")
            mend = Phrase("Check the indent and the quotes.")
            raise cls.refused(Fault(file, line, problem, mend)) from error
        except (YAMLError, ValueError, TypeError, RecursionError) as error:
            problem = Phrase("This is not YAML.")
            mend = Phrase("Take out control characters.")
            raise cls.refused(Fault(file, 1, problem, mend)) from error
        if not isinstance(raw, CommentedMap):
            problem = Phrase("There are no names.")
            mend = Phrase("Begin `%(first)s: name`.", first=cls.first)
            raise cls.refused(Fault(file, 1, problem, mend))
        return cls(raw, file)

    def line(self, key: object) -> int:
        """Return the line on which a key stands; that of the mapping without it."""
        line: int = self.raw.lc.line
        if key in (self.raw.lc.data or {}):
            line = self.raw.lc.key(key)[0]
        return line + 1

    def refuse(self, key: object, problem: Phrase, mend: Phrase) -> Unread:
        """Give the error about a key, with file, line and mend."""
        return self.refused(Fault(self.file, self.line(key), problem, mend))

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
                problem = Phrase("`%(key)s:` is not known here.", key=key)
                yield self.refuse(key, problem, _meant(key, known))
        for key in needs:
            if key not in self.raw:
                problem = Phrase("`%(key)s:` is missing.", key=key)
                yield self.refuse(key, problem, Phrase("Add it."))

    def word(self, key: str) -> str:
        """Return a text; a whole number keeps the noughts before it, as in 024."""
        value = self.raw[key]
        if type(value) is date:
            value = value.isoformat()
        mend = Phrase("Write `%(key)s: some words`.", key=key)
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise self.refuse(key, Phrase("`%(key)s:` needs words.", key=key), mend)
        if not str(value).strip():
            raise self.refuse(key, Phrase("`%(key)s:` is empty.", key=key), mend)
        return str(value).zfill(getattr(value, "_width", None) or 0)

    def number(self, key: str, low: int, high: int) -> int:
        """Return a whole number within bounds, both included."""
        value = self.raw[key]
        mend = Phrase("Write %(low)s to %(high)s.", low=low, high=high)
        if isinstance(value, bool) or not isinstance(value, int):
            problem = Phrase("`%(key)s:` needs a whole number.", key=key)
            raise self.refuse(key, problem, mend)
        if not low <= value <= high:
            problem = Phrase("`%(key)s:` cannot be %(value)s.", key=key, value=value)
            raise self.refuse(key, problem, mend)
        return value

    def one_of(self, key: str, known: tuple[str, ...]) -> Any:
        """Return one of these words."""
        # Any: the caller gives the arguments of the Literal it wants.
        word = self.word(key)
        if word not in known:
            problem = Phrase("`%(key)s:` cannot be %(word)r.", key=key, word=word)
            mend = Phrase("It may be one of: %(names)s.", names=", ".join(known))
            raise self.refuse(key, problem, mend)
        return word

    def table(self, key: str) -> "Table":
        """Return the mapping under a key."""
        value = self.raw[key]
        if not isinstance(value, CommentedMap):
            problem = Phrase("`%(key)s:` needs names with values under it.", key=key)
            raise self.refuse(key, problem, Phrase("Write them so."))
        return Table(value, self.file, self.needs)

    def tables(self, key: str) -> "list[Table]":
        """Return the mappings listed under a key; one alone is a list too."""
        value = self.raw[key]
        rows = value if isinstance(value, list) else [value]
        if not all(isinstance(row, CommentedMap) for row in rows):
            problem = Phrase("`%(key)s:` needs a list.", key=key)
            mend = Phrase("Write each with a dash and names with values.")
            raise self.refuse(key, problem, mend)
        return [Table(row, self.file, self.needs) for row in rows]

    def words(self, key: str) -> tuple[str, ...]:
        """Return a list of texts."""
        value = self.raw[key]
        if not isinstance(value, list) or not all(isinstance(x, str) for x in value):
            problem = Phrase("`%(key)s:` needs a list.", key=key)
            mend = Phrase("Write `%(key)s: [one, another]`.", key=key)
            raise self.refuse(key, problem, mend)
        return tuple(map(str, value))

    def texts(self, key: str = "") -> Texts:
        """Return a text in each language, of a key or of this mapping itself.

        A language that may be left out, and is, is told the words of the other.
        """
        inner = self.table(key) if key else self
        some = () if inner.raw else LANGUAGES[:1]
        inner.names(LANGUAGES, needs=self.needs or some)
        told = {name: inner.word(name) for name in LANGUAGES if name in inner.raw}
        usual = next(told[name] for name in (*self.needs, *told))
        return {name: told.get(name, usual) for name in LANGUAGES}


def _meant(key: object, known: tuple[str, ...]) -> Phrase:
    for near in get_close_matches(str(key).lower(), known, n=1):
        return Phrase("Did you mean `%(near)s`?", near=near)
    return Phrase("Take it out.")
