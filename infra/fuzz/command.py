"""The command: servers of its own, workers, a live line, tables, the exit code."""

import argparse
import multiprocessing
import pprint
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from multiprocessing.queues import Queue
from pathlib import Path
from queue import Empty
from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg import sql
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

from infra.fuzz import checks, drive, plans
from infra.fuzz.checks import DOCUMENTED, Tally
from infra.fuzz.stage import BREAKS, staged
from service.embedded.servers import Addresses, Servers
from service.store.db import migrate

__all__ = ["BREAKS", "run"]
PATIENCE_S = 300.0


@dataclass(frozen=True, slots=True)
class Lot:
    """What one worker of `workers` is told; the addresses are its own database's."""

    app_url: str
    owner_url: str
    seed: int
    people: int
    broken: str
    worker: int
    workers: int
    enough: int


def run(
    given: argparse.Namespace,
    lend: Callable[[], AbstractContextManager[Addresses]] | None = None,
    console: Console | None = None,
) -> int:
    """Play what was asked for; return 0 when every law held, and 1 otherwise.

    `lend` gives the servers, with a migrated and empty database; by default they are
    started for this run alone.
    """
    # Without a terminal Rich takes 80 columns, which cut the numbers.
    console = console or Console(width=None if sys.stdout.isatty() else 120)
    with (lend or servers)() as addresses:
        if given.replay:
            return replay(addresses, given, console)
        began = time.monotonic()
        tally = play(addresses, given, console)
        show(console, tally, time.monotonic() - began, given)
    return 1 if tally.violations else 0


@contextmanager
def servers() -> Iterator[Addresses]:
    """Servers of this run alone, migrated; they and their data are gone after."""
    with (
        tempfile.TemporaryDirectory(prefix="handrail-fuzz-") as folder,
        Servers(Path(folder), throwaway=True) as running,
    ):
        addresses = running.start()
        migrate(addresses.owner_url)
        yield addresses


def lots(addresses: Addresses, given: argparse.Namespace) -> list[Lot]:
    """One database and one share of the numbers for each worker."""
    return [_lot(addresses, given, worker) for worker in range(given.workers)]


def _lot(addresses: Addresses, given: argparse.Namespace, worker: int) -> Lot:
    source = urlsplit(addresses.owner_url).path.strip("/")
    name = f"{source}_fuzz_{worker}"
    _clone(addresses, source, name)
    return Lot(
        app_url=_at(addresses.app_url, name),
        owner_url=_at(addresses.owner_url, name),
        seed=given.seed,
        people=given.people,
        broken=given.broken,
        worker=worker,
        workers=given.workers,
        enough=-(-given.requests // given.workers),
    )


def _clone(addresses: Addresses, source: str, name: str) -> None:
    with psycopg.connect(
        _at(addresses.superuser_url, "postgres"), autocommit=True
    ) as line:
        line.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER handrail_owner").format(
                sql.Identifier(name), sql.Identifier(source)
            )
        )


def _at(url: str, database: str) -> str:
    return urlsplit(url)._replace(path=f"/{database}").geturl()


def play(addresses: Addresses, given: argparse.Namespace, console: Console) -> Tally:
    """Let the workers play, with a live line; return what they counted."""
    told: Queue[Any] = multiprocessing.get_context("spawn").Queue()
    context = multiprocessing.get_context("spawn")
    workers = [
        context.Process(target=work, args=(lot, told), daemon=True)
        for lot in lots(addresses, given)
    ]
    for worker in workers:
        worker.start()
    total = Tally()
    try:
        _listen(told, total, len(workers), given.requests, console)
    finally:
        for worker in workers:
            worker.join(10)
            worker.kill()
    return total


def _listen(
    told: Any, total: Tally, workers: int, enough: int, console: Console
) -> None:
    columns = (
        *(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()),
        *(TextColumn("{task.fields[rate]}"), TimeElapsedColumn()),
    )
    with Progress(*columns, console=console) as line:
        task = line.add_task("webhooks", total=enough, rate="")
        began = time.monotonic()
        while workers and not total.violations:
            try:
                tally = told.get(timeout=PATIENCE_S)
            except Empty:
                raise TimeoutError(
                    "A worker has said nothing for five minutes."
                ) from None
            workers -= tally is None
            if tally is None:
                continue
            total.add(tally)
            rate = total.sent / (time.monotonic() - began)
            said = f"{rate:,.0f}/s, {total.effects:,} effects"
            line.update(task, completed=total.sent, rate=said)


def work(lot: Lot, told: Any) -> None:
    """Play one lot in this process; tell of every batch, and at last None."""
    try:
        with staged(
            lot.app_url,
            lot.owner_url,
            people=lot.people,
            seed=lot.seed,
            broken=lot.broken,
        ) as stage:
            share = drive.share(lot.worker, lot.workers)
            drive.run(stage, lot.seed, share, told.put, enough=lot.enough)
    except BaseException as error:
        broke = checks.Violation(0, "worker", f"{type(error).__name__}: {error}")
        told.put(Tally(violations=[broke]))
        raise
    finally:
        told.put(None)


def show(
    console: Console, tally: Tally, seconds: float, given: argparse.Namespace
) -> None:
    """Print what was counted, and every violation with the line that plays it."""
    console.print(_table(tally))
    rate = tally.sent / seconds
    console.print(
        f"{tally.sent:,} requests of seed {given.seed} in {seconds:.0f} s,"
        f" {rate:,.0f}/s; {tally.effects:,} texts kept;"
        f" slowest {tally.slowest[0]:.2f} s of processor time"
        f" ({given.seed}/{tally.slowest[1]}); grown by {tally.grown_mb:.0f} MB at most."
    )
    for broke in tally.violations:
        console.print(
            f"[red]VIOLATION[/red] {broke.kind}: {broke.what}", highlight=False
        )
        console.print(f"  play it: infra/fuzz.py --replay {given.seed}/{broke.number}")
    console.print(
        "[red]Laws were broken.[/red]" if tally.violations else "Every law held."
    )


def _table(tally: Tally) -> Table:
    statuses = sorted({status for _, status in tally.statuses})
    table = Table(
        title="answers", caption="again: the rightly signed ones, a second time"
    )
    table.add_column("kind")
    for status in statuses:
        table.add_column(str(status), justify="right")
    table.add_column("all", justify="right")
    for kind in sorted({kind for kind, _ in tally.statuses}):
        row = [tally.statuses[kind, status] for status in statuses]
        table.add_row(kind, *(f"{n:,}" if n else "" for n in row), f"{sum(row):,}")
    sums: Counter[int] = Counter()
    for (_, status), count in tally.statuses.items():
        sums[status] += count
    table.add_section()
    table.add_row("all", *(f"{sums[s]:,}" for s in statuses), f"{tally.sent:,}")
    return table


def replay(addresses: Addresses, given: argparse.Namespace, console: Console) -> int:
    """Play one number alone, and show all of it; 1 when it breaks a law."""
    seed, _, number = given.replay.partition("/")
    with staged(
        addresses.app_url,
        addresses.owner_url,
        people=given.people,
        seed=int(seed),
        broken=given.broken,
    ) as stage:
        played = plans.play(int(seed), int(number), stage.world)
        for ask in played.asks:
            console.print(f"[bold]{played.kind}[/bold] {ask.method} {ask.target!r}")
            console.print(pprint.pformat(ask, width=100), markup=False, highlight=False)
        tallies: list[Tally] = []
        drive.run(
            stage, int(seed), [range(int(number), int(number) + 1)], tallies.append
        )
    for kind, status in tallies[0].statuses:
        console.print(
            f"{kind}: {status} ({DOCUMENTED.get(status, 'documented nowhere')})"
        )
    for broke in tallies[0].violations:
        console.print(
            f"[red]VIOLATION[/red] {broke.kind}: {broke.what}", highlight=False
        )
    return 1 if tallies[0].violations else 0
