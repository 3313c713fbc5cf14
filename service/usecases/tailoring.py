"""A coach sets how hard a person's step is and who helps, as the two agreed on it.

Laws: nothing here asks the person, so whoever sets it says how they agreed; each
change is kept with its sentence and its author, sealed; without a step there is
nothing to set.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import UUID

from flows.coach import by_coach
from flows.coach.by_coach import Agreed
from flows.coach.contexts import Stage, Tally, added
from flows.coach.exposure import Item
from flows.coach.growth import Growth
from flows.coach.schedule import Schedule
from flows.coach.support import RUNG_AT_MOST
from service.store import enrolment
from service.usecases import answering, growth, planning, rights, schedules
from service.usecases.entries import Refused
from service.usecases.parts import Desk, Parts
from service.usecases.rights import Signed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LONGEST_HOW = 200
NO_STEP = "they have no step yet; set that first"


@dataclass(frozen=True, slots=True)
class Tailored:
    """What stands of a step: its size, help and stage, the list, tries by place.

    `schedule` is the one that holds for it: of when its chances come.
    """

    agreed: Agreed
    stage: Stage
    items: tuple[Item, ...]
    places: Mapping[str, Tally]
    schedule: Schedule


def look(parts: Parts, signed: Signed, participant: UUID) -> Tailored | None:
    """Return what stands, None without a step; raises LookupError for nobody."""
    rights.require(signed, "see")
    with parts.glimpse(signed.organisation, participant) as desk:
        found, step = growth.of(desk), desk.step
        if found is None or step is None:
            return None
        return Tailored(
            by_coach.of(found),
            found.stage,
            found.exposure.items,
            added(found.past, found.signs),
            schedules.of(desk, step),
        )


def agree(
    parts: Parts, signed: Signed, participant: UUID, now: Agreed, how: str
) -> int:
    """Set what was agreed on; return how many things changed.

    Raises Refused for what cannot stand, LookupError for nobody.
    """
    rights.require(signed, "people")
    said = " ".join(how.split())
    if not 0 < len(said) <= LONGEST_HOW:
        raise Refused("how", "write 1 to %(most)s characters", most=LONGEST_HOW)
    with _grown(parts, signed, participant) as (desk, before):
        try:
            after, changes = by_coach.agreed(before, now, desk.today, desk.person.name)
        except ValueError as wrong:
            raise Refused("contexts", str(wrong)) from wrong
        if not changes:
            return 0
        growth.keep(desk, after)
        for change in changes:
            told = f"{change.sentence} {signed.name}: {said}"
            answering.keep(desk, replace(change, sentence=told))
        if any(change.rung_at_most is not None for change in changes):
            answering.prompts_back(desk, RUNG_AT_MOST)
        _audit(desk, signed, "set growth")
        planning.rearrange(desk)
        return len(changes)


def list_(
    parts: Parts, signed: Signed, participant: UUID, items: Sequence[Item]
) -> None:
    """Let these be her list of what is easy, at the edge and too much.

    Raises Refused for an item that cannot stand, LookupError for nobody.
    """
    rights.require(signed, "people")
    with _grown(parts, signed, participant) as (desk, before):
        try:
            after = by_coach.listed(before, items)
        except ValueError as wrong:
            raise Refused("items", str(wrong)) from wrong
        if after != before:
            growth.keep(desk, after)
            _audit(desk, signed, "set list")


@contextmanager
def _grown(
    parts: Parts, signed: Signed, participant: UUID
) -> Iterator[tuple[Desk, Growth]]:
    with parts.at_desk(signed.organisation, participant) as desk:
        found = growth.of(desk)
        if found is None:
            raise Refused("step", NO_STEP)
        yield desk, found


def _audit(desk: Desk, signed: Signed, action: str) -> None:
    enrolment.audit(desk.tx, desk.parts.new_id(), signed.actor, action, desk.person.id)
