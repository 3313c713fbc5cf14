"""What the pictures of one person show, counted and put in order.

Law: a picture is there only where there is something to see; what is unknown is no
nought.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from flows.coach import contexts, sums
from flows.coach.contexts import Tally
from flows.coach.sums import Number
from service.store import pictured, tallies
from service.store.pictured import Move, Week
from service.usecases import growth, rights
from service.usecases.parts import Parts
from service.usecases.rights import Signed

# How sure she said she was, in bands.
BANDS = ((0, 4), (5, 6), (7, 8), (9, 10))


@dataclass(frozen=True, slots=True)
class Band:
    """Chances before which she said she was so sure, and those she then tried."""

    low: int
    high: int
    tried: int
    n: int


@dataclass(frozen=True, slots=True)
class Fear:
    """Fear expected and felt on one day; None where she gave no number."""

    on: date
    expected: int | None
    felt: int | None


@dataclass(frozen=True, slots=True)
class Pictures:
    """Everything there is to draw, up to her today; what is empty is not drawn."""

    today: date
    weeks: tuple[Week, ...] = ()
    moves: tuple[Move, ...] = ()
    bands: tuple[Band, ...] = ()
    fear: tuple[Fear, ...] = ()
    places: Mapping[str, Tally] | None = None


def of_person(parts: Parts, signed: Signed, whose: UUID) -> Pictures:
    """Return what there is to draw; raises LookupError for nobody."""
    rights.require(signed, "see")
    with parts.glimpse(signed.organisation, whose) as desk:
        tx, grown = desk.tx, growth.of(desk)
        numbers = tallies.numbers(tx, whose)
        records = tallies.chances(tx, [whose])[whose].records
        since = desk.today - timedelta(weeks=pictured.MOST_WEEKS)
        counted = {} if grown is None else contexts.added(grown.past, grown.signs)
        return Pictures(
            today=desk.today,
            weeks=_filled(pictured.weeks(tx, whose, since), desk.today),
            moves=pictured.moves(tx, desk.person),
            bands=tuple(_bands(sums.sure_before(numbers, records))),
            fear=_fear(numbers),
            places={name: one for name, one in counted.items() if one.known},
        )


def _filled(found: Sequence[Week], today: date) -> tuple[Week, ...]:
    """Return every week from her first try to this one; in some there was none."""
    if not found:
        return ()
    by_week = {one.week: one for one in found}
    many = (today - found[0].week).days // 7 + 1
    weeks = (found[0].week + timedelta(weeks=at) for at in range(many))
    return tuple(by_week.get(week, Week(week, 0, 0)) for week in weeks)


def _bands(told: Iterable[tuple[int, bool]]) -> Iterable[Band]:
    both = tuple(told)
    for low, high in BANDS:
        here = [did for said, did in both if low <= said <= high]
        if here:
            yield Band(low, high, sum(here), len(here))


def _fear(numbers: Iterable[Number]) -> tuple[Fear, ...]:
    days: dict[date, dict[str, int]] = {}
    for one in numbers:
        if one.name in ("fear_expected", "fear_felt"):
            days.setdefault(one.on, {})[one.name] = one.value
    return tuple(
        Fear(on, told.get("fear_expected"), told.get("fear_felt"))
        for on, told in sorted(days.items())
    )
