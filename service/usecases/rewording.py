"""The words of a script, each as a field, and put back where they stood.

Law: only the words that were changed change; every other letter of the source, its
comments, its order and its quotes with them, stays as it was.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from flows.talk.events import CHANNELS
from service.usecases.proofing import SPOKEN_IN, Proof, Text

SHORT = 16
# Words over several lines of a block stand in the source alone.
BLOCKS = frozenset("|>")
# Under which keys of a node something is said.
SAID = frozenset((
    "say", "ask", "offer", "imagine", "rehearse", "hear_back", "again", "unsure",
    "silence", "instead",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wording:
    """One text of a script: where it stands, and what is known of it.

    `spoken` says that it is for calls alone; `text` counts it, None for one that could
    not be counted.
    """

    node: str
    what: str
    language: str
    spoken: bool
    words: str
    line: int
    start: int
    end: int
    text: Text | None = None
    style: str = ""


def mark_of(source: str) -> str:
    """Return by what a page knows the source whose words it shows."""
    return sha256(source.encode("utf-8", "replace")).hexdigest()[:SHORT]


def wordings(proof: Proof) -> tuple[Wording, ...]:
    """Return the texts of a source in their order; none where it cannot be read."""
    counted = {
        one.words: one
        for said in proof.said
        for texts in said.texts.values()
        for one in texts
    }
    try:
        root = YAML(typ="safe", pure=True).compose(proof.source)
    except YAMLError:
        return ()
    found = _scalars(_under(root, "nodes"), ())
    return tuple(
        _wording(path, node, counted[words])
        for path, node in found
        if (words := " ".join(node.value.split())) in counted
        and node.style not in BLOCKS
        and len(path) > 1
        and path[1] in SAID
    )


def _under(root: Node | None, name: str) -> Node | None:
    if not isinstance(root, MappingNode):
        return None
    return next((value for key, value in root.value if key.value == name), None)


def _scalars(
    node: Node | None, path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], ScalarNode]]:
    if isinstance(node, MappingNode):
        for key, value in node.value:
            yield from _scalars(value, (*path, str(key.value)))
    elif isinstance(node, SequenceNode):
        for value in node.value:
            yield from _scalars(value, path)
    elif isinstance(node, ScalarNode):
        yield path, node


def _wording(path: tuple[str, ...], node: ScalarNode, text: Text) -> Wording:
    language = next((one for one in path[2:] if one in SPOKEN_IN), "")
    channel = next((one for one in path[2:] if one in CHANNELS), "")
    start, end = node.start_mark, node.end_mark
    return Wording(
        node=path[0],
        what=path[1],
        language=language,
        spoken=channel == "voice",
        words=" ".join(node.value.split()),
        line=start.line + 1,
        start=start.index,
        end=end.index,
        text=text,
        style=node.style or "",
    )


def reworded(source: str, texts: Sequence[Wording], typed: Mapping[int, str]) -> str:
    """Return the source with those words in place of what stood, by number of text."""
    after = source
    for at in reversed(range(len(texts))):
        words = " ".join(typed.get(at, texts[at].words).split())
        if words != texts[at].words:
            quoted = written(words, texts[at].style)
            after = f"{after[: texts[at].start]}{quoted}{after[texts[at].end :]}"
    return after


def written(words: str, style: str) -> str:
    """Return words as a source holds them: in that style where it can hold them."""
    double = json.dumps(words, ensure_ascii=False)
    single = "'" + words.replace("'", "''") + "'"
    ways = {"": words, "'": single, '"': double}
    rest = (single, double) if '"' in words else (double, single)
    return next((one for one in (ways[style], *rest) if _reads(one, words)), double)


def _reads(one: str, words: str) -> bool:
    """Whether a scalar so written is read as those words, wherever it stands."""
    return all(_value(f"a: {around % one}") == words for around in ("%s", "{b: %s}"))


def _value(source: str) -> str | None:
    try:
        root = YAML(typ="safe", pure=True).load(source)
    except YAMLError:
        return None
    value = root["a"]
    value = value.get("b") if isinstance(value, dict) else value
    return value if isinstance(value, str) else None
