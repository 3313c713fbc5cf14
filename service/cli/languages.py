"""`handrail people language` and `programme language`: who is spoken to in which."""

from typing import Annotated
from uuid import UUID

import typer

from service.cli import opening
from service.cli.opening import OrganisationOption, ProgrammeOption
from service.usecases import languages
from service.usecases.parts import Parts

ByOption = Annotated[str, typer.Option(help="Who sets this; kept.")]


def language(
    who: Annotated[str, typer.Argument(help="A name, or the id from the list.")],
    *,
    to: Annotated[str, typer.Option(help="The language: en, es, es-MX.")],
    by: ByOption = "coach",
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


def of_programme(
    code: Annotated[str, typer.Argument(help="The language: en, es, es-MX.")],
    *,
    by: ByOption = "coach",
    programme: ProgrammeOption = "",
    organisation: OrganisationOption = "",
) -> None:
    """Set the language of those who are enrolled into a programme from now on.

    Whoever is enrolled already keeps theirs: handrail people language changes it for
    one person.
    """
    with opening.organisation(organisation) as (parts, whose):
        meant = opening.programme(parts, whose, programme)
        now = languages.change_programme(parts, whose.id, meant.id, code, by)
    print(
        f"{now.name} speaks {now.language} to whoever is enrolled from now on. "
        "Who is enrolled keeps their language."
    )
