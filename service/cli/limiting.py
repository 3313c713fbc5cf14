"""`handrail organisation limits`: whom it sends to, how much, and for how much."""

from collections.abc import Iterator
from typing import Annotated

import typer

from service.carrier.prices import DOLLAR
from service.cli import opening
from service.cli.opening import NotDone, OrganisationOption
from service.usecases import limiting
from service.usecases.limiting import Standing

AMOUNT = "DOLLARS|none"


def limits(  # noqa: PLR0913 -- a command's options are its arguments
    *,
    allow: Annotated[
        str, typer.Option(metavar="COUNTRIES", help="Send there too: NZ,AU.")
    ] = "",
    forbid: Annotated[
        str, typer.Option(metavar="COUNTRIES", help="Send there no more.")
    ] = "",
    messages_day: Annotated[
        str, typer.Option(metavar="NUMBER|none", help="Most messages of a day.")
    ] = "",
    budget_day: Annotated[str, typer.Option(metavar=AMOUNT, help="Of a day.")] = "",
    budget_month: Annotated[str, typer.Option(metavar=AMOUNT, help="Of a month.")] = "",
    segment: Annotated[
        str, typer.Option(metavar=AMOUNT, help="What a segment of a text costs you.")
    ] = "",
    minute: Annotated[
        str, typer.Option(metavar=AMOUNT, help="What a minute of a call costs you.")
    ] = "",
    by: Annotated[str, typer.Option(help="Who changes this; kept for good.")] = "",
    organisation: OrganisationOption = "",
) -> None:
    """Show or change whom an organisation sends to, and how much it may spend.

    A number in a country that is not allowed is refused when a person is enrolled, and
    gets nothing but what is owed. When a limit is reached, nudges wait or stay here,
    with the reason, until it is raised, else midnight UTC (of the month's last day for
    a month); replies, confirmations, safety replies and alerts go on. Costs are
    estimates in US dollars. One programme's own budget: handrail programme budget
    """
    given = {
        "allow": allow, "forbid": forbid, "messages_day": messages_day,
        "budget_day": budget_day, "budget_month": budget_month, "segment": segment,
        "minute": minute,
    }  # fmt: skip
    told = {name: words for name, words in given.items() if words}
    with opening.organisation(organisation) as (parts, whose):
        if told and not by:
            raise NotDone("Give --by NAME with what you change.")
        if told:
            stands = limiting.change(parts, whose.id, told, by)
        else:
            stands = limiting.look(parts, whose.id)
    print("\n".join(_lines(stands)))


def _lines(stands: Standing) -> Iterator[str]:
    terms, spent = stands.terms, stands.spent
    limits = terms.limits
    yield f"sends to: {', '.join(sorted(terms.countries))}"
    yield _line(
        "messages today", f"{spent.messages_day:,}", limits.messages_day, "{:,}"
    )
    for name, cost, most in (
        ("cost today", spent.cost_day, limits.budget_day),
        ("cost this month", spent.cost_month, limits.budget_month),
    ):
        limit = None if most is None else most / DOLLAR
        yield _line(name, f"${cost / DOLLAR:,.2f}", limit, "${:,.2f}")
    for span, at in stands.reached.items():
        yield f"a limit of this {span} was reached at {at:%d %b %H:%M} UTC; nudges wait"
    price = terms.price_in(stands.own)
    whose = "your own" if terms.price else f"our estimate for {stands.own}"
    yield (
        f"counted with ${price.segment / DOLLAR:.4f} a segment and"
        f" ${price.minute / DOLLAR:.4f} a minute ({whose}); days and months are UTC's"
    )


def _line(name: str, now: str, most: float | None, form: str) -> str:
    limit = "no limit" if most is None else f"of {form.format(most)} at most"
    return f"{name}: {now}, {limit}"
