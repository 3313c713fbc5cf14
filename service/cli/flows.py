"""`handrail flows`: what authors do with scripts before a person gets one."""

import json
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from flows.talk import check, drawing, schema
from flows.talk.cards import ScriptError
from flows.talk.finding import Finding
from flows.talk.transcript import BadTranscript
from service.cli import shelf, transcripts
from service.cli.shelf import Found, NoScript
from service.cli.transcripts import Library, NoTranscript, Played

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
    """Check, draw and test scripts, before a person gets one."""


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


@app.command()
def draw(
    script: Annotated[
        str, typer.Argument(help="A shipped script (daily_win), or a .yaml file.")
    ],
    out: Annotated[
        Path | None,
        typer.Option(help="Where to write the picture; without it, to the output."),
    ] = None,
) -> None:
    """Draw a script as SVG: nodes, ways, scripts inside it, and what the check finds.

    Example: handrail flows draw daily_win --out daily_win.svg
    """
    try:
        read = shelf.find(script).script()
    except (NoScript, ScriptError) as error:
        refuse(error)
    picture = drawing.draw(read, check.findings(read, longest=shelf.longest()))
    if out is None:
        print(picture, end="")
    else:
        out.write_text(picture, "utf-8")
        print(f"Drawn as {out}.")


@app.command("schema")
def write_schema() -> None:
    """Write the JSON Schema of a script, with which editors complete and check.

    Example: handrail flows schema > script.schema.json
    """
    print(json.dumps(schema.schema(), indent=2))


@app.command("test")
def play_transcripts(
    paths: Annotated[
        list[str],
        typer.Argument(help="Transcripts, or folders of them.", metavar="PATH..."),
    ],
    rewrite: Annotated[
        bool, typer.Option("--rewrite", help="Write them as they really go.")
    ] = False,
    coverage: Annotated[
        bool,
        typer.Option("--coverage", help="Say which nodes and ways none of them plays."),
    ] = False,
) -> None:
    """Play transcripts, and show what goes otherwise than written.

    Each is played against the script of that name beside it, or the shipped one. The
    difference is the review. The exit code is 1 when one goes otherwise or cannot be
    played; with --rewrite, only in the second case.

    Example: handrail flows test transcripts --coverage
    """
    try:
        files = transcripts.files(paths)
    except NoTranscript as error:
        refuse(error)
    scripts, played, broken = Library(), [], 0
    for path in files:
        try:
            played.append(transcripts.play(path, scripts))
        except BadTranscript as error:
            print(error)
            broken += 1
    other = [one for one in played if one.difference]
    _show(other, rewrite=rewrite)
    if coverage:
        _cover(played)
    print(_outcome(len(files), len(other), broken, rewrite=rewrite))
    raise typer.Exit(1 if broken or (other and not rewrite) else 0)


def _show(other: list[Played], *, rewrite: bool) -> None:
    for one in other:
        print(one.difference, end="")
        if rewrite:
            one.path.write_text(one.now, "utf-8")


def _cover(played: list[Played]) -> None:
    for one in transcripts.coverages(played):
        print(one)
        for line in transcripts.missing(one):
            print(line)


def _outcome(files: int, other: int, broken: int, *, rewrite: bool) -> str:
    number = "1 transcript" if files == 1 else f"{files} transcripts"
    went = "rewritten" if rewrite else "otherwise than written"
    told = [f"{other} {went}"] if other else []
    told += [f"{broken} cannot be played"] if broken else []
    return f"{number}, {', '.join(told) or 'all as written'}."
