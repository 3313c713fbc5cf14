"""Setting up an organisation and its programmes, and enrolling people in them.

Law: what is refused is refused whole, with the field and the mend; nothing is
half-written. Identity is (service number, participant's number): the same pair
cannot be enrolled twice (failure 19).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import phonenumbers

from flows.coach import ladder, policy, programmes
from service.carrier import door
from service.store import coaches, enrolment, people, programme_versions
from service.store.coaches import Coach
from service.store.db import Tx
from service.store.enrolment import Standing
from service.store.people import Tenant
from service.usecases import (
    acting,
    call_consent,
    gating,
    languages,
    library,
    paths,
    planning,
    spending,
    stepping,
)
from service.usecases.entries import (
    E164,
    FICTION,
    LONGEST,
    VISIBLE,
    NewPerson,
    Refused,
    as_tag,
    e164,
    of_count,
    of_language,
    of_words,
    of_zone,
    tidy,
)
from service.usecases.parts import Desk, Parts
from service.usecases.paths import Words
from service.usecases.terms import Terms, written

__all__ = [
    "E164",
    "FICTION",
    "LONGEST",
    "NewPerson",
    "NewProgramme",
    "Refused",
    "check",
    "e164",
    "enrol",
    "judge",
    "named",
    "organisation",
    "programme",
    "tidy",
]

LONGEST_COACH, LONGEST_PROGRAMME, LONGEST_ORGANISATION = 12, 24, 80


@dataclass(frozen=True, slots=True)
class NewProgramme:
    """A programme to set up; `settings` as in usecases.terms.

    `language` is one of entries.LANGUAGES: spoken to whoever has none of her own.
    `path` names the shipped path that it begins from, with that path's steps, its name
    when `name` is empty, and its terms where `settings` says nothing; "" for none.
    `own` is a path of its own instead, as data; its terms are in `settings`.
    `schedule` says, as data, when its chances come; None as its terms or path say.
    `coach_email` is where the coach's alerts go by e-mail, "" for nowhere.
    """

    name: str
    coach: str
    coach_number: str | None
    settings: Mapping[str, Any]
    language: str = "en"
    path: str = ""
    own: dict[str, Any] | None = None
    schedule: dict[str, Any] | None = None
    coach_email: str = ""


def organisation(
    parts: Parts, name: str, country: str, number: str, *, paced: bool = False
) -> UUID:
    """Set up an organisation with its service number; return its id. Raises Refused.

    `paced` gives the number the pace that a real carrier has for it.
    """
    name = _unused(parts, named("name", name, LONGEST_ORGANISATION))
    country = _country(country)
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
        new = enrolment.keep_number(
            tx,
            id=number_id,
            participant_id=None,
            kind="service",
            hash=parts.vault.service_hash(service),
            number_sealed=key.seal(service, "numbers", number_id, "number_sealed"),
            country=country,
        )
        if not new:
            raise Refused("number", "another organisation texts from this number")
        if paced:
            gating.starts(tx, service)
        library.publish_shipped(parts, tx)
    return organisation_id


def programme(
    parts: Parts, organisation_id: UUID, new: NewProgramme, by: str = "operator"
) -> UUID:
    """Set up a programme with its coach, its version 1 `by` somebody; return its id.

    Raises terms.BadTerms for its settings, Refused for a name that stands already, a
    name that would make texts too long, a coach's number that cannot be texted, or a
    language that is not spoken.
    """
    new, path = _from_path(new)
    Terms.read(new.settings)
    tenant = parts.tenant(organisation_id)
    name = named("programme", new.name, LONGEST_PROGRAMME)
    coach = named("coach", new.coach, LONGEST_COACH)
    number = new.coach_number and _coach_number(new.coach_number, tenant.country)
    language = as_tag(new.language)
    for refused in of_language(language):
        raise refused
    coach_id, programme_id = parts.new_id(), parts.new_id()
    with parts.db.transaction(organisation_id) as tx:
        if number == people.service_number(tx, tenant.key):
            raise Refused("coach_number", "this is our own number; write the coach's")
        standing = enrolment.programme_named(tx, name) is not None
        coaches.hold(tx)
        reached = Coach(coach_id, coach, number or "", new.coach_email)
        reached = coaches.joining(coaches.in_order(tx, tenant.key), reached)
        told = languages.with_programme(tx, tenant.key, reached, language)
        takes = bool(reached.number or reached.email)
        reached = replace(reached, takes_alerts=takes, language=told)
        coaches.keep(tx, tenant.key, reached)
        if standing or not enrolment.keep_programme(
            tx, id=programme_id, coach_id=coach_id, name=name,
            language=language, settings=dict(new.settings), path=path,
            schedule=new.schedule,
        ):  # fmt: skip
            raise Refused(
                "programme", "%(name)r stands already; name it anew", name=name
            )
        programme_versions.keep(tx, tenant.key, parts.new_id(), programme_id, by)
    return programme_id


def _coach_number(written: str, country: str) -> str:
    """Return a coach's number: in any country, for alerts always go, but no premium."""
    number = e164(written, country, "coach_number")
    mend = spending.mend(number, frozenset({spending.country_of(number)}))
    if mend:
        raise Refused("coach_number", mend.replace("the person's", "the coach's"))
    return number


def _from_path(new: NewProgramme) -> tuple[NewProgramme, dict[str, Any] | None]:
    """Return a programme with what its path adds, and that path as data or None."""
    if not new.path:
        return new, new.own
    path = paths.named(new.path)
    preset = written(f"{name}={value}" for name, value in path.nudges.items())
    name = new.name or programmes.said(path.name, as_tag(new.language))
    settings = {**preset, **new.settings}
    when = new.schedule or paths.schedule_of(new.path)
    told = replace(new, name=name, settings=settings, schedule=when)
    return told, programmes.dump(path)


def named(field: str, name: str, most: int) -> str:
    """Return a name tidy; raises Refused when it would make texts too long."""
    told = " ".join(door.clean(name).text.split())
    if not 0 < len(told) <= most or not VISIBLE.search(told):
        raise of_count(field, most, len(told))
    return told


def _unused(parts: Parts, name: str) -> str:
    """Return a name no organisation has: the commands tell them apart by it."""
    known = {
        parts.tenant(each).name.casefold() for each in people.organisations(parts.db)
    }
    if name.casefold() in known:
        raise Refused("name", "%(name)r stands already; name it anew", name=name)
    return name


def _country(written: str) -> str:
    """Return a country's two letters; the crisis reply names its helpline by them."""
    country = written.strip().upper()
    if country not in phonenumbers.SUPPORTED_REGIONS:
        raise Refused(
            "country",
            "%(given)r is no country; write two letters, like NZ",
            given=written,
        )
    return country


def whole(new: NewPerson, into: Standing) -> NewPerson:
    """Return an entry as it is judged: tidy, completed from the programme's path."""
    neat = tidy(new)
    return paths.completed(neat, paths.read(into.path), neat.language or into.language)


def check(tx: Tx, tenant: Tenant, new: NewPerson) -> str:
    """Return the person's number in E.164 when she may be enrolled; raises Refused."""
    number, refusals = judge(tx, tenant, new)
    for refusal in refusals:
        raise refusal
    return number


def judge(tx: Tx, tenant: Tenant, new: NewPerson) -> tuple[str, tuple[Refused, ...]]:
    """Return a whole entry's number in E.164, "" when it is none, and every refusal."""
    number, refusals = "", list(of_words(new))
    try:
        number = fresh_number(tx, tenant, new.number)
    except Refused as refused:
        refusals.insert(0, refused)
    refusals += of_zone(new.zone, number or new.number)
    if new.language:
        refusals += of_language(new.language)
    return number, tuple(refusals)


def fresh_number(tx: Tx, tenant: Tenant, written: str) -> str:
    """Return a number in E.164 that nobody here has; raises Refused("number")."""
    number = e164(written, tenant.country, "number")
    _unless_closed(tx, number)
    _unless_standing(tx, tenant, number)
    return number


def _unless_closed(tx: Tx, number: str) -> None:
    mend = spending.mend(number, spending.terms(tx).countries)
    if mend:
        raise Refused("number", mend)


def _unless_standing(tx: Tx, tenant: Tenant, number: str) -> None:
    found = enrolment.standing(tx, tenant.hashes.hash(number))
    if found is not None:
        raise Refused("number", STANDING[found])
    # A text to ourselves would be answered by ourselves (failure 31).
    if number == people.service_number(tx, tenant.key):
        raise Refused("number", "this is our own number; write the person's")


STANDING: Mapping[str, str] = {
    "enrolled": "this number is enrolled already; one person for each number",
    "silenced": "this number was silenced for good, so nothing may be sent to it",
}


def enrol(
    parts: Parts,
    tx: Tx,
    tenant: Tenant,
    programme_id: UUID,
    new: NewPerson,
    actor: str = "",
) -> UUID:
    """Enrol one person, invited: her first text asks for her yes. Raises Refused.

    The audit knows who enters it as `actor` where she signed in, else by name.
    """
    into = enrolment.programme_of(tx, programme_id)
    path, terms = paths.read(into.path), Terms.standing(into.settings)
    at, new = paths.place(tidy(new).step, path), whole(new, into)
    number = check(tx, tenant, new)
    first = paths.plan(Words(new.goal, new.step, new.cue), path, terms, at)
    person_id = parts.new_id()
    _keep_person(
        parts,
        tx,
        (person_id, programme_id),
        new,
        into,
        (terms.policy, begins_on(terms, first.kind)),
    )
    person = people.lock(tx, parts.vault, person_id)
    if person is None:  # pragma: no cover -- inserted above; tells mypy so
        raise LookupError(person_id)
    desk = Desk(parts, tx, tenant, person)
    keep_number(desk, number)
    if not new.begins:
        stepping.keep(desk, terms, first)
    acting.keep_entry(
        desk,
        change="invited",
        method=new.consent_method,
        wording=new.consent_text,
        entered_by=new.entered_by,
    )
    _agree(desk, new)
    by = actor or new.entered_by
    enrolment.audit(tx, parts.new_id(), by, "enrolled", person_id)
    planning.invite(desk)
    return person_id


def _agree(desk: Desk, new: NewPerson) -> None:
    """Keep the yes to calls and the one to recording, each with its own wording."""
    given: tuple[tuple[call_consent.Channel, str, str], ...] = (
        ("call", new.calls_text, new.calls_method),
        ("recording", new.recording_text, new.recording_method),
    )
    for channel, wording, method in given:
        if wording:
            how = method or new.consent_method
            call_consent.agree(desk, channel, wording, how, new.entered_by)


def begins_on(terms: Terms, kind: Any) -> ladder.Settings:
    """Return where somebody begins on the Ladder, with a first step of that kind."""
    goal: Any = terms.goal
    rhythm: Any = terms.recap_rhythm
    return ladder.Settings(
        start_rung=terms.start_rung,
        kind=kind,
        cap_per_week=terms.cap_week,
        cap_per_day=terms.cap_day,
        goal=goal,
        random_skips=terms.random_skips == "yes",
        recap=rhythm,
    )


def _keep_person(
    parts: Parts,
    tx: Tx,
    where: tuple[UUID, UUID],
    new: NewPerson,
    into: Standing,
    begins: tuple[str, ladder.Settings],
) -> None:
    person_id, programme_id = where
    wrapped, key = parts.vault.new_key(person_id, people.PARTICIPANT)
    rules = policy.POLICIES[begins[0]]
    begun = rules.start(begins[1], person_id.int % 2**31)
    enrolment.keep_participant(
        tx,
        id=person_id,
        programme_id=programme_id,
        wrapped_key=wrapped,
        name_sealed=key.seal(new.name, "participants", person_id, "name_sealed"),
        language=new.language or into.language,
        zone=new.zone,
        rung=policy.kept(begun).rung,
        ladder=rules.dump(begun),
    )


def keep_number(desk: Desk, number: str) -> None:
    """Keep a person's number, sealed with her key and found by its hash."""
    number_id = desk.parts.new_id()
    new = enrolment.keep_number(
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
    if not new:  # two coaches enrolled the same number at the same moment
        raise Refused("number", STANDING["enrolled"])
