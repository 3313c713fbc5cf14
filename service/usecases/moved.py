"""What a change does to one person's nudges: which move, fall away, or come newly.

Laws: a nudge is known by its occurrence, so that one at another time is one that moves;
what is compared is what would go, so that one that is planned and stays is a change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from flows.coach.foreseen import SAID, Row
from flows.coach.travel import Outcome
from service.store.db import Tx
from service.store.people import Person
from service.usecases import previewing, trying
from service.usecases.parts import Parts
from service.usecases.planning import AHEAD
from service.usecases.previewing import Preview

# A nudge: its occurrence, when it comes, and its kind.
Nudge = tuple[str, datetime, str]


@dataclass(frozen=True, slots=True)
class Stay:
    """A nudge that would have gone then and goes no more: by which rule, and why."""

    occurrence: str
    at: datetime
    rule: str
    why: str


@dataclass(frozen=True, slots=True)
class Moved:
    """One person's nudges that would go, and those that would come in their place.

    Of these `again` are known already, and stayed; `stays` are those that went, and are
    not to go out any more.
    """

    id: UUID
    name: str
    zone: str
    gone: tuple[Nudge, ...]
    new: tuple[Nudge, ...]
    stays: tuple[Stay, ...] = ()
    again: frozenset[str] = frozenset()

    @property
    def count(self) -> int:
        """How many of her nudges differ."""
        keys = {key for key, *_ in (*self.gone, *self.new)}
        return len(keys | {one.occurrence for one in self.stays})


@dataclass(frozen=True, slots=True)
class Shift:
    """One nudge as it was and as it will be; one that falls away, or is new, lacks one.

    Each is when it comes. `why` is there for one that is known still, and stays.
    """

    occurrence: str
    before: datetime | None
    after: datetime | None
    why: str = ""


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
        return sum(one.after is None and not one.why for one in self.shifts)

    @property
    def stays(self) -> int:
        """How many are known still, and do not go out any more."""
        return sum(bool(one.why) for one in self.shifts)

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
    was, comes = _goes(before.rows), _goes(after.rows)
    stays = dict(_stays(was, comes, after.rows))
    shifts = tuple(
        replace(one, why=stays[one.occurrence].why) if one.occurrence in stays else one
        for one in differing(was, comes)
    )
    return Coming(after.zone, shifts, tuple(left))


def over(outcomes: Iterable[Outcome]) -> tuple[date, ...]:
    """Return the days that are left out, for their time is over already."""
    keys = (one.key.partition("/")[0] for one in outcomes if one.fate == "over")
    return tuple(dict.fromkeys(map(date.fromisoformat, keys)))


def _order(one: Shift) -> tuple[datetime, str]:
    at = one.after or one.before
    assert at is not None  # noqa: S101 -- one of them is there
    return at, one.occurrence


def _goes(rows: Iterable[Row]) -> frozenset[Nudge]:
    return frozenset(
        (row.occurrence, row.at, row.kind)
        for row in rows
        if row.goes and row.at is not None and row.kind not in SAID
    )


# ---- for many people at once ----


def tried(
    parts: Parts, organisation: UUID, ids: Sequence[UUID], lay: Callable[[Tx], None]
) -> tuple[Moved, ...]:
    """Try a change for these people, and say what it does; it is taken back.

    Compared is what the core would decide of their days that are laid out, before and
    after `lay`; all is read at once, and nobody's row is locked.
    """
    found: list[Moved] = []
    with trying.undone(parts, organisation) as tx:
        before = _foreseen(parts, tx, ids)
        lay(tx)
        after = _foreseen(parts, tx, ids)
        found += [
            _between(who, rows, after[who.id][1])
            for who, rows in before.values()
            if who.id in after  # and was not erased meanwhile
        ]
    return tuple(found)


def _foreseen(
    parts: Parts, tx: Tx, ids: Sequence[UUID]
) -> Mapping[UUID, tuple[Person, tuple[Row, ...]]]:
    desks = previewing.desks(parts, tx, ids)
    asked = previewing.asked_of(desks.values())
    return {
        whose: (
            desk.person,
            previewing.goes(asked[whose], AHEAD + 1) if whose in asked else (),
        )
        for whose, desk in desks.items()
    }


def _between(who: Person, before: Sequence[Row], after: Sequence[Row]) -> Moved:
    was, comes = _goes(before), _goes(after)
    stays = dict(_stays(was, comes, after))
    known = {row.occurrence for row in before if row.kind not in SAID}
    went = {key for key, *_ in was}
    gone = (one for one in was - comes if one[0] not in stays)
    return Moved(
        who.id,
        who.name,
        who.zone,
        tuple(sorted(gone)),
        tuple(sorted(comes - was)),
        tuple(sorted(stays.values(), key=lambda one: (one.at, one.occurrence))),
        frozenset(known - went),
    )


def _stays(
    was: Iterable[Nudge], comes: Iterable[Nudge], after: Iterable[Row]
) -> Iterator[tuple[str, Stay]]:
    """Yield what went and is still known, and does not go any more."""
    goes = {key for key, *_ in comes}
    # A chance comes before its prompt, which knows better why that stays.
    lines = {row.occurrence: row for row in after}
    for key, at, _ in was:
        row = lines.get(key)
        if row is not None and key not in goes:
            yield key, Stay(key, at, row.rule, row.sentence)
