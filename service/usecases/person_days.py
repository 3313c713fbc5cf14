"""A person's schedule as a coach sees and sets it on its page: whole, tried, saved.

Laws: what is only tried is taken back; what was changed by somebody else meanwhile is
not overwritten; what is claimed or past stays, as of any change (rescheduling).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from uuid import UUID

from flows.coach import schedule, written
from flows.coach.ladder_state import Override
from flows.coach.schedule import Pause, Schedule
from service.store import differences, enrolment, people, plans
from service.store import own_terms as kept_terms
from service.store.differences import Differences
from service.store.people import Person
from service.store.views import masked
from service.usecases import (
    before_moments,
    call_terms,
    moved,
    overriding,
    own_terms,
    planning,
    previewing,
    quieting,
    rights,
    schedules,
    terms,
    trying,
)
from service.usecases.call_terms import CallTerms
from service.usecases.entries import Refused, of_zone
from service.usecases.moved import Coming
from service.usecases.overriding import LONGEST_AUTHOR
from service.usecases.parts import Desk, Parts
from service.usecases.previewing import Preview
from service.usecases.rights import Signed
from service.usecases.terms import BadTerms, Terms

DAYS = 14
SHORT = 12


class Changed(Exception):
    """Somebody else has changed it meanwhile; nothing of this change was kept."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Her own layer, her clock, and her own call times as texts, {} for none.

    `policy` is another that shall thin her prompts, "" for the one that does; `terms`
    are caps and a recap of her own as texts (usecases.own_terms).
    """

    own: Schedule
    zone: str
    calls: Mapping[str, str]
    policy: str = ""
    terms: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Beside:
    """What is set of the same outside her schedule, and what both come to.

    `paused` is the last day of a pause that stands, `cap` a coach's limit of prompts
    for a time, `week` the most that her schedule lets go in seven days.
    """

    paused: date | None
    cap: Override | None
    week: int

    @property
    def most(self) -> int:
        """The most prompts in seven days by both: the lower limit holds."""
        caps = [] if self.cap is None else [int(str(self.cap.value))]
        return min([self.week, *caps])


@dataclass(frozen=True, slots=True)
class Hers:
    """What holds by her schedule, told on another page: days off ahead, caps."""

    layer: Schedule
    caps: Mapping[str, str]
    beside: Beside


@dataclass(frozen=True, slots=True)
class Stand:
    """What holds for a person, whose layer each part is of, and her coming days.

    `stands` is her own as it is kept, `below` what holds where she says nothing,
    `base` the version of her own; `shown` are her days, with a change where one was
    tried, and `changes` what that does to them. `number` is masked, `whole` is False
    for somebody without a step. `beside` is what stands of it elsewhere.
    """

    id: UUID
    name: str
    number: str
    programme: UUID
    programme_name: str
    stands: Wanted
    below: Schedule
    terms: Terms
    below_calls: CallTerms
    agreed_to_calls: str
    base: str
    whole: bool
    shown: Preview
    beside: Beside
    changes: Coming | None = None


def look(
    parts: Parts, signed: Signed, participant: UUID, wanted: Wanted | None = None
) -> Stand:
    """Return what holds for a person, with her days as a change would have them.

    Whoever only sees may look at what stands, and try nothing. Raises NotAllowed,
    LookupError for nobody, Refused or BadSchedule for a change that cannot stand.
    """
    rights.require(signed, "see" if wanted is None else "schedules")
    if wanted is None:
        with parts.glimpse(signed.organisation, participant) as desk:
            return _stand(desk)
    with trying.taken_back(parts, signed.organisation, participant) as desk:
        stand = _stand(desk)
        after = _changed(desk, wanted, signed)
        shown = previewing.at(after, DAYS)
        changes = moved.coming(stand.shown, shown)
        same = _is_same(stand.base, wanted, after)
        return replace(stand, shown=shown, changes=None if same else changes)


def save(
    parts: Parts, signed: Signed, participant: UUID, wanted: Wanted, base: str
) -> Coming | None:
    """Let it stand and plan her days anew; return what that does, None for no change.

    Raises NotAllowed, LookupError, Refused or BadSchedule, and Changed when `base` is
    no longer the version that stands.
    """
    rights.require(signed, "schedules")
    with parts.at_desk(signed.organisation, participant) as desk:
        if base != _version(desk.person):
            raise Changed
        before = previewing.at(desk, DAYS)
        after = _changed(desk, wanted, signed)
        changes = moved.coming(before, previewing.at(after, DAYS))
        over = moved.over(planning.rearrange(after))
        same = _is_same(base, wanted, after)
        return None if same else replace(changes, over=over)


def _is_same(base: str, wanted: Wanted, after: Desk) -> bool:
    return not wanted.policy and base == _version(after.person)


def _changed(desk: Desk, wanted: Wanted, signed: Signed) -> Desk:
    """Keep the change, and return whom it leaves: nothing is planned anew yet."""
    person = _change(desk, wanted, signed)
    return Desk(desk.parts, desk.tx, desk.tenant, person)


def _stand(desk: Desk) -> Stand:
    person, step = desk.person, desk.step
    without = Desk(desk.parts, desk.tx, desk.tenant, replace(person, schedule=None))
    programme = written.load(desk.near.schedule)
    return Stand(
        id=person.id,
        name=person.name,
        number=masked(people.number_of(desk.tx, person)),
        programme=person.programme_id,
        programme_name=desk.programme.name,
        stands=_own(person),
        below=programme if step is None else schedules.of(without, step),
        terms=desk.below,
        below_calls=call_terms.call_terms(desk.terms, replace(person, call_terms={})),
        agreed_to_calls=person.calls,
        base=_version(person),
        whole=step is not None,
        shown=previewing.at(desk, DAYS),
        beside=_beside(desk),
    )


def _beside(desk: Desk) -> Beside:
    until = desk.person.paused_until
    return Beside(
        paused=until if until and until >= desk.today else None,
        cap=next(iter(overriding.said_of(desk, "cap")), None),
        week=desk.terms.cap_week,
    )


def hers(parts: Parts, signed: Signed, participant: UUID) -> Hers:
    """Return what holds by her schedule from today on.

    Raises NotAllowed, LookupError for nobody.
    """
    rights.require(signed, "see")
    with parts.glimpse(signed.organisation, participant) as desk:
        layer, today = quieting.layers(desk), desk.today
        ahead = replace(
            layer,
            skip=frozenset(day for day in layer.skip if day >= today),
            pauses=tuple(one for one in layer.pauses if one.last >= today),
        )
        own = call_terms.texts_of(desk.person.own_terms)
        caps = {name: own[name] for name in own_terms.CAPS if name in own}
        return Hers(ahead, caps, _beside(desk))


def _own(person: Person) -> Wanted:
    calls = call_terms.texts_of(person.call_terms)
    said = call_terms.texts_of(person.own_terms)
    return Wanted(written.load(person.schedule), person.zone, calls, terms=said)


def _version(person: Person) -> str:
    """Return a short hash of all that a coach sets of her own on this page.

    That an illness was told to the Ladder is no coach's change.
    """
    own = _own(person)
    untold = tuple(replace(one, told=False) for one in own.own.pauses)
    layer = written.write(replace(own.own, pauses=untold))
    data = json.dumps(
        [layer, own.zone, dict(own.calls), dict(own.terms)], sort_keys=True
    )
    return sha256(data.encode()).hexdigest()[:SHORT]


# ---- changing ----


def _change(desk: Desk, wanted: Wanted, signed: Signed) -> Person:
    """Keep what differs from what stands; return the person as she is then."""
    stands, by = _own(desk.person), signed.actor
    own = schedule.check(_layer(desk, wanted, stands))
    if own != stands.own:
        schedules.save(desk, own)
        _audit(desk, by, "set schedule", schedules.differing(stands.own, own))
    if wanted.policy:
        # Before the kind of step, which only some of them follow.
        overriding.give(desk, wanted.policy, signed.name[:LONGEST_AUTHOR], by)
    if desk.step is not None:
        before_moments.follow(desk, own, signed)
    if dict(wanted.calls) != dict(stands.calls):
        _change_calls(desk, wanted.calls)
        found = differences.between(stands.calls, wanted.calls, "terms")
        _audit(desk, by, "set call times", found)
    if dict(wanted.terms) != dict(stands.terms):
        _change_terms(desk, wanted.terms)
        found = differences.between(stands.terms, wanted.terms, "terms")
        _audit(desk, by, "set own terms", found)
    if wanted.zone != stands.zone:
        people.change_zone(desk.tx, desk.person, wanted.zone)
        desk.person = replace(desk.person, zone=wanted.zone)
        _audit(desk, by, "set zone", schedules.moved(stands.zone, wanted.zone))
    return desk.person


def _audit(desk: Desk, by: str, action: str, found: Differences) -> None:
    new = desk.parts.new_id()
    enrolment.audit(desk.tx, new, by, action, desk.person.id)
    differences.keep_hers(desk.tx, desk.person, new, found)


def _layer(desk: Desk, wanted: Wanted, stands: Wanted) -> Schedule:
    told = {one for one in stands.own.pauses if one.told}
    pauses = tuple(_as_told(one, told) for one in wanted.own.pauses)
    own = replace(wanted.own, pauses=pauses)
    if wanted.zone == stands.zone:
        return own
    for refused in of_zone(wanted.zone):
        raise refused
    step = desk.step
    return own if step is None else replace(own, began=schedules.since(desk, step))


def _as_told(pause: Pause, told: set[Pause]) -> Pause:
    """Return an illness as told where the Ladder has heard of it already."""
    heard = replace(pause, told=True)
    return heard if heard in told else pause


def _change_calls(desk: Desk, calls: Mapping[str, str]) -> None:
    person = replace(desk.person, call_terms=dict(calls))
    try:
        holds = call_terms.call_terms(desk.terms, person)
        terms.check_calls(holds, desk.terms.hours)
    except BadTerms as bad:
        raise of_terms(bad) from bad
    people.save_call_terms(desk.tx, person, plans.as_json(dict(calls)))
    desk.person = person


def _change_terms(desk: Desk, own: Mapping[str, str]) -> None:
    try:
        own_terms.check(desk.below, own)
    except BadTerms as bad:
        raise of_terms(bad) from bad
    kept_terms.save(desk.tx, desk.person, plans.as_json(dict(own)))
    desk.person = replace(desk.person, own_terms=dict(own))


def of_terms(bad: BadTerms) -> Refused:
    """Return a refusal of terms as one that names its field."""
    about = str(bad).partition(": ")[2]
    return Refused(about.partition(" ")[0], about.rpartition("; ")[2])
