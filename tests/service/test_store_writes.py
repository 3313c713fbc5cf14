"""Writes that wait go out together, and leave what they would have left one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from service.store import calls, people, talks, writes
from service.store.db import Tx
from service.store.people import Person
from service.store.tables import TurnRow
from service.store.writes import Write
from service.usecases.parts import Desk
from tests.database import Clone
from tests.journeys.world import World
from tests.journeys.world import world as open_world

HER = "+15550820001"
NAMES = st.sampled_from(("fear", "goals"))
DAYS = st.dates(date(2026, 1, 1), date(2026, 1, 3))
LONG_AGO = text(
    "UPDATE wordings SET said_on = said_on - 1 WHERE organisation_id = :organisation"
    " AND participant_id = :person"
)
# It looks at another table, so it must see what was written there before it.
LIKE_HER_MEMORIES = text(
    "UPDATE participants SET paused_until = date '2026-01-01' + (SELECT count(*)::int"
    " FROM memories m WHERE m.organisation_id = :organisation"
    " AND m.participant_id = :person)"
    " WHERE organisation_id = :organisation AND id = :person"
)
NOTHING = text("SELECT 1 AS one")
LOOKS: Sequence[str] = (
    "SELECT name, value_sealed FROM memories WHERE participant_id = :person ORDER BY 1",
    "SELECT wording, said_on FROM wordings WHERE participant_id = :person ORDER BY 1",
    "SELECT id, kind FROM turns WHERE participant_id = :person ORDER BY 1",
    "SELECT ladder, rung, paused_until, last_heard_at FROM participants WHERE id = :person",
)
Act = Callable[[Tx, Person], None]


def _remembers(row: int, name: str) -> Act:
    sealed = {
        "name": name,
        "value": bytes([row]),
        "id": UUID(int=row + 1000 * len(name)),
    }
    return lambda tx, person: tx.later(
        talks.REMEMBER, person=person.id, at=tx.now, **sealed
    )


def _says(wording: str, day: date) -> Act:
    return lambda tx, person: calls.said(tx, person, wording, day)


def _pauses(until: date) -> Act:
    return lambda tx, person: people.pause(tx, person, until)


def _climbs(rung: int) -> Act:
    return lambda tx, person: people.save_ladder(tx, person, f'{{"v": {rung}}}', rung)


def _keeps_turn(row: int) -> Act:
    def act(tx: Tx, person: Person) -> None:
        tx.put(
            TurnRow, id=UUID(int=row), participant_id=person.id, channel="text",
            kind="turn", at=tx.now,
        )  # fmt: skip

    return act


ACTS = st.one_of(
    st.builds(_remembers, st.integers(1, 200), NAMES),
    st.builds(_says, NAMES, DAYS),
    st.builds(_climbs, st.integers(0, 5)),
    st.builds(_pauses, DAYS),
    st.just(people.heard),
    st.just(lambda tx, person: tx.later(LONG_AGO, person=person.id)),
    st.just(lambda tx, person: tx.later(LIKE_HER_MEMORIES, person=person.id)),
)


@pytest.fixture(scope="module")
def world(module_clone: Clone) -> Iterator[World]:
    """A world of this module's own: examples of one law share one person."""
    with open_world(module_clone) as opened:
        opened.join(HER)
        yield opened


class _Undone(Exception):
    """Ends a transaction of which nothing is to be kept."""

    def __init__(self, found: list[Any]) -> None:
        super().__init__("nothing of this is to be kept")
        self.found = found


def _left(world: World, acts: Sequence[Act], *, one_by_one: bool) -> list[Any]:
    """Return what stands after the acts, in a transaction that is then undone."""
    with pytest.raises(_Undone) as undone, world.desk(HER) as desk:
        for act in acts:
            act(desk.tx, desk.person)
            _ = desk.tx.row(NOTHING) if one_by_one else None
        raise _Undone(_looked(desk))
    return undone.value.found


def _looked(desk: Desk) -> list[Any]:
    who = {"person": desk.person.id}
    for_her = [desk.tx.rows(text(words), **who) for words in LOOKS]
    return [[{**row, "last_heard_at": row.get("last_heard_at") == desk.tx.now}
             for row in rows] for rows in for_her]  # fmt: skip


@given(acts=st.lists(ACTS, min_size=2, max_size=9), turns=st.integers(0, 3))
def test_together_they_leave_what_they_leave_one_by_one(
    world: World, acts: list[Act], turns: int
) -> None:
    acts = [*acts[:1], *map(_keeps_turn, range(1, turns + 1)), *acts[1:]]
    assert _left(world, acts, one_by_one=True) == _left(world, acts, one_by_one=False)


def _to(table: str, **values: Any) -> Write:
    words = f"UPDATE {table} SET seen = %(seen)s WHERE id = %(id)s"
    return Write(words, {"seen": True, "id": 1, **values})


def _into(table: str) -> Write:
    return Write("", [1, 2], (table, ("id", "word"), ()))


def test_writes_to_several_tables_are_one_statement() -> None:
    both = writes.merged([_into("a"), _to("b"), _into("a"), _to("c", id=3)])
    assert [
        (
            "WITH w0 AS (INSERT INTO a (id, word) VALUES ($1, $2), ($3, $4)), "
            "w1 AS (UPDATE b SET seen = $5 WHERE id = $6) "
            "UPDATE c SET seen = $7 WHERE id = $8",
            [1, 2, 1, 2, True, 1, True, 3],
        )
    ] == both


@pytest.mark.parametrize(
    "second",
    [
        _to("a"),
        Write("UPDATE b SET n = (SELECT count(*) FROM a)", {}),
        Write("UPDATE b SET n = 1 FROM a WHERE a.id = b.id", {}),
        Write("DELETE FROM b USING a WHERE a.id = b.id", {}),
        Write("SELECT handrail_now()", {}),
        Write("INSERT INTO b (n) VALUES ($1) ON CONFLICT DO NOTHING", [1], alone=True),
    ],
)
def test_what_looks_around_or_touches_the_same_table_goes_out_after(
    second: Write,
) -> None:
    first = _into("a")
    assert 2 == len(writes.merged([first, second]))
    assert 2 == len(writes.merged([second, first]))


def test_a_statement_of_its_own_keeps_its_words() -> None:
    one = _to("b")
    assert [(one.words, one.values)] == writes.merged([one])


def test_a_sign_that_the_driver_doubles_is_single_among_numbered_values() -> None:
    like = Write("DELETE FROM b WHERE word LIKE 'a%%' AND id = %(id)s", {"id": 5})
    ((words, values),) = writes.merged([like, _into("c")])
    assert "word LIKE 'a%' AND id = $1" in words
    assert [5, 1, 2] == values


def test_last_ones_go_out_last() -> None:
    last = Write("UPDATE a SET seen = %(seen)s", {"seen": 1}, last=True)
    ((first, _), (second, _)) = writes.merged([last, _into("a")])
    assert (True, True) == (first.startswith("INSERT"), second.startswith("UPDATE"))
