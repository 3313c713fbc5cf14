"""CSV cells: whatever people wrote, a spreadsheet finds no formula and loses nothing."""

import csv
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.usecases import cells

NASTY = st.text(st.sampled_from("=+-@\t\r\n'\",;|% aé\uff1d\0"), max_size=8)
WORDS = st.one_of(NASTY, st.text(st.characters(exclude_categories=["Cs"]), max_size=30))


@given(st.lists(st.lists(WORDS, min_size=2, max_size=4), max_size=5))
def test_no_cell_is_a_formula_and_none_loses_a_word(rows: list[list[str]]) -> None:
    text = cells.lines(rows)
    read = list(csv.reader(StringIO(text, newline=""), strict=True))
    assert len(rows) == len(read)
    for row, back in zip(rows, read, strict=True):
        assert len(row) == len(back)
        for cell, seen in zip(row, back, strict=True):
            assert seen[:1] not in cells.FORMULA or not seen
            assert seen.lstrip()[:1] not in cells.FORMULA or not seen.strip()
            kept = seen[1:] if seen[:1] == "'" else seen
            assert cell.replace("\0", "") == kept


@pytest.mark.parametrize(("cell", "written"), [
    (-3, "-3"), (0.5, "0.5"), (None, ""), (True, "yes"), (False, "no"),
    (date(2026, 3, 2), "2026-03-02"), ("+64 21 123", "'+64 21 123"),
    (datetime(2026, 3, 2, tzinfo=UTC), "2026-03-02T00:00:00+00:00"),
    ("=HYPERLINK(1)", "'=HYPERLINK(1)"), ("  =1", "'  =1"), ("'=1", "''=1"),
])  # fmt: skip
def test_what_a_cell_is_written_as(cell: cells.Cell, written: str) -> None:
    assert written == cells.safe(cell)


def test_a_file_begins_with_what_excel_knows_utf_8_by() -> None:
    assert '\ufeff"a"\r\n' == cells.lines([["a"]], begins=True)
