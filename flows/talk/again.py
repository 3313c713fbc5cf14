"""How a question is said once more: in the wording she heard, and without its thanks.

Law: who did not answer is asked what she was asked, in the same words; what the wording
began with to thank her for the answer before was said and is not said twice.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from flows.talk.wording import Pattern

# A sentence of thanks at the beginning, with more after it that can be said alone.
_THANKS: Mapping[str, re.Pattern[str]] = {
    tongue: re.compile(rf"[^.!?]*\b(?:{words})\b[^.!?]*[.!]+\s+", re.IGNORECASE)
    for tongue, words in {"en": "thank you|thanks", "es": "gracias"}.items()
}


def once_more(
    variants: Sequence[Pattern], wording: str, fresh: Pattern, language: str
) -> Pattern:
    """Return the variant with that id, or else `fresh`, to be said once more."""
    known = (one for one in variants if one.id == wording)
    return unthanked(next(known, fresh), language)


def unthanked(text: Pattern, language: str) -> Pattern:
    """Return a wording without the thanks it begins with; its id stays."""
    form = _THANKS.get(language.partition("-")[0])
    first, *others = text.fixed
    thanks = form.match(first) if form else None
    if thanks is None or not "".join([first[thanks.end() :], *others]).strip():
        return text
    return replace(text, fixed=(first[thanks.end() :], *others))
