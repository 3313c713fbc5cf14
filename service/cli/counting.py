"""`handrail programme sums`: what the people of each programme add up to."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Annotated, Any

import typer
from rich.console import Console

from flows.coach.attempts import Share
from flows.coach.groups import Group
from service.cli import opening, rows
from service.cli.opening import OrganisationOption
from service.usecases import summing
from service.web import sum_words

HEADS = (
    "programme",
    "people",
    "tries a week",
    "prompts a week",
    "on their own",
    "reminders",
    "95 % interval",
    "stopped",
)
UNKNOWN = "not known yet"


def sums(
    *,
    as_json: Annotated[
        bool, typer.Option("--json", help="As JSON, each number with its n.")
    ] = False,
    organisation: OrganisationOption = "",
) -> None:
    """Show what the people of each programme add up to: a row for each.

    Tries and prompts are those of an active person in a week, over the last 28 days.
    On their own: of each person's last 14 known chances that no prompt opened, the
    unprompted ones. Reminders: the try rate on chances drawn to carry a prompt minus
    that on chances drawn to rest, each person compared with themselves; it may lie
    anywhere in the interval. Stopped: of all who ever agreed. No names, no words.
    """
    with opening.organisation(organisation) as (parts, whose):
        with parts.db.transaction(whose.id) as tx:
            found = summing.of_programmes(tx)
        if as_json:
            typer.echo(json.dumps([_plain(*row) for row in found], ensure_ascii=False))
        else:
            rows.write(Console(), HEADS, [_row(*row) for row in found])


def _plain(name: str, group: Group) -> Mapping[str, Any]:
    return {"programme": name, **asdict(group)}


def _row(name: str, group: Group) -> tuple[str, ...]:
    effect = group.effect
    low_high = (
        UNKNOWN
        if effect is None
        else f"{sum_words.points(effect.low)} to {sum_words.points(effect.high)}"
    )
    return (
        name,
        str(group.people),
        _rate(group.tries_week),
        _rate(group.prompts_week),
        _share(group.independence),
        UNKNOWN if effect is None else sum_words.points(effect.difference),
        low_high,
        _share(group.opt_outs),
    )


def _rate(value: float | None) -> str:
    return UNKNOWN if value is None else f"{value:.1f}"


def _share(share: Share) -> str:
    return f"{share.count} of {share.n}" if share.n else UNKNOWN
