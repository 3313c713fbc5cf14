"""What texts call a person, changed later."""

from __future__ import annotations

from uuid import UUID

from service.store import enrolment
from service.usecases import enrol, rights
from service.usecases.entries import LONGEST
from service.usecases.parts import Parts
from service.usecases.rights import Signed


def rename(parts: Parts, signed: Signed, participant: UUID, name: str) -> str:
    """Call a person so from now on; return the name as it is kept.

    Raises Refused for a name that cannot stand, LookupError for nobody.
    """
    rights.require(signed, "people")
    told = enrol.named("name", name, LONGEST["name"])
    with parts.at_desk(signed.organisation, participant) as desk:
        if told != desk.person.name:
            enrolment.change_name(desk.tx, desk.person, told)
            enrolment.audit(
                desk.tx, parts.new_id(), signed.actor, "set name", participant
            )
    return told
