"""Reads the nodes of a script: a table of the parts a node may have."""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any, get_args

from flows.talk.answers import MEANINGS
from flows.talk.cards import Card
from flows.talk.effects import (
    Adjust,
    Command,
    FollowUp,
    GiveConsent,
    Hand,
    HandReason,
    Outcome,
)
from flows.talk.grammar import (
    END,
    Act,
    Ask,
    Branch,
    Emit,
    Goto,
    Lead,
    Line,
    Node,
    Note,
    Record,
    Speak,
)
from flows.talk.wording import Pattern, pattern

UNITS = {"minute": 60, "hour": 3_600, "day": 86_400, "week": 604_800}  # seconds

# ---- the parts of a node, in the order in which they are done ----


def _record(card: Card, key: str, _: tuple[str, ...]) -> Iterator[Act]:
    outcomes = get_args(Outcome)
    if not isinstance(card.raw[key], Mapping):
        word = card.one_of(key, (*outcomes, "recap"))
        yield Record(None if word == "recap" else word, 0)
        return
    inner = card.card(key, "an outcome")
    inner.known(("outcome", "days_ago"), "`record:`")
    if "outcome" not in inner.raw:
        raise inner.refuse(None, "`outcome:` is missing.", "Add `outcome: missed`.")
    ago = inner.word("days_ago") if "days_ago" in inner.raw else "0"
    if not (ago.isdecimal() and int(ago) < 7):  # noqa: PLR2004 -- a week is one recap
        raise inner.refuse("days_ago", "`days_ago:` is 0 to 6.", "Write a number.")
    yield Record(inner.one_of("outcome", outcomes), int(ago))


def _remember(card: Card, key: str, _: tuple[str, ...]) -> Iterator[Act]:
    for name, value in card.words(key, '`remember: {tiny_step: "{heard}"}`').items():
        yield Note(name, pattern(value))


def _consent(card: Card, key: str, _: tuple[str, ...]) -> Iterator[Act]:
    card.one_of(key, ("given",))
    yield Emit(GiveConsent())


def _adjust(card: Card, key: str, _: tuple[str, ...]) -> Iterator[Act]:
    yield Emit(Adjust(card.one_of(key, get_args(Command))))


def _hand(card: Card, key: str, _: tuple[str, ...]) -> Iterator[Act]:
    yield Emit(Hand(card.one_of(key, get_args(HandReason))))


def _follow_up(card: Card, key: str, _: tuple[str, ...]) -> Iterator[Act]:
    example = "`follow_up: {script: late_prompt, after: 1 day}`"
    inner = card.words(key, example)
    number, _space, unit = inner.get("after", "").partition(" ")
    seconds = UNITS.get(unit.removesuffix("s"), 0)
    whole = number.isdecimal() and len(number) < 4  # noqa: PLR2004 -- 999 weeks
    if set(inner) != {"script", "after"} or not (seconds and whole):
        problem = "`follow_up:` needs a script and a time such as `1 day`."
        raise card.refuse(key, problem, f"Write it as {example}.")
    after = timedelta(seconds=int(number) * seconds)
    yield Emit(FollowUp(inner["script"], after))


def _say(card: Card, key: str, languages: tuple[str, ...]) -> Iterator[Act]:
    yield Speak(_line(card, key, languages, instead="instead"))


PARTS: Mapping[str, Callable[[Card, str, tuple[str, ...]], Iterator[Act]]] = {
    "record": _record,
    "remember": _remember,
    "consent": _consent,
    "adjust": _adjust,
    "hand": _hand,
    "follow_up": _follow_up,
    "say": _say,
}
LEADS = ("ask", "hear", "branch")
REST = ("instead", "expect", "keep", "unsure", "on", "then")
NODE = (*PARTS, *LEADS, *REST)


def node(cards: Card, key: Any, languages: tuple[str, ...]) -> Node:
    """Read the node under `key` (YAML keys may be numbers, hence Any).

    Raises ScriptError.
    """
    if key == END:
        raise cards.refuse(key, "`end` is not a node.", "Write `then: end` instead.")
    card = cards.card(key, "a name with `say:`, `ask:` or another part under it")
    card.known(NODE, f"Node `{key}`")
    acts = [
        act
        for part, read in PARTS.items()
        if part in card.raw
        for act in read(card, part, languages)
    ]
    return Node(str(key), tuple(acts), _lead(card, languages), cards.place(key))


def _lead(card: Card, languages: tuple[str, ...]) -> Lead:
    kinds = [kind for kind in LEADS if kind in card.raw]
    if len(kinds) > 1:
        problem = f"One node cannot `{kinds[0]}:` and `{kinds[1]}:`."
        raise card.refuse(kinds[1], problem, "Make two nodes of it.")
    then = card.word("then") if "then" in card.raw else END
    if not kinds:
        _only_with(card, ("expect", "keep", "unsure", "on"), "ask")
        return Goto(then)
    on = card.words("on", "`on: {tried: next_node}`") if "on" in card.raw else {}
    if kinds == ["branch"]:
        _only_with(card, ("expect", "keep", "unsure"), "ask")
        return Branch(card.word("branch"), on, then)
    return _ask(card, kinds[0], languages, on=on, then=then)


def _only_with(card: Card, names: tuple[str, ...], kind: str) -> None:
    for name in names:
        if name in card.raw:
            problem = f"`{name}:` stands in a node that asks nothing."
            raise card.refuse(name, problem, f"Add `{kind}:`, or take it out.")


def _ask(
    card: Card, kind: str, languages: tuple[str, ...], *, on: dict[str, str], then: str
) -> Ask:
    key = "hear" if kind == "hear" else "expect"
    if key not in card.raw:
        mend = "Add what kind of answer it is, such as `expect: words`."
        raise card.refuse(kind, "`expect:` is missing.", mend)
    expect = card.one_of(key, tuple(MEANINGS))
    if on:
        card.card("on", "").known(MEANINGS[expect], f"An answer to `{expect}`")
    asked = _line(card, kind, languages) if kind == "ask" else None
    unsure = _line(card, "unsure", languages) if "unsure" in card.raw else None
    keep = card.word("keep") if "keep" in card.raw else ""
    return Ask(asked, expect, on, then, unsure, keep)


# ---- texts: one, several variants, or either of them per language ----


def _line(
    card: Card, key: str, languages: tuple[str, ...], *, instead: str = ""
) -> Line:
    other = _texts(card, instead, languages) if instead in card.raw else {}
    return Line(_texts(card, key, languages), other, card.place(key))


def _texts(
    card: Card, key: str, languages: tuple[str, ...]
) -> dict[str, tuple[Pattern, ...]]:
    raw = card.raw[key]
    if not isinstance(raw, Mapping):
        return {languages[0]: _variants(card, key)}
    inner = card.card(key, "a text")
    inner.known(languages, "The list of languages")
    if missing := [one for one in languages if one not in inner.raw]:
        mend = f"Add `{missing[0]}:` beside the others."
        raise card.refuse(key, f"`{key}:` has no text in {missing[0]}.", mend)
    return {language: _variants(inner, language) for language in languages}


def _variants(card: Card, key: str) -> tuple[Pattern, ...]:
    raw = card.raw[key]
    texts = raw if isinstance(raw, list) else [raw]
    if texts and all(isinstance(text, str) and text.strip() for text in texts):
        return tuple(pattern(text) for text in texts)
    mend = "Write one text, or a list of texts that mean the same."
    raise card.refuse(key, f"`{key}:` needs a text.", mend)
