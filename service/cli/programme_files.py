"""`handrail programme check`, `apply` and `export`: a programme as a file."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from flows.coach.programme_files import Difference, ProgrammeFile
from flows.coach.tables import Fault
from service.cli import opening
from service.cli.opening import NotDone, OrganisationOption, ProgrammeOption
from service.store import views
from service.usecases import revising
from service.usecases.revising import Judged, Revision

FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="A YAML file.")]
NUMBER = "coach.number"


def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="YAML files.")],
) -> None:
    """Check programme files and name every problem at once, with line and mend.

    No service is asked. Exit code: 0 when there is nothing to mend, else 1.
    """
    wrong = [line for file in files for line in _judged(file).problems]
    for line in wrong:
        print(line)
    if wrong:
        raise typer.Exit(1)
    print(f"Nothing to mend in {', '.join(file.name for file in files)}.")


def apply(
    file: FileArgument,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    by: Annotated[str, typer.Option(help="Who applies it; kept.")] = "coach",
    organisation: OrganisationOption = "",
) -> None:
    """Set up a programme from a file, or change the one that stands to what it says.

    The name says which one. First it shows what would change, before and after, for how
    many people, and how many planned nudges move; then it asks. A section the file
    leaves out stays; one it has holds whole. What is claimed stays as it is. Applied
    again it changes nothing. A file that was exported from another version than stands
    is refused.
    """
    told = _sound(file)
    with opening.organisation(organisation) as (parts, whose):
        seen = revising.look(parts, whose.id, told)
        print("\n".join(_shown(seen)))
        if seen.differences:
            _agreed(yes=yes)
            done = revising.apply(parts, whose.id, told, seen.version, by)
            print(_done(done))


def _judged(file: Path) -> Judged:
    try:
        source = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        told = "This cannot be read.", "Give a YAML file."
        return Judged(None, (Fault(str(file), 1, *told),))
    return revising.check(source, str(file))


def _sound(file: Path) -> ProgrammeFile:
    judged = _judged(file)
    if judged.file is None:
        typer.echo("\n".join(judged.problems), err=True)
        raise typer.Exit(1)
    return judged.file


def _shown(seen: Revision) -> Iterator[str]:
    if not seen.differences:
        yield f"{seen.name} stands as the file says; nothing is changed."
        return
    yield f"{seen.name} would be new." if seen.new else f"{seen.name} would change:"
    yield from map(_difference, seen.differences)
    if not seen.new:
        yield f"People in it: {seen.people}. Planned nudges that move: {seen.moves}."


def _difference(one: Difference) -> str:
    before, after = one.before or "nothing", one.after or "nothing"
    if one.what == NUMBER:
        before, after = (
            views.masked(v) if v[:1] == "+" else v for v in (before, after)
        )
    return f"  {one.what}: {before} -> {after}"


def _agreed(*, yes: bool) -> None:
    """Ask on a terminal; elsewhere only --yes is a yes."""
    if yes:
        return
    if not asked_here():
        raise NotDone("Nothing is changed: nobody can be asked here; give --yes.")
    if not typer.confirm("Change it so?"):
        raise NotDone("Nothing is changed.")


def asked_here() -> bool:
    """Say whether somebody sits before a terminal."""
    return sys.stdin.isatty()


def _done(done: Revision) -> str:
    if done.new:
        return f"{done.name} is set up. Next: handrail people add"
    return f"{done.name} is changed. Whoever is in it: handrail plan preview NAME"


def export(
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="Where to; else shown.")
    ] = None,
    *,
    programme: ProgrammeOption = "",
    organisation: OrganisationOption = "",
) -> None:
    """Write a programme as a file, with the version that stands.

    The file holds the coach's number: it is readable for you alone. A file that is
    there already is left alone.
    """
    with opening.organisation(organisation) as (parts, whose):
        meant = opening.programme(parts, whose, programme)
        text = revising.export(parts, whose.id, meant.id)
        if file is None:
            print(text, end="")
            return
        try:
            file.touch(mode=0o600, exist_ok=False)
        except OSError as error:
            mend = "give another name" if file.exists() else "give a folder there is"
            raise NotDone(f"{file} cannot be written; {mend}.") from error
        file.write_text(text, "utf-8")
        print(f"{meant.name} is written to {file}.")
