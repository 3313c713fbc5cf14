"""A programme's schedule as a coach sees and sets it on its page.

Laws: what applying it would do is shown before it is done, and what is only tried is
taken back; what somebody else changed meanwhile is not overwritten; each person's days
are planned anew in a transaction of her own (revising).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flows.coach import policy, programme_files, schedule, written
from flows.coach.layout import For
from flows.coach.preview import Asked
from flows.coach.programme_files import Difference, ProgrammeFile
from flows.coach.schedule import Schedule, Slot
from service.store import layouts, rosters
from service.store.db import Tx
from service.store.rosters import Living
from service.usecases import (
    call_terms,
    enrol,
    judging,
    moved,
    paths,
    planning,
    previewing,
    revising,
    rights,
    terms,
    trying,
)
from service.usecases.entries import Refused, of_zone
from service.usecases.moved import Moved, Stay
from service.usecases.parts import Desk, Parts
from service.usecases.paths import Words
from service.usecases.person_days import DAYS, SHORT, Changed, of_terms
from service.usecases.previewing import Preview
from service.usecases.rights import Signed
from service.usecases.terms import BadTerms, Terms

# The terms that say when, and what thins prompts; the others are set elsewhere.
WHEN = (
    "days", "opens", "deadline", "closes", "kind", "hours_from", "hours_to",
    "cap_day", "cap_week", "recap_day", "recap_at", "digest", "recap_rhythm",
    "call_days", "call_at", "call_until", "call_retry", "policy", "start_rung", "goal",
    "random_skips",
)  # fmt: skip
# So many people are tried, and planned anew at once; the clock comes to the others.
MOST_TRIED = revising.AT_ONCE
MOST_EXAMPLES = 4
# Somebody who is nobody: the same draw each time, agreed to all, begun today.
EXAMPLE, SEED = "Sam", 7


@dataclass(frozen=True, slots=True)
class Wanted:
    """The terms that say when, as texts, and the schedule over them."""

    terms: Mapping[str, str]
    schedule: Schedule


@dataclass(frozen=True, slots=True)
class Stand:
    """What a programme says of when, who is in it, and the coming days of one.

    `people` are the first of them, `total` how many there are; `shown` is about one of
    them, or about an example; `base` is the version of what stands.
    """

    id: UUID
    name: str
    stands: Wanted
    base: str
    people: tuple[Living, ...]
    total: int
    shown: Preview


@dataclass(frozen=True, slots=True)
class Consequences:
    """What applying it would change: field by field, and for whom.

    `people` are all that would be planned anew, `outcomes` of those it was tried for,
    whom it touches most first.
    """

    differences: tuple[Difference, ...]
    people: int
    outcomes: tuple[Moved, ...]

    @property
    def tried(self) -> int:
        """For how many of them it was tried."""
        return len(self.outcomes)

    @property
    def touched(self) -> int:
        """For how many of those a nudge differs."""
        return sum(one.count > 0 for one in self.outcomes)

    @property
    def nudges(self) -> int:
        """How many of their nudges differ."""
        return sum(one.count for one in self.outcomes)

    @property
    def stays(self) -> tuple[Stay, ...]:
        """Those of them that do not go out any more, though they are planned."""
        return tuple(each for one in self.outcomes for each in one.stays)

    @property
    def examples(self) -> tuple[Moved, ...]:
        """Some of those whom it touches."""
        return tuple(one for one in self.outcomes if one.count)[:MOST_EXAMPLES]


def look(
    parts: Parts,
    signed: Signed,
    programme: UUID,
    wanted: Wanted | None = None,
    whom: UUID | str = "",
) -> Stand:
    """Return what a programme says of when, and the days of one, changed or not.

    `whom` is one of its people, or the clock of an example; without one it is the
    first of its people. Whoever only sees may look at what stands, and try nothing.
    Raises NotAllowed, LookupError, Refused, BadSchedule.
    """
    rights.require(signed, "see" if wanted is None else "schedules")
    with parts.db.transaction(signed.organisation, reading=True) as tx:
        file = revising.standing_of(tx, parts.tenant(signed.organisation), programme)
        people, total = rosters.roster(tx, parts.vault, programme)
        now = tx.now
    stands = _wanted(file)
    after = _file(file, wanted or stands)
    if isinstance(whom, UUID):
        changed = None if wanted is None else after
        shown = _of_one(parts, signed, programme, whom, changed)
    else:
        zone = whom or (people[0].zone if people else "Etc/UTC")
        shown = _of_nobody(after, zone, now)
    return Stand(programme, file.name, stands, version_of(stands), people, total, shown)


def _of_one(
    parts: Parts,
    signed: Signed,
    programme: UUID,
    whom: UUID,
    changed: ProgrammeFile | None,
) -> Preview:
    """Show the days of one of its people: as they stand, or as a change has them."""
    before = trying.taken_back if changed else Parts.glimpse
    with before(parts, signed.organisation, whom) as desk:
        if desk.person.programme_id != programme:
            raise LookupError(f"{whom} is not in this programme")
        if changed is not None:
            _lay(parts, desk.tx, programme, changed)
        return previewing.at(Desk(parts, desk.tx, desk.tenant, desk.person), DAYS)
    raise AssertionError  # what is tried returns, or raises


def _lay(parts: Parts, tx: Tx, programme: UUID, file: ProgrammeFile) -> None:
    try:
        revising.lay(parts, tx, programme, file)
    except BadTerms as bad:
        raise of_terms(bad) from bad


def _of_nobody(file: ProgrammeFile, zone: str, now: datetime) -> Preview:
    """Show the days of an example: agreed to texts and calls, begun today."""
    for refused in of_zone(zone):
        raise refused
    held = _terms(file)
    return previewing.of(_asked(file, held, zone, now), DAYS)


def _terms(file: ProgrammeFile) -> Terms:
    try:
        return Terms.standing(judging.settings(file.terms or {}))
    except BadTerms as bad:
        raise of_terms(bad) from bad


def _asked(file: ProgrammeFile, held: Terms, zone: str, now: datetime) -> Asked:
    began = now.astimezone(ZoneInfo(zone)).date()
    at = 0 if file.path is not None else None
    first = paths.plan(Words("", "", ""), file.path, held, at)
    settings = enrol.begins_on(held, first.kind)
    window = Slot(held.opens, held.deadline, held.closes)
    days = frozenset(map(int, first.days))
    return Asked(
        schedule=schedule.merged(
            schedule.simple(days, window, began), file.schedule or Schedule()
        ),
        ladder=policy.POLICIES[held.policy].start(settings, SEED),
        whose=For(began, SEED),
        name=EXAMPLE,
        zone=zone,
        hours=held.hours,
        cap_day=held.cap_day,
        cap_week=held.cap_week,
        now=now,
        agreed_to_calls="agreed",
        recap=planning.weekly_recap(held),
        recaps_from=now + planning.FRESH,
        calls=previewing.calls_of(call_terms.of_programme(held)),
    )


# ---- what it would do, and doing it ----


def consequences(
    parts: Parts, signed: Signed, programme: UUID, wanted: Wanted, base: str
) -> Consequences:
    """Say what applying it would change and for whom; nothing is changed.

    Raises NotAllowed, LookupError, Refused, BadSchedule, and Changed when `base` is no
    longer the version that stands.
    """
    rights.require(signed, "schedules")
    organisation = signed.organisation
    file, _ = _seen(parts, signed, programme, wanted, base)
    differences, ids = _differences(parts, organisation, programme, file)
    if not differences:
        return Consequences((), 0, ())
    found = moved.tried(
        parts,
        organisation,
        ids[:MOST_TRIED],
        lambda tx: revising.lay(parts, tx, programme, file),
    )
    outcomes = sorted(found, key=lambda one: (-one.count, one.name.casefold()))
    return Consequences(differences, len(ids), tuple(outcomes))


def apply(
    parts: Parts, signed: Signed, programme: UUID, wanted: Wanted, base: str
) -> int:
    """Let it stand; return how many people are planned anew, by us or by the clock.

    Raises as `consequences` does.
    """
    rights.require(signed, "schedules")
    file, seen = _seen(parts, signed, programme, wanted, base)
    try:
        told = revising.apply(
            parts, signed.organisation, file, seen, signed.actor, MOST_TRIED
        )
    except BadTerms as bad:
        raise of_terms(bad) from bad
    except Refused as refused:
        if refused.field in ("version", "programme"):
            raise Changed from refused
        raise
    return told.people if told.differences else 0


def _seen(
    parts: Parts, signed: Signed, programme: UUID, wanted: Wanted, base: str
) -> tuple[ProgrammeFile, str]:
    """Return the file that says it, and the version of what stands."""
    with parts.db.transaction(signed.organisation) as tx:
        file = revising.standing_of(tx, parts.tenant(signed.organisation), programme)
    if base != version_of(_wanted(file)):
        raise Changed
    return _file(file, wanted), file.version


def _differences(
    parts: Parts, organisation: UUID, programme: UUID, file: ProgrammeFile
) -> tuple[tuple[Difference, ...], tuple[UUID, ...]]:
    with parts.db.transaction(organisation) as tx:
        try:
            both = revising.both(parts, tx, programme, file)
        except BadTerms as bad:
            raise of_terms(bad) from bad
        return programme_files.differences(*both), layouts.its_people(tx, programme)


# ---- a programme as a file, and what of it says when ----


def _wanted(file: ProgrammeFile) -> Wanted:
    said = {name: str(terms.DEFAULTS[name]) for name in WHEN}
    said |= {name: text for name, text in (file.terms or {}).items() if name in WHEN}
    return Wanted(said, file.schedule or Schedule())


def _file(standing: ProgrammeFile, wanted: Wanted) -> ProgrammeFile:
    """Return what stands with that laid over; what is the default stays unsaid."""
    said = dict(standing.terms or {})
    for name, value in wanted.terms.items():
        if name in said or _differs(name, value):
            said[name] = value
    return replace(
        standing, version="", terms=said, schedule=schedule.check(wanted.schedule)
    )


def _differs(name: str, value: str) -> bool:
    try:
        meant: Any = terms.read_one(name, value)
    except BadTerms as bad:
        raise of_terms(bad) from bad
    return bool(meant != terms.read_one(name, terms.DEFAULTS[name]))


def version_of(wanted: Wanted) -> str:
    """Return a short hash of all that is said of when; equal ones say the same."""
    said = [dict(wanted.terms), written.write(wanted.schedule)]
    data = json.dumps(said, sort_keys=True)
    return sha256(data.encode()).hexdigest()[:SHORT]
