"""Tomorrow planned for everybody: time, memory, round trips, and the shape of the day.

People of many zones stand with their days laid out as of yesterday (`crowd`). The one
clock goes on hour by hour; whoever's midnight has come is planned by the worker's own
job, in the batches the clock rings for, in one process (`planner`). It is the fullest
day of the week: each person gets a chance, and her weekly recap comes into view.
"""

import time
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from rich.console import Console
from rich.table import Table

from infra.bench import crowd, stage
from infra.bench.planner import Planned, planner
from infra.bench.stage import Stage
from service.clock import BEAT_SECONDS
from service.store.db import set_clock
from service.usecases import looking_after

# A Wednesday: before the first midnight of the zones there are, and after the last.
BEGIN = datetime(2026, 12, 2, 10, 30, tzinfo=UTC)
HOURS = 24
AIM = 100  # people for each second of processor time


@dataclass(frozen=True, slots=True)
class Hour:
    """One hour of the clock, and what was planned in it."""

    ends: datetime
    planned: Planned


def run(
    how_many: int,
    console: Console | None = None,
    lent: AbstractContextManager[Stage] | None = None,
) -> int:
    """Lay people in, plan a day of them, print what it took; 0 when none is left.

    `lent` is a stage to do it on, in place of servers of its own.
    """
    console = console or Console()
    with lent or stage.stage() as on:
        begun = time.perf_counter()
        _set_clock(on, BEGIN)
        crowd.lay_in(on, how_many, BEGIN)
        seconds = time.perf_counter() - begun
        console.print(f"laid in {how_many:,} people in {seconds:.0f} s")
        hours = live(on)
    took = [hour.planned for hour in hours if hour.planned.people]
    _print(console, hours, took)
    planned = sum(one.people for one in took)
    return 0 if planned == how_many and planned / _processor(took) >= AIM else 1


def live(on: Stage) -> Sequence[Hour]:
    """Let a day go by, and plan whoever's day has come at the end of each hour."""
    hours = []
    with planner(on.env) as worker:
        for ahead in range(1, HOURS + 1):
            ends = BEGIN + timedelta(hours=ahead)
            _set_clock(on, ends)
            hours.append(Hour(ends, worker.plan_all_due()))
    return hours


def _set_clock(on: Stage, to: datetime) -> None:
    set_clock(on.addresses.owner_url, to - datetime.now(UTC))


def _processor(took: Sequence[Planned]) -> float:
    """Give the seconds of processor time, or of the clock where those are not told."""
    told = all(one.there for one in took)
    return sum(one.here + one.there if told else one.seconds for one in took)


def _print(console: Console, hours: Sequence[Hour], took: Sequence[Planned]) -> None:
    people = sum(one.people for one in took)
    seconds = sum(one.seconds for one in took)
    console.print(_day([hour for hour in hours if hour.planned.people], people))
    console.print(
        f"tomorrow for {people:,} people: {seconds:.0f} s in one process, "
        f"{people / seconds:.0f} people a second; "
        f"{sum(one.trips for one in took) / people:.1f} round trips to the database "
        f"and {sum(one.nudges for one in took) / people:.1f} new nudges each"
    )
    console.print(
        f"processor time for each: {1000 * sum(o.here for o in took) / people:.1f} ms "
        f"here and {1000 * sum(o.there for o in took) / people:.1f} ms in PostgreSQL, "
        f"so {people / _processor(took):.0f} people a second of one core (aim: {AIM}); "
        f"memory here: {max(one.peak for one in took) / 2**20:.0f} MB at the most"
    )
    fullest, pace = max(took, key=lambda one: one.people), _pace()
    console.print(
        f"the fullest hour: {fullest.people / people:.0%} of all, done after "
        f"{fullest.seconds:.0f} s; the clock rings for at most {pace:.0f} people a "
        f"second, so never before {fullest.people / pace:.0f} s"
    )


def _pace() -> float:
    """Give how many people a second the clock rings for at the most."""
    every = next(duty.every for duty in looking_after.DUTIES if duty.job == "plan")
    return looking_after.MOST_RUNG / (every * BEAT_SECONDS)


def _day(hours: Sequence[Hour], people: int) -> Table:
    table = Table(title="people are planned at their own midnight: the hours of a day")
    for column in ("until (UTC)", "people", "share", "seconds"):
        table.add_column(column, justify="right")
    for hour in hours:
        one = hour.planned
        share = f"{one.people / people:.0%}"
        until = f"{hour.ends:%H:%M}"
        table.add_row(until, f"{one.people:,}", share, f"{one.seconds:.1f}")
    return table
