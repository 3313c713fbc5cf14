"""Reads the nodes of a script: a table of the parts a node may have.

Three leads are short for several plain nodes: `imagine`, `recall` and `rehearse` are
written out here, so that the engine knows only saying, branching and asking.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, get_args

from flows.phrase import Phrase
from flows.talk import questions, texts
from flows.talk.cards import Card, ScriptError, refusals
from flows.talk.effects import (
    Adjust,
    Claim,
    Command,
    FollowUp,
    GiveConsent,
    Hand,
    HandReason,
    Outcome,
    Right,
    TakeUp,
)
from flows.talk.expects import Choice, Expect
from flows.talk.grammar import (
    END,
    INSIDE,
    Act,
    Ask,
    Branch,
    Emit,
    Goto,
    Lead,
    Node,
    Note,
    PlayBack,
    Record,
    Speak,
    Ways,
)
from flows.talk.wording import pattern


@dataclass(frozen=True, slots=True)
class Entry:
    """A node that enters another script; `Goto(then)` is where that one ends."""

    node: Node
    script: str


# ---- the parts of a node, in the order in which they are done ----


def _record(card: Card, key: str, _: texts.Languages) -> Iterator[Act]:
    outcomes = get_args(Outcome)
    if not isinstance(card.raw[key], Mapping):
        word = card.one_of(key, (*outcomes, "recap"))
        yield Record(None if word == "recap" else word, 0)
        return
    inner = card.card(key, Phrase("an outcome"))
    inner.known(("outcome", "days_ago"), "`record:`")
    if "outcome" not in inner.raw:
        problem = Phrase("`%(key)s:` is missing.", key="outcome")
        raise inner.refuse(None, problem, Phrase("Add `outcome: missed`."))
    ago = inner.word("days_ago") if "days_ago" in inner.raw else "0"
    if not (ago.isdecimal() and int(ago) < 7):  # noqa: PLR2004 -- a week is one recap
        problem = Phrase("`days_ago:` is 0 to 6.")
        raise inner.refuse("days_ago", problem, Phrase("Write a number."))
    yield Record(inner.one_of("outcome", outcomes), int(ago))


def _remember(card: Card, key: str, _: texts.Languages) -> Iterator[Act]:
    for name, value in card.words(key, '`remember: {tiny_step: "{heard}"}`').items():
        # Kept, not sent: the accents of her own language stay.
        yield Note(name, pattern(value, aloud=True))


def _consent(card: Card, key: str, _: texts.Languages) -> Iterator[Act]:
    card.one_of(key, ("given",))
    yield Emit(GiveConsent())


def _adjust(card: Card, key: str, _: texts.Languages) -> Iterator[Act]:
    yield Emit(Adjust(card.one_of(key, get_args(Command))))


def _claim(card: Card, key: str, _: texts.Languages) -> Iterator[Act]:
    yield Emit(Claim(card.one_of(key, get_args(Right))))


def _take_up(card: Card, key: str, _: texts.Languages) -> Iterator[Act]:
    card.one_of(key, ("step",))
    yield Emit(TakeUp())


def _hand(card: Card, key: str, _: texts.Languages) -> Iterator[Act]:
    yield Emit(Hand(card.one_of(key, get_args(HandReason))))


def _follow_up(card: Card, key: str, _: texts.Languages) -> Iterator[Act]:
    inner = card.card(key, "`follow_up: {script: late_prompt, after: 1 day}`")
    inner.known(("script", "after"), "`follow_up:`")
    if len(inner.raw) != 2:  # noqa: PLR2004 -- both of them
        problem = Phrase("`follow_up:` needs a script and a time.")
        mend = Phrase("Write it as `follow_up: {script: late_prompt, after: 1 day}`.")
        raise card.refuse(key, problem, mend)
    yield Emit(FollowUp(inner.word("script"), questions.span(inner, "after")))


def _say(card: Card, key: str, languages: texts.Languages) -> Iterator[Act]:
    yield Speak(texts.line(card, key, languages, instead="instead"))


PARTS: Mapping[str, Callable[[Card, str, texts.Languages], Iterator[Act]]] = {
    "record": _record,
    "remember": _remember,
    "consent": _consent,
    "adjust": _adjust,
    "claim": _claim,
    "take_up": _take_up,
    "hand": _hand,
    "follow_up": _follow_up,
    "say": _say,
}

# ---- where a node leads ----

_NARROWS = ("choices", "called", "phrase", "from", "to")
ASKED = ("expect", "keep", "unsure", "on", "silence", *_NARROWS)
# Which names may stand beside each lead.
LEADS: Mapping[str, tuple[str, ...]] = {
    "ask": ASKED,
    "hear": ("keep", "unsure", "on", *_NARROWS),
    "offer": ("about", "unsure", "on", "silence"),
    "imagine": ("keep", "on", "silence"),
    "rehearse": ("hear_back", "again", "keep", "on", "silence"),
    "recall": ("on",),
    "branch": ("on",),
    "enter": (),
}
NODE = tuple(
    dict.fromkeys([*PARTS, "instead", "then", *LEADS, *sum(LEADS.values(), ())])
)


def nodes(cards: Card, key: Any, languages: texts.Languages) -> Iterator[Node | Entry]:
    """Read what stands under `key` (YAML keys may be numbers, hence Any).

    Yields one node, or the plain nodes that a short one stands for. Raises ScriptError.
    """
    if key == END or INSIDE in str(key):
        problem = Phrase("`%(key)s` is no name for a node.", key=key)
        raise cards.refuse(key, problem, Phrase("Choose another; `then: end` ends."))
    card = cards.card(
        key, Phrase("a name with `say:`, `ask:` or another part under it")
    )
    card.known(NODE, Phrase("Node `%(name)s`", name=key))
    acts = tuple(
        act
        for part, read in PARTS.items()
        if part in card.raw
        for act in read(card, part, languages)
    )
    then = card.word("then") if "then" in card.raw else END
    node = Node(str(key), acts, Goto(then), cards.place(key))
    kind = _kind(card)
    if kind == "enter":
        yield Entry(node, card.word("enter"))
    elif kind in SHORT:
        yield from SHORT[kind](card, node, languages)
    else:
        yield replace(node, lead=_lead(card, kind, languages, then))


def refused(cards: Card, key: Any, languages: texts.Languages) -> Iterator[ScriptError]:
    """Yield everything for which `nodes` refuses what stands under `key`.

    Each part is read by itself, so that one that is wrong hides no other.
    """
    whole = partial(_read_all, nodes, cards, key, languages)
    if not isinstance(cards.raw[key], Mapping):
        yield from refusals(whole)
        return
    card = Card(cards.raw[key], cards.file)
    yield from card.strange(NODE, Phrase("Node `%(name)s`", name=key))
    parts = (part for part in PARTS if part in card.raw)
    yield from refusals(
        *(partial(_read_all, PARTS[part], card, part, languages) for part in parts)
    )
    for lead in ("ask", "hear", "offer"):
        if lead in card.raw:
            yield from questions.refused(card, lead, languages)
    if set(map(str, card.raw)) <= {*NODE}:  # else it would be refused once more
        yield from refusals(whole)


def _read_all(read: Callable[..., Iterator[object]], *given: object) -> None:
    for _ in read(*given):
        pass


def _kind(card: Card) -> str:
    kinds = [kind for kind in LEADS if kind in card.raw]
    if len(kinds) > 1:
        problem = Phrase(
            "One node cannot `%(one)s:` and `%(other)s:`.", one=kinds[0], other=kinds[1]
        )
        raise card.refuse(kinds[1], problem, Phrase("Make two nodes of it."))
    kind = kinds[0] if kinds else ""
    beside = ("instead", "then", kind, *PARTS, *LEADS.get(kind, ()))
    for name in card.raw:
        if name not in beside:
            problem = Phrase("`%(key)s:` cannot stand here.", key=name)
            fits = next((lead for lead, some in LEADS.items() if name in some), "ask")
            mend = Phrase("It belongs to `%(lead)s:`; or take it out.", lead=fits)
            raise card.refuse(name, problem, mend)
    return kind


def _lead(card: Card, kind: str, languages: texts.Languages, then: str) -> Lead:
    if not kind:
        return Goto(then)
    if kind == "branch":
        return Branch(card.word("branch"), questions.ways(card, then))
    return questions.ask(card, kind, languages, then)


# ---- what is short for several nodes ----


def _imagine(card: Card, node: Node, languages: texts.Languages) -> Iterator[Node]:
    """Ask her to picture it, and record what she tells as imagined (#26)."""
    pictured = f"{node.name}.pictured"
    ways = questions.ways(card, pictured, Expect("words"))
    told = ways.on.get("words", _then(node))
    on = {**ways.on, "words": pictured}
    keep = card.word("keep") if "keep" in card.raw else "what_i_did"
    asked = Ask(
        texts.line(card, "imagine", languages),
        Expect("words"),
        Ways(on, (), pictured),
        None,
        keep,
        questions.quiet(card, languages),
    )
    yield replace(node, lead=asked)
    yield Node(pictured, (Record("imagined", 0),), Goto(told), node.place)


def _recall(card: Card, node: Node, _: texts.Languages) -> Iterator[Node]:
    """Go by whether an earlier win is there to be drawn on (#50)."""
    card.one_of("recall", ("win",))
    inner = card.words("on", "`on: {found: a, none: b}`") if "on" in card.raw else {}
    if set(inner) != {"found", "none"}:
        problem = Phrase("`recall:` needs two ways on.")
        mend = Phrase("Write `on: {found: a_node, none: another}`.")
        raise card.refuse("recall", problem, mend)
    ways = Ways({"": inner["none"]}, (), inner["found"])
    yield replace(node, lead=Branch("past_win", ways))


def _rehearse(card: Card, node: Node, languages: texts.Languages) -> Iterator[Node]:
    """Say it, hear it back, keep it or take it once more (#13, #15, #17)."""
    for name in ("hear_back", "again"):
        if name not in card.raw:
            problem = Phrase("`%(key)s:` is missing.", key=name)
            mend = Phrase(
                "`rehearse:` needs `hear_back:` and `again:`, with their texts."
            )
            raise card.refuse("rehearse", problem, mend)
    keep = card.word("keep") if "keep" in card.raw else "take"
    back, once_more = f"{node.name}.hear_back", f"{node.name}.again"
    on = questions.ways(card, back, Expect("take")).on
    quiet = questions.quiet(card, languages)
    first = texts.line(card, "rehearse", languages)
    said = Ways(on, (), on.get("words", back))
    yield replace(node, lead=Ask(first, Expect("take"), said, None, keep, quiet))
    choose = Ask(
        texts.line(card, "hear_back", languages),
        Expect("choice", choices=TAKES),
        Ways({"again": once_more}, (), _then(node)),
        None,
        "",
        quiet,
    )
    yield Node(back, (PlayBack(),), choose, card.place("hear_back"))
    second = texts.line(card, "again", languages)
    ways = Ways({"nothing": _then(node)}, (), _then(node))
    yield Node(
        once_more,
        (),
        Ask(second, Expect("take"), ways, None, keep, quiet),
        card.place("again"),
    )


TAKES = (
    Choice("keep", {
        "en": ("keeping it", "keep it", "keep", "k", "good", "fine", "1", "ok", "yes"),
        "es": ("guardarla", "guardar", "queda", "bien", "1", "ok", "si"),
    }),
    Choice("again", {
        "en": (
            "another take", "a second take", "again", "a", "second", "redo", "2",
            "once more", "no",
        ),
        "es": ("otra toma", "otra", "otra vez", "repetir", "2", "de nuevo", "no"),
    }),
)  # fmt: skip
SHORT: Mapping[str, Callable[[Card, Node, texts.Languages], Iterator[Node]]] = {
    "imagine": _imagine,
    "recall": _recall,
    "rehearse": _rehearse,
}


def _then(node: Node) -> str:
    return node.lead.target if isinstance(node.lead, Goto) else END
