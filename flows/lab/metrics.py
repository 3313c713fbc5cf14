"""What is counted of a life, and what a group of lives comes to.

Law: the figures depend on the lives alone, never on the order in which they were lived.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from flows.lab.parameters import Protocol

WEEK = 7
BEFORE = 14  # days before the days away whose tries are the mark to reach again
REACHED = 0.8
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Life:
    """One person's half year: which days were tried, which prompted, and the rest.

    `probes` are the tries of her copies without prompts; `moves` the changes of rung as
    (rule, from, to); `broken` how often each guarantee did not hold.
    """

    tries: bytes
    prompts: bytes
    probes: tuple[int, ...]
    moves: tuple[tuple[str, int, int], ...]
    broken: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Figures:
    """One person's figures; tries and prompts by the week, recovery in days.

    `broken` is no figure: it says how often which guarantee did not hold.
    """

    tries: float
    prompts: float
    probe_early: float
    probe_late: float
    after: float
    recovery: float
    changes: float
    restores: float
    broken: Mapping[str, int]


def figures(life: Life, protocol: Protocol) -> Figures:
    """Count one life."""
    live, by_probe = protocol.live, WEEK / protocol.probe_days
    moved = [(begin, end) for _, begin, end in life.moves if begin != end]
    early, late = (tries * by_probe for tries in life.probes)
    return Figures(
        tries=sum(life.tries[:live]) * WEEK / live,
        prompts=sum(life.prompts) * WEEK / live,
        probe_early=early,
        probe_late=late,
        after=sum(life.tries[live:]) * WEEK / (protocol.days - live),
        recovery=recovery(life.tries, protocol),
        changes=len(moved),
        restores=sum(end < begin for begin, end in moved),
        broken=life.broken,
    )


def recovery(tries: bytes, protocol: Protocol) -> int:
    """Count the days from the shock until a week is as good as the time before.

    The first day whose week, itself and the six after, has 80 % of the tries a day of
    the fourteen days before the days away. The week ends while the policy lives; who
    does not get there counts with the first day that is too late.
    """
    away, begin = protocol.away[0], protocol.shock
    wanted = REACHED * sum(tries[away - BEFORE : away]) / BEFORE * WEEK - ROUNDING
    last = protocol.live - WEEK
    for day in range(begin, last + 1):
        if sum(tries[day : day + WEEK]) >= wanted:
            return day - begin
    return last + 1 - begin


def mean(values: Sequence[float]) -> float:
    """Give the mean; of nothing, nought."""
    return sum(values) / len(values) if values else 0.0


@dataclass(frozen=True, slots=True)
class Group:
    """The figures of everybody under one policy in one world, by number of person."""

    world: str
    policy: str
    people: tuple[Figures, ...]

    def column(self, name: str) -> list[float]:
        """Give one figure of everybody."""
        return [getattr(one, name) for one in self.people]

    def means(self) -> dict[str, float]:
        """Give the mean of each figure."""
        names = (field.name for field in fields(Figures) if field.name != "broken")
        return {name: mean(self.column(name)) for name in names}

    def broken(self) -> dict[str, int]:
        """Count over everybody how often which guarantee did not hold."""
        counts = sum((Counter(one.broken) for one in self.people), Counter[str]())
        return dict(sorted(counts.items()))
