"""A programme's path and settings as its pages set them: looked at, tried, applied.

Laws: what changes and for whom is known before it is applied; what somebody else
changed of the same section meanwhile is not overwritten; what a file refuses is refused
here, for what is set here is judged and applied as a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias
from uuid import UUID

from flows.coach import programme_files
from flows.coach.programme_files import Coach, ProgrammeFile
from flows.coach.programmes import Programme
from service.store import programmes as store
from service.usecases import own_scripts, programming, revising, rights, terms
from service.usecases.entries import Refused, e164
from service.usecases.parts import Parts
from service.usecases.person_days import Changed, of_terms
from service.usecases.programming import Judged
from service.usecases.revising import Revision
from service.usecases.rights import Signed
from service.usecases.terms import SAID_BY, BadTerms

Section: TypeAlias = Literal["path", "settings"]
# The terms that neither the schedule's page nor that of retention sets.
TERMS = ("growth", *SAID_BY.values(), "most_in_burst", "most_a_day", "most_alike")


@dataclass(frozen=True, slots=True)
class Settings:
    """Who coaches, in which language, and the terms that no other page sets.

    `number` is "" for a coach whom nobody texts.
    """

    coach: str
    number: str
    language: str
    terms: Mapping[str, str]


Wanted: TypeAlias = Programme | Settings


@dataclass(frozen=True, slots=True)
class Stand:
    """What stands of a programme: its file, the section's version, who is where.

    `on` says how many people are on each step of its path, from 0; `own` are the
    scripts of the organisation's own, by name.
    """

    id: UUID
    file: ProgrammeFile
    base: str
    on: Mapping[int, int]
    own: tuple[str, ...] = ()

    @property
    def settings(self) -> Settings:
        """What its page of settings shows."""
        return settings_of(self.file)


@dataclass(frozen=True, slots=True)
class Told:
    """What applying would do, and by what it is known that this was looked at.

    `leave` says of which steps of the path that stands somebody keeps a step of her
    own, for its words are on the new path no more.
    """

    revision: Revision
    leave: Mapping[int, int]


def settings_of(file: ProgrammeFile) -> Settings:
    """Return the settings that a file says, those it leaves out as they are usual."""
    coach = file.coach or Coach("")
    said = {name: str(terms.DEFAULTS[name]) for name in TERMS}
    said |= {name: text for name, text in (file.terms or {}).items() if name in TERMS}
    return Settings(coach.name, coach.number or "", file.language, said)


def version_of(wanted: Wanted | None) -> str:
    """Return a short hash of a section; equal ones say the same."""
    if isinstance(wanted, Settings):
        coach = Coach(wanted.coach, wanted.number)
        file = ProgrammeFile("", coach=coach, language=wanted.language)
        return programme_files.version_of(replace(file, terms=wanted.terms))
    return programme_files.version_of(ProgrammeFile("", path=wanted))


def look(parts: Parts, signed: Signed, programme: UUID, section: Section) -> Stand:
    """Return what stands; raises NotAllowed, LookupError."""
    rights.require(signed, "programmes")
    with parts.db.transaction(signed.organisation, reading=True) as tx:
        file = revising.standing_of(tx, parts.tenant(signed.organisation), programme)
        on = store.on_steps(tx, programme)
        own = own_scripts.names(tx) if section == "settings" else ()
    stands = file.path if section == "path" else settings_of(file)
    return Stand(programme, file, version_of(stands), on, own)


def judge(parts: Parts, signed: Signed, stand: Stand, wanted: Wanted) -> Judged:
    """Judge it as the file that says it: what a file refuses is refused.

    A number is one of the organisation's country here, and says its own in a file.
    """
    if isinstance(wanted, Settings) and wanted.number:
        country = parts.tenant(signed.organisation).country
        number = e164(wanted.number, country, "coach_number")
        wanted = replace(wanted, number=number)
    source = programme_files.write(laid(stand.file, wanted))
    return programming.judge(parts, signed, stand.id, source)


def laid(standing: ProgrammeFile, wanted: Wanted) -> ProgrammeFile:
    """Return what stands with a section laid over it, as a file without a version."""
    file = replace(standing, version="")
    if isinstance(wanted, Programme):
        return replace(file, path=wanted)
    said = dict(file.terms or {})
    for name, text in wanted.terms.items():
        if name in said or text != str(terms.DEFAULTS[name]):
            said[name] = text
    coach = Coach(wanted.coach, wanted.number)
    return replace(file, coach=coach, language=wanted.language, terms=said)


def would(
    parts: Parts, signed: Signed, programme: UUID, wanted: Wanted, base: str
) -> Told:
    """Say what applying it would change and for whom; nothing is changed.

    Raises NotAllowed, LookupError, Refused, and Changed when `base` is no longer the
    version of the section that stands.
    """
    stand = _seen(parts, signed, programme, wanted, base)
    try:
        told = programming.would(parts, signed, laid(stand.file, wanted))
    except BadTerms as bad:
        raise of_terms(bad) from bad
    return Told(told, _leave(stand, wanted))


def apply(
    parts: Parts, signed: Signed, programme: UUID, wanted: Wanted, base: str
) -> Revision:
    """Let it stand; return what changed. Raises as `would` does."""
    stand = _seen(parts, signed, programme, wanted, base)
    file = laid(stand.file, wanted)
    try:
        return programming.apply(parts, signed, file, stand.file.version)
    except BadTerms as bad:
        raise of_terms(bad) from bad
    except Refused as refused:
        if refused.field in ("version", "programme"):
            raise Changed from refused
        raise


def _seen(
    parts: Parts, signed: Signed, programme: UUID, wanted: Wanted, base: str
) -> Stand:
    section: Section = "path" if isinstance(wanted, Programme) else "settings"
    stand = look(parts, signed, programme, section)
    if stand.base != base:
        raise Changed
    return stand


def _leave(stand: Stand, wanted: Wanted) -> dict[int, int]:
    if not isinstance(wanted, Programme) or stand.file.path is None:
        return {}
    kept = [step.text for step in wanted.steps]
    steps = stand.file.path.steps
    return {
        at: people
        for at, people in sorted(stand.on.items())
        if at < len(steps) and steps[at].text not in kept
    }
