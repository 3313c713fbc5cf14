"""Every rule that can be stored says why: to the coach beside it, to her on WHY (C18).

Rules are found where they are made, so that one of tomorrow cannot be forgotten here.
"""

import ast
from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import get_args

import pytest

import flows.coach
from flows.coach import explain
from flows.coach.explain import RULES, SENT, Verdict, for_participant
from flows.coach.sentences import UNKNOWN_RULE
from service.usecases import causes, releasing
from tests.house import tree

# What these say stays with the plan of a chance, or is another name for a rung.
NOT_STORED = {f"R{rung}" for rung in range(6)}
# Their first argument is the rule.
MAKERS = {"_change", "change", "_withheld", "Change", "Rule", "_Answer"}
TOLD_BY = ("coach", "sentence", "reason", "why")


def tables() -> Iterator[tuple[str, object]]:
    """Every row of a table in the core that names a rule."""
    for found in iter_modules(flows.coach.__path__, "flows.coach."):
        for row in _rows(import_module(found.name)):
            rule = getattr(row, "rule", None) or (row in RULES and row.name)
            if isinstance(rule, str):
                yield rule, row


def _rows(module: ModuleType) -> Iterator[object]:
    for value in vars(module).values():
        if isinstance(value, tuple):
            yield from value
        elif isinstance(value, dict):
            yield from value.values()


def written() -> Iterator[str]:
    """Every rule that stands in the code by its own name."""
    for path in tree.modules("flows", "service"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            core = "coach" in path.parts
            yield from filter(None, map(_constant, _named(node, core=core)))


def _named(node: ast.AST, *, core: bool) -> Iterator[ast.expr | None]:
    if (isinstance(node, ast.keyword) and node.arg == "rule") or (
        isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == "rule"
    ):
        yield node.value
    elif (
        core
        and isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in MAKERS
        and node.args
    ):
        yield node.args[0]


def _constant(node: ast.expr | None) -> str | None:
    told = node.value if isinstance(node, ast.Constant) else None
    return told if isinstance(told, str) else None


STORED = sorted(
    {*(rule for rule, _ in tables()), *written(), *releasing.HOLDING} - NOT_STORED
)


def test_the_rules_are_found() -> None:
    assert {
        "stopped", "cap_week", "send", "A0-waits", "LESS", "GO", "COACH", "G1",
        "call_again", "consent_changed", "loop_guard", "crisis",
    } <= set(STORED)  # fmt: skip


@pytest.mark.parametrize("rule", STORED)
def test_she_is_told_why_on_asking(rule: str) -> None:
    said = for_participant(Verdict("withhold", rule, {"kind": "prompt"}, ""))
    assert said != UNKNOWN_RULE, f"{rule} needs a sentence in sentences.OTHER_RULES"
    assert len(said) <= 110


@pytest.mark.parametrize(("rule", "row"), list(tables()))
def test_the_coach_is_told_in_one_sentence(rule: str, row: object) -> None:
    told = next((getattr(row, by) for by in TOLD_BY if getattr(row, by, "")), "")
    assert told or rule == "send", f"{rule} has no sentence for the coach"


@pytest.mark.parametrize("cause", get_args(explain.Cause))
def test_every_cause_of_a_nudge_that_goes_is_told(cause: str) -> None:
    causes_of = {key.partition(" ")[2] for key in SENT} - {""}
    assert cause in {*causes_of, "plan"}


def test_the_month_is_told_as_the_month() -> None:
    inputs: dict[str, explain.Value] = {"kind": "recap", "cause": "month"}
    assert causes.DIGEST == "digest"
    assert "month" in for_participant(Verdict("send", "send", inputs, ""))
