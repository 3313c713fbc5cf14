"""Every conversation in transcripts/, played with its state stored between turns."""

from itertools import pairwise
from pathlib import Path

import pytest

from flows.talk import script, transcript
from flows.talk.coverage import coverage
from flows.talk.grammar import Script

HERE = Path(__file__).parent / "transcripts"
SCRIPTS = Path(script.__file__).parents[1] / "scripts"


def source_of(name: str) -> str:
    return (SCRIPTS / f"{name}.yaml").read_text("utf-8")


SHIPPED = {
    path.stem: script.parse(script.bundle(path.stem, source_of), name=path.stem)
    for path in sorted(SCRIPTS.glob("*.yaml"))
}
FILES = sorted(HERE.glob("*.txt"))


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


@pytest.mark.parametrize("name", SHIPPED)
def test_transcripts_reach_every_node_and_go_every_way_of_shipped_scripts(
    name: str,
) -> None:
    gone = [
        way
        for path in FILES
        for *_, one, ways in [played(path)]
        if one.name == name
        for way in ways
    ]
    covered = coverage(SHIPPED[name], gone)
    assert ((), ()) == (covered.unreached, covered.ungone), str(covered)
    assert covered.is_whole


def test_no_turn_sends_more_than_one_text() -> None:
    for path in FILES:
        lines = played(path)[1].splitlines()
        assert not [
            pair for pair in pairwise(lines) if pair[0][:2] == pair[1][:2] == "< "
        ], path
