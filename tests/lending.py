"""Databases lent to one test after another, each as the template is.

To make one costs the server 65 ms and its first reader more; to empty one, 15. Whoever is
connected to it from an earlier test is cut off before; what waits (tests/lines.py) stays.
"""

import atexit
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, LiteralString

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

from service.embedded.servers import Addresses
from tests import database, lines
from tests.database import Clone

# What is deleted stands in the files until it is vacuumed, which costs more than a new one.
MOST_LENT = 40
TABLES = (
    "SELECT relname FROM pg_class"
    " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname"
)
# Whoever changes the shape of a database writes a new version of a row in one of these.
SHAPE: LiteralString = """
SELECT (SELECT (count(*), max(xmin::text::bigint)) FROM pg_class)::text,
 (SELECT (count(*), max(xmin::text::bigint)) FROM pg_proc)::text,
 (SELECT (count(*), max(xmin::text::bigint)) FROM pg_attribute)::text,
 (SELECT (count(*), max(xmin::text::bigint)) FROM pg_attrdef)::text,
 (SELECT (count(*), max(xmin::text::bigint)) FROM pg_constraint)::text,
 (SELECT (count(*), max(xmin::text::bigint)) FROM pg_trigger)::text,
 (SELECT (count(*), max(xmin::text::bigint)) FROM pg_policy)::text,
 (SELECT (count(*), max(xmin::text::bigint)) FROM pg_namespace)::text,
 (SELECT count(*) FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase
  WHERE d.datname = current_database())::text
"""
PUT_IN = sql.SQL(
    "INSERT INTO {0} SELECT * FROM jsonb_populate_recordset(null::{0}, %s)"
)
Rows = dict[str, list[Any]]


@dataclass(frozen=True, slots=True)
class Lent:
    """A database, what it is like and holds before anybody has it, and how often lent."""

    clone: Clone
    line: psycopg.Connection
    shape: tuple[Any, ...]
    emptying: bytes
    rows: Rows
    times: int = 1


_READY: dict[str, list[Lent]] = {}


@contextmanager
def lent(servers: Addresses) -> Iterator[Clone]:
    """Lend a migrated database that holds what the template holds, for a block."""
    ready = _READY.setdefault(servers.superuser_url, [])
    one = ready.pop() if ready else _new(servers)
    try:
        yield one.clone
    finally:
        if _is_as_new(one):
            ready.append(replace(one, times=one.times + 1))
        else:
            _drop(servers, one)


def _is_as_new(one: Lent) -> bool:
    """Make a database as it was before it was lent; False where it is to be dropped.

    Somebody may be at it still, on a machine so slow that whoever is cut off takes more
    than five seconds to go: who empties it then stands in a deadlock.
    """
    try:
        database.let_go(one.line, one.clone, lines.waiting(one.clone.name))
        if one.times < MOST_LENT and _shape(one.line) == one.shape:
            _refill(one)
            return True
    except (psycopg.errors.DeadlockDetected, psycopg.errors.LockNotAvailable):
        pass
    return False


def hang_up(servers: Addresses) -> None:
    """Drop what waits to be lent; a process that is forked from this one has its own."""
    for one in _READY.pop(servers.superuser_url, ()):
        _drop(servers, one)


def _drop(servers: Addresses, one: Lent) -> None:
    one.line.close()
    lines.end(one.clone.name)
    database.drop(servers, one.clone)


def _new(servers: Addresses) -> Lent:
    made = database.make_clone(servers)
    lines.keep(made.name)
    line = psycopg.connect(made.superuser_url, autocommit=True)
    atexit.register(line.close)
    # Neither walls nor triggers, which may forbid that anything is deleted.
    line.execute("SET session_replication_role = replica")
    tables = tuple(name for (name,) in line.execute(TABLES))
    held = {name: _rows(line, name) for name in tables}
    filled = {name: rows for name, rows in held.items() if rows}
    emptying = b";".join(b"DELETE FROM " + name.encode() for name in tables)
    return Lent(made, line, _shape(line), emptying, filled)


def _rows(line: psycopg.Connection, table: str) -> list[Any]:
    query = sql.SQL("SELECT to_jsonb(t) FROM {} t").format(sql.Identifier(table))
    return [row for (row,) in line.execute(query)]


def _shape(line: psycopg.Connection) -> tuple[Any, ...]:
    (found,) = line.execute(SHAPE).fetchall()
    return tuple(found)


def _refill(one: Lent) -> None:
    """Put in the rows it held at first, in place of all that it holds."""
    with one.line.transaction():
        one.line.execute(one.emptying)
        for table, rows in one.rows.items():
            one.line.execute(PUT_IN.format(sql.Identifier(table)), (Jsonb(rows),))
