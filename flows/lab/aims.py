"""What the Ladder is meant to reach in simulated worlds, and by how much it does not.

Law: an aim that cannot be judged, because a policy was left out, is said to be open; it
never holds by default.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flows.lab.comparing import Comparison, by_baseline
from flows.lab.policies import AS_WINDOW

# What nobody can run, or what never prompts, is no rival.
NO_RIVALS = frozenset({"oracle", "none", AS_WINDOW})
TRIES_KEPT, TRIES_KEPT_DISTURBED = 0.97, 0.95
PROMPTS_OF_LATE = 0.6
MOMENT_TRIES, MOMENT_PROMPTS = 0.95, 0.65
QUICKER_THAN = ("late_only", "late_leitner")
Pairs = Mapping[tuple[str, str], Comparison]


@dataclass(frozen=True, slots=True)
class Verdict:
    """One aim in one world: whether it holds (None: not judged), and by how much."""

    aim: str
    world: str
    holds: bool | None
    told: str


def judge(
    rows: Iterable[Comparison], kinds: Mapping[str, str], *, disturbed: bool
) -> list[Verdict]:
    """Judge every aim in every world.

    Args:
        rows: the comparisons of one run.
        kinds: the kind of step of each world.
        disturbed: whether reports were rare, for which the aim is a little lower.
    """
    pairs = by_baseline(rows)
    kept = TRIES_KEPT_DISTURBED if disturbed else TRIES_KEPT
    return [
        verdict
        for world, kind in kinds.items()
        for verdict in (
            _not_beaten(pairs, world),
            _moment(pairs, world) if kind == "moment" else _window(pairs, world, kept),
            *(_quicker(pairs, world, rival) for rival in QUICKER_THAN),
        )
    ]


def _not_beaten(pairs: Pairs, world: str) -> Verdict:
    aim = "no baseline that prompts is better on tries and prompts at once"
    rivals = [
        row
        for (where, name), row in pairs.items()
        if where == world and name not in NO_RIVALS
    ]
    better = [row for row in rivals if _better(row)]
    told = "; ".join(
        f"{row.baseline} makes {1 / row.tries.value:.2f} of its tries with "
        f"{1 / row.prompts.value:.2f} of its prompts"
        for row in better
        if row.prompts
    )
    return Verdict(aim, world, not better if rivals else None, told)


def _better(row: Comparison) -> bool:
    fewer = row.prompts is not None and row.prompts.value > 1
    return fewer and row.tries.value < 1


def _window(pairs: Pairs, world: str, kept: float) -> Verdict:
    return _kept(pairs, world, "late_only", kept, PROMPTS_OF_LATE)


def _moment(pairs: Pairs, world: str) -> Verdict:
    return _kept(pairs, world, "fixed", MOMENT_TRIES, MOMENT_PROMPTS)


def _kept(
    pairs: Pairs, world: str, rival: str, tries: float, prompts: float
) -> Verdict:
    aim = f"tries >= {tries:.2f} of {rival} at prompts <= {prompts:.2f} of it"
    row = pairs.get((world, rival))
    if row is None or row.prompts is None:
        return Verdict(aim, world, None, f"{rival} was left out")
    got, sent = row.tries.value, row.prompts.value
    holds = got >= tries and sent <= prompts
    told = f"tries {got:.3f} ({got - tries:+.3f}), prompts {sent:.3f} "
    return Verdict(aim, world, holds, f"{told}({sent - prompts:+.3f})")


def _quicker(pairs: Pairs, world: str, rival: str) -> Verdict:
    aim = f"recovers sooner than {rival}"
    row = pairs.get((world, rival))
    if row is None:
        return Verdict(aim, world, None, f"{rival} was left out")
    told = f"{row.recovery_ladder:.1f} days against {row.recovery_baseline:.1f}"
    return Verdict(aim, world, row.recovery.value < 0, told)
