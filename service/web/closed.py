"""What was just taken off the list, by name, with the button that puts it back.

Law: an address names it by ids alone, never by a word of anybody.
"""

from __future__ import annotations

from uuid import UUID

from flask import request

from service.usecases import closing
from service.usecases.closing import Closed, Closing, Item
from service.usecases.parts import Parts
from service.usecases.rights import Signed, may
from service.usecases.today import need_of
from service.web import need_words, retold
from service.web.tongues import say

# In an address, and in the form that puts it back.
NAME, BETWEEN = "closed", "~"


def written(one: Closing) -> str:
    """Return what an address, or a form, calls it."""
    return str(one.id) if one.first is None else f"{one.id}{BETWEEN}{one.first}"


def _read(told: str) -> Closing | None:
    line, _, first = told.partition(BETWEEN)
    try:
        return Closing(UUID(line), UUID(first) if first else None)
    except ValueError:
        return None


def shown(parts: Parts, signed: Signed, told: str = "") -> Closed | None:
    """Return what the address, or `told`, says was taken off; None for nothing.

    Nothing is shown to those who could not put it back.
    """
    one = _read(told or request.args.get(NAME, ""))
    if one is None or not may(signed.role, "answer").allowed:
        return None
    return closing.look(parts, signed, one)


def undone(parts: Parts, signed: Signed, whose: UUID | None = None) -> bool:
    """Put back what the request's form names; False where that is over, or not hers."""
    one = _read(request.form.get(NAME, ""))
    if one is None:
        return False
    try:
        closing.undo(parts, signed, one, whose)
    except closing.Over:
        return False
    return True


def label(item: Item) -> str:
    """Say in a word or two what was taken off."""
    if item.standing is None:
        return say("They wrote")
    return need_words.label(need_of(item.standing))


def quoted(item: Item) -> str:
    """Return her words behind it; "" where there are none of hers."""
    news = item.standing is not None and item.standing.source == "news"
    return "" if news else item.words


def sentence(item: Item) -> str:
    """Say what a piece of news was; "" for anything else."""
    return retold.said(item.words) if item.words and not quoted(item) else ""
