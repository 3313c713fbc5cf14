"""`handrail people consent` and `people calls`: may a person be called, and when."""

from typing import Annotated, Literal
from uuid import UUID

import typer

from service.cli import opening
from service.cli.opening import NotDone, OrganisationOption
from service.usecases import call_consent, call_terms, told_no
from service.usecases.call_consent import Standing, Told
from service.usecases.call_terms import Set, Wanted
from service.usecases.parts import Parts
from service.web import call_words

WhoArgument = Annotated[str, typer.Argument(help="A name, or the id from the list.")]

ONLY_THEY = (
    "A yes to texts is theirs to text: GO to the invitation, or START after a stop."
)


def consent(  # noqa: PLR0913 -- a command's options are its arguments
    who: WhoArgument,
    *,
    to: Annotated[
        Literal["text", "call", "recording"],
        typer.Option(help="What the yes or no is about; text: a no alone."),
    ],
    wording: Annotated[str, typer.Option(help="Their words, or the form's.")],
    method: Annotated[str, typer.Option(help="How: paper form, in person, ...")],
    by: Annotated[str, typer.Option(help="Who enters this; kept for good.")],
    withdraw: Annotated[
        bool, typer.Option("--withdraw", help="It is a no: from now on, not any more.")
    ] = False,
    organisation: OrganisationOption = "",
) -> None:
    """Enter a yes or no to automated calls or to being recorded, or a no to texts.

    Each is an entry of its own in the consent ledger. A no counts at once: planned
    calls are dropped. A no to texts is what a STOP is: it ends calls too, nothing
    confirms it, and only START from their own phone ends it.
    """

    def enter(parts: Parts, whose: UUID, found: UUID) -> Standing:
        if withdraw:
            no = told_no.Told(to, wording, method, by)
            return told_no.at_terminal(parts, whose, found, no)
        if to == "text":
            raise NotDone(ONLY_THEY)
        return call_consent.enter(parts, whose, found, Told(to, wording, method, by))

    now = opening.for_one(who, organisation, enter)
    print(f"{now.name}: {call_words.standing(now.calls, recorded=now.recorded)}.")
    if now.consent == "stopped":
        print("They have stopped texts: nothing goes out, calls neither.")
        return
    if now.calls == "agreed" and now.consent != "active":
        print("They have not said yes to texts: nothing goes out, calls neither.")


def calls(  # noqa: PLR0913 -- a command's options are its arguments
    who: WhoArgument,
    *,
    days: Annotated[str, typer.Option(help="0 (Monday) to 6, once each: 3.")] = "",
    at: Annotated[str, typer.Option(help="When the call goes out: 12:15.")] = "",
    until: Annotated[str, typer.Option(help="No call after this: 13:00.")] = "",
    retry: Annotated[str, typer.Option(help="Minutes until the one retry: 30.")] = "",
    none: Annotated[bool, typer.Option("--none", help="No calls on any day.")] = False,
    default: Annotated[
        bool, typer.Option("--default", help="The programme's times again.")
    ] = False,
    by: Annotated[str, typer.Option(help="Who sets this; kept.")] = "coach",
    organisation: OrganisationOption = "",
) -> None:
    """Set when one person is called, by their own clock.

    What is not given stays as it is: the programme's (handrail programme show), or
    what was set here before. Nobody is called without a yes to calls.
    """
    wanted = Wanted(days, at, until, retry)

    def change(parts: Parts, whose: UUID, found: UUID) -> Set:
        to = _one(wanted, none=none, default=default)
        return call_terms.change(parts, whose, found, to, by)

    now = opening.for_one(who, organisation, change)
    of = "their own times" if now.own else "the programme's times"
    print(f"{now.name}, {of}: {call_words.times(now.terms, now.zone)}")
    if now.calls != "agreed":
        print(f"{call_words.standing(now.calls, recorded=False)}: no call goes out.")


def _one(
    wanted: Wanted, *, none: bool, default: bool
) -> Wanted | Literal["none", "default"]:
    given = (wanted != Wanted(), none, default)
    if given.count(True) != 1:
        raise NotDone(
            "Give times (--days, --at, --until, --retry), or --none, or --default."
        )
    return "none" if none else "default" if default else wanted
