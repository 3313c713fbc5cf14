"""`handrail alerts`: what waits for a person, who was told, and "I have it"."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated
from uuid import UUID

import typer
from rich.console import Console

from flows.safety import alerting
from service.cli import appointing, opening
from service.cli.opening import NotDone, OrganisationOption
from service.cli.rows import write
from service.store import watches
from service.store.watches import Watch
from service.usecases import heeding
from service.usecases.enrol import Refused
from service.usecases.heeding import Heeded, NoAlert

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    help="List what waits for a person, and say who has it.",
)
HEADS = ("id", "raised", "what", "about", "stands", "told")
WHAT = {
    "crisis": "may not be safe",
    "unclear_stop": "may want texts to end",
    "whose": "may have another number by now",
    "limit": "reached its limit of messages or money",
    "hand": "waits for a coach",
    "quarantine": "was put aside",
    "stopped": "is let nothing out by the carrier",
    "restored": "is held: it was put back from a backup",
}
CHANNEL = {"text": "text", "email": "e-mail", "call": "call"}


@app.callback()
def alerts() -> None:
    """List what waits for a person, and say who has it."""


@app.command("list")
def list_(
    *,
    everything: Annotated[
        bool, typer.Option("--all", help="Those that are over, too.")
    ] = False,
    organisation: OrganisationOption = "",
) -> None:
    """List open alerts: whom they are about, who was told by what, who has them.

    What nobody has comes first. Times are UTC. On a terminal a table; into a pipe one
    line each, its cells divided by tabs. Names are shown: show it to nobody who is not
    meant to read them.
    """
    with opening.organisation(organisation) as (parts, whose):
        appointing.warn(parts, whose)
        with parts.db.transaction(whose.id) as tx:
            key = parts.tenant(whose.id).key
            found = watches.standing(tx, parts.vault, key, everything=everything)
        if not found:
            print("Nothing waits for a person.")
            return
        write(Console(), HEADS, _rows(found))


def _rows(found: tuple[Watch, ...]) -> Iterator[tuple[str, ...]]:
    for one in found:
        where = _about(one)
        yield (
            str(one.id),
            utc(one.raised_at),
            WHAT[alerting.way(one.kind, one.reason)],
            where,
            stands(one),
            _told(one),
        )


def _about(one: Watch) -> str:
    of_all = alerting.way(one.kind, one.reason) in ("stopped", "restored")
    if one.kind == "limit" or of_all:
        return one.programme or "the whole organisation"
    about = one.whose or "somebody not kept here"
    return f"{about}, {one.programme}" if one.programme else about


def stands(one: Watch) -> str:
    """Say how an alert stands, in words."""
    if one.heeded_at is not None:
        has = f"{one.heeded_as} has it since {utc(one.heeded_at)} ({one.heeded_via})"
        return has if one.open else f"seen; {has}"
    if not one.open:
        return "seen"
    after = f"next step {utc(one.next_at)}" if one.next_at else "waits on the page"
    return f"NOBODY COULD BE TOLD; {after}" if one.untold else after


def _told(one: Watch) -> str:
    told = (
        f"{each.coach} by {CHANNEL[each.channel]} {each.at:%H:%M} ({each.state})"
        for each in one.notices
    )
    return ", ".join(told) or "nobody"


def utc(moment: datetime) -> str:
    """Write a moment."""
    return f"{moment:%Y-%m-%d %H:%M} UTC"


@app.command()
def ack(
    alert: Annotated[str, typer.Argument(help="The id from the list.")],
    *,
    by: Annotated[str, typer.Option(help="Who has it; kept for good.")],
    organisation: OrganisationOption = "",
) -> None:
    """Say that somebody has an alert, and all else that waits about that person.

    Nobody further is told then, and the others who were hear who has it. It lifts no
    hold: look, then handrail people release.
    """
    with opening.organisation(organisation) as (parts, whose):
        try:
            done = heeding.by_command(parts, whose.id, UUID(alert), by)
        except ValueError as wrong:
            raise NotDone(_wrong(wrong, alert)) from wrong
        print(_outcome(done, by))


def _wrong(wrong: ValueError, alert: str) -> str:
    if isinstance(wrong, NoAlert | Refused):
        return str(wrong)
    return f"{alert!r} is no id of an alert; see: handrail alerts list"


def _outcome(done: Heeded, by: str) -> str:
    if not done.count:
        has = f"{done.had} has it already" if done.had else "It is over already"
        return f"{has}; nothing was changed."
    several = "the alert" if done.count == 1 else f"{done.count} alerts"
    return f"{by} has {several}. What is held stays held until it is released."
