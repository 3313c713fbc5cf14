"""Writes the parts of docs/ that are drawn from the code: `make docs`.

`.venv/bin/python -m infra.docs figures` takes the output of `make bench` on its
standard input and puts it into docs/performance.md, with the machine it ran on.
"""

import os
import platform
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from service.usecases.delivery import STATES

DOCS = Path(__file__).resolve().parent.parent / "docs"
BEGINS, ENDS = "<!-- {name}: written by `{by}` -->", "<!-- {name}: end -->"
FIGURES_BY = "make bench | .venv/bin/python -m infra.docs figures"
COLOUR = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


class NoPlace(Exception):
    """A page lacks the two marks between which its drawn part stands."""


def state_machine(states: Mapping[str, Mapping[str, str]] = STATES) -> str:
    """Draw the delivery states: a Mermaid diagram, then the same as a table.

    An arrow may carry no colon or semicolon in Mermaid, so the diagram numbers them
    and the table says what moves a message along each.
    """
    arrows = [
        (begin, end, why) for begin, ways in states.items() for end, why in ways.items()
    ]
    diagram = [
        "```mermaid",
        "stateDiagram-v2",
        "    [*] --> due",
        *(f"    {a} --> {b} : {n}" for n, (a, b, _) in enumerate(arrows, 1)),
        *(f"    {state} --> [*]" for state, ways in states.items() if not ways),
        "```",
    ]
    table = [
        "| | from | to | because |",
        "|---|---|---|---|",
        *(f"| {n} | `{a}` | `{b}` | {w} |" for n, (a, b, w) in enumerate(arrows, 1)),
    ]
    return "\n".join([*diagram, "", *table])


def figures(said: str, *, machine: str) -> str:
    """Frame what `make bench` said, without its colours, with the machine's name."""
    plain = COLOUR.sub("", said).strip("\n")
    return f"{machine}\n\n```text\n{plain}\n```"


def this_machine() -> str:
    """Name what a figure depends on, and nothing that tells whose machine it is."""
    cores = os.cpu_count() or 1
    return (
        f"Measured on {datetime.now(UTC).date()}: {cores} cores, {platform.machine()}, "
        f"{platform.system()}, Python {platform.python_version()}."
    )


def framed(page: str, name: str, by: str, drawn: str) -> str:
    """Return the page with `drawn` between the marks of `name`. Raises NoPlace."""
    begins, ends = BEGINS.format(name=name, by=by), ENDS.format(name=name)
    before, mark, rest = page.partition(begins)
    _, other, after = rest.partition(ends)
    if not (mark and other):
        raise NoPlace(f"the page needs the lines {begins} and {ends}")
    return f"{before}{begins}\n\n{drawn}\n\n{ends}{after}"


# page -> (name of the part, what draws it); tests/house/test_docs_generated.py looks.
DRAWN: Mapping[str, tuple[str, Callable[[], str]]] = {
    "explanation/delivery.md": ("states", state_machine),
}


def behind() -> Iterator[tuple[Path, str]]:
    """Give each page that is not as drawn, with what it should say."""
    for place, (name, draw) in DRAWN.items():
        page = DOCS / place
        written = page.read_text("utf-8")
        wanted = framed(written, name, "make docs", draw())
        if wanted != written:
            yield page, wanted


def main(words: list[str]) -> int:
    """Write the drawn parts, or the figures."""
    if words == ["figures"]:
        page = DOCS / "performance.md"
        drawn = figures(sys.stdin.read(), machine=this_machine())
        wanted = framed(page.read_text("utf-8"), "figures", FIGURES_BY, drawn)
        page.write_text(wanted, encoding="utf-8")
        return 0
    for page, wanted in behind():
        page.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
