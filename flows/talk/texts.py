"""Reads the texts of a script: one, or several, per language, per channel.

A text is a string, a list of variants, or a mapping of either by language (`en`, `es`)
or by channel (`text`, `voice`), in any order of the two.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flows.phrase import Phrase
from flows.talk.cards import Card
from flows.talk.events import CHANNELS
from flows.talk.grammar import Line, Words
from flows.talk.wording import Pattern, as_spoken, pattern

Languages = tuple[str, ...]


def line(card: Card, key: str, languages: Languages, *, instead: str = "") -> Line:
    """Read the line under `key`, and the words for when one of its slots is empty.

    Raises ScriptError.
    """
    other = _by_language(card, instead, languages) if instead in card.raw else {}
    return Line(_by_language(card, key, languages), other, card.place(key))


def optional(card: Card, key: str, languages: Languages) -> Line | None:
    """Read the line under `key`, or None when there is none."""
    return line(card, key, languages) if key in card.raw else None


def lists(card: Card, key: str, languages: Languages) -> dict[str, tuple[str, ...]]:
    """Read words with commas between them, one list or one per language."""
    raw = card.raw[key]
    if not isinstance(raw, Mapping):
        return dict.fromkeys(languages, _split(card, key))
    inner = card.card(key, Phrase("words"))
    inner.known(languages, Phrase("The list of languages"))
    return {language: _split(inner, language) for language in inner.raw}


def _split(card: Card, key: str) -> tuple[str, ...]:
    words = [word.strip() for word in card.word(key).split(",")]
    return tuple(word for word in words if word)


def _by_language(card: Card, key: str, languages: Languages) -> dict[str, Words]:
    if _is_by_channel(card.raw[key]) or not isinstance(card.raw[key], Mapping):
        return {languages[0]: _words(card, key)}
    inner = card.card(key, Phrase("a text"))
    inner.known(languages, Phrase("The list of languages"))
    if languages[0] not in inner.raw:
        first = languages[0]
        problem = Phrase(
            "`%(key)s:` has no text in %(language)s.", key=key, language=first
        )
        mend = Phrase(
            "Add `%(language)s:`; the others fall back on it.", language=first
        )
        raise card.refuse(key, problem, mend)
    return {language: _words(inner, language) for language in inner.raw}


def _is_by_channel(raw: Any) -> bool:
    return isinstance(raw, Mapping) and any(key in CHANNELS for key in raw)


def _words(card: Card, key: str) -> Words:
    if not _is_by_channel(card.raw[key]):
        written = _variants(card, key)
        return Words(written, tuple(map(as_spoken, written)))
    inner = card.card(key, Phrase("a text"))
    inner.known(CHANNELS, Phrase("A text for two channels"))
    if len(inner.raw) != len(CHANNELS):
        problem = Phrase("One of the two channels has no text.")
        mend = Phrase("Write `text:` and `voice:`, or one text that serves both.")
        raise inner.refuse(None, problem, mend)
    spoken = _variants(inner, "voice")
    return Words(_variants(inner, "text"), tuple(map(as_spoken, spoken)))


def _variants(card: Card, key: str) -> tuple[Pattern, ...]:
    raw = card.raw[key]
    texts = raw if isinstance(raw, list) else [raw]
    if texts and all(isinstance(text, str) and text.strip() for text in texts):
        return tuple(
            replace(pattern(text), at=_at(card, key, number))
            for number, text in enumerate(texts)
        )
    problem = Phrase("`%(key)s:` needs a text.", key=key)
    mend = Phrase("Write one text, or a list of texts that mean the same.")
    raise card.refuse(key, problem, mend)


def _at(card: Card, key: str, number: int) -> tuple[int, int]:
    """Return line and column of one of the texts under a key, counted from 1."""
    raw = card.raw[key]
    listed = isinstance(raw, list)
    line, column = raw.lc.item(number) if listed else card.raw.lc.value(key)
    return line + 1, column + 1
