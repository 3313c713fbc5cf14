"""After days of illness prompts resume gently: the Ladder hears of it, once.

Law: each illness is told once, on the first day after it; a pause is not told (L6).
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal

from flows.coach.schedule import Pause, Schedule

CHANGED: Final = "changed"


@dataclass(frozen=True, slots=True)
class Resumed:
    """What the Ladder is to hear: her life had changed until the day before `on`."""

    command: Literal["changed"]
    on: date


def _over(pause: Pause, today: date) -> bool:
    return pause.cause == "illness" and not pause.told and pause.last < today


def resume(schedule: Schedule, today: date) -> tuple[Schedule, Resumed | None]:
    """Return the schedule with its past illnesses told, and what to tell, if anything.

    Several that ended unseen are one resuming.
    """
    if not any(_over(pause, today) for pause in schedule.pauses):
        return schedule, None
    pauses = tuple(
        replace(pause, told=True) if _over(pause, today) else pause
        for pause in schedule.pauses
    )
    return replace(schedule, pauses=pauses), Resumed(CHANGED, today)
