"""`flows/` may import and call only what is quiet: no time, chance, file or line."""

import ast
from pathlib import Path

from tests.house import tree

QUIET = frozenset(
    {
        "__future__",
        "abc",
        "bisect",
        "collections",
        "contextlib",
        "dataclasses",
        "datetime",
    }
    | {
        "difflib",
        "enum",
        "functools",
        "hashlib",
        "itertools",
        "json",
        "math",
        "operator",
        "re",
        "string",
        "textwrap",
    }
    | {"types", "typing", "unicodedata", "zlib", "zoneinfo", "flows"}
)
# Libraries of others, and the only files that may know them.
ELSEWHERE = {
    "ruamel": {
        "flows/talk/script.py",
        "flows/talk/cards.py",
        "flows/coach/tables.py",
        "flows/coach/programme_files.py",
        "flows/lab/parameters.py",
        "flows/lab/personas.py",
    },
    "regex": {"flows/talk/script.py", "flows/talk/answers.py"},
}
LOUD = frozenset(
    {"open", "print", "input", "eval", "exec", "compile", "__import__", "breakpoint"}
)
CLOCKS = frozenset({"now", "today", "utcnow"})


def imported(module: ast.Module) -> set[str]:
    """The top names a module imports."""
    found: set[str] = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or ".").partition(".")[0])
    return found


def loud(module: ast.Module) -> set[str]:
    """What a module calls that speaks, listens or reads a clock."""
    found: set[str] = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Name) and node.id in LOUD:
            found.add(node.id)
        elif isinstance(node, ast.Attribute) and node.attr in CLOCKS:
            on = ast.unparse(node.value)
            if on in {"datetime", "date", "datetime.datetime", "datetime.date"}:
                found.add(f"{on}.{node.attr}")
    return found


def unquiet(path: Path) -> list[str]:
    """Every import and call of one file that the core may not have."""
    name, module = tree.shown(path), tree.parsed(path)
    allowed = QUIET | {who for who, where in ELSEWHERE.items() if name in where}
    strange = sorted(imported(module) - allowed)
    return [f"{name}: {word}" for word in [*strange, *sorted(loud(module))]]


def test_the_core_imports_only_quiet_modules_and_calls_nothing_loud() -> None:
    assert [] == [line for path in tree.modules("flows") for line in unquiet(path)]


def test_a_loud_line_would_be_found() -> None:
    module = ast.parse(
        "import os.path, json\nfrom random import choice\nfrom datetime import "
        "datetime\nprint(open('x'), datetime.now())\n"
    )
    assert {"os", "random"} == imported(module) - QUIET
    assert {"open", "print", "datetime.now"} == loud(module)
