"""A programme as a file: judged, compared with what stands, applied, and exported.

Laws: every problem is named at once; what differs is shown before it is changed; a file
that was exported from another version than stands is refused; nothing claimed moves,
and each person's days are planned anew in a transaction of her own; by no file does the
last person go whom an alert reaches.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from flows.coach import programme_files, programmes, schedule, written
from flows.coach.programme_files import Coach, Difference, ProgrammeFile
from flows.coach.programmes import Programme
from flows.coach.tables import Fault
from service.store import (
    coaches,
    differences,
    enrolment,
    layouts,
    people,
    programme_versions,
)
from service.store import programmes as store
from service.store.db import Tx
from service.store.people import Tenant
from service.store.programmes import Standing
from service.usecases import (
    appointing,
    enrol,
    judging,
    moved,
    own_scripts,
    rescheduling,
    terms,
)
from service.usecases.enrol import NewProgramme, Refused
from service.usecases.entries import as_tag, e164
from service.usecases.parts import Parts
from service.usecases.terms import Terms

PLANS = ("terms", "schedule")  # what days are planned by
DEFAULT_LANGUAGE = "en"
# How a term is written that is stored as nothing; a day that is none is NO_DAY.
UNSET: Mapping[str, str] = {
    "start_rung": terms.AUTO,
    "keep_words": terms.ALWAYS,
    "keep_recordings": terms.ALWAYS,
}
# For so many people a page tries a change, and plans them anew at once; the clock comes
# to the others.
AT_ONCE = 40


@dataclass(frozen=True, slots=True)
class Judged:
    """A file as read, and every problem; with one problem there is no file."""

    file: ProgrammeFile | None
    problems: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Revision:
    """What applying a file would do, or has done.

    `version` is that of the programme as it stood, "" for a new one; `people` are in
    it, `tried` says for how many of them it was tried, `moves` how many of the nudges
    that would go to those come at another time, or not at all, or newly.
    """

    name: str
    version: str
    differences: tuple[Difference, ...]
    people: int = 0
    tried: int = 0
    moves: int = 0

    @property
    def new(self) -> bool:
        """Whether the programme did not stand before."""
        return not self.version


# ---- judging ----


def check(source: str, file: str) -> Judged:
    """Read and judge a file; `file` is what problems call it."""
    found = programme_files.read(source, file)
    told, problems = found.file, [*found.problems]
    if told is None:
        return Judged(None, found.problems)
    problems += (
        Fault(file, told.lines.get(one.key, 1), one.problem, one.mend)
        for one in judging.wrong(told)
    )
    problems.sort(key=lambda one: one.line)
    return Judged(None if problems else told, tuple(problems))


def _as_text(name: str, stored: Any) -> str:
    return UNSET.get(name, terms.NO_DAY) if stored is None else str(stored)


# ---- what stands ----


def standing_of(
    tx: Tx, tenant: Tenant, programme: UUID, *, locked: bool = False
) -> ProgrammeFile:
    """Return a programme as a file with its version, `locked` for whoever changes it.

    Raises LookupError.
    """
    whole = file_of(store.standing(tx, tenant.key, programme, locked=locked))
    return replace(whole, version=programme_files.version_of(whole))


def file_of(found: Standing) -> ProgrammeFile:
    """Return what a programme says as a file, without a version."""
    path = None if found.path is None else programmes.load(found.path)
    known = {k: v for k, v in found.settings.items() if k in terms.TABLE}
    return ProgrammeFile(
        id=re.sub(r"[^a-z0-9]+", "_", found.name.lower()).strip("_") or "programme"
        if path is None
        else path.id,
        called=found.name,
        coach=Coach(found.coach, found.number),
        language=found.language,
        terms={k: _as_text(k, v) for k, v in known.items()},
        schedule=written.load(found.schedule),
        path=path and replace(path, nudges={}),
    )


def export(parts: Parts, organisation: UUID, programme: UUID) -> str:
    """Return a programme as the text of a file, with the version that stands.

    It holds the coach's number. Raises LookupError.
    """
    with parts.db.transaction(organisation) as tx:
        whole = standing_of(tx, parts.tenant(organisation), programme)
        return programme_files.write(whole)


# ---- applying ----


def look(
    parts: Parts, organisation: UUID, file: ProgrammeFile, at_most: int | None = None
) -> Revision:
    """Say what applying a judged file would do; nothing is changed.

    Nudges are counted of `at_most` so many people, the first of them. Raises Refused
    when the file was exported from another version than stands, cannot begin a
    programme, or takes away the last person whom alerts reach.
    """
    with parts.db.transaction(organisation) as tx:
        programme = enrolment.programme_named(tx, file.name)
        if programme is None:
            own_scripts.judge(parts, tx, {}, file.terms or {})
            return _new(parts.tenant(organisation), file)
        standing, after = both(parts, tx, programme, file)
        _unless_silent(parts, tx, programme, (standing, after))
        ids = layouts.its_people(tx, programme)
    told = _told(standing, after, len(ids))
    if not _plans_anew(told):
        return replace(told, tried=len(ids))
    first = ids[:at_most]
    found = moved.tried(
        parts, organisation, first, lambda tx: lay(parts, tx, programme, file)
    )
    return replace(told, tried=len(first), moves=sum(one.count for one in found))


def _told(standing: ProgrammeFile, after: ProgrammeFile, people: int) -> Revision:
    found = programme_files.differences(standing, after)
    return Revision(standing.name, standing.version, found, people)


def _new(tenant: Tenant, file: ProgrammeFile) -> Revision:
    if file.version:
        raise Refused(
            "version",
            "no programme is called %(name)r; take the version out for a new one",
            name=file.name,
        )
    if file.coach is None:
        raise Refused("coach", "a new programme needs one: write coach with a name")
    blank = ProgrammeFile(file.id, called=file.name)
    return Revision(
        file.name, "", programme_files.differences(blank, _normal(tenant, blank, file))
    )


def _normal(
    tenant: Tenant, standing: ProgrammeFile, file: ProgrammeFile
) -> ProgrammeFile:
    """Return what holds after, each value in the form in which it is stored."""
    after = programme_files.laid_over(standing, file)
    coach = after.coach
    if coach is not None and coach.number:
        number = e164(coach.number, tenant.country, "coach_number")
        coach = replace(coach, number=number)
    stored = judging.settings(after.terms or {}) if file.terms is not None else None
    said = after.terms if stored is None else {
        name: _as_text(name, v) for name, v in stored.items()
    }  # fmt: skip
    return replace(after, coach=coach, terms=said, language=as_tag(after.language))


def both(
    parts: Parts, tx: Tx, programme: UUID, file: ProgrammeFile
) -> tuple[ProgrammeFile, ProgrammeFile]:
    """Return what stands and what would; raises Refused for one of another version."""
    tenant = parts.tenant(tx.organisation_id)
    standing = standing_of(tx, tenant, programme, locked=True)
    after = _normal(tenant, standing, file)
    own_scripts.judge(parts, tx, standing.terms or {}, after.terms or {})
    number = after.coach.number if after.coach else ""
    if number and number == people.service_number(tx, tenant.key):
        raise Refused("coach_number", "this is our own number; write the coach's")
    changes = programme_files.differences(standing, after)
    if changes and file.version not in ("", standing.version):
        raise Refused(
            "version",
            "the file was exported from %(before)s, and %(now)s stands now; export it"
            " anew and make your changes there",
            before=file.version,
            now=standing.version,
        )
    return standing, after


def _unless_silent(
    parts: Parts, tx: Tx, programme: UUID, both: tuple[ProgrammeFile, ProgrammeFile]
) -> None:
    """Raise Refused where alerts reach somebody now, and would reach nobody."""
    before, after = both
    if after.coach is None or before.coach == after.coach:
        return
    key, number = parts.tenant(tx.organisation_id).key, after.coach.number or ""
    coaches.hold(tx)
    whose = store.standing(tx, key, programme).coach_id
    known = coaches.in_order(tx, key)
    then = [coaches.at(one, number) if one.id == whose else one for one in known]
    if appointing.reached(parts, known) and not appointing.reached(parts, then):
        raise Refused(
            "coach_number",
            "after this nobody takes alerts: a cry for help would reach no person; set"
            " another person on the page Who is told of alerts first",
        )


def _plans_anew(told: Revision) -> bool:
    return any(one.what.startswith(PLANS) for one in told.differences)


def lay(parts: Parts, tx: Tx, programme: UUID, file: ProgrammeFile) -> None:
    """Let a judged file hold, in this transaction; nobody's days are planned anew."""
    _save(parts, tx, programme, both(parts, tx, programme, file))


def apply(
    parts: Parts,
    organisation: UUID,
    file: ProgrammeFile,
    seen: str,
    by: str,
    at_once: int | None = None,
) -> Revision:
    """Apply a judged file and say what changed; applied again it changes nothing.

    `seen` is the version that was looked at, "" to set up a programme that did not
    stand; so many people are planned anew `at_once`, the others by the clock. Raises
    Refused when what stands is no longer what was seen, and as `look` does.
    """
    if not seen:
        return _begin(parts, organisation, file, by)
    with parts.db.transaction(organisation) as tx:
        programme = enrolment.programme_named(tx, file.name)
        if programme is None:
            raise Refused(
                "programme", "no programme is called %(name)r any more", name=file.name
            )
        found = _as_seen(parts, tx, programme, file, seen)
        _unless_silent(parts, tx, programme, found)
        ids = layouts.its_people(tx, programme)
        told = _told(*found, len(ids))
        if told.differences:
            _save(parts, tx, programme, found)
            line = parts.new_id()
            enrolment.audit(tx, line, by, "apply programme", programme)
            key = parts.tenant(organisation).key
            differences.keep(tx, key, line, told.differences)
            programme_versions.keep(tx, key, parts.new_id(), programme, by)
        if _plans_anew(told):
            layouts.owe_all(tx, programme)
    if _plans_anew(told):
        rescheduling.rearrange_each(parts, organisation, ids[:at_once])
    return told


def _as_seen(
    parts: Parts, tx: Tx, programme: UUID, file: ProgrammeFile, seen: str
) -> tuple[ProgrammeFile, ProgrammeFile]:
    if file.coach is not None:
        coaches.hold(tx)  # before the programme, as where a coach is renamed
    found = both(parts, tx, programme, file)
    if found[0].version != seen:
        mend = "you saw %(seen)s, and %(now)s stands now; look again"
        raise Refused("version", mend, seen=seen, now=found[0].version)
    return found


def _save(
    parts: Parts, tx: Tx, programme: UUID, both: tuple[ProgrammeFile, ProgrammeFile]
) -> None:
    before, after = both
    key = parts.tenant(tx.organisation_id).key
    found = store.standing(tx, key, programme, locked=True)
    stored, when = found.settings, after.schedule or schedule.Schedule()
    if before.terms != after.terms:  # what stands is not judged anew
        stored = judging.settings(after.terms or {})
    store.save(
        tx,
        programme,
        after.language,
        settings={**stored},
        path=_dumped(after.path),
        schedule=None if schedule.says_nothing(when) else written.dump(when),
    )
    if before.coach != after.coach and after.coach is not None:
        name = enrol.named("coach", after.coach.name, enrol.LONGEST_COACH)
        store.save_coach(tx, key, found.coach_id, name, after.coach.number or "")
    _move_steps(tx, programme, found.settings, stored)
    if before.path is not None and before.path != after.path:
        store.move_places(tx, programme, _places(before.path, after.path))


def _places(before: Programme, after: Programme | None) -> dict[int, int]:
    """Return where each step of the old path stands on the new one, by its words."""
    texts = [] if after is None else [step.text for step in after.steps]
    old = enumerate(step.text for step in before.steps)
    return {at: texts.index(text) for at, text in old if text in texts}


def _dumped(path: Programme | None) -> dict[str, Any] | None:
    return None if path is None else programmes.dump(replace(path, nudges={}))


def _move_steps(
    tx: Tx, programme: UUID, before: Mapping[str, Any], after: Mapping[str, Any]
) -> None:
    old, new = Terms.standing(before), Terms.standing(after)
    windows = [(one.opens, one.deadline, one.closes) for one in (old, new)]
    if windows[0] != windows[1]:
        store.move_windows(tx, programme, *windows)
    days = ["".join(map(str, sorted(one.days))) for one in (old, new)]
    if days[0] != days[1]:
        store.move_days(tx, programme, *days)


def _begin(parts: Parts, organisation: UUID, file: ProgrammeFile, by: str) -> Revision:
    told = _new(parts.tenant(organisation), file)
    coach = file.coach or Coach("")
    when = file.schedule or schedule.Schedule()
    new = NewProgramme(
        file.name,
        coach.name,
        coach.number or None,
        judging.settings(file.terms or {}),
        file.language or DEFAULT_LANGUAGE,
        own=_dumped(file.path),
        schedule=None if schedule.says_nothing(when) else written.dump(when),
    )
    with parts.db.transaction(organisation) as tx:
        own_scripts.judge(parts, tx, {}, file.terms or {})
    made = enrol.programme(parts, organisation, new, by)
    with parts.db.transaction(organisation) as tx:
        enrolment.audit(tx, parts.new_id(), by, "apply programme", made)
    return told
