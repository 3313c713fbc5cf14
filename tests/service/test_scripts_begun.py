"""Every shipped script is begun by something; what is begun by nothing is counted."""

import ast
import re
from pathlib import Path

from flows.coach import offers
from flows.coach.offer_rows import SCRIPTS
from flows.talk import lexicon_en
from service.usecases import answering, library, offering
from tests.house import tree

# What has nothing to say yet.
WAIT = {"model_story"}
TABLE = {Path(str(one.__file__)) for one in (answering, offering, offers)}
PAGE = Path(__file__).parents[2] / "docs" / "howto" / "run-a-programme.md"


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
    return named() | entered | asides | commands | (SCRIPTS - WAIT)


def test_what_is_begun_by_nothing_is_known_and_told() -> None:
    assert WAIT == set(library.sources()) - begun()
    told = f"{len(WAIT)} of the {len(library.sources())} shipped scripts"
    assert told in PAGE.read_text("utf-8")
