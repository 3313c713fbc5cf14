"""The benchmarks of decisions and of tomorrow, on a few: what they measure is real."""

import io
import re
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest
from psycopg.rows import dict_row
from rich.console import Console

from infra.bench import (
    crowd,
    decisions,
    due,
    pages,
    stage,
    stories,
    tomorrow,
    where,
    where_due,
)
from infra.bench.stage import Stage
from service import jobs
from service.embedded.servers import Addresses
from service.store import outbox, people
from service.store.trips import Line
from tests.database import Clone

pytestmark = pytest.mark.long

MANY = 50


@pytest.fixture
def on(clone: Clone, redis_url: str) -> Iterator[Stage]:
    """A benchmark's stage on a database of this test's own."""
    urls = (clone.superuser_url, clone.owner_url, clone.app_url, redis_url)
    made = stage.set_up(Addresses(*urls))
    yield made
    made.parts.db.close()


def rows(on: Stage, query: str) -> list[dict[str, Any]]:
    address = on.addresses.superuser_url
    with psycopg.connect(address, row_factory=dict_row) as line:
        return line.execute(query.encode()).fetchall()


def test_tomorrow_is_planned_once_for_everybody_in_few_round_trips(on: Stage) -> None:
    """They were twenty-one for each; with tens of thousands that is a night."""
    said = io.StringIO()
    console = Console(file=said, width=400)
    tomorrow.run(MANY, console, nullcontext(on))
    assert f"tomorrow for {MANY} people: " in said.getvalue()
    (trips,) = re.findall(r"([0-9.]+) round trips", said.getvalue())
    assert 0 < float(trips) <= 10
    assert {} == outbox.due(on.parts.db, "unplanned", MANY)
    for row in rows(on, "SELECT zone, planned_until, plan_at FROM participants"):
        thursday = date(2026, 12, 3)
        assert thursday + timedelta(days=crowd.AHEAD) == row["planned_until"]
        again = row["plan_at"].astimezone(ZoneInfo(row["zone"]))
        assert (thursday + timedelta(days=1), 0) == (again.date(), again.hour)


def test_people_laid_in_stand_as_the_product_would_have_them(on: Stage) -> None:
    crowd.lay_in(on, MANY, tomorrow.BEGIN)
    found = rows(on, "SELECT id FROM participants ORDER BY id")
    with on.parts.db.transaction(on.organisation) as tx:
        her = people.lock(tx, on.parts.vault, found[0]["id"])
        assert her is not None
        number = people.number_of(tx, her)
        hashed = on.parts.tenant(on.organisation).hashes.hash(number)
        assert her == people.lock_by_number(tx, on.parts.vault, hashed)
    assert MANY == len(found)


def test_every_page_is_asked_for_among_people_and_messages(
    on: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "ROUNDS", 2)
    said = io.StringIO()
    assert 0 == pages.run(6, 24, Console(file=said, width=200), nullcontext(on))
    assert "6 people and 24 texts" in said.getvalue()
    for page in (pages.EMPTY, "today", "people/<id>", "team", "account"):
        assert f" {page} " in said.getvalue()
    assert [{"n": 12}] == rows(on, "SELECT count(*) n FROM outbox_messages")


def test_a_life_ends_alike_each_time_it_is_lived() -> None:
    for story in stories.many(4):
        assert story.live(decisions.TODAY) == story.live(decisions.TODAY)


def test_each_decision_has_its_sentences(capsys: pytest.CaptureFixture[str]) -> None:
    assert {0, 1} >= {decisions.run(rounds=1, times=20, lives=8)}
    assert "a decision / json of 2 KB: " in capsys.readouterr().out
    for moment in decisions.moments(8):
        state, said = decisions.decide(moment)
        assert moment.state != state
        assert len(said) >= 2
        assert all(sentence.endswith(".") for sentence in said)


def test_the_rooms_of_a_text_are_watched(
    on: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every text goes through the real door and is answered; round trips stay few."""
    monkeypatch.setattr(Line, "trip", Line.trip)
    monkeypatch.setattr(where, "WARM", 4)
    spent = where.live(on, 30)
    assert (30, True) == (spent.times, spent.here > 0)
    assert 3 <= spent.trips / spent.times < 4.5
    assert set(spent.seen) <= {*where.ROOMS.values(), where.OTHER}


def test_the_rooms_of_a_due_nudge_are_watched(
    on: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Real jobs of a real worker; a handful is five round trips, however many it has."""
    monkeypatch.setattr(psycopg.Connection, "pipeline", psycopg.Connection.pipeline)
    monkeypatch.setattr(psycopg.Cursor, "execute", psycopg.Cursor.execute)
    for name, value in on.env.items():
        monkeypatch.setenv(name, value)
    jobs.parts.cache_clear()
    due.put_clock(on, due.BEGIN)
    crowd.lay_in(on, 4 * MANY, due.BEGIN)
    spent = where_due.live(on)
    jobs.parts().db.close()
    jobs.parts.cache_clear()
    assert spent.times > MANY
    assert 0 < spent.trips / spent.times < 1
    assert set(spent.seen) <= {*where.ROOMS.values(), where.OTHER}
    said = rows(on, "SELECT count(*) n FROM outbox_messages WHERE state = 'due'")
    assert spent.times <= said[0]["n"]


def test_a_frame_belongs_to_the_innermost_room() -> None:
    psycopg_, ours = "/lib/psycopg/cursor.py", "/there/service/usecases/converse.py"
    assert "psycopg, the driver" == where.room(["/lib/json.py", psycopg_, ours])
    assert "our use cases" == where.room([ours, psycopg_])
    assert where.OTHER == where.room(["/lib/json.py"])
