"""By whose clock pages of nobody tell the time, where no clock was chosen."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from service.store import zones
from service.store.zones import Zone
from service.usecases import erasing
from service.usecases.parts import Parts
from tests.database import Clone, put_clock
from tests.service import crowd
from tests.service.test_days_agree import FRIDAY

CHICAGO, NEW_YORK = "America/Chicago", "America/New_York"


def told(parts: Parts, organisation: UUID) -> Zone:
    with parts.db.transaction(organisation) as tx:
        return zones.of(tx)


def test_nobody_who_comes_or_is_erased_moves_the_clock(
    parts: Parts, clone: Clone, stairwell: UUID, where: UUID
) -> None:
    assert Zone("UTC", chosen=False) == told(parts, stairwell)
    put_clock(clone, FRIDAY)
    first = crowd.person(parts, stairwell, where)
    assert Zone(NEW_YORK, chosen=False) == told(parts, stairwell)
    for number in (2, 3):
        put_clock(clone, FRIDAY + timedelta(hours=number))
        crowd.person(
            parts, stairwell, where, number=f"+1555010000{number}", zone=CHICAGO
        )
        assert Zone(NEW_YORK, chosen=False) == told(parts, stairwell)
    with parts.at_desk(stairwell, first) as desk:
        erasing.erase(desk)
    assert Zone(NEW_YORK, chosen=False) == told(parts, stairwell)


def test_a_clock_that_was_chosen_stands(
    parts: Parts, stairwell: UUID, where: UUID
) -> None:
    crowd.person(parts, stairwell, where)
    with parts.db.transaction(stairwell) as tx:
        zones.keep(tx, CHICAGO)
    assert Zone(CHICAGO, chosen=True) == told(parts, stairwell)
