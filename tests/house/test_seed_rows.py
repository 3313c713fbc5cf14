"""Every row of the two source texts (#1-#60) has a test that is there and names it."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tests.house import tree

ROWS = range(1, 61)
MAP = tree.ROOT / "tests" / "seeds.yaml"
TABLE = tree.ROOT / "tests" / "flows" / "data" / "seeds.tsv"
NAMED = re.compile(r"#(\d+)\b")


@cache
def mapped() -> dict[str, list[str]]:
    """The map as it stands: row to tests, as `path::name` or `path::name[row]`."""
    return dict(YAML(typ="safe", pure=True).load(MAP.read_text("utf-8")))


@cache
def functions_of(path: Path) -> dict[str, ast.FunctionDef]:
    return {node.name: node for node in tree.functions(path)}  # type: ignore[misc]  # tests are no coroutines


@cache
def run_with() -> dict[str, tuple[str, str]]:
    """Of each row in the table of test_seeds: its kind, and its own test or walks."""
    lines = TABLE.read_text("utf-8").splitlines()[1:]
    cells = [line.split("\t") for line in lines]
    return {cell[0]: (cell[1], cell[3]) for cell in cells}


def wrong(row: str, test: str) -> str:
    """What is wrong with one test of the map, or nothing."""
    place, _, name = test.partition("::")
    name, _, case = name.partition("[")
    path = tree.ROOT / place
    if not path.is_file() or name not in functions_of(path):
        return f"{row}: {test} is not there"
    if case:
        kind, _walks = run_with().get(row, ("", ""))
        known = case == f"{row}]" and kind == "node"
        return "" if known else f"{row}: {test} is run with another row"
    said = ast.get_docstring(functions_of(path)[name]) or ""
    by_table = run_with().get(row, ("", ""))[1] == f"{path.stem}::{name}"
    named = row.removeprefix("#") in NAMED.findall(said)
    return "" if named or by_table else f"{row}: {test} does not name the row"


def test_every_row_is_in_the_map_and_no_other() -> None:
    assert [f"#{number}" for number in ROWS] == list(mapped())


@pytest.mark.parametrize("row", [f"#{number}" for number in ROWS])
def test_a_row_has_a_test_that_is_there_and_names_it(row: str) -> None:
    tests = mapped()[row]
    assert tests, f"{row} has no test"
    assert [] == [problem for one in tests if (problem := wrong(row, one))]


def test_a_row_whose_test_is_gone_would_be_found() -> None:
    assert wrong("#1", "tests/house/test_gone.py::test_a")
    assert wrong("#1", "tests/house/test_size.py::test_gone")
    assert wrong(
        "#1", "tests/house/test_size.py::test_no_file_is_longer_than_400_lines"
    )
    assert wrong("#1", mapped()["#2"][0])
