"""`handrail coaches`: who is told of alerts, by what, and in which order."""

from collections.abc import Iterator
from typing import Annotated

import typer
from rich.console import Console

from service.cli import opening
from service.cli.opening import NotDone, OrganisationOption
from service.cli.rows import write
from service.store.coaches import Coach
from service.store.views import Named, masked
from service.usecases import appointing, languages
from service.usecases.appointing import Changes
from service.usecases.parts import Parts

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    help="Say who is told of alerts, by what, and in which order.",
)
HEADS = ("place", "coach", "number", "e-mail", "told by", "in", "coaches", "id")

NumberOption = Annotated[
    str, typer.Option(help="Where texts and calls go: +64 21 ...; or none.")
]
EmailOption = Annotated[str, typer.Option(help="Where e-mails go; or none.")]
ChannelsOption = Annotated[
    str, typer.Option(help="Some of text,email,call, with commas; or none.")
]
PlaceOption = Annotated[
    int | None,
    typer.Option(help="Her place in the order; the smallest is told first."),
]
LanguageOption = Annotated[
    str, typer.Option(help="What she is told in: en or es; en until it is said.")
]
NameOption = Annotated[str, typer.Option(help="What texts call her from now on.")]
ByOption = Annotated[str, typer.Option(help="Who sets this; kept.")]


@app.callback()
def coaches() -> None:
    """Say who is told of alerts, by what, and in which order.

    Of a person in danger her programme's coach is told first, then the others by their
    place; docs/explanation/safety.md has the steps.
    """


@app.command("list")
def list_(*, organisation: OrganisationOption = "") -> None:
    """List the coaches in their order, and what keeps alerts from reaching them.

    Of a number the last two digits are shown, of an e-mail whether there is one.
    """
    with opening.organisation(organisation) as (parts, whose):
        known = appointing.listed(parts, whose.id)
        write(Console(), HEADS, _rows(known))
        for problem in appointing.problems(parts, known):
            typer.echo(problem, err=True)


def _rows(known: tuple[Coach, ...]) -> Iterator[tuple[str, ...]]:
    for one in known:
        told = ", ".join(one.ways) or "nothing"
        where = ", ".join(one.programmes) or "no programme"
        email = "yes" if one.email else "none"
        number = masked(one.number)
        spoken = languages.told_in(one)
        yield str(one.place), one.name, number, email, told, spoken, where, str(one.id)


@app.command()
def add(  # noqa: PLR0913 -- a command's options are its arguments
    name: Annotated[str, typer.Argument(help="What texts call her, up to 12.")],
    *,
    number: NumberOption = "",
    email: EmailOption = "",
    channels: ChannelsOption = "",
    place: PlaceOption = None,
    language: LanguageOption = "",
    by: ByOption = "operator",
    organisation: OrganisationOption = "",
) -> None:
    """Add somebody who is told of alerts and coaches no programme: a backup.

    A coach of a programme comes with it: handrail programme add.
    """
    changes = Changes(number, email, channels, place, language)
    with opening.organisation(organisation) as (parts, whose):
        coach = appointing.add(parts, whose.id, name, changes, by)
        print(_told(coach))


@app.command("set")
def set_(  # noqa: PLR0913 -- a command's options are its arguments
    who: Annotated[str, typer.Argument(help="Her name, or the id from the list.")],
    *,
    name: NameOption = "",
    number: NumberOption = "",
    email: EmailOption = "",
    channels: ChannelsOption = "",
    place: PlaceOption = None,
    language: LanguageOption = "",
    by: ByOption = "operator",
    organisation: OrganisationOption = "",
) -> None:
    """Change how a coach is called and reached, in what language, and her place.

    What is not given stays. Whoever has an account says her language there as well.
    """
    changes = Changes(number, email, channels, place, language, name)
    with opening.organisation(organisation) as (parts, whose):
        try:
            coach = appointing.change(parts, whose.id, who, changes, by)[0]
        except LookupError as nobody:
            raise NotDone(str(nobody.args[0])) from nobody
        print(_told(coach))
        warn(parts, whose)


def _told(coach: Coach) -> str:
    if not coach.ways:
        return f"{coach.name} is told of no alert: no number or e-mail, or no channel."
    spoken = languages.TONGUES[languages.told_in(coach)]
    return f"{coach.name} is told of alerts by {', '.join(coach.ways)}, in {spoken}."


def warn(parts: Parts, whose: Named) -> None:
    """Say beside any other output that nobody takes alerts, if so."""
    known = appointing.listed(parts, whose.id)
    if appointing.NOBODY in appointing.problems(parts, known):
        typer.echo(f"{whose.name}: {appointing.NOBODY}", err=True)
