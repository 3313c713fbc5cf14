"""Languages changed later: a person's, and that of those a programme enrols anew."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from service.store import enrolment, people
from service.usecases.entries import as_tag, of_language
from service.usecases.parts import Parts


@dataclass(frozen=True, slots=True)
class Set:
    """Whose language was set, a person's or a programme's, and to which."""

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
    tag = _spoken(to)
    with parts.at_desk(organisation, participant) as desk:
        tx, person = desk.tx, desk.person
        people.change_language(tx, person, tag)
        enrolment.audit(tx, parts.new_id(), by, "set language", person.id)
    return Set(person.name, tag)


def change_programme(
    parts: Parts, organisation: UUID, programme: UUID, to: str, by: str
) -> Set:
    """Speak another language to whoever is enrolled into a programme from now on.

    Those who are enrolled keep theirs.

    Raises:
        Refused: it is not spoken here; names the ones that are.
        LookupError: there is no programme of that id.
    """
    tag = _spoken(to)
    with parts.db.transaction(organisation) as tx:
        name = enrolment.change_programme_language(tx, programme, tag)
        if name is None:
            raise LookupError(f"there is no programme {programme} here")
        action = "set programme language"
        enrolment.audit(tx, parts.new_id(), by, action, programme)
    return Set(name, tag)


def _spoken(written: str) -> str:
    """Return a language as it is kept; raises Refused for one not spoken here."""
    tag = as_tag(written)
    for refused in of_language(tag):
        raise refused
    return tag
