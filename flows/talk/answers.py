"""Reads what a person wrote as an answer, liberally; never fails, never judges.

Effort counts: "tried but chickened out" is a try, and a story without any keyword is a
try told in own words (#33). Nothing here needs a carrier keyword as an answer, though a
bare YES is understood where one comes. Words the tables do not know are never an
error: they become `Unsure` or stay the person's own words.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from flows.talk import phrases, stories, weekdays
from flows.talk.expects import Expect
from flows.talk.spelling import book, look_up, normal


@dataclass(frozen=True, slots=True)
class Tried:
    """A try, made `days_ago` local days before today.

    `fell_short` says that she told herself it did not come off: a try all the same.
    """

    words: str
    days_ago: int = 0
    fell_short: bool = False


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
class Duration:
    """How long, in whole minutes."""

    minutes: int


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day, `HH:MM` of 24 hours."""

    time: str


@dataclass(frozen=True, slots=True)
class Picked:
    """One of the choices by its name; accept, keep or later of an offer; a phrase."""

    name: str


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
    | Duration
    | Clock
    | Picked
    | Days
    | Reason
    | Words
    | Aside
    | Unsure
)


def meaning(answer: Answer) -> str:
    """Name an answer as scripts do in `on:`; one of `Expect.meanings`."""
    match answer:
        case Aside(name) | Reason(name) | Picked(name):
            return name
        case YesNo(yes):
            return "yes" if yes else "no"
        case Days(days):
            return "days" if days else "none"
        case Tried(fell_short=True):
            return "tried_but"
        case _:
            return _NAMES[type(answer)]


_NAMES: Mapping[type[Answer], str] = {
    Tried: "tried",
    NotTried: "not_tried",
    Imagined: "imagined",
    Number: "number",
    Duration: "duration",
    Clock: "time",
    Words: "words",
    Unsure: "unsure",
}


def value(answer: Answer) -> str | None:
    """Return what an answer is worth, written plainly; None when its words are it."""
    match answer:
        case Number(worth) | Duration(worth):
            return str(worth)
        case Clock(worth) | Picked(worth):
            return worth
        case _:
            return None


def understand(text: str, expect: Expect, language: str = "en") -> Answer:
    """Read `text`, in `language`, as an answer to a question that expects `expect`.

    No text makes it fail.
    """
    return _READERS[expect.kind](_Said(text), expect)


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
        self.asked = text.rstrip().endswith(stories.QUESTION_MARKS)
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


def _aside(said: _Said) -> Aside | None:
    name = stories.aside(said.text, said.norm)
    return Aside(name) if name else None


# ---- attempt ----

# "ok done", "thanks, did it", "yeah no": what comes after is the answer.
_LEAD_IN = re.compile(
    r"^((ok|okay|oh|well|so|hi|hey|hello|thanks|thank you|wait|um|yeah) )+"
)


def _attempt(said: _Said, _: Expect) -> Answer:
    known = (
        look_up(_ATTEMPT_BOOK, said.norm)
        or look_up(_ATTEMPT_BOOK, _LEAD_IN.sub("", said.norm))
        or (_sign(said.text, *_ATTEMPT_SIGNS) if not said.norm else None)
    )
    if known:
        return _ATTEMPTS[known](said)
    bare = _Said(_LEAD_IN.sub("", said.norm) + ("?" if said.asked else ""))
    kind = stories.kind(bare.norm)
    if kind == "unsure":
        kind = stories.kind(said.norm)
    return _aside(said) or _aside(bare) or _ATTEMPTS[kind](said)


_ATTEMPT_SIGNS = (
    ("tried", phrases.TRIED_SIGNS),
    ("not_tried", phrases.NOT_TRIED_SIGNS),
    ("thanks", phrases.THANKS_SIGNS),
)
_ATTEMPTS: Mapping[str, Callable[[_Said], Answer]] = {
    "tried": lambda said: Tried(said.text, stories.days_ago(said.norm)),
    "not_tried": lambda said: NotTried(said.text, stories.reason(said.norm)),
    "imagined": lambda said: Imagined(said.text),
    "not_yet": lambda _: Aside("not_yet"),
    "thanks": lambda _: Aside("thanks"),
    "greeting": lambda _: Aside("greeting"),
    "news": lambda _: Aside("news"),
    "unsure": lambda said: Unsure(said.text),
}


# ---- the other kinds ----


def _reason(said: _Said, _: Expect) -> Answer:
    if reason := stories.reason(said.norm):
        return Reason(reason)
    known = look_up(_ATTEMPT_BOOK, _LEAD_IN.sub("", said.norm))
    told = known == "tried" or stories.told(said.norm)
    return _aside(said) or (Tried(said.text) if told else Reason("other"))


def _yes_no(said: _Said, _: Expect) -> Answer:
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


def _own_words(said: _Said, _: Expect) -> Answer:
    if not said.norm or look_up(_NOTHING_BOOK, said.norm):
        return Aside("nothing")
    return _aside(said) or Words(said.text)


def _number(said: _Said, _: Expect) -> Answer:
    found = (
        int(word) if word.isdecimal() else phrases.NUMBERS.get(word)
        for word in said.words
        if len(word) < 10  # noqa: PLR2004 -- more digits are no answer but a number to call
    )
    value = next((number for number in found if number is not None), None)
    return _aside(said) or Unsure(said.text) if value is None else Number(value)


def _days(said: _Said, _: Expect) -> Answer:
    if said.norm in phrases.NO_DAYS:
        return Days(frozenset())
    days = weekdays.named(said.text)
    return Days(days) if days else _aside(said) or Unsure(said.text)


def _in_bounds(said: _Said, expect: Expect) -> Answer:
    answer = _number(said, expect)
    if not isinstance(answer, Number):
        return answer
    high = answer.value if expect.high is None else expect.high
    return answer if expect.low <= answer.value <= high else Unsure(said.text)


def _choice(said: _Said, expect: Expect) -> Answer:
    for one in expect.choices:
        words = {normal(word) for some in one.words.values() for word in some}
        if said.norm == normal(one.name) or said.norm in words:
            return Picked(one.name)
    return _aside(said) or Unsure(said.text)


def _offer(said: _Said, expect: Expect) -> Answer:
    answer = _yes_no(said, expect)
    if isinstance(answer, YesNo):
        return Picked("accept" if answer.yes else "keep")
    return answer


def _phrase(said: _Said, expect: Expect) -> Answer:
    answer = _choice(said, expect)
    return Aside("other") if isinstance(answer, Unsure) else answer


def _duration(said: _Said, expect: Expect) -> Answer:
    answer = _number(said, expect)
    return Duration(answer.value) if isinstance(answer, Number) else answer


def _time(said: _Said, _: Expect) -> Answer:
    return _aside(said) or Unsure(said.text)


_READERS: Mapping[str, Callable[[_Said, Expect], Answer]] = {
    "attempt": _attempt,
    "yes_no": _yes_no,
    "words": _own_words,
    "take": _own_words,
    "number": _in_bounds,
    "scale": _in_bounds,
    "duration": _duration,
    "time": _time,
    "days": _days,
    "reason": _reason,
    "choice": _choice,
    "offer": _offer,
    "phrase": _phrase,
}


def rest(text: str, expect: Expect, language: str = "en") -> str:
    """Return the tail of a text that holds a second answer; "" when it holds one."""
    return ""


def certain(answer: Answer) -> bool:
    """Say whether an answer is one: neither unsure, nor an aside, nor plain words."""
    return not isinstance(answer, Unsure | Aside | Words)
