"""Lives on the Ladder as they may have been: what a benchmark decides and plans from.

Every life is lived through the Ladder itself, day by day and seeded, so that the state
it ends in is one that the product can reach.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flows.coach import ladder
from flows.coach.attempts import Mark
from flows.coach.chances import StepKind
from flows.coach.ladder import ChanceRef, Ladder, Planned, Settings, Told
from flows.coach.rungs import Prompt

DAY = timedelta(days=1)
# How sure she acts by herself, how often after a prompt, how often no word comes.
KINDS = ((0.9, 0.9, 0.02), (0.6, 0.7, 0.1), (0.3, 0.6, 0.2), (0.05, 0.2, 0.6))
LONG = (12, 30, 60, 150)  # days lived


@dataclass(frozen=True, slots=True)
class Lived:
    """One chance of a life: what was planned for it, and what came."""

    ref: ChanceRef
    planned: Planned
    mark: Mark


@dataclass(frozen=True, slots=True)
class Story:
    """One life: how long, on which weekdays, and by which habits."""

    seed: int
    days: int
    habits: tuple[float, float, float]
    kind: StepKind = "window"
    weekdays: frozenset[int] = frozenset(range(7))

    def begun(self) -> Ladder:
        """Give the state before the first day."""
        return ladder.start(Settings(kind=self.kind), self.seed)

    def live(self, last: date) -> tuple[Ladder, Sequence[Lived]]:
        """Live up to and including a day; its chance is not yet closed.

        What came on that last day is left open, as it is when the next day is planned.
        """
        chance, state = random.Random(self.seed), self.begun()
        lived: list[Lived] = []
        for day in (last - DAY * n for n in reversed(range(self.days))):
            state, _ = ladder.observe(state, ladder.Passed(day))
            if day.weekday() not in self.weekdays:
                continue
            one = self._chance(state, ChanceRef(f"{day}/0", day, len(lived)), chance)
            lived.append(one)
            for told in _told(one) if day < last else ():
                state, _ = ladder.observe(state, told)
        return state, lived

    def _chance(self, state: Ladder, ref: ChanceRef, luck: random.Random) -> Lived:
        planned = ladder.plan(state, ref)
        alone, asked, silent = self.habits
        if luck.random() < silent:
            return Lived(ref, planned, "?")
        if luck.random() < alone:
            return Lived(ref, planned, "U")
        if planned.prompt != "none" and luck.random() < asked:
            return Lived(ref, planned, "P")
        return Lived(ref, planned, "M")


def _told(one: Lived) -> Iterator[Told]:
    went: Prompt = "none" if one.mark == "U" else one.planned.prompt
    yield ladder.Report(one.ref, one.mark, went, one.ref.on)
    if one.ref.on.weekday() == 4 and one.mark != "?":
        yield ladder.Recapped(one.ref.on)


def many(how_many: int, seed: int = 2026) -> Iterator[Story]:
    """Give so many different lives, the same ones for a seed."""
    for at in range(how_many):
        habits, days = KINDS[at % len(KINDS)], LONG[at // len(KINDS) % len(LONG)]
        yield Story(seed * 1000 + at, days, habits)
