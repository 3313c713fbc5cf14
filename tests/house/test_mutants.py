"""`make mutants`: what it breaks of a statement, and whom its reasons are about."""

from importlib import import_module

import pytest

from infra import mutants, mutants_sql
from infra.mutants import Mutant

STATEMENT = (
    "UPDATE t SET a = coalesce(:a, a), b = NULL WHERE organisation_id = :organisation"
    " AND c >= :c AND d IN ('x', 'y') ORDER BY c"
)
BROKEN = [
    ("a = coalesce(:a, a)", ""),
    ("b = NULL", ""),
    ("c >= :c", "true"),
    ("c >= :c", "c > :c"),
    ("'x'", ""),
    ("'y'", ""),
    (" AND ", " OR "),
    (" AND ", " OR "),
    (" ORDER BY c", ""),
]


def test_a_statement_is_broken_in_one_place_after_the_other() -> None:
    found = list(mutants_sql.variants(STATEMENT))
    assert [(old, new) for old, new, _ in found] == BROKEN
    wholes = [whole for _, _, whole in found]
    assert len(set(wholes)) == len(wholes)
    assert wholes[1] == STATEMENT.replace(", b = NULL", "")
    assert wholes[4] == STATEMENT.replace("'x', ", "")


def test_each_reason_is_of_something_that_stands() -> None:
    for row in mutants._reasons():
        module, _, name = row["where"].rpartition(".")
        assert hasattr(import_module(module), name), row["where"]
        assert isinstance(row.get("change", []), list), row["where"]
        assert row["why"]


@pytest.mark.parametrize(
    ("code", "noticed", "how"),
    [
        (0, False, ""),
        (1, True, ""),
        (33, False, ": no test comes here"),
        (-24, False, ": given up (-24)"),
    ],
)
def test_who_was_given_up_was_not_noticed(code: int, noticed: bool, how: str) -> None:
    one = Mutant("flows.coach.timing.x__zone__mutmut_3", code)
    assert (noticed, how) == (one.noticed, one.how)
    assert "flows.coach.timing._zone" == one.function
    assert "flows/coach/timing.py" == one.module
    statement = Mutant("service.store.outbox.BY_TOKEN__mutmut_2", code)
    assert "service.store.outbox.BY_TOKEN" == statement.function
    assert "service/store/outbox.py, SQL" == statement.module


def test_a_reason_is_given_by_what_the_line_became() -> None:
    one = Mutant("flows.coach.timing.x_open_at__mutmut_1", 0)
    line = "    if hours.start {} hours.end:"
    change = "-" + line.format("<") + "\n+" + line.format("{}")
    assert mutants._reason(one, change.format("<=")).startswith("Hours whose start")
    assert "" == mutants._reason(one, change.format(">"))
