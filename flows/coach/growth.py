"""Growth's state: dials, support, contexts and stage of one person's step, as a value.

It survives a round trip through JSON with a version; `growing.py` moves it.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, get_args

from flows.coach import dials, signs
from flows.coach import exposure as lists
from flows.coach.contexts import STAGES, Stage, Tally
from flows.coach.dials import Difficulty
from flows.coach.exposure import Exposure
from flows.coach.grounds import Begun
from flows.coach.ladder_codec import dump_day, load_day
from flows.coach.programmes import Step, Support
from flows.coach.signs import Measure, Placed, Sign
from flows.coach.staircase import SETTINGS, USUAL, Setting

VERSION = 1
MONTH = 28
NO_LIST = Exposure()
_DATES = ("began", "fresh", "helped", "lever", "day")


class BrokenGrowth(ValueError):
    """A stored growth cannot be read; restore it, or start it anew from the step."""


@dataclass(frozen=True, slots=True)
class Growth:
    """The whole state; nothing hidden.

    `fresh` is the first date whose chances are evidence for the staircase and the
    alarms, `helped` that for the kind of support, `lever` the date on which an offer
    last changed something. `goal` are the dials aimed for. `contexts` are the further
    ones she took up, the latest last. `day` is the last day that was seen. `exposure`
    is her list; `past` counts the signs that are not kept any more; `own` of `steps`
    steps were written by herself. `asked` is the try whose context she was asked last,
    and the context it may have been in.
    """

    setting: Setting
    difficulty: Difficulty
    goal: Difficulty
    support: Support
    began: date
    fresh: date
    helped: date
    stage: Stage = "start"
    lever: date | None = None
    day: date | None = None
    contexts: tuple[str, ...] = ()
    own: int = 0
    steps: int = 1
    exposure: Exposure = NO_LIST
    past: Mapping[str, Tally] = field(default_factory=dict)
    signs: tuple[Sign, ...] = ()
    measures: tuple[Measure, ...] = ()
    begun: tuple[Begun, ...] = ()
    asked: Placed | None = None


def start(
    step: Step,
    today: date,
    *,
    goal: Step | None = None,
    setting: Setting = USUAL,
    own: bool = False,
    exposure: Exposure = NO_LIST,
) -> Growth:
    """Begin with a step.

    Args:
        step: where she begins.
        today: her local date.
        goal: the last step of the path; its dials are aimed for. The step's own when
            there is none.
        setting: the coach's.
        own: whether she wrote the step herself.
        exposure: her list of what is easy, at the edge and too much.
    """
    difficulty = dials.of(step)
    return Growth(
        setting=setting,
        difficulty=difficulty,
        goal=difficulty if goal is None else dials.of(goal),
        support=step.support,
        began=today,
        fresh=today,
        helped=today,
        own=int(own),
        exposure=exposure,
    )


def dump(growth: Growth) -> dict[str, Any]:
    """Give the growth as plain JSON values, with the version "v"."""
    return {
        "v": VERSION,
        "setting": growth.setting,
        "difficulty": dials.dump(growth.difficulty),
        "goal": dials.dump(growth.goal),
        "support": growth.support,
        "stage": growth.stage,
        "contexts": list(growth.contexts),
        "own": growth.own,
        "steps": growth.steps,
        **{name: dump_day(getattr(growth, name)) for name in _DATES},
        "exposure": lists.dump(growth.exposure),
        "past": {name: [t.known, t.tries] for name, t in growth.past.items()},
        "signs": [signs.dump(one) for one in growth.signs],
        "measures": [signs.dump(one) for one in growth.measures],
        "begun": [{**asdict(one), "on": one.on.isoformat()} for one in growth.begun],
        "asked": None if growth.asked is None else asdict(growth.asked),
    }


def load(stored: Mapping[str, Any]) -> Growth:
    """Read back what `dump` gave.

    Raises:
        BrokenGrowth: when the version is unknown or something is missing or odd.
    """
    if stored.get("v") != VERSION:
        raise BrokenGrowth(f"growth of version {stored.get('v')!r} cannot be read")
    try:
        return _read(stored)
    except (KeyError, TypeError, ValueError) as wrong:
        raise BrokenGrowth(f"growth cannot be read: {wrong}") from wrong


def _read(stored: Mapping[str, Any]) -> Growth:
    begun = ({**one, "on": date.fromisoformat(one["on"])} for one in stored["begun"])
    asked = stored.get("asked")  # what was kept before it was asked has none
    return Growth(
        setting=_one_of(stored["setting"], tuple(SETTINGS)),
        difficulty=dials.load(stored["difficulty"]),
        goal=dials.load(stored["goal"]),
        support=_one_of(stored["support"], get_args(Support)),
        stage=_one_of(stored["stage"], STAGES),
        contexts=tuple(stored["contexts"]),
        own=stored["own"],
        steps=stored["steps"],
        exposure=lists.load(stored["exposure"]),
        past={name: Tally(*counts) for name, counts in stored["past"].items()},
        signs=signs.load_signs(stored["signs"]),
        measures=signs.load_measures(stored["measures"]),
        begun=tuple(Begun(**one) for one in begun),
        asked=None if asked is None else Placed(**asked),
        began=date.fromisoformat(stored["began"]),
        fresh=date.fromisoformat(stored["fresh"]),
        helped=date.fromisoformat(stored["helped"]),
        lever=load_day(stored["lever"]),
        day=load_day(stored["day"]),
    )


def _one_of(value: Any, known: tuple[Any, ...]) -> Any:
    # Any: the caller's Literal, which JSON cannot carry.
    if value not in known:
        raise ValueError(f"{value!r} is none of {', '.join(known)}")
    return value


def lately(growth: Growth, name: signs.Name, today: date) -> int | None:
    """Give her latest number of one name in the last four weeks, or None."""
    return signs.last(growth.measures, name, since=signs.days_ago(today, MONTH))
