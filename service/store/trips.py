"""One round trip to PostgreSQL: statements sent together, their answers heard together.

The driver's cursors read, prepare, send and wait for each statement by itself. A line
stands one step below them: a whole trip is one pipeline of libpq, sent and waited for
once, and how a statement is called and what columns it answers with is known from its
first time. Values go out and come in by the driver's own adapters.

Laws: answers stand in the order of their statements; the first refusal is raised as the
driver's own error, and nothing behind it was done; after a refusal nothing that was
prepared is trusted; a line left amid a trip is closed, so that nobody hears answers
meant for another.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple, TypeAlias

from psycopg import Connection, Error, OperationalError, errors, generators
from psycopg.abc import Buffer, PQGen
from psycopg.abc import Transformer as Adapts
from psycopg.adapt import PyFormat, Transformer
from psycopg.pq import ConnStatus, ExecStatus, Format
from psycopg.pq.abc import PGconn, PGresult
from sqlalchemy import PoolProxiedConnection

Found: TypeAlias = dict[str, Any]
# By name where the words name them (`%(name)s`), in order where they number them.
Values: TypeAlias = dict[str, Any] | list[Any]
Statement: TypeAlias = tuple[str, Values]

# PostgreSQL keeps a plan for each; a line that knows more than so many begins anew.
MOST_KNOWN = 200
NAMED = re.compile(r"%\((\w+)\)s")
_FORGET_ALL = b"DEALLOCATE ALL"
_AUTO = PyFormat.AUTO
_REFUSED, _LOST = ExecStatus.FATAL_ERROR, ConnStatus.BAD


@dataclass(slots=True)
class Known:
    """A statement that was prepared; what rows it gives is known once it answered."""

    name: bytes
    row: Callable[[Sequence[Any]], Found] | None = None


class Due(NamedTuple):
    """A statement ready to go: its words and the types of its values tell its plan."""

    words: str
    types: tuple[int, ...]
    values: Sequence[Buffer | None]
    formats: Sequence[Format]


class Answer:
    """What one statement came back with."""

    __slots__ = ("_adapts", "_known", "_result")

    def __init__(self, adapts: Adapts, known: Known, result: PGresult) -> None:
        self._adapts = adapts
        self._known = known
        self._result = result

    @property
    def touched(self) -> int:
        """How many rows it found or changed."""
        return self._result.command_tuples or 0

    def rows(self) -> list[Found]:
        """Return its rows, each by the names of its columns."""
        return self._loaded(self._result.ntuples)

    def row(self) -> Found | None:
        """Return its first row, or None."""
        return self._loaded(1)[0] if self._result.ntuples else None

    def _loaded(self, many: int) -> list[Found]:
        by_name = self._known.row or _by_name(self._result)
        self._known.row = by_name
        self._adapts.set_pgresult(self._result)
        return self._adapts.load_rows(0, many, by_name)


class Line:
    """One connection of the pool, and what was prepared on it."""

    __slots__ = ("_adapts", "_driver", "_known", "_named", "_stale")

    def __init__(self, driver: Connection[Any]) -> None:
        self._driver = driver
        self._adapts = Transformer(driver)
        self._known: dict[tuple[str, tuple[int, ...]], Known] = {}
        self._named = 0
        self._stale = False

    @classmethod
    def of(cls, pooled: PoolProxiedConnection) -> Line:
        """Return the line of a pool's connection, the same one as long as it lives."""
        found: Line | None = pooled.info.get("line")
        if found is None:
            found = pooled.info["line"] = cls(pooled.driver_connection)  # type: ignore[arg-type]  # psycopg's, as `db.dialect` names it
        return found

    def trip(self, statements: Sequence[Statement]) -> list[Answer]:
        """Send these together and return their answers.

        Raises what the driver raises for the first one refused, or for a lost line.
        """
        due = [self._due(*statement) for statement in statements]
        try:
            asked, heard = self._gone(due)
        except BaseException:
            self._driver.close()
            raise
        for result in heard:
            if result.status == _REFUSED:
                self._stale = True
                raise errors.error_from_result(result)
        if len(heard) < len(asked):
            raise OperationalError("the line was lost")
        return [
            Answer(self._adapts, known, result)
            for known, result in zip(asked, heard, strict=True)
            if known is not None
        ]

    @property
    def closed(self) -> bool:
        """Whether it is of no use any more."""
        return self._driver.closed

    def undo(self) -> None:
        """Undo what was begun; a line that cannot is closed, which undoes it too."""
        try:
            self._driver.rollback()
        except BaseException as error:
            self._driver.close()
            if not isinstance(error, Error):
                raise

    def _due(self, words: str, values: Values) -> Due:
        if isinstance(values, dict):
            words, names = numbered(words)
            values = [values[name] for name in names]
        given = self._adapts.dump_sequence(values, [_AUTO] * len(values))
        return Due(words, self._adapts.types or (), given, self._adapts.formats or ())

    def _gone(self, due: Sequence[Due]) -> tuple[list[Known | None], list[PGresult]]:
        """Go and come back; what only prepares is asked by nobody, so None."""
        line = self._driver.pgconn
        line.enter_pipeline_mode()
        asked = self._forgetting(line)
        for one in due:
            asked += self._sent(line, one)
        line.pipeline_sync()
        heard = self._driver.wait(_heard(line, len(asked)))
        if line.status != _LOST:
            line.exit_pipeline_mode()
        return asked, heard

    def _forgetting(self, line: PGconn) -> list[Known | None]:
        if not self._stale and len(self._known) <= MOST_KNOWN:
            return []
        self._known.clear()
        self._stale = False
        line.send_query_params(_FORGET_ALL, None)
        return [None]

    def _sent(self, line: PGconn, due: Due) -> list[Known | None]:
        plan = due.words, due.types
        known, asked = self._known.get(plan), []
        if known is None:
            self._named += 1
            known = self._known[plan] = Known(f"t{self._named}".encode())
            line.send_prepare(known.name, due.words.encode(), due.types)
            asked = [None]
        line.send_query_prepared(known.name, due.values, due.formats)
        return [*asked, known]


def _heard(line: PGconn, many: int) -> PQGen[list[PGresult]]:
    """Send what is written and hear so many answers, fewer only of a lost line."""
    heard: list[PGresult] = []
    yield from generators.send(line)
    while len(heard) < many and line.status != _LOST:
        heard += yield from generators.fetch_many(line)
    if line.status != _LOST:
        yield from generators.fetch_many(line)  # the end of the pipeline
    return heard


def _by_name(result: PGresult) -> Callable[[Sequence[Any]], Found]:
    columns = [(result.fname(at) or b"").decode() for at in range(result.nfields)]
    return lambda values: dict(zip(columns, values, strict=True))


@cache
def numbered(words: str) -> tuple[str, tuple[str, ...]]:
    """Return a statement with its values numbered, and their names in that order."""
    names = tuple(dict.fromkeys(NAMED.findall(words)))
    numbers = {name: f"${number}" for number, name in enumerate(names, 1)}
    words = NAMED.sub(lambda found: numbers[found[1]], words)
    return words.replace("%%", "%"), names
