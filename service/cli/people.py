"""`handrail people`: enrol one person or a file, list, show one, lift a hold."""

import csv
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

from service.cli import (
    appointing,
    calling,
    gating,
    languages,
    opening,
    overriding,
    portraits,
    releasing,
    removing,
    scheduling,
    stepping,
)
from service.cli.opening import NotDone, OrganisationOption, ProgrammeOption
from service.store import enrolment, timelines, views
from service.store.views import Card, Named
from service.usecases import enrol, foreseeing, importing, sheets, summing
from service.usecases.enrol import NewPerson, Refused
from service.usecases.importing import How, Problem, Report
from service.usecases.parts import Parts
from service.usecases.sheets import BadSheet, Line, Sheet

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    help="Add, import, list, show and release the people of a programme.",
)

SHOWN = 20
ASKED: tuple[tuple[str, str], ...] = (
    ("name", "What to call them"),
    ("number", "Mobile number, with country code"),
    ("zone", "Time zone, like Pacific/Auckland"),
    ("goal", "What matters to them, in their words"),
    ("step", "One small step, as a verb: say one idea at the meeting"),
    ("cue", "When it can be tried: the floor is opened"),
    ("consent_text", "The wording they agreed to"),
    ("consent_method", "How they agreed: paper form, in person, ..."),
)
ASKED_AGAIN: dict[str, str] = {
    "calls_text": "The wording of their yes to automated calls",
    "calls_method": "How they agreed to calls",
    "recording_text": "The wording of their yes to being recorded in calls",
    "recording_method": "How they agreed to being recorded",
    "language": "The language to speak to them in",
    "begins": "How they begin: intake, or nothing",
}
# What a programme's path fills in, and the intake asks for by text.
STEP_WORDS = frozenset({"goal", "step", "cue"})

ByOption = Annotated[
    str, typer.Option("--entered-by", help="Who enters this; kept with the consent.")
]
StepOption = Annotated[
    str, typer.Option(help="One small step, as a verb; or its number on the path.")
]
BeginsOption = Annotated[
    str, typer.Option(help="intake: they are asked for goal and step by text.")
]
CallsOption = Annotated[
    str, typer.Option(help="Wording of the yes to automated calls, if given.")
]
RecordingOption = Annotated[
    str, typer.Option(help="Wording of the yes to being recorded in calls.")
]
MethodOption = Annotated[str, typer.Option(help="How, when not as --consent-method.")]


@app.callback()
def people() -> None:
    """Add, import, list, show and release the people of a programme.

    Whoever is enrolled gets one text that asks for their own yes; nothing else goes
    out before that answer. Numbers are never shown whole.
    """


@app.command()
def add(  # noqa: PLR0913 -- a command's options are its arguments
    *,
    name: Annotated[str, typer.Option(help="What to call them.")] = "",
    number: Annotated[str, typer.Option(help="Mobile number: +64 21 ...")] = "",
    zone: Annotated[str, typer.Option(help="Time zone: Pacific/Auckland.")] = "",
    goal: Annotated[str, typer.Option(help="What matters, in their words.")] = "",
    step: StepOption = "",
    cue: Annotated[str, typer.Option(help="When it can be tried.")] = "",
    consent_text: Annotated[str, typer.Option(help="Wording agreed to.")] = "",
    consent_method: Annotated[str, typer.Option(help="How they agreed.")] = "",
    calls_text: CallsOption = "",
    calls_method: MethodOption = "",
    recording_text: RecordingOption = "",
    recording_method: MethodOption = "",
    language: Annotated[
        str, typer.Option(help="en or es; without it the programme's.")
    ] = "",
    begins: BeginsOption = "",
    programme: ProgrammeOption = "",
    organisation: OrganisationOption = "",
    entered_by: ByOption = "coach",
) -> None:
    """Enrol one person. What is not given as an option is asked for.

    The wording agreed to, how, when, and who entered it are kept as evidence. The
    first text asks for the person's own yes. A number stands once in an organisation.
    Goal, step and cue come from the programme's path where it has one; with --begins
    intake they are asked for by text, once the person has joined.
    Automated calls, and being recorded in them, need a yes of their own each; nobody
    is asked for those here.
    """
    words = (name, number, zone, goal, step, cue, consent_text, consent_method)
    more = (
        calls_text,
        calls_method,
        recording_text,
        recording_method,
        language,
        begins,
    )
    given = dict(zip(FIELDS + sheets.MORE_COLUMNS, words + more, strict=True))
    with opening.organisation(organisation) as (parts, whose):
        where = opening.programme(parts, whose, programme)
        new = _enrol(parts, whose, where, (given, entered_by))
        print(
            f"{new.name} is invited to {where.name}. The first text asks for their "
            f"own yes; it goes out in the daytime of {new.zone}."
        )


FIELDS = tuple(field for field, _ in ASKED)


def _enrol(
    parts: Parts, whose: Named, where: Named, given: tuple[dict[str, str], str]
) -> NewPerson:
    """Enrol, asking for what is missing, and again for what is refused."""
    values, entered_by = given
    with parts.db.transaction(whose.id) as tx:
        on_path = enrolment.programme_of(tx, where.id).path is not None
    _complete(values, STEP_WORDS if on_path or values["begins"] else frozenset())
    while True:
        new = NewPerson(**values, entered_by=entered_by)
        try:
            with parts.db.transaction(whose.id) as tx:
                enrol.enrol(parts, tx, parts.tenant(whose.id), where.id, new)
        except Refused as refused:
            if not _on_terminal():
                raise
            print(f"{refused.field}: {refused.mend}")
            values[refused.field] = _ask(refused.field)
        else:
            return enrol.tidy(new)


def _complete(values: dict[str, str], filled: frozenset[str]) -> None:
    """Ask for every field that is empty and is not filled in elsewhere."""
    asked = [field for field in FIELDS if field not in filled]
    missing = [field for field in asked if not values[field].strip()]
    if missing and not _on_terminal():
        options = " ".join(f"--{field.replace('_', '-')}" for field in missing)
        raise NotDone(f"No terminal to ask on; give these options too: {options}")
    for field in missing:
        values[field] = _ask(field)


def _on_terminal() -> bool:
    return sys.stdin.isatty()


def _ask(field: str) -> str:
    return str(typer.prompt({**dict(ASKED), **ASKED_AGAIN}[field]))


@app.command("import")
def import_(
    file: Annotated[
        Path, typer.Argument(help="A CSV file in UTF-8.", exists=True, dir_okay=False)
    ],
    *,
    programme: ProgrammeOption = "",
    organisation: OrganisationOption = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Check every line, enrol nobody.")
    ] = False,
    skip_bad: Annotated[
        bool,
        typer.Option(
            "--skip-bad",
            help="Enrol the good lines; write the others to FILE.errors.csv.",
        ),
    ] = False,
    entered_by: ByOption = "import",
) -> None:
    """Enrol the people in a CSV file: all of them, or nobody.

    The heading is name,number,zone,goal,step,cue,consent_text,consent_method, in any
    order, and if wanted calls_text,calls_method,recording_text,recording_method,
    language,begins; cells are divided by commas, semicolons or tabs. Every problem is
    named by line and column, with its mend. One bad line and nobody is enrolled, unless
    --skip-bad sets the bad lines aside in a file you can mend and import again.
    Exit code: 0 when everybody wanted was enrolled (or would be), else 1.
    """
    with opening.organisation(organisation) as (parts, whose):
        where = opening.programme(parts, whose, programme)
        how = How(where.id, dry_run, skip_bad, entered_by)
        with _errors_file(file, wanted=skip_bad and not dry_run) as aside:
            report = _import(parts, whose.id, file, how, aside)
        _tell(report, file, how)


Aside = Callable[[Sheet, Line, tuple[Problem, ...]], None]


def _import(parts: Parts, whose: UUID, file: Path, how: How, aside: Aside) -> Report:
    with _bar() as tell, file.open("rb") as opened:
        told = replace(how, tell=tell, aside=aside)
        try:
            return importing.bring_in(parts, whose, opened, told)
        except BadSheet as bad:
            raise NotDone(f"{bad}. Nobody was enrolled.") from bad


@contextmanager
def _bar() -> Iterator[Callable[[str, float], None]]:
    """Give what shows how far it is: a bar on a terminal, nothing elsewhere."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    with Progress(
        *columns, console=console, disable=not console.is_terminal
    ) as progress:
        tasks: dict[str, Any] = {}

        def tell(what: str, part: float) -> None:
            if what not in tasks:
                tasks[what] = progress.add_task(what, total=1.0)
            progress.update(tasks[what], completed=part)

        yield tell


@contextmanager
def _errors_file(file: Path, *, wanted: bool) -> Iterator[Aside]:
    """Give what writes bad lines to FILE.errors.csv, kept when the block ends well.

    It holds numbers and words of people: nobody else on the machine may read it.
    """
    if not wanted:
        yield lambda *_: None
        return
    half = errors_path(file).with_suffix(".csv.new")
    half.unlink(missing_ok=True)
    half.touch(mode=0o600)
    try:
        with half.open("w", encoding="utf-8-sig", newline="") as opened:
            yield _writer(opened)
        if half.stat().st_size:
            half.replace(errors_path(file))
    finally:
        half.unlink(missing_ok=True)


def errors_path(file: Path) -> Path:
    """Return where the bad lines of a file go: people.csv has people.errors.csv."""
    return file.with_name(f"{file.stem}.errors.csv")


def _writer(opened: Any) -> Aside:
    writer: list[Any] = []

    def write(sheet: Sheet, line: Line, problems: tuple[Problem, ...]) -> None:
        if not writer:
            writer.append(csv.writer(opened, delimiter=sheet.delimiter))
            writer[0].writerow((*sheets.columns(sheet), *sheets.REMARKS))
        told = map(importing.told, problems)
        writer[0].writerow(importing.remarked(sheet, line, told))

    return write


def _tell(report: Report, file: Path, how: How) -> None:
    for problem in report.problems[:SHOWN]:
        print(f"line {problem.line}, {importing.told(problem)}")
    if report.found > SHOWN:
        print(f"... and {report.found - SHOWN} more problems")
    print(_outcome(report, file, how))
    if report.bad and not (how.skip_bad and not how.dry_run):
        raise typer.Exit(1)


def _outcome(report: Report, file: Path, how: How) -> str:
    lines = f"{report.read} lines read, {report.bad} with problems"
    if how.dry_run:
        return f"{lines}. A dry run: {report.good} could be enrolled, nobody was."
    if report.bad and not how.skip_bad:
        return (
            f"{lines}. Nobody was enrolled. Mend the file, or enrol the others with "
            "--skip-bad."
        )
    aside = f" The others are in {errors_path(file)}." if report.bad else ""
    return f"{lines}. {report.enrolled} enrolled; each gets a first text.{aside}"


@app.command("list")
def list_(*, organisation: OrganisationOption = "") -> None:
    """List everybody, those who need a person first, each with their language.

    On a terminal a table; into a pipe one line each, its cells divided by tabs. Times
    are each person's own. Only the last two digits of a number are shown.
    """
    with opening.organisation(organisation) as (parts, whose):
        appointing.warn(parts, whose)
        cards = _everybody(parts, whose)
        portraits.write_list(Console(), cards, empty=_nobody(whose))


def _everybody(parts: Parts, whose: Named) -> Iterator[Card]:
    with parts.db.transaction(whose.id) as tx:
        for skip in range(0, views.count(tx), views.PAGE):
            found = views.cards(tx, parts.vault, skip=skip)
            yield from foreseeing.glanced(parts, tx, found)


def _nobody(whose: Named) -> str:
    return f"Nobody is enrolled in {whose.name} yet. Begin with: handrail people add"


@app.command()
def show(
    who: Annotated[str, typer.Argument(help="A name, or the id from the list.")],
    *,
    organisation: OrganisationOption = "",
) -> None:
    """Show one person: language, consent, step, tries, what they add up to, and why.

    These are the person's own words: show them to nobody who is not meant to read
    them. Times are the person's own.
    """
    with opening.organisation(organisation) as (parts, whose):
        with parts.db.transaction(whose.id) as tx:
            found = opening.person(parts, tx, who)
            portrait = timelines.portrait(tx, parts.vault, found)
            if portrait is None:
                raise NotDone(f"Nobody here has the id {found}.")
            (card,) = foreseeing.judged(parts, tx, [portrait.card])
            sums = summing.of_person(tx, found)
        portraits.write_portrait(Console(), replace(portrait, card=card), sums)


# Files of their own: a hold is lifted by a person, with a name; all about calls; the
# language she is spoken to in; when she has her chances; what thins her prompts.
app.command("release")(releasing.release)
app.command("remove-words")(removing.remove_words)
app.command("texts")(gating.texts)
app.command("consent")(calling.consent)
app.command("calls")(calling.calls)
app.command("language")(languages.language)
app.command("step")(stepping.step)
app.command("schedule")(scheduling.person)
app.command("ladder")(overriding.ladder)
app.command("policy")(overriding.policy)
