"""The door to PostgreSQL: transactions inside one organisation, and migration.

Laws: a transaction belongs to one organisation, and row-level security holds it
there; its `now` is the database's `handrail_now()`, read once at its beginning;
nothing commits unless the block ends well.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import (
    Connection,
    CursorResult,
    Engine,
    TextClause,
    create_engine,
    text,
)
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.exc import OperationalError

from service.store.tables import Row

# SQLAlchemy forgets the row count of an INSERT unless it is asked to keep it.
KEEP_COUNT = {"preserve_rowcount": True}
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


@dataclass(frozen=True, slots=True)
class Tx:
    """One transaction inside one organisation.

    `now` is the one clock (UTC, aware); `organisation_id` the tenant every query
    is scoped to.
    """

    connection: Connection
    organisation_id: UUID
    now: datetime

    def rows(self, query: TextClause, **values: Any) -> list[Found]:
        """Return all rows of `query`, which names the tenant as :organisation."""
        return [row._asdict() for row in self._execute(query, values)]

    def row(self, query: TextClause, **values: Any) -> Found | None:
        """Return the first row of `query`, or None."""
        row = self._execute(query, values).first()
        return None if row is None else row._asdict()

    def run(self, command: TextClause, **values: Any) -> int:
        """Execute a statement; return how many rows it touched."""
        return self._execute(command, values).rowcount

    def put(self, row: type[Row], **values: Any) -> None:
        """Insert one row of this organisation."""
        values["organisation_id"] = self.organisation_id
        self.connection.execute(_insert(row), values)

    def put_once(self, row: type[Row], **values: Any) -> bool:
        """Insert one row unless its key stands already; return whether it is new."""
        values["organisation_id"] = self.organisation_id
        done = self.connection.execute(
            _insert_once(row), values, execution_options=KEEP_COUNT
        )
        return done.rowcount == 1

    def _execute(self, query: TextClause, values: dict[str, Any]) -> CursorResult[Any]:
        values["organisation"] = self.organisation_id
        return self.connection.execute(query, values)


@cache
def _insert(row: type[Row]) -> Insert:
    return insert(row.__table__)  # type: ignore[arg-type]  # declared as FromClause, is a Table


@cache
def _insert_once(row: type[Row]) -> Insert:
    return _insert(row).on_conflict_do_nothing()


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
                yield Tx(connection, organisation_id or NOWHERE, now)
        except OperationalError as error:
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
