"""The door to PostgreSQL: transactions inside one organisation, and migration.

Laws: a transaction belongs to one organisation, and row-level security holds it
there; its `now` is the database's `handrail_now()`, read once at its beginning;
nothing commits unless the block ends well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeAlias, TypeVar
from uuid import UUID

import psycopg
from sqlalchemy import (
    Connection,
    Engine,
    TextClause,
    create_engine,
    text,
)
from sqlalchemy.exc import OperationalError

from service.store import trips, writes
from service.store.tables import Row
from service.store.trips import Answer, Line, Statement
from service.store.writes import Write, words_of

Found: TypeAlias = trips.Found

NOWHERE = UUID(int=0)
MIGRATIONS = Path(__file__).parent.parent / "migrations"
SCOPE = (
    "SELECT set_config('handrail.organisation', %(organisation)s, true), handrail_now()"
)
# Nothing can be written, and no row be locked that somebody else waits for.
READING = f"{SCOPE}, set_config('transaction_read_only', 'on', true)"
# What is lost with the machine is done again: its commit waits for no disk.
REDONE = f"{SCOPE}, set_config('synchronous_commit', 'off', true)"
BEGIN: Statement = "BEGIN", []
COMMIT: Statement = "COMMIT", []
MOVE_CLOCK = text("UPDATE clock_offsets SET ahead = :ahead")
WHO = text(
    "SELECT rolname, rolsuper OR rolbypassrls AS walks_through, (SELECT count(*)"
    " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE pg_has_role(r.oid, c.relowner, 'MEMBER') AND n.nspname = 'public'"
    " AND c.relkind = 'r') AS owns"
    " FROM pg_roles r WHERE rolname = current_user"
)


class Unavailable(Exception):
    """The database cannot be reached now; nothing was written: try again.

    `state` is PostgreSQL's SQLSTATE, or "" when not even that was heard.
    """

    def __init__(self, problem: str, state: str = "") -> None:
        super().__init__(problem)
        self.state = state


class Collided(Unavailable):
    """Two transactions stood in each other's way; nothing was kept: do it again."""


_Done = TypeVar("_Done")
_COLLISIONS = (psycopg.errors.DeadlockDetected, psycopg.errors.SerializationFailure)
TRIES = 4


def retried(work: Callable[[], _Done]) -> _Done:
    """Return what `work` returns, done anew while transactions collide.

    `work` opens its own transaction, so that a new try begins from nothing. Raises
    Collided after TRIES of them.
    """
    for _ in range(TRIES - 1):
        try:
            return work()
        except Collided:
            continue
    return work()


class Stands(Exception):
    """A row with this key stands already; nothing of the transaction was kept.

    `key` is the constraint's name, such as `uq_inbox_organisation_id_carrier_id`.
    """

    def __init__(self, key: str) -> None:
        super().__init__(f"a row stands already: {key}")
        self.key = key


class WrongRole(Exception):
    """The service was given a database role that walks through tenant walls."""


class Tx:
    """One transaction inside one organisation.

    Every query names its tenant as :organisation. Round trips are most of what an
    inbound text costs, so the beginning goes out with the first query, and writes
    that nobody asks a result of wait (`later`, `put`): they go out together, in
    order, with the next read or with the commit (`trips`).
    """

    __slots__ = ("_begun", "_line", "_scope", "_waiting", "organisation_id")

    def __init__(self, line: Line, organisation_id: UUID, scope: str = SCOPE) -> None:
        self.organisation_id = organisation_id
        self._scope = scope
        self._line = line
        self._begun: datetime | None = None
        self._waiting: list[Write] = []

    @property
    def now(self) -> datetime:
        """The one clock (UTC, aware), read once at the transaction's beginning."""
        if self._begun is None:
            self._send()
        assert self._begun is not None  # noqa: S101 -- _send has just read it
        return self._begun

    @property
    def begun(self) -> datetime | None:
        """What `now` will say, if it costs nothing to know it; None if not."""
        return self._begun

    def rows(self, query: TextClause, **values: Any) -> list[Found]:
        """Return all rows of a query."""
        return self._ask(query, values).rows()

    def row(self, query: TextClause, **values: Any) -> Found | None:
        """Return the first row of a query, or None."""
        return self._ask(query, values).row()

    def run(self, command: TextClause, **values: Any) -> int:
        """Execute a statement now; return how many rows it touched."""
        return self._ask(command, values).touched

    def later(self, command: TextClause, **values: Any) -> None:
        """Execute a statement before the next read, at the latest with the commit."""
        values["organisation"] = self.organisation_id
        self._waiting.append(Write(words_of(command), values))

    def last(self, command: TextClause, **values: Any) -> None:
        """Execute a statement as `later` does, but after all else that waits then.

        For what no other waiting write depends on: inserts stay together that way. Of
        one statement for one `id` only the newest goes out.
        """
        values["organisation"] = self.organisation_id
        new = Write(words_of(command), values, last=True)
        self._waiting = [write for write in self._waiting if not new.replaces(write)]
        self._waiting.append(new)

    def put(self, row: type[Row], **values: Any) -> None:
        """Insert one row of this organisation, as `later` does."""
        values["organisation_id"] = self.organisation_id
        self._waiting.append(writes.insert(row, values))

    def put_over(self, row: type[Row], key: tuple[str, ...], **values: Any) -> None:
        """Insert one row in place of one of the same key, as `later` does."""
        values["organisation_id"] = self.organisation_id
        self._waiting.append(writes.insert(row, values, key))

    def put_once(self, row: type[Row], **values: Any) -> bool:
        """Insert one row unless its key stands already; return whether it is new."""
        values["organisation_id"] = self.organisation_id
        self._waiting.append(writes.insert_once(row, values))
        return self._send()[-1].touched == 1

    def _ask(self, query: TextClause, values: dict[str, Any]) -> Answer:
        values["organisation"] = self.organisation_id
        return self._send((words_of(query), values))[-1]

    def _send(self, *more: Statement) -> list[Answer]:
        """Send what waits, and these behind it, in one round trip; none if nothing."""
        statements = [*writes.merged(self._waiting), *more]
        self._waiting = []
        if self._begun is not None:
            return self._line.trip(statements) if statements else []
        whose = {"organisation": str(self.organisation_id)}
        answers = self._line.trip([BEGIN, (self._scope, whose), *statements])
        (scope,) = answers[1].rows()
        self._begun = scope["handrail_now"]
        return answers

    def commit(self) -> None:
        """Send what waits, with the commit behind it, in one round trip."""
        if self._begun is not None or self._waiting:
            self._send(COMMIT)


class Database:
    """The pool of connections, as the app role."""

    def __init__(self, url: str, *, pool_size: int = 8) -> None:
        self.engine: Engine = create_engine(
            dialect(url),
            pool_size=pool_size,
            max_overflow=pool_size,
            # The line that was used last knows the most: the caches of its process in
            # PostgreSQL, a few MB each, are still in the processor's.
            pool_use_lifo=True,
            pool_pre_ping=False,
            pool_recycle=1800,
            pool_reset_on_return=None,  # a line comes back with nothing begun
            hide_parameters=True,  # tokens and hashes are nothing for a log (I12)
            connect_args={
                "connect_timeout": 5,
                "prepare_threshold": None,  # who prepares here is `trips`
                "options": "-c statement_timeout=10000 -c lock_timeout=8000"
                " -c idle_in_transaction_session_timeout=20000 -c timezone=UTC"
                # Every query goes by an index; planning each anew costs more. A plan
                # that was made while a table was empty must not read all of it later.
                " -c plan_cache_mode=force_generic_plan -c enable_seqscan=off"
                # Before PostgreSQL 18 a forbidden scan seems dear enough to compile.
                " -c jit=off",
            },
        )

    @contextmanager
    def transaction(
        self,
        organisation_id: UUID | None = None,
        *,
        redone: bool = False,
        reading: bool = False,
    ) -> Iterator[Tx]:
        """Open a transaction scoped to `organisation_id`; commit when it ends well.

        Without an organisation only the narrow cross-tenant functions answer. `redone`
        says that it is done again, alike, should the machine die before it is on disk;
        what commits after it without this word is never there before it. `reading` lets
        PostgreSQL refuse whatever writes or locks a row: a look holds nobody up.
        Raises Unavailable when PostgreSQL cannot be reached or goes away, Collided when
        another transaction stood in the way (`retried` does it again), Stands when
        another transaction kept a row of the same key first.
        """
        try:
            with self.lent() as line:
                whose = organisation_id or NOWHERE
                scope = READING if reading else REDONE if redone else SCOPE
                tx = Tx(line, whose, scope)
                yield tx
                tx.commit()
        except psycopg.errors.UniqueViolation as error:
            # Without its text: the driver quotes the values of the row.
            raise Stands(str(error.diag.constraint_name)) from None
        except (OperationalError, psycopg.OperationalError) as error:
            raise _away(error) from error

    @contextmanager
    def lent(self) -> Iterator[Line]:
        """Lend a line of the pool; what was not committed on it is undone."""
        pooled = self.engine.raw_connection()
        line = Line.of(pooled)
        try:
            yield line
        except BaseException:
            line.undo()
            raise
        finally:
            if line.closed:
                pooled.invalidate()
            pooled.close()

    def check_role(self) -> None:
        """Raise WrongRole when this role could read past row-level security."""
        with self.transaction() as tx:
            (who,) = tx.rows(WHO)
        if who["walks_through"] or who["owns"]:
            raise WrongRole(
                f"DATABASE_URL signs in as {who['rolname']!r}, which is a superuser, "
                "bypasses row-level security or owns the tables; give the service "
                "the role handrail_app (docs/howto/deployment.md)"
            )

    def close(self) -> None:
        """Close every pooled connection."""
        self.engine.dispose()


def _away(error: OperationalError | psycopg.OperationalError) -> Unavailable:
    cause = error.orig if isinstance(error, OperationalError) else error
    state = getattr(cause, "sqlstate", None) or ""
    if isinstance(cause, _COLLISIONS):
        return Collided("two transactions stood in each other's way", state)
    return Unavailable("PostgreSQL cannot be reached", state)


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


class ClockSetter:
    """Moves the one clock as its owner, over one line that stays open."""

    def __init__(self, line: Connection) -> None:
        self._line = line

    def move(self, offset: timedelta) -> None:
        """Put the clock that far ahead of real time."""
        with self._line.begin():
            self._line.execute(MOVE_CLOCK, {"ahead": offset})


@contextmanager
def clock_setter(owner_url: str) -> Iterator[ClockSetter]:
    """Open what moves the one clock (tests, rehearsals and the demo only)."""
    engine = create_engine(dialect(owner_url))
    try:
        with engine.connect() as line:
            yield ClockSetter(line)
    finally:
        engine.dispose()


def set_clock(owner_url: str, offset: timedelta) -> None:
    """Move the one clock by `offset` from real time (tests and the demo only)."""
    with clock_setter(owner_url) as setter:
        setter.move(offset)
