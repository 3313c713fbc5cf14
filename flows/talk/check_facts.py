"""Which facts a node can rely on: what the service knows, what nodes before it kept.

Law: a name in `sure` has a value on every way that leads to the node.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeAlias

from flows.phrase import Phrase
from flows.talk.expects import ASIDES, PLAINER, VALUES, Expect
from flows.talk.grammar import (
    END,
    FIELDS,
    INSIDE,
    Act,
    Ask,
    Branch,
    Goto,
    Line,
    Node,
    Note,
    Place,
    Script,
    Speak,
    Ways,
)
from flows.talk.linking import BORROWED
from flows.talk.wording import Pattern

# What the service can always tell of a person in a programme.
FACTS_ALWAYS = frozenset(
    (
        "name", "goal", "step", "cue", "programme", "coach", "seed", "tries_this_week",
        "per_week", "window", "today", "crisis_line", "pause_days", "tried_today",
        "language", "tries_month", "returns", "unprompted_month", "number", "recorded",
        "calls", "rung", "tries_all", "places", "looks_in", "pause_until",
    )
)  # fmt: skip
# What it can tell only once something has happened.
FACTS_SOMETIMES = frozenset(
    (
        "why", "past_win", "past_win_on", "win_1", "win_2", "win_3", "story", "call_at",
        "next_cue", "minutes", "said_confidence", "scenario", "unprompted", "of_last",
        "did_times", "of_times", "calibration", "at_the_edge", "new_place",
    )
)  # fmt: skip
# Facts that come together: where the first is known, so are the others.
TOGETHER: Mapping[str, frozenset[str]] = {
    "past_win": frozenset({"past_win_on"}),
    "win_2": frozenset({"win_1"}),
    "win_3": frozenset({"win_1", "win_2"}),
    "did_times": frozenset({"of_times"}),
    "calibration": frozenset({"did_times", "of_times"}),
    "unprompted": frozenset({"of_last"}),
}
FACTS = FACTS_ALWAYS | FACTS_SOMETIMES
# What the engine knows besides the facts, with the longest value of each.
TOLD: Mapping[str, str] = {"days_told": "7", "reason": "know_how"}
HEARD = "heard"
SAID = "said"
ROOM_FOR_WORDS = 24  # units an echo of own words must have, or it is no echo
ANNOUNCED = "recorded?"  # not a fact: somebody told that calls are recorded, or looked
GREETING = "greeting.yaml"

Sure: TypeAlias = frozenset[str]
_NO_VALUE = frozenset({*ASIDES, "unsure"})
_LONGEST: Mapping[str, str] = {
    "duration": "1440", "time": "23:59", "offer": "accept", "scale": "10",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """A script being checked: the longest values, and what each node can rely on.

    `elsewhere` are the names that other scripts keep; None when nobody looked.
    """

    script: Script
    longest: Mapping[str, str]
    sure: Mapping[str, Sure]
    elsewhere: frozenset[str] | None = None

    def own(self, node: Node) -> bool:
        """Say whether a node stands in this script and not in one that it enters."""
        return node.place.file == f"{self.script.name}.yaml"


def reading(
    script: Script, longest: Mapping[str, str], elsewhere: frozenset[str] | None
) -> Reading:
    """Look at `script` once for all checks; `longest` gives the longest facts."""
    facts = {name: longest.get(name, "") for name in FACTS}
    asked_for = dict.fromkeys([HEARD, SAID, *FIELDS, *script.knows], _own_words())
    values = {**asked_for, **facts, **TOLD}
    for name, value in kept(script).items():  # such as her step: it is a fact again
        values[name] = max(values.get(name, ""), value, key=len)
    return Reading(script, values, sure(script), elsewhere)


def _own_words() -> str:
    return "x" * ROOM_FOR_WORDS


# ---- the names that are kept ----


def names_of(read: Reading) -> frozenset[str]:
    """Return every name that a script can mean by a fact."""
    return (
        frozenset([*FACTS, *TOLD, *FIELDS, HEARD, SAID, *read.script.knows])
        | kept(read.script).keys()
    )


def near(name: str, names: Iterable[str], otherwise: Phrase) -> Phrase:
    """Say which of `names` was probably meant, capitals aside, else `otherwise`."""
    for one in get_close_matches(name.lower(), names, n=1):
        return Phrase("Did you mean `%(near)s`?", near=one)
    return otherwise


def kept(script: Script) -> dict[str, str]:
    """Return the facts that the nodes of `script` keep, with their longest values."""
    found: dict[str, str] = {}
    for node in script.nodes.values():
        for act in node.acts:
            if isinstance(act, Note):
                found[act.name] = _noted(act.value)
        if isinstance(node.lead, Ask) and node.lead.keep:
            found[node.lead.keep] = _longest(node.lead.expect)
    return found


def _noted(value: Pattern) -> str:
    return _own_words() if value.slots else value.source


def _longest(expect: Expect) -> str:
    if expect.kind == "number":
        return str(expect.high or 9999)
    if expect.kind == "choice":
        return max((one.name for one in expect.choices), key=len)
    return _LONGEST.get(expect.kind, _own_words())


# ---- the lines of a node ----


def lines(node: Node) -> Iterator[tuple[Line, bool]]:
    """Yield every line of a node, and whether somebody waits for an answer to it."""
    for act in node.acts:
        if isinstance(act, Speak):
            yield act.line, False
    for line in asked(node):
        yield line, True


def asked(node: Node) -> Iterator[Line]:
    """Yield the lines of a node's question: as it is asked, and asked again."""
    if isinstance(node.lead, Ask):
        for line in (node.lead.line, node.lead.unsure, node.lead.quiet.again):
            if line is not None:
                yield line


def place_of(line: Line, text: Pattern) -> Place:
    """Return where a text stands: by its key, or lines below it among others."""
    own = text.at and Place(line.place.file, *text.at)
    return own if own and own.line != line.place.line else line.place


# ---- where a script begins, and where answers lead ----


def roots(script: Script) -> tuple[str, ...]:
    """Return the nodes where `script` may be begun.

    That is the first one; of a script made to be lent (`asides:`), which begins with
    one of them, every node that is called like an aside.
    """
    if script.start not in BORROWED:
        return (script.start,)
    return tuple(name for name in script.nodes if name in BORROWED)


def answered(ask: Ask) -> Iterator[tuple[str, str]]:
    """Yield each answer a question can get, by its name, with each node it leads to."""
    for name in ask.expect.meanings:
        known = name if name in ask.ways.on else PLAINER.get(name, name)
        if known in ask.ways.on:
            yield name, ask.ways.on[known]
            continue
        yield name, ask.ways.otherwise
        if worth(ask.expect, name):
            yield from ((name, target) for _, _, target in ask.ways.ranges)


def worth(expect: Expect, name: str) -> bool:
    """Say whether the answer called `name` is a value that is kept as such."""
    return expect.kind in VALUES and name not in _NO_VALUE


# ---- what is sure ----


def sure(script: Script) -> dict[str, Sure]:
    """Return for each node that can be reached the facts that surely have a value."""
    known = dict.fromkeys(roots(script), FACTS_ALWAYS)
    todo = list(known)
    while todo:
        node = script.nodes[todo.pop()]
        for target, facts in _onward(node, known[node.name]):
            met = known.get(target, facts) & facts
            if target != END and known.get(target) != met:
                known[target] = met
                todo.append(target)
    return known


def after(act: Act, facts: Sure) -> Sure:
    """Return what is sure once `act` is done."""
    if not isinstance(act, Note):
        return facts
    has_words = any(piece.strip() for piece in act.value.fixed)
    if has_words or (act.value.slots and facts.issuperset(act.value.slots)):
        return facts | {act.name}
    return facts - {act.name}


def before_lead(node: Node, facts: Sure) -> Sure:
    """Return what is sure when all acts of `node` are done."""
    for act in node.acts:
        facts = after(act, facts)
    return facts | {ANNOUNCED} if node.place.file == GREETING else facts


def _onward(node: Node, facts: Sure) -> Iterator[tuple[str, Sure]]:
    facts = before_lead(node, facts)
    match node.lead:
        case Goto(target):
            yield target, facts
        case Branch(fact, ways):
            seen = facts | {ANNOUNCED} if fact == "recorded" else facts
            yield from _branched(fact, ways, seen)
        case ask:
            if ask.quiet.target:
                yield ask.quiet.target, facts
            for name, target in answered(ask):
                yield target, _learned(ask, name, facts)


def _branched(fact: str, ways: Ways, facts: Sure) -> Iterator[tuple[str, Sure]]:
    there = facts | {fact} | TOGETHER.get(fact, frozenset())
    empty = facts - {fact}
    for value, target in ways.on.items():
        yield target, there if value else empty
    for _, _, target in ways.ranges:
        yield target, there
    yield ways.otherwise, there if "" in ways.on else facts


def _learned(ask: Ask, name: str, facts: Sure) -> Sure:
    if worth(ask.expect, name):
        return facts | {ask.keep} if ask.keep else facts
    if ask.expect.kind == "days" and name not in _NO_VALUE:
        facts = facts | {"days_told"}
    # Her own words: a recording has none, and some cannot be written in a text.
    own = {ask.keep} if ask.keep and ask.expect.kind not in VALUES else set()
    return facts - own - {"reason"} if ask.expect.kind == "attempt" else facts - own


def entering(script: Script, node: Node) -> Node:
    """Return the node of `script` itself through which `node` was entered."""
    return script.nodes.get(node.name.partition(INSIDE)[0], node)
