"""`handrail gate`: what our number may send now, and why something waits."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import typer

from service.cli import opening
from service.cli.opening import NotDone, OrganisationOption
from service.usecases import gating
from service.usecases.parts import Parts
from service.web import gate_words

app = typer.Typer(no_args_is_help=True, add_completion=False)

NONE = "none"
ByOption = Annotated[str, typer.Option(help="Who says so; kept in the audit.")]


@app.callback()
def gate() -> None:
    """Show what our number may send now; open it; set its pace."""


@app.command("show")
def show(*, organisation: OrganisationOption = "") -> None:
    """Show the gate of texts and that of calls: open, resting or stopped, and why.

    A gate rests by itself when the carrier is busy or gives no clear answer, and tries
    one message at a time until one is taken. It is stopped by a code that only you can
    mend: nothing goes out then, and everything stays due.
    """
    with opening.organisation(organisation) as (parts, whose):
        for one in gating.show(parts, whose.id):
            print(gate_words.gate(one))


@app.command("open")
def reopen(*, by: ByOption, organisation: OrganisationOption = "") -> None:
    """Open what is stopped or resting, once it is mended; what waits is due at once.

    Look first: handrail gate show. If the carrier still says no, it stops again.
    """
    with opening.organisation(organisation) as (parts, whose):
        opened, freed = gating.reopen(parts, whose.id, by)
        if any(one.restored_at for one in gating.show(parts, whose.id)):
            print("Still held: put back from a backup. Look first: handrail restored")
            return
        if not opened:
            print("It was open already; nothing was changed.")
        else:
            print(f"Open again. {freed} of what waited may go now.")


@app.command("pace")
def pace(
    per_second: Annotated[
        str, typer.Argument(help="Segments a second, like 1 or 0.5; none for any.")
    ],
    *,
    by: ByOption,
    burst: Annotated[int, typer.Option(help="So many at once after a rest.")] = 10,
    channel: Annotated[str, typer.Option(help="text or call.")] = "text",
    organisation: OrganisationOption = "",
) -> None:
    """Set how fast our number sends; a third of the burst is for what is urgent alone.

    A long code of the US passes on one segment a second, a toll-free number about
    three, a short code a hundred and more: what is sent faster queues up there.
    """
    with opening.organisation(organisation) as (parts, whose):
        rate = None if per_second == NONE else _number(per_second)
        gating.pace(parts, whose.id, channel, rate, burst, by)
        for one in gating.show(parts, whose.id):
            print(gate_words.gate(one))


def texts(
    who: Annotated[str, typer.Argument(help="A name, or the id from the list.")],
    *,
    by: ByOption,
    organisation: OrganisationOption = "",
) -> None:
    """Let texts go to one person's line again, after the carrier said it takes none.

    A text from them does the same by itself. If the carrier says so once more, texts
    stay again and the coach is told again.
    """

    def work(parts: Parts, whose: UUID, found: UUID) -> str | None:
        return gating.texts_again(parts, whose, found, by)

    name = opening.for_one(who, organisation, work)
    if name is None:
        print("Nothing kept texts from them; nothing was changed.")
    else:
        print(f"Texts go to {name} again, from the next one due.")


def _number(written: str) -> float:
    try:
        return float(written)
    except ValueError:
        raise NotDone(f"{written!r} is no number; write 1, 0.5 or none.") from None
