"""A spreadsheet that cannot be taken, told in the language of whoever chose it.

Law: of what is said of a file no word is English on a Spanish page, but the headings of
its columns and what stands in its cells; where a line is named, it is named once.
"""

from __future__ import annotations

import csv
import re
from base64 import b64encode
from io import BytesIO, StringIO
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from flows.phrase import Phrase
from service.usecases import bringing_in, earlier_tries, enrol, sheets
from service.usecases.importing import LINE, Problem
from service.usecases.parts import Parts
from service.usecases.sheets import COLUMNS, MORE_COLUMNS, BadSheet
from service.web import sheet_words, tongues
from tests.pages import test_tongues
from tests.pages.reading import came_in
from tests.pages.test_states_in_spanish import OURS
from tests.pages.test_tongues import SPANISH, bare
from tests.pages.visiting import Visitor
from tests.service import crowd

HEADING = ",".join((*COLUMNS, *MORE_COLUMNS))
GOOD = {
    "name": "Ana",
    "number": "+15550200001",
    "zone": "America/Lima",
    "goal": "g",
    "step": "s",
    "cue": "c",
    "consent_text": "t",
    "consent_method": "m",
}
# A bad line for each thing that can be wrong with one, by what differs from a good one.
BAD: tuple[dict[str, str], ...] = (
    {"name": "x" * 21, "zone": "Nowhere", "language": "xx"},
    {"number": "+15550200009", "zone": "Pacific/Aukland"},
    {"number": "6.42112E+10"},
    {"number": "12"},
    {"number": "+1 555 020 0004 ext 3"},
    {"number": "+64 21 123 4567"},
    {"number": crowd.SERVICE},
    {"number": crowd.MILA.number},
    {"number": "nobody"},
    {"number": "+15550200009"},
    {"number": "+15550200010", "begins": "now"},
    {"number": "+15550200011", "begins": "intake"},
    {"number": "+15550200012", "calls_method": "m", "recording_method": "m"},
    {"number": "+15550200013", "recording_text": "t", "calls_text": ""},
    {"number": "+15550200014", "goal": "", "consent_text": "x" * 2001},
    {"number": "+15550200015", "calls_text": "x" * 2001},
)
HEAD = ",".join(COLUMNS)
ROW = "Ana,+15550200001,America/Lima,g,s,c,t,m"
# A file that cannot be taken at all, the line at which, and what is said in English.
UNFIT: tuple[tuple[bytes, int, str], ...] = (
    (b"PK\x03\x04 book", 0, "the file is a workbook, not a CSV file; in the"),
    ("name,number\n".encode("utf-16"), 0, "the file is in UTF-16; in the spreadsheet"),
    (b"\n \n", 0, "the file is empty; its first line names the columns name,"),
    (f"{HEAD}\n{ROW}\nZo\u00eb\n".encode("latin-1"), 3, "a letter is not in UTF-8"),
    (f"{HEAD}\n{'x' * 70_000}\n".encode(), 2, "the line has no end; does a quote"),
    (f'{HEAD}\n{ROW}\n"{ROW}\n'.encode(), 3, "the quotes or line ends do not fit"),
    (b"nmae,number,number,colour\n", 1, "the column nmae is unknown (did you mean"),
)
SEVERAL = (
    "the column zone is missing",
    "the column colour is unknown;",
    "the column number stands twice",
    f"the columns are {HEAD}",
)


def lines(*rows: dict[str, str]) -> bytes:
    written = StringIO(newline="")
    writer = csv.DictWriter(written, HEADING.split(","), restval="")
    writer.writeheader()
    writer.writerows({**GOOD, **row} for row in rows)
    return written.getvalue().encode() + b"Ana,+1555\n"


@pytest.fixture
def ruth(parts: Parts, stairwell: UUID, where: UUID) -> Visitor:
    """Reads Spanish, each translation in brackets; Mila is enrolled already."""
    crowd.person(parts, stairwell, where)
    return Visitor(test_tongues.reader(parts, came_in(parts, stairwell)).client)


@pytest.fixture
def english(client: FlaskClient, parts: Parts, stairwell: UUID, where: UUID) -> Visitor:
    crowd.person(parts, stairwell, where)
    return Visitor(client)


def uploads(visitor: Visitor, content: bytes) -> str:
    page = "/people/import"
    data = {**visitor.goes(page)._form(page), "file": (BytesIO(content), "people.csv")}
    visitor.answer = visitor.client.post(page, data=data)
    return visitor.said


def english_of(visitor: Visitor) -> list[str]:
    return bare(OURS.sub(" ", visitor.answer.text))


def told(said: str) -> str:
    """Return what is said beside the file, as it is read."""
    wrong = re.search(r'id="file-wrong">(.*?)</p>', said)
    assert wrong is not None
    return re.sub(r"<[^>]+>", "", wrong[1])


def test_every_bad_line_is_told_in_spanish(ruth: Visitor) -> None:
    said = uploads(ruth, lines(*BAD))
    assert [] == english_of(ruth)
    rows = re.findall(r"<tr><td>(\d+)</td><td>(.*?)</td>", said)
    assert {*range(2, len(BAD) + 3)} == {int(line) for line, _ in rows}
    assert (str(len(BAD) + 2), "⟦La línea entera⟧") == rows[-1]
    assert "⟦Número de celular⟧ <code>number</code>" in dict(rows).values()
    assert "⟦la línea 3 tiene el mismo número; una persona por número⟧" in said
    assert "⟦Cómo aceptó las llamadas⟧ (calls_method)" in said


def test_every_bad_line_is_told_in_english_by_the_names_of_the_form(
    english: Visitor,
) -> None:
    said = uploads(english, lines(*BAD))
    assert "<td>Mobile number <code>number</code></td>" in said
    assert "<td>The whole line</td>" in said
    assert "leave How they agreed to calls (calls_method) empty" in said
    assert "it has 2 cells where the heading has 14" in said


def test_the_file_of_bad_lines_speaks_spanish(ruth: Visitor) -> None:
    uploads(ruth, lines(*BAD))
    ruth.sends("/people/import/errors.csv")
    heading, *rows = csv.reader(StringIO(ruth.answer.text.removeprefix("\ufeff")))
    assert ["line", "problem"] == heading[-2:]
    assert len(rows) == len(BAD) + 1
    for row in rows:
        said = re.sub(r"\(\w+\)", "", row[-1])  # the heading of the column, in the file
        assert [] == bare(said), said
    assert rows[2][-1].startswith("⟦Número de celular⟧ (number): ⟦")
    # Mended, it is a file that we can take.
    assert sheets.read(BytesIO(ruth.answer.data)).heading[-2:] == sheets.REMARKS


@pytest.mark.parametrize(("content", "line", "_said"), UNFIT)
def test_a_file_that_cannot_be_taken_is_told_in_spanish_and_its_line_once(
    ruth: Visitor, content: bytes, line: int, _said: str
) -> None:
    said = told(uploads(ruth, content))
    assert [] == english_of(ruth)
    assert said.count("⟦Línea ") == bool(line)
    assert said.startswith(f"⟦Línea {line}: " if line else "⟦")
    # Taken without a look it is told in the same words, and nobody is enrolled.
    form = ruth._form("/people/import")
    packed = {**form, "packed": b64encode(content).decode()}
    ruth.answer = ruth.client.post("/people/import/all", data=packed)
    assert [] == english_of(ruth)
    assert said in re.sub(r"<[^>]+>", "", ruth.said)


@pytest.mark.parametrize(("content", "line", "wanted"), UNFIT)
def test_a_file_that_cannot_be_taken_is_told_in_english_and_its_line_once(
    english: Visitor, content: bytes, line: int, wanted: str
) -> None:
    said = told(uploads(english, content))
    assert said.startswith(f"Line {line}: " if line else "the file")
    assert wanted in said
    assert said.count(f"ine {line}") == bool(line)
    if "nmae" in said:
        for one in SEVERAL:
            assert one in said


def test_a_file_of_too_many_lines_is_told_in_both(
    ruth: Visitor, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bringing_in, "MOST_LINES", 0)
    assert told(uploads(ruth, lines(GOOD))).startswith("⟦el archivo tiene más de 5000")
    assert [] == english_of(ruth)
    said = told(uploads(Visitor(client), lines(GOOD)))
    assert said.startswith("the file has more than 5,000 lines; divide it")


def test_a_number_taken_meanwhile_is_told_by_line_and_column() -> None:
    app = Flask("service.web")
    tongues.furnish(app)
    bad = BadSheet(3, Phrase(enrol.STANDING["enrolled"]), column="number")
    assert "line 3: number: this number is enrolled already; one person" in str(bad)
    with app.test_request_context("/", headers={"Accept-Language": SPANISH}):
        said = sheet_words.unfit(bad)
        assert said.startswith("Línea 3, Número de celular (number): este número ya")
        row = Problem(3, LINE, Phrase("does a quote stay open?"))
        assert sheet_words.remark(row).startswith("La línea entera: ")


def test_every_column_has_a_name_of_its_own(ruth: Visitor) -> None:
    known = {LINE, *COLUMNS, *MORE_COLUMNS, *earlier_tries.COLUMNS.read}
    assert known == set(sheet_words.COLUMNS)
    assert len(set(sheet_words.COLUMNS.values())) == len(sheet_words.COLUMNS)
    # The line that shows how to fill a file in is in her language, too.
    _, row = csv.reader(
        StringIO(ruth.client.get("/people/import/template.csv").text[1:])
    )
    assert [] == bare(" ".join(row[3:]))
