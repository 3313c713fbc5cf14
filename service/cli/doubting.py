"""`handrail doubts`: what nobody knows the end of, and a person's word on it."""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

import typer
from rich.console import Console

from service.cli import opening
from service.cli.opening import NotDone, OrganisationOption
from service.cli.rows import write
from service.store.doubts import Doubt, Settled
from service.usecases import doubting
from service.usecases.doubting import Answer, NotInDoubt
from service.web import words

app = typer.Typer(no_args_is_help=True, add_completion=False)

HEADS = ("id", "for", "what", "age", "why in doubt", "words")
SETTLED_HEADS = ("id", "what", "decided", "by", "when (UTC)", "now", "sent again as")
SAID = {
    "went_out": "It counts as sent.",
    "leave": "It is let be: nothing goes out.",
}


@app.callback()
def doubts() -> None:
    """See messages and calls in doubt, and decide about them: only a person does."""


@app.command("list")
def list_(*, organisation: OrganisationOption = "") -> None:
    """List what is in doubt, the oldest first: whose, how old, its words, and why.

    The carrier's callbacks and its list settle most of them within minutes. What stays
    is for you: ask the person whether it came.
    """
    with opening.organisation(organisation) as (parts, whose):
        found = doubting.listed(parts, whose.id)
    if not found:
        print("Nothing is in doubt.")
        return
    write(Console(), HEADS, map(_row, found))


def _row(one: Doubt) -> tuple[str, ...]:
    what = words.NUDGE.get(one.kind, one.kind)
    whose = f"coach {one.whose}" if one.to_coach else one.whose or "(erased)"
    said = " ".join(one.words.split()) if one.channel == "text" else "(a call)"
    return str(one.id), whose, what, _age(one.now - one.called_at), one.why, said


def _age(span: timedelta) -> str:
    if span < timedelta(hours=1):
        return f"{span // timedelta(minutes=1)} min"
    if span < timedelta(days=2):
        return f"{span // timedelta(hours=1)} h"
    return f"{span.days} days"


@app.command()
def settle(
    message: Annotated[str, typer.Argument(help="Its id, from the list.")],
    *,
    went_out: Annotated[
        bool, typer.Option("--went-out", help="It reached the person.")
    ] = False,
    send_again: Annotated[
        bool, typer.Option("--send-again", help="It did not: send it once more.")
    ] = False,
    leave: Annotated[
        bool, typer.Option("--leave", help="Nobody knows, and it need not go.")
    ] = False,
    by: Annotated[str, typer.Option(help="Who decides; kept for good.")],
    organisation: OrganisationOption = "",
) -> None:
    """Decide about one message or call in doubt.

    Sending again makes a new message that names the old one, once, however often you
    ask; whether it may go (consent, hours, caps, too late) is asked again then. Should
    the carrier's word come late, it corrects yours.
    """
    given: dict[Answer, bool] = {
        "went_out": went_out, "send_again": send_again, "leave": leave,
    }  # fmt: skip
    chosen = [answer for answer, meant in given.items() if meant]
    with opening.organisation(organisation) as (parts, whose):
        if len(chosen) != 1:
            raise NotDone("Give one of --went-out, --send-again and --leave.")
        try:
            again = doubting.settle(parts, whose.id, _id(message), chosen[0], by)
        except NotInDoubt as told:
            raise NotDone(str(told)) from told
    print(SAID.get(chosen[0], f"It is sent once more, as {again}."))


def _id(written: str) -> UUID:
    try:
        return UUID(written)
    except ValueError:
        raise NotDone(f"{written!r} is no id; see: handrail doubts list") from None


@app.command()
def settled(*, organisation: OrganisationOption = "") -> None:
    """List what people have decided, who and when, and what came of it since."""
    with opening.organisation(organisation) as (parts, whose):
        found = doubting.decided(parts, whose.id)
    if not found:
        print("Nobody has decided about a doubt yet.")
        return
    write(Console(), SETTLED_HEADS, map(_settled, found))


def _settled(one: Settled) -> tuple[str, ...]:
    again = f"{one.again} ({one.again_state})" if one.again else ""
    return (
        str(one.id), words.NUDGE.get(one.kind, one.kind), one.decided, one.by,
        f"{one.at:%Y-%m-%d %H:%M}", one.state.replace("_", " "), again,
    )  # fmt: skip
