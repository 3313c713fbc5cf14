"""Where a person stands as her coming days go by, and nobody foresees her word.

Law: what is told to her policy is what the dawn of the service tells it, in its order.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from flows.coach import policy, resuming
from flows.coach.chances import Moments, Occurrence
from flows.coach.foreseen import Asked
from flows.coach.ladder import Asked as Word
from flows.coach.ladder import ChanceRef, Change, Passed, Report
from flows.coach.policy import State
from flows.coach.rungs import Prompt
from flows.coach.schedule import Schedule


@dataclass(slots=True)
class Life:
    """Where she stands by what went before: what caps count, and what asked her.

    `about` is what led to a chance, as the Ladder is told of it: only what went did.
    `untold` are the chances that it has not been told of, `schedule` her days with the
    illnesses that it has. Until `floor` the last question waits for an answer.
    """

    state: State
    schedule: Schedule
    counted: list[datetime]
    asking: list[datetime]
    about: dict[str, Prompt] = field(default_factory=dict)
    untold: list[Occurrence] = field(default_factory=list)
    floor: datetime | None = None


def begun(asked: Asked, day: date, dawn: datetime, life: Life) -> tuple[Change, ...]:
    """Let a day begin: the Ladder is told what is over, and that the day has come.

    Nobody foresees her word: each chance is over without one. What stayed led to none:
    it counts in no seven days, and pays nothing owed. Returns what it decides then.
    """
    observe = policy.rules_of(life.state).observe
    known = {entry.key for entry in policy.kept(life.state).log}
    over = [one for one in life.untold if moments_of(asked, one).closes <= dawn]
    for one in over:
        if one.key not in known:
            ref = ChanceRef(one.key, one.local_date, one.number)
            told = Report(ref, "?", life.about.get(one.key, "none"), day)
            life.state, _ = observe(life.state, told, name=asked.name)
    life.untold = [one for one in life.untold if one not in over]
    if dawn <= asked.now:
        return ()
    changes: tuple[Change, ...] = ()
    life.schedule, resumed = resuming.resume(life.schedule, day)
    if resumed is not None:
        word = Word(resumed.command, resumed.before, resumed.days)
        life.state, changes = observe(life.state, word, name=asked.name)
    life.state, more = observe(life.state, Passed(day), name=asked.name)
    return (*changes, *more)


def is_over(asked: Asked, each: Occurrence) -> bool:
    """Say whether a chance is over by now, by the schedule that is asked about."""
    return each.moments(asked.zone).closes <= asked.now


def moments_of(asked: Asked, each: Occurrence) -> Moments:
    """Give the moments of a chance: those it has already, where it stays as it is."""
    kept = asked.kept.get(each.key)
    if kept is None:
        return each.moments(asked.zone)
    return replace(kept.occurrence, drawn=each.drawn).moments(kept.zone)
