"""A person who lives by another clock: her days are laid out anew in that zone."""

from __future__ import annotations

from uuid import UUID

from service.store import enrolment, people, plans
from service.usecases.entries import of_zone
from service.usecases.parts import Parts


def move(
    parts: Parts, organisation: UUID, person_id: UUID, zone: str, by: str = "coach"
) -> None:
    """Let a person live in that zone from now on.

    What has been asked stays as it was; what is planned and not due is planned anew.
    Raises Refused for a zone of no place, LookupError for nobody.
    """
    for refused in of_zone(zone):
        raise refused
    with parts.db.transaction(organisation) as tx:
        person = people.lock(tx, parts.vault, person_id)
        if person is None:
            raise LookupError(f"there is nobody {person_id}")
        people.change_zone(tx, person, zone)
        enrolment.audit(tx, parts.new_id(), by, "moved", person_id)
        plans.replan(tx, person)
