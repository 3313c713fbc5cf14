"""Reads what a person wrote as an answer, liberally; never fails, never judges.

Effort counts: "tried but chickened out" is a try, and a story without any keyword is a
try told in own words (#33). Nothing here needs a carrier keyword as an answer, though a
bare YES is understood where one comes. Words the tables do not know are never an
error: they become `Unsure` or stay the person's own words.
"""

import re
from collections.abc import Iterator

from flows.talk import readers, weekdays
from flows.talk.expects import MEANINGS, Expect
from flows.talk.lexicon import Lexicon, known_to
from flows.talk.meant import (
    Answer,
    Aside,
    Clock,
    Days,
    Duration,
    Imagined,
    NotTried,
    Number,
    Picked,
    Reason,
    Tried,
    Unsure,
    Words,
    YesNo,
    certain,
    meaning,
    value,
)
from flows.talk.said import Said
from flows.talk.spelling import LONGEST, normal

__all__ = [
    "MEANINGS",
    "Answer",
    "Aside",
    "Clock",
    "Days",
    "Duration",
    "Imagined",
    "NotTried",
    "Number",
    "Picked",
    "Reason",
    "Tried",
    "Unsure",
    "Words",
    "YesNo",
    "certain",
    "command",
    "meaning",
    "names_today",
    "reports",
    "rest",
    "understand",
    "value",
]


def understand(
    text: str, expect: Expect, language: str = "en", coach: str = ""
) -> Answer:
    """Read `text`, in `language`, as an answer to a question that expects `expect`.

    A text that is plainly in another language we know is read in that one. Whoever asks
    for `coach` by that name asks for a person. No text makes it fail.
    """
    said = Said(text, coach)
    first, *others = _as_spoken(said, known_to(language))
    answer = readers.read(said, expect, first)
    # Figures are of no language.
    words = frozenset(word for word in said.vocabulary if not word[0].isdecimal())
    if not others or not _open(answer) or words <= first.vocabulary:
        return answer
    again = (readers.read(said, expect, other) for other in others)
    return next((one for one in again if not _open(one)), answer)


def _open(answer: Answer) -> bool:
    """Say whether another language might understand more."""
    match answer:
        case Unsure() | Words() | Aside("other") | Reason("other"):
            return True
        case _:
            return False


def _as_spoken(said: Said, known: tuple[Lexicon, ...]) -> tuple[Lexicon, ...]:
    """Keep the languages that know most of the words, in their order."""
    knows = [len(said.vocabulary & lexicon.vocabulary) for lexicon in known]
    most = max(knows)
    return tuple(
        lexicon for lexicon, count in zip(known, knows, strict=True) if count == most
    )


def command(text: str, language: str = "en") -> str | None:
    """Name the product's command `text` is as a whole message, or None.

    One of why, less, more, back, pause, go, call_me, my_data, erase, next; letter case,
    accents, punctuation and emoji are ignored.
    """
    norm = normal(text)
    found = (lexicon.commands.get(norm) for lexicon in known_to(language))
    return next((name for name in found if name), None)


def reports(text: str, language: str = "en") -> bool:
    """Say whether the whole text is a known report of a try: "did it", "done"."""
    norm = normal(text)
    return any(one.attempt.get(norm) == "tried" for one in known_to(language))


def names_today(text: str, language: str = "en") -> bool:
    """Say whether a text names the very day on which it is written."""
    norm = normal(text)
    return any(one.today.search(norm) for one in known_to(language))


_SEPARATORS = re.compile(
    r"[,;.!\n]+\s*|\s+(?:and|y|e)\s+|\s+[-\u2013\u2014]\s+", re.IGNORECASE
)
_HEDGED = re.compile(
    r"(maybe|perhaps|or|no|not|wait|i mean|sorry|actually|make that|probably|quizas?|"
    r"tal vez|o|digo|perdon|mejor dicho|espera|but|pero|yesterday|last night|ayer|"
    r"anoche)\b"
)
_TRIED_PLACES = 6
_WHOLE_TEXT = ("words", "take", "phrase")


def rest(text: str, expect: Expect, language: str = "en", coach: str = "") -> str:
    """Return what follows the first answer in a text that holds two: "yes and a 7".

    "" where there is none. The head alone must mean what the whole text means.
    """
    if expect.kind in _WHOLE_TEXT or not _SEPARATORS.search(text, 0, LONGEST):
        return ""
    whole = understand(text, expect, language, coach)
    if not certain(whole):
        return ""
    for head, tail in _cuts(text[:LONGEST]):
        if _alike(understand(head, expect, language, coach), whole):
            more = _HEDGED.match(normal(tail)) or (
                expect.kind == "days" and _names_days(tail, language)
            )
            return "" if more else tail
    return ""


def _names_days(text: str, language: str) -> bool:
    """See "tuesday no" for more of the same answer."""
    said = Said(text)
    return any(weekdays.names_any(said, one.weekdays) for one in known_to(language))


def _cuts(text: str) -> Iterator[tuple[str, str]]:
    for place, found in enumerate(_SEPARATORS.finditer(text)):
        if place == _TRIED_PLACES:
            return
        head, tail = text[: found.start()].strip(), text[found.end() :].strip()
        inside = text[found.start() - 1 : found.end() + 1]
        if head and tail and not re.match(r"\d[.,]\d", inside):
            yield head, tail


def _alike(head: Answer, whole: Answer) -> bool:
    """Compare what two answers mean, and are worth; not their words."""
    same = meaning(head) == meaning(whole) and value(head) == value(whole)
    return same and (not isinstance(whole, Days) or head == whole)
