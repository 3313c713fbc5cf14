"""Every conversation in transcripts/, played with its state stored between turns."""

from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from flows.talk import transcript
from flows.talk.grammar import INSIDE, Script
from tests.flows.shipped import SHIPPED

HERE = Path(__file__).parent / "transcripts"
FILES = sorted(HERE.glob("*.txt"))


@cache
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


def own(names: set[str]) -> set[str]:
    """Leave out the nodes that stand in scripts entered and borrowed from."""
    return {name for name in names if INSIDE not in name}


def reachable(shipped: Script) -> set[str]:
    """Return every node that can be come to."""
    seen, todo = {"end"}, [shipped.start]
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            todo += shipped.nodes[name].targets
    return seen


def ways_walked(name: str) -> set[tuple[str, str]]:
    all_played = [played(path) for path in FILES]
    return {way for *_, one, ways in all_played if one.name == name for way in ways}


@pytest.mark.parametrize("name", SHIPPED)
def test_transcripts_walk_every_own_way_of_every_shipped_script(name: str) -> None:
    shipped = SHIPPED[name]
    there = {
        (one, target)
        for one in own(reachable(shipped)) - {"end"}
        for target in own({*shipped.nodes[one].targets})
    }
    assert set() == there - ways_walked(name)


@pytest.mark.parametrize("name", SHIPPED)
def test_transcripts_reach_every_own_node_of_every_shipped_script(name: str) -> None:
    reached = {node for way in ways_walked(name) for node in way}
    assert set() == own(reachable(SHIPPED[name])) - reached


def test_each_aside_of_with_coach_is_reached() -> None:
    every = {node for path in FILES for way in played(path)[3] for node in way}
    borrowed = {node.rpartition(INSIDE)[2] for node in every if INSIDE in node}
    assert {"question", "person", "news", "unsure"} <= borrowed


@pytest.mark.parametrize("name", SHIPPED)
def test_each_script_is_played_in_each_language_and_on_each_channel(name: str) -> None:
    texts = [path.read_text("utf-8") for path in FILES]
    own_texts = [text for text in texts if transcript.read(text).script == name]
    heads = [transcript.read(text) for text in own_texts]
    languages = {str(head.facts.get("language", "en")) for head in heads}
    spoken = {head.channel for head in heads} | {
        "voice" for text in own_texts if "\n* called\n" in text
    }
    assert {*SHIPPED[name].languages} <= languages
    assert {*SHIPPED[name].channels} == spoken


def test_no_turn_sends_more_than_one_text() -> None:
    for path in FILES:
        lines = played(path)[1].splitlines()
        assert not [
            pair for pair in pairwise(lines) if pair[0][:2] == pair[1][:2] == "< "
        ], path
