"""Sets the Ladder beside each baseline: ratios with intervals, and what may be claimed.

Law: "beats" is said only where tries are nearly kept with clearly fewer prompts, or
clearly more are made with no more prompts; a row that loses stands in the same table.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Literal

from flows.lab.luck import places
from flows.lab.metrics import Group

Claim = Literal[
    "beats",
    "beats, within chance",
    "fewer prompts, no fewer tries",
    "fewer of both",
    "more of both",
    "LOSES",
]
Sums = tuple[float, float, float]  # tries, prompts, recovery

SAMPLES = 1000
TAIL = 0.025
NEARLY, CLEARLY_FEWER = 0.95, 0.8
CLEARLY_MORE, NO_MORE = 1.05, 1.0
_COUNTED = ("tries", "prompts", "recovery")


@dataclass(frozen=True, slots=True)
class Measured:
    """A value, and the middle 95 % of it over bootstrap samples of the people."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """The Ladder beside one baseline in one world, on the same people.

    `tries` and `prompts` are the Ladder's share of the baseline's; there is none of a
    baseline that never prompts. `recovery` is the Ladder's days less the baseline's.
    """

    world: str
    baseline: str
    tries: Measured
    prompts: Measured | None
    recovery: Measured
    recovery_ladder: float
    recovery_baseline: float

    @property
    def claim(self) -> Claim:
        """Say what may be said of it: sure only where the whole intervals say so."""
        tries, prompts = self.tries, self.prompts
        if prompts is None:
            return "more of both" if tries.value > 1 else "LOSES"
        if _beats(tries.low, prompts.high):
            return "beats"
        if _beats(tries.value, prompts.value):
            return "beats, within chance"
        if tries.value <= 1 and prompts.value >= 1:
            return "LOSES"
        if prompts.value > 1:
            return "more of both"
        return "fewer of both" if tries.value < 1 else "fewer prompts, no fewer tries"


def _beats(tries: float, prompts: float) -> bool:
    saves = tries >= NEARLY and prompts <= CLEARLY_FEWER
    return saves or (tries >= CLEARLY_MORE and prompts <= NO_MORE)


def compare(groups: Iterable[Group], ladder: str, seed: int) -> list[Comparison]:
    """Compare one policy with all others of its world; the worst world comes first.

    Args:
        groups: the groups of one or more worlds, each with the same people.
        ladder: the name of the policy that is compared.
        seed: of the bootstrap samples.
    """
    worlds: dict[str, list[Group]] = {}
    for group in groups:
        worlds.setdefault(group.world, []).append(group)
    told = [_world(world, some, ladder, seed) for world, some in worlds.items()]
    return [row for rows in sorted(told, key=_goodness) for row in rows]


def _goodness(rows: Sequence[Comparison]) -> tuple[int, float]:
    """Order worlds: where it loses most often first, then where tries are fewest."""
    lost = sum(row.claim == "LOSES" for row in rows)
    return -lost, min((row.tries.value for row in rows), default=1.0)


def _world(
    world: str, groups: Sequence[Group], ladder: str, seed: int
) -> list[Comparison]:
    sums = _samples(groups, f"{seed}/bootstrap/{world}")
    rows = [
        _comparison(world, group.policy, sums[ladder], sums[group.policy])
        for group in groups
        if group.policy != ladder and ladder in sums
    ]
    return sorted(rows, key=lambda row: (row.claim != "LOSES", row.tries.value))


def _samples(groups: Sequence[Group], words: str) -> dict[str, list[Sums]]:
    """Sum each group as it is, and then over samples drawn with repeats.

    All groups get the same samples, so that a person stays beside herself.
    """
    columns = {g.policy: [g.column(name) for name in _COUNTED] for g in groups}
    many = len(groups[0].people)
    sums = {policy: [_sums(rows)] for policy, rows in columns.items()}
    for number in range(SAMPLES if many > 1 else 0):
        take = itemgetter(*places(f"{words}/{number}", many))
        for policy, rows in columns.items():
            sums[policy].append(_sums([take(row) for row in rows]))
    return sums


def _sums(rows: Sequence[Sequence[float]]) -> Sums:
    tries, prompts, recovery = rows
    return sum(tries), sum(prompts), sum(recovery) / len(recovery)


def _comparison(
    world: str, baseline: str, ours: list[Sums], theirs: list[Sums]
) -> Comparison:
    pairs = list(zip(ours, theirs, strict=True))
    prompted = all(b[1] for _, b in pairs)
    return Comparison(
        world,
        baseline,
        tries=_measured([_ratio(a[0], b[0]) for a, b in pairs]),
        prompts=_measured([_ratio(a[1], b[1]) for a, b in pairs]) if prompted else None,
        recovery=_measured([a[2] - b[2] for a, b in pairs]),
        recovery_ladder=ours[0][2],
        recovery_baseline=theirs[0][2],
    )


def _ratio(ours: float, theirs: float) -> float:
    return ours / theirs if theirs else float("inf")


def _measured(values: Sequence[float]) -> Measured:
    """Take the first value as it is, the others as its bootstrap samples."""
    value, *rest = values
    ordered = sorted(rest or [value])
    cut = int(TAIL * len(ordered))
    return Measured(value, ordered[cut], ordered[-1 - cut])


def by_baseline(rows: Iterable[Comparison]) -> Mapping[tuple[str, str], Comparison]:
    """Find comparisons by world and baseline."""
    return {(row.world, row.baseline): row for row in rows}
