"""Puts the scripts that a script enters inside it, so that one version holds all.

A node of another script stands in here as `entering node/its own name`; where that
script ends, the entering node goes on. A script may borrow its `asides:` from another:
what it does not answer itself (a question, a wish for a person, grief, words that could
mean either) leads to the node of that name over there.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from flows.phrase import Phrase
from flows.talk.cards import ScriptError
from flows.talk.expects import ASIDES
from flows.talk.grammar import END, INSIDE, Ask, Branch, Goto, Lead, Node, Place, Ways
from flows.talk.nodes import Entry

DEEPEST = 4  # scripts inside scripts
BORROWED = (*ASIDES, "unsure")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One script read by itself, before it is put together with others."""

    name: str
    nodes: Mapping[str, Node | Entry]
    asides: str
    place: Place


def linked(name: str, sheets: Mapping[str, Sheet]) -> dict[str, Node]:
    """Put the script `name` together with all it enters; raises ScriptError."""
    return {node.name: node for node in _inside(sheets[name], sheets, "", END, ())}


def _inside(
    sheet: Sheet,
    sheets: Mapping[str, Sheet],
    prefix: str,
    end: str,
    above: tuple[str, ...],
) -> Iterator[Node]:
    if sheet.name in above or len(above) >= DEEPEST:
        problem = Phrase(
            "Script `%(name)s` is entered from inside itself, or too deep.",
            name=sheet.name,
        )
        raise ScriptError(sheet.place, problem, Phrase("Let it end instead."))
    path = (*above, sheet.name)

    def named(target: str) -> str:
        if target == END:
            return end
        return target if INSIDE in target else prefix + target

    borrowed = _sheet(sheets, sheet.asides, sheet.place) if sheet.asides else None
    lent = f"{prefix}{borrowed.name}{INSIDE}" if borrowed else ""
    for one in sheet.nodes.values():
        if isinstance(one, Entry):
            yield from _entered(one, sheets, prefix, named, path)
            continue
        lead = one.lead
        if borrowed and isinstance(lead, Ask):
            lead = _lends(lead, borrowed, lent)
        yield replace(one, name=prefix + one.name, lead=renamed(lead, named))
    if borrowed is not None:
        yield from _inside(borrowed, sheets, lent, END, path)


def _entered(
    entry: Entry,
    sheets: Mapping[str, Sheet],
    prefix: str,
    named: Callable[[str], str],
    path: tuple[str, ...],
) -> Iterator[Node]:
    node = entry.node
    other = _sheet(sheets, entry.script, node.place)
    inner = f"{prefix}{node.name}{INSIDE}"
    first = next(iter(other.nodes))
    yield replace(node, name=prefix + node.name, lead=Goto(inner + first))
    after = named(node.lead.target) if isinstance(node.lead, Goto) else END
    yield from _inside(other, sheets, inner, after, path)


def _sheet(sheets: Mapping[str, Sheet], name: str, place: Place) -> Sheet:
    if name not in sheets:
        problem = Phrase("There is no script `%(name)s` to enter.", name=name)
        raise ScriptError(
            place, problem, Phrase("Mend the name, or write that script.")
        )
    return sheets[name]


def _lends(ask: Ask, borrowed: Sheet, lent: str) -> Ask:
    there = {
        meaning: lent + meaning
        for meaning in BORROWED
        if meaning in borrowed.nodes
        and meaning in ask.expect.meanings
        and meaning not in ask.ways.on
    }
    return replace(ask, ways=replace(ask.ways, on={**ask.ways.on, **there}))


def renamed(lead: Lead, named: Callable[[str], str]) -> Lead:
    """Return a lead whose targets go by other names."""
    if isinstance(lead, Goto):
        return Goto(named(lead.target))
    ways = Ways(
        {name: named(target) for name, target in lead.ways.on.items()},
        tuple((low, high, named(target)) for low, high, target in lead.ways.ranges),
        named(lead.ways.otherwise),
    )
    if isinstance(lead, Branch):
        return replace(lead, ways=ways)
    quiet = lead.quiet
    if quiet.target:
        quiet = replace(quiet, target=named(quiet.target))
    return replace(lead, ways=ways, quiet=quiet)


def reached(nodes: Mapping[str, Node], start: str) -> set[str]:
    """Return the names of the nodes that can be reached from `start`, and END."""
    found, todo = {END}, [start]
    while todo:
        name = todo.pop()
        if name not in found:
            found.add(name)
            todo += nodes[name].targets
    return found


def without_unused(nodes: Mapping[str, Node], start: str) -> dict[str, Node]:
    """Leave out nodes of borrowed and entered scripts that nothing leads to."""
    there = reached(nodes, start)
    return {
        name: node
        for name, node in nodes.items()
        if INSIDE not in name or name in there
    }


def names_entered(nodes: Iterable[Node | Entry], asides: str) -> tuple[str, ...]:
    """Return the names of the scripts that these nodes enter or borrow from."""
    entered = [one.script for one in nodes if isinstance(one, Entry)]
    return tuple(dict.fromkeys([*entered, *([asides] if asides else [])]))
