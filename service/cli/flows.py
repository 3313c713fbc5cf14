"""`handrail flows`: what authors do with scripts before a person gets one."""

from typing import Annotated, NoReturn

import typer

from flows.talk import check
from flows.talk.finding import Finding
from service.cli import shelf
from service.cli.shelf import Found, NoScript

app = typer.Typer(no_args_is_help=True, help="Check, draw and test scripts.")
PATHS = Annotated[
    list[str] | None,
    typer.Argument(
        help="Script files, folders of them, or names of shipped ones; without any, "
        "all that ship.",
        metavar="PATH...",
    ),
]


def refuse(error: Exception) -> NoReturn:
    """End the command as one that was used wrongly (exit code 2)."""
    raise typer.BadParameter(str(error)) from error


@app.callback()
def flows() -> None:
    """Check, draw and test scripts."""


@app.command("check")
def check_scripts(
    paths: PATHS = None,
    notes: Annotated[
        bool, typer.Option("--notes", help="Show also what is only good to know.")
    ] = False,
) -> None:
    """Find what would hurt: ways, words, answers and calls of scripts.

    Each line says file:line:column: rule: what is wrong, and how to mend it.
    docs/reference/scripts.md has all rules. The exit code is 1 when there is a finding.

    Example: handrail flows check water.yaml
    """
    try:
        scripts = shelf.found(paths or ())
    except NoScript as error:
        refuse(error)
    told = checked(scripts)
    wrong = [line for line, one in told.items() if not one.is_note]
    for line, one in told.items():
        if notes or not one.is_note:
            print(line)
    print(_summary(len(scripts), len(wrong)))
    raise typer.Exit(1 if wrong else 0)


def checked(scripts: list[Found]) -> dict[str, Finding]:
    """Check scripts; return what is found as lines to print, each once, in order."""
    elsewhere = shelf.kept(scripts)
    told: dict[str, Finding] = {}
    for one in scripts:
        for finding in check.examine(
            one.name, one.source_of, longest=shelf.longest(), elsewhere=elsewhere
        ):
            told.setdefault(_line(one, finding), finding)
    return told


def _line(one: Found, finding: Finding) -> str:
    path = one.shown(finding.place.file)
    return f"{path}{str(finding).removeprefix(finding.place.file)}"


def _summary(scripts: int, wrong: int) -> str:
    number = "1 script" if scripts == 1 else f"{scripts} scripts"
    found = {0: "nothing to mend", 1: "1 finding"}.get(wrong, f"{wrong} findings")
    return f"{number}, {found}."
