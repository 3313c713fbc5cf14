"""What becomes of standing chances when her clock, or her schedule, changes.

Laws: what is claimed or past stays as it is; of what is neither, each chance moves to
the new layout or is left with a reason; no local day has two for one slot.
"""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from flows.coach.chances import Occurrence

Fate = Literal["stays", "moves", "over", "dropped"]


@dataclass(frozen=True, slots=True)
class Standing:
    """A chance as it is kept: its key, when it opens, whether anything went or came."""

    key: str
    opens_at: datetime
    claimed: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of one key: "over" means that its new time has passed already."""

    key: str
    fate: Fate


def replanned(
    standing: Iterable[Standing], fresh: Iterable[Occurrence], zone: str, now: datetime
) -> tuple[Outcome, ...]:
    """Say what becomes of each standing chance under a new layout on a new clock.

    Args:
        standing: every chance kept for the days in question.
        fresh: what the schedule gives for those days.
        zone: the clock the fresh ones are read on.
        now: an aware moment.
    """
    new = {occurrence.key: occurrence for occurrence in fresh}
    return tuple(
        Outcome(kept.key, _fate(kept, new.get(kept.key), zone, now))
        for kept in standing
    )


def _fate(kept: Standing, fresh: Occurrence | None, zone: str, now: datetime) -> Fate:
    if kept.claimed or kept.opens_at <= now:
        return "stays"
    if fresh is None:
        return "dropped"
    return "over" if fresh.moments(zone).closes <= now else "moves"


def left_without(
    outcomes: Iterable[Outcome], fresh: Iterable[Occurrence], prompted: Container[str]
) -> tuple[Outcome, ...]:
    """Return what was dropped and is missed: with a prompt, on a day that has no other.

    Args:
        outcomes: what became of each standing chance.
        fresh: what the schedule gives for those days.
        prompted: the keys of those that were to have a prompt.
    """
    kept = [each.key for each in outcomes if each.fate in ("stays", "moves")]
    days = {_day(key) for key in (*kept, *(one.key for one in fresh))}
    return tuple(
        each
        for each in outcomes
        if each.fate == "dropped"
        and each.key in prompted
        and _day(each.key) not in days
    )


def _day(key: str) -> str:
    return key.partition("/")[0]


# Said to a coach; the day is said as one says it, and may be several.
SAID: dict[Fate, str] = {
    "over": "On {name}'s clock in {zone} the time of the chance on {day} was over "
    "already, so it was left out.",
    "dropped": "The days of {name} have changed: there is no chance any more on {day}, "
    "and nothing is sent for it.",
}
# Behind why a chance gets no prompt any more, where one had been moved to later.
LEFT_OUT = "The one that waited was left out."
