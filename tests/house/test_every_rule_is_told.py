"""Every rule that can be stored says why: to the coach beside it, to her on WHY (C18).

Rules are found where they are made, so that one of tomorrow cannot be forgotten here.
"""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import get_args

import pytest

import flows.coach
from flows.coach import explain, moves, presets, preview, travel
from flows.coach.explain import SENT, Verdict
from flows.coach.sentences import UNKNOWN_RULE
from flows.coach.why import TOLD, for_participant
from service.usecases import causes, releasing
from tests.house import tree

# What these say stays with the plan of a chance, or is another name for a rung.
NOT_STORED = {f"R{rung}" for rung in range(6)}
# Which of their arguments is the rule.
MAKERS = {"change": 0, "_withheld": 0, "Change": 0, "Planned": 1, "_stays": 1}
# Rows whose rule is their name.
NAMED = (explain.Rule, moves.Rule, presets.Preset)
TOLD_BY = ("coach", "sentence", "reason", "says", "why")
# Rules that are no row: they are put together from a table's keys.
KEYS = {
    **{f"plan_{fate}": told for fate, told in travel.SAID.items()},
    **preview.LEFT,
}


def tables() -> Iterator[tuple[str, object]]:
    """Every row of a table in the core that names a rule."""
    for found in iter_modules(flows.coach.__path__, "flows.coach."):
        for row in _rows(import_module(found.name)):
            rule = row.name if isinstance(row, NAMED) else getattr(row, "rule", None)
            if isinstance(rule, str):
                yield rule, row


def _rows(module: ModuleType) -> Iterator[object]:
    for value in vars(module).values():
        if isinstance(value, tuple):
            yield from value
        elif isinstance(value, Mapping):
            yield from value.values()
        else:
            yield value


def written() -> Iterator[str]:
    """Every rule that stands in the code by its own name."""
    for path in tree.modules("flows", "service"):
        source, core = path.read_text("utf-8"), "coach" in path.parts
        if not core and "rule" not in source:
            continue  # spares a second of every collection
        for node in ast.walk(ast.parse(source)):
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
        and len(node.args) > MAKERS[node.func.id]
    ):
        yield node.args[MAKERS[node.func.id]]


def _constant(node: ast.expr | None) -> str | None:
    told = node.value if isinstance(node, ast.Constant) else None
    return told if isinstance(told, str) else None


STORED = sorted(
    {*(rule for rule, _ in tables()), *written(), *releasing.HOLDING, *KEYS}
    - NOT_STORED
)


def test_the_rules_are_found() -> None:
    assert {
        "stopped", "cap_week", "send", "LESS", "GO", "COACH", "COACH-end", "SKIP",
        "A0-waits", "A0-tries", "A0-days", "A1", "A2", "A3", "A4-begin", "A4-held",
        "A4-rests",
        "A4-back", "L1", "L2", "L3", "L3-tries", "L3-quiet", "L3-word", "L4", "L5",
        "L6", "G1", "G1-day", "G3", "G4", "plan_over", "plan_dropped", "holiday",
        "no_date", "O-easier", "S-kept", "C-fear", "HARD-few", "TOO-EASY",
        "call_again", "consent_changed", "loop_guard", "crisis", *presets.PRESETS,
    } <= set(STORED)  # fmt: skip


@pytest.mark.parametrize("rule", STORED)
def test_she_is_told_why_on_asking(rule: str) -> None:
    found = Verdict("withhold", rule, {"kind": "prompt"}, "")
    for language, unknown in asdict(UNKNOWN_RULE).items():
        said = for_participant(found, language)
        assert said != unknown, f"{rule} needs a sentence in other_rules.OTHER_RULES"


def test_she_is_told_of_no_rule_that_is_none() -> None:
    assert set() == set(TOLD) - set(STORED)


@pytest.mark.parametrize(("rule", "row"), [*tables(), *KEYS.items()])
def test_the_coach_is_told_in_one_sentence(rule: str, row: object) -> None:
    words = (getattr(row, by) for by in TOLD_BY if getattr(row, by, ""))
    told = row if isinstance(row, str) else next(words, "")
    assert told or rule == "send", f"{rule} has no sentence for the coach"


@pytest.mark.parametrize("cause", get_args(explain.Cause))
def test_every_cause_of_a_nudge_that_goes_is_told(cause: str) -> None:
    causes_of = {key.partition(" ")[2] for key in SENT} - {""}
    assert cause in {*causes_of, "plan"}


def test_the_month_is_told_as_the_month() -> None:
    inputs: dict[str, explain.Value] = {"kind": "recap", "cause": "month"}
    assert causes.DIGEST == "digest"
    assert "month" in for_participant(Verdict("send", "send", inputs, ""))
