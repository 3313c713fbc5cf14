"""What the keys of a telephone mean at each kind of question, as one table.

9 is never an answer where it can be helped: in a call it ends all calls. `*` says the
question once more. A number is ended by `#`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from flows.talk.answers import (
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
    YesNo,
)
from flows.talk.expects import Expect
from flows.talk.frame import Frame

STOP_CALLS = "9"
STOP_ANYWHERE = "*9"  # where 9 is a number
AGAIN = "*"


@dataclass(frozen=True, slots=True)
class Key:
    """One key: the answer it gives, what the caller is told of it, and a coach."""

    answer: Answer
    says: Frame
    means: str


def _says(en: str, es: str) -> Frame:
    return {"en": en, "es": es}


KEYS: Mapping[str, Mapping[str, Key]] = {
    "attempt": {
        "1": Key(
            Tried(""),
            _says("If you tried, press 1.", "Si lo intentaste, marca 1."),
            "tried",
        ),
        "2": Key(
            NotTried(""),
            _says("For not this time, press 2.", "Si esta vez no, marca 2."),
            "not this time",
        ),
        "3": Key(
            Imagined(""),
            _says("If you pictured it, press 3.", "Si lo imaginaste, marca 3."),
            "pictured it",
        ),
        "4": Key(
            Aside("not_yet"),
            _says("For later, press 4.", "Para luego, marca 4."),
            "later",
        ),
    },
    "yes_no": {
        "1": Key(
            YesNo(yes=True),
            _says("For yes, press 1.", "Para sí, marca 1."),
            "yes",
        ),
        "2": Key(
            YesNo(yes=False),
            _says("For no, press 2.", "Para no, marca 2."),
            "no",
        ),
    },
    "offer": {
        "1": Key(
            Picked("accept"),
            _says("To take it, press 1.", "Para aceptar, marca 1."),
            "take it",
        ),
        "2": Key(
            Picked("keep"),
            _says("To leave it as it is, press 2.", "Para dejarlo igual, marca 2."),
            "leave it as it is",
        ),
        "3": Key(
            Picked("later"),
            _says("For later, press 3.", "Para luego, marca 3."),
            "later",
        ),
    },
    "reason": {
        "1": Key(
            Reason("time"),
            _says("For time, press 1.", "Si fue tiempo, marca 1."),
            "time",
        ),
        "2": Key(
            Reason("know_how"),
            _says("For know-how, press 2.", "Si fue cómo hacerlo, marca 2."),
            "know-how",
        ),
        "3": Key(
            Reason("moment"),
            _says("For the moment, press 3.", "Si fue el momento, marca 3."),
            "the moment",
        ),
        "4": Key(
            Reason("other"),
            _says("For something else, press 4.", "Si fue otra cosa, marca 4."),
            "something else",
        ),
    },
}
# Kinds answered by digits and `#`: the most digits, and what the caller is told.
TYPED: Mapping[str, tuple[int, Frame]] = {
    "number": (
        4,
        _says(
            "Type the number, then the hash key.",
            "Marca el número y luego la tecla numeral.",
        ),
    ),
    "scale": (
        2,
        _says(
            "Type a number from 0 to 10, then the hash key.",
            "Marca un número del 0 al 10 y luego la tecla numeral.",
        ),
    ),
    "duration": (
        3,
        _says(
            "Type the minutes, then the hash key.",
            "Marca los minutos y luego la tecla numeral.",
        ),
    ),
    "time": (
        4,
        _says(
            "Type the time with four digits, like 0 7 3 0.",
            "Marca la hora con cuatro dígitos, como 0 7 3 0.",
        ),
    ),
    "days": (
        7,
        _says(
            "Type the days, 1 for Monday to 7 for Sunday, 0 for none, then the "
            "hash key.",
            "Marca los días, del 1 el lunes al 7 el domingo, 0 si ninguno, y luego la "
            "tecla numeral.",
        ),
    ),
}
AGAIN_MEANS = "say it again"
STOP_MEANS = "no more calls"
NOTHING_MEANS = "no meaning here"
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
CHOOSE: Frame = _says("For {words}, press {key}.", "Para {words}, marca {key}.")
_NIGHT = 24 * 60


def read(digits: str, expect: Expect) -> Answer | None:
    """Return what these keys answer to the question; None when they answer nothing."""
    if expect.kind in KEYS:
        key = KEYS[expect.kind].get(digits)
        return key.answer if key else None
    if expect.kind == "choice":
        return _chosen(digits, expect)
    if expect.kind not in TYPED or not re.fullmatch(r"[0-9]{1,7}", digits):
        return None
    return _typed(digits, expect)


def _chosen(digits: str, expect: Expect) -> Answer | None:
    at = int(digits) - 1 if re.fullmatch(r"[1-8]", digits) else -1
    return Picked(expect.choices[at].name) if 0 <= at < len(expect.choices) else None


def _typed(digits: str, expect: Expect) -> Answer | None:
    match expect.kind:
        case "days":
            return _days(digits)
        case "time":
            return _clock(digits)
        case "duration":
            return Duration(int(digits)) if 0 < int(digits) <= _NIGHT else None
        case _:
            value = int(digits)
            high = value if expect.high is None else expect.high
            return Number(value) if expect.low <= value <= high else None


def _days(digits: str) -> Answer | None:
    if digits == "0":
        return Days(frozenset())
    if not re.fullmatch(r"[1-7]+", digits):
        return None
    return Days(frozenset(int(digit) - 1 for digit in digits))


def _clock(digits: str) -> Answer | None:
    found = re.fullmatch(r"([01]?[0-9]|2[0-3])([0-5][0-9])", digits)
    return Clock(f"{int(found[1]):02}:{found[2]}") if found else None


def stops_calls(digits: str, expect: Expect) -> bool:
    """Say whether these keys ask for no more calls, rather than answer."""
    if digits == STOP_ANYWHERE:
        return True
    return digits == STOP_CALLS and read(digits, expect) is None


def means(digits: str, expect: Expect) -> str:
    """Say in plain English, for a coach, what these keys stood for at the question."""
    if digits == AGAIN:
        return AGAIN_MEANS
    if stops_calls(digits, expect):
        return STOP_MEANS
    if expect.kind in KEYS:
        key = KEYS[expect.kind].get(digits)
        return key.means if key else NOTHING_MEANS
    return _meant(read(digits, expect), expect)


def _meant(answer: Answer | None, expect: Expect) -> str:
    match answer:
        case Picked(name):
            words = {one.name: one.words for one in expect.choices}
            return _first(words[name], "en")
        case Days(days):
            return ", ".join(_DAYS[day] for day in sorted(days)) or "no day"
        case Duration(minutes):
            return "1 minute" if minutes == 1 else f"{minutes} minutes"
        case Clock(worth) | Number(worth):
            return str(worth)
        case _:
            return NOTHING_MEANS


def most_keys(expect: Expect) -> int:
    """Return how many digits an answer has at most; 0 where keys answer nothing."""
    if expect.kind in TYPED:
        return TYPED[expect.kind][0]
    return 1 if expect.kind in KEYS or expect.kind == "choice" else 0


def told(expect: Expect, language: str) -> tuple[str, ...]:
    """Return what a caller is told of the keys, a sentence each, in `language`."""
    tongue = language.partition("-")[0]
    if expect.kind == "choice":
        form = CHOOSE.get(tongue, CHOOSE["en"])
        return tuple(
            form.format(words=_first(one.words, tongue), key=number)
            for number, one in enumerate(expect.choices, 1)
        )
    if expect.kind in TYPED:
        says = TYPED[expect.kind][1]
        return (says.get(tongue, says["en"]),)
    keys = KEYS.get(expect.kind, {})
    return tuple(key.says.get(tongue, key.says["en"]) for key in keys.values())


def _first(words: Mapping[str, tuple[str, ...]], tongue: str) -> str:
    return words.get(tongue, next(iter(words.values())))[0]
