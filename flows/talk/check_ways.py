"""Checks of where a script leads: nodes, ranges, facts that may be missing."""

from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import pairwise

from flows.phrase import Phrase
from flows.talk.check_facts import (
    ANNOUNCED,
    FACTS,
    HEARD,
    SAID,
    TOLD,
    Reading,
    Sure,
    after,
    asked,
    before_lead,
    entering,
    names_of,
    near,
    place_of,
    roots,
)
from flows.talk.expects import Expect
from flows.talk.finding import Finding
from flows.talk.grammar import (
    END,
    FIELDS,
    Ask,
    Branch,
    Line,
    Node,
    Note,
    Place,
    Speak,
    Ways,
)
from flows.talk.linking import reached
from flows.talk.questions import ENDLESS
from flows.talk.wording import Pattern


def findings(read: Reading) -> Iterator[Finding]:
    """Yield what is wrong with the ways through a script."""
    yield from _unreached(read)
    for place in read.script.dead_ends:
        problem = Phrase("It is not said where this node leads.")
        yield Finding(place, "dead_end", problem, Phrase("Add `then: end` or a node."))
    yield from _kept_by_nobody(read)
    for node in read.script.nodes.values():
        yield from _ranges(node)
        if read.own(node):
            yield from _unknown(read, node)
        if node.name in read.sure:
            yield from _unset(read, node, read.sure[node.name])


def alone(read: Reading) -> Iterator[Finding]:
    """Yield what is wrong with each node by itself, wherever the others lead."""
    for node in read.script.nodes.values():
        yield from _ranges(node)
        yield from _no_fact(read, node)


def _unreached(read: Reading) -> Iterator[Finding]:
    nodes = read.script.nodes
    there = {one for root in roots(read.script) for one in reached(nodes, root)}
    for name in nodes.keys() - there:
        problem = Phrase("Nothing leads to node `%(name)s`.", name=name)
        mend = Phrase("Lead to it, or take it out.")
        yield Finding(nodes[name].place, "unreachable", problem, mend)


# ---- ranges ----


def _ranges(node: Node) -> Iterator[Finding]:
    match node.lead:
        case Ask(expect=expect, ways=ways) if ways.ranges:
            yield from _parted(ways, node.place)
            yield from _apart(ways, node.place)
            yield from _in_bounds(ways, expect, node.place)
        case Branch(ways=ways) if ways.ranges:
            yield from _parted(ways, node.place)
            if ways.otherwise == END:
                yield from _apart(ways, node.place)
        case _:
            return


def _parted(ways: Ways, place: Place) -> Iterator[Finding]:
    for low, high, _ in ways.ranges:
        if high < low:
            problem = Phrase(
                "Nothing lies in `%(low)s to %(high)s`.", low=low, high=high
            )
            mend = Phrase("Write `%(high)s to %(low)s`.", low=low, high=high)
            yield Finding(place, "ranges", problem, mend)
    for (low, high, _), (beyond, top, _) in pairwise(sorted(ways.ranges)):
        if beyond <= high:
            problem = Phrase(
                "`%(one)s` and `%(other)s` overlap.",
                one=_named(low, high),
                other=_named(beyond, top),
            )
            mend = Phrase("Begin the second at %(start)s.", start=high + 1)
            yield Finding(place, "ranges", problem, mend)


def _apart(ways: Ways, place: Place) -> Iterator[Finding]:
    for (_, high, _), (beyond, _, _) in pairwise(sorted(ways.ranges)):
        if beyond > high + 1:
            gap = _named(high + 1, beyond - 1)
            problem = Phrase(
                "Nothing is said for `%(gap)s`, which lies between.", gap=gap
            )
            mend = Phrase("Add `%(gap)s:` with its node.", gap=gap)
            yield Finding(place, "ranges", problem, mend)


def _named(low: int, high: int) -> str:
    if high == ENDLESS:
        return f"{low}+"
    return str(low) if low == high else f"{low} to {high}"


def _in_bounds(ways: Ways, expect: Expect, place: Place) -> Iterator[Finding]:
    if shadow := next((name for name in ("number", "duration") if name in ways.on), ""):
        problem = Phrase(
            "`%(name)s:` takes every number, so no range is ever looked at.",
            name=shadow,
        )
        mend = Phrase("Take out `%(name)s:`; use `then:`.", name=shadow)
        yield Finding(place, "ranges", problem, mend)
    if expect.high is None:
        return
    for low, high, _ in ways.ranges:
        if low > expect.high or high < expect.low:
            problem = Phrase(
                "`%(range)s` can never be answered here.", range=_named(low, high)
            )
            mend = Phrase(
                "Answers are %(low)s to %(high)s.", low=expect.low, high=expect.high
            )
            yield Finding(place, "ranges", problem, mend)


# ---- facts ----


def _kept_by_nobody(read: Reading) -> Iterator[Finding]:
    if read.elsewhere is None:
        return
    names = read.elsewhere | FACTS | FIELDS.keys()
    for name in read.script.knows:
        if name not in names:
            problem = Phrase("`knows: %(name)s`, and no script keeps it.", name=name)
            mend = near(name, names, Phrase("Mend the name, or take it out."))
            place = Place(f"{read.script.name}.yaml", 1, 1)
            yield Finding(place, "nobody_keeps", problem, mend)


def _unknown(read: Reading, node: Node) -> Iterator[Finding]:
    yield from _no_fact(read, node)
    sure = read.sure.get(node.name)
    if isinstance(node.lead, Branch) and sure is not None:
        yield from _branches_on_nothing(read, node, node.lead.fact)


def _no_fact(read: Reading, node: Node) -> Iterator[Finding]:
    names = names_of(read)
    for fact, place in _mentioned(node):
        if fact not in names:
            problem = Phrase(
                "`%(fact)s` is no fact. Facts are what is known of a person, such as"
                " `name` or `step`.",
                fact=fact,
            )
            other = Phrase("Keep it before, or add `knows:` where another script does.")
            mend = near(fact, names, other)
            yield Finding(place, "unknown_fact", problem, mend)


def _branches_on_nothing(read: Reading, node: Node, fact: str) -> Iterator[Finding]:
    if fact in {*FACTS, *TOLD, *FIELDS, HEARD, SAID, *read.script.knows}:
        return
    script = read.script
    keepers = {
        one.name
        for one in script.nodes.values()
        if (isinstance(one.lead, Ask) and one.lead.keep == fact)
        or any(isinstance(act, Note) and act.name == fact for act in one.acts)
    }
    if keepers and not any(
        node.name in reached(script.nodes, keeper) for keeper in keepers
    ):
        problem = Phrase("Nothing before this node keeps `%(fact)s`.", fact=fact)
        mend = Phrase(
            "Ask for it before, or add `knows: [%(fact)s]` if another script does.",
            fact=fact,
        )
        yield Finding(node.place, "unset", problem, mend)


def _mentioned(node: Node) -> Iterator[tuple[str, Place]]:
    for act in node.acts:
        if isinstance(act, Speak):
            yield from _in_line(act.line)
        elif isinstance(act, Note):
            yield from ((slot, node.place) for slot in act.value.slots)
    for line in asked(node):
        yield from _in_line(line)
    if isinstance(node.lead, Branch):
        yield node.lead.fact, node.place
    if isinstance(node.lead, Ask):
        called = (one.called for one in node.lead.expect.choices)
        yield from ((fact, node.place) for fact in called if fact)


def _in_line(line: Line) -> Iterator[tuple[str, Place]]:
    for texts in (line.variants, line.instead):
        for words in texts.values():
            for text in (*words.text, *words.voice):
                yield from ((slot, place_of(line, text)) for slot in text.slots)


def _unset(read: Reading, node: Node, sure: Sure) -> Iterator[Finding]:
    for act in node.acts:
        if isinstance(act, Speak):
            yield from _empty(read, act.line, sure)
        sure = after(act, sure)
    for line in asked(node):
        yield from _empty(read, line, sure, asks=True)
    if "voice" in read.script.channels:
        yield from _unannounced(read, node, before_lead(node, read.sure[node.name]))


def _empty(
    read: Reading, line: Line, sure: Sure, *, asks: bool = False
) -> Iterator[Finding]:
    known = names_of(read)
    for words in (line.instead or line.variants).values():
        for text in (*words.text, *words.voice):
            empty = [slot for slot in text.slots if slot not in sure and slot in known]
            if empty:  # one is enough: its other wordings say the same
                yield _may_be_empty(text, empty, line, asks=asks)
                return


def _may_be_empty(
    text: Pattern, empty: Sequence[str], line: Line, *, asks: bool
) -> Finding:
    slots = reduce(_and, [f"{{{slot}}}" for slot in dict.fromkeys(empty)])
    problem = Phrase(
        "%(text)r: %(slots)s may be empty here.", text=text.source, slots=slots
    )
    mend = _mend_of_empty(empty[0], asks=asks, instead=bool(line.instead))
    return Finding(line.place, "unset", problem, mend)


def _and(these: str, one: str) -> str:
    return Phrase("%(these)s and %(one)s", these=these, one=one)


def _mend_of_empty(fact: str, *, asks: bool, instead: bool) -> Phrase:
    if asks:
        return Phrase(
            "A question has no `instead:`, so branch before: `branch: %(fact)s`,"
            ' `on: {"": without_it}`.',
            fact=fact,
        )
    if instead:
        return Phrase(
            "Write `instead:` without that slot. Or branch before:"
            ' `branch: %(fact)s`, `on: {"": without_it}`.',
            fact=fact,
        )
    return Phrase(
        "Write `instead:` for when it is. Or branch before: `branch: %(fact)s`,"
        ' `on: {"": without_it}`.',
        fact=fact,
    )


def _unannounced(read: Reading, node: Node, sure: Sure) -> Iterator[Finding]:
    lead = node.lead
    if not (isinstance(lead, Ask) and lead.expect.kind == "take"):
        return
    if ANNOUNCED in sure or "recorded" in read.script.knows:
        return
    where = entering(read.script, node)
    problem = Phrase(
        "Node `%(name)s` records her, and nobody looked whether it may.",
        name=where.name,
    )
    mend = Phrase("Branch on `recorded` before, or say `knows: [recorded]` at the top.")
    yield Finding(where.place, "recording", problem, mend)
