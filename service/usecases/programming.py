"""Programmes in the console: at a glance, begun, edited as a file, and copied.

Laws: what a file changes, and for how many, is shown before it is applied; a file on
one programme's page never changes another one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from uuid import UUID

from flows.coach import programme_files, programmes
from flows.coach.programme_files import ProgrammeFile
from flows.phrase import Phrase
from service.store import (
    enrolment,
    exchanges,
    overviews,
    programme_versions,
    views,
)
from service.store import programmes as store
from service.store.db import Stands
from service.store.overviews import Glance
from service.usecases import enrol, paths, proofing, revising, rights
from service.usecases.enrol import NewProgramme
from service.usecases.entries import Refused
from service.usecases.parts import Parts
from service.usecases.proofing import Problem
from service.usecases.revising import Revision
from service.usecases.rights import Signed
from service.usecases.terms import BadTerms

FILE = "programme"
LONGEST_FILE = 50_000
# What of a programme that stands only an owner changes, and what others are told.
OWNERS: Mapping[str, str] = {
    "coach.number": "only an owner changes who is told of alerts",
    "terms.keep_words": "only an owner changes how long words are kept",
    "terms.keep_recordings": "only an owner changes how long recordings are kept",
}
NAMED = "a programme of this name stands already"
UNPROVED = "change how long words are kept on its own page, which asks who you are"


@dataclass(frozen=True, slots=True)
class Path:
    """A path to begin from: its name and what it is for, in one language."""

    id: str
    name: str
    about: str
    steps: int


@dataclass(frozen=True, slots=True)
class Opened:
    """A programme at a glance, with the path it keeps, as it was set up.

    `answers` says that its coach has an account under that name that may answer.
    """

    glance: Glance
    path: programmes.Programme | None
    answers: bool

    @property
    def scripts(self) -> tuple[str, ...]:
        """The scripts that its path uses beside the daily ones."""
        return () if self.path is None else tuple(self.path.scripts)


@dataclass(frozen=True, slots=True)
class Judged:
    """A file as written: what stands in its way, and what it would do."""

    source: str
    problems: tuple[Problem, ...]
    file: ProgrammeFile | None = None

    @property
    def sound(self) -> bool:
        """Whether it can be applied."""
        return self.file is not None

    @property
    def mark(self) -> str:
        """What tells one file from another."""
        return sha256(self.source.encode("utf-8", "replace")).hexdigest()[:16]


def look(parts: Parts, signed: Signed) -> tuple[Glance, ...]:
    """Return every programme at a glance."""
    rights.require(signed, "see")
    with parts.db.transaction(signed.organisation) as tx:
        return overviews.glances(tx, parts.tenant(signed.organisation).key)


def opened(parts: Parts, signed: Signed, programme: UUID) -> Opened:
    """Return one programme; raises LookupError."""
    rights.require(signed, "see")
    key = parts.tenant(signed.organisation).key
    with parts.db.transaction(signed.organisation) as tx:
        found = overviews.glances(tx, key, programme)
        if not found:
            raise LookupError(f"there is no programme {programme} here")
        path = views.programme(tx, key, programme).path
        may = {one.name for one in exchanges.colleagues(tx, key) if one.answers}
    return Opened(found[0], paths.read(path), found[0].coach in may)


def ways(language: str) -> tuple[Path, ...]:
    """Return the shipped paths that a programme can begin from."""
    return tuple(
        Path(
            name,
            programmes.said(path.name, language),
            programmes.said(path.about, language),
            len(path.steps),
        )
        for name, path in paths.shipped().items()
    )


def begin(parts: Parts, signed: Signed, new: NewProgramme) -> UUID:
    """Set up a programme from a shipped path, or blank; raises Refused, ProofNeeded."""
    rights.require(signed, "programmes")
    if new.coach_number:
        _may_say_who_is_told(signed)
    try:
        made = enrol.programme(parts, signed.organisation, new, signed.actor)
    except BadTerms as bad:
        raise Refused("path", "%(told)s", told=bad.told) from bad
    _audit(parts, signed, "set up programme", made)
    return made


def _audit(parts: Parts, signed: Signed, action: str, programme: UUID) -> None:
    with parts.db.transaction(signed.organisation) as tx:
        enrolment.audit(tx, parts.new_id(), signed.actor, action, programme)


def export(parts: Parts, signed: Signed, programme: UUID) -> str:
    """Return a programme as a file; it holds its coach's number. Raises LookupError."""
    rights.require(signed, "programmes")
    return revising.export(parts, signed.organisation, programme)


def take_out(parts: Parts, signed: Signed, programme: UUID) -> str:
    """Return a programme as a file to keep, and write down that it was taken out.

    Raises NotAllowed, ProofNeeded, LookupError.
    """
    rights.require(signed, "export")
    told = export(parts, signed, programme)
    _audit(parts, signed, "exported a programme's file", programme)
    return told


def judge(parts: Parts, signed: Signed, programme: UUID, source: str) -> Judged:
    """Judge a file that was written on a programme's page; raises LookupError."""
    name = opened(parts, signed, programme).glance.name
    source = proofing.tidy(source)
    if len(source) > LONGEST_FILE:
        problem = Phrase(
            "The file is longer than %(thousands)s,000 characters.",
            thousands=LONGEST_FILE // 1000,
        )
        line = source.count("\n", 0, LONGEST_FILE) + 1
        mend = Phrase("Take out what is not needed.")
        return Judged(source, (_problem(line, problem, mend),))
    judged = revising.check(source, FILE)
    problems = tuple(
        _problem(one.line, one.problem, one.mend) for one in judged.problems
    )
    if judged.file is not None and judged.file.name != name:
        line = judged.file.lines.get("called", 1)
        problem = Phrase(
            "The name is %(given)s, and this programme is called %(name)s.",
            given=judged.file.name,
            name=name,
        )
        mend = Phrase(
            "Write `called: %(name)s`. For another programme, duplicate this one.",
            name=name,
        )
        problems = (_problem(line, problem, mend),)
    return Judged(source, problems, None if problems else judged.file)


def _problem(line: int, problem: str, mend: str) -> Problem:
    return Problem(line, 1, "programme", problem, mend)


def would(parts: Parts, signed: Signed, file: ProgrammeFile) -> Revision:
    """Say what applying a judged file would do; raises Refused, ProofNeeded."""
    rights.require(signed, "programmes")
    _unless_an_owners(parts, signed, file)
    return revising.look(parts, signed.organisation, file, revising.AT_ONCE)


def apply(parts: Parts, signed: Signed, file: ProgrammeFile, seen: str) -> Revision:
    """Apply a judged file; raises Refused when what stands was not what was seen."""
    rights.require(signed, "programmes")
    if not seen:
        raise Refused("version", "look at what changes first")
    _unless_an_owners(parts, signed, file)
    return revising.apply(
        parts, signed.organisation, file, seen, signed.actor, revising.AT_ONCE
    )


def _unless_an_owners(parts: Parts, signed: Signed, file: ProgrammeFile) -> None:
    """Raise Refused where a standing programme changes in what only an owner sets.

    How long words are kept, she changes after a fresh proof alone, and so who is told
    of alerts: of that a proof is asked (ProofNeeded).
    """
    owner = rights.may(signed.role, "settings").allowed
    if owner and signed.proved:
        return
    with parts.db.transaction(signed.organisation) as tx:
        programme = enrolment.programme_named(tx, file.name)
        if programme is None:
            return
        standing = revising.both(parts, tx, programme, file)
    for one in programme_files.differences(*standing):
        if one.what == "coach.number":
            _may_say_who_is_told(signed)
        if one.what in OWNERS and not owner:
            raise Refused(one.what, OWNERS[one.what])
        if one.what.startswith("terms.keep_"):
            raise Refused(one.what, UNPROVED)


def _may_say_who_is_told(signed: Signed) -> None:
    if not rights.may(signed.role, "alerts").allowed:
        raise Refused("coach_number", OWNERS["coach.number"])
    rights.require(signed, "alerts")


def rename(parts: Parts, signed: Signed, programme: UUID, name: str, seen: str) -> None:
    """Call a programme that was called `seen` otherwise, in texts as well.

    Raises Refused, LookupError.
    """
    rights.require(signed, "programmes")
    name = enrol.named("name", name, enrol.LONGEST_PROGRAMME)
    key = parts.tenant(signed.organisation).key
    try:
        with parts.db.transaction(signed.organisation) as tx:
            stands = store.standing(tx, key, programme, locked=True)
            if stands.name != seen:
                raise Refused(
                    "name",
                    "somebody has called it %(name)r meanwhile; look again",
                    name=stands.name,
                )
            if enrolment.programme_named(tx, name) not in (None, programme):
                raise Refused("name", NAMED)
            store.rename(tx, programme, name)
            action = "renamed programme"
            enrolment.audit(tx, parts.new_id(), signed.actor, action, programme)
            programme_versions.keep(tx, key, parts.new_id(), programme, signed.actor)
    except Stands:  # two names were given at the same moment
        raise Refused("name", NAMED) from None


def duplicate(parts: Parts, signed: Signed, programme: UUID, name: str) -> UUID:
    """Set up a programme like another, without its people; raises Refused."""
    rights.require(signed, "programmes")
    name = enrol.named("name", name, enrol.LONGEST_PROGRAMME)
    file = revising.check(export(parts, signed, programme), FILE).file
    if file is None:
        raise Refused("name", "this programme has to be mended first: open its file")
    with parts.db.transaction(signed.organisation) as tx:
        if enrolment.programme_named(tx, name) is not None:
            raise Refused("name", NAMED)
    copy = replace(file, called=name, version="")
    revising.apply(parts, signed.organisation, copy, "", signed.actor)
    with parts.db.transaction(signed.organisation) as tx:
        made = enrolment.programme_named(tx, name)
    if made is None:
        raise LookupError(name)
    return made
