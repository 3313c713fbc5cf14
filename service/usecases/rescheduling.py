"""A coach changes when: a person's schedule or clock, or a programme's schedule.

Laws: what is refused is refused whole, with the field and the mend; chances that are
claimed or past stay; every other one moves, or is taken out, and one decision names the
days that are left without a prompt they were to have.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from flows.coach import schedule, written
from flows.coach.schedule import Schedule
from flows.coach.travel import Outcome
from service.store import (
    differences,
    enrolment,
    layouts,
    people,
    plans,
    programme_versions,
)
from service.store.people import Person
from service.usecases import planning, schedules
from service.usecases.entries import of_zone
from service.usecases.parts import Desk, Parts


@dataclass(frozen=True, slots=True)
class Change:
    """Fields to set (`name=value`), fields to clear, and a clock to move to."""

    to: tuple[str, ...] = ()
    clear: tuple[str, ...] = ()
    zone: str = ""

    @property
    def nothing(self) -> bool:
        """Whether it changes nothing at all."""
        return self == Change()


@dataclass(frozen=True, slots=True)
class Told:
    """What holds now: her own layer, all layers together, and what became of chances.

    `holds` is None for somebody without a step.
    """

    name: str
    zone: str
    own: Schedule
    holds: Schedule | None
    outcomes: tuple[Outcome, ...] = ()


def of_person(
    parts: Parts, organisation: UUID, participant: UUID, change: Change, by: str
) -> Told:
    """Change when a person has her chances, or her clock, and plan her days anew.

    Raises:
        schedule.BadSchedule: a field that cannot stand; names it and the mend.
        entries.Refused: a clock that is none.
        LookupError: there is nobody of that id.
    """
    for refused in of_zone(change.zone) if change.zone else ():
        raise refused
    with parts.at_desk(organisation, participant) as desk:
        tx, tenant, person = desk.tx, desk.tenant, desk.person
        outcomes: tuple[Outcome, ...] = ()
        if not change.nothing:
            person = _changed(desk, change, by)
            outcomes = planning.rearrange(Desk(parts, tx, tenant, person))
        return _told(Desk(parts, tx, tenant, person), outcomes)


def _changed(desk: Desk, change: Change, by: str) -> Person:
    tx, person, new_id = desk.tx, desk.person, desk.parts.new_id
    stood = written.load(person.schedule)
    own = written.changed(stood, change.to, change.clear)
    if change.zone and desk.step is not None:
        own = replace(own, began=schedules.since(desk, desk.step))
    schedules.save(desk, own)
    line = new_id()
    enrolment.audit(tx, line, by, "set schedule", person.id)
    differences.keep_hers(tx, person, line, schedules.differing(stood, own))
    if not change.zone:
        return desk.person
    people.change_zone(tx, person, change.zone)
    line = new_id()
    enrolment.audit(tx, line, by, "set zone", person.id)
    found = schedules.moved(person.zone, change.zone)
    differences.keep_hers(tx, person, line, found)
    return replace(desk.person, zone=change.zone)


def _told(desk: Desk, outcomes: tuple[Outcome, ...]) -> Told:
    person, step = desk.person, desk.step
    holds = None if step is None else schedules.of(desk, step)
    own = written.load(person.schedule)
    return Told(person.name, person.zone, own, holds, outcomes)


def of_programme(
    parts: Parts, organisation: UUID, programme: UUID, change: Change, by: str
) -> tuple[Schedule, int]:
    """Change a programme's schedule; return it, and how many people were planned anew.

    Each person's days are planned anew in a transaction of their own; asking once more
    changes nothing that stands.

    Raises:
        schedule.BadSchedule: a field that cannot stand; names it and the mend.
    """
    with parts.db.transaction(organisation) as tx:
        under = written.load(layouts.programme_schedule(tx, programme))
        if change.nothing:
            return under, 0
        after = written.changed(under, change.to, change.clear)
        blank = schedule.says_nothing(after)
        text = None if blank else plans.as_json(written.dump(after))
        layouts.save_programme_schedule(tx, programme, text)
        line, key = parts.new_id(), parts.tenant(organisation).key
        enrolment.audit(tx, line, by, "set schedule", programme)
        differences.keep(tx, key, line, schedules.differing(under, after))
        programme_versions.keep(tx, key, parts.new_id(), programme, by)
        ids = layouts.owe_all(tx, programme)
    rearrange_each(parts, organisation, ids)
    return after, len(ids)


def rearrange_each(parts: Parts, organisation: UUID, ids: Iterable[UUID]) -> None:
    """Rearrange these people, each in a transaction of her own; who is gone is gone.

    Whom a broken run has not reached is owed it, and the clock goes on (owe_all).
    """
    for participant in ids:
        with parts.db.transaction(organisation) as tx:
            person = people.lock(tx, parts.vault, participant)
            if person is not None:
                planning.rearrange(Desk(parts, tx, parts.tenant(organisation), person))
