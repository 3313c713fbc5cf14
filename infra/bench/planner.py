"""The process that plans: a worker's own job, on the batches the clock rings for."""

import multiprocessing
import os
import resource
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import text

from service import jobs
from service.queue import BATCH
from service.store import outbox
from service.store.db import Database
from service.store.trips import Answer, Line, Statement
from service.usecases import looking_after

TICKS = os.sysconf("SC_CLK_TCK")
OURS = text("SELECT pid FROM pg_stat_activity WHERE usename = current_user")
STATUS = Path("/proc/self/status")


@dataclass(frozen=True, slots=True)
class Planned:
    """What came of planning all that was due: people, and what it took."""

    people: int
    nudges: int
    seconds: float
    here: float  # seconds of processor time in this process
    there: float  # and in PostgreSQL, for whoever signs in as we do
    trips: int
    peak: int  # bytes of memory, at the most, since it began


class Planner:
    """A process of its own that plans when it is asked to, and tells what it took."""

    def __init__(self, pipe: Any) -> None:
        self._pipe = pipe

    def plan_all_due(self) -> Planned:
        """Have everybody planned whose day has come, in the clock's batches."""
        self._pipe.send("plan")
        found: Planned = self._pipe.recv()
        return found


@contextmanager
def planner(env: dict[str, str]) -> Iterator[Planner]:
    """Start the planning process; it ends with the block."""
    spawning = multiprocessing.get_context("spawn")
    here, there = spawning.Pipe()
    process = spawning.Process(target=work, args=(env, there), daemon=True)
    process.start()
    try:
        yield Planner(here)
    finally:
        here.send("")
        process.join(20)


def work(env: dict[str, str], pipe: Connection) -> None:
    """Plan at every word but the last, as a worker does (service.jobs)."""
    os.environ.update(env)
    trips = counted_trips()
    while pipe.recv():
        before = (trips[0], time.process_time(), ticks(jobs.parts().db))
        begun = time.perf_counter()
        people, nudges = _plan_all_due()
        pipe.send(
            Planned(
                people=people,
                nudges=nudges,
                seconds=time.perf_counter() - begun,
                here=time.process_time() - before[1],
                there=(ticks(jobs.parts().db) - before[2]) / TICKS,
                trips=trips[0] - before[0],
                peak=_peak(),
            )
        )


def _plan_all_due() -> tuple[int, int]:
    people, nudges, before = 0, 0, None
    # Whoever cannot be planned stays due: then the round ends, and the count tells.
    while (due := _due()) and due != before:
        before = due
        for organisation, ids in due.items():
            rows = [str(item) for item in ids]
            for at in range(0, len(rows), BATCH):
                batch = rows[at : at + BATCH]
                nudges += jobs.plan(organisation=str(organisation), ids=batch)
            people += len(rows)
    return people, nudges


def _due() -> dict[UUID, list[UUID]]:
    return outbox.due(jobs.parts().db, "unplanned", looking_after.MOST_RUNG)


def counted_trips() -> list[int]:
    """Count the round trips to the database from now on."""
    count, trip = [0], Line.trip

    def counted(line: Line, statements: Sequence[Statement]) -> list[Answer]:
        count[0] += 1
        return trip(line, statements)

    Line.trip = counted  # type: ignore[method-assign] # it only counts
    return count


def ticks(db: Database) -> int:
    """Return the ticks of processor time of our backends; 0 where /proc tells none."""
    with db.transaction() as tx:
        backends = [row["pid"] for row in tx.rows(OURS)]
    stats = [Path(f"/proc/{process}/stat") for process in backends]
    told = [one.read_text().rpartition(")")[2] for one in stats if one.exists()]
    return sum(int(ticks) for stat in told for ticks in stat.split()[11:13])


def _peak() -> int:
    """Return the most memory this process had; what was before it is not counted."""
    lines = STATUS.read_text().splitlines() if STATUS.exists() else ()
    most = next((line.split()[1] for line in lines if line.startswith("VmHWM")), None)
    if most is None:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return int(most) * 1024
