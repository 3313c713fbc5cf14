"""`handrail organisation` and `handrail programme`: how a deployment begins."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from flows.coach.programmes import Programme as Path
from flows.coach.programmes import said
from service.cli import (
    budgets,
    counting,
    languages,
    opening,
    programme_files,
    scheduling,
)
from service.cli.appointing import warn
from service.cli.limiting import limits
from service.cli.opening import OrganisationOption, ProgrammeOption
from service.cli.rows import write as _write
from service.store import views
from service.store.views import Named, Programme
from service.usecases import appointing, enrol, limiting, paths, terms
from service.usecases.enrol import NewProgramme, Refused
from service.usecases.parts import Parts

organisations = typer.Typer(no_args_is_help=True, add_completion=False)
programmes = typer.Typer(no_args_is_help=True, add_completion=False)

HEADS = ("setting", "here", "default", "what it means")
STEP_HEADS = ("step", "what to do", "after what", "days", "at most", "expected")
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


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
    budget_day: Annotated[
        str, typer.Option(metavar="DOLLARS|none", help="The most to spend in a day.")
    ] = "50",
    budget_month: Annotated[
        str, typer.Option(metavar="DOLLARS|none", help="The most in a month.")
    ] = "500",
) -> None:
    """Set up an organisation with the number it texts from, and the shipped scripts.

    Its number sends at the pace of its kind (handrail gate pace changes that), to its
    own country alone, and within budgets, until told otherwise: handrail organisation
    limits. A name and a number stand once on this service. What is refused is refused
    whole, with the field and the mend. Tell the carrier next: handrail connect
    """
    budgets = {"budget_day": budget_day, "budget_month": budget_month}
    with opening.parts() as parts:
        limiting.check(budgets)
        made = enrol.organisation(parts, name, country, number, paced=True)
        limiting.change(parts, made, budgets, "organisation add")
        print(
            f"It sends to {country.upper()} alone, for {budget_day} dollars a day and "
            f"{budget_month} a month at most; see: handrail organisation limits"
        )
        print(
            f"{name} is set up. Next: handrail connect, and handrail programme add "
            f'--organisation "{name}"'
        )


organisations.command("limits")(limits)


@programmes.callback()
def programme() -> None:
    """Set up a programme, show the terms of one, change its language."""


@programmes.command("add")
def add_programme(  # noqa: PLR0913 -- a command's options are its arguments
    name: Annotated[
        str, typer.Argument(help="What texts call it, up to 24; else the path's name.")
    ] = "",
    *,
    coach: Annotated[str, typer.Option(help="What texts call the coach, up to 12.")],
    coach_number: Annotated[
        str, typer.Option(help="Where alerts go; without it nobody is alerted.")
    ] = "",
    coach_email: Annotated[
        str, typer.Option(help="Where alerts go by e-mail as well.")
    ] = "",
    language: Annotated[
        str, typer.Option(help="en or es, for whoever has no other of their own.")
    ] = "en",
    from_: Annotated[
        str, typer.Option("--from", help="A shipped path: handrail programme paths")
    ] = "",
    set_: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="NAME=VALUE", help="One of its terms; may be repeated."
        ),
    ] = None,
    organisation: OrganisationOption = "",
) -> None:
    """Set up a programme with its coach and the terms on which it may speak.

    The terms with their defaults and meaning: handrail programme show. From a path it
    takes name, terms and steps; --set says what is to differ. What is refused is
    refused whole, with the name and the mend.
    """
    with opening.organisation(organisation) as (parts, whose):
        told = terms.written(set_ or [])
        number = coach_number or None
        email = appointing.email_of(coach_email)
        new = NewProgramme(
            name, coach, number, told, language, from_, coach_email=email
        )
        made = enrol.programme(parts, whose.id, new)
        with parts.db.transaction(whose.id) as tx:
            called = views.programme(tx, parts.tenant(whose.id).key, made).name
        print(f"{called} is set up in {whose.name}. Next: handrail people add")
        if not coach_number and not email:
            print("Nobody gets its alerts: no --coach-number was given.")


@programmes.command("show")
def show_programme(
    *, programme: ProgrammeOption = "", organisation: OrganisationOption = ""
) -> None:
    """Show a programme: coach, language, and its terms with defaults and meaning.

    Below them the steps of its path, when it was begun from one. Before there is a
    programme it shows the defaults. Into a pipe, one line each, its cells divided by
    tabs.
    """
    with opening.organisation(organisation) as (parts, whose):
        shown = _shown(parts, whose, programme)
        if shown:
            warn(parts, whose)
        console = Console()
        head = _head(shown) if shown else "No programme yet; these are the defaults."
        console.print(Text(head), soft_wrap=True)
        _write(console, HEADS, _rows(shown.settings if shown else {}))
        path = paths.read(shown.path) if shown else None
        if shown and path:
            _write(console, STEP_HEADS, _steps(path, shown.language))


programmes.command("schedule")(scheduling.programme)
programmes.command("budget")(budgets.budget)


@programmes.command("paths")
def show_paths(
    name: Annotated[str, typer.Argument(help="One of them, to see its steps.")] = "",
    *,
    language: Annotated[str, typer.Option(help="en or es.")] = "en",
) -> None:
    """Show the paths that ship: steps towards common goals, the easiest first.

    Begin a programme from one: handrail programme add --from NAME
    """
    console = Console()
    try:
        shown = [paths.named(name)] if name else [*paths.shipped().values()]
    except Refused as refused:
        typer.echo(refused.mend, err=True)
        raise typer.Exit(1) from refused
    if not name:
        about = (
            (one.id, str(len(one.steps)), said(one.about, language)) for one in shown
        )
        _write(console, ("path", "steps", "what it is for"), about)
        return
    console.print(
        Text(f"{said(shown[0].name, language)}: {said(shown[0].about, language)}")
    )
    _write(console, STEP_HEADS, _steps(shown[0], language))


programmes.command("language")(languages.of_programme)
programmes.command("check")(programme_files.check)
programmes.command("apply")(programme_files.apply)
programmes.command("export")(programme_files.export)


def _shown(parts: Parts, whose: Named, name: str) -> Programme | None:
    with parts.db.transaction(whose.id) as tx:
        if not name and not views.programmes(tx):
            return None
    meant = opening.programme(parts, whose, name)
    with parts.db.transaction(whose.id) as tx:
        return views.programme(tx, parts.tenant(whose.id).key, meant.id)


def _head(shown: Programme) -> str:
    spoken = f"language {shown.language}"
    return f"{shown.name}, coach {shown.coach}, alerts to {shown.alerts_to}, {spoken}"


def _steps(path: Path, language: str) -> Iterator[tuple[str, ...]]:
    for number, step in enumerate(path.steps, 1):
        days = " ".join(DAYS[int(day)] for day in step.days)
        first, then = said(step.text, language), said(step.cue, language)
        yield str(number), first, then, days, f"{step.minutes} min", f"fear {step.fear}"


def _rows(settings: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    for name, line in terms.TABLE.items():
        here = settings.get(name, line.default)
        yield name, _said(here), _said(line.default), line.meaning


def _said(value: Any) -> str:
    return terms.NO_DAY if value is None else str(value)


# A file of its own: what a programme's people add up to.
programmes.command("sums")(counting.sums)
