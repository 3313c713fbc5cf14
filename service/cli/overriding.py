"""`handrail people ladder` and `handrail people policy`: a coach's word on prompts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, get_args
from uuid import UUID

import typer

from flows.coach.days import said as said_day
from flows.coach.ladder_state import Lever, Override
from flows.coach.policy import LADDER, POLICIES
from service.cli import opening
from service.cli.opening import NotDone, OrganisationOption
from service.usecases import overriding
from service.usecases.overriding import Stand, Word
from service.usecases.parts import Parts
from service.web import words

LEVERS = "hold, rung, cap, floor, skip, kind"
UntilOption = Annotated[
    str, typer.Option(metavar="DATE", help="The last day on which this holds.")
]
LiftOption = Annotated[
    str, typer.Option(metavar="WHAT", help=f"Take one back: {LEVERS}.")
]


def ladder(  # noqa: PLR0913 -- a command's options are its arguments
    who: Annotated[str, typer.Argument(help="A name, or the id from the list.")],
    *,
    hold: Annotated[bool, typer.Option("--hold", help="No rule moves it.")] = False,
    rung: Annotated[
        int | None, typer.Option(help="Set it to this rung, 0 to 5, and hold it.")
    ] = None,
    cap: Annotated[
        int | None, typer.Option(help="So many prompts in seven days at most.")
    ] = None,
    floor: Annotated[
        int | None, typer.Option(help="No rule goes beyond this rung, 0 to 5.")
    ] = None,
    skip: Annotated[
        str, typer.Option(metavar="DATES", help="No prompt then: 2026-12-24,2026-12-31")
    ] = "",
    kind: Annotated[str, typer.Option(help="The step is a window or a moment.")] = "",
    until: UntilOption = "",
    lift: LiftOption = "",
    reason: Annotated[str, typer.Option(help="Why; kept encrypted.")] = "",
    by: Annotated[str, typer.Option(help="Who says so; kept.")] = "",
    organisation: OrganisationOption = "",
) -> None:
    """Show where one person stands on the Ladder and why, or set one thing for a time.

    With --until, --reason and --by one of the others sets it; it wins over every rule
    and ends by itself after that day, or with --lift and --by. Her own word still
    holds. Setting the same again replaces it; her days are planned anew, and what is
    claimed stays.
    """
    told = _told(
        {
            "hold": None if hold else NOTHING,
            "rung": NOTHING if rung is None else rung,
            "cap": NOTHING if cap is None else cap,
            "floor": NOTHING if floor is None else floor,
            "skip": skip or NOTHING,
            "kind": kind or NOTHING,
        }
    )

    def work(parts: Parts, whose: UUID, found: UUID) -> Stand:
        if lift:
            return overriding.lift(parts, whose, found, *_lifted(lift, told, by))
        if told is None and not (until or reason or by):
            return overriding.look(parts, whose, found)
        return overriding.say(parts, whose, found, _word(told, (until, reason, by)))

    print("\n".join(_lines(opening.for_one(who, organisation, work))))


NOTHING = object()


def _lifted(what: str, told: object, by: str) -> tuple[Lever, str]:
    levers = {one: one for one in get_args(Lever)}
    if what not in levers or told is not None or not by:
        raise NotDone(f"Give --lift one of {LEVERS}, with --by NAME and nothing else.")
    return levers[what], by


def _told(levers: dict[str, Any]) -> list[tuple[str, Any]] | None:
    return [(what, v) for what, v in levers.items() if v is not NOTHING] or None


def _word(told: list[tuple[str, Any]] | None, rest: tuple[str, str, str]) -> Word:
    until, reason, by = rest
    if told is None or len(told) > 1:
        raise NotDone(f"Give one of {LEVERS}, and no more at once.")
    if not (until and reason and by):
        raise NotDone("Give --until DATE, --reason TEXT and --by NAME with it.")
    what: Any
    what, value = told[0]
    if what == "skip":
        value = tuple(_date("skip", part) for part in value.split(","))
    return Word(what, value, _date("until", until), reason, by)


def _date(option: str, written: str) -> date:
    try:
        return date.fromisoformat(written.strip())
    except ValueError:
        raise NotDone(f"--{option}: {written!r}; write it as 2026-12-24.") from None


def policy(
    who: Annotated[str, typer.Argument(help="A name, or the id from the list.")],
    preset: Annotated[str, typer.Argument(help=f"One of: {', '.join(POLICIES)}.")],
    *,
    by: Annotated[str, typer.Option(help="Who sets this; kept.")] = "coach",
    organisation: OrganisationOption = "",
) -> None:
    """Begin another policy of prompts for one person: the Ladder, or a preset.

    Its state begins anew: what the one before had learned, and what a coach had set on
    it, end with it. A pause of hers goes on, and what is claimed stays.
    """

    def work(parts: Parts, whose: UUID, found: UUID) -> tuple[bool, Stand]:
        return overriding.begin(parts, whose, found, preset, by)

    new, stand = opening.for_one(who, organisation, work)
    if new:
        print(f"{stand.name} is on {preset} from now on; its state begins anew.")
    else:
        print(f"{stand.name} is on {preset} already; nothing is changed.")
    print("\n".join(_lines(stand)))


def _lines(stand: Stand) -> Iterator[str]:
    since = f"since {said_day(stand.since)}" if stand.since else "not begun yet"
    rung = f", R{stand.rung}" if stand.policy == LADDER else ""
    yield f"{stand.name}: {stand.policy}{rung}, {since}: {stand.meaning}."
    yield from map(_override, stand.words)
    if not stand.words:
        yield "No coach has set anything."
    for one in stand.said:
        yield f"  {words.moment(one.at, stand.zone)}\t{one.rule}\t{one.sentence}"
    if not stand.said:
        yield "Nothing has been decided about the rung yet."


def _override(one: Override) -> str:
    value = one.value
    if isinstance(value, tuple):
        value = ", ".join(day.isoformat() for day in value)
    shown = one.what if value is None else f"{one.what} {value}"
    return f"  {shown} until {said_day(one.until)}, by {one.author}: {one.reason}"
