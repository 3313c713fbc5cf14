"""A text in the forms that the readers look at, each made when it is first asked for."""

import re
from functools import cached_property

from flows.talk.spelling import fold, normal, plain

QUESTION_MARKS = ("?", "\uff1f", "\u061f")  # Latin, full-width, Arabic
_CLAUSES = re.compile(r"[.,;:!?\n\u2026\u00a1\u00bf()\"\u201c\u201d]+| [-\u2013\u2014/]+ |[\u2013\u2014]")
_WORDS = re.compile(r"[^\W_]+")
_DRAWN_OUT = re.compile(r"([a-z])\1{2,}")


class Said:
    """A text, its words without case, accents and signs, and its clauses."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.norm = normal(text)

    @cached_property
    def words(self) -> list[str]:
        """The words of the whole text."""
        return self.norm.split()

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The words of the text, each once."""
        return frozenset(self.words)

    @cached_property
    def plain(self) -> str:
        """The text in small letters, with its signs and accents."""
        return plain(self.text)

    @cached_property
    def asked(self) -> bool:
        """Whether the text ends as a question does."""
        return self.text.rstrip().endswith(QUESTION_MARKS)

    @cached_property
    def clauses(self) -> list[tuple[list[str], list[str]]]:
        """The words of each clause, without accents and as they were written."""
        parts = _CLAUSES.split(_DRAWN_OUT.sub(r"\1", self.plain))
        found = (_WORDS.findall(part) for part in parts)
        return [([fold(word) for word in words], words) for words in found if words]
