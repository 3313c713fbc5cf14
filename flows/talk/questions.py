"""Reads the questions of a script: what they expect, and where their answers lead."""

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import partial

from flows.phrase import Phrase
from flows.talk import texts
from flows.talk.cards import Card, ScriptError, refusals
from flows.talk.expects import MEANINGS, RANGES, SCALE, Choice, Expect
from flows.talk.grammar import Ask, Line, Quiet, Ways

UNITS = {"minute": 60, "hour": 3_600, "day": 86_400, "week": 604_800}  # seconds
MOST_CHOICES = 8  # keys 1 to 8; 9 ends calls
_RANGE = re.compile(r"([0-9]{1,4}) ?(?:to|-) ?([0-9]{1,4})|([0-9]{1,4})(\+?)")
ENDLESS = 10**9


def ask(card: Card, kind: str, languages: texts.Languages, then: str) -> Ask:
    """Read the question that stands under `kind` (`ask`, `hear` or `offer`)."""
    expect = _expect(card, kind, languages)
    return Ask(
        line=None if kind == "hear" else texts.line(card, kind, languages),
        expect=expect,
        ways=ways(card, then, expect),
        unsure=texts.optional(card, "unsure", languages),
        keep=card.word("keep") if "keep" in card.raw else "",
        quiet=quiet(card, languages),
        offers=card.word("about") if kind == "offer" else "",
    )


def refused(card: Card, kind: str, languages: texts.Languages) -> Iterator[ScriptError]:
    """Yield everything for which `ask` refuses a question, each part by itself."""
    line = partial(texts.line, card, kind, languages)
    yield from refusals(
        *([] if kind == "hear" else [line]),
        partial(_expect, card, kind, languages),
        partial(texts.optional, card, "unsure", languages),
        partial(quiet, card, languages),
        partial(ask, card, kind, languages, ""),
    )


def _expect(card: Card, kind: str, languages: texts.Languages) -> Expect:
    if kind == "offer":
        if "about" not in card.raw:
            mend = Phrase("Add what is offered, such as `about: longer`.")
            raise _lacks(card, kind, "about", mend)
        return Expect("offer")
    key = "hear" if kind == "hear" else "expect"
    if key not in card.raw:
        mend = Phrase("Add what kind of answer it is, such as `expect: words`.")
        raise _lacks(card, kind, "expect", mend)
    name = card.one_of(key, tuple(MEANINGS))
    low, high = SCALE if name == "scale" else _bounds(card)
    return Expect(name, low, high, _choices(card, name, key, languages))


def _lacks(card: Card, at: str, key: str, mend: Phrase) -> ScriptError:
    return card.refuse(at, Phrase("`%(key)s:` is missing.", key=key), mend)


def _bounds(card: Card) -> tuple[int, int | None]:
    low = _whole(card, "from") if "from" in card.raw else 0
    high = _whole(card, "to") if "to" in card.raw else None
    if high is not None and high <= low:
        problem = Phrase("`to:` is not above `from:`.")
        raise card.refuse("to", problem, Phrase("Write a higher number."))
    return low, high


def _whole(card: Card, key: str) -> int:
    word = card.word(key)
    if not (word.isdecimal() and len(word) < 5):  # noqa: PLR2004 -- 9999 at most
        problem = Phrase("`%(key)s:` is a whole number.", key=key)
        raise card.refuse(key, problem, Phrase("Write it in digits."))
    return int(word)


def _choices(
    card: Card, name: str, key: str, languages: texts.Languages
) -> tuple[Choice, ...]:
    if name == "phrase":
        if "phrase" not in card.raw:
            mend = Phrase("Add it, such as `phrase: erase everything`.")
            raise _lacks(card, key, "phrase", mend)
        return (Choice("said", texts.lists(card, "phrase", languages)),)
    if name != "choice":
        return ()
    if "choices" not in card.raw:
        mend = Phrase("Add `choices:` with a name and its words for each.")
        raise _lacks(card, key, "choices", mend)
    inner = card.card("choices", "`choices: {keep: as it is, longer: longer}`")
    if len(inner.raw) > MOST_CHOICES:
        problem = Phrase("A question has %(most)s choices at most.", most=MOST_CHOICES)
        raise card.refuse("choices", problem, Phrase("Ask two questions."))
    called = _called(card, tuple(map(str, inner.raw)))
    return tuple(
        Choice(str(one), texts.lists(inner, one, languages), called.get(str(one), ""))
        for one in inner.raw
    )


def _called(card: Card, choices: tuple[str, ...]) -> Mapping[str, str]:
    """Read which fact holds her own name for a choice."""
    if "called" not in card.raw:
        return {}
    inner = card.card("called", "`called: {there: a_fact}`")
    inner.known(choices, Phrase("A choice"))
    return card.words("called", "`called: {there: a_fact}`")


def ways(card: Card, then: str, expect: Expect | None = None) -> Ways:
    """Read `on:`: names of answers, and ranges such as `0 to 6` and `7+`.

    Without `expect` the names are values of a fact, which may be anything.
    """
    on = card.words("on", "`on: {tried: next_node}`") if "on" in card.raw else {}
    ranged = {key: found for key in on if (found := _RANGE.fullmatch(key))}
    if expect is not None and expect.kind not in RANGES:
        ranged = {}
    named = {key: target for key, target in on.items() if key not in ranged}
    if expect is not None and on:
        meanings = (*expect.meanings, *ranged)
        what = Phrase("An answer to `%(kind)s`", kind=expect.kind)
        card.card("on", "").known(meanings, what)
    ranges = tuple((*_range(found), on[key]) for key, found in ranged.items())
    return Ways(named, ranges, then)


def _range(found: re.Match[str]) -> tuple[int, int]:
    low, high, one, more = found.groups()
    if low:
        return int(low), int(high)
    return int(one), ENDLESS if more else int(one)


def quiet(card: Card, languages: texts.Languages) -> Quiet:
    """Read what is done when nobody answers; raises ScriptError."""
    if "silence" not in card.raw:
        return Quiet()
    inner = card.card("silence", "`silence: {again: Still there?, then: a_node}`")
    inner.known(("again", "wait", "then"), "`silence:`")
    again: Line | None = texts.optional(inner, "again", languages)
    wait = span(inner, "wait") if "wait" in inner.raw else None
    return Quiet(again, wait, inner.word("then") if "then" in inner.raw else "")


def span(card: Card, key: str) -> timedelta:
    """Read a length of time such as `1 day`; raises ScriptError."""
    number, _space, unit = card.word(key).partition(" ")
    seconds = UNITS.get(unit.removesuffix("s"), 0)
    if not (seconds and number.isdecimal() and len(number) < 4):  # noqa: PLR2004 -- 999
        problem = Phrase("`%(key)s:` needs a time such as `1 day`.", key=key)
        mend = Phrase("Write it in minutes, hours, days or weeks.")
        raise card.refuse(key, problem, mend)
    return timedelta(seconds=int(number) * seconds)
