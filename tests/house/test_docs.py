"""The documents say what the code does: generated pages, links, reasons, commands."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra import reference
from service.cli import COMMANDS
from service.config import TABLE
from tests.house import tree

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


@pytest.mark.parametrize("name", sorted(reference.PAGES))
def test_a_generated_page_is_what_make_docs_writes(name: str) -> None:
    written = (reference.REFERENCE / name).read_text("utf-8")
    assert reference.PAGES[name]() == written, "run: make docs"


def test_every_command_and_setting_is_documented() -> None:
    commands = (reference.REFERENCE / "cli.md").read_text("utf-8")
    assert [] == [name for name in COMMANDS if f"`handrail {name}`" not in commands]
    settings = (reference.REFERENCE / "settings.md").read_text("utf-8")
    assert [] == [line.name for line in TABLE if f"`{line.name}`" not in settings]


def test_every_target_of_the_makefile_is_in_its_help() -> None:
    text = (tree.ROOT / "Makefile").read_text("utf-8")
    listed = set(re.findall(r"^\.PHONY: (.*)$", text, re.MULTILINE)[0].split())
    explained = set(re.findall(r"^([a-z-]+):.*## \S", text, re.MULTILINE))
    assert listed == explained


def dead_links() -> Iterator[str]:
    for page in (path for path in tree.files() if path.suffix == ".md"):
        for target in LINK.findall(page.read_text("utf-8")):
            place, _, part = target.partition("#")
            if "://" in target or target.startswith("mailto:"):
                continue
            goal = (page.parent / place).resolve() if place else page
            if not goal.exists() or (part and part not in headings(goal)):
                yield f"{tree.shown(page)}: {target}"


def headings(page: Path) -> set[str]:
    """The anchors of a page, as the usual hosts make them from its headings."""
    text = page.read_text("utf-8")
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", t.lower()).replace(" ", "-") for t in titles}


def test_every_link_between_documents_leads_somewhere() -> None:
    assert [] == list(dead_links())
