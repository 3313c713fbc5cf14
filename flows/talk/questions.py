"""Reads the questions of a script: what they expect, and where their answers lead."""

import re
from collections.abc import Mapping
from datetime import timedelta

from flows.talk import texts
from flows.talk.cards import Card
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


def _expect(card: Card, kind: str, languages: texts.Languages) -> Expect:
    if kind == "offer":
        if "about" not in card.raw:
            mend = "Add what is offered, such as `about: longer`."
            raise card.refuse(kind, "`about:` is missing.", mend)
        return Expect("offer")
    key = "hear" if kind == "hear" else "expect"
    if key not in card.raw:
        mend = "Add what kind of answer it is, such as `expect: words`."
        raise card.refuse(kind, "`expect:` is missing.", mend)
    name = card.one_of(key, tuple(MEANINGS))
    low, high = SCALE if name == "scale" else _bounds(card)
    return Expect(name, low, high, _choices(card, name, key, languages))


def _bounds(card: Card) -> tuple[int, int | None]:
    low = _whole(card, "from") if "from" in card.raw else 0
    high = _whole(card, "to") if "to" in card.raw else None
    if high is not None and high <= low:
        raise card.refuse("to", "`to:` is not above `from:`.", "Write a higher number.")
    return low, high


def _whole(card: Card, key: str) -> int:
    word = card.word(key)
    if not (word.isdecimal() and len(word) < 5):  # noqa: PLR2004 -- 9999 at most
        raise card.refuse(key, f"`{key}:` is a whole number.", "Write it in digits.")
    return int(word)


def _choices(
    card: Card, name: str, key: str, languages: texts.Languages
) -> tuple[Choice, ...]:
    if name == "phrase":
        if "phrase" not in card.raw:
            mend = "Add it, such as `phrase: erase everything`."
            raise card.refuse(key, "`phrase:` is missing.", mend)
        return (Choice("said", texts.lists(card, "phrase", languages)),)
    if name != "choice":
        return ()
    if "choices" not in card.raw:
        mend = "Add `choices:` with a name and its words for each."
        raise card.refuse(key, "`choices:` is missing.", mend)
    inner = card.card("choices", "`choices: {keep: as it is, longer: longer}`")
    if len(inner.raw) > MOST_CHOICES:
        problem = f"A question has {MOST_CHOICES} choices at most."
        raise card.refuse("choices", problem, "Ask two questions.")
    called = _called(card, tuple(map(str, inner.raw)))
    return tuple(
        Choice(str(one), texts.lists(inner, one, languages), called.get(str(one), ""))
        for one in inner.raw
    )


def _called(card: Card, choices: tuple[str, ...]) -> Mapping[str, str]:
    """Read which fact holds her own name for a choice."""
    if "called" not in card.raw:
        return {}
    card.card("called", "`called: {there: a_fact}`").known(choices, "A choice")
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
        card.card("on", "").known(meanings, f"An answer to `{expect.kind}`")
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
        problem = f"`{key}:` needs a time such as `1 day`."
        raise card.refuse(key, problem, "Write it in minutes, hours, days or weeks.")
    return timedelta(seconds=int(number) * seconds)
