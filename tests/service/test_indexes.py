"""What is asked about one person is found by what is hers, whatever the tables hold.

PostgreSQL plans once for a connection, as few or as many rows as there were then: an
index that leads past all of an organisation must not be there to be taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import TextClause, text

from service.embedded.servers import Addresses
from service.store import gates, handfuls, nearby, needs
from service.store.db import Tx
from tests import database
from tests.database import Clone
from tests.journeys.world import World

HER = "+15550410001"
OF_EVERYBODY = ("ix_conversations_expiring", "ix_nudges_due")
NOBODY = UUID(int=1)


@pytest.fixture
def clone(servers: Addresses) -> Iterator[Clone]:
    """A database that nobody had before: of what was deleted files keep their length,
    and PostgreSQL plans by that.
    """
    with database.clone(servers) as new:
        yield new


def near(world: World) -> tuple[TextClause, dict[str, Any]]:
    with world.desk(HER) as desk:
        day, programme, now = desk.today, desk.person.programme_id, desk.tx.now
    return nearby.NEAR, {
        "programme": programme, "person": NOBODY, "day": day, "monday": day,
        "month": day, "now": now, "carrier_id": "", "story": "daily_win",
    }  # fmt: skip


def near_all(world: World) -> tuple[TextClause, dict[str, Any]]:
    _, values = near(world)
    day = values["day"]
    return nearby.NEAR_ALL, {
        "people": [NOBODY], "programmes": [values["programme"]], "days": [day],
        "mondays": [day], "months": [day], "stories": [""], "now": values["now"],
        "carrier_id": "",
    }  # fmt: skip


def due(world: World) -> tuple[TextClause, dict[str, Any]]:
    now = world.now
    return handfuls.NUDGES, {"ids": [NOBODY], "now": now, "since": now}


def explained(tx: Tx, query: TextClause, values: dict[str, Any]) -> str:
    rows = tx.rows(text(f"EXPLAIN {query}"), **values)
    return "\n".join(row["QUERY PLAN"] for row in rows)


def test_what_was_planned_while_tables_were_empty_reads_no_whole_table_later(
    world: World,
) -> None:
    world.join(HER)
    with world.parts.db.transaction(world.organisation) as tx:
        tx.rows(text("SELECT 1 AS one"))
        for query, values in (near(world), near_all(world)):
            plan = explained(tx, query, values)
            assert "Index" in plan
            assert "Seq Scan" not in plan


def test_what_waits_at_a_gate_is_counted_without_all_that_was_sent(
    world: World,
) -> None:
    with world.parts.db.transaction(world.organisation) as tx:
        tx.rows(text("SELECT 1 AS one"))
        plan = explained(tx, gates.SHOW, {"now": world.now})
    read = re.findall(r"(\w+) on outbox_messages", plan)
    assert {"ix_outbox_messages_urgent", "ix_outbox_messages_due"} == set(read), plan


@pytest.mark.parametrize("asked", [near, near_all, due])
@pytest.mark.parametrize("stale", [False, True])
def test_nobody_reads_past_all_that_is_open_or_due(
    world: World, asked: Any, stale: bool
) -> None:
    world.join(HER)
    if stale:  # as after a night in which nothing was open
        world.run("ANALYZE conversations, nudges")
    query, values = asked(world)
    with world.parts.db.transaction(world.organisation) as tx:
        tx.rows(text("SELECT 1 AS one"))
        plan = explained(tx, query, values)
    assert "conversations" in plan or "nudges" in plan
    assert [] == [index for index in OF_EVERYBODY if index in plan]


def test_who_is_celebrated_is_found_without_the_tries_of_everybody(
    world: World,
) -> None:
    """A plan made while few had tried read the tries of everybody, a year of them."""
    with world.parts.db.transaction(world.organisation) as tx:
        tx.rows(text("SELECT 1 AS one"))
        since = {"week": world.now, "lately": world.now, "me": None}
        plan = explained(tx, needs.STANDING, since)
    read = re.findall(r"using (\w+) on attempts", plan)
    assert ["ix_attempts_participant_id"] * 3 == read, plan
