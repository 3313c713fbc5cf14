"""Builders of ladders and of what is told to them, for the examples of its rules."""

from dataclasses import replace
from typing import Any

from flows.coach import ladder as coach
from flows.coach.evidence import FADES
from flows.coach.ladder import (
    ChanceRef,
    Change,
    Entry,
    Ladder,
    Override,
    Recapped,
    Report,
    Settings,
    Told,
)
from flows.coach.lapses import LAPSES, QUIET
from tests.flows.ladder_story import DAY, MONDAY, ref

RULES = {row.name: row for row in (*FADES, *LAPSES, QUIET)}
USUAL_9_OF_10 = "UUUUUUUUMU"


def day(n: int) -> Any:
    return MONDAY + n * DAY


def chance(n: int) -> ChanceRef:
    return ref(day(n))


def entries(marks: str, prompt: Any = "none", first: int = 0) -> tuple[Entry, ...]:
    chances = (ref(day(first + n)) for n in range(len(marks)))
    found: Any = zip(chances, marks, strict=True)
    return tuple(Entry(one.key, one.on, mark, prompt) for one, mark in found)


def at(rung: int, marks: str = "", **values: Any) -> Ladder:
    """A ladder on a rung since day 0, with a log that ends before day 40."""
    log = entries(marks, first=40 - len(marks))
    begun = coach.start(Settings(start_rung=rung), 1)
    given = {"since": day(0), "fresh": day(0), "heard": day(39), "day": day(39)}
    return replace(begun, **{"log": log, **given, **values})


def tell(ladder: Ladder, *told: Told) -> tuple[Ladder, list[Change]]:
    found: list[Change] = []
    for one in told:
        ladder, changes = coach.observe(ladder, one, name="Mila")
        found += changes
    return ladder, found


def report(n: int, mark: Any, prompt: Any = "none", today: int | None = None) -> Report:
    return Report(ref(day(n)), mark, prompt, day(n if today is None else today))


def recap(marks: str, today: int) -> list[Told]:
    first = today - len(marks) + 1
    told = [report(first + n, mark, today=today) for n, mark in enumerate(marks)]
    return [*told, Recapped(day(today))]


def override(what: Any, value: Any, until: int = 60) -> Override:
    return Override(what, value, day(40), day(until), "coach-1", "a reason")


def rules(changes: list[Change]) -> list[tuple[str, int, int]]:
    return [(one.rule, one.from_rung, one.to_rung) for one in changes]
