"""Reads what a person wrote as an answer, liberally; never fails, never judges.

Effort counts: "tried but chickened out" is a try, and a story without any keyword is a
try told in own words (#33). Nothing here needs a carrier keyword as an answer, though a
bare YES is understood where one comes. Words the tables do not know are never an
error: they become `Unsure` or stay the person's own words.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias, assert_never

from flows.talk import phrases, weekdays
from flows.talk.spelling import book, look_up, normal

# What each kind of question can be answered with: the names scripts branch on.
MEANINGS: Mapping[str, tuple[str, ...]] = {
    "attempt": (
        "tried", "imagined", "not_tried", "not_yet", "thanks", "greeting",
        "question", "person", "unsure",
    ),
    "yes_no": ("yes", "no", "question", "person", "unsure"),
    "words": ("words", "nothing", "question", "person"),
    "number": ("number", "question", "person", "unsure"),
    "days": ("days", "none", "question", "person", "unsure"),
    "reason": (
        "time", "know_how", "moment", "other", "tried", "question", "person",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tried:
    """A try, made `days_ago` local days before today."""

    words: str
    days_ago: int = 0


@dataclass(frozen=True, slots=True)
class NotTried:
    """No try this time; `reason` is time, know_how, moment or "" when not told."""

    words: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Imagined:
    """The step was done in the head, or rehearsed."""

    words: str


@dataclass(frozen=True, slots=True)
class YesNo:
    """Yes or no."""

    yes: bool


@dataclass(frozen=True, slots=True)
class Number:
    """A number, whole and not negative."""

    value: int


@dataclass(frozen=True, slots=True)
class Days:
    """Days of the week, 0 is Monday; none of them is an answer too."""

    days: frozenset[int]


@dataclass(frozen=True, slots=True)
class Reason:
    """What was missing: time, know_how, moment or other."""

    reason: str


@dataclass(frozen=True, slots=True)
class Words:
    """Own words, taken as they are."""

    words: str


@dataclass(frozen=True, slots=True)
class Aside:
    """No answer: not_yet, thanks, greeting, nothing, question or person."""

    meaning: str


@dataclass(frozen=True, slots=True)
class Unsure:
    """Words that could mean either."""

    words: str


Answer: TypeAlias = (
    Tried
    | NotTried
    | Imagined
    | YesNo
    | Number
    | Days
    | Reason
    | Words
    | Aside
    | Unsure
)


def meaning(answer: Answer) -> str:
    """Name an answer as scripts do in `on:`; one of MEANINGS of its question."""
    match answer:
        case Aside(name) | Reason(name):
            return name
        case YesNo(yes):
            return "yes" if yes else "no"
        case Days(days):
            return "days" if days else "none"
        case Tried() | NotTried() | Imagined() | Number() | Words() | Unsure():
            return _NAMES[type(answer)]
        case _:
            assert_never(answer)


_NAMES: Mapping[type[Answer], str] = {
    Tried: "tried",
    NotTried: "not_tried",
    Imagined: "imagined",
    Number: "number",
    Words: "words",
    Unsure: "unsure",
}


def understand(text: str, expect: str) -> Answer:
    """Read `text` as an answer to a question of the kind `expect` (MEANINGS).

    Raises KeyError when there is no such kind; no text makes it fail.
    """
    return _READERS[expect](_Said(text))


def command(text: str) -> str | None:
    """Name the product's command `text` is as a whole message, or None.

    One of why, less, back, pause, go; letter case, punctuation and emoji are ignored.
    """
    return _COMMANDS.get(normal(text))


class _Said:
    """A text in the two forms the readers look at."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.norm = normal(text)
        self.words = self.norm.split()


_ATTEMPT_BOOK = book(
    ("tried", phrases.TRIED),
    ("not_tried", phrases.NOT_TRIED),
    ("not_yet", phrases.NOT_YET),
    ("thanks", phrases.THANKS),
    ("greeting", phrases.GREETING),
)
_YES_NO_BOOK = book(("yes", phrases.YES), ("no", phrases.NO))
_NOTHING_BOOK = book(("nothing", phrases.NOTHING))
_COMMANDS = {phrase: name for name, some in phrases.COMMANDS.items() for phrase in some}


def _sign(text: str, *chapters: tuple[str, frozenset[str]]) -> str | None:
    # A text of signs alone: the first that says something decides.
    found = (name for sign in text for name, signs in chapters if sign in signs)
    return next(found, None)


# ---- asides: things people say instead of answering ----

QUESTION_MARKS = ("?", "\uff1f", "\u061f")  # Latin, full-width, Arabic
_QUESTION_WORDS = re.compile(
    r"(what|whats|how|hows|when|where|who|whos|which|why|should|shall|can|could|"
    r"would|do|does|is|are|am|may|will|any)\b"
)
_ASKS = re.compile(
    r"^(what (should|do|can|am|is|shall|counts|if)|how (do|can|should|does|to)|"
    r"(should|can|could|shall|may) (i|you|we)|do i|is it ok|am i|who is this|"
    r"whos this|help me)\b|\b(what should i do|what am i supposed|i have a question|"
    r"i dont (understand|get) (the|this|what|it)|im stuck|what counts|"
    r"any (tips|advice))"
)
_PERSON = re.compile(
    r"^coach( please)?$|\b(call me|ring me|(talk|speak) (to|with) (a|my|the|some)"
    r" ?(human|person|coach|one|body)|real (person|human)|need my coach|"
    r"ask my coach|contact me)\b"
)
_PAST = re.compile(
    r"\b(tried|did|said|spoke|asked|told|went|made|raised|shared|wrote)\b"
)


def _aside(said: _Said) -> Aside | None:
    if _PERSON.search(said.norm) and not _FIRST_TOLD.match(said.norm):
        return Aside("person")
    if _ASKS.search(said.norm) and not _PAST.search(said.norm):
        return Aside("question")
    asked = said.text.rstrip().endswith(QUESTION_MARKS)
    if asked and _QUESTION_WORDS.match(said.norm):
        return Aside("question")
    return None


# ---- attempt ----

_FIRST_TOLD = re.compile(
    r"^(yes |yep |yeah |yup |ok |so |and |well |today |just |actually |finally )*"
    r"(i |we )?"
    r"(just |actually |finally |even |also |only |really )*"
    r"(tried|said|spoke|asked|told|raised|shared|went|called|wrote|opened|walked|ran|"
    r"read|talked|presented|practi[cs]ed|offered|suggested|answered|sent|signed|"
    r"stood|sat|listened|managed|started|began|spent|put my hand|did (?!not\b|nt\b))"
)
_EFFORT = re.compile(
    r"\b(tried|attempted|gave it a (go|try|shot)|had a (go|try|shot)|"
    r"made an (attempt|effort)|got started|(some|half) of it)\b"
)
_NO_EFFORT = re.compile(
    r"\b(didnt|havent|not|never|hardly|wish (id|i had|i)|(should|could|would) have|"
    r"shouldve|couldve|wouldve|if (id|i had)) (even |really )?(tried|attempted)\b"
)
_IMAGINED = re.compile(
    r"\b(in my (head|mind)|imagin(ed|ing)|pictur(ed|ing)|visuali[sz](ed|ing)|"
    r"mentally|rehears(ed|ing))\b"
)
_THEN_DID = re.compile(
    r"\b(and|then) (i |then |actually |really )*"
    r"(did|said|spoke|asked|told|went|made|raised|shared|tried)\b"
)
_NOT_YET = re.compile(
    r"^(ill|i will|im going to|i am going to|im gonna|gonna|going to|planning to|"
    r"i plan to|im planning|about to|will (do|try|say)|trying (it )?(now|later)|"
    r"not yet|havent yet|still (going|planning) to|i want to|im trying)\b|"
    r"\b(havent (done|tried|had a go)( it)? yet|not yet but)\b"
)
_NOT_TRIED = re.compile(
    r"^(no|nah|nope|nay|naw) (?!one|body)|"
    r"\b(not (today|tonight|this time|done|able)|(didnt|did not|couldnt|could not|"
    r"wasnt able to|was unable to|unable to|cant|havent|have not|hadnt|never)"
    r"( really| even| quite| manage to| managed to| get to| get around to| dare to"
    r"| want to| feel like)*"
    r" ?($|do|doing|try|manage|say|speak|ask|happen|make|find|dare|today|this|it\b|"
    r"because|cause|cuz|as|had|have|got|get|remember|bring|done|open|finish|"
    r"start)|chickened out|bailed|wimped|lost my nerve|too (scared|nervous|afraid|"
    r"shy|busy|tired|late|much)|put it off|procrastinat\w+|no (time|chance|energy|"
    r"luck)|ran out of time|skipp?(ed|ing)|forgot|slipped my mind|day off|"
    r"on (holiday|vacation|leave)|(off|home|im|was|am|feeling|too) (sick|ill|unwell)|"
    r"sick (today|day)|(was|got|were|been) cancell?ed|missed (it|the)|wanted to but|"
    r"meant to but)"
)
_AGO = (
    (2, re.compile(r"\b(day before yesterday|2 days ago|two days ago)\b")),
    (1, re.compile(r"^(yesterday|last night)\b|\b(yesterday|last night)$")),
)
A_STORY = 3  # words; fewer that no table knows could mean anything
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u3040-\u9fff]{6,}")  # no spaces to count by


def _attempt(said: _Said) -> Answer:
    known = look_up(_ATTEMPT_BOOK, said.norm) or (
        _sign(said.text, *_ATTEMPT_SIGNS) if not said.norm else None
    )
    if known:
        return _ATTEMPTS[known](said)
    return _aside(said) or _story(said)


def _story(said: _Said) -> Answer:
    name = next((name for name, holds in _STORIES if holds(said.norm)), "")
    if name or len(said.words) >= A_STORY or _UNSPACED.search(said.norm):
        return _ATTEMPTS[name or "tried"](said)
    return Unsure(said.text)


def _made_effort(norm: str) -> bool:
    return bool(_EFFORT.search(norm)) and not _NO_EFFORT.search(norm)


def _only_imagined(norm: str) -> bool:
    return bool(_IMAGINED.search(norm)) and not _THEN_DID.search(norm)


# Asked in this order; the first that holds names the story.
_STORIES: tuple[tuple[str, Callable[[str], object]], ...] = (
    ("imagined", _only_imagined),
    ("tried", _FIRST_TOLD.match),
    ("tried", _made_effort),
    ("not_tried", _NO_EFFORT.search),
    ("not_yet", _NOT_YET.search),
    ("not_tried", _NOT_TRIED.search),
)
_ATTEMPT_SIGNS = (
    ("tried", phrases.TRIED_SIGNS),
    ("not_tried", phrases.NOT_TRIED_SIGNS),
    ("thanks", phrases.THANKS_SIGNS),
)
_ATTEMPTS: Mapping[str, Callable[[_Said], Answer]] = {
    "tried": lambda said: Tried(said.text, _days_ago(said.norm)),
    "not_tried": lambda said: NotTried(said.text, _reason_in(said.norm)),
    "imagined": lambda said: Imagined(said.text),
    "not_yet": lambda _: Aside("not_yet"),
    "thanks": lambda _: Aside("thanks"),
    "greeting": lambda _: Aside("greeting"),
}


def _days_ago(norm: str) -> int:
    return next((days for days, when in _AGO if when.search(norm)), 0)


def _reason_in(norm: str) -> str:
    return next((name for name, sign in _REASONS if sign.search(norm)), "")


_REASONS = tuple((name, re.compile(sign)) for name, sign in phrases.REASONS)


# ---- the other kinds ----


def _reason(said: _Said) -> Answer:
    if reason := _reason_in(said.norm):
        return Reason(reason)
    told = _FIRST_TOLD.match(said.norm) or look_up(_ATTEMPT_BOOK, said.norm) == "tried"
    return _aside(said) or (Tried(said.text) if told else Reason("other"))


def _yes_no(said: _Said) -> Answer:
    known = look_up(_YES_NO_BOOK, said.norm)
    if known is None and not said.norm:
        known = _sign(
            said.text, ("yes", phrases.YES_SIGNS), ("no", phrases.NOT_TRIED_SIGNS)
        )
    if known:
        return YesNo(known == "yes")
    return _aside(said) or _leaning(said)


def _leaning(said: _Said) -> Answer:
    first = said.words[0] if said.words else ""
    if first in phrases.NO_LEADS:
        return YesNo(yes=False)
    # "yes if it is free" and "ok but not mornings" are not consent.
    if first in phrases.YES_LEADS and phrases.DOUBT.isdisjoint(said.words):
        return YesNo(yes=True)
    return Unsure(said.text)


def _own_words(said: _Said) -> Answer:
    if not said.norm or look_up(_NOTHING_BOOK, said.norm):
        return Aside("nothing")
    return _aside(said) or Words(said.text)


def _number(said: _Said) -> Answer:
    found = (
        int(word) if word.isdecimal() else phrases.NUMBERS.get(word)
        for word in said.words
        if len(word) < 10  # noqa: PLR2004 -- more digits are no answer but a number to call
    )
    value = next((number for number in found if number is not None), None)
    return _aside(said) or Unsure(said.text) if value is None else Number(value)


def _days(said: _Said) -> Answer:
    if said.norm in phrases.NO_DAYS:
        return Days(frozenset())
    days = weekdays.named(said.text)
    return Days(days) if days else _aside(said) or Unsure(said.text)


_READERS: Mapping[str, Callable[[_Said], Answer]] = {
    "attempt": _attempt,
    "yes_no": _yes_no,
    "words": _own_words,
    "number": _number,
    "days": _days,
    "reason": _reason,
}
