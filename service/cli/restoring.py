"""`handrail restored`: a database from a backup, looked at before it goes on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from service.carrier.port import CannotAsk
from service.cli import opening
from service.cli.opening import NotDone
from service.store import ledger, views
from service.store.ledger import Erased
from service.store.views import Named
from service.usecases import restoring
from service.usecases.parts import Parts
from service.usecases.restoring import Look

ConfirmOption = Annotated[
    bool, typer.Option("--confirm", help="You have looked: let it go on.")
]
WholeOption = Annotated[
    bool,
    typer.Option(
        "--nothing-lost", help="It was moved, and lacks nothing: all goes on."
    ),
]
HoldOption = Annotated[
    bool, typer.Option("--hold", help="It is a backup, though nothing here says so.")
]
SinceOption = Annotated[
    str, typer.Option(help="With --hold: the moment of the backup, in UTC.")
]
ErasedOption = Annotated[
    list[Path] | None,
    typer.Option(help="A ledger of who was erased, or logs; may be repeated."),
]
WithoutOption = Annotated[
    bool,
    typer.Option(
        "--without-erasures", help="There is no ledger: nobody is erased again."
    ),
]
ByOption = Annotated[str, typer.Option(help="Who says so; kept in the audit.")]


def command(  # noqa: PLR0913 -- a command's options are its arguments
    *,
    confirm: ConfirmOption = False,
    nothing_lost: WholeOption = False,
    hold: HoldOption = False,
    since: SinceOption = "",
    erased: ErasedOption = None,
    without_erasures: WithoutOption = False,
    by: ByOption = "",
) -> None:
    """Look at what a backup lacks, and let the service go on with it.

    A database that was put back from a backup does not know what went out since: so
    nothing goes out of it but alerts and safety replies until you say so. Without an
    option this shows how it stands. With --confirm whoever was erased since the backup
    is erased again first, by the ledger (HANDRAIL_ERASED, --erased); what may have gone
    out stays in doubt for people to settle: handrail doubts list.
    """
    if confirm + nothing_lost + hold > 1:
        raise typer.BadParameter("Give one of --confirm, --nothing-lost and --hold.")
    with opening.parts() as parts:
        if hold:
            _hold(parts, by, since)
        held = tuple(_held(parts))
        if not held:
            print("This database is where it was: nothing is held.")
            print("If it is a backup all the same: handrail restored --hold --by YOU")
            return
        gone = _shown(parts, held, erased or ())
        whose = [one for one, _ in held]
        if nothing_lost:
            _nothing_lost(parts, whose, by)
        elif confirm:
            _confirm(parts, whose, by, gone, without_erasures)
        else:
            print("When you have looked: handrail restored --confirm --by YOU")


def _shown(
    parts: Parts, held: Iterable[tuple[Named, Look]], files: Iterable[Path]
) -> tuple[Erased, ...] | None:
    """Say how each stands; return who was erased, None where there is no ledger."""
    gone, notes = _ledger(parts, files)
    for one, look in held:
        print("\n".join(_lines(one, look)))
    print("\n".join(notes))
    return gone


def _nothing_lost(parts: Parts, held: Iterable[Named], by: str) -> None:
    for one in held:
        told = restoring.nothing_lost(parts, one.id, by)
        print(f"{one.name} goes on. {told.freed} of what waited may go now.")


def _hold(parts: Parts, by: str, since: str) -> None:
    if not restoring.hold(parts, by, _moment(since)):
        print("It is held already; nothing was changed.")


def _moment(written: str) -> datetime | None:
    if not written:
        return None
    try:
        told = datetime.fromisoformat(written)
    except ValueError:
        raise NotDone(f"{written!r} is no moment; write 2026-11-28T03:00") from None
    return told if told.tzinfo else told.replace(tzinfo=UTC)


def _held(parts: Parts) -> Iterable[tuple[Named, Look]]:
    for one in views.organisations(parts.db, parts.vault):
        try:
            look = restoring.asked(parts, one.id)
        except CannotAsk:
            look = restoring.stands(parts, one.id)
        if look.restore is not None:
            yield one, look


def _ledger(
    parts: Parts, given: Iterable[Path]
) -> tuple[tuple[Erased, ...] | None, list[str]]:
    """Return who was erased by all ledgers there are, None without any; and say so."""
    files = list(given)
    if parts.erased is not None and parts.erased.exists():
        files.append(parts.erased)
    if not files:
        return None, [
            "There is no ledger of who was erased: whoever was erased since the backup"
            " would be back. Give it with --erased FILE."
        ]
    found: dict[object, Erased] = {}
    notes = []
    for file in files:
        try:
            told, torn = ledger.read(file)
        except OSError as error:
            raise NotDone(f"{file} cannot be read: {error.strerror}") from error
        found |= {one.person: one for one in told}
        lines = f"; {torn} lines of it cannot be read" if torn else ""
        notes.append(f"{file} names {len(told)} who were erased{lines}.")
    return tuple(found.values()), notes


def _confirm(
    parts: Parts,
    held: Iterable[Named],
    by: str,
    gone: tuple[Erased, ...] | None,
    without: bool,
) -> None:
    if gone is None and not without:
        raise NotDone(
            "Nothing was changed. If nobody was erased since the backup, or the ledger"
            " is lost, add --without-erasures."
        )
    for one in held:
        told = restoring.confirm(parts, one.id, by, gone or ())
        print(
            f"{one.name} goes on. Erased again: {told.erased}. {told.freed} of what"
            " waited may go now. What may have gone out before: handrail doubts list"
        )


def _lines(one: Named, look: Look) -> Iterable[str]:
    restore, counted = look.restore, look.counted
    if restore is None or counted is None:
        return
    until = f"{restore.found_at:%Y-%m-%d %H:%M:%S} UTC"
    if restore.since is None:
        yield f"{one.name}: put back from a backup, found {until}."
    else:
        yield (
            f"{one.name}: put back from a backup. From"
            f" {restore.since:%Y-%m-%d %H:%M:%S} to {until} nothing is known"
            f" here ({_span(restore.found_at - restore.since)})."
        )
    yield f"  {counted.doubts} may have gone out before, and are in doubt."
    yield f"  {counted.waiting} wait to go out; {counted.stayed} nudges stay here."
    more = " or more" if look.more else ""
    listed = "not asked" if look.texts is None else f"{look.texts}{more}"
    came = "all came in here" if look.heard else "not all came in here yet"
    yield f"  Texts to us in that time by the carrier's list: {listed}; {came}."


def _span(span: timedelta) -> str:
    hours, rest = divmod(int(span.total_seconds()), 3600)
    return f"{hours} h {rest // 60} min"
