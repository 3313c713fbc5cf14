"""Reads a coach's own name as "my coach", where somebody asks for her, and as no word
of a question where it is put to her.

Law: a name alone changes nothing: it must be asked for, talked to, or called; whoever
else is called the same is told of as before ("I talked to Ruth about it").
"""

import re
from functools import lru_cache

from flows.talk.spelling import normal

# What a coach is called where it is no name: "the team", "your coach".
_NO_NAME = frozenset(
    {"a", "an", "coach", "el", "her", "la", "las", "los", "mi", "my", "our", "su",
     "team", "the", "tu", "your"}
)  # fmt: skip
# Before her name, where she is spoken to.
_GREETINGS = "hi|hey|hello|dear|good morning|hola|querida|querido|buenos dias|oye"
# What stands before her name where she is asked for, or after it, and what it is read
# as then: in the words that the lexicons know.
_FORMS = (
    (
        r"\b(?P<before>(?:talk|speak|chat|word|talking|speaking|touch)"
        r"(?: \w+){{0,3}}? (?:to|with)"
        r"|want|need|contact|reach|call|phone|ring|get hold of|get|is) (?:{name})\b",
        r"\g<before> my coach",
    ),
    (
        r"\b(?P<before>(?:hablar|hablarlo|hablo|platicar|charlar|comunicarme"
        r"|comuniquenme|comuniqueme|comunicame|contactar|pasame)(?: \w+){{0,2}}? con"
        r"|necesito a|quiero a|que me llame|esta) (?:{name})\b",
        r"\g<before> mi coach",
    ),
    (r"^(?:{name})(?= (?:please|pls|por favor|porfa)$|$)", "coach"),
)


def as_asked(norm: str, coach: str) -> str:
    """Return the words of `norm`, the coach's name in them as "my coach".

    Args:
        norm: a text, as `spelling.normal` gives it.
        coach: her name as her people know it; "" where it is not known.
    """
    first, forms = _forms(coach)
    if not first or first not in norm:
        return norm
    for form, read_as in forms:
        norm = form.sub(read_as, norm)
    return norm


def uncalled(norm: str, coach: str) -> str:
    """Return `norm` without the coach's name that it begins with: "Ruth, can I ...?".

    Args:
        norm: a text, as `spelling.normal` gives it.
        coach: her name as her people know it; "" where it is not known.
    """
    first, _ = _forms(coach)
    if not first or first not in norm:
        return norm
    return _called(first).sub("", norm)


@lru_cache(maxsize=1024)
def _called(first: str) -> re.Pattern[str]:
    return re.compile(rf"^(?:(?:{_GREETINGS}) )?{re.escape(first)} (?=\w)")


@lru_cache(maxsize=1024)
def _forms(coach: str) -> tuple[str, tuple[tuple[re.Pattern[str], str], ...]]:
    words = normal(coach).split()
    if not words or words[0] in _NO_NAME:
        return "", ()
    name = f"{re.escape(' '.join(words))}|{re.escape(words[0])}"
    forms = tuple((re.compile(form.format(name=name)), told) for form, told in _FORMS)
    return words[0], forms
