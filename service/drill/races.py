"""STOP races: a phone texts STOP at the very moment when its nudge is on its way.

Each person races once. By lot she is to text when her nudge falls due, when its message
is seen in the outbox (due, claimed or calling), or when the carrier has just been asked
to send it; whoever missed her moment texts at the end.
"""

from __future__ import annotations

import random
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from service.drill import load
from service.drill.field import Field
from service.store import histories
from service.store.db import Unavailable

LOOK_S, BEAT = 0.01, timedelta(seconds=1.5)
PATIENCE_S = 30.0  # for nudges that are late
AIMS = ("falling due", "in the outbox", "at the carrier")
# Who stops by a word the carrier acts on is answered by the carrier, else by us.
CARRIERS, OURS = ("STOP", "unsubscribe"), ("please stop", "stop texting me", "opt out")


@dataclass(slots=True)
class Racing:
    """All those who are to stop; `wants` says how often we owe each a confirmation."""

    most: int
    seed: int
    seconds: float
    name: str = "stop_races"
    struck: int = 0
    wants: dict[str, int] = field(default_factory=dict)
    aimed: dict[str, int] = field(default_factory=lambda: dict.fromkeys(AIMS, 0))

    def go(self, on: Field) -> None:
        """Let everybody race whose moment has come, until all have."""
        begun, dice = time.monotonic(), random.Random(f"{self.seed}/stops")
        racers = dict(list(on.people.items())[: self.most])
        aims = {number: dice.choice(AIMS) for number in racers.values()}
        persons = {number: str(person) for person, number in racers.items()}
        heard, due = 0, _soon_after(on, dice)
        while aims and time.monotonic() - begun < self.seconds + PATIENCE_S:
            heard, moments = _moments(on, heard, due)
            for number, aim in moments:
                if aims.get(number) == aim:
                    self._stop(on, dice, number, persons[number])
                    self.aimed[aims.pop(number)] += 1
            time.sleep(LOOK_S)
        for number in aims:
            self._stop(on, dice, number, persons[number])
        on.rates["stop races"] = self.struck / (time.monotonic() - begun)
        on.notes.append("They stopped " + ", ".join(_told(self.aimed, len(aims))) + ".")

    def _stop(self, on: Field, dice: random.Random, number: str, person: str) -> None:
        ours = dice.random() < 0.5  # noqa: PLR2004 -- one half of them
        load.one_text(on, number, dice.choice(OURS if ours else CARRIERS))
        self.wants[person] = int(ours)
        self.struck += 1


def _told(aimed: dict[str, int], late: int) -> Iterator[str]:
    for aim, times in aimed.items():
        yield f"{times} with the nudge {aim}"
    yield f"{late} afterwards"


def _soon_after(on: Field, dice: random.Random) -> deque[tuple[datetime, str]]:
    """Return a moment for each, from when her nudge falls due until a beat later."""
    late = ((at + dice.uniform(0, 1) * BEAT, number) for at, number in on.due)
    return deque(sorted(late))


def _moments(
    on: Field, heard: int, due: deque[tuple[datetime, str]]
) -> tuple[int, list[tuple[str, str]]]:
    """Return for whom which moment has come, and how much of the ledger was read."""
    entries = on.network.records.entries
    new = entries[heard:]
    asked = [(entry.to, AIMS[2]) for entry in new]
    try:
        with on.parts.db.transaction(on.organisation) as tx:
            seen = [row["person"] for row in histories.on_their_way(tx)]
    except Unavailable:
        seen = []
    underway = [(on.people.get(person, ""), AIMS[1]) for person in seen]
    now, fallen = on.now(), []
    while due and due[0][0] <= now:
        fallen.append((due.popleft()[1], AIMS[0]))
    return heard + len(new), [*asked, *underway, *fallen]
