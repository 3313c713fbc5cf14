"""Every shipped script is begun by something."""

import ast
import re
from pathlib import Path

from flows.coach import offers
from flows.coach.offer_rows import SCRIPTS
from flows.talk import lexicon_en
from service.usecases import answering, facts, library, offering
from tests.house import tree

TABLE = {Path(str(one.__file__)) for one in (answering, offering, offers)}


def named() -> set[str]:
    """Every word that stands in the shell, but for the table of growing itself."""
    found: set[str] = set()
    for path in tree.modules("service"):
        if path.resolve() not in TABLE:
            constants = ast.walk(ast.parse(path.read_text("utf-8")))
            found |= {
                str(node.value) for node in constants if isinstance(node, ast.Constant)
            }
    return found


def begun() -> set[str]:
    sources = library.sources().values()
    inside = re.compile(r"(?:enter|follow_up|asides|script): ?{?(?:script: )?([a-z_]+)")
    other = re.compile(r"script: ([a-z_]+),")
    entered = {
        name
        for source in sources
        for name in (*inside.findall(source.split("nodes:")[1]), *other.findall(source))
    }
    asides = {n for s in sources for n in re.findall(r"^asides: ([a-z_]+)", s, re.M)}
    commands = set(lexicon_en.COMMANDS)
    return named() | entered | asides | commands | SCRIPTS


def test_every_shipped_script_is_begun_by_something() -> None:
    assert set() == set(library.sources()) - begun()


def test_what_a_row_needs_to_say_is_given_by_somebody() -> None:
    """A row whose facts nobody gives never speaks: the script waits for nothing."""
    needed = {name for names in offering.NEEDS.values() for name in names}
    kept = re.compile(r"^    (?:keep|remember): {?([a-z_]+)", re.M)
    told = {name for one in library.sources().values() for name in kept.findall(one)}
    assert set() == needed - told - facts.SOURCES.keys()
