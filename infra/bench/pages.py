"""Every page of the console with people and messages in plenty, beside an empty view.

One organisation with so many people, four months of their days, and so many texts
between them and us, each sealed under its person's key; their weeks are added up as
workers do it. Pages are found by their links, as a coach finds them; of those
that differ only in whose they are, the first is asked for again and again. The empty
view answers in the same process, behind the same admission.
"""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

import psycopg
from flask import Flask, Response
from flask.testing import FlaskClient
from rich.console import Console
from rich.table import Table
from sqlalchemy import text

from infra.bench import crowd, planner, stage
from infra.bench.stage import Stage
from service.store import views
from service.usecases import first_owner, tallying
from service.usecases.parts import Parts
from service.web import access, site
from service.web.callers import ANEW

ROUNDS = 30
HISTORY = 120  # days of chances behind everybody
EMPTY = "an empty view"
LINK = re.compile(r'href="(/[^"#]*)')
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}")
# The first script that is linked to is the longest one; the others are left out.
NAME = re.compile(r"^/scripts/(?!new\b)\w+")
MOST = 80
FILES = re.compile(r"\.(css|js|svg|csv|json|zip|wav|yaml|webp)$|/recordings/|/export")
HEARD = ("asked a question aloud", "said my idea", "not today", "tried it twice")
SAID = ("Good. What did you do that made it happen?", "Kept. In your own words.")
KEYS = text(
    "SELECT id, wrapped_key FROM participants WHERE organisation_id = :organisation"
    " ORDER BY id"
)
INBOX = (
    "inbox",
    "id, organisation_id, participant_id, carrier_id, body_sealed, cleaned, media,"
    " effect, received_at",
)
CONSENTS = (
    "consent_entries",
    "id, organisation_id, participant_id, change, method, channel, language,"
    " wording_sealed, entered_by, at",
)
OUTBOX = (
    "outbox_messages",
    "id, organisation_id, participant_id, kind, channel, body_sealed, body_hash,"
    " segments, state, token, consent_version, tries, not_before, called_at,"
    " settled_at, carrier_id, carrier_status, created_at",
)


@dataclass(frozen=True, slots=True)
class Took:
    """One page, asked for often: seconds of each answer, round trips, its size."""

    page: str
    seconds: tuple[float, ...]
    trips: int
    size: int

    @property
    def p95(self) -> float:
        """The second slowest of twenty, in seconds."""
        return statistics.quantiles(self.seconds, n=20)[-1]


def run(
    how_many: int,
    messages: int,
    console: Console | None = None,
    lent: AbstractContextManager[Stage] | None = None,
) -> int:
    """Lay people and messages in, measure every page, print; 0 when all answered."""
    console = console or Console()
    with lent or stage.stage() as on:
        begun = time.perf_counter()
        now = datetime.now(UTC)
        crowd.lay_in(on, how_many, now, before=HISTORY)
        laid = lay_in(on, messages, now)
        add_up(on)
        seconds = time.perf_counter() - begun
        console.print(f"{how_many:,} people and {laid:,} texts in {seconds:.0f} s")
        with _counting() as trips, _client(on) as client:
            paths = (f"/{EMPTY}", *_pages(client))
            found = [_took(client, path, trips) for path in paths]
    console.print(_table(found))
    return 0


def lay_in(on: Stage, messages: int, now: datetime) -> int:
    """Lay so many texts in, half of them heard and half said; return how many."""
    with on.parts.db.transaction(on.organisation) as tx:
        rows = tx.rows(KEYS)
        keys = [(row["id"], views.key_of(on.parts.vault, row)) for row in rows]
    each = max(messages // (2 * len(keys)), 1)
    began = now - timedelta(days=HISTORY)
    with psycopg.connect(on.addresses.owner_url) as line:
        scope = "SELECT set_config('handrail.organisation', %s, false)"
        line.execute(scope, [str(on.organisation)])
        _copied(line, CONSENTS, (_agreed(on, *one, began) for one in keys))
        for table, made in ((INBOX, _heard), (OUTBOX, _said)):
            moments = [_moment(now, at) for at in range(each)]
            _copied(line, table, (made(on, *one, at) for one in keys for at in moments))
        line.execute("ANALYZE inbox, outbox_messages, consent_entries")
    return 2 * each * len(keys)


def add_up(on: Stage) -> None:
    """Add everybody's weeks up, as workers do through the day."""
    with on.parts.db.transaction(on.organisation) as tx:
        ids = [row["id"] for row in tx.rows(KEYS)]
    tallying.add_up(on.parts, on.organisation, ids)
    with psycopg.connect(on.addresses.owner_url) as line:
        line.execute("ANALYZE person_tallies, week_tallies")


def _copied(
    line: psycopg.Connection[Any], into: tuple[str, str], rows: Iterator[Any]
) -> None:
    """Copy rows in; COPY asks for no row-level security: through a table of our own."""
    table, columns = into
    line.execute(f"CREATE TEMP TABLE laid_{table} AS SELECT {columns} FROM {table}")
    with line.cursor().copy(f"COPY laid_{table} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
    line.execute(f"INSERT INTO {table} ({columns}) SELECT * FROM laid_{table}")


def _agreed(on: Stage, whose: UUID, key: Any, at: datetime) -> tuple[Any, ...]:
    row, words = on.parts.new_id(), "I agree."
    sealed = key.seal(words, "consent_entries", row, "wording_sealed")
    return (
        row, on.organisation, whose, "given", "bench", "text", "en", sealed, "bench",
        at,
    )  # fmt: skip


def _moment(now: datetime, at: int) -> datetime:
    return now - timedelta(hours=6) * at - timedelta(minutes=7)


def _heard(on: Stage, whose: UUID, key: Any, at: datetime) -> tuple[Any, ...]:
    row = on.parts.new_id()
    sealed = key.seal(HEARD[row.int % len(HEARD)], "inbox", row, "body_sealed")
    carrier = f"SM{row.hex}"
    return row, on.organisation, whose, carrier, sealed, False, 0, "turn", at


def _said(on: Stage, whose: UUID, key: Any, at: datetime) -> tuple[Any, ...]:
    row, later = on.parts.new_id(), at + timedelta(seconds=3)
    words = SAID[row.int % len(SAID)]
    sealed = key.seal(words, "outbox_messages", row, "body_sealed")
    return (
        row, on.organisation, whose, "reply", "text", sealed, row.bytes, 1, "sent",
        row.hex, 2, 1, later, later, later, f"SM{row.hex}", "delivered", later,
    )  # fmt: skip


@contextmanager
def _counting() -> Iterator[list[int]]:
    """Count the round trips to the database while it lasts."""
    pipeline, execute = psycopg.Connection.pipeline, psycopg.Cursor.execute
    try:
        yield planner.counted_trips()
    finally:
        psycopg.Connection.pipeline = pipeline  # type: ignore[method-assign] # as it was
        psycopg.Cursor.execute = execute  # type: ignore[method-assign] # as it was


@contextmanager
def _client(on: Stage) -> Iterator[FlaskClient]:
    """Give a browser of somebody who is in, at pages with an empty one among them."""
    parts: Parts = replace(on.parts, origin="http://127.0.0.1:8017")
    app = Flask("service.web", static_folder="static", template_folder="templates")
    app.add_url_rule("/healthz", "health", lambda: "ok")
    app.add_url_rule(f"/{EMPTY}", "empty", lambda: Response("<!doctype html>"))
    known, access.TABLE = access.TABLE, {**access.TABLE, "empty": "see"}
    try:
        site.furnish(app, parts)
        link = first_owner.demo_link(parts, on.organisation)
        begun = first_owner.demo(parts, link.rpartition("/")[2], "Firefox")
        assert begun is not None
        client = app.test_client()
        client.set_cookie("handrail", begun.token, domain="localhost")
        yield client
    finally:
        access.TABLE = known


def _pages(client: FlaskClient) -> Iterator[str]:
    """Follow the links from the first page; yield one page of each kind."""
    waiting, known = ["/"], {"/"}
    for path in islice(iter(lambda: waiting.pop(0) if waiting else None, None), MOST):
        answer = client.get(path)
        if answer.status_code != 200:
            continue  # it sends elsewhere, as a proof does
        yield path
        for link in LINK.findall(answer.text):
            kind = NAME.sub("/scripts/NAME", ID.sub("ID", link.partition("?")[0]))
            if kind not in known and not FILES.search(kind):
                known.add(kind)
                waiting.append(link)


def _took(client: FlaskClient, path: str, trips: list[int]) -> Took:
    address = f"{path}{'&' if '?' in path else '?'}{ANEW}=1"
    client.get(address)  # what is made once is made
    before = trips[0]
    size = len(client.get(address).data)
    counted = trips[0] - before
    seconds = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        client.get(address)
        seconds.append(time.perf_counter() - begun)
    page = ID.sub("<id>", path.partition("?")[0])
    return Took(page.strip("/") or "today", tuple(seconds), counted, size)


def _table(found: list[Took]) -> Table:
    empty, *pages = found
    table = Table(
        title="each page of the console, beside an empty view behind the same door"
    )
    for column in ("page", "p50 ms", "p95 ms", "of the empty view", "trips", "KB"):
        table.add_column(column, justify="left" if column == "page" else "right")
    for one in (empty, *pages):
        table.add_row(
            one.page,
            f"{1000 * statistics.median(one.seconds):.1f}",
            f"{1000 * one.p95:.1f}",
            f"{one.p95 / empty.p95:.1f}",
            str(one.trips),
            f"{one.size / 1000:.0f}",
        )
    return table
