"""`handrail people language`: in which language one person is spoken to."""

from typing import Annotated
from uuid import UUID

import typer

from service.cli import opening
from service.cli.opening import OrganisationOption
from service.usecases import languages
from service.usecases.parts import Parts


def language(
    who: Annotated[str, typer.Argument(help="A name, or the id from the list.")],
    *,
    to: Annotated[str, typer.Option(help="The language: en, es, es-MX.")],
    by: Annotated[str, typer.Option(help="Who sets this; kept.")] = "coach",
    organisation: OrganisationOption = "",
) -> None:
    """Set the language one person is spoken to in, in texts and in calls.

    It holds from the next word on. What was written before stays as it was, and
    replies are understood in all languages we know, whichever this is.
    """

    def change(parts: Parts, whose: UUID, found: UUID) -> languages.Set:
        return languages.change(parts, whose, found, to, by)

    now = opening.for_one(who, organisation, change)
    print(f"{now.name} is spoken to in {now.language} from now on.")
