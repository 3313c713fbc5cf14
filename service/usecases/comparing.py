"""What differs between two sources of one script, sentence by sentence.

Law: what cannot be read is not compared by sentences; its lines still are, elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import TypeAlias

from service.usecases.proofing import Proof

# A node, what of it, the language, and whether it is for calls alone.
Where: TypeAlias = tuple[str, str, str, bool]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One text that differs: "" before is one that is new, "" after one taken out."""

    node: str
    what: str
    language: str
    spoken: bool
    before: str
    after: str


def sentences(before: Proof, after: Proof) -> tuple[Sentence, ...]:
    """Return the texts that differ, in the order of the newer source."""
    if before.script is None or after.script is None:
        return ()
    old, new = _texts(before), _texts(after)
    return tuple(
        Sentence(*where, *pair)
        for where in dict.fromkeys([*new, *old])
        for pair in _pairs(old.get(where, ()), new.get(where, ()))
    )


def _texts(proof: Proof) -> Mapping[Where, Sequence[str]]:
    found: dict[Where, list[str]] = {}
    for said in proof.said:
        for language, texts in said.texts.items():
            for one in texts:
                where = said.node, said.what, language, one.spoken
                found.setdefault(where, []).append(one.words)
    return found


def _pairs(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    for tag, a, b, c, d in SequenceMatcher(None, old, new, False).get_opcodes():
        if tag != "equal":
            yield from zip_longest(old[a:b], new[c:d], fillvalue="")
