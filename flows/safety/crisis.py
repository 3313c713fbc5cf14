"""Look for danger in a text before anything else reads it: words, rules, no network.

Two stages: the word lists name every place that may mean danger, with sayings blanked
out first; then a "not" that governs such a place lowers it to WATCH, and never drops
it. The lists favour finding too much; a person decides (behaviour 4.4, C13).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache
from hashlib import sha256

from flows.safety import lexicon, lexicon_es
from flows.safety.helplines import line, reply
from flows.safety.lexicon import Category, Term
from flows.safety.spelling import flatten

__all__ = ["TERMS_VERSION", "Level", "Screening", "line", "reply", "screen"]

# How far back a "not" is looked for, in characters; without a bound the words of danger
# repeated through a text of 64 KB took a minute.
NEAR = 240

TERMS: tuple[Term, ...] = lexicon.TERMS + lexicon_es.TERMS
IDIOMS: tuple[str, ...] = lexicon.IDIOMS + lexicon_es.IDIOMS


def _version() -> str:
    rows = (*(repr(term) for term in TERMS), *IDIOMS, lexicon.NEGATORS)
    rows += (lexicon.FILLERS, *lexicon.NOT_AFTER)
    return f"1.{sha256(chr(10).join(rows).encode()).hexdigest()[:10]}"


# Changes with every change of a list, so that a stored hit says by which lists.
TERMS_VERSION = _version()


class Level(Enum):
    """How a text is treated: CRISIS holds everything, WATCH asks for a person's eye."""

    NONE = 0
    WATCH = 1
    CRISIS = 2


@dataclass(frozen=True, slots=True)
class Screening:
    """A level with the categories that gave it; it holds none of the person's words.

    `terms_version` names the lists that gave it.
    """

    level: Level
    categories: tuple[Category, ...]
    terms_version: str = TERMS_VERSION


def _whole_words(pattern: str) -> str:
    return rf"(?<= )(?:{pattern})(?= |$|(?<= ))"


@cache
def _patterns() -> tuple[tuple[Term, re.Pattern[str]], ...]:
    return tuple((term, re.compile(_whole_words(term.pattern))) for term in TERMS)


@cache
def _anything() -> re.Pattern[str]:
    """Match where any term does: most texts hold none, and end here."""
    terms = "|".join(term.pattern.replace("(?P<gap>", "(?:") for term in TERMS)
    return re.compile(_whole_words(terms))


@cache
def _sayings() -> re.Pattern[str]:
    return re.compile(_whole_words("|".join(IDIOMS)))


@cache
def _negated() -> re.Pattern[str]:
    """Match text that ends in a "not" which governs what follows."""
    free = "".join(f"(?<! {words})" for words in lexicon.NOT_AFTER)
    return re.compile(rf"{free} {lexicon.NEGATORS}(?: {lexicon.FILLERS})* $")


def _lowered(flat: str, hit: re.Match[str]) -> bool:
    inside = hit.groupdict().get("gap") or ""
    before = flat[max(0, hit.start() - NEAR) : hit.start()]
    return any(_negated().search(part) for part in (before, f"{inside} "))


def _hits(flat: str) -> Iterator[tuple[Category, Level]]:
    if not _anything().search(flat):
        return
    for term, pattern in _patterns():
        for hit in pattern.finditer(flat):
            sure = term.certain and not _lowered(flat, hit)
            yield term.category, Level.CRISIS if sure else Level.WATCH


def screen(text: str) -> Screening:
    """Screen a text before anything else reads it.

    Args:
        text: one message, transcript or free answer, as received.

    Returns:
        The highest level found, and the categories found at that level, sorted.
    """
    flat = _sayings().sub("xsaying", flatten(text))
    hits = set(_hits(flat))
    level = max((one for _, one in hits), key=lambda one: one.value, default=Level.NONE)
    return Screening(level, tuple(sorted(c for c, found in hits if found is level)))
