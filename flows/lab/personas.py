"""Reads a persona: rules by which somebody imagined lives with Handrail, as data.

Law: a persona that can be read can be lived: its days lie in order, its shares between
0 and 1, its times on the clock; what cannot is refused with file, line and mend.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import time

from ruamel.yaml.comments import CommentedMap

from flows.coach.tables import Fault, Table, Unread
from flows.coach.timing import known_zone

LAST_DAY = 366
SPAN = re.compile(r"(\d{1,3})(?:-(\d{1,3}))?")
TIMES = re.compile(r"(\d\d:\d\d)(?:-(\d\d:\d\d))?")
MINUTES = re.compile(r"(\d{1,4})(?:-(\d{1,4}))?")
NODE = re.compile(r"at [a-z0-9_.]{1,60}")
RULE = re.compile(r"rule [A-Za-z0-9_-]{1,60}")
# What a reply may be to: a kind of nudge, or the answer that an open question awaits;
# nearer than both is the question itself, as `at how_nervous`.
TO = (
    "invitation", "prompt", "recap", "follow_up", "call",
    "attempt", "yes_no", "number", "scale", "choice", "words", "duration", "time",
    "days", "phrase", "offer", "reason", "any",
)  # fmt: skip
# What an expectation may count, or look at (rung); `rule BACK` counts one rule's
# decisions.
OF = (
    "prompt", "recap", "follow_up", "call", "text", "try", "alert", "rung", "night",
    "unprompted", "withheld", "stood_by", "told_before", "soon", "again",
)  # fmt: skip
WEEK = "week"  # the answer to a recap that tells the days truly
TOP = (
    "persona", "about", "name", "zone", "language", "seed", "goal", "step", "cue",
    "begins", "calls", "terms", "acts", "answers", "says", "moves", "expect",
)  # fmt: skip


class PersonaError(Unread):
    """A persona that cannot be read."""


@dataclass(frozen=True, slots=True)
class Span:
    """Days of a rehearsal from 0, both included."""

    first: int
    last: int

    def __contains__(self, day: object) -> bool:
        """Say whether a day lies in it."""
        return isinstance(day, int) and self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Acts:
    """What she does by herself in those days, and how much of it she tells unasked.

    On weekdays `on` (0 = Monday) `share` of the days are tried, `tells` of those are
    told, between the two times, in one of `says`.
    """

    days: Span
    share: float
    at: tuple[time, time]
    says: tuple[str, ...]
    tells: float = 1.0
    on: str = "0123456"


@dataclass(frozen=True, slots=True)
class Answers:
    """How she answers what comes: `share` of the times, `after` so many minutes.

    To a prompt she has not acted on she acts with `tried`, and says one of `says`;
    else one of `otherwise`. To a recap `week` tells the days truly. To a call the
    words of `says` are keys and speech in order; a call not answered rings out.
    """

    to: str
    days: Span
    share: float
    after: tuple[int, int]
    says: tuple[str, ...]
    tried: float = 0.0
    otherwise: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Says:
    """One text of hers on one day, whatever came before."""

    day: int
    at: time
    text: str


@dataclass(frozen=True, slots=True)
class Moves:
    """She lives in another zone from this day on."""

    day: int
    zone: str


@dataclass(frozen=True, slots=True)
class Expects:
    """What must hold: at least and at most so many of something in those days.

    Of `rung` it is the rung at the end of the last of them; of `stood_by` every prompt
    that was due, whether it went or was withheld; of `night` every text or
    call outside her hours; of `told_before` every prompt after that day's try was told;
    of `soon` every nudge less than an hour after another; of `again` every nudge in
    words that she got within fourteen days; of `rule BACK` every decision of that rule
    that the coach can read. An answer to her is no nudge.
    """

    of: str
    days: Span
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody imagined; goal, step and cue may be empty: the programme fills them.

    `terms` are those of her programme that she needs, each `name=value`.
    """

    id: str
    about: str
    name: str
    zone: str
    language: str
    seed: int
    goal: str
    step: str
    cue: str
    begins: str
    calls: bool
    terms: tuple[str, ...]
    acts: tuple[Acts, ...]
    answers: tuple[Answers, ...]
    says: tuple[Says, ...]
    moves: tuple[Moves, ...]
    expects: tuple[Expects, ...]


def parse(source: str, *, name: str) -> Persona:
    """Read a persona from YAML; `name` is what messages call the file."""
    top = _Card.top(source, name)
    top.names(TOP, needs=("persona", "about", "name", "zone", "acts", "answers"))
    zone = top.word("zone")
    if not known_zone(zone):
        raise top.wrong("zone", "is no place's time zone", "Write America/Lima.")
    return Persona(
        id=top.word("persona"),
        about=top.word("about"),
        name=top.word("name"),
        zone=zone,
        language=top.word("language", "en"),
        seed=top.number("seed", 0, 10**9) if "seed" in top.raw else 1,
        goal=top.word("goal", ""),
        step=top.word("step", ""),
        cue=top.word("cue", ""),
        begins=top.word("begins", ""),
        calls=top.word("calls", "no") == "yes",
        terms=tuple(top.pairs("terms")),
        acts=tuple(map(_acts, top.cards("acts"))),
        answers=tuple(map(_answers, top.cards("answers"))),
        says=tuple(map(_says, top.cards("says"))),
        moves=tuple(map(_moves, top.cards("moves"))),
        expects=tuple(map(_expects, top.cards("expect"))),
    )


def _acts(card: _Card) -> Acts:
    known = ("days", "share", "at", "says", "tells", "on")
    card.names(known, needs=("days", "share"))
    return Acts(
        days=card.span("days"),
        share=card.share("share"),
        at=card.times("at", "17:10-18:20"),
        says=card.words("says", ("did it",)),
        tells=card.share("tells", 1.0),
        on=card.word("on", "0123456"),
    )


def _answers(card: _Card) -> Answers:
    known = ("to", "days", "share", "after", "says", "tried", "else")
    card.names(known, needs=("to", "says"))
    return Answers(
        to=card.to("to"),
        days=card.span("days", f"0-{LAST_DAY}"),
        share=card.share("share", 1.0),
        after=card.minutes("after", "2-20"),
        says=card.words("says"),
        tried=card.share("tried", 0.0),
        otherwise=card.words("else", ()),
    )


def _says(card: _Card) -> Says:
    card.names(("day", "at", "text"), needs=("day", "at", "text"))
    return Says(card.number("day", 0, LAST_DAY), card.times("at")[0], card.word("text"))


def _moves(card: _Card) -> Moves:
    card.names(("day", "zone"), needs=("day", "zone"))
    zone = card.word("zone")
    if not known_zone(zone):
        raise card.wrong("zone", "is no place's time zone", "Write Europe/Madrid.")
    return Moves(card.number("day", 0, LAST_DAY), zone)


def _expects(card: _Card) -> Expects:
    card.names(("of", "days", "least", "most"), needs=("of", "days"))
    bounds = [
        card.number(name, 0, 10**6) if name in card.raw else None
        for name in ("least", "most")
    ]
    if bounds == [None, None]:
        raise card.wrong("of", "has no bound", "Write `least: 1` or `most: 0`.")
    return Expects(card.of("of"), card.span("days"), *bounds)


class _Card(Table):
    """A table of a persona, where what is not written is as usual."""

    refused, first = PersonaError, "persona"

    def wrong(self, key: str, problem: str, mend: str) -> Unread:
        """Give the error about a key; it is read in a shell alone, in English."""
        told = f"`{key}:` {problem}."
        return self.refused(Fault(self.file, self.line(key), told, mend))

    def word(self, key: str, usual: str | None = None) -> str:
        if usual is not None and key not in self.raw:
            return usual
        if isinstance(self.raw[key], bool):
            return "yes" if self.raw[key] else "no"
        return super().word(key)

    def to(self, key: str) -> str:
        """Read what is answered: a kind, an awaited answer, or `at` a node's name."""
        return (
            self.word(key) if NODE.fullmatch(self.word(key)) else self.one_of(key, TO)
        )

    def of(self, key: str) -> str:
        """Read what is counted: one of the names, or `rule` and a rule's."""
        return (
            self.word(key) if RULE.fullmatch(self.word(key)) else self.one_of(key, OF)
        )

    def share(self, key: str, usual: float | None = None) -> float:
        value = self.raw.get(key, usual)
        good = isinstance(value, int | float) and not isinstance(value, bool)
        if not good or not 0 <= value <= 1:
            raise self.wrong(key, f"cannot be {value!r}", "Write 0 to 1.")
        return float(value)

    def span(self, key: str, usual: str | None = None) -> Span:
        found = SPAN.fullmatch(self.word(key, usual))
        if found is None:
            raise self.wrong(key, "are no days", "Write 12 or 0-13.")
        first, last = int(found[1]), int(found[2] or found[1])
        if not first <= last <= LAST_DAY:
            raise self.wrong(key, "are out of order", f"Write 0-{LAST_DAY} at most.")
        return Span(first, last)

    def minutes(self, key: str, usual: str) -> tuple[int, int]:
        found = MINUTES.fullmatch(self.word(key, usual))
        if found is None or int(found[1]) > int(found[2] or found[1]):
            raise self.wrong(key, "are no minutes", "Write 5 or 5-40.")
        return int(found[1]), int(found[2] or found[1])

    def times(self, key: str, usual: str | None = None) -> tuple[time, time]:
        found = TIMES.fullmatch(self.word(key, usual))
        try:
            first, last = (time.fromisoformat(one) for one in _both(found))
        except ValueError as error:
            mend = 'Write "17:10" or "17:10-18:20".'
            raise self.wrong(key, "is no time", mend) from error
        if first > last:
            raise self.wrong(key, "goes over midnight", "Write two of one day.")
        return first, last

    def words(self, key: str, usual: tuple[str, ...] | None = None) -> tuple[str, ...]:
        value = self.raw.get(key, usual)
        rows = [value] if isinstance(value, str | int) else value
        if not isinstance(rows, list | tuple) or not all(
            isinstance(row, str | int) for row in rows
        ):
            raise self.wrong(key, "needs words", f'Write `{key}: ["some", "words"]`.')
        return tuple(map(str, rows))

    def pairs(self, key: str) -> Iterator[str]:
        """Read a mapping of words as `name=value`, one each."""
        value = self.raw.get(key, {})
        if not isinstance(value, Mapping) or not all(
            isinstance(one, str | int) for one in value.values()
        ):
            raise self.wrong(key, "needs names", f'Write `{key}: {{days: "01234"}}`.')
        return (f"{name}={one}" for name, one in value.items())

    def cards(self, key: str) -> Iterator[_Card]:
        value = self.raw.get(key, [])
        if not isinstance(value, list) or not all(
            isinstance(row, CommentedMap) for row in value
        ):
            raise self.wrong(key, "needs a list", "Write each with a dash and names.")
        return (_Card(row, self.file) for row in value)


def _both(found: re.Match[str] | None) -> tuple[str, str]:
    if found is None:
        raise ValueError("no times")
    return found[1], found[2] or found[1]
