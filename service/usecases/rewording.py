"""The words of a script, each as a field, and put back where they stood.

Laws: only the words that were changed change; every other letter of the source, its
comments, its order and its quotes with them, stays as it was. What was typed over a
source that has changed meanwhile comes back to the field of its place.
"""

from __future__ import annotations

import json
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from flows.talk.events import CHANNELS
from service.usecases.proofing import SPOKEN_IN, Proof, Text

SHORT = 16
# Words over several lines below their key; runs of white space are one space there.
BLOCKS = frozenset("|>")
# No block is made narrower than so many letters of a line.
NARROWEST = 40
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

    @property
    def place(self) -> str:
        """Where it is said: several texts of one place are told apart by order."""
        channel = "voice" if self.spoken else ""
        return "/".join((self.node, self.what, self.language, channel))


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed into a field: its key, and the mark of the words it began with."""

    key: str
    began: str
    words: str


@dataclass(frozen=True, slots=True)
class Returned:
    """What was typed by the number of the text it belongs to now, and what has none."""

    typed: Mapping[int, str]
    lost: tuple[str, ...]


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
        root = _composed(proof.source)
    except YAMLError:
        return ()
    found = _scalars(_under(root, "nodes"), ())
    return tuple(
        _wording(proof.source, path, node, counted[words])
        for path, node in found
        if (words := _tidy(node.value)) in counted and len(path) > 1 and path[1] in SAID
    )


@lru_cache(maxsize=32)  # a form asks for what stood, and for what would stand
def _composed(source: str) -> Node | None:
    """Return the nodes that YAML `source` is of, which nobody changes."""
    root: Node | None = YAML(typ="safe", pure=True).compose(source)
    return root


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


def _tidy(words: str) -> str:
    return " ".join(words.split())


def _wording(
    source: str, path: tuple[str, ...], node: ScalarNode, text: Text
) -> Wording:
    language = next((one for one in path[2:] if one in SPOKEN_IN), "")
    channel = next((one for one in path[2:] if one in CHANNELS), "")
    start, end = node.start_mark, node.end_mark.index
    if node.style in BLOCKS:  # its mark stands after the blank lines, before the next
        end = len(source[:end].rstrip())
    return Wording(
        node=path[0],
        what=path[1],
        language=language,
        spoken=channel == "voice",
        words=_tidy(node.value),
        line=start.line + 1,
        start=start.index,
        end=end,
        text=text,
        style=node.style or "",
    )


def reworded(source: str, texts: Sequence[Wording], typed: Mapping[int, str]) -> str:
    """Return the source with those words in place of what stood, by number of text."""
    after = source
    for at in reversed(range(len(texts))):
        one = texts[at]
        words = _tidy(typed.get(at, one.words))
        if words != one.words:
            put = _put(source[one.start : one.end], words, one.style)
            after = f"{after[: one.start]}{put}{after[one.end :]}"
    return after


def _put(stood: str, words: str, style: str) -> str:
    """Return what stands for those words: a block stays one, as wide as it was."""
    if style not in BLOCKS:
        return written(words, style)
    head, *lines = stood.split("\n")
    told = [line for line in lines if line.strip()]
    indent = min(len(line) - len(line.lstrip(" ")) for line in told)
    width = max(NARROWEST, *(len(line.rstrip()) - indent for line in told))
    kept = textwrap.wrap(words, width, break_long_words=False, break_on_hyphens=False)
    block = "\n".join([head, *(" " * indent + line for line in kept)])
    if _read_as(_value(f"a: {block}\n"), words):
        return block
    _, _, comment = head.partition(" #")  # what no block can hold stands in quotes
    return written(words, '"') + (f" #{comment}" if comment else "")


def _read_as(value: str | None, words: str) -> bool:
    return value is not None and _tidy(value) == words


def keys(texts: Sequence[Wording]) -> tuple[str, ...]:
    """Return by what each field is known while the source around it changes."""
    known = Counter[str]()
    found = []
    for one in texts:
        found.append(f"{one.place}/{known[one.place]}")
        known[one.place] += 1
    return tuple(found)


def turns(texts: Sequence[Wording]) -> dict[int, tuple[int, int]]:
    """Return by its number, of each text that takes turns, which of how many it is."""
    many = Counter(one.place for one in texts)
    seen = Counter[str]()
    found = {}
    for at, one in enumerate(texts):
        seen[one.place] += 1
        if many[one.place] > 1:
            found[at] = seen[one.place], many[one.place]
    return found


def returned(texts: Sequence[Wording], told: Iterable[Typed]) -> Returned:
    """Bring what was typed over another source to the texts that stand now.

    Words that were not changed are left to whoever changed them; those of a text that
    moved go with it, and those of one that is gone are lost.
    """
    by_key = {key: at for at, key in enumerate(keys(texts))}
    typed: dict[int, str] = {}
    lost = []
    for one in told:
        words = _tidy(one.words)
        if mark_of(words) == one.began:
            continue
        place = one.key.rpartition("/")[0]
        same = (
            at
            for at, text in enumerate(texts)
            if text.place == place and mark_of(text.words) == one.began
        )
        found = next(same, by_key.get(one.key))
        if found is None or found in typed:
            lost.append(words)
        else:
            typed[found] = one.words
    return Returned(typed, tuple(lost))


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
