"""Reading CSV files as spreadsheets really write them, and writing cells safely."""

import csv
import io
import tracemalloc
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.usecases import sheets
from service.usecases.sheets import COLUMNS, BadSheet, Line

HEAD = ",".join(COLUMNS)
ROW = "Mila,+15550100001,America/New_York,g,s,c,I agree,paper"


def lines(raw: bytes) -> list[Line]:
    return list(sheets.read(io.BytesIO(raw)).lines)


def bad(raw: bytes) -> str:
    with pytest.raises(BadSheet) as told:
        lines(raw)
    return str(told.value)


@pytest.mark.parametrize(
    "raw",
    [
        f"{HEAD}\n{ROW}\n".encode(),
        f"{HEAD}\r\n{ROW}".encode(),
        f"\ufeff{HEAD}\n{ROW}\n".encode(),
        f"{HEAD}\n{ROW}\n".replace(",", ";").encode(),
        f"\ufeffsep=;\r\n{HEAD}\r\n{ROW}\r\n".replace(",", ";").encode(),
        f"{HEAD}\n{ROW}\n".replace(",", "\t").encode(),
        f"{HEAD},,\n{ROW},,\n".encode(),
        f"\n\n{HEAD.upper().replace('_', ' ')}\n\n,,,\n{ROW}\n".encode(),
        f"line,problem,{HEAD}\n3,,{ROW}\n".encode(),
    ],
)
def test_a_sheet_as_any_spreadsheet_saves_it_reads_the_same(raw: bytes) -> None:
    (line,) = lines(raw)
    assert line.cells is not None
    assert ROW.split(",") == [line.cells[column] for column in COLUMNS]


def test_columns_may_stand_in_any_order() -> None:
    back = ",".join(reversed(COLUMNS))
    (line,) = lines(f"{back}\n{','.join(reversed(ROW.split(',')))}\n".encode())
    assert line.cells is not None
    assert "Mila" == line.cells["name"]


def test_lines_are_numbered_as_an_editor_numbers_them() -> None:
    quoted = ROW.replace("I agree", '"I agree,\nand\nmore"')
    raw = f"{HEAD}\n{ROW}\n\n{quoted}\n{ROW}\n".encode()
    assert [2, 4, 7] == [line.number for line in lines(raw)]
    raw = f"sep=,\n{HEAD}\n{ROW}\n".encode()
    assert [3] == [line.number for line in lines(raw)]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "the file is empty; its first line names the columns `name,"),
        (b"\n \n", "the file is empty"),
        (b"\xef\xbb\xbf", "the file is empty"),
        ("name,number\n".encode("utf-16"), "is in UTF-16; in the spreadsheet"),
        (b"PK\x03\x04 workbook", "is a workbook, not a CSV file"),
        (b"\xd0\xcf\x11\xe0 workbook", "is a workbook, not a CSV file"),
        (
            f"{HEAD}\n{ROW}\nZo\u00eb{ROW[4:]}\n".encode("latin-1"),
            "line 3: a letter is not in UTF-8 (byte 3); in the spreadsheet choose",
        ),
        (f"{HEAD}\n{ROW}\n{'x' * 70_000}\n".encode(), "line 3: the line has no end"),
        (f'{HEAD}\n{ROW}\n"{ROW}\n'.encode(), "line 3: the quotes"),
        (f"{HEAD}\r{ROW}\r".encode(), "line ends do not fit"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_by_line(raw: bytes, said: str) -> None:
    assert said in bad(raw)


def test_missing_unknown_and_repeated_columns_are_told_together() -> None:
    said = bad(b"nmae,number,zone,goal,step,cue,consent_text,zone\n")
    assert said.startswith("line 1: ")
    assert "the column `name` is missing" in said
    assert "the column `consent_method` is missing" in said
    assert "the column `nmae` is unknown (did you mean `name`?)" in said
    assert "the column `zone` stands twice" in said
    assert said.endswith(f"; the columns are `{HEAD}`")
    assert "`colour` is unknown;" in bad(b"colour,number\n")


def test_what_is_wrong_with_the_whole_file_names_no_line() -> None:
    for raw in (b"", b"PK\x03\x04", "name".encode("utf-16")):
        assert bad(raw).startswith("the file is ")


def test_a_line_with_other_cells_than_the_heading_keeps_them() -> None:
    (line,) = lines(f"{HEAD}\nMila,123\n".encode())
    assert line.cells is None
    assert ("Mila", "123") == line.raw
    assert 8 == line.wanted


@pytest.mark.parametrize("first", list(sheets.FORMULA))
def test_a_cell_that_would_run_is_guarded(first: str) -> None:
    # Catalogue 25; a phone number begins with + and is guarded as well.
    assert f"'{first}1+1" == sheets.guarded(f"{first}1+1")
    assert f"' {first}1" == sheets.guarded(f" {first}1")


@given(st.text(alphabet=st.characters(exclude_characters="\0", codec="utf-8")))
def test_a_guarded_cell_starts_no_formula_and_reads_back_the_same(cell: str) -> None:
    safe = sheets.guarded(cell)
    assert not safe.lstrip(" ").startswith(sheets.FORMULA)
    row = {**dict.fromkeys(COLUMNS, "x"), "goal": safe}
    file = io.StringIO(newline="")
    csv.writer(file).writerows([COLUMNS, [row[column] for column in COLUMNS]])
    (line,) = lines(file.getvalue().encode())
    assert line.cells is not None
    if cell == cell.strip() and not cell.startswith("'"):
        assert cell == line.cells["goal"]


def test_ten_thousand_lines_stand_in_little_memory() -> None:
    class Long(io.RawIOBase):
        """A file of any length that is never held."""

        def __init__(self) -> None:
            self.parts = self._parts()
            self.rest = b""

        def _parts(self) -> Iterator[bytes]:
            yield f"{HEAD}\n".encode()
            for _ in range(10_000):
                yield f"{ROW}{'y' * 400}\n".encode()

        def readable(self) -> bool:
            return True

        def seekable(self) -> bool:
            return True

        def seek(self, offset: int, whence: int = 0) -> int:
            self.parts, self.rest = self._parts(), b""
            return 0

        def readinto(self, into: memoryview) -> int:  # type: ignore[override] # a buffer
            self.rest = self.rest or next(self.parts, b"")
            some, self.rest = self.rest[: len(into)], self.rest[len(into) :]
            into[: len(some)] = some
            return len(some)

    tracemalloc.start()
    read = sum(1 for _ in sheets.read(io.BufferedReader(Long())).lines)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert 10_000 == read
    assert peak < 1_000_000
