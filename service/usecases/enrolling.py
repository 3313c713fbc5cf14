"""Enrolling somebody from the console, in the name of whoever asks.

Law: every field that cannot stand is named at once; nobody is half-enrolled.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

import phonenumbers
from phonenumbers import timezone

from flows.coach import schedule, timing, written
from flows.coach.schedule import Schedule, Slot
from service.store import choices, differences, enrolment, people
from service.store.choices import Choice
from service.store.db import Tx
from service.usecases import enrol, namesakes, rights, schedules, spending
from service.usecases.entries import NewPerson, Refused, e164, number_like, zone_named
from service.usecases.parts import Desk, Parts
from service.usecases.rights import Signed
from service.usecases.terms import DEFAULTS, Terms

OWN, INTAKE, PATH = "own", "intake", "path"
# How somebody begins, as the form asks it.
BEGINNINGS = (OWN, INTAKE, PATH)
NO_PATH = "this programme has no steps of its own; write goal, step and cue"
INTERNATIONAL = phonenumbers.PhoneNumberFormat.INTERNATIONAL
# Where a country's numbers say several zones: that of most of its people.
_MOST_LIVE = frozenset(
    {
        *("Pacific/Auckland", "Europe/Madrid", "Europe/Lisbon", "America/Santiago"),
        *("America/Guayaquil", "Europe/Berlin", "Asia/Kuala_Lumpur"),
    }
)


class Unfit(Exception):
    """What was entered cannot stand: every refusal, in the order of the fields."""

    def __init__(self, refusals: Iterable[Refused]) -> None:
        self.refusals = tuple(refusals)
        super().__init__("; ".join(map(str, self.refusals)))


class Alike(Exception):
    """Somebody of that name is here, and whoever enrols another was not told of it."""


@dataclass(frozen=True, slots=True)
class Entered:
    """What a form says of somebody new, with how she begins (one of BEGINNINGS).

    `second` is the name of which it had told that it is here already, "" for none.
    `own` is when her chances come, where that is not as the programme has it; None
    where what was typed of it cannot stand.
    """

    programme: str
    person: NewPerson
    begins: str = OWN
    second: str = ""
    own: Schedule | None = field(default_factory=Schedule)


@dataclass(frozen=True, slots=True)
class ReadBack:
    """A number as it was understood: international, of a region like NZ.

    `zone` is where whoever has it most likely lives, "" when unclear; `whose` the id
    and name of whom it is already, None of nobody; `closed` why nothing is sent to
    such a number from here, and who can mend it, as the form refuses it.
    """

    number: str
    region: str
    zone: str
    whose: tuple[UUID, str] | None
    closed: Refused | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """Which countries, like NZ, texts go to; `home` is that of numbers without a +.

    `like` is how a number is written that can be enrolled.
    """

    home: str
    countries: tuple[str, ...]
    like: str


def programmes(parts: Parts, signed: Signed) -> tuple[Choice, ...]:
    """Return the programmes somebody can be enrolled into, the oldest first."""
    rights.require(signed, "people")
    with parts.db.transaction(signed.organisation) as tx:
        return choices.programmes(tx)


def usual(programme: Choice) -> Schedule:
    """Return when chances come in a programme, for whoever has no time of her own."""
    terms = Terms.standing(programme.settings)
    window = Slot(terms.opens, terms.deadline, terms.closes)
    under = schedule.simple(terms.days, window, date.min)
    return schedule.merged(under, written.load(programme.schedule))


def asked_for(
    parts: Parts, signed: Signed, programme: str
) -> tuple[Choice, int] | None:
    """Return a programme to say yes to, and up to how many texts a week come of it.

    The week's recap comes beside the prompts. None where there is none of that id.
    """
    known = (one for one in programmes(parts, signed) if str(one.id) == programme)
    return next(((one, _most(one.cap_week) + 1) for one in known), None)


def _most(cap_week: int | None) -> int:
    return int(DEFAULTS["cap_week"]) if cap_week is None else cap_week


def person(parts: Parts, signed: Signed, entered: Entered) -> UUID:
    """Enrol somebody, invited; return her id.

    Raises:
        Unfit: something cannot stand; with every refusal.
        Alike: all can stand, and it is to be asked whether she is here already.
    """
    rights.require(signed, "people")
    tenant = parts.tenant(signed.organisation)
    begins = INTAKE if entered.begins == INTAKE else ""
    zone = zone_named(entered.person.zone)
    new = replace(entered.person, begins=begins, entered_by=signed.name, zone=zone)
    with parts.db.transaction(signed.organisation) as tx:
        chosen = _chosen(choices.programmes(tx), entered)
        _, refused = enrol.judge(tx, tenant, _whole(tx, chosen, entered, new))
        if refused or entered.own is None:
            raise Unfit(refused)
        if _unheard(entered) and namesakes.called(tx, parts.vault, new.name):
            raise Alike
        try:
            found = enrol.enrol(parts, tx, tenant, chosen.id, new, signed.actor)
        except Refused as late:  # somebody else enrolled this number meanwhile
            raise Unfit((late,)) from late
        if not schedule.says_nothing(entered.own):
            desk = Desk(parts, tx, tenant, _locked(parts, tx, found))
            _times(desk, entered.own, signed.actor)
        return found


def _locked(parts: Parts, tx: Tx, whose: UUID) -> people.Person:
    person = people.lock(tx, parts.vault, whose)
    if person is None:  # pragma: no cover -- enrolled above; tells mypy so
        raise LookupError(whose)
    return person


def _times(desk: Desk, own: Schedule, by: str) -> None:
    """Keep days and times of her own; no day is planned before her yes."""
    schedules.save(desk, own)
    line = desk.parts.new_id()
    enrolment.audit(desk.tx, line, by, "set schedule", desk.person.id)
    found = schedules.differing(Schedule(), own)
    differences.keep_hers(desk.tx, desk.person, line, found)


def _unheard(entered: Entered) -> bool:
    name, second = entered.person.name, entered.second
    return namesakes.folded(name) != namesakes.folded(second)


def _whole(tx: Tx, chosen: Choice, entered: Entered, new: NewPerson) -> NewPerson:
    """Return the entry as it is judged.

    Whoever chose to write goal, step and cue has them judged as they are written.
    """
    if entered.begins == PATH:
        return enrol.whole(new, enrolment.programme_of(tx, chosen.id))
    return enrol.tidy(new)


def _chosen(all_: tuple[Choice, ...], entered: Entered) -> Choice:
    found = next((one for one in all_ if str(one.id) == entered.programme), None)
    if found is None:
        raise Unfit((Refused("programme", "choose one of these"),))
    if entered.begins == PATH and not found.has_path:
        raise Unfit((Refused("begins", NO_PATH),))
    return found


def read_back(parts: Parts, signed: Signed, number: str) -> ReadBack | None:
    """Return a number as it is understood here, None where it is none to text."""
    rights.require(signed, "people")
    try:
        told = e164(number, home_of(parts, signed), "number")
    except Refused:
        return None
    parsed = phonenumbers.parse(told)
    # A number that nobody has, such as the demo's, has the country of its code.
    region = phonenumbers.region_code_for_number(
        parsed
    ) or phonenumbers.region_code_for_country_code(parsed.country_code or 0)
    written = phonenumbers.format_number(parsed, INTERNATIONAL).replace("-", " ")
    zone, whose = _zone_of(parsed), _whose(parts, signed, told)
    return ReadBack(written, region, zone, whose, _closed(parts, signed, told))


def _closed(parts: Parts, signed: Signed, number: str) -> Refused | None:
    with parts.db.transaction(signed.organisation) as tx:
        mend = spending.mend(number, spending.terms(tx).countries)
    return Refused("number", mend) if mend else None


def _whose(parts: Parts, signed: Signed, number: str) -> tuple[UUID, str] | None:
    hashed = parts.tenant(signed.organisation).hashes.hash(number)
    with parts.db.transaction(signed.organisation) as tx:
        person = people.lock_by_number(tx, parts.vault, hashed)
    return None if person is None else (person.id, person.name)


def home_of(parts: Parts, signed: Signed) -> str:
    """Return the country, like NZ, of numbers that are written without theirs."""
    rights.require(signed, "people")
    return parts.tenant(signed.organisation).country


def reach(parts: Parts, signed: Signed) -> Reach:
    """Return whom can be enrolled here, by the country of the number."""
    home = home_of(parts, signed)
    with parts.db.transaction(signed.organisation) as tx:
        countries = tuple(sorted(spending.terms(tx).countries))
    usual = home if home in countries else countries[0]
    return Reach(home, countries, number_like(usual))


def _zone_of(number: phonenumbers.PhoneNumber) -> str:
    """Return the time zone that a number most likely belongs to, "" when unclear."""
    found = timezone.time_zones_for_number(number)
    likely = [zone for zone in found if len(found) == 1 or zone in _MOST_LIVE]
    return next((zone for zone in likely if timing.known_zone(zone)), "")
