"""When a person is called: her programme's times, or her own where they differ.

Law: her own times are judged by the programme's table of terms, so a field means and
refuses the same in both places.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal
from uuid import UUID

from flows.coach import timing
from flows.coach.timing import Hours
from service.store import differences, enrolment, people, plans
from service.store.people import Person
from service.usecases import terms, waiting
from service.usecases.parts import Parts
from service.usecases.terms import NO_DAY, Terms

FIELDS = ("call_days", "call_at", "call_until", "call_retry")


@dataclass(frozen=True, slots=True)
class CallTerms:
    """When one person is called, by her own wall clock; no days: never."""

    call_days: frozenset[int]
    call_at: time
    call_until: time
    call_retry: int

    @property
    def retry(self) -> timedelta:
        """How long after a call that did not reach her the one retry is made."""
        return timedelta(minutes=self.call_retry)

    def window(self, day: date, zone: str) -> tuple[datetime, datetime] | None:
        """Give the moments between which she is called on a local day, or None."""
        if day.weekday() not in self.call_days or self.call_at == self.call_until:
            return None
        return timing.window(day, Hours(self.call_at, self.call_until), zone)


def call_terms(terms: Terms, person: Person) -> CallTerms:
    """Return when this person is called, as it stands."""
    return CallTerms(**{**_of_programme(terms), **_own(person.call_terms)})


def of_programme(terms: Terms) -> CallTerms:
    """Return when a programme calls whoever has no times of her own."""
    return CallTerms(**_of_programme(terms))


def shown(settings: Mapping[str, Any]) -> CallTerms:
    """Return call times as stored, a programme's with a person's own laid over."""
    known = {**terms.DEFAULTS, **settings}
    return CallTerms(**{name: terms.read_one(name, known[name]) for name in FIELDS})


def _of_programme(standing: Terms) -> dict[str, Any]:
    return {name: getattr(standing, name) for name in FIELDS}


def _own(stored: Mapping[str, Any]) -> dict[str, Any]:
    known = (name for name in FIELDS if name in stored)
    return {name: terms.read_one(name, stored[name], terms.CALLS) for name in known}


def texts_of(stored: Mapping[str, Any]) -> dict[str, str]:
    """Return times of a person's own as texts, as a form and a file write them."""
    return {
        name: NO_DAY if value is None else str(value) for name, value in stored.items()
    }


@dataclass(frozen=True, slots=True)
class Wanted:
    """Times of a person's own as typed; what is "" stays as it is."""

    call_days: str = ""
    call_at: str = ""
    call_until: str = ""
    call_retry: str = ""


@dataclass(frozen=True, slots=True)
class Set:
    """What holds for a person now, and whether it is of her own."""

    name: str
    zone: str
    calls: str
    own: bool
    terms: CallTerms


def change(
    parts: Parts,
    organisation: UUID,
    participant: UUID,
    to: Wanted | Literal["none", "default"],
    by: str,
) -> Set:
    """Set when a person is called, and plan her days anew; returns what holds then.

    Raises:
        terms.BadTerms: a time that cannot stand; names the field and the mend.
        LookupError: there is nobody of that id.
    """
    with parts.at_desk(organisation, participant) as desk:
        tx, person = desk.tx, desk.person
        own = _wanted(person, to)
        holds = CallTerms(**{**_of_programme(desk.terms), **_own(own)})
        terms.check_calls(holds, desk.terms.hours)
        people.save_call_terms(tx, person, plans.as_json(own))
        line = parts.new_id()
        enrolment.audit(tx, line, by, "set call times", person.id)
        was, after = (texts_of(one) for one in (person.call_terms, own))
        found = differences.between(was, after, "terms")
        differences.keep_hers(tx, person, line, found)
        waiting.drop(desk, "call", waiting.OTHER_CALLS)
        plans.replan(tx, person)
    return Set(person.name, person.zone, person.calls, bool(own), holds)


def _wanted(person: Person, to: Wanted | Literal["none", "default"]) -> dict[str, Any]:
    if to == "default":
        return {}
    if to == "none":
        return {"call_days": NO_DAY}
    given = {name: value.strip() for name, value in asdict(to).items() if value.strip()}
    return {**person.call_terms, **given}
