"""Which policy thins a person's prompts: the Ladder, or a preset that a coach chose.

Law: all are asked in the same way, and what one has written it alone reads again.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flows.coach import ladder, prompting
from flows.coach.ladder_state import Ladder, Lever, Rhythm, Settings
from flows.coach.preset_state import Standing
from flows.coach.presets import PRESETS

State = Ladder | Standing
LADDER = "ladder"
# Words on a coach's part that only rungs obey: boxes and days move on under them.
OF_RUNGS: frozenset[Lever] = frozenset({"hold", "floor"})


@dataclass(frozen=True, slots=True)
class Policy:
    """One way to thin prompts: a pure value is started, planned by, told, and kept.

    The state of one policy is not that of another, so it is Any here.
    """

    start: Callable[[Settings, int], Any]
    plan: Callable[..., ladder.Planned]
    observe: Callable[..., tuple[Any, tuple[ladder.Change, ...]]]
    dump: Callable[[Any], dict[str, Any]]
    load: Callable[[Mapping[str, Any]], Any]
    says: str


POLICIES: Mapping[str, Policy] = {
    LADDER: Policy(
        ladder.start,
        ladder.plan,
        ladder.observe,
        ladder.dump,
        ladder.load,
        "thin on evidence, and come back after a lapse",
    ),
    **{
        name: Policy(row.start, row.plan, row.observe, row.dump, row.load, row.says)
        for name, row in PRESETS.items()
    },
}


def of(stored: Mapping[str, Any]) -> Policy:
    """Return the policy that wrote this state."""
    return POLICIES[stored.get("preset", LADDER)]


def heeds(name: str, lever: Lever) -> bool:
    """Say whether a coach's word with that lever holds anything under a policy."""
    return name == LADDER or lever not in OF_RUNGS


def rules_of(state: State) -> Policy:
    """Return the policy whose state this is."""
    return POLICIES[state.preset if isinstance(state, Standing) else LADDER]


def kept(state: State) -> Ladder:
    """Return what every policy keeps: settings, seed, rung, log, pause, overrides."""
    return state.kept if isinstance(state, Standing) else state


def is_whole(stored: Mapping[str, Any]) -> bool:
    """Say whether the log is there; without it only `ceiling` can be asked."""
    return "log" in stored.get("kept", stored)


def ceiling(stored: Mapping[str, Any], day: date) -> int:
    """Return how many prompts seven days may hold, as she stands on that day.

    Asked at each sending, of the state as it is stored: the log, months of it, has no
    say in this and need not be there.
    """
    ours = stored.get("kept", stored)
    return prompting.ceiling(ladder.load({**ours, "log": ()}), day)


def resting(state: State, until: date | None) -> State:
    """Return the state on a pause up to and including that day, None for on none."""
    return keeping(state, replace(kept(state), paused_until=until))


def looking(state: State, rhythm: Rhythm) -> State:
    """Return the state with the weekly question in that rhythm from now on."""
    before = kept(state)
    settings = replace(before.settings, recap=rhythm)
    return keeping(state, replace(before, settings=settings))


def keeping(state: State, after: Ladder) -> State:
    """Return the state with that in place of what every policy keeps."""
    return replace(state, kept=after) if isinstance(state, Standing) else after


def paid(state: State) -> State:
    """Return the state with no prompt owed any more, for planning several days ahead.

    What is owed is planned for one chance. Caps are asked when a prompt goes: one that
    is planned may be told of before.
    """
    return state if isinstance(state, Standing) else replace(state, owed=None)
