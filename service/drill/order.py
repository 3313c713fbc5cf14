"""What a drill is asked to be, what can be seen of it, and how it ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from service.drill.history import Verdict
from service.drill.measures import Measure

ROLES = ("web", "worker", "clock")


@dataclass(frozen=True, slots=True)
class Order:
    """What a drill is to be: how many nudges fall due, in how many seconds, and so on.

    `strikes` says how often each attack of `attacks.STRIKES` is to strike meanwhile, of
    those in `victims` where it chooses; `settle_s` is how long the field may take
    afterwards, left in peace. An outage lasts so many minutes of the one clock, which
    is moved over most of them unless `real_time`. `lost_answers` and `lost_callbacks`
    are in percent, as are `calls`, of the people, whose nudge is a call, and `danger`,
    of the texts, in which somebody tells of danger.
    """

    sends: int = 2000
    seconds: float = 180.0
    texts_per_second: float = 4.0
    strikes: Mapping[str, int] = field(default_factory=dict)
    victims: tuple[str, ...] = ROLES
    clocks: int = 1
    workers: int = 2
    seed: int = 1
    settle_s: float = 240.0
    broken: str = ""
    outage_minutes: float = 0.0
    outage_texts: int = 200
    redis_minutes: float = 0.0
    real_time: bool = False
    stop_races: int = 0
    webhooks: int = 0
    lost_answers: float = 6.0
    lost_callbacks: float = 5.0
    calls: float = 0.0
    danger: float = 0.0

    @property
    def jumps(self) -> bool:
        """Whether clocks are to jump."""
        return bool(self.strikes.get("clock_jumps"))

    @property
    def people(self) -> int:
        """How many people take part: nobody is nudged twice, nobody stops twice."""
        return max(self.sends, self.stop_races)


@dataclass(frozen=True, slots=True)
class Glimpse:
    """What can be seen while a drill goes on."""

    second: float
    open: Mapping[str, Any]
    struck: Mapping[str, int]
    killed: Mapping[str, int]
    phase: str


@dataclass(frozen=True, slots=True)
class Report:
    """How a drill ended: the verdict, what was measured, how it was attacked.

    `asked` says how often each attack was to strike, `struck` how often it did.
    """

    order: Order
    verdict: Verdict
    measures: tuple[Measure, ...]
    rates: Mapping[str, float]
    asked: Mapping[str, int]
    struck: Mapping[str, int]
    killed: Mapping[str, int]
    network: Mapping[str, int]
    lateness: tuple[float, ...]
    notes: tuple[str, ...]
    seconds: float

    @property
    def held(self) -> bool:
        """Whether every promise held, those with a time limit too.

        What was asked for and did not take place, or was not measured, shows nothing.
        """
        shown = not self.missed and all(one.held for one in self.measures)
        return self.verdict.held and shown

    @property
    def missed(self) -> tuple[str, ...]:
        """The attacks that struck more seldom than was asked for, in words."""
        return tuple(
            f"{name}: {most} asked for, {self.struck.get(name, 0)} took place"
            for name, most in self.asked.items()
            if self.struck.get(name, 0) < most
        )
