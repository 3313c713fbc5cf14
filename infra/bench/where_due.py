"""Where the time of a due nudge goes: which room had the processor, sampled.

People are laid in as for `due`. A few of the fullest minutes of their days come one
after another; what falls due is rung for as the clock does, and worked off by a worker
of RQ in this one process. What is watched is all that worker does, RQ's part too, and
what PostgreSQL does for it; the clock and Redis itself are not.
"""

import os
from datetime import datetime, timedelta
from typing import Any

import psycopg
from rich.console import Console
from rq import SimpleWorker

from infra.bench import crowd, due, planner, stage, where
from infra.bench.stage import Stage
from infra.bench.where import Spent
from service import heap, jobs
from service.queue import ORDINARY
from service.store import outbox

MINUTES = 6
MOST = 100_000  # due in one of them
FULLEST = (
    "SELECT due_at FROM nudges WHERE state = 'planned' AND due_at > %(after)s"
    " GROUP BY due_at ORDER BY count(*) DESC, due_at LIMIT %(most)s"
)
# As the clock does a day after the last word.
SILENT = "UPDATE conversations SET status = 'ended' WHERE status = 'open'"


def run(people: int, console: Console | None = None) -> int:
    """Lay people in, sample, and print the table; always 0, for it has no aim."""
    console = console or Console()
    with stage.stage() as on:
        due.put_clock(on, due.BEGIN)
        crowd.lay_in(on, people, due.BEGIN)
        spent = live(on)
    for line in where.told("a due nudge", spent):
        console.print(line)
    return 0


def live(on: Stage) -> Spent:
    """Let the minutes come, the first of them unwatched: it makes things ready."""
    os.environ.update(on.env)
    trips, spent = planner.counted_trips(), Spent()
    worker = jobs.worker(on.addresses.redis_url, [ORDINARY])
    heap.settle()
    with psycopg.connect(on.addresses.owner_url, autocommit=True) as line:
        due.as_its_owner(line, on)
        line.execute(due.NOBODY_IS_PLANNED)
        found = line.execute(FULLEST, {"after": due.BEGIN, "most": MINUTES}).fetchall()
        first, *others = sorted(at for (at,) in found)
        _comes(on, line, first)
        _work(worker)
        for at in others:
            spent.times += _comes(on, line, at)
            with spent.watching(jobs.parts().db, trips):
                _work(worker)
    return spent


def _comes(on: Stage, line: psycopg.Connection[Any], at: datetime) -> int:
    """Let a minute come, and ring for what falls due in it; return how many."""
    line.execute(due.NOTHING_BEFORE, {"at": at})
    line.execute(SILENT)
    due.put_clock(on, at + timedelta(seconds=1))
    parts = jobs.parts()
    fell = outbox.due(parts.db, "due_nudges", MOST)
    for organisation, rows in fell.items():
        parts.bell.ring("nudge", organisation, rows, ORDINARY)
    return sum(map(len, fell.values()))


def _work(worker: SimpleWorker) -> None:
    worker.work(burst=True, logging_level="WARNING", with_scheduler=False)
