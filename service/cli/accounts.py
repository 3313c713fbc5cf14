"""`handrail accounts`: who may sign in to the console, for whoever runs the service."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer
from rich.console import Console

from service.cli import opening
from service.cli.opening import NotDone, OrganisationOption
from service.cli.rows import write
from service.usecases import first_owner, links, resetting, rights, team
from service.usecases.team import Account, Colleague, Team

app = typer.Typer(no_args_is_help=True, add_completion=False)

HEADS = ("name", "e-mail", "role", "second factors", "last seen")
NOBODY = "Nobody signs in with this e-mail; see: handrail accounts list"
SHOWN_ONCE = "It is shown once, and works once."
EmailArgument = Annotated[str, typer.Argument(help="The e-mail they sign in with.")]


@app.callback()
def accounts() -> None:
    """Say who may sign in to the console; let the first owner in; make links."""


@app.command("list")
def list_(*, organisation: OrganisationOption = "") -> None:
    """List who may sign in, and who is asked in and has not come yet."""
    with opening.organisation(organisation) as (parts, whose):
        found = team.list_all(parts, whose.id)
        write(Console(), HEADS, _rows(found))
        if not found.accounts:
            print("Nobody may sign in yet. Next: handrail accounts first")


@app.command("first")
def first() -> None:
    """Let the first owner in: print the link, good for an hour, while none stands.

    A new one takes the place of any before.
    """
    with opening.parts() as parts:
        code = first_owner.code(parts)
        if code is None:
            raise NotDone(
                "There is an account already. Its owner asks others in: handrail "
                "accounts invite, or the page of the team."
            )
        print(f"Set the console up here within an hour. {SHOWN_ONCE}")
        print(links.to(parts.origin, "first", code))


@app.command("demo")
def demo(*, organisation: OrganisationOption = "") -> None:
    """Print a link that signs in without password, where the service is this machine's.

    It lasts five minutes. For a service with a public origin there is none.
    """
    with opening.organisation(organisation) as (parts, whose):
        print(first_owner.demo_link(parts, whose.id))


@app.command("invite")
def invite(
    email: EmailArgument,
    *,
    name: Annotated[str, typer.Option(help="What the colleague is called.")],
    role: Annotated[str, typer.Option(help="owner, coach or viewer.")] = "coach",
    language: Annotated[
        str, typer.Option(help="What the e-mail and their first page speak: en or es.")
    ] = "en",
    organisation: OrganisationOption = "",
) -> None:
    """Ask a colleague in: print the link, good for seven days; mail it if we can."""
    with opening.organisation(organisation) as (parts, whose):
        operator = rights.operator(whose.id, whose.name)
        asked = Colleague(email, name, role, language=language)
        made = team.invite(parts, operator, asked)
        mailed = "It is mailed to them, too." if made.mailed else "Hand it on yourself."
        print(f"{mailed} {SHOWN_ONCE}")
        print(made.link)


@app.command("reset")
def reset(email: EmailArgument) -> None:
    """Print a link by which somebody chooses a new password, good for thirty minutes.

    Be sure whom you give it to. The second factor is asked for as ever.
    """
    with opening.parts() as parts:
        link = resetting.link(parts, email)
        if link is None:
            raise NotDone(
                "Nobody signs in with this e-mail; see: handrail accounts list"
            )
        print(f"A new password can be chosen here within thirty minutes. {SHOWN_ONCE}")
        print(link)


@app.command("end")
def end(email: EmailArgument, *, organisation: OrganisationOption = "") -> None:
    """End an account and its sessions at once. The last owner stays."""
    with opening.organisation(organisation) as (parts, whose):
        found = _of(team.list_all(parts, whose.id), email)
        left = team.end(parts, rights.operator(whose.id, whose.name), found.id)
        print(f"{found.name} cannot sign in any more.")
        if left.talks:
            print(f"Talks that ended, automatic texts go on: {left.talks}.")
        if left.tasks:
            print(f"People who are nobody's task now: {left.tasks}.")


def _of(found: Team, email: str) -> Account:
    wanted = email.strip().casefold()
    for one in found.accounts:
        if one.email.casefold() == wanted:
            return one
    raise NotDone(NOBODY)


def _rows(found: Team) -> Iterator[tuple[str, ...]]:
    for one in found.accounts:
        seen = f"{one.seen_at:%Y-%m-%d %H:%M} UTC" if one.seen_at else "not now"
        yield one.name, one.email, one.role, str(one.factors), seen
    for asked in found.asked:
        until = f"asked in until {asked.expires_at:%Y-%m-%d}"
        yield asked.name, asked.email, asked.role, "", until
