"""What the documents tell people to type exists, and the cheap of it is run here.

A fenced `sh` or `python` block with `<!-- runs -->` on the line before it is run from
the root of the checkout; the lines of a `text` block right behind it must all be printed, in order.
"""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from service.cli import COMMANDS, load
from tests.house import tree

BLOCK = re.compile(
    r"^<!-- runs -->\n```(?P<kind>sh|python)\n(?P<typed>.*?)^```\n(?:```text\n(?P<shown>.*?)^```\n)?",
    re.MULTILINE | re.DOTALL,
)
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
TYPED = re.compile(r"(?:^|[\s/|])(handrail|make)((?: +[^\s|;&#]+)+)")


def pages() -> list[Path]:
    return [path for path in tree.files() if path.suffix == ".md"]


def runnable() -> list[tuple[str, list[str], str]]:
    """(where, what is typed, what must be shown) of every block that is run."""
    return [
        (f"{tree.shown(page)}#{number}", command(block), block["shown"] or "")
        for page in pages()
        for number, block in enumerate(BLOCK.finditer(page.read_text("utf-8")), 1)
    ]


def command(block: re.Match[str]) -> list[str]:
    if block["kind"] == "python":
        return [sys.executable, "-c", block["typed"]]
    handrail = f'"{sys.executable}" -m service'
    return ["sh", "-eu", "-c", block["typed"].replace(".venv/bin/handrail", handrail)]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [pytest.param(typed, shown, id=where) for where, typed, shown in runnable()],
)
def test_a_block_that_runs_shows_what_the_page_says(
    typed: list[str], shown: str
) -> None:
    ran = subprocess.run(
        typed,
        cwd=tree.ROOT,
        env={**os.environ, "COLUMNS": "100"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (0, "") == (ran.returncode, ran.stderr)
    printed = iter(ran.stdout.splitlines())
    # `line in printed` goes on from where the last line was found: order counts.
    assert [] == [line for line in shown.splitlines() if line not in printed]


def test_something_is_run() -> None:
    some = {"docs/tutorial.md#1", "docs/howto/write-a-script.md#1"}
    assert {*some, "docs/explanation/ladder.md#1"} <= {
        where for where, _, _ in runnable()
    }


def typed_in(text: str) -> Iterator[tuple[str, list[str]]]:
    """Every `handrail ...` and `make ...` in the code of a page."""
    code = [inner for kind, inner in FENCE.findall(text) if kind in ("", "sh")]
    prose = FENCE.sub("", text).replace("\n", " ")  # a span may go over a line's end
    for line in (*code, *SPAN.findall(prose)):
        for tool, rest in TYPED.findall(line):
            yield tool, rest.split()


def known_to_make() -> set[str]:
    text = (tree.ROOT / "Makefile").read_text("utf-8")
    return set(re.findall(r"^([a-z-]+):", text, re.MULTILINE))


def options_of(command: object) -> set[str]:
    params = getattr(command, "params", ())
    return {name for param in params for name in (*param.opts, *param.secondary_opts)}


def wrong_with_make(words: list[str]) -> str:
    """Say what is wrong with `make WORDS`, or nothing."""
    targets = [word for word in words if re.fullmatch(r"[a-z][a-z-]*", word)]
    if set(targets) - known_to_make() - {"TARGET"}:
        return "no such target"
    given = re.findall(r"ARGS=\W?(--[a-z-]+)", " ".join(words))
    runs = options_of(load("run")) if "run" in targets else set(given)
    return "" if set(given) <= runs else "no such option of handrail run"


def wrong_with_handrail(words: list[str]) -> str:
    """Say what is wrong with `handrail WORDS`, or nothing."""
    if words[0] in ("--help", "COMMAND"):
        return ""
    if words[0] not in COMMANDS:
        return "no such command"
    command = load(words[0])
    inner = getattr(command, "commands", {})
    if inner and len(words) > 1 and not words[1].startswith("-"):
        names = words[1].split("\\|")[0].split("|")
        if set(names) - set(inner):
            return "no such command"
        command = inner[names[0]]
    given = {word.split("=")[0] for word in words if word.startswith("--")}
    return "" if given <= options_of(command) | {"--help"} else "no such option"


CHECKS = {"make": wrong_with_make, "handrail": wrong_with_handrail}


def test_every_command_the_documents_name_exists() -> None:
    wrong = [
        f"{tree.shown(page)}: {tool} {' '.join(words)}: {problem}"
        for page in pages()
        for tool, words in typed_in(page.read_text("utf-8"))
        if (problem := CHECKS[tool](words))
    ]
    assert [] == wrong


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("`make biscuits`", "no such target"),
        ("`make run ARGS=--loud`", "no such option of handrail run"),
        ("`handrail fly`", "no such command"),
        ("```sh\n.venv/bin/handrail people fly\n```", "no such command"),
        ("`handrail talk x --loud`", "no such option"),
        ("`handrail talk daily_win --save FILE`", ""),
    ],
)
def test_a_command_that_does_not_exist_would_be_found(text: str, problem: str) -> None:
    assert [problem] == [CHECKS[tool](words) for tool, words in typed_in(text)]


def imported(source: str) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.module, alias.name) for alias in node.names)


def test_the_python_of_the_how_tos_imports_what_is_there() -> None:
    sources = [
        inner
        for page in pages()
        if page.parent.name == "howto"
        for kind, inner in FENCE.findall(page.read_text("utf-8"))
        if kind == "python"
    ]
    names = [pair for source in sources for pair in imported(source)]
    assert names
    missing = [
        (module, name)
        for module, name in names
        if not hasattr(import_module(module), name)
        and not (tree.ROOT / module.replace(".", "/") / f"{name}.py").exists()
    ]
    assert [] == missing


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("phones-and-page.png", 400_000),
        ("phone-call.png", 200_000),
        ("page-with-call.png", 200_000),
    ],
)
def test_the_pictures_are_there_shown_and_small(name: str, most: int) -> None:
    picture = tree.ROOT / "docs" / "images" / name
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert picture.stat().st_size < most
    assert any(f"images/{name})" in page.read_text("utf-8") for page in pages())


def test_the_replies_the_tutorial_shows_are_wordings_of_the_script() -> None:
    shown = (tree.ROOT / "docs" / "tutorial.md").read_text("utf-8")
    replies = re.findall(r"(?:for instance|or)\n\n> (.+)\n", shown)
    script = (tree.ROOT / "flows/scripts/what_she_did.yaml").read_text("utf-8")
    assert len(replies) > 1  # never one reply as if it were the only one
    assert [] == [reply for reply in replies if f"- {reply}\n" not in script]
