"""`handrail people schedule` and `handrail programme schedule`: when, in full."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated
from uuid import UUID

import typer

from flows.coach import quiet, written
from flows.coach.fields import FIELDS
from flows.coach.schedule import Schedule
from flows.coach.travel import Outcome
from service.cli import opening
from service.cli.opening import OrganisationOption, ProgrammeOption
from service.usecases import rescheduling
from service.usecases.parts import Parts
from service.usecases.rescheduling import Change, Told

SetOption = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="FIELD=VALUE", help="A field; may be repeated."),
]
ClearOption = Annotated[
    list[str] | None,
    typer.Option("--clear", metavar="FIELD", help="Say no more of a field."),
]
ByOption = Annotated[str, typer.Option(help="Who sets this; kept.")]
FIELDS_OPTION = Annotated[
    bool, typer.Option("--fields", help="Show all fields and legal presets.")
]
FATES: dict[str, str] = {
    "stays": "stays as it is: something of it went or was told",
    "moves": "is laid out anew",
    "over": "is left out: on the new clock its time is over",
    "dropped": "is taken out: the new schedule has no such chance",
}


def person(  # noqa: PLR0913 -- a command's options are its arguments
    who: Annotated[str, typer.Argument(help="A name, or the id from the list.")] = "",
    *,
    set_: SetOption = None,
    clear: ClearOption = None,
    zone: Annotated[
        str, typer.Option(help="Her clock from now on, when she travels or moves.")
    ] = "",
    fields: FIELDS_OPTION = False,
    by: ByOption = "coach",
    organisation: OrganisationOption = "",
) -> None:
    """Show or set when one person has chances, where it is not as the programme says.

    Without options it shows what holds. Chances that are claimed or past stay; the
    others are laid out anew. See what comes: handrail plan preview NAME
    """
    if fields or not who:
        _show_fields()
        return
    change = Change(tuple(set_ or ()), tuple(clear or ()), zone)

    def work(parts: Parts, whose: UUID, found: UUID) -> Told:
        return rescheduling.of_person(parts, whose, found, change, by)

    print("\n".join(_told(opening.for_one(who, organisation, work))))


def programme(
    *,
    set_: SetOption = None,
    clear: ClearOption = None,
    fields: FIELDS_OPTION = False,
    by: ByOption = "coach",
    programme: ProgrammeOption = "",
    organisation: OrganisationOption = "",
) -> None:
    """Show or set the schedule of a programme: more than its terms can say.

    What it leaves out the terms and each step say; a person may have her own (handrail
    people schedule). Everybody's days are planned anew.
    """
    if fields:
        _show_fields()
        return
    change = Change(tuple(set_ or ()), tuple(clear or ()))
    with opening.organisation(organisation) as (parts, whose):
        where = opening.programme(parts, whose, programme)
        after, people = rescheduling.of_programme(parts, whose.id, where.id, change, by)
        print(f"{where.name}: {_said(after)}")
        if not change.nothing:
            print(f"People whose days were planned anew: {people}.")


def _told(told: Told) -> Iterable[str]:
    yield f"{told.name}, in {told.zone}. Her own: {_said(told.own)}"
    if told.holds is None:
        yield "There is no step yet, so there are no chances."
    else:
        yield f"What holds: {_said(told.holds)}"
    yield from map(_fate, told.outcomes)


def _fate(outcome: Outcome) -> str:
    return f"  {outcome.key} {FATES[outcome.fate]}"


def _said(schedule: Schedule) -> str:
    words = written.write(schedule)
    return "; ".join(f"{name}={text}" for name, text in words.items()) or "nothing"


def _show_fields() -> None:
    for name, line in FIELDS.items():
        shown = f"{name}.NAME" if line.named else name
        print(f"{shown}\t{line.meaning}\t{line.mend}")
    print("Legal presets, as caution; this is not legal advice:")
    for name, preset in quiet.PRESETS.items():
        print(f"{name}\t{preset.about}\t{preset.source}")
