"""Lines to lent databases: pools open and close them, and meanwhile they wait here.

A line that is begun knows no table: what it reads to answer its first queries costs the
server more than most tests do besides. One that waited knows it, and what it prepared.
"""

import atexit
from typing import Any

import psycopg
from psycopg.pq import PipelineStatus, TransactionStatus
from sqlalchemy import Engine, event
from sqlalchemy.pool import Pool

from service.store.trips import Line

# All that a session may keep, but for what it prepared.
AS_NEW = (
    b"RESET SESSION AUTHORIZATION; RESET ALL; CLOSE ALL; UNLISTEN *;"
    b" SELECT pg_advisory_unlock_all(); DISCARD TEMP; DISCARD SEQUENCES"
)


class Lasting(psycopg.Connection[Any]):
    """A line that waits when its pool lets go of it with nothing begun."""

    told = ""
    line: Line
    let_go = False

    def close(self) -> None:
        """Wait for another pool; end, if no pool let go of it or none will want it."""
        kept = _WAITING.get(self.info.dbname) if self._free() else None
        self.let_go = False
        if kept is None:
            super().close()
        else:
            kept.setdefault(self.told, []).append(self)

    def renewed(self) -> bool:
        """Forget what a session may keep; False when it is of no use any more."""
        self.pgconn.exec_(AS_NEW)
        return self._rests()

    def _free(self) -> bool:
        return self.let_go and not self.closed and self._rests()

    def _rests(self) -> bool:
        return (
            self.info.transaction_status == TransactionStatus.IDLE
            and self.info.pipeline_status == PipelineStatus.OFF
        )


# By the name of the database, and by all that the line was told as it began.
_WAITING: dict[str, dict[str, list[Lasting]]] = {}


def keep(database: str) -> None:
    """Keep the lines to a database from now on."""
    _WAITING[database] = {}


def waiting(database: str) -> list[int]:
    """Return which of the server's processes serve the lines that wait."""
    lines = _WAITING[database].values()
    open_still = [one for alike in list(lines) for one in alike if not one.closed]
    return [line.info.backend_pid for line in open_still]


def end(database: str) -> None:
    """End the lines to a database, and keep no more of them."""
    for lines in _WAITING.pop(database, {}).values():
        for line in lines:
            line.close()


@atexit.register
def end_all() -> None:
    """End the lines to every database."""
    for database in list(_WAITING):
        end(database)


@event.listens_for(Engine, "do_connect")
def _begin(_dialect: Any, _record: Any, words: Any, told: dict[str, Any]) -> Any:
    kept = _WAITING.get(told.get("dbname", ""))
    if kept is None:
        return None  # SQLAlchemy opens one as ever
    # Each dialect has adapters of its own, all alike.
    key = repr(sorted((name, word) for name, word in told.items() if name != "context"))
    alike = kept.get(key, [])
    while alike:
        if (line := alike.pop()).renewed():
            return line
        line.close()
    begun = Lasting.connect(*words, **told)
    begun.told, begun.line = key, Line(begun)
    return begun


@event.listens_for(Pool, "connect")
def _know(line: Any, record: Any) -> None:
    if isinstance(line, Lasting):
        record.info["line"] = line.line


@event.listens_for(Pool, "close")
def _let_go(line: Any, _record: Any) -> None:
    if isinstance(line, Lasting):
        line.let_go = True
