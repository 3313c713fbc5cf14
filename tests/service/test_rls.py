"""The wall between organisations, tried in raw SQL as the app (law 7, I11, failure 27).

Every table of the metadata is tried, so that a new one is behind the wall or fails here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg import sql
from psycopg.types.json import Jsonb
from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Float,
    Integer,
    Interval,
    LargeBinary,
    String,
    Table,
    Time,
    Uuid,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from service.store.tables import Row
from tests.database import Clone

OURS, THEIRS = UUID(int=0xA), UUID(int=0xB)
TABLES = {table.name: table for table in Row.metadata.sorted_tables}
OPEN = {"clock_offsets", "whereabouts"}  # of no organisation
WALLED = sorted(set(TABLES) - OPEN)
# Only ever added to, whatever the service does.
ADDED_TO = {"audits", "programme_versions"}
# What issue 2 lists, and what came with it.
LISTED = {
    *("organisations", "coaches", "programmes", "participants", "numbers"),
    *("consent_entries", "goals", "steps", "chances", "attempts", "script_versions"),
    *("conversations", "turns", "inbox", "outbox_messages", "delivery_events"),
    *("decisions", "alerts", "audits"),
}
DOORS = {
    *("handrail_now", "handrail_whose_number", "handrail_whose_message"),
    *("handrail_organisations", "handrail_due_messages", "handrail_due_nudges"),
    *("handrail_lost_claims", "handrail_doubts", "handrail_idle_conversations"),
    *("handrail_unplanned", "handrail_awaited_recordings", "handrail_whose_call"),
    *("handrail_numbers_to_hear", "handrail_alerts_due", "handrail_urgent_messages"),
    *("handrail_other_messages", "handrail_whose_account", "handrail_whose_session"),
    *("handrail_whose_pass", "handrail_first_account", "handrail_letters_due"),
    *("handrail_take_overs_due", "handrail_untold_messages", "handrail_untold_calls"),
    *("handrail_worn_out", "handrail_to_add_up", "handrail_exports_due"),
    *("handrail_erasures_due", "handrail_kept_long_enough", "handrail_calls_to_end"),
    *("handrail_hold", "handrail_restored", "handrail_known_device"),
}
PLAIN: dict[type[Any], object] = {
    Boolean: True,
    Date: date(2026, 3, 2),
    DateTime: datetime(2026, 3, 2, tzinfo=UTC),
    Float: 0.5,
    Integer: 1,
    ARRAY: [],
    Interval: "0",
    JSONB: Jsonb({}),
    LargeBinary: b"sealed",
    String: "x",
    Time: time(17),
}


@dataclass(frozen=True)
class Walls:
    """A database with one row of each table for either organisation."""

    clone: Clone
    app: psycopg.Connection[Any]

    def as_ours(self) -> psycopg.Connection[Any]:
        self.app.execute(
            "SELECT set_config('handrail.organisation', %s, false)", (str(OURS),)
        )
        return self.app


@pytest.fixture(scope="module")
def filled(module_clone: Clone) -> Clone:
    with psycopg.connect(module_clone.superuser_url, autocommit=True) as line:
        # Rows stand for themselves here: foreign keys are not what is tried.
        line.execute("SET session_replication_role = replica")
        for name in WALLED:
            for whose in (OURS, THEIRS):
                line.execute(*_insert(TABLES[name], whose))
    return module_clone


@pytest.fixture
def walls(filled: Clone) -> Iterator[Walls]:
    with psycopg.connect(filled.app_url, autocommit=True) as app:
        yield Walls(filled, app)


def _insert(
    table: Table, whose: UUID, salt: int = 0
) -> tuple[sql.Composed, dict[str, object]]:
    values = {
        column.name: _value(table, column, whose, salt) for column in table.columns
    }
    words = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
        sql.Identifier(table.name),
        sql.SQL(", ").join(map(sql.Identifier, values)),
        sql.SQL(", ").join(map(sql.Placeholder, values)),
    )
    return words, values


def _value(table: Table, column: Column[Any], whose: UUID, salt: int) -> object:
    if column.name == "organisation_id" or (
        table.name == "organisations" and column.name == "id"
    ):
        return whose if table.name != "organisations" or not salt else UUID(int=salt)
    if isinstance(column.type, Uuid):
        return UUID(int=whose.int << 8 | salt)
    allowed = _allowed(table, column.name)
    if allowed:
        return allowed[0]
    kind = next(kind for kind in PLAIN if isinstance(column.type, kind))
    value = PLAIN[kind]
    unique = bytes([whose.int, salt])
    if kind is LargeBinary:
        return unique
    return f"{whose.int}-{salt}" if kind is String else value


def _allowed(table: Table, column: str) -> list[str]:
    for check in table.constraints:
        if isinstance(check, CheckConstraint):
            words = str(check.sqltext)
            if words.startswith(f"{column} IN ("):
                return re.findall(r"'([^']*)'", words)
    return []


def _tenant(table: str) -> sql.Identifier:
    return sql.Identifier("id" if table == "organisations" else "organisation_id")


def _run(walls: Walls, words: str, table: str, *values: object) -> int:
    command = sql.SQL(words).format(table=sql.Identifier(table), tenant=_tenant(table))
    return walls.as_ours().execute(command, values).rowcount


def test_every_table_of_the_issue_stands() -> None:
    assert LISTED <= set(TABLES)


@pytest.mark.parametrize("table", WALLED)
def test_only_our_own_rows_are_seen(walls: Walls, table: str) -> None:
    query = sql.SQL("SELECT {tenant} FROM {table}").format(
        table=sql.Identifier(table), tenant=_tenant(table)
    )
    assert [(OURS,)] == walls.as_ours().execute(query).fetchall()


@pytest.mark.parametrize("table", WALLED)
def test_their_rows_cannot_be_changed(walls: Walls, table: str) -> None:
    words = "UPDATE {table} SET {tenant} = {tenant} WHERE {tenant} = %s"
    if table in ADDED_TO:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            _run(walls, words, table, THEIRS)
    else:
        assert 0 == _run(walls, words, table, THEIRS)


@pytest.mark.parametrize("table", WALLED)
def test_their_rows_cannot_be_deleted(walls: Walls, table: str) -> None:
    words = "DELETE FROM {table} WHERE {tenant} = %s"
    if table in ADDED_TO:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            _run(walls, words, table, THEIRS)
    else:
        assert 0 == _run(walls, words, table, THEIRS)


@pytest.mark.parametrize("table", WALLED)
def test_no_row_can_be_put_among_theirs(walls: Walls, table: str) -> None:
    command, values = _insert(TABLES[table], THEIRS, salt=7)
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level"):
        walls.as_ours().execute(command, values)


@pytest.mark.parametrize("table", sorted(set(WALLED) - ADDED_TO))
def test_no_row_of_ours_can_be_moved_to_them(walls: Walls, table: str) -> None:
    words = "UPDATE {table} SET {tenant} = %s WHERE {tenant} = %s"
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level"):
        _run(walls, words, table, THEIRS, OURS)


@pytest.mark.parametrize("table", WALLED)
def test_without_an_organisation_nothing_is_seen(filled: Clone, table: str) -> None:
    query = sql.SQL("SELECT 1 FROM {}").format(sql.Identifier(table))
    with psycopg.connect(filled.app_url, autocommit=True) as app:
        assert [] == app.execute(query).fetchall()


def test_the_owner_sees_both_so_the_rows_were_there(filled: Clone) -> None:
    with psycopg.connect(filled.owner_url, autocommit=True) as owner:
        for table in WALLED:
            query = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))
            assert (2,) == owner.execute(query).fetchone(), table


@pytest.mark.parametrize(
    "command",
    [
        *("UPDATE audits SET actor = 'x'", "DELETE FROM audits", "TRUNCATE audits"),
        "UPDATE programme_versions SET by = 'x'",
        *("DELETE FROM programme_versions", "TRUNCATE programme_versions"),
    ],
)
def test_audits_and_versions_are_only_ever_added_to(walls: Walls, command: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        walls.as_ours().execute(command.encode())


def test_the_app_cannot_move_the_clock(walls: Walls) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        walls.app.execute("UPDATE clock_offsets SET ahead = '1 day'")


@pytest.mark.parametrize("command", [
    "SET ROLE handrail_owner",
    "SET session_replication_role = replica",
    "ALTER TABLE turns NO FORCE ROW LEVEL SECURITY",
    "ALTER TABLE turns DISABLE ROW LEVEL SECURITY",
    "CREATE POLICY mine ON turns USING (true)",
    "DROP POLICY tenant ON turns",
    "TRUNCATE turns",
    "CREATE TABLE public.mine (id int)",
    "GRANT ALL ON turns TO PUBLIC",
])  # fmt: skip
def test_the_app_cannot_take_the_wall_down(walls: Walls, command: str) -> None:
    try:
        walls.as_ours().execute(command.encode())
    except psycopg.errors.InsufficientPrivilege:
        return
    # A grant of what one may not give is a warning to PostgreSQL, and no grant.
    with psycopg.connect(walls.clone.owner_url, autocommit=True) as owner:
        assert (
            []
            == owner.execute(
                "SELECT 1 FROM information_schema.role_table_grants"
                " WHERE grantee = 'PUBLIC' AND table_schema = 'public'"
            ).fetchall()
        ), command
    assert command.startswith("GRANT")


def test_row_level_security_off_is_an_error_and_no_way_round(walls: Walls) -> None:
    app = walls.as_ours()
    app.execute("SET row_security = off")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute("SELECT 1 FROM turns")


def test_every_table_of_the_database_is_forced_behind_one_policy(filled: Clone) -> None:
    with psycopg.connect(filled.superuser_url, autocommit=True) as line:
        found = line.execute(
            "SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity,"
            " array_agg(p.polname::text ORDER BY p.polname) FROM pg_class c"
            " LEFT JOIN pg_policy p ON p.polrelid = c.oid"
            " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')"
            " GROUP BY c.oid, c.relname ORDER BY c.relname"
        ).fetchall()
    open_ones = {"alembic_version", *OPEN}
    assert sorted({*WALLED, *open_ones}) == sorted(name for name, *_ in found)
    for name, forced, policies in found:
        if name not in open_ones:
            assert (True, ["owner", "tenant"]) == (forced, policies), name


def test_nobody_holds_more_than_was_granted(filled: Clone) -> None:
    with psycopg.connect(filled.superuser_url, autocommit=True) as line:
        grants = line.execute(
            "SELECT table_name, array_agg(privilege_type::text ORDER BY privilege_type)"
            " FROM information_schema.role_table_grants WHERE grantee = 'handrail_app'"
            " AND table_schema = 'public' GROUP BY table_name"
        ).fetchall()
        strangers = line.execute(
            "SELECT grantee, table_name FROM information_schema.role_table_grants"
            " WHERE table_schema = 'public'"
            " AND grantee NOT IN ('handrail_app', 'handrail_owner')"
        ).fetchall()
        columns = line.execute(
            "SELECT 1 FROM pg_attribute WHERE attacl IS NOT NULL"
            " AND attrelid::regclass::text = ANY(%s)",
            (WALLED,),
        ).fetchall()
    usual = ["DELETE", "INSERT", "SELECT", "UPDATE"]
    expected = dict.fromkeys(WALLED, usual) | {
        **{name: ["INSERT", "SELECT"] for name in ADDED_TO},
        "clock_offsets": ["SELECT"],
    }
    assert expected == dict(grants)
    assert [] == strangers
    assert [] == columns


def test_only_the_narrow_doors_run_as_their_owner(filled: Clone) -> None:
    with psycopg.connect(filled.superuser_url, autocommit=True) as line:
        found = line.execute(
            "SELECT proname, proconfig, has_function_privilege('public', oid, 'EXECUTE')"
            " FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace"
        ).fetchall()
    assert DOORS == {name for name, *_ in found}
    for name, settings, public in found:
        assert any(word.startswith("search_path=public") for word in settings), name
        # Everybody may ask what time it is, and nothing else.
        assert public == (name == "handrail_now"), name


def test_the_doors_across_tenants_tell_ids_and_no_more(walls: Walls) -> None:
    app = walls.as_ours()

    def ask(question: str, *values: object) -> list[tuple[Any, ...]]:
        return app.execute(question.encode(), values).fetchall()

    theirs = bytes([THEIRS.int, 0])
    assert [(THEIRS,)] == ask("SELECT handrail_whose_number(%s)", theirs)
    assert [(None,)] == ask("SELECT handrail_whose_number(%s)", b"nobody's")
    assert [(THEIRS,)] == ask("SELECT handrail_whose_message(%s)", f"{THEIRS.int}-0")
    assert [(None,)] == ask("SELECT handrail_whose_message(%s)", "no such token")
    assert {OURS, THEIRS} == {row[0] for row in ask("SELECT handrail_organisations()")}
    due = ask("SELECT * FROM handrail_due_messages(10)")
    assert {OURS, THEIRS} == {row[0] for row in due}
    assert all(isinstance(value, UUID) for row in due for value in row)
    assert 1 == len(ask("SELECT * FROM handrail_due_messages(1)"))
    assert [(THEIRS,)] == ask("SELECT handrail_whose_call(%s)", f"{THEIRS.int}-0")
    assert [(None,)] == ask("SELECT handrail_whose_call(%s)", "no such call")
    takes = ask("SELECT * FROM handrail_awaited_recordings(10)")
    assert {OURS, THEIRS} == {row[0] for row in takes}
    assert all(isinstance(value, UUID) for row in takes for value in row)
    assert 1 == len(ask("SELECT * FROM handrail_awaited_recordings(1)"))


def test_a_participants_number_is_no_answer_to_whose_number(walls: Walls) -> None:
    with psycopg.connect(walls.clone.owner_url, autocommit=True) as owner:
        owner.execute(
            "INSERT INTO numbers"
            " (id, organisation_id, kind, hash, number_sealed, country)"
            " VALUES (gen_random_uuid(), %s, 'participant', 'hers', 'sealed', 'US')",
            (_an_organisation(owner),),
        )
        answer = walls.app.execute("SELECT handrail_whose_number('hers'::bytea)")
        owner.execute("DELETE FROM numbers WHERE hash = 'hers'")
    assert (None,) == answer.fetchone()


def _an_organisation(owner: psycopg.Connection[Any]) -> UUID:
    found = owner.execute("SELECT id FROM organisations LIMIT 1").fetchone()
    assert found is not None
    return UUID(str(found[0]))
