"""What transcripts have not played of a script: nodes never reached, ways not gone."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flows.talk.grammar import END, INSIDE, Script

Way = tuple[str, str]  # a node, and the one it led to


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was played of `script`: how much there is, and what is missing."""

    script: str
    nodes: int
    ways: int
    unreached: tuple[str, ...]
    ungone: tuple[Way, ...]

    @property
    def is_whole(self) -> bool:
        """Whether every node was reached and every way gone."""
        return not self.unreached and not self.ungone

    def __str__(self) -> str:
        nodes = f"{self.nodes - len(self.unreached)} of {self.nodes} nodes"
        ways = f"{self.ways - len(self.ungone)} of {self.ways} ways"
        return f"{self.script}: {nodes}, {ways}"


def coverage(script: Script, gone: Iterable[Way]) -> Coverage:
    """Compare the ways `gone`, as `transcript.play` returns them, with all there are.

    The end counts as a node, since a conversation must be able to get there. Scripts
    that this one enters have transcripts of their own, and are not counted here.
    """
    walked = set(gone)
    seen = {node for way in walked for node in way}
    ways = tuple(way for way in ways_of(script) if INSIDE not in "".join(way))
    nodes = tuple(name for name in (*script.nodes, END) if INSIDE not in name)
    return Coverage(
        script.name,
        len(nodes),
        len(ways),
        tuple(name for name in nodes if name not in seen),
        tuple(way for way in ways if way not in walked),
    )


def ways_of(script: Script) -> Iterator[Way]:
    """Yield every way from a node to the next, each once."""
    for node in script.nodes.values():
        yield from ((node.name, target) for target in node.targets)
