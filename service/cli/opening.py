"""What a command opens before it works, and how it says what cannot be done."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated, Any, TypeVar
from uuid import UUID

import typer

from flows.coach.schedule import BadSchedule
from service import config
from service.carrier.port import CannotAsk, CannotConnect
from service.cli import staging
from service.config import Settings
from service.embedded.place import choose
from service.store import views
from service.store.db import Unavailable
from service.store.views import Named
from service.usecases.connecting import OutOfReach
from service.usecases.enrol import Refused
from service.usecases.parts import Parts
from service.usecases.releasing import NotHeld
from service.usecases.sheets import BadSheet
from service.usecases.terms import BadTerms

OrganisationOption = Annotated[
    str, typer.Option(help="Which organisation; needed when there are several.")
]
ProgrammeOption = Annotated[
    str, typer.Option(help="Which programme; needed when there are several.")
]
_Done = TypeVar("_Done")


class NotDone(Exception):
    """What was asked cannot be done; the message says what to do instead."""


# Each of these names what to mend; a trace would hide it, and may hold words.
TOLD = (
    NotDone,
    Refused,
    BadTerms,
    BadSchedule,
    BadSheet,
    NotHeld,
    OutOfReach,
    CannotAsk,
    CannotConnect,
    Unavailable,
)


def settings() -> Settings:
    """Return the settings given, or those of the demo that runs on this machine.

    Raises MissingSettings when some are given and others missing, NotDone when none
    are given and no demo runs.
    """
    given = config.environment()
    if given.get("DATABASE_URL", "").strip():
        return Settings.from_env(given)
    place = choose(config.one("HANDRAIL_DATA", given)).folder
    demo = staging.found_address(place)
    if demo is None:
        raise NotDone(
            "No demo runs here and no settings are given. Looked for a running demo in "
            f"{place}. If its data lie elsewhere, set HANDRAIL_DATA to that folder for "
            "this command, too. Start a demo in another terminal "
            "with: make run. For a service of your own, give its settings "
            "(docs/reference/settings.md)."
        )
    return Settings.from_env({**given, **demo})


@contextmanager
def parts() -> Iterator[Parts]:
    """Open the parts of this process; what cannot be done is said without a trace."""
    from service import wiring

    opened: Parts | None = None
    try:
        opened = wiring.build(settings(), pool_size=1)
        yield opened
    except TOLD as told:
        typer.echo(str(told), err=True)
        raise typer.Exit(1) from told
    finally:
        if opened is not None:
            opened.db.close()


@contextmanager
def organisation(name: str) -> Iterator[tuple[Parts, Named]]:
    """Open the parts and the organisation meant: the only one, or the one named."""
    with parts() as opened:
        found = views.organisations(opened.db, opened.vault)
        mend = "set one up with: handrail organisation add"
        yield opened, one("organisation", name, found, mend)


def programme(opened: Parts, whose: Named, name: str) -> Named:
    """Return the programme meant; raises NotDone."""
    with opened.db.transaction(whose.id) as tx:
        found = views.programmes(tx)
    return one("programme", name, found, "set one up with: handrail programme add")


def person(opened: Parts, tx: Any, who: str) -> UUID:
    """Return the id of the person of that name or id; raises NotDone."""
    try:
        return UUID(who)
    except ValueError:
        found = views.named(tx, opened.vault, who)
    if not found:
        raise NotDone(f"Nobody here is called {who!r}; see: handrail people list")
    if len(found) > 1:
        ids = "\n".join(f"  {each}" for each in found)
        raise NotDone(f"{len(found)} people are called {who!r}; give an id:\n{ids}")
    return found[0]


def for_one(
    who: str, organisation_name: str, work: Callable[[Parts, UUID, UUID], _Done]
) -> _Done:
    """Do something for the person of that name or id, and say who is unknown."""
    with organisation(organisation_name) as (opened, whose):
        with opened.db.transaction(whose.id) as tx:
            found = person(opened, tx, who)
        try:
            return work(opened, whose.id, found)
        except LookupError:
            raise NotDone(f"Nobody here has the id {found}.") from None


def one(what: str, name: str, found: tuple[Named, ...], mend: str) -> Named:
    """Return the one meant, the only one or the one named; raises NotDone."""
    if not found:
        raise NotDone(f"There is no {what} yet; {mend}.")
    meant = [each for each in found if each.name.casefold() == name.strip().casefold()]
    if not name and len(found) == 1:
        return found[0]
    if len(meant) == 1:
        return meant[0]
    names = ", ".join(each.name for each in found)
    asked = f"There is no {what} {name!r}" if name else f"There are several {what}s"
    raise NotDone(f"{asked}; choose one with --{what}: {names}")
