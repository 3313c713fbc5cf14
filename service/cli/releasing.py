"""`handrail people release`: somebody has looked, and lifts a hold."""

from typing import Annotated

import typer

from service.cli import opening
from service.cli.opening import OrganisationOption
from service.usecases import releasing
from service.usecases.releasing import Released
from service.web import words

AFTER = {
    "active": "Planned texts go out again, from the next one due.",
    "invited": "They have not said yes yet: nothing but the invitation may go out.",
    "stopped": "They have stopped, and that stands: nothing goes out.",
}


def release(
    who: Annotated[str, typer.Argument(help="A name, or the id from the list.")],
    *,
    by: Annotated[str, typer.Option(help="Who looked and decides; kept for good.")],
    note: Annotated[str, typer.Option(help="What you found; kept encrypted.")] = "",
    organisation: OrganisationOption = "",
) -> None:
    """Lift the hold on one person, once somebody has looked.

    Look first: handrail people show NAME. Consent stays as it is, what was written
    before goes out no more by itself, and the days are planned anew. The alerts behind
    the hold count as seen. Who lifted it and when stands in the audit.
    """
    with opening.organisation(organisation) as (parts, whose):
        with parts.db.transaction(whose.id) as tx:
            found = opening.person(parts, tx, who)
        try:
            told = releasing.release(parts, whose.id, found, by=by, note=note)
        except LookupError:
            raise opening.NotDone(f"Nobody here has the id {found}.") from None
        print("\n".join(_lines(told)))


def _lines(told: Released) -> list[str]:
    lifted = f"The hold on {told.name} is lifted ({releasing.CALLED[told.lifted]})."
    if told.seen:
        newest = words.moment(told.seen[-1], told.zone)
        lifted += f" Alerts seen: {len(told.seen)}, the latest of {newest} their time."
    if told.still is None:
        return [lifted, AFTER[told.consent]]
    held = f"{words.HOLD[told.still]}. Look at that too, and release once more."
    return [lifted, f"Another hold stands. {held}"]
