"""Data as a spreadsheet reads it: CSV of words and numbers, never of formulas.

Law: no cell of words begins with what a spreadsheet takes for a formula (OWASP, CSV
injection), and nothing of it is lost: an apostrophe stands before it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import StringIO
from typing import TypeAlias

Cell: TypeAlias = str | int | float | bool | date | datetime | None

# Full-width signs are taken for theirs by spreadsheets in Japanese and Chinese.
FORMULA = frozenset("=+-@\t\r\n|%\uff1d\uff0b\uff0d\uff20")
APOSTROPHE = "'"
# By it Excel knows that what follows is UTF-8.
BOM = "\ufeff"


def safe(cell: Cell) -> str:
    """Return a cell as it is written; numbers and dates are ours and stay."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, (date, datetime)):
        return cell.isoformat()
    if not isinstance(cell, str):
        return str(cell)
    words = cell.replace("\0", "")
    first = words.lstrip()[:1] or words[:1]
    guarded = first in FORMULA or words[:1] in FORMULA or first == APOSTROPHE
    return f"{APOSTROPHE}{words}" if words and guarded else words


def plain(cell: str) -> str:
    """Return words as they were before `safe` wrote them; others as they are."""
    bare = cell.strip()
    guarded = bare.startswith(APOSTROPHE) and safe(bare[1:]) == bare
    return bare[1:] if guarded else bare


def lines(rows: Iterable[Sequence[Cell]], *, begins: bool = False) -> str:
    """Return rows as CSV (RFC 4180), every cell in quotes; `begins` a file."""
    told = StringIO()
    told.write(BOM if begins else "")
    writer = csv.writer(told, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for row in rows:
        writer.writerow([safe(cell) for cell in row])
    return told.getvalue()
