"""After days of illness prompts resume gently: the Ladder hears of it, once.

Law: each illness is told once, on the first day after it; a pause is not told (L6).
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, Literal

from flows.coach.schedule import Pause, Schedule

CHANGED: Final = "changed"
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Resumed:
    """What the Ladder is to hear: from the day after `before`, for so many days.

    They are over: prompts resume on the rung that the Ladder gives for it.
    """

    command: Literal["changed"]
    before: date
    days: int


def _over(pause: Pause, today: date) -> bool:
    return pause.cause == "illness" and not pause.told and pause.last < today


def resume(schedule: Schedule, today: date) -> tuple[Schedule, Resumed | None]:
    """Return the schedule with its past illnesses told, and what to tell, if anything.

    Several that ended unseen are one resuming.
    """
    over = [pause for pause in schedule.pauses if _over(pause, today)]
    if not over:
        return schedule, None
    first, last = min(p.first for p in over), max(p.last for p in over)
    pauses = tuple(
        replace(pause, told=True) if _over(pause, today) else pause
        for pause in schedule.pauses
    )
    told = Resumed(CHANGED, first - _DAY, (last - first).days + 1)
    return replace(schedule, pauses=pauses), told
