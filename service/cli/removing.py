"""`handrail people remove-words`: the words of one line go, the line stays."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

import typer

from service.cli import opening
from service.cli.opening import NotDone, OrganisationOption
from service.usecases import removing, rights
from service.usecases.entries import Refused


class Line(StrEnum):
    """What kind of line it is."""

    heard = "heard"
    said = "said"
    call = "call"
    attempt = "attempt"


def remove_words(
    who: Annotated[str, typer.Argument(help="A name, or the id from the list.")],
    line: Annotated[
        Line, typer.Argument(help="Their text, a text to them, a call, a try.")
    ],
    item: Annotated[UUID, typer.Argument(help="Its id, from its link in the console.")],
    *,
    yes: Annotated[
        bool, typer.Option("--yes", help="It cannot be undone, and is meant.")
    ] = False,
    organisation: OrganisationOption = "",
) -> None:
    """Remove the words of one text, call or try for good, with every copy of them.

    The line stays, and says that its words were removed and when; so do numbers, rung
    and results. The carrier is told to delete its copy until it has. Refused while an
    alert stands on it, and for what is on its way or in doubt.
    """
    if not yes and not typer.confirm("This cannot be undone. Remove the words?"):
        raise NotDone("Nothing was removed.")
    with opening.organisation(organisation) as (parts, whose):
        with parts.db.transaction(whose.id) as tx:
            found = opening.person(parts, tx, who)
        signed = rights.operator(whose.id, whose.name)
        kind = removing.KINDS[line.value]
        try:
            removing.remove(parts, signed, found, kind, item)
        except LookupError:
            raise NotDone(f"They have no such line: {line.value} {item}") from None
        except Refused as refused:
            raise NotDone(f"Not removed: {refused.mend}.") from None
        print("The words are removed. The carrier is asked to delete its copy.")
