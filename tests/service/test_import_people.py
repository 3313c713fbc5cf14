"""Importing people: every problem by line, all or nobody, nothing half-written."""

import io
from dataclasses import replace
from typing import Any
from uuid import UUID

import psycopg
import pytest

from service.store import views
from service.usecases import enrol, importing, sheets
from service.usecases.importing import How, Report
from service.usecases.parts import Parts
from service.usecases.sheets import COLUMNS, BadSheet, Line, Sheet
from tests.database import Clone
from tests.service import crowd
from tests.service.crowd import MILA

PLAIN = (
    MILA.goal,
    MILA.step,
    MILA.cue,
    MILA.consent_text,
    MILA.consent_method,
)


def row(number: int, name: str = "", zone: str = "America/Lima") -> str:
    cells = (name or f"P{number}", f"+1555010{number:04d}", zone, *PLAIN)
    return ",".join(cells)


def sheet(*rows: str) -> io.BytesIO:
    return io.BytesIO("\n".join((",".join(COLUMNS), *rows, "")).encode())


def bring(parts: Parts, whose: UUID, where: UUID, *rows: str, **how: Any) -> Report:
    return importing.bring_in(parts, whose, sheet(*rows), How(where, **how))


def count(parts: Parts, whose: UUID) -> int:
    with parts.db.transaction(whose) as tx:
        return views.count(tx)


def told(report: Report) -> list[tuple[int, str]]:
    return [(problem.line, problem.field) for problem in report.problems]


def test_everybody_in_a_good_file_is_enrolled_and_invited(
    parts: Parts, stairwell: UUID, where: UUID, clone: Clone
) -> None:
    report = bring(parts, stairwell, where, row(101), row(102), entered_by="Ruth")
    assert (2, 0, 2) == (report.read, report.bad, report.enrolled)
    assert 2 == count(parts, stairwell)
    with psycopg.connect(clone.owner_url) as line:
        kept = "SELECT count(*) FROM consent_entries WHERE entered_by = 'Ruth'"
        assert (2,) == line.execute(kept).fetchone()
        planned = "SELECT count(*) FROM nudges WHERE kind = 'invitation'"
        assert (2,) == line.execute(planned).fetchone()


def test_one_bad_line_and_nobody_is_enrolled(
    parts: Parts, stairwell: UUID, where: UUID
) -> None:
    report = bring(parts, stairwell, where, row(101), row(102, zone="Lima"))
    assert [(3, "zone")] == told(report)
    assert (2, 1, 0, 1) == (report.read, report.bad, report.enrolled, report.good)
    assert 0 == count(parts, stairwell)


def test_a_dry_run_writes_nothing(parts: Parts, stairwell: UUID, where: UUID) -> None:
    report = bring(parts, stairwell, where, row(101), dry_run=True)
    assert (1, 1, 0) == (report.read, report.good, report.enrolled)
    assert 0 == count(parts, stairwell)


def test_every_problem_of_every_line_is_told(
    parts: Parts, stairwell: UUID, where: UUID
) -> None:
    crowd.person(parts, stairwell, where)
    report = bring(
        parts,
        stairwell,
        where,
        row(102, name="x" * 21, zone="Nowhere"),
        row(103),
        row(103, name="Twin"),
        row(1),
        "Mila,+1555",
        row(104).replace("+15550100104", "+1 555 010 0104 ext 3"),
        row(105).replace(MILA.goal, ""),
    )
    assert [
        (2, "name"),
        (2, "zone"),
        (4, "number"),
        (5, "number"),
        (6, "line"),
        (7, "number"),
        (8, "goal"),
    ] == told(report)
    mends = {problem.line: problem.mend for problem in report.problems}
    assert "line 3 has the same number; one person for each number" == mends[4]
    assert "enrolled already" in mends[5]
    assert "it has 2 cells where the heading has 8" in mends[6]


def test_with_skip_bad_the_good_ones_are_enrolled_and_the_others_set_aside(
    parts: Parts, stairwell: UUID, where: UUID
) -> None:
    aside: list[tuple[str, int, int]] = []

    def keep(opened: Sheet, line: Line, problems: tuple[Any, ...]) -> None:
        aside.append((opened.delimiter, line.number, len(problems)))

    rows = (row(101), row(102, name="x" * 30, zone="N"), row(103))
    report = bring(parts, stairwell, where, *rows, skip_bad=True, aside=keep)
    assert (3, 1, 2) == (report.read, report.bad, report.enrolled)
    assert [(",", 3, 2)] == aside
    assert 2 == count(parts, stairwell)


def test_how_far_it_is_rises_to_the_end_twice(
    parts: Parts, stairwell: UUID, where: UUID
) -> None:
    heard: dict[str, list[float]] = {}

    def tell(what: str, part: float) -> None:
        heard.setdefault(what, []).append(part)

    bring(parts, stairwell, where, row(101), row(102), tell=tell)
    assert ["Checking", "Enrolling"] == list(heard)
    for parted in heard.values():
        assert sorted(parted) == parted
        assert 1.0 == parted[-1]


def test_a_file_that_breaks_half_way_enrols_nobody(
    parts: Parts, stairwell: UUID, where: UUID
) -> None:
    raw = sheet(row(101)).getvalue() + row(102).replace("P102", "Zo\u00eb").encode(
        "latin-1"
    )
    with pytest.raises(BadSheet, match="line 3: a letter is not in UTF-8"):
        importing.bring_in(parts, stairwell, io.BytesIO(raw), How(where, skip_bad=True))
    assert 0 == count(parts, stairwell)


def test_a_number_enrolled_by_somebody_else_meanwhile_undoes_all(
    parts: Parts, stairwell: UUID, where: UUID
) -> None:
    def tell(what: str, _part: float) -> None:
        # Checked already; before our line is written, another coach is quicker.
        if what == "Enrolling" and count(parts, stairwell) == 0:
            crowd.person(parts, stairwell, where, number="+15550100102")

    with pytest.raises(BadSheet, match=r"line 3: number: this number is enrolled"):
        bring(parts, stairwell, where, row(101), row(102), tell=tell)
    assert 1 == count(parts, stairwell)


def test_only_so_many_problems_are_kept_and_all_are_counted(
    parts: Parts, stairwell: UUID, where: UUID
) -> None:
    rows = [row(number, zone="x") for number in range(100, 400)]
    report = bring(parts, stairwell, where, *rows)
    assert 300 == report.found
    assert importing.MOST_SHOWN == len(report.problems)


def test_the_columns_of_a_sheet_are_those_of_a_new_person() -> None:
    assert {*COLUMNS, *sheets.MORE_COLUMNS, "entered_by"} == set(
        enrol.NewPerson.__slots__
    )
    assert replace(MILA) == MILA
    assert not set(sheets.REMARKS) & set(COLUMNS)
