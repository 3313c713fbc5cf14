"""`handrail rehearse`: a persona lives through weeks of a programme in seconds."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows.lab import personas, playing
from flows.lab.calendar import draw
from flows.lab.personas import Persona, PersonaError
from service.embedded.servers import TROUBLES, Servers
from service.rehearsal import calendar
from service.rehearsal.diary import Page
from service.rehearsal.rehearse import Plan, rehearse
from service.store import db
from service.usecases import paths, terms
from service.usecases.enrol import Refused
from service.usecases.terms import BadTerms

SHIPPED = files("flows").joinpath("lab", "personas")
STYLE = {"handrail": "bold", "she": "green", "rule": "dim", "coach": "yellow"}


class NoPersona(Exception):
    """There is no persona of that name; the message says which there are."""


REFUSED: tuple[type[Exception], ...] = (
    PersonaError, NoPersona, Refused, BadTerms, *TROUBLES
)  # fmt: skip


def command(  # noqa: PLR0913 -- a command's options are its arguments
    programme: Annotated[
        str, typer.Argument(help="A shipped path; without one a plain programme.")
    ] = "",
    *,
    persona: Annotated[
        str, typer.Option(help="A shipped persona, or a file of one.")
    ] = "mila",
    days: Annotated[int, typer.Option(help="How long.", min=1, max=366)] = 90,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help="One of the terms."),
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option(help="Another life by the same rules.", min=0, max=10**9),
    ] = None,
    picture: Annotated[
        Path | None, typer.Option(help="Draw the days as a calendar (SVG) too.")
    ] = None,
    all_: Annotated[
        bool, typer.Option("--all", help="Every shipped persona; expectations alone.")
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", help="Expectations alone, no diary.")
    ] = False,
) -> None:
    """Let a persona live through weeks of a programme, in seconds.

    Everything is real but the person: use cases, database, phone network; the clock is
    moved. Each day is told with what went or stayed and why, what she did, and the
    rung; then whether the persona's expectations held. Nothing of your own data is
    touched: the database is made for this and removed. Exit code: 0 when every
    expectation held, else 1.
    """
    try:
        whose = [*_names()] if all_ else [persona]
        told = _plans(programme, whose, set_ or [], days, seed)
        held = [_rehearsed(plan, picture, quiet=quiet or all_) for plan in told]
    except REFUSED as refused:
        typer.echo(str(refused), err=True)
        raise typer.Exit(1) from refused
    if not all(held):
        raise typer.Exit(1)


def _names() -> Iterator[str]:
    for entry in sorted(SHIPPED.iterdir(), key=lambda one: one.name):
        if entry.name.endswith(".yaml"):
            yield entry.name.removesuffix(".yaml")


def _plans(
    programme: str,
    whose: list[str],
    pairs: list[str],
    days: int,
    seed: int | None = None,
) -> list[Plan]:
    path = paths.named(programme) if programme else None
    settings = terms.written(pairs)
    return [
        Plan(one, path, {**terms.written(one.terms), **settings}, days)
        for one in (_seeded(_persona(name), seed) for name in whose)
    ]


def _seeded(persona: Persona, seed: int | None) -> Persona:
    return persona if seed is None else replace(persona, seed=seed)


def _persona(name: str) -> Persona:
    """Read a shipped persona, or a file of one; raises PersonaError, NoPersona."""
    file = Path(name)
    if file.is_file():
        return personas.parse(file.read_text(encoding="utf-8"), name=file.name)
    if name not in _names():
        there = ", ".join(_names())
        raise NoPersona(f"No persona and no file is called {name!r}; try {there}.")
    source = SHIPPED.joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    return personas.parse(source, name=f"{name}.yaml")


@contextmanager
def _servers() -> Iterator[Servers]:
    """Give servers in a new folder, not yet started.

    That of the checkout may hold somebody's data, or what a killed rehearsal left.
    """
    with (
        TemporaryDirectory(prefix="handrail-rehearsal-") as folder,
        Servers(Path(folder) / "data", throwaway=True) as servers,
    ):
        yield servers


@contextmanager
def _database() -> Iterator[tuple[str, str]]:
    """Give an empty, migrated database of our own: its address for app and owner."""
    with _servers() as servers:
        urls = servers.start_postgres()
        db.migrate(urls.owner)
        yield urls.app, urls.owner


@contextmanager
def _unswept() -> Iterator[None]:
    """Let the search for rubbish rest: it takes a tenth, and ninety days leave 5 MB."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@contextmanager
def on_one_processor() -> Iterator[None]:
    """Keep this thread, and all it starts, on one processor; given back afterwards.

    A life is one thing after another: no two of its processes have work at once. On
    two processors each word to PostgreSQL woke the other one, which took as long as
    the work in a bad hour of a virtual machine: 26 s of a life of 13 s.
    """
    if not hasattr(os, "sched_setaffinity"):  # pragma: no cover - Linux has it
        yield
        return
    allowed = os.sched_getaffinity(0)
    mine = sorted(allowed)[os.getpid() % len(allowed)]  # two rehearsals, two processors
    os.sched_setaffinity(0, {mine})
    try:
        yield
    finally:
        os.sched_setaffinity(0, allowed)


def _rehearsed(plan: Plan, picture: Path | None, *, quiet: bool) -> bool:
    """Rehearse and tell; return whether every expectation held."""
    console = Console()
    pages: list[Page] = []
    with _unswept(), on_one_processor(), _database() as (app_url, owner_url):
        for page in rehearse(plan, app_url=app_url, owner_url=owner_url):
            pages.append(page)
            if not quiet:
                console.print(_table(page))
    if picture is not None:
        cells = list(calendar.cells(plan.persona, pages))
        drawn = draw(plan.persona.name, plan.persona.about, cells)
        picture.write_text(drawn, encoding="utf-8")
    return _judged(plan, pages, console)


def _table(page: Page) -> Table:
    head = f"day {page.day.number}  {page.date:%a %d %b}  R{page.day.rung}"
    table = Table(title=head, title_justify="left", box=None, show_header=False)
    for wide in (5, 8, None):
        table.add_column(width=wide, overflow="fold")
    for line in page.lines:
        what = Text(line.what, STYLE[line.who])
        if line.why:
            what.append(f"\n{line.why}", "italic dim")
        table.add_row(line.at, line.who, what)
    return table


def _judged(plan: Plan, pages: list[Page], console: Console) -> bool:
    persona = plan.persona
    who = f"{persona.id}, seed {persona.seed}"
    wrong = playing.broken(persona, [page.day for page in pages])
    for told in wrong:
        console.print(Text(f"{who}: {told}", "red"), soft_wrap=True)
    held = len(persona.expects) - len(wrong)
    console.print(
        f"{who}: {held} of {len(persona.expects)} expectations held over "
        f"{len(pages)} days"
    )
    return not wrong
