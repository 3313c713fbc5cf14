"""A round trip is sent and heard as one, and whatever breaks it leaves no line behind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import text

from service.embedded.servers import Addresses
from service.store import trips
from service.store.db import Database, Tx, Unavailable
from service.store.trips import Line
from tests import database
from tests.database import Clone

ONE = text("SELECT 1 AS one")
WRONG = text("SELECT 1 / CAST(:by AS int) AS n")
PREPARED = text("SELECT name FROM pg_prepared_statements ORDER BY name")
BACKEND = text("SELECT pg_backend_pid() AS pid")


@pytest.fixture
def clone(servers: Addresses) -> Iterator[Clone]:
    """A database whose lines knew no other test."""
    with database.clone(servers) as own:
        yield own


@pytest.fixture
def base(clone: Clone) -> Iterator[Database]:
    """One line only: whatever a transaction leaves on it, the next one meets."""
    opened = Database(clone.app_url, pool_size=1)
    yield opened
    opened.close()


def _prepared(tx: Tx) -> Sequence[str]:
    return [row["name"] for row in tx.rows(PREPARED)]


def test_answers_stand_in_the_order_of_what_was_asked(base: Database) -> None:
    with base.lent() as line:
        asked = [("SELECT $1::int AS n", [number]) for number in range(5)]
        assert [[{"n": at}] for at in range(5)] == [
            answer.rows() for answer in line.trip(asked)
        ]


def test_a_row_may_be_missing_and_what_was_touched_is_counted(base: Database) -> None:
    with base.lent() as line:
        none, two = line.trip(
            [("SELECT 1 AS n WHERE false", []), ("SELECT generate_series(1, 2)", [])]
        )
    assert (None, []) == (none.row(), none.rows())
    assert (0, 2) == (none.touched, two.touched)


def test_values_keep_their_kinds_whether_or_not_they_are_there(base: Database) -> None:
    query = text("SELECT CAST(:id AS uuid) AS id, CAST(:day AS date) AS day")
    known = {"id": UUID(int=5), "day": date(2026, 3, 2)}
    for values in (known, {"id": None, "day": None}, known):
        with base.transaction() as tx:
            assert values == tx.row(query, **values)


def test_a_value_named_twice_goes_once_and_a_doubled_sign_is_single() -> None:
    words, names = trips.numbered("a = %(a)s, b = %(b)s, c = %(a)s LIKE 'x%%'")
    assert ("a = $1, b = $2, c = $1 LIKE 'x%'", ("a", "b")) == (words, names)


def test_what_was_prepared_is_known_the_next_time_and_after_an_undoing(
    base: Database,
) -> None:
    with base.transaction() as tx:
        tx.row(ONE)
        first = _prepared(tx)
    with pytest.raises(KeyError), base.transaction() as tx:
        tx.row(ONE)
        raise KeyError
    with base.transaction() as tx:
        tx.row(ONE)
        assert {*first} < {*_prepared(tx)}
        assert len(first) + 1 == len(_prepared(tx))  # COMMIT came after the first look


def test_after_a_refusal_all_is_prepared_anew(base: Database) -> None:
    with base.transaction() as tx:
        first = _prepared(tx)
    with (
        pytest.raises(psycopg.errors.DivisionByZero),
        base.transaction() as tx,
    ):
        tx.run(WRONG, by=0)
    with base.transaction() as tx:
        assert not {*first} & {*_prepared(tx)}
        assert {"n": 1} == tx.row(WRONG, by=1)


def test_a_plan_that_does_not_fit_any_more_is_made_anew(
    clone: Clone, base: Database
) -> None:
    """A migration beside a running service: one text comes again, and then it is well."""
    query = text("SELECT * FROM organisations WHERE id = :organisation")
    with base.transaction() as tx:
        tx.row(query)
    with psycopg.connect(clone.owner_url) as owner:
        owner.execute("ALTER TABLE organisations ADD COLUMN new_one int")
    with pytest.raises(psycopg.errors.FeatureNotSupported), base.transaction() as tx:
        tx.row(query)
    with base.transaction() as tx:
        assert tx.row(query) is None


def test_a_line_knows_no_more_than_so_many(
    base: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trips, "MOST_KNOWN", 6)
    for number in range(20):
        with base.transaction() as tx:
            assert {"n": number} == tx.row(text(f"SELECT {number} AS n"))
            assert len(_prepared(tx)) <= 6 + 5


def test_nothing_behind_a_refusal_is_done(base: Database) -> None:
    with pytest.raises(psycopg.errors.DivisionByZero), base.lent() as line:
        line.trip(
            [
                ("SELECT set_config('handrail.organisation', 'one', false)", []),
                ("SELECT 1 / 0", []),
                ("SELECT set_config('handrail.organisation', 'two', false)", []),
            ]
        )
    with base.lent() as line:
        (found,) = line.trip(
            [("SELECT current_setting('handrail.organisation', true)", [])]
        )
        assert "two" not in str(found.rows())


def test_a_value_that_cannot_be_written_sends_nothing(base: Database) -> None:
    with base.transaction() as tx:
        before = tx.row(BACKEND)
    with pytest.raises(psycopg.DataError), base.transaction() as tx:
        tx.row(text("SELECT CAST(:word AS text) AS word"), word="a\0b")
    with base.transaction() as tx:
        assert before == tx.row(BACKEND)


def test_a_line_left_amid_a_trip_is_closed(
    base: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker's job is broken off by a signal, wherever it is."""

    def broken_off(line: Any, many: int) -> Any:
        raise KeyboardInterrupt
        yield

    with base.transaction() as tx:
        before = tx.row(BACKEND)
    with monkeypatch.context() as patched:
        patched.setattr(trips, "_heard", broken_off)
        with pytest.raises(KeyboardInterrupt), base.transaction() as tx:
            tx.row(ONE)
    with base.transaction() as tx:
        assert before != tx.row(BACKEND)


def test_a_line_that_is_gone_is_of_no_use(clone: Clone) -> None:
    driver = psycopg.connect(clone.app_url)
    line = Line(driver)
    line.undo()
    assert not line.closed
    driver.close()
    line.undo()
    assert line.closed


def test_a_line_whose_undoing_is_broken_off_is_closed(
    clone: Clone, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken_off() -> None:
        raise KeyboardInterrupt

    driver = psycopg.connect(clone.app_url)
    line = Line(driver)
    monkeypatch.setattr(driver, "rollback", broken_off)
    with pytest.raises(KeyboardInterrupt):
        line.undo()
    assert line.closed


def test_a_line_cut_while_an_answer_is_awaited_is_away(
    clone: Clone, base: Database
) -> None:
    end = text("SELECT pg_terminate_backend(pg_backend_pid()) AS ended")
    with pytest.raises(Unavailable), base.transaction() as tx:
        tx.later(end)
        tx.row(ONE)
    with base.transaction() as tx:
        assert {"one": 1} == tx.row(ONE)
