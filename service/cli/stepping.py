"""`handrail people step`: the small step that one person tries from now on."""

from typing import Annotated
from uuid import UUID

import typer

from service.cli import opening
from service.cli.opening import OrganisationOption
from service.usecases import stepping
from service.usecases.parts import Parts
from service.usecases.paths import Words


def step(
    who: Annotated[str, typer.Argument(help="A name, or the id from the list.")],
    *,
    step: Annotated[
        str, typer.Option(help="As a verb, up to 40; or its number on the path.")
    ],
    cue: Annotated[str, typer.Option(help="What it follows, up to 40.")] = "",
    goal: Annotated[str, typer.Option(help="A new goal, up to 80; else the old.")] = "",
    by: Annotated[str, typer.Option(help="Who sets this; kept.")] = "coach",
    organisation: OrganisationOption = "",
) -> None:
    """Set the small step one person tries from now on, found together.

    A goal that is left out is the one there is; a step of the programme's path brings
    its own cue. What was tried stays with the step before; the days are planned anew.
    """

    def give(parts: Parts, whose: UUID, found: UUID) -> Words:
        words = Words(*(" ".join(one.split()) for one in (goal, step, cue)))
        return stepping.give(parts, whose, found, words, by)

    now = opening.for_one(who, organisation, give)
    print(f"From now on: {now.step}, after this: {now.cue}. Towards: {now.goal}.")
