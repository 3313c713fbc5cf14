"""Due nudges handed over, beside rq's own scheduler that moves as many due jobs.

Handed over means: claimed, decided by the core, its words in the outbox, committed, and
the bell rung. The real clock looks once a second; real workers do what it rings for. It
is the fullest minute of a day: everybody of the biggest zone whose prompt falls due.
"""

import argparse
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from typing import Any

import psycopg
from redis import Redis
from rich.console import Console
from rich.table import Table

from infra.bench import crowd, due_processes, stage
from infra.bench.stage import Stage
from service.store.db import set_clock

# A Wednesday, an hour before anybody's window opens.
BEGIN = datetime(2026, 12, 2, 10, 30, tzinfo=UTC)
AIM = 5.0  # times the rate of rq's scheduler
HEAD_START = timedelta(seconds=4)
STUCK_S = 120.0
MANY = 10_000  # jobs due for rq's scheduler, at the least: it moves a thousand at once

# Whose midnight comes meanwhile is not measured here.
NOBODY_IS_PLANNED = "UPDATE participants SET plan_at = plan_at + interval '9 days'"
FULLEST = (
    "SELECT due_at, count(*) FROM nudges WHERE state = 'planned'"
    " AND due_at > %(after)s GROUP BY due_at ORDER BY count(*) DESC, due_at LIMIT 1"
)
# The one that comes nearest to so many, of those that are full enough.
AS_FULL = (
    "SELECT due_at, count(*) FROM nudges WHERE state = 'planned'"
    " AND due_at > %(after)s GROUP BY due_at HAVING count(*) >= %(due)s"
    " ORDER BY count(*), due_at LIMIT 1"
)
# What fell due before the fullest minute stays out of it.
NOTHING_BEFORE = (
    "UPDATE nudges SET state = 'cancelled' WHERE state = 'planned' AND due_at < %(at)s"
)
LEFT = "SELECT count(*) FROM nudges WHERE state = 'planned' AND due_at = %(at)s"
TOOK = (
    "SELECT count(*) FILTER (WHERE n.state = 'sent') AS sent, count(*) AS decided,"
    " extract(epoch FROM max(d.at) - min(d.at)) AS seconds,"
    " percentile_cont(ARRAY[0.5, 0.99]) WITHIN GROUP (ORDER BY"
    " extract(epoch FROM d.at - n.due_at)) AS late"
    " FROM nudges n JOIN decisions d ON d.nudge_id = n.id WHERE n.due_at = %(at)s"
)


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What came of one side: how many, in which time, how late, with which memory."""

    scheduled: int
    moved: int
    seconds: float
    late_p50: float
    late_p99: float
    redis_bytes: int
    worker_bytes: int

    @property
    def rate(self) -> float:
        """How many a second."""
        return self.moved / max(self.seconds, 0.001)


def run(given: argparse.Namespace) -> int:
    """Measure both, print the table; 1 when the aim is missed."""
    console = Console()
    sizes = given.people_due or [10_000]
    rows = [_beside(console, size, given.workers, given.due) for size in sizes]
    console.print(_table(rows))
    ratio = min(ours.rate / theirs.rate for ours, theirs in rows)
    console.print(
        f"due nudges handed over / rq's scheduler: {ratio:.2f} of its rate"
        f" (aim: {AIM:.0f})"
    )
    return 0 if ratio >= AIM else 1


def _beside(
    console: Console, people: int, workers: int, due: int | None
) -> tuple[HandedOver, HandedOver]:
    with stage.stage() as on:
        put_clock(on, BEGIN)
        begun = time.perf_counter()
        crowd.lay_in(on, people, BEGIN)
        console.print(
            f"laid in {people:,} people in {time.perf_counter() - begun:.0f} s"
        )
        ours = _ours(on, workers, due)
        theirs = _theirs(on, max(ours.scheduled, 2 * MANY), max(ours.moved, MANY))
    return ours, theirs


def _ours(on: Stage, workers: int, due: int | None) -> HandedOver:
    with psycopg.connect(on.addresses.owner_url, autocommit=True) as line:
        as_its_owner(line, on)
        line.execute(NOBODY_IS_PLANNED)
        at, wanted = _one(line, AS_FULL if due else FULLEST, after=BEGIN, due=due)
        line.execute(NOTHING_BEFORE, {"at": at})
        (scheduled,) = _one(line, "SELECT count(*) FROM nudges WHERE state = 'planned'")
        line.execute("VACUUM ANALYZE nudges")
        with _running(on, workers) as memory:
            # What it takes to start them is not how late anybody's nudge is.
            _wait_until(lambda: due_processes.at_work(_redis(on)) == workers)
            put_clock(on, at - HEAD_START)
            _until_none(line, at, wanted)
            worker_bytes = memory()
        sent, decided, seconds, late = _one(line, TOOK, at=at)
    if (sent, decided) != (wanted, wanted):
        raise AssertionError(f"{wanted} fell due, {decided} decided, {sent} went on")
    used = _redis(on).info("memory")["used_memory"]
    return HandedOver(
        scheduled, decided, float(seconds), float(late[0]), float(late[1]), used,
        worker_bytes,
    )  # fmt: skip


def _theirs(on: Stage, scheduled: int, due: int) -> HandedOver:
    """Have rq's scheduler move as many due jobs among as many scheduled ones."""
    redis = _redis(on)
    redis.flushall()
    queue = due_processes.fill(redis, scheduled, due)
    with _spawned([(due_processes.schedule, (on.addresses.redis_url,))]) as memory:
        _wait_until(lambda: len(queue) > 0)
        begun, first = time.perf_counter(), len(queue)
        _wait_until(lambda: len(queue) >= due)
        seconds = time.perf_counter() - begun
        worker_bytes = memory()
    # It moves a thousand at once, then sleeps a second: the first lot is not counted,
    # since its time before we looked is not known.
    moved, used = due - first, redis.info("memory")["used_memory"]
    return HandedOver(scheduled, moved, seconds, 0.0, 0.0, used, worker_bytes)


@contextmanager
def _running(on: Stage, workers: int) -> Iterator[Any]:
    """Run the clock and so many workers of the ordinary lane."""
    orders = [(due_processes.clock, (on.env,))]
    orders += [(due_processes.work, (on.env,))] * workers
    with _spawned(orders) as memory:
        yield memory


@contextmanager
def _spawned(orders: Sequence[tuple[Any, tuple[Any, ...]]]) -> Iterator[Any]:
    """Run processes; yield what tells the memory of the biggest, in bytes."""
    spawning = get_context("spawn")
    running = [spawning.Process(target=do, args=to, daemon=True) for do, to in orders]
    for process in running:
        process.start()
    try:
        yield lambda: max(due_processes.peak(one.pid or 0) for one in running)
    finally:
        for process in running:
            process.terminate()
            process.join(20)


def _until_none(line: psycopg.Connection[Any], at: datetime, wanted: int) -> None:
    """Wait until none is left; raises when nothing moves any more."""
    left, moved_at = wanted, time.perf_counter()
    while left:
        time.sleep(0.5)
        (now_left,) = _one(line, LEFT, at=at)
        if now_left != left:
            left, moved_at = now_left, time.perf_counter()
        if time.perf_counter() - moved_at > STUCK_S:
            raise TimeoutError(f"{left} of {wanted} nudges are left, and none moves")


def _wait_until(is_so: Any) -> None:
    ends = time.perf_counter() + STUCK_S
    while not is_so():
        if time.perf_counter() > ends:
            raise TimeoutError("no process of those that are measured does anything")
        time.sleep(0.02)


def as_its_owner(line: psycopg.Connection[Any], on: Stage) -> None:
    """Let a connection of the owner see the organisation's rows."""
    scope = "SELECT set_config('handrail.organisation', %s, false)"
    line.execute(scope, [str(on.organisation)])


def _one(line: psycopg.Connection[Any], words: str, **values: Any) -> tuple[Any, ...]:
    found: tuple[Any, ...] = line.execute(words, values).fetchall()[0]
    return found


def _redis(on: Stage) -> Redis:
    return Redis.from_url(on.addresses.redis_url)


def put_clock(on: Stage, to: datetime) -> None:
    """Put the one clock to a moment."""
    set_clock(on.addresses.owner_url, to - datetime.now(UTC))


def _table(rows: Sequence[tuple[HandedOver, HandedOver]]) -> Table:
    table = Table(title="due nudges handed over, and jobs that rq's scheduler moves")
    for column in (
        "", "scheduled", "due at once", "per second", "late p50 s", "late p99 s",
        "Redis MB", "a worker MB",
    ):  # fmt: skip
        table.add_column(column, justify="right")
    for pair in rows:
        for name, one in zip(("Handrail", "rq's scheduler"), pair, strict=True):
            late = one.late_p99 > 0
            table.add_row(
                name, f"{one.scheduled:,}", f"{one.moved:,}", f"{one.rate:.0f}",
                f"{one.late_p50:.1f}" if late else "",
                f"{one.late_p99:.1f}" if late else "",
                f"{one.redis_bytes / 2**20:.0f}", f"{one.worker_bytes / 2**20:.0f}",
            )  # fmt: skip
    return table
