"""Watches the Ladder's guarantees while people live: how often each did not hold.

The guarantees are proved by tests over any log; here they are counted in the lives that
the tables are made of, so that no figure is shown without them.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from flows.coach.ladder import Change, Planned, Settings
from flows.coach.reports import Report, Told

WEEK = 7
LONGEST = 8  # days from a complete stop on R2 or later to the next prompt (G4)
KEEPS_UP = 85  # percent of her best that a rung kept by A4 must reach (G5)
_LOOSE = 2
# Rules that bring prompts back begin so; a probe block that was not held does too.
_RESTORES = ("L", "A4-back", "BACK", "COACH")


class Watch:
    """What is seen of one life, from outside."""

    def __init__(self, settings: Settings, *, climbs: bool) -> None:
        self.climbs = climbs  # a policy without rungs has no G2, G4 and G5
        self.cap = settings.cap_per_week
        self.moves: list[tuple[str, int, int]] = []
        self.seen: Counter[str] = Counter()
        self.rungs: list[int | None] = []

    def planned(self, state: Any, planned: Planned) -> None:
        """See what is planned for a day (Any: the state is the policy's own)."""
        self.rungs.append(getattr(state, "rung", None))
        # G8: what may happen has a probability above 0, what may not is below 1.
        possible = planned.probability > 0.0
        certain = planned.probability >= 1.0
        prompted = planned.prompt != "none"
        self.seen["G8"] += (prompted and not possible) or (not prompted and certain)

    def changed(self, told: Told, changes: Sequence[Change]) -> None:
        """See what was decided, and on what."""
        for change in changes:
            begin, end = change.from_rung, change.to_rung
            self.moves.append((change.rule, begin, end))
            self.seen["G2"] += (
                self.climbs and end < begin and not change.rule.startswith(_RESTORES)
            )
            self.seen["G5"] += change.rule == "A4-held" and not _kept_up(change)
            self.seen["G6"] += not change.sentence
        unknown = isinstance(told, Report) and told.mark == "?"
        self.seen["G7"] += unknown and any(c.from_rung != c.to_rung for c in changes)

    def broken(self, tries: Sequence[int], prompts: Sequence[int]) -> Mapping[str, int]:
        """Count what did not hold."""
        over = (
            sum(prompts[day : day + WEEK]) > self.cap for day in range(len(prompts))
        )
        found = Counter({"G1": sum(over), "G4": self._unseen_stops(tries, prompts)})
        return {name: count for name, count in (found + self.seen).items() if count}

    def _unseen_stops(self, tries: Sequence[int], prompts: Sequence[int]) -> int:
        """Count the stops on a loose rung that no prompt followed in time."""
        found = still = 0
        for day, rung in enumerate(self.rungs):
            if tries[day] or prompts[day] or (still == 0 and (rung or 0) < _LOOSE):
                still = 0
                continue
            still += 1
            found += still == LONGEST + 1
        return found


def _kept_up(change: Change) -> bool:
    share, par = (int(change.inputs.get(name) or 0) for name in ("share", "par"))
    return 100 * share >= KEEPS_UP * par
