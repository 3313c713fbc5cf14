"""Turns what a conversation says in one turn into SMS bodies."""

from collections.abc import Iterable

from flows.talk.effects import Effect, Say
from flows.talk.wording import fits_one


def as_texts(effects: Iterable[Effect]) -> tuple[str, ...]:
    """Join the `Say` effects of one turn: one text whenever it fits one segment.

    Returns the bodies in order. A `Say` is never cut: what does not fit beside its
    neighbour goes into a text of its own.
    """
    texts: list[str] = []
    for effect in effects:
        if isinstance(effect, Say):
            _pack(texts, effect.text)
    return tuple(texts)


def _pack(texts: list[str], text: str) -> None:
    joined = f"{texts[-1]} {text}" if texts else text
    if texts and fits_one(joined):
        texts[-1] = joined
    else:
        texts.append(text)
