"""Bringing people in from a spreadsheet at the console: judged first, then all or none.

Laws: what importing promises holds here (`importing`); whoever stops meanwhile has
enrolled nobody; a file is kept nowhere on our side between two looks at it.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO, StringIO
from uuid import UUID

from flows.phrase import Phrase
from service.usecases import importing, namesakes, rights, sheets
from service.usecases.importing import How, Problem, Report
from service.usecases.namesakes import Met
from service.usecases.parts import Parts
from service.usecases.rights import Signed
from service.usecases.sheets import BadSheet, Line, Sheet

# What a browser sends back and forth; a longer file goes in parts, or by the command.
MOST_BYTES = 2 * 1024 * 1024
MOST_LINES = 5000
# So many lines whose name is here already are shown.
MOST_MET = 50
TOO_MANY = Phrase(
    "the file has more than 5,000 lines; divide it into several, or ask whoever runs"
    " this to bring it in by the command line"
)
EXAMPLE = {
    "name": "Mila",
    "number": "+64 21 123 4567",
    "zone": "Pacific/Auckland",
    "goal": Phrase("find my voice in a busy team"),
    "step": Phrase("say one idea at the daily meeting"),
    "cue": Phrase("the floor is opened"),
    "consent_text": Phrase("The wording they agreed to, word for word"),
    "consent_method": Phrase("paper form"),
}


class Stopped(Exception):
    """Whoever asked for it has stopped it; nobody was enrolled."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A file as judged: the report, and its bad lines as a file ("" for none).

    `met` are the first of its lines whose name somebody has here already: nothing is
    against them, and `many_met` says how many there are.
    """

    report: Report
    errors: str
    met: tuple[Met, ...] = ()
    many_met: int = 0


def judge(
    parts: Parts, signed: Signed, programme: UUID, content: bytes,
    told: Callable[[Problem], str] = importing.told,
) -> Judged:  # fmt: skip
    """Judge every line; nobody is enrolled.

    `told` says a problem as it is to stand in the file of bad lines. Raises
    sheets.BadSheet for a file that cannot be read or is too long, LookupError for a
    programme that is none.
    """
    rights.require(signed, "people")
    kept, named = Remarked(told), list[tuple[int, str]]()
    meet = lambda line: named.append((line.number, (line.cells or {}).get("name", "")))  # noqa: E731 -- told of once a line
    how = How(programme, dry_run=True, aside=kept.keep, meet=meet)
    report = importing.bring_in(parts, signed.organisation, BytesIO(content), how)
    if report.read > MOST_LINES:
        raise BadSheet(sheets.WHOLE, TOO_MANY)
    found = namesakes.met(parts, signed, named)
    return Judged(report, kept.text(), found[:MOST_MET], len(found))


def everybody(
    parts: Parts,
    signed: Signed,
    file: tuple[UUID, bytes],
    tell: Callable[[str, float], None],
    *,
    without_bad: bool = False,
) -> Report:
    """Enrol everybody in a file into a programme, or nobody.

    `tell` hears how far it is, and may raise Stopped. `without_bad` enrols the good
    lines and leaves the others. Raises as `judge` does.
    """
    rights.require(signed, "people")
    programme, content = file
    how = How(
        programme,
        skip_bad=without_bad,
        entered_by=signed.name,
        actor=signed.actor,
        tell=tell,
    )
    return importing.bring_in(parts, signed.organisation, BytesIO(content), how)


class Remarked:
    """Gathers bad lines with their problems, as a file to mend and bring in again."""

    def __init__(self, told: Callable[[Problem], str]) -> None:
        self._told = told
        self._text = StringIO(newline="")
        self._begun = False

    def keep(self, sheet: Sheet, line: Line, problems: tuple[Problem, ...]) -> None:
        """Keep one bad line; its cells are safe in a spreadsheet."""
        writer = csv.writer(self._text, delimiter=sheet.delimiter)
        if not self._begun:
            writer.writerow((*sheets.columns(sheet), *sheets.REMARKS))
            self._begun = True
        writer.writerow(importing.remarked(sheet, line, map(self._told, problems)))

    def text(self) -> str:
        """Return the file so far, "" when no line was bad."""
        return self._text.getvalue()


def template(said: Callable[[str], str]) -> str:
    """Return a file with the columns and one line as an example, in `said` words."""
    written = StringIO(newline="")
    columns = sheets.COLUMNS + sheets.MORE_COLUMNS
    writer = csv.writer(written)
    writer.writerow(columns)
    writer.writerow(sheets.guarded(said(EXAMPLE.get(name, ""))) for name in columns)
    return written.getvalue()
