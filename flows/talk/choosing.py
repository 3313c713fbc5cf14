"""Finds which of the offered answers a text means."""

from collections.abc import Iterable, Iterator, Mapping

from flows.talk.expects import Choice
from flows.talk.lexicon import Lexicon
from flows.talk.said import Said
from flows.talk.spelling import is_slip, normal

_ORDINALS = ("first", "second", "third", "fourth")
# A choice to change nothing may or may not be counted, so a number is unclear then.
_UNCOUNTED = "keep"


def picked(said: Said, choices: tuple[Choice, ...], lexicon: Lexicon) -> str | None:
    """Name the choice that `said` means; None when it is none or unclear."""
    words = {one.name: _words(one) for one in choices}
    for name, some in words.items():
        if said.norm in some:
            return name
    return (
        _mentioned(said, words, lexicon)
        or _by_place(said, choices, lexicon)
        or _nearly(said, words)
    )


def said_whole(said: Said, choices: tuple[Choice, ...]) -> bool:
    """Say whether the whole of one phrase was said, but for one slip."""
    some = [word for one in choices for word in _words(one)]
    return any(f" {word} " in f" {said.norm} " for word in some) or any(
        is_slip(said.norm, word) for word in some
    )


def _words(choice: Choice) -> tuple[str, ...]:
    own = (normal(word) for some in choice.words.values() for word in some)
    return (normal(choice.name.replace("_", " ")), *own)


def _nearly(said: Said, words: Mapping[str, tuple[str, ...]]) -> str | None:
    near = (
        name
        for name, some in words.items()
        if any(is_slip(said.norm, word) for word in some)
    )
    return next(near, None)


def _mentioned(
    said: Said, words: Mapping[str, tuple[str, ...]], lexicon: Lexicon
) -> str | None:
    signs = lexicon.choice_signs
    text = f" {said.norm} "
    found = sorted(
        (at, at + len(phrase), name)
        for name, some in words.items()
        for phrase in (*some, *lexicon.choices.get(name, ()))
        for at in _places(text, phrase)
    )
    names = [
        name
        for at, end, name in found
        if not _inside(at, end, found) and not _denied(text, at, signs["not"])
    ]
    if names and any(f" {sign} " in text for sign in signs["wait"]):
        return names[-1]
    several = set(names)
    if len(several) > 1:
        several.discard(_UNCOUNTED)
    return several.pop() if len(several) == 1 else None


def _places(text: str, phrase: str) -> Iterator[int]:
    at = text.find(f" {phrase} ") if phrase else -1
    if at >= 0:
        yield at


def _denied(text: str, at: int, signs: Iterable[str]) -> bool:
    before = text[: at + 1]
    return any(
        before.endswith((f" {sign} ", f" {sign} it ", f" {sign} a ")) for sign in signs
    )


def _inside(at: int, end: int, found: list[tuple[int, int, str]]) -> bool:
    return any(
        begins <= at and end <= ends and (begins, ends) != (at, end)
        for begins, ends, _ in found
    )


def _by_place(said: Said, choices: tuple[Choice, ...], lexicon: Lexicon) -> str | None:
    place = lexicon.positions.get(said.norm)
    if place == "last" and choices:
        return choices[-1].name
    if place is None or any(one.name == _UNCOUNTED for one in choices):
        return None
    at = _ORDINALS.index(place) if place in _ORDINALS else len(choices)
    return choices[at].name if at < len(choices) else None
