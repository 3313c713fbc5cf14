"""Rooms stay small: files, functions, and what most functions are like."""

import statistics

from tests.house import tree

FILE, FUNCTION, MEDIAN, NINETY_PERCENT = 400, 50, 8, 25


def lengths() -> list[tuple[int, str]]:
    """Lines of every function of the packages, docstring included."""
    return [
        (
            (node.end_lineno or node.lineno) - node.lineno + 1,
            f"{tree.shown(path)}:{node.lineno} {node.name}",
        )
        for path in tree.modules(*tree.CODE)
        for node in tree.functions(path)
    ]


def test_no_file_is_longer_than_400_lines() -> None:
    long = [
        f"{tree.shown(path)}: {count}"
        for path in tree.modules(*tree.CODE, "infra")
        if (count := len(path.read_text("utf-8").splitlines())) > FILE
    ]
    assert [] == long


def test_no_function_is_longer_than_50_lines() -> None:
    assert [] == [where for count, where in lengths() if count > FUNCTION]


def test_most_functions_fit_in_a_glance() -> None:
    counts = sorted(count for count, _ in lengths())
    assert statistics.median(counts) <= MEDIAN
    assert counts[len(counts) * 9 // 10] <= NINETY_PERCENT
