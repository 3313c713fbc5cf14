"""What the documents take from the code is what the code says today."""

import re
import tomllib
from pathlib import Path

import pytest

from infra import docs
from service.usecases.delivery import FINAL, STATES
from service.usecases.terms import DEFAULTS
from tests.house import tree

STATES_PAGE = docs.DOCS / "explanation" / "delivery.md"
PRODUCT = [
    "participant",
    "coach",
    "organisation",
    "programme",
    "goal",
    "step",
    "chance",
    "attempt",
    "win",
    "prompt",
    "recap",
    "nudge",
    "rung",
    "dial",
    "script",
    "conversation",
    "turn",
    "event",
    "effect",
    "outbox",
    "hold",
    "alert",
    "take-over",
    "desk",
    "near",
    "scene",
    "bell",
    "ringer",
    "round",
    "duty",
    "door",
    "breath",
    "in doubt",
    "delivery state",
    "consent entry",
]
ENTRY = re.compile(r"^- (\*\*.+?\*\*):", re.MULTILINE)
BOLD = re.compile(r"\*\*(.+?)\*\*")


def test_no_page_is_behind_the_code() -> None:
    assert [] == [tree.shown(page) for page, _ in docs.behind()], "run: make docs"


def test_a_page_that_is_behind_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in {*docs.PICTURES, *(place for place, _, _ in docs.DRAWN)}:
        (tmp_path / place).parent.mkdir(exist_ok=True)
        (tmp_path / place).write_text((docs.DOCS / place).read_text("utf-8"), "utf-8")
    page = tmp_path / "explanation" / "delivery.md"
    text = STATES_PAGE.read_text("utf-8")
    page.write_text(
        text.replace("in_doubt --> sent", "in_doubt --> due"), encoding="utf-8"
    )
    monkeypatch.setattr(docs, "DOCS", tmp_path)
    assert [(page, text)] == list(docs.behind())


def test_the_drawing_has_every_state_and_every_arrow() -> None:
    drawn = docs.state_machine()
    arrows = re.findall(r"^    (\w+) --> (\w+) : \d+$", drawn, re.MULTILINE)
    assert [(a, b) for a, ways in STATES.items() for b in ways] == arrows
    ends = re.findall(r"^    (\w+) --> \[\*\]$", drawn, re.MULTILINE)
    assert [one for one, ways in STATES.items() if not ways or one in FINAL] == ends


def test_a_page_without_its_marks_says_which_lines_it_needs() -> None:
    with pytest.raises(docs.NoPlace, match="<!-- states: end -->"):
        docs.framed("# A page\n", "states", "make docs", "drawn")


def test_figures_are_framed_without_colours_and_the_page_has_their_place() -> None:
    drawn = docs.figures("\x1b[1mHandrail\x1b[0m 500\n", machine="On 2 cores.")
    assert "On 2 cores.\n\n```text\nHandrail 500\n```" == drawn
    page = (docs.DOCS / "performance.md").read_text("utf-8")
    once = docs.framed(page, "figures", docs.FIGURES_BY, drawn)
    assert once == docs.framed(once, "figures", docs.FIGURES_BY, drawn)


def layers() -> list[str]:
    """The lines of every contract of layers, as pyproject.toml has them."""
    told = tomllib.loads((tree.ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = told["tool"]["importlinter"]["contracts"]
    return [
        line
        for contract in contracts
        if contract["type"] == "layers" and not contract["name"].startswith("Inside")
        for line in contract["layers"]
    ]


def test_the_picture_of_the_rooms_has_the_layers_of_the_contracts_in_order() -> None:
    page = (docs.DOCS / "architecture.md").read_text("utf-8")
    picture = page.split("```text")[1].split("```")[0]
    drawn = iter(f"{line} " for line in picture.splitlines())
    # `any` goes on from where the last layer was found: order counts.
    layer_lines = layers()[2:]
    assert [] == [
        layer
        for layer in layer_lines
        if not any(f" {layer} " in line for line in drawn)
    ]


@pytest.mark.parametrize(("room", "block"), [("talk", 2), ("the lab", 3)])
def test_the_layers_inside_a_room_are_those_of_its_contract(
    room: str, block: int
) -> None:
    told = tomllib.loads((tree.ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = told["tool"]["importlinter"]["contracts"]
    inside = next(c for c in contracts if c["name"] == f"Inside {room}")
    page = (docs.DOCS / "architecture.md").read_text("utf-8")
    drawn = page.split("```text")[block].split("```")[0]
    wanted = [re.split(r" \| ", line) for line in inside["layers"]]
    found = [re.split(r"\s*[|,]\s*", part.strip()) for part in drawn.split(">")]
    assert wanted == found


def words_of_the_glossary() -> list[str]:
    text = (docs.DOCS / "glossary.md").read_text("utf-8")
    return [word for entry in ENTRY.findall(text) for word in BOLD.findall(entry)]


def test_the_glossary_has_every_word_once() -> None:
    words = words_of_the_glossary()
    assert sorted(set(words)) == sorted(words)
    assert [] == [word for word in PRODUCT if word not in words]


def test_every_term_of_a_programme_is_explained_with_its_default() -> None:
    page = (docs.DOCS / "howto" / "run-a-programme.md").read_text("utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| `")]
    told = {
        name: value
        for row in rows
        for name, value in zip(
            *(re.findall(r"`([^`]+)`", cell) for cell in row.split("|")[1:3]),
            strict=True,
        )
    }
    assert {name: str(value) for name, value in DEFAULTS.items()} == told
