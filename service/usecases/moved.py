"""What a change does to one person's nudges: which move, fall away, or come newly.

Law: a nudge is known by its occurrence, so that one at another time is one that moves.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flows.coach.travel import Outcome
from service.usecases.previewing import Preview

# A nudge: its occurrence, when it comes, and its script, or its kind of those foreseen.
Nudge = tuple[str, datetime, str]


@dataclass(frozen=True, slots=True)
class Moved:
    """One person's nudges that would go, and those that would come in their place."""

    id: UUID
    name: str
    zone: str
    gone: tuple[Nudge, ...]
    new: tuple[Nudge, ...]

    @property
    def count(self) -> int:
        """How many of her nudges differ."""
        return len({key for key, *_ in (*self.gone, *self.new)})


@dataclass(frozen=True, slots=True)
class Shift:
    """One nudge as it was and as it will be; one that falls away, or is new, lacks one.

    Each is when it comes.
    """

    occurrence: str
    before: datetime | None
    after: datetime | None


@dataclass(frozen=True, slots=True)
class Coming:
    """What a change does to the coming days of one person.

    `left` are days that keep what they had, though the schedule has another now: their
    window is open, or something of them went or was told. `over` are days left out,
    their time being over on a new clock; that is known once it is saved.
    """

    zone: str
    shifts: tuple[Shift, ...]
    left: tuple[date, ...]
    over: tuple[date, ...] = ()

    @property
    def moves(self) -> int:
        """How many come at another time."""
        return sum(None not in (one.before, one.after) for one in self.shifts)

    @property
    def gone(self) -> int:
        """How many fall away."""
        return sum(one.after is None for one in self.shifts)

    @property
    def new(self) -> int:
        """How many are new."""
        return sum(one.before is None for one in self.shifts)


def differing(before: frozenset[Nudge], after: frozenset[Nudge]) -> tuple[Shift, ...]:
    """Return the nudges that differ, in the order of time."""
    was = {key: at for key, at, _ in before - after}
    comes = {key: at for key, at, _ in after - before}
    shifts = [Shift(key, was.get(key), comes.get(key)) for key in {**was, **comes}]
    return tuple(sorted(shifts, key=_order))


def coming(before: Preview, after: Preview) -> Coming:
    """Compare the days of one person as they were foreseen with those of a change."""
    left = dict.fromkeys(one for one in after.stays if one not in before.stays)
    return Coming(after.zone, differing(_goes(before), _goes(after)), tuple(left))


def over(outcomes: Iterable[Outcome]) -> tuple[date, ...]:
    """Return the days that are left out, for their time is over already."""
    keys = (one.key.partition("/")[0] for one in outcomes if one.fate == "over")
    return tuple(dict.fromkeys(map(date.fromisoformat, keys)))


def _order(one: Shift) -> tuple[datetime, str]:
    at = one.after or one.before
    assert at is not None  # noqa: S101 -- one of them is there
    return at, one.occurrence


def _goes(shown: Preview) -> frozenset[Nudge]:
    return frozenset(
        (row.occurrence, row.at, row.kind)
        for row in shown.rows
        if row.goes and row.at is not None and row.kind not in ("chance", "left")
    )
