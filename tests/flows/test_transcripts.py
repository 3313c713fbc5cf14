"""Every conversation in transcripts/, played with its state stored between turns."""

from itertools import pairwise
from pathlib import Path

import pytest

from flows.talk import script, transcript
from flows.talk.grammar import INSIDE, Script

HERE = Path(__file__).parent / "transcripts"
SCRIPTS = Path(script.__file__).parents[1] / "scripts"


def source_of(name: str) -> str:
    return (SCRIPTS / f"{name}.yaml").read_text("utf-8")


SHIPPED = {
    path.stem: script.parse(script.bundle(path.stem, source_of), name=path.stem)
    for path in sorted(SCRIPTS.glob("*.yaml"))
}
FILES = sorted(HERE.glob("*.txt"))
# Lent to other scripts and walked inside them; it is no conversation by itself.
LENT = ("with_coach",)
PLAYED = [name for name in SHIPPED if name not in LENT]


def played(path: Path) -> tuple[str, str, Script, list[tuple[str, str]]]:
    source = path.read_text("utf-8")
    shipped = SHIPPED[transcript.read(source).script]
    now, ways = transcript.play(source, shipped)
    return source, now, shipped, ways


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_conversation_goes_as_written(
    path: Path, pytestconfig: pytest.Config
) -> None:
    source, now, _, _ = played(path)
    if pytestconfig.getoption("--rewrite", default=False):
        path.write_text(now, "utf-8")
        source = now
    assert source == now


def test_there_are_transcripts_enough() -> None:
    assert len(FILES) >= 40


def own(*names: str) -> bool:
    """Say whether nodes are the script's own: those inside it are walked in theirs."""
    return not any(INSIDE in name for name in names)


@pytest.mark.parametrize("name", PLAYED)
def test_transcripts_walk_every_way_of_every_shipped_script(name: str) -> None:
    all_played = [played(path) for path in FILES]
    walked = {way for *_, one, ways in all_played if one.name == name for way in ways}
    there = {
        (node.name, target)
        for node in SHIPPED[name].nodes.values()
        for target in node.targets
        if own(node.name, target)
    }
    assert set() == there - walked


@pytest.mark.parametrize("name", PLAYED)
def test_transcripts_reach_every_node_of_every_shipped_script(name: str) -> None:
    all_played = [played(path) for path in FILES]
    reached = {
        node
        for *_, one, ways in all_played
        if one.name == name
        for way in ways
        for node in way
    }
    nodes = {*filter(own, SHIPPED[name].nodes), "end"}
    assert set() == nodes - reached


def test_no_turn_sends_more_than_one_text() -> None:
    for path in FILES:
        lines = played(path)[1].splitlines()
        assert not [
            pair for pair in pairwise(lines) if pair[0][:2] == pair[1][:2] == "< "
        ], path
