"""Rows in a terminal: a table there, tab-divided lines into a pipe."""

from collections.abc import Iterable

from rich.console import Console
from rich.table import Table
from rich.text import Text


def write(
    console: Console, heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]
) -> None:
    """Write rows under their heads; nothing in them is taken for markup."""
    if not console.is_terminal:
        for row in (heads, *rows):
            console.file.write("\t".join(row) + "\n")
        return
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for head in heads:
        table.add_column(head, overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    console.print(table)
