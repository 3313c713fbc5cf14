"""The store's door: scope, role, time, what waits, and what happens when it is away."""

from __future__ import annotations

import importlib
import pkgutil
import re
import threading
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import TextClause, text

from service import store, wiring
from service.store import db, enrolment, tables, talks
from service.store.db import Database, Unavailable, WrongRole
from service.usecases import library
from service.usecases.parts import Parts
from tests.database import Clone

# These ask across organisations on purpose: the narrow doors, the role, the scope.
NARROW = {
    *("people.WHOSE_NUMBER", "people.WHOSE_MESSAGE", "people.ORGANISATIONS"),
    *("calls.WHOSE_CALL", "db.WHO", "db.MOVE_CLOCK"),
    *("accounts.WHOSE", "accounts.FIRST", "sessions.WHOSE", "sessions.WHOSE_PASS"),
    *("sign_ins.LOCK", "restores.HOLD", "known_devices.KNOWN"),
    "earlier.ALONE",
}
SCOPED = re.compile(r"(?:\b|\.)(?:organisation_id|id) = :organisation\b")


@pytest.fixture
def base(clone: Clone) -> Iterator[Database]:
    opened = Database(clone.app_url, pool_size=2)
    yield opened
    opened.close()


def _texts() -> Iterator[tuple[str, str]]:
    for module in pkgutil.iter_modules(store.__path__):
        room = importlib.import_module(f"service.store.{module.name}")
        for name, value in vars(room).items():
            values = value if isinstance(value, Mapping) else {"": value}
            for key, query in values.items():
                if isinstance(query, TextClause):
                    yield f"{module.name}.{name}{key and f'[{key}]'}", str(query)


def test_every_sql_text_of_the_store_names_the_organisation() -> None:
    found = dict(_texts())
    assert len(found) > 40
    assert set(found) >= NARROW
    loose = {
        name
        for name, words in found.items()
        if not (
            SCOPED.search(words)
            or ("INSERT INTO" in words and ":organisation" in words)
        )
    }
    doors = {name for name in loose if name.startswith("outbox.DUE_DOORS[")}
    assert loose - doors == NARROW
    assert all("FROM handrail_" in found[name] for name in doors)


def _as(clone: Clone, role: str, password: str) -> str:
    parts = urlsplit(clone.app_url)
    return parts._replace(
        netloc=f"{role}:{password}@{parts.hostname}:{parts.port}"
    ).geturl()


def _refused(url: str) -> str:
    base = Database(url, pool_size=1)
    try:
        with pytest.raises(WrongRole) as refused:
            base.check_role()
    finally:
        base.close()
    return str(refused.value)


def test_the_service_starts_as_the_app_role(base: Database) -> None:
    base.check_role()


def test_it_does_not_start_as_a_superuser(clone: Clone) -> None:
    message = _refused(clone.superuser_url)
    assert "'postgres'" in message
    assert "give the service the role handrail_app" in message


def test_it_does_not_start_as_the_owner_of_the_tables(clone: Clone) -> None:
    assert "'handrail_owner'" in _refused(clone.owner_url)


@pytest.mark.parametrize(
    ("role", "power"),
    [
        ("test_walks_through", "BYPASSRLS"),
        ("test_may_be_owner", "IN ROLE handrail_owner"),
    ],
)
def test_it_does_not_start_as_a_role_that_passes_the_wall(
    clone: Clone, role: str, power: str
) -> None:
    with psycopg.connect(clone.superuser_url, autocommit=True) as line:
        line.execute(f"DROP ROLE IF EXISTS {role}".encode())
        line.execute(f"CREATE ROLE {role} LOGIN PASSWORD 'words' {power}".encode())
        try:
            assert f"'{role}'" in _refused(_as(clone, role, "words"))
        finally:
            line.execute(f"DROP ROLE {role}".encode())


def test_the_message_holds_no_password(clone: Clone) -> None:
    password = urlsplit(clone.owner_url).password
    assert password
    assert password not in _refused(clone.owner_url)


def test_now_is_the_databases_and_moves_with_the_one_clock(
    clone: Clone, base: Database
) -> None:
    with base.transaction() as tx:
        before = tx.now
        assert tx.row(text("SELECT handrail_now() AS now")) == {"now": before}
    assert timedelta(0) == before.utcoffset()
    db.set_clock(clone.owner_url, timedelta(days=3))
    with base.transaction() as tx:
        ahead = tx.now - datetime.now(UTC)
        assert timedelta(days=3, minutes=-1) < ahead <= timedelta(days=3)


def test_a_transaction_sees_its_own_organisation_only_and_forgets_it_after(
    base: Database,
) -> None:
    scope = text("SELECT current_setting('handrail.organisation', true) AS scope")
    whose = UUID(int=5)
    with base.transaction(whose) as tx:
        assert {"scope": str(whose)} == tx.row(scope)
    with base.transaction() as tx:
        assert {"scope": str(db.NOWHERE)} == tx.row(scope)
    with base.engine.connect() as line:
        # Outside every transaction of ours: no scope, so no row.
        assert not line.execute(scope).scalar()


def _organisation(parts: Parts, name: str = "one") -> UUID:
    whose = parts.new_id()
    with parts.db.transaction(whose) as tx:
        enrolment.keep_organisation(
            tx, name=name, country="US", wrapped_key=b"", wrapped_hash_key=b""
        )
    return whose


AUDITS = text(
    "SELECT action FROM audits WHERE organisation_id = :organisation ORDER BY id"
)


def _audit(parts: Parts, tx: db.Tx, action: str) -> None:
    tx.put(
        tables.AuditRow,
        id=parts.new_id(),
        actor="coach",
        action=action,
        subject=None,
        at=tx.now,
    )


def test_what_waits_is_written_before_the_next_read_and_in_order(parts: Parts) -> None:
    whose = _organisation(parts)
    with parts.db.transaction(whose) as tx:
        for action in ("first", "second", "third"):
            _audit(parts, tx, action)
        assert ["first", "second", "third"] == [
            row["action"] for row in tx.rows(AUDITS)
        ]


def test_what_waits_is_written_before_commit(parts: Parts) -> None:
    whose = _organisation(parts)
    with parts.db.transaction(whose) as tx:
        _audit(parts, tx, "late")
    with parts.db.transaction(whose) as tx:
        assert [{"action": "late"}] == tx.rows(AUDITS)


def test_of_one_last_write_for_a_row_only_the_newest_goes_out(parts: Parts) -> None:
    save = text("SELECT handrail_now(), :organisation, :id, CAST(:value AS text)")
    with parts.db.transaction(UUID(int=1)) as tx:
        assert tx.now
        for row, value in (("a", "1"), ("b", "2"), ("a", "3")):
            tx.last(save, id=row, value=value)
        waiting = [write.values for write in tx._waiting]
    assert [("b", "2"), ("a", "3")] == [
        (one["id"], one["value"]) for one in waiting if isinstance(one, dict)
    ]


def test_only_what_is_done_again_may_be_lost_with_the_machine(parts: Parts) -> None:
    how = text("SELECT source FROM pg_settings WHERE name = 'synchronous_commit'")
    found = []
    for redone in (True, False):
        with parts.db.transaction(UUID(int=1), redone=redone) as tx:
            found.append(tx.rows(how)[0]["source"])
    assert "session" == found[0]
    assert "session" != found[1]


def test_a_block_that_breaks_writes_nothing_of_what_it_did(parts: Parts) -> None:
    whose = _organisation(parts)
    with pytest.raises(KeyError), parts.db.transaction(whose) as tx:
        _audit(parts, tx, "written")
        assert 1 == len(tx.rows(AUDITS))
        _audit(parts, tx, "waiting")
        raise KeyError
    with parts.db.transaction(whose) as tx:
        assert [] == tx.rows(AUDITS)


def test_a_waiting_write_that_is_refused_undoes_the_whole_block(parts: Parts) -> None:
    whose = _organisation(parts)
    broken = text("UPDATE audits SET actor = 'x' WHERE organisation_id = :organisation")
    with (
        pytest.raises(Exception, match="permission denied"),
        parts.db.transaction(whose) as tx,
    ):
        _audit(parts, tx, "before")
        tx.later(broken)
        _audit(parts, tx, "after")
    with parts.db.transaction(whose) as tx:
        assert [] == tx.rows(AUDITS)


def test_a_row_put_once_is_put_once(parts: Parts) -> None:
    whose, row_id = _organisation(parts), parts.new_id()
    values = {"id": row_id, "actor": "coach", "action": "once", "subject": None}
    with parts.db.transaction(whose) as tx:
        assert tx.put_once(tables.AuditRow, at=tx.now, **values)
        assert not tx.put_once(tables.AuditRow, at=tx.now, **values)
        assert 1 == len(tx.rows(AUDITS))


def test_away_is_said_plainly_and_with_no_address(clone: Clone) -> None:
    gone = Database(
        _as(clone, "handrail_app", "secret-words").replace(clone.name, "no")
    )
    with pytest.raises(Unavailable) as away, gone.transaction():
        raise AssertionError("there is no such database")
    assert "PostgreSQL cannot be reached" == str(away.value)
    gone.close()


def test_a_line_that_is_cut_is_away_and_the_next_transaction_is_well(
    clone: Clone, base: Database
) -> None:
    with pytest.raises(Unavailable), base.transaction() as tx:
        tx.row(text("SELECT 1"))
        with psycopg.connect(clone.superuser_url, autocommit=True) as line:
            line.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND usename = 'handrail_app'"
            )
        tx.row(text("SELECT 1"))
    with base.transaction() as tx:
        assert {"one": 1} == tx.row(text("SELECT 1 AS one"))


def test_lines_cut_while_they_idle_are_no_ones_loss(
    clone: Clone, base: Database
) -> None:
    """A restart of PostgreSQL (failure 4) leaves dead lines in the pool."""
    with base.transaction():
        pass
    with psycopg.connect(clone.superuser_url, autocommit=True) as line:
        line.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND usename = 'handrail_app'"
        )
    outcomes = []
    for _ in range(3):
        try:
            with base.transaction() as tx:
                tx.row(text("SELECT 1"))
            outcomes.append("well")
        except Unavailable:
            outcomes.append("away")
    assert "well" == outcomes[-1]


def test_a_lock_that_does_not_come_is_away_too(parts: Parts) -> None:
    """The carrier is asked to come again (503), and nothing waits for ever."""
    _organisation(parts)
    held, free = threading.Event(), threading.Event()

    def hold() -> None:
        with parts.db.transaction() as tx:
            tx.row(text("SELECT pg_advisory_xact_lock(1)"))
            held.set()
            free.wait(10)

    keeper = threading.Thread(target=hold)
    keeper.start()
    held.wait(10)
    try:
        with pytest.raises(Unavailable), parts.db.transaction() as tx:
            tx.run(text("SET LOCAL lock_timeout = '50ms'"))
            tx.row(text("SELECT pg_advisory_xact_lock(1)"))
    finally:
        free.set()
        keeper.join()


def test_errors_of_the_database_show_no_values(parts: Parts) -> None:
    """What a log would print of a refused statement holds none of its values (I12)."""
    whose = _organisation(parts)
    wrong = text("SELECT CAST(:words AS integer) AS n")
    with pytest.raises(Exception) as refused, parts.db.transaction(whose) as tx:  # noqa: PT011 - whatever the driver raises
        tx.run(wrong, words="canary-in-a-parameter")
    assert "[parameters" not in str(refused.value)


def test_migrating_twice_changes_nothing(clone: Clone) -> None:
    db.migrate(clone.owner_url)
    newest = max(path.name for path in (db.MIGRATIONS / "versions").glob("0*.py"))
    with psycopg.connect(clone.owner_url) as line:
        assert (newest[:4],) == line.execute(
            "SELECT min(version_num) FROM alembic_version"
        ).fetchone()


def test_without_the_app_role_migration_says_how_to_make_it() -> None:
    words = (db.MIGRATIONS / "versions/0001_the_first_tables.py").read_text("utf-8")
    assert "CREATE ROLE handrail_app LOGIN" in words


def test_an_address_names_our_driver_whatever_it_came_with() -> None:
    assert "postgresql+psycopg://a@b/c" == db.dialect("postgresql://a@b/c")
    assert "postgresql+psycopg://a@b/c" == db.dialect("postgres://a@b/c")
    assert "postgresql+psycopg://a@b/c" == db.dialect("postgresql+psycopg://a@b/c")
    assert "nonsense" == db.dialect("nonsense")


def test_row_ids_rise_and_tokens_are_opaque() -> None:
    ids = [wiring.new_id() for _ in range(200)]
    assert {7} == {row.version for row in ids}
    assert len(set(ids)) == len(ids)
    assert ids == sorted(ids)
    tokens = {wiring.new_token() for _ in range(200)}
    assert 200 == len(tokens)
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{32}", token) for token in tokens)


def test_a_write_alone_goes_out_with_the_commit(parts: Parts) -> None:
    whose = _organisation(parts)
    with parts.db.transaction(whose) as tx:
        tx.put(
            tables.AuditRow,
            id=parts.new_id(),
            actor="coach",
            action="alone",
            subject=None,
            at=datetime(2026, 3, 2, tzinfo=UTC),
        )
    with parts.db.transaction(whose) as tx:
        assert [{"action": "alone"}] == tx.rows(AUDITS)


def test_what_is_not_there_is_said_by_its_name(parts: Parts) -> None:
    nobody = UUID(int=77)
    with pytest.raises(LookupError, match=f"no organisation {nobody}"):
        parts.tenant(nobody)
    with parts.db.transaction(nobody) as tx:
        with pytest.raises(LookupError, match="no programme"):
            enrolment.programme_of(tx, nobody)
        with pytest.raises(LookupError, match="no script version"):
            talks.script_source(tx, nobody)
        with pytest.raises(LookupError, match="'nobodys' is not published"):
            library.version_of(parts, tx, "nobodys")
