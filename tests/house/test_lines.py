"""The lines to lent databases: one waits for the next test, and brings it nothing along."""

import psycopg
import pytest
from sqlalchemy import text

from service.embedded.servers import Addresses
from service.store.db import Database
from tests import database, lending
from tests.database import Clone

TOLD = text(
    "SELECT pg_backend_pid() AS pid, current_setting('handrail.mood', true) AS mood,"
    " current_setting('statement_timeout') AS patience, (SELECT count(*) FROM pg_locks"
    " WHERE locktype = 'advisory' AND pid = pg_backend_pid()) AS held"
)


def told(clone: Clone, *besides: str) -> dict[str, object]:
    db = Database(clone.app_url, pool_size=1)
    with db.transaction() as tx:
        found = tx.row(TOLD)
        for words in besides:
            tx.row(text(words))
    db.close()
    assert found is not None
    return found


@pytest.fixture
def house(servers: Addresses) -> Addresses:
    """The servers, with a database that was lent once, and no other.

    One that other tests were lent may be at the last of its times: it is dropped then, and
    the next test gets another. One run in forty failed so.
    """
    lending.hang_up(servers)
    with lending.lent(servers) as clone:
        told(clone)
    return servers


def test_the_line_of_one_test_serves_the_next_as_a_new_one(house: Addresses) -> None:
    with lending.lent(house) as clone:
        first = told(
            clone,
            "SELECT set_config('handrail.mood', 'sour', false)",
            "SELECT set_config('statement_timeout', '1', false)",
            "SELECT pg_advisory_lock(7)",
        )
    with lending.lent(house) as again:
        assert clone == again
        second = told(again)
    assert first["pid"] == second["pid"]
    assert ("10s", 0) == (second["patience"], second["held"])
    assert second["mood"] in (None, "")


def test_a_line_that_was_cut_while_it_waited_is_given_to_nobody(
    house: Addresses,
) -> None:
    with lending.lent(house) as clone:
        before = told(clone)
        with psycopg.connect(clone.superuser_url, autocommit=True) as line:
            line.execute("SELECT pg_terminate_backend(%s, 5000)", (before["pid"],))
        assert before["pid"] != told(clone)["pid"]


def test_what_is_left_begun_is_not_handed_on(house: Addresses) -> None:
    with lending.lent(house) as clone:
        db = Database(clone.app_url, pool_size=1)
        pooled = db.engine.raw_connection()
        assert pooled.driver_connection is not None
        left = pooled.driver_connection.info.backend_pid
        pooled.driver_connection.execute("BEGIN")
    with lending.lent(house) as again:
        assert clone == again
        assert left != told(again)["pid"]
    pooled.invalidate()
    pooled.close()
    db.close()


def test_the_lines_of_a_database_end_with_it(house: Addresses) -> None:
    with lending.lent(house) as clone:
        told(clone)
        with psycopg.connect(clone.owner_url, autocommit=True) as line:
            line.execute("CREATE TABLE a_new_shape (n int)")
    with lending.lent(house) as other:
        assert clone != other
    with database.clone(house) as own:
        assert told(own)["pid"] != told(own)["pid"]
