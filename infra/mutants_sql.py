"""The statements of a module, broken one condition, value or order at a time.

`mutmut` changes only what stands in functions. `infra/mutants.py` runs this in its
copy, as `python -m infra.mutants_sql FILE MODULE TESTS...`: each statement is broken in
a process forked from one that has run the tests already. FILE gets, by name, pytest's
exit code and what changed. Whose organisation a row is of is left alone: row-level
security stands behind it, with tests of its own (`tests/service/test_rls.py`).
"""

import json
import os
import re
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest
from sqlalchemy import TextClause, text

Variant = tuple[str, str, str]  # what stood there, what stands there now, the whole

_VALUE = r"(?:ANY\(:\w+\)|:\w+|'[^']*'|[a-z_]\w*(?:\.\w+)?(?:\(\))?)"
_LESS = r"(?: - (?:1|interval '[^']*'))?"
_COMPARED = re.compile(rf"(?<![\w.])({_VALUE}) (=|<>|<=|>=|<|>) ({_VALUE}{_LESS})")
_OTHERWISE = {"=": "<>", "<>": "=", "<": "<=", "<=": "<", ">": ">=", ">=": ">"}
_LIST = re.compile(r"IN \(('[^()]*')\)")
_WORDS = {
    "NOT EXISTS": "EXISTS",
    "IS DISTINCT FROM": "IS NOT DISTINCT FROM",
    "DISTINCT contact": "contact",
    " - 1": "",
    "24 hours": "25 hours",
    "LEFT JOIN": "JOIN",
    " AND ": " OR ",
}
_ORDER = re.compile(r" ORDER BY [\w\s=',]+$")
_SET = re.compile(r" SET (.*?) WHERE ", re.DOTALL)


def variants(statement: str) -> Iterator[Variant]:
    """Yield a statement broken in one place after the other."""
    told = _SET.search(statement)
    writes = told.span(1) if told else (0, 0)
    yield from _unwritten(statement, writes)
    for found in _COMPARED.finditer(statement):
        left, sign, right = found.groups()
        if "organisation" in found[0] or writes[0] <= found.start() < writes[1]:
            continue
        yield _with(statement, found.span(), "true")
        yield _with(statement, found.span(), f"{left} {_OTHERWISE[sign]} {right}")
    for found in _LIST.finditer(statement):
        yield from _shorter(statement, found.span(1))
    for old, new in _WORDS.items():
        for found in re.finditer(re.escape(old), statement):
            if "organisation" not in statement[found.start() :][:40]:
                yield _with(statement, found.span(), new)
    for found in _ORDER.finditer(statement):
        yield _with(statement, found.span(), "")


def _with(statement: str, span: tuple[int, int], new: str) -> Variant:
    begins, ends = span
    return statement[begins:ends], new, statement[:begins] + new + statement[ends:]


def _unwritten(statement: str, writes: tuple[int, int]) -> Iterator[Variant]:
    """Leave out one value of those that are written."""
    parts = list(_parts(statement[slice(*writes)]))
    for number, part in enumerate(parts):
        rest = parts[:number] + parts[number + 1 :]
        if rest:
            whole = _with(statement, writes, ",".join(rest))[2]
            yield part.strip(), "", whole


def _parts(values: str) -> Iterator[str]:
    """Yield what stands between the commas that no parentheses hold."""
    begins = depth = 0
    for at, sign in enumerate(values):
        depth += (sign == "(") - (sign == ")")
        if sign == "," and depth == 0:
            yield values[begins:at]
            begins = at + 1
    if values:
        yield values[begins:]


def _shorter(statement: str, span: tuple[int, int]) -> Iterator[Variant]:
    """Leave out one of a list of words."""
    words = statement[slice(*span)].split(", ")
    for number, word in enumerate(words):
        rest = words[:number] + words[number + 1 :]
        if rest:
            yield word, "", _with(statement, span, ", ".join(rest))[2]


def main(into: str, module: str, tests: Sequence[str]) -> int:
    """Break each statement of a module, and keep which the tests noticed."""
    loaded = import_module(module)
    asked = ["-x", "-q", "-p", "no:randomly", "-p", "infra.mutants_plugin", *tests]
    if pytest.main(asked) != 0:
        return 1
    told = {}
    for name, statement in vars(loaded).items():
        if isinstance(statement, TextClause):
            for number, (old, new, whole) in enumerate(variants(statement.text), 1):
                code = _forked(loaded, name, whole, asked)
                change = f"-    {old}\n+    {new}"
                told[f"{module}.{name}__mutmut_{number}"] = (code, change)
                sys.stderr.write(f"{code} {name} {old!r} -> {new!r}\n")
    Path(into).write_text(json.dumps(told))
    return 0


def _forked(loaded: ModuleType, name: str, whole: str, asked: list[str]) -> int:
    """Run the tests with a broken statement in a process of its own."""
    child = os.fork()
    if child == 0:
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        setattr(loaded, name, text(whole))
        os._exit(int(pytest.main(asked)))
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1], sys.argv[2], sys.argv[3:]))
