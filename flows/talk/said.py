"""A text in the forms that the readers look at."""

import re

from flows.talk.addressing import as_asked, uncalled
from flows.talk.spelling import WORDS, fold, plain

QUESTION_MARKS = ("?", "\uff1f", "\u061f")  # Latin, full-width, Arabic
_CLAUSES = re.compile(
    r"[.,;:!?\n\u2026\u00a1\u00bf()\"\u201c\u201d]+| [-\u2013\u2014/]+ |[\u2013\u2014]"
)


_QUOTES = frozenset('"\u201c\u201d')
Clauses = list[tuple[list[str], list[str]]]


class Said:
    """A text: `plain` in small letters, its `words` without accents, `norm` of them.

    `vocabulary` holds the words, each once; `asked` says that it ends as a question.
    In these a coach who is asked for by her name, `coach`, is "my coach". `bare` is
    `norm` without her name, where it is spoken to her.
    """

    __slots__ = (
        "_clauses", "_herself", "_quoted", "asked", "bare", "norm", "plain", "text",
        "vocabulary", "words",
    )  # fmt: skip

    def __init__(self, text: str, coach: str = "") -> None:
        self.text = text
        self.plain = plain(text)
        self.norm = as_asked(" ".join(WORDS.findall(fold(self.plain))), coach)
        self.bare = uncalled(self.norm, coach)
        self.words = self.norm.split(" ") if self.norm else []
        self.vocabulary = frozenset(self.words)
        self.asked = text.rstrip().rstrip(".").rstrip().endswith(QUESTION_MARKS)
        self._clauses: Clauses | None = None
        self._herself: frozenset[int] | None = None
        self._quoted: frozenset[int] | None = None

    @property
    def asked_herself(self) -> frozenset[int]:
        """Which clauses are questions that she goes on to answer: "Did I? No."."""
        if self._herself is None:
            self._herself = self._found_herself() if "?" in self.plain else frozenset()
        return self._herself

    def _found_herself(self) -> frozenset[int]:
        ends = [found[0] for found in _CLAUSES.finditer(self.plain)]
        parts = [bool(WORDS.search(part)) for part in _CLAUSES.split(self.plain)]
        told = [at for at, holds in enumerate(parts) if holds]
        return frozenset(
            place
            for place, at in enumerate(told[:-1])
            if at < len(ends) and "?" in ends[at]
        )

    @property
    def quoted(self) -> frozenset[int]:
        """Which clauses are what somebody said, in quotation marks."""
        if self._quoted is None:
            marked = not _QUOTES.isdisjoint(self.plain)
            self._quoted = self._found_quoted() if marked else frozenset()
        return self._quoted

    def _found_quoted(self) -> frozenset[int]:
        opened, place, inside = False, 0, []
        ends = [found[0] for found in _CLAUSES.finditer(self.plain)]
        for at, part in enumerate(_CLAUSES.split(self.plain)):
            if WORDS.search(part):
                inside += [place] if opened else []
                place += 1
            if at < len(ends):
                marks = sum(sign in _QUOTES for sign in ends[at])
                opened ^= marks % 2 == 1
        alone = opened or len(inside) == place
        return frozenset() if alone else frozenset(inside)

    @property
    def clauses(self) -> Clauses:
        """The words of each clause, without accents and as they were written."""
        if self._clauses is None:
            self._clauses = self._found_clauses()
        return self._clauses

    def _found_clauses(self) -> Clauses:
        found = [
            words
            for part in _CLAUSES.split(self.plain)
            if (words := WORDS.findall(part))
        ]
        if self.plain.isascii():
            return [(words, words) for words in found]
        return [([fold(word) for word in words], words) for words in found]
