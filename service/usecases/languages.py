"""The language a person is spoken to in, changed after she was enrolled."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from service.store import enrolment, people
from service.usecases.entries import as_tag, of_language
from service.usecases.parts import Parts


@dataclass(frozen=True, slots=True)
class Set:
    """Whose language was set, and to which."""

    name: str
    language: str


def change(
    parts: Parts, organisation: UUID, participant: UUID, to: str, by: str
) -> Set:
    """Speak to a person in another language from now on.

    Raises:
        Refused: it is not spoken here; names the ones that are.
        LookupError: there is nobody of that id.
    """
    tag = as_tag(to)
    for refused in of_language(tag):
        raise refused
    with parts.db.transaction(organisation) as tx:
        person = people.lock(tx, parts.vault, participant)
        if person is None:
            raise LookupError(f"there is nobody {participant} here")
        people.change_language(tx, person, tag)
        enrolment.audit(tx, parts.new_id(), by, "set language", person.id)
    return Set(person.name, tag)
