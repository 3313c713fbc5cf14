"""`handrail programme budget`: what one programme may spend in a month."""

from collections.abc import Iterator
from typing import Annotated

import typer

from flows.coach.spending import NEEDED_DAYS
from service.carrier.prices import DOLLAR
from service.cli import opening
from service.cli.opening import NotDone, OrganisationOption, ProgrammeOption
from service.usecases import budgeting
from service.usecases.budgeting import Stand


def budget(
    *,
    month: Annotated[
        str,
        typer.Option(metavar="DOLLARS|none", help="The most that a month may cost."),
    ] = "",
    by: Annotated[str, typer.Option(help="Who changes this; kept for good.")] = "",
    programme: ProgrammeOption = "",
    organisation: OrganisationOption = "",
) -> None:
    """Show or change what a programme may spend in a month, and where it stands.

    When its budget is reached, its nudges wait or stay here, with the reason, until it
    is raised, else midnight UTC of the month's last day; replies, confirmations, safety
    replies and alerts go on, and so do the other programmes. Without one the limits of
    the organisation hold alone; with one they hold as well: handrail organisation
    limits. Costs are estimates in US dollars.
    """
    with opening.organisation(organisation) as (parts, whose):
        meant = opening.programme(parts, whose, programme)
        if month and not by:
            raise NotDone("Give --by NAME with what you change.")
        if month:
            stand = budgeting.change(parts, whose.id, meant.id, month, by)
        else:
            stand = budgeting.look(parts, whose.id, meant.id)
    print("\n".join(_lines(stand)))


def _lines(stand: Stand) -> Iterator[str]:
    month = stand.month
    limit = "no budget of its own"
    if month.budget is not None:
        limit = f"of {_dollars(month.budget)} at most"
    yield f"{stand.name} this month: {_dollars(month.cost)}, {limit}"
    if month.forecast is None:
        yield f"by its end: no forecast from {month.days} of {NEEDED_DAYS} whole days"
    else:
        days = f"{month.days} whole days since {month.since:%d %b}"
        yield f"by its end: {_dollars(month.forecast)}, forecast from {days}"
    if month.reached is not None:
        yield f"its budget was reached at {month.reached:%d %b %H:%M} UTC; nudges wait"


def _dollars(millionths: int) -> str:
    return f"${millionths / DOLLAR:,.2f}"
