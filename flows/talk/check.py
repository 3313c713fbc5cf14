"""Finds what would hurt in a script that can be read: lengths, words, ways that end.

Law: a script without findings sends only GSM-7 texts of one segment, asks one question
a turn, blames nobody, and asks for no word that a carrier takes for its own.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flows.safety.consent import CARRIER_KEYWORDS
from flows.talk.grammar import (
    END,
    FIELDS,
    Ask,
    Branch,
    Line,
    Node,
    Note,
    Place,
    Script,
    Speak,
)
from flows.talk.wording import ALPHABET, ONE_SEGMENT, Pattern, units

FACTS = frozenset(
    (
        "name", "goal", "step", "cue", "programme", "coach", "seed", "why", "window",
        "tries_this_week", "per_week", "today", "crisis_line", "past_win",
        "pause_days", "language", "tried_today", "past_win_on", "win_1", "win_2",
        "win_3", "tries_month", "returns", "unprompted_month", "story", "number",
        "recorded", "calls", "call_at", "next_cue", "minutes", "said_confidence",
        "scenario", "rung", "unprompted", "of_last", "did_times", "of_times",
        "calibration", "tries_all", "places",
    )
)  # fmt: skip
# What the engine knows besides the facts, with the longest value of each.
TOLD: Mapping[str, str] = {"days_told": "7", "reason": "know_how"}
ROOM_FOR_WORDS = 24  # units an echo of own words must have, or it is no echo

_WORDS = sorted({word for words in CARRIER_KEYWORDS.values() for word in words})
_KEYWORD = "|".join(_WORDS)
# Each of these says what the carrier does; asking for the word otherwise would make
# the carrier act on an answer.
_CARRIER_MEANING = re.compile(
    r"\b(STOP to (end|stop)|HELP for help|START to (come back|start again)|"
    r"STOP para (terminar(los)?|salir)|HELP para ayuda|START para volver)\b"
)
_SHOUTED = re.compile(rf"\b({_KEYWORD.upper()})\b")
_ASKED_FOR = re.compile(
    r"\b(reply|text|send|answer|type|say|write)( with| back)?\W+(\w+(, or |, | or ))*"
    rf"({_KEYWORD})\b(?! (?:me|us|when|if|to your|the|what|how))",
    re.IGNORECASE,
)
BLAME = re.compile(
    r"\b(you (missed|forgot|failed|should have|didn'?t)|fail(ed|ure|ing)?|only|"
    r"don'?t let|disappoint\w*|streaks?|lazy|excuses?|succeeded at|try harder|"
    r"let (me|us|yourself) down|no excuse|again you)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend before a person gets it; `rule` is its short name."""

    place: Place
    rule: str
    problem: str
    mend: str

    def __str__(self) -> str:
        return f"{self.place}: {self.problem} {self.mend}"


def findings(script: Script, *, longest: Mapping[str, str]) -> tuple[Finding, ...]:
    """Check a script; `longest` gives the longest value each fact may have."""
    facts = {name: longest.get(name, "") for name in FACTS}
    known = {**facts, **TOLD, **_own_words(script)}
    found = [
        *_ways(script),
        *(one for node in script.nodes.values() for one in _node(node, known)),
    ]
    return tuple(sorted(found, key=lambda one: (one.place.line, one.place.column)))


def _own_words(script: Script) -> dict[str, str]:
    names = {"heard", *FIELDS, *script.knows}
    for node in script.nodes.values():
        names |= {act.name for act in node.acts if isinstance(act, Note)}
        if isinstance(node.lead, Ask) and node.lead.keep:
            names.add(node.lead.keep)
    return dict.fromkeys(names, "x" * ROOM_FOR_WORDS)


# ---- ways ----


def _ways(script: Script) -> Iterator[Finding]:
    for name in script.nodes.keys() - _reached(script):
        problem = f"Nothing leads to node `{name}`."
        place = script.nodes[name].place
        yield Finding(place, "unreachable", problem, "Lead to it, or take it out.")
    for place in script.dead_ends:
        problem = "It is not said where this node leads."
        yield Finding(place, "dead_end", problem, "Add `then: end` or a node.")


def _reached(script: Script) -> set[str]:
    reached, todo = {END}, [script.start]
    while todo:
        name = todo.pop()
        if name not in reached:
            reached.add(name)
            todo += script.nodes[name].targets
    return reached


# ---- words ----


def _node(node: Node, known: Mapping[str, str]) -> Iterator[Finding]:
    for act in node.acts:
        if isinstance(act, Speak):
            yield from _line(act.line, known, asks=False)
        elif isinstance(act, Note):
            yield from _slots(act.value, known, node.place)
    if isinstance(node.lead, Branch) and node.lead.fact not in known:
        yield _unknown(node.lead.fact, node.place)
    if isinstance(node.lead, Ask):
        for line in (node.lead.line, node.lead.unsure):
            if line is not None:
                yield from _line(line, known, asks=True)


def _line(line: Line, known: Mapping[str, str], *, asks: bool) -> Iterator[Finding]:
    for some in (*line.variants.values(), *line.instead.values()):
        for text in some.text:
            yield from _slots(text, known, line.place)
            for rule, problem, mend in _text(text, known, asks=asks):
                yield Finding(line.place, rule, f"{text.source!r} {problem}.", mend)


def _slots(text: Pattern, known: Mapping[str, str], place: Place) -> Iterator[Finding]:
    for slot in text.slots:
        if slot not in known:
            yield _unknown(slot, place)


def _unknown(name: str, place: Place) -> Finding:
    mend = f"Facts are {', '.join(sorted(FACTS))}, and what this script keeps."
    return Finding(place, "unknown_fact", f"There is no fact `{name}`.", mend)


def _text(
    text: Pattern, known: Mapping[str, str], *, asks: bool
) -> Iterator[tuple[str, str, str]]:
    fixed = "".join(text.fixed)
    if strange := sorted(set(fixed) - ALPHABET):
        problem = f"has {', '.join(map(ascii, strange))}, which GSM-7 has not"
        yield "not_gsm7", problem, "Write it with plain letters and quotes."
    length = units(fixed) + sum(units(known.get(slot, "")) for slot in text.slots)
    if length > ONE_SEGMENT:
        problem = f"needs {length} of {ONE_SEGMENT} with its longest values"
        yield "too_long", problem, f"Take out {length - ONE_SEGMENT}."
    yield from _tone(fixed, asks=asks)


def _tone(fixed: str, *, asks: bool) -> Iterator[tuple[str, str, str]]:
    own = _CARRIER_MEANING.sub("", fixed)
    if found := _SHOUTED.search(own) or _ASKED_FOR.search(own):
        problem = f"asks for a word the carrier acts on ({found.group()})"
        yield "keyword_asked", problem, "Ask for a letter, a number or another word."
    if found := BLAME.search(fixed):
        problem = f"blames or grades ({found.group()})"
        yield "blame", problem, "Say what can be done next instead."
    if fixed.count("?") > int(asks):
        problem = "asks more than one question" if asks else "asks, and nobody waits"
        yield "questions", problem, "One `ask:` with one question mark a turn."
