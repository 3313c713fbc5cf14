"""The policies that are compared: the Ladder, what a coach may choose, and ends.

A policy sees reports only. One entry is none that anybody could run: the oracle knows
the simulated person, and stands in the tables as a far end.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

from flows.coach import ladder
from flows.coach.ladder import ChanceRef, Change, Planned, Settings
from flows.coach.presets import PRESETS
from flows.coach.reports import Told
from flows.coach.rungs import Prompt
from flows.lab.luck import uniform
from flows.lab.worlds import Odds

Moved = tuple[Any, tuple[Change, ...]]
LADDER, AS_WINDOW = "ladder", "ladder_as_window"
HELPS = 0.25  # the oracle prompts where it helps one time in four at least


class Policy(Protocol):
    """Whatever plans prompts; its state is its own, so it is Any here."""

    def start(self, settings: Settings, seed: int) -> Any:
        """Begin for one person."""

    def plan(self, state: Any, chance: ChanceRef) -> Planned:
        """Say which prompt is planned for a chance."""

    def observe(self, state: Any, told: Told) -> Moved:
        """Take in what happened."""

    def dump(self, state: Any) -> dict[str, Any]:
        """Give the state as plain JSON values."""

    def load(self, stored: Mapping[str, Any]) -> Any:
        """Read it back."""


class TheLadder:
    """The Ladder itself, as the product runs it."""

    def start(self, settings: Settings, seed: int) -> ladder.Ladder:
        """Begin for one person."""
        return ladder.start(settings, seed)

    def plan(self, state: ladder.Ladder, chance: ChanceRef) -> Planned:
        """Say which prompt is planned for a chance."""
        return ladder.plan(state, chance)

    def observe(self, state: ladder.Ladder, told: Told) -> Moved:
        """Take in what happened."""
        return ladder.observe(state, told)

    def dump(self, state: ladder.Ladder) -> dict[str, Any]:
        """Give the state as plain JSON values."""
        return ladder.dump(state)

    def load(self, stored: Mapping[str, Any]) -> ladder.Ladder:
        """Read it back."""
        return ladder.load(stored)


class AsWindow(TheLadder):
    """The Ladder with the step declared a window, whatever it is: what a slip costs."""

    def start(self, settings: Settings, seed: int) -> ladder.Ladder:
        """Begin for one person."""
        return ladder.start(replace(settings, kind="window"), seed)


@dataclass(frozen=True, slots=True)
class Coin:
    """A prompt before a share of chances, drawn; the state is the seed."""

    share: float

    def start(self, settings: Settings, seed: int) -> int:
        """Begin for one person."""
        return seed

    def plan(self, state: int, chance: ChanceRef) -> Planned:
        """Toss for a chance."""
        heads = uniform(f"{state}/coin/{chance.number}") < self.share
        prompt: Prompt = "before" if heads else "none"
        return Planned(prompt, "COIN", self.share, "A coin was tossed.", {})

    def observe(self, state: int, told: Told) -> Moved:
        """Learn nothing."""
        return state, ()

    def dump(self, state: int) -> dict[str, Any]:
        """Give the state as plain JSON values."""
        return {"seed": state}

    def load(self, stored: Mapping[str, Any]) -> int:
        """Read it back."""
        seed: int = stored["seed"]
        return seed


class Oracle(Coin):
    """Knows the person: prompts who has not tried today, where a prompt would help."""

    def know(self, odds: Odds, *, tried: bool, moment: bool) -> Prompt:
        """Choose for today, given what nobody can know."""
        own, before, late = odds
        if moment:
            return "before" if (1.0 - own) * before >= HELPS else "none"
        return "late" if late >= HELPS and not tried else "none"


POLICIES: Mapping[str, Policy] = {
    LADDER: TheLadder(),
    AS_WINDOW: AsWindow(),
    **PRESETS,
    "random": Coin(0.5),
    "none": Coin(0.0),
    "oracle": Oracle(0.0),
}
