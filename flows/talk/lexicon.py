"""The tables of a language, made ready to be looked things up in."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import ModuleType

from flows.talk import (
    amounts_en,
    amounts_es,
    lexicon_en,
    lexicon_es,
    telling_en,
    telling_es,
)
from flows.talk.spelling import Book, book, fold
from flows.talk.tagging import NO_FILLER, UNKNOWN, Tagger, phrases

# Signs said without a word, whatever the language.
TRIED_SIGNS = frozenset(
    "\u2705\u2714\u2611\U0001f4aa\U0001f389\U0001f64c\U0001f973\U0001f4af\U0001f3c6"
)
NO_SIGNS = frozenset("\u274c\U0001f44e\U0001f645\u2716\u2717\U0001f6ab\u26d4")
THANKS_SIGNS = frozenset(
    "\U0001f44c\U0001f64f\u2764\U0001f60a\U0001f600\U0001f642\U0001f601\U0001faf6\U0001f49a\U0001f499\u2665\U0001f917\U0001f44f\U0001f525\U0001f970\U0001f618"
)
YES_SIGNS = frozenset(
    "\U0001f44d\U0001f44c\u2705\u2714\u2611\U0001f64c\U0001f4aa\U0001f389\U0001f4af\U0001f44f\U0001f197"
)


@dataclass(frozen=True, slots=True)
class Ago:
    """How people say that a try was days ago: words that all signs need, the signs.

    `beside` finds where a day is named beside a try of today: "than yesterday".
    """

    hints: frozenset[str]
    beside: re.Pattern[str]
    signs: tuple[tuple[int, re.Pattern[str]], ...]


@dataclass(frozen=True, slots=True)
class Asides:
    """How people ask, want a person, greet and thank."""

    question: re.Pattern[str]
    asking: frozenset[str]
    asking_too: frozenset[str]
    copulas: frozenset[str]  # a number beside one is asked about
    asking_of: frozenset[str]  # first words of a question about a person, not for one
    person: re.Pattern[str]
    person_hints: frozenset[str]
    person_asked: re.Pattern[str]
    talk_told: re.Pattern[str]  # talking to somebody as an answer, not as a wish
    greeted: re.Pattern[str]
    thanked: re.Pattern[str]
    lead_in: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Amounts:
    """How people say numbers, lengths and times."""

    numbers: Mapping[str, int]
    nearly: Book  # the same, and slips in them
    scale: Book
    ends: re.Pattern[str]  # the scale itself, told before the number on it
    none: frozenset[str]
    before_one: frozenset[str]
    around: Tagger
    duration: Tagger
    time: Tagger
    minutes_first: bool
    no_corrects: bool


@dataclass(frozen=True, slots=True)
class Weekdays:
    """How people name the days of the week."""

    names: Mapping[str, int]
    tagger: Tagger
    letters: Mapping[str, int]
    second: Mapping[str, tuple[int, int]]  # from which day on a letter is another
    run: re.Pattern[str]
    span: re.Pattern[str]
    none: Book
    none_first: frozenset[str]
    also_verbs: frozenset[str]
    fillers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All that one language knows."""

    vocabulary: frozenset[str]
    attempt: Book
    telling: Tagger
    ago: Ago
    today: re.Pattern[str]
    on_a_day: re.Pattern[str]
    yes_no: Book
    leaning: Tagger
    nothing: Book
    reasons: tuple[tuple[str, re.Pattern[str]], ...]
    no_reason: re.Pattern[str]
    reason_positions: Mapping[str, str]
    choices: Mapping[str, tuple[str, ...]]
    positions: Mapping[str, str]
    choice_signs: Mapping[str, tuple[str, ...]]
    offer: Book
    offer_mentions: Tagger
    commands: Mapping[str, str]
    asides: Asides
    amounts: Amounts
    weekdays: Weekdays


def _chapters(tables: Mapping[str, str]) -> list[tuple[str, tuple[str, ...]]]:
    return [(name, phrases(table)) for name, table in tables.items()]


def _words_of(module: ModuleType) -> frozenset[str]:
    """Collect the words of all tables of a module; figures are of no language."""
    tables = (some for name, some in vars(module).items() if name.isupper())
    texts = (text for table in tables for text in _texts(table))
    words = (word for text in texts for word in fold(text).replace("|", " ").split())
    return frozenset(word for word in words if word.isalpha())


def _texts(table: object) -> Iterator[str]:
    """Take the phrases out of a table; the words of what is worth a number are keys."""
    if isinstance(table, dict):
        table = tuple(
            one if isinstance(one, str) else word for word, one in table.items()
        )
    some = table if isinstance(table, tuple) else (table,)
    return (text for text in some if isinstance(text, str) and "(" not in text)


def _exact(tables: Mapping[str, str]) -> dict[str, str]:
    return {phrase: name for name, some in _chapters(tables) for phrase in some}


def _numbers(words: ModuleType) -> dict[str, int]:
    small = {word: at for at, word in enumerate(words.NUMBERS.split())}
    tens = {word: 10 * at for at, word in enumerate(words.TENS.split(), 2)}
    return {**small, **tens, **words.MORE_NUMBERS}


_OF_NUMBERS = {"-": "r", "\u2013": "r", "/": "o", "%": "P"}
_OF_LENGTHS = {"\u00bd": "H", "-": "~", "\u2013": "~", "/": "~"}
_OF_TIMES = {"-": "r", "\u2013": "r"}
_OF_DAYS = {
    "-": ">",
    "\u2013": ">",
    "+": "+",
    **dict.fromkeys("\u2705\u2714\u2611\U0001f44d", "y"),
    **dict.fromkeys("\u274c\u2716\u2717\U0001f44e\U0001f6ab", "n"),
}


def _by_form(
    numbers: Mapping[str, int], signs: Mapping[str, str]
) -> Callable[[str], str]:
    """Know figures and number words as #, clock times as T, signs as told."""

    def form(token: str) -> str:
        if token in numbers:
            return "#"
        if token[0].isdecimal():
            return "T" if ":" in token else "#"
        return UNKNOWN if token[0].isalpha() else signs.get(token, "|")

    return form


def _amounts(words: ModuleType) -> Amounts:
    numbers = _numbers(words)
    spelt = [(str(worth), (word,)) for word, worth in numbers.items()]

    def tagger(tables: Mapping[str, str], signs: Mapping[str, str]) -> Tagger:
        return Tagger(tables, _by_form(numbers, signs), filler=NO_FILLER)

    return Amounts(
        numbers=numbers,
        nearly=book(*spelt),
        scale=book(*_chapters(words.SCALE)),
        ends=re.compile(words.ENDS, re.DOTALL),
        none=frozenset(phrases(words.SCALE["0"])),
        before_one=frozenset(words.BEFORE_ONE.split()),
        around=tagger(words.AROUND, _OF_NUMBERS),
        duration=tagger(words.DURATION, _OF_LENGTHS),
        time=tagger(words.TIME, _OF_TIMES),
        minutes_first=words.MINUTES_FIRST,
        no_corrects=words.NO_CORRECTS,
    )


def _weekdays(words: ModuleType) -> Weekdays:
    names = {name: day for day, some in enumerate(words.DAYS) for name in some.split()}
    spelt = {str(day): "|".join(some.split()) for day, some in enumerate(words.DAYS)}
    groups = {_GROUPS[days]: some for days, some in words.DAY_GROUPS.items()}
    tables = {**spelt, **groups, **words.DAY_WORDS}
    return Weekdays(
        names=names,
        tagger=Tagger(tables, _by_form({}, _OF_DAYS), slips=True),
        letters=words.LETTERS,
        second=words.SECOND,
        run=re.compile(words.RUN),
        span=re.compile(words.SPAN),
        none=book(("none", phrases(words.NO_DAYS))),
        none_first=frozenset(words.NO_DAY_FIRST.split()),
        also_verbs=frozenset(words.ALSO_VERBS.split()),
        fillers=frozenset(phrases(words.DAY_WORDS["a"])),
    )


_GROUPS = {"0123456": "A", "01234": "W", "56": "S"}


def _asides(words: ModuleType) -> Asides:
    return Asides(
        question=re.compile(words.QUESTION),
        asking=frozenset(words.ASKING.split()),
        asking_too=frozenset(words.ASKING_TOO.split()),
        copulas=frozenset(words.COPULAS.split()),
        asking_of=frozenset(words.ASKING_OF.split()),
        person=re.compile(words.PERSON),
        person_hints=frozenset(words.PERSON_HINTS.split()),
        person_asked=re.compile(words.PERSON_ASKED),
        talk_told=re.compile(words.TALK_TOLD),
        greeted=re.compile(words.GREETED),
        thanked=re.compile(words.THANKED),
        lead_in=re.compile(words.LEAD_IN),
    )


def _lexicon(words: ModuleType, telling: ModuleType, amounts: ModuleType) -> Lexicon:
    return Lexicon(
        vocabulary=frozenset(words.MARKS.split()).union(
            *map(_words_of, (words, telling, amounts))
        ),
        attempt=book(*_chapters(words.ATTEMPT)),
        telling=Tagger(
            telling.TAGS,
            telling.by_form,
            slips=True,
            sound=getattr(telling, "sound", None),
            accented=getattr(telling, "ACCENTED", {}),
        ),
        ago=Ago(
            frozenset(telling.AGO_HINTS.split()),
            re.compile(telling.BESIDE),
            tuple((days, re.compile(sign)) for days, sign in telling.AGO),
        ),
        today=re.compile(telling.TODAY),
        on_a_day=re.compile(telling.ON_A_DAY),
        yes_no=book(*_chapters(words.YES_NO)),
        leaning=Tagger(words.LEANING, slips=True),
        nothing=book(("nothing", phrases(words.NOTHING))),
        reasons=tuple((name, re.compile(sign)) for name, sign in words.REASONS.items()),
        no_reason=re.compile(words.NO_REASON),
        reason_positions=_exact(words.REASON_POSITIONS),
        choices=dict(_chapters(words.CHOICES)),
        positions=_exact(words.CHOICE_WORDS),
        choice_signs=dict(_chapters(words.CHOICE_SIGNS)),
        offer=book(*_chapters(words.OFFER)),
        offer_mentions=Tagger({name[0]: some for name, some in words.OFFER.items()}),
        commands=_exact(words.COMMANDS),
        asides=_asides(words),
        amounts=_amounts(amounts),
        weekdays=_weekdays(amounts),
    )


LEXICONS: Mapping[str, Lexicon] = {
    "en": _lexicon(lexicon_en, telling_en, amounts_en),
    "es": _lexicon(lexicon_es, telling_es, amounts_es),
}


def known_to(language: str) -> tuple[Lexicon, ...]:
    """Return the lexicons to read with, the one of `language` first.

    A language that is not known is read as English and Spanish.
    """
    first = language[:2].casefold()
    own = LEXICONS.get(first)
    if own is None:
        return tuple(LEXICONS.values())
    return (own, *(other for name, other in LEXICONS.items() if name != first))
