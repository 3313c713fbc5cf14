"""Reading people or tries from a spreadsheet's CSV by line, and writing cells safely.

Laws: memory holds one line, however long the file; what cannot be read is named by
line, with the mend; a cell we write starts no formula (catalogue 25).
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import BinaryIO

from flows.phrase import Phrase

COLUMNS = (
    "name",
    "number",
    "zone",
    "goal",
    "step",
    "cue",
    "consent_text",
    "consent_method",
)
# Columns a file may have besides: consent to calls, and to being recorded there, her
# language where it is not the programme's, and whether she begins with the intake.
MORE_COLUMNS = (
    "calls_text",
    "calls_method",
    "recording_text",
    "recording_method",
    "language",
    "begins",
)
# Columns our own file of refused lines has beside these: read again, they say nothing.
REMARKS = ("line", "problem")
LONGEST_LINE = 64 * 1024
DELIMITERS = (",", ";", "\t")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\0")
SAVE_AS = Phrase("in the spreadsheet choose Save as, CSV UTF-8")
OTHER_LETTERS = Phrase("the file is in UTF-16; %(save_as)s", save_as=SAVE_AS)
WORKBOOK = Phrase(
    "the file is a workbook, not a CSV file; %(save_as)s", save_as=SAVE_AS
)
# The first bytes of files that are no CSV in UTF-8, and what is said of them.
MARKS: tuple[tuple[bytes, Phrase], ...] = (
    (b"\xff\xfe", OTHER_LETTERS),
    (b"\xfe\xff", OTHER_LETTERS),
    (b"PK\x03\x04", WORKBOOK),
    (b"\xd0\xcf\x11\xe0", WORKBOOK),
)
WHOLE = 0  # where a problem is that of the whole file


class BadSheet(Exception):
    """A file cannot be taken at all: `line` is where (WHOLE for everywhere), `mends`
    how to mend it, `column` of which column they speak, "" for none.

    The message is all of it in English.
    """

    def __init__(self, line: int, *mends: Phrase, column: str = "") -> None:
        where = (f"line {line}: " if line else "") + (f"{column}: " if column else "")
        super().__init__(where + "; ".join(mends))
        self.line = line
        self.mends = mends
        self.column = column


@dataclass(frozen=True, slots=True)
class Columns:
    """What a kind of file holds: columns it needs, may have, and that say nothing.

    `safe` lets a spreadsheet show a cell and not run it, and `plain` undoes that.
    """

    needed: tuple[str, ...]
    more: tuple[str, ...]
    passed: tuple[str, ...]
    safe: Callable[[str], str]
    plain: Callable[[str], str]

    @property
    def read(self) -> tuple[str, ...]:
        """Those that are read."""
        return self.needed + self.more


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file: its number in the file (from 1), and a cell per heading.

    `cells` is by column; None when the line has not as many cells as the heading.
    """

    number: int
    raw: tuple[str, ...]
    cells: dict[str, str] | None
    wanted: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """An opened CSV file: how it divides cells, its heading, and its lines once."""

    delimiter: str
    heading: tuple[str, ...]
    lines: Iterator[Line]
    of: Columns


def read(file: BinaryIO, of: Columns | None = None) -> Sheet:
    """Open a CSV file (bytes, from its start). Raises BadSheet, now or while reading.

    Commas, semicolons and tabs divide cells, whichever the heading has; a byte order
    mark and Excel's `sep=` line are passed over. `of` says its columns, None those of
    people.
    """
    of = of or PEOPLE
    file.seek(0)
    start = file.read(4)
    for mark, says in MARKS:
        if start.startswith(mark):
            raise BadSheet(WHOLE, says)
    file.seek(0)
    texts = _decoded(file)
    first, skipped = _first(texts, of)
    delimiter = max(DELIMITERS, key=first.count)
    rows = _rows(_again(first, texts), delimiter, skipped)
    number, cells = next(rows)
    heading = _heading(number, cells, of)
    return Sheet(delimiter, heading, _lines(rows, heading, of), of)


def columns(sheet: Sheet) -> tuple[str, ...]:
    """Return the columns that are read of a sheet, in our order."""
    more = (name for name in sheet.of.more if name in sheet.heading)
    return sheet.of.needed + tuple(more)


def _decoded(file: BinaryIO) -> Iterator[str]:
    number = 0
    while raw := file.readline(LONGEST_LINE + 1):
        number += 1
        if len(raw) > LONGEST_LINE:
            says = Phrase("the line has no end; does a quote stay open?")
            raise BadSheet(number, says)
        try:
            text = raw.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            says = Phrase(
                "a letter is not in UTF-8 (byte %(byte)s); %(save_as)s",
                byte=error.start + 1,
                save_as=SAVE_AS,
            )
            raise BadSheet(number, says) from error
        yield text


def _first(texts: Iterator[str], of: Columns) -> tuple[str, int]:
    """Return the first line that says something, and how many stood before it."""
    for skipped, text in enumerate(texts):
        told = text.strip().strip('"').casefold()
        if told and not told.startswith("sep="):
            return text, skipped
    says = Phrase(
        "the file is empty; its first line names the columns `%(columns)s`",
        columns=",".join(of.needed),
    )
    raise BadSheet(WHOLE, says)


def _again(first: str, texts: Iterable[str]) -> Iterator[str]:
    yield first
    yield from texts


def _rows(
    texts: Iterator[str], delimiter: str, skipped: int
) -> Iterator[tuple[int, list[str]]]:
    """Yield (line, cells) of each row that holds anything."""
    reader = csv.reader(texts, delimiter=delimiter, strict=True)
    begins = 1 + skipped
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield begins, cells
            begins = reader.line_num + skipped + 1
    except csv.Error as error:
        says = Phrase(
            "the quotes or line ends do not fit; %(save_as)s", save_as=SAVE_AS
        )
        raise BadSheet(begins, says) from error


def _heading(number: int, cells: Sequence[str], of: Columns) -> tuple[str, ...]:
    names = tuple(cell.strip().casefold().replace(" ", "_") for cell in cells)
    while names and not names[-1]:
        names = names[:-1]
    missing = [name for name in of.needed if name not in names]
    unknown = [n for n in names if n not in of.read + of.passed]
    twice = sorted({name for name in names if names.count(name) > 1})
    says = [
        *(Phrase("the column `%(name)s` is missing", name=name) for name in missing),
        *(_unknown(name, names, of) for name in unknown),
        *(Phrase("the column `%(name)s` stands twice", name=name) for name in twice),
    ]
    if says:
        known = ",".join(of.needed)
        raise BadSheet(
            number, *says, Phrase("the columns are `%(columns)s`", columns=known)
        )
    return names


def _unknown(name: str, names: Sequence[str], of: Columns) -> Phrase:
    missing = [known for known in of.read if known not in names]
    near = get_close_matches(name, missing, n=1, cutoff=0.5)
    if not near:
        return Phrase("the column `%(name)s` is unknown", name=name)
    return Phrase(
        "the column `%(name)s` is unknown (did you mean `%(near)s`?)",
        name=name,
        near=near[0],
    )


def _lines(
    rows: Iterator[tuple[int, list[str]]], heading: tuple[str, ...], of: Columns
) -> Iterator[Line]:
    wanted = len(heading)
    for number, cells in rows:
        while len(cells) > wanted and not cells[-1].strip():
            cells.pop()
        fits = len(cells) == wanted
        named = dict(zip(heading, map(of.plain, cells), strict=True)) if fits else None
        yield Line(number, tuple(cells), named, wanted)


def _unguarded(cell: str) -> str:
    """Return a cell without the mark that `guarded` puts before it."""
    bare = cell.strip()
    guarded = bare.startswith("'") and bare[1:].startswith(FORMULA)
    return bare[1:] if guarded else bare


def guarded(cell: str) -> str:
    """Return a cell that a spreadsheet shows and does not run (catalogue 25)."""
    return f"'{cell}" if cell.lstrip(" ").startswith(FORMULA) else cell


PEOPLE = Columns(COLUMNS, MORE_COLUMNS, REMARKS, guarded, _unguarded)
