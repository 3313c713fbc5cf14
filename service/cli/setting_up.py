"""`handrail organisation` and `handrail programme`: how a deployment begins."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from service.cli import opening
from service.cli.opening import OrganisationOption, ProgrammeOption
from service.store import views
from service.store.views import Named, Programme
from service.usecases import enrol, terms
from service.usecases.enrol import NewProgramme
from service.usecases.parts import Parts

organisations = typer.Typer(no_args_is_help=True, add_completion=False)
programmes = typer.Typer(no_args_is_help=True, add_completion=False)

HEADS = ("setting", "here", "default", "what it means")


@organisations.callback()
def organisation() -> None:
    """Set up an organisation: whose people these are, and its number."""


@organisations.command("add")
def add_organisation(
    name: Annotated[str, typer.Argument(help="What it is called: Stairwell.")],
    *,
    country: Annotated[
        str, typer.Option(help="Two letters: NZ. The safety reply depends on it.")
    ],
    number: Annotated[str, typer.Option(help="Our number there: +64 21 ...")],
) -> None:
    """Set up an organisation with the number it texts from, and the shipped scripts.

    A name and a number stand once on this service. What is refused is refused whole,
    with the field and the mend. Tell the carrier next: handrail connect
    """
    with opening.parts() as parts:
        enrol.organisation(parts, name, country, number)
        print(
            f"{name} is set up. Next: handrail connect, and handrail programme add "
            f'--organisation "{name}"'
        )


@programmes.callback()
def programme() -> None:
    """Set up a programme, and show the terms of one."""


@programmes.command("add")
def add_programme(
    name: Annotated[str, typer.Argument(help="What texts call it, up to 24.")],
    *,
    coach: Annotated[str, typer.Option(help="What texts call the coach, up to 12.")],
    coach_number: Annotated[
        str, typer.Option(help="Where alerts go; without it nobody is alerted.")
    ] = "",
    language: Annotated[
        str, typer.Option(help="en or es, for whoever has no other of their own.")
    ] = "en",
    set_: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="NAME=VALUE", help="One of its terms; may be repeated."
        ),
    ] = None,
    organisation: OrganisationOption = "",
) -> None:
    """Set up a programme with its coach and the terms on which it may speak.

    The terms with their defaults and meaning: handrail programme show. What is refused
    is refused whole, with the name and the mend.
    """
    settings = set_ or []
    with opening.organisation(organisation) as (parts, whose):
        told = terms.written(settings)
        new = NewProgramme(name, coach, coach_number or None, told, language)
        enrol.programme(parts, whose.id, new)
        print(f"{name} is set up in {whose.name}. Next: handrail people add")
        if not coach_number:
            print("Nobody gets its alerts: no --coach-number was given.")


@programmes.command("show")
def show_programme(
    *, programme: ProgrammeOption = "", organisation: OrganisationOption = ""
) -> None:
    """Show the terms of a programme: as they are, their defaults, what they mean.

    Before there is a programme it shows the defaults. Into a pipe, one line each, its
    cells divided by tabs.
    """
    with opening.organisation(organisation) as (parts, whose):
        shown = _shown(parts, whose, programme)
        console = Console()
        head = _head(shown) if shown else "No programme yet; these are the defaults."
        console.print(Text(head), soft_wrap=True)
        _write(console, shown.settings if shown else {})


def _shown(parts: Parts, whose: Named, name: str) -> Programme | None:
    with parts.db.transaction(whose.id) as tx:
        if not name and not views.programmes(tx):
            return None
    meant = opening.programme(parts, whose, name)
    with parts.db.transaction(whose.id) as tx:
        return views.programme(tx, parts.tenant(whose.id).key, meant.id)


def _head(shown: Programme) -> str:
    return f"{shown.name}, coach {shown.coach}, alerts to {shown.alerts_to}"


def _write(console: Console, settings: Mapping[str, Any]) -> None:
    if not console.is_terminal:
        for row in (HEADS, *_rows(settings)):
            console.file.write("\t".join(row) + "\n")
        return
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for head in HEADS:
        table.add_column(head, overflow="fold")
    for row in _rows(settings):
        table.add_row(*map(Text, row))
    console.print(table)


def _rows(settings: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    for name, line in terms.TABLE.items():
        here = settings.get(name, line.default)
        yield name, _said(here), _said(line.default), line.meaning


def _said(value: Any) -> str:
    return terms.NO_DAY if value is None else str(value)
