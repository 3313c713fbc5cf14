"""Reads on in a script that cannot be read, so that its author sees every fault.

Law: what is said of the rest holds whatever the mends of its faults will be.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial

from flows.phrase import Phrase
from flows.talk import nodes, script
from flows.talk.cards import Card, ScriptError, refusals
from flows.talk.grammar import END, INSIDE, Goto, Node, Script
from flows.talk.linking import renamed
from flows.talk.nodes import Entry


@dataclass(frozen=True, slots=True)
class Rest:
    """What a script is refused for, and what of it can be read nevertheless.

    In `script`, None where there is nothing to read, a node that cannot be read says
    nothing, and a way that is lost leads to the end.
    """

    refused: tuple[ScriptError, ...]
    script: Script | None = None


def rest(name: str, source_of: Callable[[str], str]) -> Rest:
    """Read the script `name` as far as it goes; `source_of` is as for `bundle`."""
    try:
        top = script.top_of(source_of(name), f"{name}.yaml")
    except ScriptError as refused:
        return Rest((refused,))
    head = tuple(_head(name, top, source_of))
    try:
        languages = script.languages_of(top)
        cards = _cards(top)
    except ScriptError:  # it is among those of the head
        return Rest(head)
    if cards is None or len(cards.raw) > script.MOST_NODES:
        return Rest(head)
    names = tuple(map(str, cards.raw))
    faults = (
        one
        for key in cards.raw
        for one in _node(cards, key, languages, (names, source_of))
    )
    whole = _whole(name, top, languages, tuple(_nodes(cards, languages, names)))
    return Rest((*head, *faults), whole)


def _head(
    name: str, top: Card, source_of: Callable[[str], str]
) -> Iterator[ScriptError]:
    yield from top.strange(script.TOP, Phrase("A script"))
    yield from refusals(*(
        partial(top.word, key) for key in ("script", "grammar") if key in top.raw
    ))  # fmt: skip
    with suppress(ScriptError):  # a word that is none, told above
        yield from script.header(top, name)
    yield from refusals(
        partial(script.languages_of, top),
        partial(script.channels_of, top),
        partial(script.names_of, top, "knows", ()),
        partial(_asides, top, source_of),
        partial(_cards, top),
    )


def _cards(top: Card) -> Card | None:
    """Return the nodes as they are written; None where there are none."""
    if not top.raw.get("nodes"):
        return None
    return top.card("nodes", Phrase("`nodes:` with one name per node under it"))


def _asides(top: Card, source_of: Callable[[str], str]) -> None:
    if "asides" in top.raw:
        script.entered(top.word("asides"), source_of, top.place("asides"))


# ---- one node ----


def _node(
    cards: Card,
    key: object,
    languages: tuple[str, ...],
    there: tuple[tuple[str, ...], Callable[[str], str]],
) -> Iterator[ScriptError]:
    """Yield what is wrong with a node, and each of its ways that leads nowhere."""
    names, source_of = there
    yield from nodes.refused(cards, key, languages)
    raw, place = cards.raw[key], cards.place(key)  # type: ignore[arg-type] # YAML's own key
    for target in dict.fromkeys(_targets(raw)):
        if target not in (*names, END) and INSIDE not in target:
            yield script.lost(str(key), target, place, (*names, END))
    if isinstance(raw, Mapping) and isinstance(raw.get("enter"), str):
        yield from refusals(partial(script.entered, raw["enter"], source_of, place))


def _targets(raw: object) -> Iterator[str]:
    """Yield the nodes that a node names, whatever else is wrong with it."""
    if not isinstance(raw, Mapping):
        return
    on, silence = raw.get("on"), raw.get("silence")
    ways = [*on.values()] if isinstance(on, Mapping) else []
    quiet = silence.get("then") if isinstance(silence, Mapping) else None
    for target in (*ways, quiet, raw.get("then")):
        if isinstance(target, str) and target.strip():
            yield str(target)


# ---- what of it can be read ----


def _nodes(
    cards: Card, languages: tuple[str, ...], names: tuple[str, ...]
) -> Iterator[Node]:
    for key in cards.raw:
        try:
            read = [*nodes.nodes(cards, key, languages)]
        except ScriptError:
            read = [Node(str(key), (), Goto(END), cards.place(key))]
        own = {*names, *(one.name for one in read if isinstance(one, Node))}
        for one in read:
            node = one.node if isinstance(one, Entry) else one
            yield replace(node, lead=renamed(node.lead, partial(_there, own)))


def _there(names: set[str], target: str) -> str:
    return target if target in names else END


def _whole(
    name: str, top: Card, languages: tuple[str, ...], read: tuple[Node, ...]
) -> Script:
    told = [*_told(top.raw.get("knows")), *_kept(top.raw["nodes"])]
    try:
        channels = script.channels_of(top)
    except ScriptError:  # it is among those of the head
        channels = ()
    return Script(
        name=name,
        version="",
        languages=languages,
        start=read[0].name,
        nodes={node.name: node for node in read},
        knows=tuple(told),
        channels=channels,
    )


def _told(raw: object) -> list[str]:
    return [str(one) for one in raw] if isinstance(raw, list) else []


def _kept(raw: Mapping[object, object]) -> Iterator[str]:
    """Yield the facts that nodes keep, those too that cannot be read."""
    for card in raw.values():
        if isinstance(card, Mapping):
            if isinstance(card.get("keep"), str):
                yield card["keep"]
            if isinstance(card.get("remember"), Mapping):
                yield from map(str, card["remember"])
