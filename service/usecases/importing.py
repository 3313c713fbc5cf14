"""Bringing in people from a CSV file: every line judged first, then all or none.

Laws: nothing is half-written: one transaction for the file, and one bad line leaves
it empty unless bad lines are to be set aside; memory does not grow with a line's
words, however many lines there are (a number's hash and its line are kept).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO
from uuid import UUID

from flows.phrase import Phrase
from service.store import enrolment
from service.store.db import Tx
from service.store.enrolment import Standing
from service.store.people import Tenant
from service.usecases import enrol, sheets
from service.usecases.enrol import NewPerson, Refused
from service.usecases.parts import Parts
from service.usecases.sheets import BadSheet, Line, Sheet

MOST_SHOWN = 200
LINE = "line"
Where = tuple[Tenant, Standing]  # whose people these are, and the programme they enter


@dataclass(frozen=True, slots=True)
class Problem:
    """Why one line cannot be taken: where, and how to mend it.

    `field` is the column that the mend speaks of, LINE for the whole of the line.
    """

    line: int
    field: str
    mend: Phrase


def _ignore(*_: object) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class How:
    """How to bring people in.

    The audit knows who does it as `actor` where she signed in, else as `entered_by`.
    `tell` hears (what is being done, how much of the file, 0 to 1) as it goes on;
    `aside` gets each bad line with its problems, and the sheet it stands in; `meet`
    gets each that can be taken, as it is judged.
    """

    programme_id: UUID
    dry_run: bool = False
    skip_bad: bool = False
    entered_by: str = "import"
    actor: str = ""
    tell: Callable[[str, float], None] = _ignore
    aside: Callable[[Sheet, Line, tuple[Problem, ...]], None] = _ignore
    meet: Callable[[Line], None] = _ignore


@dataclass(slots=True)
class Report:
    """What came of it: lines read, lines bad, people enrolled, the first problems."""

    read: int = 0
    bad: int = 0
    enrolled: int = 0
    problems: list[Problem] = field(default_factory=list)
    found: int = 0

    @property
    def good(self) -> int:
        """How many lines can be taken."""
        return self.read - self.bad


def bring_in(parts: Parts, organisation_id: UUID, file: BinaryIO, how: How) -> Report:
    """Judge every line of a CSV file, then enrol all good ones, or nobody.

    Nobody is enrolled in a dry run, or when a line is bad and `skip_bad` is not
    asked for. Raises sheets.BadSheet for a file that cannot be taken at all, also
    when somebody else enrolled one of its numbers meanwhile; nothing is written then.
    """
    tenant = parts.tenant(organisation_id)
    file.seek(0, 2)
    size = file.tell()
    with parts.db.transaction(organisation_id) as tx:
        into = enrolment.programme_of(tx, how.programme_id)
        report, bad = _judge_all(tx, (tenant, into), file, how, size)
        if how.dry_run or (bad and not how.skip_bad):
            return report
        for line in _progressing(file, "Enrolling", how, size):
            if line.number not in bad:
                _enrol(parts, tx, tenant, how, line)
                report.enrolled += 1
    return report


def _judge_all(
    tx: Tx, where: Where, file: BinaryIO, how: How, size: int
) -> tuple[Report, set[int]]:
    report, bad = Report(), set[int]()
    standing: dict[bytes, int] = {}
    sheet = sheets.read(file)
    for line in _watched(sheet, file, "Checking", how, size):
        report.read += 1
        problems = _judge(tx, where, line, standing)
        if problems:
            bad.add(line.number)
            report.found += len(problems)
            report.problems += problems[: MOST_SHOWN - len(report.problems)]
            how.aside(sheet, line, problems)
        else:
            how.meet(line)
    report.bad = len(bad)
    return report, bad


def _judge(
    tx: Tx, where: Where, line: Line, standing: dict[bytes, int]
) -> tuple[Problem, ...]:
    if line.cells is None:
        return (misfit(line),)
    tenant, into = where
    number, refusals = enrol.judge(tx, tenant, enrol.whole(_person(line, ""), into))
    problems = [Problem(line.number, told.field, told.mend) for told in refusals]
    first = standing.setdefault(tenant.hashes.hash(number), line.number)
    if number and first != line.number:
        mend = Phrase(
            "line %(line)s has the same number; one person for each number", line=first
        )
        problems.insert(0, Problem(line.number, "number", mend))
    return tuple(problems)


def misfit(line: Line) -> Problem:
    """Say of a line that it has not as many cells as its heading."""
    mend = Phrase(
        "it has %(given)s cells where the heading has %(wanted)s; put quotes around"
        " a text that holds the divider",
        given=len(line.raw),
        wanted=line.wanted,
    )
    return Problem(line.number, LINE, mend)


def _person(line: Line, entered_by: str) -> NewPerson:
    cells = line.cells or {}
    columns = sheets.COLUMNS + sheets.MORE_COLUMNS
    return NewPerson(
        **{name: cells.get(name, "") for name in columns}, entered_by=entered_by
    )


def _enrol(parts: Parts, tx: Tx, tenant: Tenant, how: How, line: Line) -> None:
    new = _person(line, how.entered_by)
    try:
        enrol.enrol(parts, tx, tenant, how.programme_id, new, how.actor)
    except Refused as refused:
        raise BadSheet(line.number, refused.mend, column=refused.field) from refused


def told(problem: Problem) -> str:
    """Say in English what cannot stand in a line, and in which column."""
    return f"{problem.field}: {problem.mend}"


def remarked(sheet: Sheet, line: Line, problems: Iterable[str]) -> list[str]:
    """Return the cells of a bad line with its problems, safe in a spreadsheet."""
    said = "; ".join(problems)
    cells = line.cells or _as_far_as_known(sheet, line)
    row = (cells.get(column, "") for column in sheets.columns(sheet))
    return [sheet.of.safe(cell) for cell in (*row, str(line.number), said)]


def _as_far_as_known(sheet: Sheet, line: Line) -> dict[str, str]:
    """Return the cells of a line that does not fit its heading; none is lost."""
    last = len(sheet.heading) - 1
    rest = sheet.delimiter.join(line.raw[last:])
    return dict(zip(sheet.heading, (*line.raw[:last], rest), strict=False))


def _progressing(file: BinaryIO, what: str, how: How, size: int) -> Iterator[Line]:
    yield from _watched(sheets.read(file), file, what, how, size)


def _watched(
    sheet: Sheet, file: BinaryIO, what: str, how: How, size: int
) -> Iterator[Line]:
    for line in sheet.lines:
        yield line
        how.tell(what, file.tell() / size)
    how.tell(what, 1.0)
