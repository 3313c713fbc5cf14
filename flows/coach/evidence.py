"""The rules that climb the Ladder, as a table: rung, evidence, sentence.

Law: what is unknown is no evidence, for or against (G7).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from flows.coach.ladder_state import Entry, Ladder, Value

TRIES_WANTED, TRIES_OF = 6, 7
WAITS_WANTED = 2
GUIDED_DAYS = 14


@dataclass(frozen=True, slots=True)
class Advance:
    """One row: on which rungs, by which evidence, the ladder thins by one rung."""

    rule: str
    rungs: frozenset[int]
    evidence: Callable[[Ladder, date], dict[str, Value] | None]
    sentence: str


def _known(ladder: Ladder) -> tuple[Entry, ...]:
    start = ladder.fresh or date.min
    return tuple(e for e in ladder.log if e.on >= start and e.mark != "?")


def _prompted_tries(ladder: Ladder, _: date) -> dict[str, Value] | None:
    led = [e for e in _known(ladder) if e.prompt == "before"][-TRIES_OF:]
    tried = sum(e.mark in "UP" for e in led)
    full = len(led) == TRIES_OF and tried >= TRIES_WANTED
    return {"tries": tried, "of": TRIES_OF} if full else None


def _clean_waits(ladder: Ladder, _: date) -> dict[str, Value] | None:
    waits = [e for e in _known(ladder) if e.prompt != "before"][-WAITS_WANTED:]
    clean = len(waits) == WAITS_WANTED and all(e.mark == "U" for e in waits)
    return {"waits": WAITS_WANTED} if clean else None


def _days_guided(ladder: Ladder, today: date) -> dict[str, Value] | None:
    # G7: silence alone never fades, so at least one chance must be known.
    days = (today - (ladder.since or today)).days
    return {"days": days} if days >= GUIDED_DAYS and _known(ladder) else None


# Behaviour 3.3: the ways from R0 to R1. A1 to A4 are rows for the rungs above.
ADVANCES: tuple[Advance, ...] = (
    Advance(
        "A0-waits",
        frozenset({0}),
        _clean_waits,
        "{name} did it without a nudge the last {waits} times we waited",
    ),
    Advance(
        "A0-tries",
        frozenset({0}),
        _prompted_tries,
        "{name} tried {tries} of the last {of} times with a prompt first",
    ),
    Advance(
        "A0-days",
        frozenset({0}),
        _days_guided,
        "{name} has had {days} days of prompts beforehand",
    ),
)
