"""Her own word and the coach's: both act at once, over every rule.

Law: an override stands until it expires or a newer word on the same lever replaces it;
her own word stands over both.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from flows.coach.days import said as said_day
from flows.coach.ladder_state import (
    Inputs,
    Ladder,
    Lever,
    Override,
    Value,
    checked_rung,
)
from flows.coach.moves import back, change, moved
from flows.coach.reports import Asked, Change, Command
from flows.coach.rungs import RUNGS

PIN_DAYS = 14
NEW_AT_MOST = 2
_DAY = timedelta(days=1)


def _less(ladder: Ladder, asked: Asked) -> Ladder:
    rung = min(ladder.rung + 1, len(RUNGS) - 1)
    pin = asked.today + timedelta(days=PIN_DAYS)
    return replace(moved(ladder, rung, asked.today), pinned_until=pin, owed=None)


def _back(ladder: Ladder, asked: Asked) -> Ladder:
    after = back(ladder, max(ladder.rung - 1, 0), asked.today)
    # Whoever asks for more texts again has ended her pause as well.
    return replace(after, fresh=asked.today, pinned_until=None, paused_until=None)


def _last_day(asked: Asked) -> date:
    return asked.today + timedelta(days=asked.days)


def _pause(ladder: Ladder, asked: Asked) -> Ladder:
    return replace(ladder, paused_until=_longer(ladder, _last_day(asked)))


def _longer(ladder: Ladder, until: date) -> date:
    """Return the later last day: a pause that stands is never shortened by one more."""
    return max(ladder.paused_until or until, until)


def _go(ladder: Ladder, asked: Asked) -> Ladder:
    # After "changed" the new rung was to begin when the pause ends: that is now.
    since, fresh = (
        day and min(day, asked.today) for day in (ladder.since, ladder.fresh)
    )
    return replace(ladder, paused_until=None, since=since, fresh=fresh)


def _changed(ladder: Ladder, asked: Asked) -> Ladder:
    # R1 at the lightest help; whoever is on R0 stays there (L6).
    rung = min(ladder.rung, max(ladder.rung - 2, 1))
    until = _last_day(asked)
    after = back(ladder, rung, until)
    rests = _longer(ladder, until)
    return replace(after, paused_until=rests, fresh=until + _DAY, pinned_until=None)


def _new(ladder: Ladder, asked: Asked) -> Ladder:
    # Whatever gets harder or new takes prompts back to R2 at most; `top` is kept.
    return back(ladder, min(ladder.rung, NEW_AT_MOST), asked.today)


@dataclass(frozen=True, slots=True)
class _Answer:
    rule: str
    apply: Callable[[Ladder, Asked], Ladder]
    reason: str


ANSWERS: dict[Command, _Answer] = {
    "less": _Answer("LESS", _less, "{name} asked for fewer prompts"),
    "back": _Answer("BACK", _back, "{name} asked for more prompts again"),
    "pause": _Answer(
        "PAUSE", _pause, "{name} asked for a pause up to and including {until}"
    ),
    "go": _Answer("GO", _go, "{name} asked to go on"),
    "changed": _Answer(
        "L6",
        _changed,
        "The days of {name} have changed, with rest up to and including {until}",
    ),
    "new": _Answer("NEW", _new, "{name} took up something harder or new"),
}


# Of a pause that ends before the one that stands, such as a coach's.
LONGER = "{name} asked for a pause; one that stands goes on up to and including {until}"


def ask(ladder: Ladder, asked: Asked, name: str) -> tuple[Ladder, Change]:
    """Do what she asked for, and say it.

    With a pause its inputs hold the last day that she asked for herself.
    """
    answer, until = ANSWERS[asked.command], _last_day(asked)
    after = answer.apply(ladder, asked)
    inputs: Inputs = {"command": asked.command}
    if asked.command in ("pause", "changed"):
        inputs["days"] = asked.days
    if asked.command == "pause":
        return after, _paused(after, inputs, until, name)
    reason = answer.reason.format(name=name, until=said_day(until))
    return after, change(answer.rule, ladder, after, asked.today, inputs, reason)


def _paused(after: Ladder, inputs: Inputs, until: date, name: str) -> Change:
    stands = after.paused_until or until
    answer = ANSWERS["pause"]
    words = answer.reason if stands == until else LONGER
    reason = words.format(name=name, until=said_day(stands))
    inputs["until"] = until.isoformat()
    return Change(answer.rule, after.rung, after.rung, inputs, f"{reason}.")


def _set_rung(ladder: Ladder, one: Override) -> Ladder:
    return moved(ladder, checked_rung(one.value), one.today)


def _set_floor(ladder: Ladder, one: Override) -> Ladder:
    rung = checked_rung(one.value)
    return back(ladder, rung, one.today) if rung < ladder.rung else ladder


def _keep_number(ladder: Ladder, one: Override) -> Ladder:
    if isinstance(one.value, int) and one.value >= 0:
        return ladder
    raise ValueError(f"{one.what} needs a number from 0 on, not {one.value!r}")


def _keep_dates(ladder: Ladder, one: Override) -> Ladder:
    days = one.value
    if isinstance(days, tuple) and all(isinstance(day, date) for day in days):
        return ladder
    raise ValueError(f"{one.what} needs a tuple of dates, not {days!r}")


def _keep_kind(ladder: Ladder, one: Override) -> Ladder:
    if one.value in ("window", "moment"):
        return ladder
    raise ValueError(f"{one.what} is window or moment, not {one.value!r}")


@dataclass(frozen=True, slots=True)
class _Word:
    apply: Callable[[Ladder, Override], Ladder]
    reason: str


KINDS = {"moment": "one moment", "window": "some time in a window"}
# What is said when a word ends: by itself, or by hand. After a hold no rung begins.
Ends = Literal["ended", "taken back"]
ENDS: dict[Ends, str] = {
    "ended": "What a coach had set for {name} ended on {until}",
    "taken back": "A coach took back what was set for {name}",
}
HELD: dict[Ends, str] = {
    "ended": "The prompts of {name} were kept as they are until {until}",
    "taken back": "A coach no longer keeps the prompts of {name} as they are",
}
WORDS: dict[Lever, _Word] = {
    "hold": _Word(
        lambda ladder, _: ladder, "A coach keeps the prompts of {name} as they are"
    ),
    "rung": _Word(_set_rung, "A coach set this for {name}"),
    "cap": _Word(
        _keep_number, "A coach set the most prompts of {name} in 7 days to {value}"
    ),
    "floor": _Word(_set_floor, "A coach keeps {name} on R{value} or before it"),
    "skip": _Word(_keep_dates, "A coach put dates off for {name}: {value}"),
    "kind": _Word(_keep_kind, "A coach treats the step of {name} as {value}"),
}


def override(ladder: Ladder, one: Override, name: str) -> tuple[Ladder, Change]:
    """Do what a coach says and keep it until it expires; over before today, lift it.

    What is lifted stands no more from today; a rung that it set is left to the rules.
    Its inputs leave her reason out: it is words about a person, and stands with the
    override alone.

    Raises:
        ValueError: when the value is none that the lever takes.
    """
    if one.until < one.today:
        return _lifted(ladder, one, name)
    word = WORDS[one.what]
    after = replace(word.apply(ladder, one), overrides=(*_others(ladder, one), one))
    inputs = {**_shown(one), "author": one.author}
    reason = word.reason.format(name=name, value=_said(one))
    until = f"{reason} until {_last(one)}"
    said = change("COACH", ladder, after, one.today, inputs, until)
    if one.what == "hold":  # it changes nothing, so nothing begins from now on
        said = replace(said, sentence=f"{until}.")
    return after, said


def _last(one: Override) -> str:
    """Say its last day, with the year where it is not that of today."""
    year = "" if one.until.year == one.today.year else f" {one.until.year}"
    return f"{said_day(one.until)}{year}"


def _others(ladder: Ladder, one: Override) -> tuple[Override, ...]:
    return tuple(old for old in ladder.overrides if old.what != one.what)


def _lifted(ladder: Ladder, one: Override, name: str) -> tuple[Ladder, Change]:
    after = replace(ladder, overrides=_others(ladder, one))
    inputs: Inputs = {"lever": one.what, "author": one.author}
    return after, _end(after, one, one.today, inputs, _how("taken back", one, name))


def _how(how: Ends, one: Override, name: str) -> str:
    reason = (HELD if one.what == "hold" else ENDS)[how]
    return reason.format(name=name, until=said_day(one.until))


def _end(
    after: Ladder, one: Override, today: date, inputs: Inputs, reason: str
) -> Change:
    """Say that a word has ended; after a hold the rules may change prompts again."""
    said = change("COACH-end", after, after, today, inputs, reason)
    if one.what != "hold":
        return said
    return replace(said, sentence=f"{reason}, so from now on they may change again.")


def _said(one: Override) -> str:
    if isinstance(one.value, tuple):
        return ", ".join(map(said_day, one.value))
    if one.what == "kind":
        return KINDS[str(one.value)]
    return str(one.value)


def _shown(one: Override) -> Inputs:
    value: Value
    if isinstance(one.value, tuple):
        value = " ".join(day.isoformat() for day in one.value)
    else:
        value = one.value
    return {"lever": one.what, "value": value, "until": one.until.isoformat()}


def expire(ladder: Ladder, today: date, name: str) -> tuple[Ladder, tuple[Change, ...]]:
    """Drop the coach's words whose last day is over, and say each."""
    over = tuple(one for one in ladder.overrides if one.until < today)
    if not over:
        return ladder, ()
    kept = tuple(one for one in ladder.overrides if one not in over)
    after = replace(ladder, overrides=kept)
    said = (
        _end(after, one, today, _shown(one), _how("ended", one, name)) for one in over
    )
    return after, tuple(said)
