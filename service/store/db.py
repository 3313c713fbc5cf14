"""The door to PostgreSQL: transactions inside one organisation, and migration.

Laws: a transaction belongs to one organisation, and row-level security holds it
there; its `now` is the database's `handrail_now()`, read once at its beginning;
nothing commits unless the block ends well.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias
from uuid import UUID

import psycopg
from psycopg.types.json import Jsonb
from sqlalchemy import (
    Connection,
    CursorResult,
    Engine,
    TextClause,
    create_engine,
    text,
)
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.exc import OperationalError

from service.store.tables import Row

# SQLAlchemy forgets the row count of an INSERT unless it is asked to keep it.
KEEP_COUNT = {"preserve_rowcount": True}
DRIVER = PGDialect_psycopg()  # type: ignore[no-untyped-call]  # SQLAlchemy's own is untyped
Found: TypeAlias = dict[str, Any]

NOWHERE = UUID(int=0)
MIGRATIONS = Path(__file__).parent.parent / "migrations"
SCOPE = text(
    "SELECT set_config('handrail.organisation', :organisation, true), handrail_now()"
)
WHO = text(
    "SELECT rolname, rolsuper OR rolbypassrls AS walks_through, (SELECT count(*)"
    " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE c.relowner = r.oid AND n.nspname = 'public' AND c.relkind = 'r') AS owns"
    " FROM pg_roles r WHERE rolname = current_user"
)


class Unavailable(Exception):
    """The database cannot be reached now; nothing was written: try again."""


class WrongRole(Exception):
    """The service was given a database role that walks through tenant walls."""


@dataclass(slots=True)
class Tx:
    """One transaction inside one organisation.

    `now` is the one clock (UTC, aware); `organisation_id` the tenant every query
    is scoped to. Writes that nobody asks a result of wait (`later`, `put`) and go
    out together, in order, before the next read and at the end: one round trip
    instead of many, which is most of what an inbound text costs.
    """

    connection: Connection
    organisation_id: UUID
    now: datetime
    _waiting: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def rows(self, query: TextClause, **values: Any) -> list[Found]:
        """Return all rows of `query`, which names the tenant as :organisation."""
        return [row._asdict() for row in self._execute(query, values)]

    def row(self, query: TextClause, **values: Any) -> Found | None:
        """Return the first row of `query`, or None."""
        row = self._execute(query, values).first()
        return None if row is None else row._asdict()

    def run(self, command: TextClause, **values: Any) -> int:
        """Execute a statement now; return how many rows it touched."""
        return self._execute(command, values).rowcount

    def later(self, command: TextClause, **values: Any) -> None:
        """Execute a statement before the next read, at the latest before commit."""
        values["organisation"] = self.organisation_id
        self._waiting.append((_words(command), values))

    def put(self, row: type[Row], **values: Any) -> None:
        """Insert one row of this organisation, as `later` does."""
        values["organisation_id"] = self.organisation_id
        words = _insert_words(row, tuple(values))
        self._waiting.append((words, {n: _plain(v) for n, v in values.items()}))

    def put_once(self, row: type[Row], **values: Any) -> bool:
        """Insert one row unless its key stands already; return whether it is new."""
        self.flush()
        values["organisation_id"] = self.organisation_id
        done = self.connection.execute(
            _insert_once(row), values, execution_options=KEEP_COUNT
        )
        return done.rowcount == 1

    def flush(self) -> None:
        """Send what waits, in order and in one round trip (a libpq pipeline)."""
        if not self._waiting:
            return
        waiting, self._waiting = self._waiting, []
        driver: Any = self.connection.connection.driver_connection
        with driver.pipeline(), driver.cursor() as cursor:
            for words, values in waiting:
                cursor.execute(words, values)

    def _execute(self, query: TextClause, values: dict[str, Any]) -> CursorResult[Any]:
        self.flush()
        values["organisation"] = self.organisation_id
        return self.connection.execute(query, values)


@cache
def _words(command: TextClause) -> str:
    """Return a statement in the driver's own words."""
    return str(command.compile(dialect=DRIVER))


@cache
def _insert_words(row: type[Row], columns: tuple[str, ...]) -> str:
    names, slots = ", ".join(columns), ", ".join(f"%({name})s" for name in columns)
    return f"INSERT INTO {row.__tablename__} ({names}) VALUES ({slots})"  # noqa: S608 -- names of our own tables and columns


def _plain(value: Any) -> Any:
    return Jsonb(value) if isinstance(value, dict) else value


@cache
def _insert_once(row: type[Row]) -> Insert:
    table: Any = row.__table__
    return insert(table).on_conflict_do_nothing()


class Database:
    """The pool of connections, as the app role."""

    def __init__(self, url: str, *, pool_size: int = 8) -> None:
        self.engine: Engine = create_engine(
            dialect(url),
            pool_size=pool_size,
            max_overflow=pool_size,
            pool_pre_ping=False,
            pool_recycle=1800,
            connect_args={
                "connect_timeout": 5,
                "options": "-c statement_timeout=10000 -c lock_timeout=8000"
                " -c idle_in_transaction_session_timeout=20000 -c timezone=UTC",
            },
        )

    @contextmanager
    def transaction(self, organisation_id: UUID | None = None) -> Iterator[Tx]:
        """Open a transaction scoped to `organisation_id`; commit when it ends well.

        Without an organisation only the narrow cross-tenant functions answer.
        Raises Unavailable when PostgreSQL cannot be reached or goes away.
        """
        try:
            with self.engine.begin() as connection:
                scope = {"organisation": str(organisation_id or NOWHERE)}
                now = connection.execute(SCOPE, scope).one()[1]
                tx = Tx(connection, organisation_id or NOWHERE, now)
                yield tx
                tx.flush()
        except (OperationalError, psycopg.OperationalError) as error:
            raise Unavailable("PostgreSQL cannot be reached") from error

    def check_role(self) -> None:
        """Raise WrongRole when this role could read past row-level security."""
        with self.transaction() as tx:
            who = tx.connection.execute(WHO).one()
        if who.walks_through or who.owns:
            raise WrongRole(
                f"DATABASE_URL signs in as {who.rolname!r}, which is a superuser, "
                "bypasses row-level security or owns the tables; give the service "
                "the role handrail_app (docs/howto/deployment.md)"
            )

    def close(self) -> None:
        """Close every pooled connection."""
        self.engine.dispose()


def dialect(url: str) -> str:
    """Return `url` with the driver we speak through (psycopg 3) named."""
    scheme, mark, rest = url.partition("://")
    return url if "+" in scheme or not mark else f"postgresql+psycopg://{rest}"


def migrate(owner_url: str, revision: str = "head") -> None:
    """Bring the schema to `revision` as the owner role; safe to run twice."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["url"] = dialect(owner_url)
    command.upgrade(config, revision)


def set_clock(owner_url: str, offset: timedelta) -> None:
    """Move the one clock by `offset` from real time (tests and the demo only)."""
    engine = create_engine(dialect(owner_url))
    with engine.begin() as connection:
        connection.execute(
            text("UPDATE clock_offsets SET ahead = :ahead"), {"ahead": offset}
        )
    engine.dispose()
