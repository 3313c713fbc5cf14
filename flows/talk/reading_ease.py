"""How hard a text is to read: grades for English, the INFLESZ scale for Spanish.

English: the grade of Kincaid et al. (1975). Spanish: the ease of Szigriszt-Pazos read
on the INFLESZ scale (Barrio-Cantalejo et al. 2008; 65 and more is fairly easy).
As Flesch counted, `;` parts sentences too. Values of slots are left out, since
nobody knows them; a text of a language without a rule here is never hard.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from flows.phrase import Phrase

FEWEST_WORDS = 40  # below this the figure is a matter of luck
GRADE = 7.0  # aim at 6; one grade is the noise of texts as short as these
INFLESZ = 65.0
_PART = re.compile(r"[.!?;]+")
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Ease:
    """How hard some texts are: `hardness` grows, and above `limit` is too much."""

    hardness: float
    limit: float
    words: int
    name: str

    @property
    def is_hard(self) -> bool:
        """Whether they are too hard, and long enough for that to be known."""
        return self.words >= FEWEST_WORDS and self.hardness > self.limit


@dataclass(frozen=True, slots=True)
class _Counts:
    words: int
    sentences: int
    syllables: int


def ease(texts: Iterable[Sequence[str]], language: str) -> Ease:
    """Return how hard `texts` are, each given as its pieces between the slots."""
    measure = _MEASURES.get(language.partition("-")[0])
    if measure is None:
        return Ease(0, 0, 0, "not measured")
    counts, tell = measure
    parts = [part for text in texts for part in _PART.split(" ".join(text))]
    sentences = [words for part in parts if (words := _WORD.findall(part))]
    syllables = sum(counts(word) for words in sentences for word in words)
    many = sum(map(len, sentences))
    return tell(_Counts(many, len(sentences), syllables) if many else _Counts(1, 1, 1))


# ---- English ----

# Words too frequent to be counted wrongly by the rules below.
_KNOWN: Mapping[str, int] = {
    "idea": 3, "ideas": 3, "area": 3, "areas": 3, "create": 2, "created": 3, "react": 2,
    "real": 2, "really": 3, "science": 2, "quiet": 2, "business": 2, "every": 2,
    "everyone": 3, "everything": 3, "evening": 2, "evenings": 2, "different": 3,
    "interest": 3, "people": 2, "employee": 3, "sometimes": 2, "awhile": 2, "eyes": 1,
}  # fmt: skip
_VOWELS = re.compile(r"[aeiouy]+")
_SUFFIX = re.compile(
    r"(?<=[^aeiouy])e(?=(?:ly|ful|less|ness|ment|thing|times?|body|where|how)$)"
)
_SILENT = re.compile(
    r"(?<=[a-z]{2})(?:(?<![aeiouytd])ed|(?<![aeiouyl])e|(?<=[aeiouy]l)e)$"
)
_PLURAL = re.compile(r"(?<=[a-z]{2})(?<![aeiouysxzcg])(?<!ch|sh)es$")
_APART = re.compile(r"i[aou]|ien[ct]|uie|eos?$|[aeiouy]ing$")
_TOGETHER = re.compile(r"[tcsgx]i(?:on|ou|al|an|en)")


def syllables_en(word: str) -> int:
    """Count the syllables of an English word by rule; right for some nine in ten."""
    parts = re.split(r"['\u2019-]", word.casefold())
    return max(1, sum(map(_beats, filter(None, parts))))


def _beats(part: str) -> int:
    if part in _KNOWN:
        return _KNOWN[part]
    bare = _SILENT.sub("", _SUFFIX.sub("", _PLURAL.sub("s", part)))
    apart, together = len(_APART.findall(bare)), len(_TOGETHER.findall(bare))
    return len(_VOWELS.findall(bare)) + max(0, apart - together)


def _grade(counts: _Counts) -> Ease:
    per_sentence = counts.words / counts.sentences
    grade = 0.39 * per_sentence + 11.8 * counts.syllables / counts.words - 15.59
    name = Phrase(
        "grade %(grade)s (at most %(most)s)", grade=f"{grade:.1f}", most=f"{GRADE:.0f}"
    )
    return Ease(grade, GRADE, counts.words, name)


# ---- Spanish ----

_NUCLEUS = re.compile(
    r"[iu\u00fc]?[aeo\u00e1\u00e9\u00f3][iuy\u00fc]?|[\u00ed\u00fa]|[iu\u00fc]+y?|y$"
)


def syllables_es(word: str) -> int:
    """Count the syllables of a Spanish word by the rules of its vowels."""
    folded = unicodedata.normalize("NFC", word.casefold())
    plain = re.sub(r"qu(?=[ei\u00e9\u00ed])|gu(?=[ei\u00e9\u00ed])", "g", folded)
    return max(1, len(_NUCLEUS.findall(plain)))


def _inflesz(counts: _Counts) -> Ease:
    per_word = counts.syllables / counts.words
    score = 206.835 - 62.3 * per_word - counts.words / counts.sentences
    name = Phrase(
        "%(score)s on the INFLESZ scale (at least %(least)s)",
        score=f"{score:.0f}",
        least=f"{INFLESZ:.0f}",
    )
    return Ease(-score, -INFLESZ, counts.words, name)


_MEASURES: Mapping[str, tuple[Callable[[str], int], Callable[[_Counts], Ease]]] = {
    "en": (syllables_en, _grade),
    "es": (syllables_es, _inflesz),
}
