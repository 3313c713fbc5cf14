"""Setting up an organisation and its programmes, and enrolling people in them.

Law: what is refused is refused whole, with the field and the mend; nothing is
half-written. Identity is (service number, participant's number): the same pair
cannot be enrolled twice (failure 19).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import phonenumbers

from flows.coach import ladder, timing
from service.store import enrolment, people
from service.store.db import Tx
from service.store.people import Tenant
from service.usecases import acting, library, planning
from service.usecases.parts import Desk, Parts
from service.usecases.terms import Terms

LONGEST = {"name": 20, "step": 60, "cue": 40, "goal": 80}


class Refused(ValueError):
    """An entry cannot stand: `field` names the place, the message the mend."""

    def __init__(self, field: str, mend: str) -> None:
        super().__init__(f"{field}: {mend}")
        self.field = field
        self.mend = mend


@dataclass(frozen=True, slots=True)
class NewProgramme:
    """A programme to set up; `settings` as in usecases.terms, plus step, cue, goal."""

    name: str
    coach: str
    coach_number: str | None
    settings: Mapping[str, Any]
    language: str = "en"


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person to enrol, with the evidence of consent that her coach took.

    `number` in any usual notation; `zone` an IANA name; `consent_text` the wording
    she agreed to, `consent_method` how ("paper form", "in person", ...).
    """

    name: str
    number: str
    zone: str
    goal: str
    step: str
    cue: str
    consent_text: str
    consent_method: str
    entered_by: str = "coach"


def organisation(parts: Parts, name: str, country: str, number: str) -> UUID:
    """Set up an organisation with its service number; return its id."""
    organisation_id = parts.new_id()
    wrapped, key = parts.vault.new_key(organisation_id, people.ORGANISATION)
    wrapped_hashes, _ = parts.vault.new_key(organisation_id, people.NUMBERS)
    service = e164(number, country, "number")
    with parts.db.transaction(organisation_id) as tx:
        enrolment.keep_organisation(
            tx, name=name, country=country, wrapped_key=wrapped,
            wrapped_hash_key=wrapped_hashes,
        )  # fmt: skip
        number_id = parts.new_id()
        enrolment.keep_number(
            tx,
            id=number_id,
            participant_id=None,
            kind="service",
            hash=parts.vault.service_hash(service),
            number_sealed=key.seal(service, "numbers", number_id, "number_sealed"),
            country=country,
        )
        library.publish_shipped(parts, tx)
    return organisation_id


def programme(parts: Parts, organisation_id: UUID, new: NewProgramme) -> UUID:
    """Set up a programme with its coach; return its id. Raises terms.BadTerms."""
    Terms.read(new.settings)
    key = parts.tenant(organisation_id).key
    coach_id, programme_id = parts.new_id(), parts.new_id()
    with parts.db.transaction(organisation_id) as tx:
        enrolment.keep_coach(
            tx,
            id=coach_id,
            name_sealed=key.seal(new.coach, "coaches", coach_id, "name_sealed"),
            number_sealed=new.coach_number
            and key.seal(new.coach_number, "coaches", coach_id, "number"),
            takes_alerts=new.coach_number is not None,
        )
        enrolment.keep_programme(
            tx, id=programme_id, coach_id=coach_id, name=new.name,
            language=new.language, settings=dict(new.settings),
        )  # fmt: skip
    return programme_id


def check(tx: Tx, tenant: Tenant, new: NewPerson) -> str:
    """Return the person's number in E.164 when she may be enrolled; raises Refused."""
    number = e164(new.number, tenant.country, "number")
    if not timing.known_zone(new.zone):
        raise Refused("zone", f"{new.zone!r} is no place's time zone; write one like "
                      "Pacific/Auckland")  # fmt: skip
    for field, most in LONGEST.items():
        length = len(getattr(new, field).strip())
        if not 0 < length <= most:
            raise Refused(field, f"write 1 to {most} characters; these are {length}")
    if not new.consent_text.strip() or not new.consent_method.strip():
        raise Refused("consent", "write the wording agreed to, and how it was given")
    if enrolment.stands(tx, tenant.hashes.hash(number)):
        raise Refused("number", "this number is enrolled already, or was silenced")
    return number


def enrol(
    parts: Parts, tx: Tx, tenant: Tenant, programme_id: UUID, new: NewPerson
) -> UUID:
    """Enrol one person, invited: the first text asks for her own yes. Raises Refused."""
    number = check(tx, tenant, new)
    person_id = parts.new_id()
    terms = Terms.read(enrolment.settings_of(tx, programme_id))
    _keep_person(parts, tx, tenant, (person_id, programme_id, terms), new)
    person = people.lock(tx, parts.vault, person_id)
    if person is None:  # pragma: no cover -- inserted above; tells mypy so
        raise LookupError(person_id)
    desk = Desk(parts, tx, tenant, person)
    _keep_number(desk, number)
    _keep_step(desk, terms, new)
    acting.keep_entry(
        desk,
        change="invited",
        method=new.consent_method,
        wording=new.consent_text,
        entered_by=new.entered_by,
    )
    enrolment.audit(tx, parts.new_id(), new.entered_by, "enrolled", person_id)
    planning.invite(desk)
    return person_id


def _keep_person(
    parts: Parts,
    tx: Tx,
    tenant: Tenant,
    where: tuple[UUID, UUID, Terms],
    new: NewPerson,
) -> None:
    person_id, programme_id, terms = where
    wrapped, key = parts.vault.new_key(person_id, people.PARTICIPANT)
    kind: Any = terms.kind
    begun = ladder.start(
        ladder.Settings(
            start_rung=terms.start_rung, kind=kind, cap_per_week=terms.cap_week
        ),
        seed=person_id.int % 2**31,
    )
    enrolment.keep_participant(
        tx,
        id=person_id,
        programme_id=programme_id,
        wrapped_key=wrapped,
        name_sealed=key.seal(new.name.strip(), "participants", person_id, "name_sealed"),
        zone=new.zone,
        rung=begun.rung,
        ladder=ladder.dump(begun),
    )


def _keep_number(desk: Desk, number: str) -> None:
    number_id = desk.parts.new_id()
    enrolment.keep_number(
        desk.tx,
        id=number_id,
        participant_id=desk.person.id,
        kind="participant",
        hash=desk.tenant.hashes.hash(number),
        number_sealed=desk.person.key.seal(
            number, "numbers", number_id, "number_sealed"
        ),
        country=phonenumbers.region_code_for_number(phonenumbers.parse(number)) or "",
    )


def _keep_step(desk: Desk, terms: Terms, new: NewPerson) -> None:
    goal_id, step_id = desk.parts.new_id(), desk.parts.new_id()
    key = desk.person.key
    enrolment.keep_goal(
        desk.tx,
        id=goal_id,
        participant_id=desk.person.id,
        goal_sealed=key.seal(new.goal.strip(), "goals", goal_id, "goal_sealed"),
    )
    enrolment.keep_step(
        desk.tx,
        id=step_id,
        participant_id=desk.person.id,
        goal_id=goal_id,
        step_sealed=key.seal(new.step.strip(), "steps", step_id, "step_sealed"),
        cue_sealed=key.seal(new.cue.strip(), "steps", step_id, "cue_sealed"),
        kind=terms.kind,
        days="".join(str(day) for day in sorted(terms.days)),
        opens=terms.opens,
        deadline=terms.deadline,
        closes=terms.closes,
    )


def e164(written: str, country: str, field: str) -> str:
    """Return a phone number in E.164; raises Refused naming the field.

    Numbers with an extension are refused: phonenumbers keeps those silently.
    """
    try:
        number = phonenumbers.parse(written, country)
    except phonenumbers.NumberParseException as error:
        raise Refused(field, "this is no phone number; write it like +64 21 123 4567"
                      ) from error  # fmt: skip
    if number.extension or not phonenumbers.is_possible_number(number):
        raise Refused(field, "this number cannot be texted; write it like +64 21 123 4567")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
