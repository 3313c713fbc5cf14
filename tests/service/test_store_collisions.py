"""Transactions that stand in each other's way are done again, and nothing is doubled."""

import threading

import pytest
from sqlalchemy import text

from service.store.db import TRIES, Collided, Database, retried
from tests.database import Clone

LOCK = text("SELECT pg_advisory_xact_lock(:key)")


def test_a_deadlock_is_done_again(clone: Clone) -> None:
    db = Database(clone.app_url, pool_size=4)
    gate, done = threading.Barrier(2), []

    def both(first: int, second: int) -> None:
        tries: list[int] = []

        def work() -> int:
            tries.append(1)
            with db.transaction() as tx:
                tx.run(LOCK, key=first)
                if len(tries) == 1:
                    gate.wait(5)
                tx.run(LOCK, key=second)
            return len(tries)

        done.append(retried(work))

    threads = [threading.Thread(target=both, args=pair) for pair in ((1, 2), (2, 1))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    db.close()
    assert [1, 2] == sorted(done)


def test_what_collides_for_ever_is_given_up() -> None:
    tries: list[int] = []

    def work() -> None:
        tries.append(1)
        raise Collided("again", "40P01")

    with pytest.raises(Collided) as caught:
        retried(work)
    assert TRIES == len(tries)
    assert "40P01" == caught.value.state
