"""Databases for tests: one migrated template, cloned in milliseconds.

The servers are the embedded ones, started once per test run and shared by all
workers. Every clone is a real database; what a test commits stays in its clone.
"""

import atexit
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.util import find_spec
from typing import LiteralString
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from service.embedded.servers import Addresses

TEMPLATE = "handrail_template"
# Every database begins on this Monday, at 11:30 in New York: a run at midnight is told
# nothing else than one at noon. (A test once failed at 23:59 in New York alone.)
BEGINS = datetime(2026, 3, 2, 16, 30, tzinfo=UTC)
# Each organisation keeps all shipped scripts, and to squeeze them costs the server more
# than all else that most tests do.
AS_THEY_ARE = "ALTER TABLE script_versions ALTER COLUMN source SET STORAGE EXTERNAL"
# Vacuumed between two tests, a lent database takes new rows into the gaps of old ones, and
# who asks for rows in no order gets them in another one. (One run in many failed so.)
AT_REST = ("ALTER SYSTEM SET autovacuum = off", "SELECT pg_reload_conf()")
LET_GO = (
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
    " WHERE datname = %s AND pid <> pg_backend_pid() AND NOT pid = ANY(%s)"
)
_LINES: list[psycopg.Connection] = []
_OWNERS: dict[str, psycopg.Connection] = {}


@dataclass(frozen=True, slots=True)
class Clone:
    """One database of its own: its name and its address for each role."""

    name: str
    superuser_url: str
    owner_url: str
    app_url: str


def make_template(servers: Addresses) -> None:
    """Make the migrated database that all others are cloned from."""
    for words in AT_REST:
        _superuser(_at(servers.superuser_url, "postgres")).execute(words)
    _run(servers, "CREATE DATABASE {name} OWNER handrail_owner", TEMPLATE)
    if find_spec("service.store.db") is not None:
        from service.store.db import migrate

        migrate(_at(servers.owner_url, TEMPLATE))
        with psycopg.connect(_at(servers.owner_url, TEMPLATE)) as line:
            _move(line, "%s", BEGINS - datetime.now(UTC))
            line.execute(AS_THEY_ARE)
    _run(
        servers,
        "ALTER DATABASE {name} IS_TEMPLATE true ALLOW_CONNECTIONS false",
        TEMPLATE,
    )


def make_clone(servers: Addresses, *, migrated: bool = True) -> Clone:
    """Clone the template (or, not `migrated`, an empty database) under a new name."""
    name = f"test_{secrets.token_hex(6)}"
    source = TEMPLATE if migrated else "template0"
    _run(
        servers,
        f"CREATE DATABASE {{name}} TEMPLATE {source} STRATEGY file_copy "
        "OWNER handrail_owner",
        name,
    )
    return Clone(
        name,
        _at(servers.superuser_url, name),
        _at(servers.owner_url, name),
        _at(servers.app_url, name),
    )


def let_go(line: psycopg.Connection, clone: Clone, but: list[int]) -> None:
    """End whatever is still connected to a clone, but for this line and those processes."""
    _forget(clone)
    line.execute(LET_GO, (clone.name, but))


def drop(servers: Addresses, clone: Clone) -> None:
    """Drop a clone, whoever is still connected."""
    _forget(clone)
    _run(servers, "DROP DATABASE IF EXISTS {name} WITH (FORCE)", clone.name)


@contextmanager
def clone(servers: Addresses, *, migrated: bool = True) -> Iterator[Clone]:
    """Lend a clone for the length of a block."""
    lent = make_clone(servers, migrated=migrated)
    try:
        yield lent
    finally:
        drop(servers, lent)


def put_clock(clone: Clone, moment: datetime) -> None:
    """Move the one clock of a clone to a moment; it goes on from there."""
    _move(_owner(clone.owner_url), "%s", moment - datetime.now(UTC))


def wait(clone: Clone, span: timedelta) -> None:
    """Move the one clock of a clone on by so much."""
    _move(_owner(clone.owner_url), "ahead + %s", span)


def _move(line: psycopg.Connection, to: LiteralString, span: timedelta) -> None:
    line.execute(f"UPDATE clock_offsets SET ahead = {to}", (span,))


def _owner(url: str) -> psycopg.Connection:
    """Return this process's one line to a clone as its owner; `drop` closes it.

    A past is made by moving the clock, and each line opened costs the server 10 ms.
    """
    if url not in _OWNERS:
        _OWNERS[url] = psycopg.connect(url, autocommit=True)
    return _OWNERS[url]


def _forget(clone: Clone) -> None:
    if line := _OWNERS.pop(clone.owner_url, None):
        line.close()


def _run(servers: Addresses, statement: str, name: str) -> None:
    line = _superuser(_at(servers.superuser_url, "postgres"))
    words = sql.SQL(statement).format(name=sql.Identifier(name))
    # The server gives whom it ends five seconds to go, and a busy machine needs more.
    for _ in range(2):
        with suppress(psycopg.errors.ObjectInUse):
            line.execute(words)
            return
    line.execute(words)


@cache  # to sign in costs as much as to clone, and every test would do it twice
def _superuser(url: str) -> psycopg.Connection:
    """Return this process's one line to the server that databases are made on."""
    line = psycopg.connect(url, autocommit=True)
    _LINES.append(line)
    atexit.register(line.close)
    return line


def hang_up() -> None:
    """Close this process's line to the servers; the next database opens a new one."""
    while _LINES:
        _LINES.pop().close()
    while _OWNERS:
        _OWNERS.popitem()[1].close()
    _superuser.cache_clear()


def _at(url: str, database: str) -> str:
    return urlsplit(url)._replace(path=f"/{database}").geturl()
