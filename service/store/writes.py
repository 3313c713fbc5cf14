"""Writes that wait, and the few statements they go out as together.

Laws: what is seen in the database afterwards is what the writes, one by one in their
order, would have left; a write that reads another table, or changes one that another
write of the same statement changes, goes out in a statement of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import count
from typing import Any, TypeAlias

from psycopg.types.json import Jsonb
from sqlalchemy import TextClause
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

from service.store.tables import Row
from service.store.trips import NAMED, Statement, Values

DRIVER = PGDialect_psycopg()  # type: ignore[no-untyped-call]  # SQLAlchemy's own is untyped
# A table, the columns of a row of it, and those of its key where a row that stands
# already is written over.
Into: TypeAlias = tuple[str, tuple[str, ...], tuple[str, ...]]
Part: TypeAlias = str | tuple[Into, int]

_CHANGES = re.compile(r"(?:INSERT INTO|UPDATE|DELETE FROM) (\w+)")
# Parts of one statement all see what was there before it. What was given with it, as
# arrays, is no other table.
_READS = re.compile(r"\b(?:SELECT|FROM(?! unnest\()|USING|RETURNING)\b")


@dataclass(frozen=True, slots=True)
class Write:
    """A write that waits: its words, or what it inserts into.

    `last` ones go out after all others; `alone` keeps one in a statement of its own.
    """

    words: str
    values: Values
    into: Into | None = None
    last: bool = False
    alone: bool = False

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

    @property
    def key(self) -> tuple[Any, ...]:
        """The table and the key where it writes over a row that stands, else ()."""
        if self.into is None or not self.into[2]:
            return ()
        table, columns, key = self.into
        values = self.given()
        return (table, *(values[columns.index(name)] for name in key))

    def given(self) -> Sequence[Any]:
        """Return its values in the order of its numbers."""
        if isinstance(self.values, list):
            return self.values
        return [self.values[name] for name in _named(self.words)]


def insert(row: type[Row], values: dict[str, Any], over: tuple[str, ...] = ()) -> Write:
    """Return the write that inserts one row, over one of the same key `over`."""
    into = (row.__tablename__, tuple(values), over)
    return Write("", [_plain(value) for value in values.values()], into)


def insert_once(row: type[Row], values: dict[str, Any]) -> Write:
    """Return the write that inserts one row unless its key stands already."""
    write = insert(row, values)
    words = f"{together(_parts([write]))} ON CONFLICT DO NOTHING"
    return Write(words, list(write.values), alone=True)


def merged(writes: Iterable[Write]) -> list[Statement]:
    """Return statements for these writes in their order, as few as may be.

    A statement costs both sides a tenth of a millisecond before it does anything: six
    writes in one take about half of what they take one by one.
    """
    runs: list[Run] = []
    for write in sorted(writes, key=lambda write: write.last):
        if not (runs and runs[-1].takes(write)):
            runs.append(Run())
            runs[-1].takes(write)
    return [_statement(run.writes) for run in runs]


class Run:
    """Writes that go out in one statement, each changing rows of its own."""

    __slots__ = ("_keys", "_tables", "writes")

    def __init__(self) -> None:
        self.writes: list[Write] = []
        self._tables: dict[str | None, Into | None] = {}
        self._keys: set[tuple[Any, ...]] = set()

    def takes(self, write: Write) -> bool:
        """Take one more write, if it may go out with those before it; say whether."""
        table, key = write.table, write.key
        if self.writes and not self._free(write, table, key):
            return False
        self.writes.append(write)
        self._tables[table] = write.into
        self._keys.update([key] if key else ())
        return True

    def _free(self, write: Write, table: str | None, key: tuple[Any, ...]) -> bool:
        if table is None or None in self._tables:
            return False
        if table not in self._tables:
            return True
        # Rows may stand beside each other, but none is written over another.
        before = self._tables[table]
        if write.into is None or before is None:
            return False
        return write.into[2] == before[2] and (not key or key not in self._keys)


def _statement(run: Sequence[Write]) -> Statement:
    first = run[0]
    if len(run) == 1 and first.into is None:
        return first.words, first.values
    run = _by_table(run)
    return together(_parts(run)), [value for write in run for value in write.given()]


def _by_table(run: Sequence[Write]) -> Sequence[Write]:
    """Bring rows alike together, each kind where its first one stood."""
    first: dict[Into | None, int] = {}
    places = [
        (at if one.into is None else first.setdefault(one.into, at), at)
        for at, one in enumerate(run)
    ]
    return [run[at] for _, at in sorted(places)]


def _parts(run: Sequence[Write]) -> tuple[Part, ...]:
    """Return what these are, whatever their values; rows alike that follow are one."""
    parts: list[Part] = []
    for write in run:
        into, last = write.into, parts[-1] if parts else ""
        if into is None:
            parts.append(write.words)
        elif not isinstance(last, str) and last[0] == into:
            parts[-1] = into, last[1] + 1
        else:
            parts.append((into, 1))
    return tuple(parts)


@cache
def words_of(command: TextClause) -> str:
    """Return a statement in the driver's own words."""
    return str(command.compile(dialect=DRIVER))


@lru_cache(maxsize=1024)
def together(parts: tuple[Part, ...]) -> str:
    """Return one statement, its values numbered, that does all of these."""
    number = count(1)
    *first, last = [_numbered(part, number) for part in parts]
    named = ", ".join(f"w{at} AS ({words})" for at, words in enumerate(first))
    return f"WITH {named} {last}" if named else last


def _numbered(part: Part, number: count[int]) -> str:
    if isinstance(part, str):
        return NAMED.sub(lambda _: f"${next(number)}", part).replace("%%", "%")
    (table, columns, over), rows = part
    values = (", ".join(f"${next(number)}" for _ in columns) for _ in range(rows))
    return (
        f"INSERT INTO {table} ({', '.join(columns)})"  # noqa: S608 -- our own names
        f" VALUES {', '.join(f'({row})' for row in values)}{_over(columns, over)}"
    )


def _over(columns: tuple[str, ...], key: tuple[str, ...]) -> str:
    if not key:
        return ""
    others = [name for name in columns if name not in (*key, "organisation_id")]
    new = ", ".join(f"{name} = EXCLUDED.{name}" for name in others)
    return f" ON CONFLICT ({', '.join(key)}) DO UPDATE SET {new}"


@cache
def _changed(words: str) -> str | None:
    found = _CHANGES.match(words)
    return None if found is None or _READS.search(words, found.end()) else found[1]


@cache
def _named(words: str) -> tuple[str, ...]:
    return tuple(NAMED.findall(words))


def _plain(value: Any) -> Any:
    return Jsonb(value) if isinstance(value, dict) else value
