"""Writes that wait, and the few statements they go out as together.

Laws: what is seen in the database afterwards is what the writes, one by one in their
order, would have left; a write that reads another table, or changes one that another
write of the same statement changes, goes out in a statement of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count
from typing import Any, TypeAlias

from psycopg.types.json import Jsonb
from sqlalchemy import TextClause
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

from service.store.tables import Row

DRIVER = PGDialect_psycopg()  # type: ignore[no-untyped-call]  # SQLAlchemy's own is untyped
Values: TypeAlias = dict[str, Any] | list[Any]
Into: TypeAlias = tuple[str, tuple[str, ...]]

_CHANGES = re.compile(r"(?:INSERT INTO|UPDATE|DELETE FROM) (\w+)")
# Parts of one statement all see what was there before it.
_READS = re.compile(r"\b(?:SELECT|FROM|USING|RETURNING)\b")
_NAMED = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True, slots=True)
class Write:
    """A write that waits: its words, or the (table, columns) it inserts into.

    `last` ones go out after all others; `alone` keeps one in a statement of its own.
    """

    words: str
    values: Values
    into: Into | None = None
    last: bool = False
    alone: bool = False

    @property
    def part(self) -> str | Into:
        """What it is, whatever its values."""
        return self.into or self.words

    @property
    def table(self) -> str | None:
        """The one table it changes without a look at another; None if it may look."""
        if self.alone:
            return None
        return _changed(self.words) if self.into is None else self.into[0]

    def replaces(self, other: Write) -> bool:
        """Say whether the other writes the same of the same row, earlier."""
        mine, its = self.values, other.values
        if not (other.last and isinstance(mine, dict) and isinstance(its, dict)):
            return False
        return "id" in mine and (self.words, mine["id"]) == (other.words, its.get("id"))

    def joins(self, run: Iterable[Write]) -> bool:
        """Say whether it may go out in one statement with these before it."""
        table = self.table
        return table is not None and all(
            other.table is not None
            and (other.table != table or (self.into and other.into))
            for other in run
        )

    def given(self) -> Sequence[Any]:
        """Return its values in the order of its numbers."""
        if isinstance(self.values, list):
            return self.values
        return [self.values[name] for name in _named(self.words)]


def insert(row: type[Row], values: dict[str, Any]) -> Write:
    """Return the write that inserts one row."""
    into = (row.__tablename__, tuple(values))
    return Write("", [_plain(value) for value in values.values()], into)


def insert_once(row: type[Row], values: dict[str, Any]) -> Write:
    """Return the write that inserts one row unless its key stands already."""
    write = insert(row, values)
    words = f"{together((write.part,))} ON CONFLICT DO NOTHING"
    return Write(words, list(write.values), alone=True)


def merged(writes: Iterable[Write]) -> list[tuple[str, Values]]:
    """Return statements for these writes in their order, as few as may be.

    A statement costs both sides a tenth of a millisecond before it does anything: six
    writes in one take about half of what they take one by one.
    """
    runs: list[list[Write]] = []
    for write in sorted(writes, key=lambda write: write.last):
        if runs and write.joins(runs[-1]):
            runs[-1].append(write)
        else:
            runs.append([write])
    return [_statement(run) for run in runs]


def _statement(run: Sequence[Write]) -> tuple[str, Values]:
    first = run[0]
    if len(run) == 1 and first.into is None:
        return first.words, first.values
    words = together(tuple(write.part for write in run))
    return words, [value for write in run for value in write.given()]


@cache
def words_of(command: TextClause) -> str:
    """Return a statement in the driver's own words."""
    return str(command.compile(dialect=DRIVER))


@cache
def together(parts: tuple[str | Into, ...]) -> str:
    """Return one statement, its values numbered, that does all of these."""
    number = count(1)
    *first, last = [_numbered(part, number) for part in parts]
    named = ", ".join(f"w{at} AS ({words})" for at, words in enumerate(first))
    return f"WITH {named} {last}" if named else last


def _numbered(part: str | Into, number: count[int]) -> str:
    if isinstance(part, str):
        return _NAMED.sub(lambda _: f"${next(number)}", part).replace("%%", "%")
    table, columns = part
    return (
        f"INSERT INTO {table} ({', '.join(columns)})"  # noqa: S608 -- our own names
        f" VALUES ({', '.join(f'${next(number)}' for _ in columns)})"
    )


@cache
def _changed(words: str) -> str | None:
    found = _CHANGES.match(words)
    return None if found is None or _READS.search(words, found.end()) else found[1]


@cache
def _named(words: str) -> tuple[str, ...]:
    return tuple(_NAMED.findall(words))


def _plain(value: Any) -> Any:
    return Jsonb(value) if isinstance(value, dict) else value
