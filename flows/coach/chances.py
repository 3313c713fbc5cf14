"""One dated opportunity: its day, its window on the wall, and its moments in a zone.

Laws: at most one per local date and slot, so that (plan, local date, slot) is a key and
adding one twice is impossible (I1, #11); whatever the clocks do that night, a chance
opens before its deadline, and its deadline is not after its end.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal, NamedTuple

from flows.coach.timing import moment

StepKind = Literal["window", "moment"]
# Why a day that the plan would have had has no chance.
Reason = Literal["skip", "holiday", "pause", "illness", "no_date"]

_DAY = timedelta(days=1)
_MINUTES = 24 * 60


def minutes_between(start: time, end: time) -> int:
    """Give the minutes on the wall from `start` to `end`, over midnight if need be."""
    between = (end.hour - start.hour) * 60 + end.minute - start.minute
    return between % _MINUTES


class Moments(NamedTuple):
    """The UTC moments of a chance in one zone; `prompt` is None unless it is drawn."""

    opens: datetime
    deadline: datetime
    closes: datetime
    prompt: datetime | None

    def of(self, prompt: str) -> tuple[datetime, datetime]:
        """Give when a "late" or "before" prompt is due, and when it comes too late."""
        if prompt == "late":
            return self.prompt or self.deadline, self.closes
        return self.prompt or self.opens, self.deadline


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One chance on one local date; `number` counts the plan's chances from 0.

    A wall time that is not after `opens` belongs to the next day. `drawn` is the minute
    drawn for its prompt, None where the window itself says when.
    """

    local_date: date
    slot: int
    opens: time
    deadline: time
    closes: time
    number: int = 0
    drawn: time | None = None

    @property
    def key(self) -> str:
        """Name this chance inside its plan, such as "2026-03-02/0"."""
        return f"{self.local_date.isoformat()}/{self.slot}"

    def _at(self, wall: time, zone: str) -> datetime:
        over = _DAY if wall < self.opens else 0 * _DAY
        return moment(self.local_date + over, wall, zone)

    def moments(self, zone: str) -> Moments:
        """Give its moments; a window that a jump of the clocks swallows comes after it.

        Its length stays, so that each of its days has a chance that can be taken.
        """
        opens = self._at(self.opens, zone)
        deadline, closes = self._at(self.deadline, zone), self._at(self.closes, zone)
        if deadline <= opens:
            waits = minutes_between(self.opens, self.deadline)
            deadline = opens + timedelta(minutes=waits)
        closes = max(closes, deadline)
        if self.drawn is None:
            return Moments(opens, deadline, closes, None)
        drawn = self._at(self.drawn, zone)
        return Moments(opens, deadline, closes, min(max(drawn, opens), deadline))


@dataclass(frozen=True, slots=True)
class Left:
    """A chance that the plan leaves out, kept so that it can be shown."""

    local_date: date
    slot: int
    reason: Reason
