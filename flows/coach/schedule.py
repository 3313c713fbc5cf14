"""A nudge schedule: on which days, in which windows, until when, and what is left.

Laws: a schedule is a value and everything in it is optional, for it is laid over
another one; `merged` says by one sentence per field what then holds (ADR 0022).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, time
from typing import Any, Literal

from flows.coach.chances import minutes_between
from flows.coach.timing import Hours
from flows.phrase import Phrase

Sort = Literal["texts", "calls", "retries"]
SORTS: tuple[Sort, ...] = ("texts", "calls", "retries")


class BadSchedule(ValueError):
    """Something in a schedule cannot stand; the message names the field and mend."""

    def __init__(self, name: str, mend: Phrase) -> None:
        super().__init__(f"schedule: {name}: {mend}")
        self.name, self.mend = name, mend


@dataclass(frozen=True, slots=True)
class Slot:
    """One window of a day: it opens, waiting ends at the deadline, it closes.

    With `draw` its prompt goes out at a minute drawn between opening and deadline. A
    slot that a `part` of the day named has no clock time of hers: its cue is an event.
    With `days` it is there on those weekdays alone, of the days that the rhythm has.
    """

    opens: time
    deadline: time
    closes: time
    draw: bool = False
    part: str = ""
    days: frozenset[int] | None = None

    def falls_on(self, weekday: int) -> bool:
        """Say whether it is there on that weekday (Monday = 0)."""
        return self.days is None or weekday in self.days


def sound(slot: Slot) -> Slot:
    """Return a window that can stand; raises BadSchedule.

    Asked when one is written: a step that stands is not judged anew.
    """
    waits = minutes_between(slot.opens, slot.deadline)
    if not 0 < waits <= minutes_between(slot.opens, slot.closes):
        raise BadSchedule(
            "at",
            Phrase(
                "the deadline %(deadline)s must lie after %(opens)s and not after"
                " %(closes)s",
                deadline=f"{slot.deadline:%H:%M}",
                opens=f"{slot.opens:%H:%M}",
                closes=f"{slot.closes:%H:%M}",
            ),
        )
    return slot


def has_room(slot: Slot) -> bool:
    """Say whether a late prompt can go out: it waits for the deadline, up to the end.

    One whose minute is drawn goes out before the deadline.
    """
    return slot.draw or slot.deadline != slot.closes


def roomy(slot: Slot) -> Slot:
    """Return a window in which a late prompt can go out; raises BadSchedule.

    Asked when one is typed: one that stands without is shown as a conflict.
    """
    if not has_room(slot):
        raise BadSchedule(
            "at",
            Phrase(
                "%(closes)s is the deadline and the end at once, so a prompt that waits"
                " for the deadline always comes too late: let it close later",
                closes=f"{slot.closes:%H:%M}",
            ),
        )
    return slot


@dataclass(frozen=True, slots=True)
class Every:
    """Every so many days, or weeks, counted from the schedule's first day."""

    number: int
    unit: Literal["days", "weeks"]


@dataclass(frozen=True, slots=True)
class Around:
    """On these days before (less than nought) and after a date of the person."""

    date: str
    offsets: frozenset[int]


@dataclass(frozen=True, slots=True)
class Pause:
    """Days without chances, both included; after an illness prompts resume gently.

    `told` says that the Ladder knows of the resuming.
    """

    first: date
    last: date
    cause: Literal["pause", "illness"] = "pause"
    told: bool = False


@dataclass(frozen=True, slots=True)
class Schedule:
    """What one layer says; what it leaves out is said by the layer below.

    `start` is the day from which is counted, `until` the last day, `times` how many
    chances in all; `skip` are days off, `holidays` lists of dates by name, `observe`
    the names that count; `dates` are dates of the person by name; `hours` quiet hours
    by sort; `law` names of legal presets that bound them (flows.coach.quiet); `began`
    is the day her step began on the clock she left, kept when she travels.
    """

    days: frozenset[int] | None = None
    every: Every | None = None
    around: Around | None = None
    slots: tuple[Slot, ...] = ()
    start: date | None = None
    until: date | None = None
    times: int | None = None
    skip: frozenset[date] = frozenset()
    holidays: Mapping[str, frozenset[date]] = field(default_factory=dict)
    observe: frozenset[str] | None = None
    pauses: tuple[Pause, ...] = ()
    dates: Mapping[str, date] = field(default_factory=dict)
    hours: Mapping[Sort, Hours] = field(default_factory=dict)
    law: frozenset[str] = frozenset()
    began: date | None = None


def simple(days: frozenset[int], slot: Slot, start: date) -> Schedule:
    """Return what a step with one window on weekdays means: the lowest layer."""
    return Schedule(days=days, slots=(slot,), start=start)


# What holds where two layers speak, one sentence each; `over` is the person's own.
RULES: Mapping[str, str] = {
    "days": "Her own rhythm (days, every, around) replaces the one below whole; weeks "
    "without days keep the days below.",
    "slots": "Her own windows replace those below whole.",
    "start": "Her own first day replaces the one below.",
    "until": "The earlier last day holds.",
    "times": "Her own number replaces the one below.",
    "skip": "Days off of both hold.",
    "holidays": "Lists of both are known; of one name, hers.",
    "observe": "Her own choice of lists replaces the one below.",
    "pauses": "Pauses of both hold.",
    "dates": "Dates of both are known; of one name, hers.",
    "hours": "Her own hours of a sort replace those below.",
    "law": "Laws of both hold, and the stricter decides.",
    "began": "Hers holds.",
}


def merged(under: Schedule, over: Schedule) -> Schedule:
    """Lay one schedule over another, by the sentences in `RULES`."""
    ends = [day for day in (under.until, over.until) if day is not None]
    return Schedule(
        **_rhythm(under, over),
        slots=over.slots or under.slots,
        start=over.start or under.start,
        until=min(ends, default=None),
        times=under.times if over.times is None else over.times,
        skip=under.skip | over.skip,
        holidays={**under.holidays, **over.holidays},
        observe=under.observe if over.observe is None else over.observe,
        pauses=under.pauses + over.pauses,
        dates={**under.dates, **over.dates},
        hours={**under.hours, **over.hours},
        law=under.law | over.law,
        began=over.began or under.began,
    )


def _rhythm(under: Schedule, over: Schedule) -> dict[str, Any]:
    if over.days is None and over.every is None and over.around is None:
        over = under
    weeks_alone = over.every is not None and over.every.unit == "weeks"
    below = under.days if weeks_alone and over.days is None else over.days
    return {"days": below, "every": over.every, "around": over.around}


def check(schedule: Schedule) -> Schedule:
    """Return a layer that can stand by itself; raises BadSchedule.

    Only what contradicts itself inside one layer is refused: each layer is judged
    when it is written, and the merge of two that stand always stands.
    """
    for holds, name, mend in (
        (
            schedule.around is None or (schedule.days, schedule.every) == (None, None),
            "around",
            Phrase("days around a date have no rhythm beside it: clear days and every"),
        ),
        (
            schedule.days is None
            or schedule.every is None
            or schedule.every.unit == "weeks",
            "every",
            Phrase("every so many days has no weekdays: clear days, or write weeks"),
        ),
        (
            None in (schedule.start, schedule.until)
            or str(schedule.start) <= str(schedule.until),
            "until",
            Phrase(
                "the last day comes before the first, %(start)s", start=schedule.start
            ),
        ),
    ):
        if not holds:
            raise BadSchedule(name, mend)
    return schedule


def says_nothing(schedule: Schedule) -> bool:
    """Say whether a layer leaves everything to the one below."""
    blank = Schedule()
    return all(
        getattr(schedule, each.name) == getattr(blank, each.name)
        for each in fields(Schedule)
    )
