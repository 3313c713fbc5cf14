"""A text in the forms that the readers look at."""

import re
from functools import cached_property

from flows.talk.spelling import WORDS, fold, plain

QUESTION_MARKS = ("?", "\uff1f", "\u061f")  # Latin, full-width, Arabic
_CLAUSES = re.compile(
    r"[.,;:!?\n\u2026\u00a1\u00bf()\"\u201c\u201d]+| [-\u2013\u2014/]+ |[\u2013\u2014]"
)


class Said:
    """A text: `plain` in small letters, its `words` without accents, `norm` of them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.plain = plain(text)
        self.words = WORDS.findall(fold(self.plain))
        self.norm = " ".join(self.words)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The words of the text, each once."""
        return frozenset(self.words)

    @cached_property
    def asked(self) -> bool:
        """Whether the text ends as a question does."""
        return self.text.rstrip().rstrip(".").rstrip().endswith(QUESTION_MARKS)

    @cached_property
    def clauses(self) -> list[tuple[list[str], list[str]]]:
        """The words of each clause, without accents and as they were written."""
        found = [
            words
            for part in _CLAUSES.split(self.plain)
            if (words := WORDS.findall(part))
        ]
        if self.plain.isascii():
            return [(words, words) for words in found]
        return [([fold(word) for word in words], words) for words in found]
