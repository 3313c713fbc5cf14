"""`handrail plan`: the coming days of one person, as they would be decided now."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Annotated
from uuid import UUID

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows.coach.preview import Row
from service.cli import opening
from service.cli.opening import OrganisationOption
from service.usecases import previewing
from service.usecases.parts import Parts
from service.usecases.previewing import Preview

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    help="Show what the coming days hold for a person.",
)
HEADS = ("day", "time", "UTC", "what", "goes", "why")
MOST_DAYS = 366
LAST_YEAR = 9000
WHAT = {"left": "no chance", "follow_up": "follow-up"}


@app.callback()
def plan() -> None:
    """Show what the coming days hold for a person."""


@app.command()
def preview(
    who: Annotated[str, typer.Argument(help="A name, or the id from the list.")],
    *,
    days: Annotated[int, typer.Option(min=1, max=MOST_DAYS, help="How many.")] = 14,
    first: Annotated[
        str, typer.Option("--from", help="The first day, as 2026-12-24; else today.")
    ] = "",
    organisation: OrganisationOption = "",
) -> None:
    """Show the coming days of one person: chances, prompts, recaps, calls, and why.

    Decided by the same rules as at the moment of sending, on her own clock, as if she
    told nothing in between. Nothing is kept and nothing goes out.
    """
    begins = _day(first)
    if begins is not None and begins.year > LAST_YEAR:
        raise typer.BadParameter(f"{first!r} is too far ahead")

    def work(parts: Parts, whose: UUID, found: UUID) -> Preview:
        return previewing.preview(parts, whose, found, days, begins)

    shown = opening.for_one(who, organisation, work)
    console = Console()
    for line in heads(shown):
        console.print(Text(line), soft_wrap=True)
    _write(console, shown)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise typer.BadParameter(f"{text!r}; write the day as 2026-12-24") from None


def heads(shown: Preview) -> Iterator[str]:
    """Say whose days these are, and what her clocks do meanwhile."""
    yield f"{shown.name}, {shown.first} to {shown.last}, on the clock of {shown.zone}."
    if shown.awaits_yes:
        yield "They have not said yes to texts yet: this goes once they say yes."
    if not shown.clocks:
        yield "The clocks there do not change in these days."
    for change in shown.clocks:
        before, after = offset(change.before), offset(change.after)
        yield f"On {change.day} the clocks there go from {before} to {after}."
    if not shown.rows:
        yield "Nothing is planned in these days."


def offset(ahead: timedelta) -> str:
    """Say how far a clock is from UTC, such as UTC+13:00."""
    minutes = int(ahead.total_seconds()) // 60
    sign = "-" if minutes < 0 else "+"
    return f"UTC{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def cells(row: Row) -> tuple[str, ...]:
    """Give one line of the table."""
    return (
        f"{row.local_date:%a %Y-%m-%d}",
        "" if row.wall is None else f"{row.wall:%H:%M}",
        "" if row.at is None else _utc(row.at),
        WHAT.get(row.kind, row.kind),
        "yes" if row.goes else "no",
        row.sentence,
    )


def _utc(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%MZ}"


def _write(console: Console, shown: Preview) -> None:
    if not console.is_terminal:
        for line in (HEADS, *map(cells, shown.rows)):
            console.file.write("\t".join(line) + "\n")
        return
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for head in HEADS:
        table.add_column(head, overflow="fold")
    for row in shown.rows:
        table.add_row(*map(Text, cells(row)))
    console.print(table)
