"""A bell is rung after the commit: a worker that looks before it finds nothing.

Law: no use case and no page rings inside a transaction that it has opened, nor calls
there what rings. What is rung in a test of theirs is held to it as well (SilentBell).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache

from tests.house.tree import ROOT, modules

# What opens a transaction that ends with the block.
OPENS = frozenset({"transaction", "at_desk", "taken_back"})
# Named alike, and no bell of ours.
OTHERS = frozenset({"speaking.ring"})


@cache
def rooms() -> dict[str, ast.Module]:
    """Modules of use cases and pages by their name."""
    found = (ROOT / "service" / room for room in ("usecases", "web"))
    return {
        path.stem: ast.parse(path.read_bytes())
        for room in found
        for path in modules("service")
        if path.parent == room
    }


def called(module: str, call: ast.Call) -> str:
    """Return what a call is of, as module.function where it is one of ours."""
    name = ast.unparse(call.func)
    return name if "." in name else f"{module}.{name}"


def rings_itself(call: ast.Call) -> bool:
    return ast.unparse(call.func).endswith("bell.ring")


@cache
def calls_of() -> dict[str, frozenset[str]]:
    """What each function calls; "ring" where it rings itself."""
    return {
        f"{module}.{node.name}": frozenset(
            "ring" if rings_itself(call) else called(module, call)
            for call in ast.walk(node)
            if isinstance(call, ast.Call)
        )
        for module, tree in rooms().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
    }


@cache
def ringers() -> frozenset[str]:
    """Every function that rings, or calls one that does."""
    known = frozenset({"ring"})
    while True:
        found = known | {name for name, calls in calls_of().items() if calls & known}
        found -= OTHERS
        if found == known:
            return known
        known = found


def early(module: str, tree: ast.AST, known: frozenset[str]) -> Iterator[str]:
    """Yield what rings inside a block that has a transaction open."""
    for block in ast.walk(tree):
        if not isinstance(block, ast.With) or not any(map(opens, block.items)):
            continue
        for call in (one for inner in block.body for one in ast.walk(inner)):
            if isinstance(call, ast.Call) and (
                rings_itself(call) or called(module, call) in known
            ):
                yield f"{module}.py:{call.lineno}: {ast.unparse(call.func)}"


def opens(item: ast.withitem) -> bool:
    call = item.context_expr
    return isinstance(call, ast.Call) and (
        ast.unparse(call.func).rpartition(".")[2] in OPENS
    )


def test_an_early_ring_would_be_found() -> None:
    source = """
def one(parts):
    with parts.db.transaction(1) as tx:
        two(parts)

def two(parts):
    parts.bell.ring("deliver", 1, [])
"""
    assert ["m.py:4: two"] == list(early("m", ast.parse(source), frozenset({"m.two"})))


def test_whoever_rings_is_known() -> None:
    assert {"erasing.ask", "bridging.call", "heeding.on_page"} <= ringers()
    assert {"today_pages._having", "hooks._views"} <= ringers()


def test_no_bell_is_rung_before_the_commit() -> None:
    known = ringers()
    found = [
        one for module, tree in rooms().items() for one in early(module, tree, known)
    ]
    assert [] == found
