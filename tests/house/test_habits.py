"""Habits that no linter knows: heads, names, reasons, and what may not be in a tree."""

import ast
import re

from tests.house import tree

FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "manager", "base", "common"}
# Put together here, so that this file does not hold what it forbids.
MACHINE = re.compile(
    r"(^|[^A-Za-z0-9_.])/(" + "|".join(("work", "farm", "root")) + r")/[A-Za-z.]"
    r"|(^|[^A-Za-z0-9_.])/(home|Users)/[a-z][a-z0-9_-]*/"
)
REGISTRY = re.compile(
    "https?://[a-z.]*(" + "|".join(("pypi", "pythonhosted", "npmjs")) + ")[.]"
    "|https?://deb" + "[.]debian"
)
EXCEPTION = re.compile(r"#\s*(noqa|type:\s*ignore|pragma:)")
REASONED = re.compile(
    r"#\s*(noqa: [A-Z0-9, ]+|type: ignore\[[a-z, -]+\]|pragma: no (cover|branch))"
    r"\s*(#|-)?\s*\S+ \S+.*$"
)


def test_every_module_begins_with_what_it_is_for() -> None:
    silent = [
        tree.shown(path)
        for path in tree.modules(*tree.CODE, "infra", "tests")
        if path.read_text("utf-8").strip() and not ast.get_docstring(tree.parsed(path))
    ]
    assert [] == silent


def test_no_room_has_a_name_that_says_nothing() -> None:
    vague = [
        tree.shown(path)
        for path in tree.files()
        if FORBIDDEN_NAMES & {*path.relative_to(tree.ROOT).parts[:-1], path.stem}
        and path.suffix in {".py", ""}
    ]
    assert [] == vague


def test_every_exception_to_a_rule_has_its_reason_on_its_line() -> None:
    bare = [
        f"{tree.shown(path)}:{number}: {line.strip()}"
        for path in tree.modules(*tree.CODE, "infra", "tests")
        if path.name != "test_habits.py"
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if EXCEPTION.search(line) and not REASONED.search(line)
    ]
    assert [] == bare


def test_a_bare_exception_would_be_found() -> None:
    for bare in ("x  # noqa: S603", "x  # type: ignore[a]", "x  # pragma: no cover"):
        assert not REASONED.search(bare)
        assert REASONED.search(f"{bare} - the words are ours")


def test_no_path_of_a_machine_and_no_host_of_a_registry_is_in_the_tree() -> None:
    found = [
        f"{tree.shown(path)}:{number}"
        for path in tree.texts()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if MACHINE.search(line) or REGISTRY.search(line)
    ]
    assert [] == found


def test_the_root_holds_only_what_must_stand_there() -> None:
    seen = {path.name for path in tree.files() if path.parent == tree.ROOT}
    plain = {name for name in seen if not name.startswith(".")}
    assert plain <= {"README.md", "LICENSE", "Makefile", "pyproject.toml"}
