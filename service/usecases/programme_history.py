"""What a programme said, version by version, and one of them written to stand again.

Law: nothing is put back here; an earlier version is written as a file, which is looked
at and applied as every other file is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from flows.coach import programme_files
from flows.coach.programme_files import Coach, Difference, ProgrammeFile
from service.store import programme_versions
from service.store import programmes as store
from service.store.programme_versions import Version
from service.store.programmes import Standing
from service.usecases import revising, rights
from service.usecases.parts import Parts
from service.usecases.rights import Signed

# What a version does not bring back: an owner sets it on a page of its own.
STAYS = ("keep_words", "keep_recordings")
NEWEST = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Entry:
    """A version and what in it differs from the one before.

    `differences` is None where there is none before, or one of the two is of a form
    that cannot be read any more. `same_as` is the number of the newest one before it
    on the page that says the very same, 0 for none.
    """

    version: Version
    differences: tuple[Difference, ...] | None
    newest: bool
    readable: bool
    same_as: int


@dataclass(frozen=True, slots=True)
class History:
    """A programme's versions, the newest first, as far as a page holds them.

    `older` is the number of the next one, 0 for none; `unkept` is what differs now from
    the newest version: whatever changed the programme past this room.
    """

    name: str
    entries: tuple[Entry, ...]
    older: int
    unkept: tuple[Difference, ...]


def look(
    parts: Parts, signed: Signed, programme: UUID, upto: int | None = None
) -> History:
    """Return the history with this number and before; raises LookupError."""
    rights.require(signed, "programmes")
    key, most = parts.tenant(signed.organisation).key, programme_versions.MOST
    with parts.db.transaction(signed.organisation, reading=True) as tx:
        stands = _bare(revising.file_of(store.standing(tx, key, programme)))
        top = NEWEST if upto is None else upto
        found = programme_versions.page(tx, key, programme, top, most + 1)
    files = tuple(map(_file, found))
    entries = tuple(_entries(found, files, first=upto is None))
    unkept: tuple[Difference, ...] = ()
    if upto is None and files and files[0] is not None:
        unkept = programme_files.differences(files[0], stands)
    older = found[most].number if len(found) > most else 0
    return History(stands.called, entries[:most], older, unkept)


def _entries(
    found: tuple[Version, ...], files: tuple[ProgrammeFile | None, ...], *, first: bool
) -> Iterator[Entry]:
    for at, (version, file) in enumerate(zip(found, files, strict=True)):
        before = files[at + 1] if at + 1 < len(files) else None
        both = None if file is None or before is None else (before, file)
        told = None if both is None else programme_files.differences(*both)
        same = (one.number for one in found[at + 1 :] if one.says_what(version))
        yield Entry(version, told, first and at == 0, file is not None, next(same, 0))


def _file(version: Version) -> ProgrammeFile | None:
    """Return what a version says as a file; None for a form that is not known."""
    told = Standing(
        coach_id=version.coach_id,
        name=version.name,
        language=version.language,
        settings=version.settings,
        path=version.path,
        schedule=version.schedule,
        coach=version.coach,
        number="",
    )
    try:
        return _bare(revising.file_of(told))
    except (ValueError, TypeError, KeyError):
        return None


def _bare(file: ProgrammeFile) -> ProgrammeFile:
    """Return a file that says nothing of a number, nor of a coach without a name."""
    coach = file.coach and file.coach.name
    return replace(file, coach=Coach(coach) if coach else None)


def again(parts: Parts, signed: Signed, programme: UUID, number: int) -> str:
    """Return an earlier version as the text of a file that puts it back.

    It is a file of the version that stands now, so that it is refused once another
    does. Name, number of the coach and how long words are kept stay as they are now.
    Raises LookupError for no such version, and for one that cannot be read any more.
    """
    rights.require(signed, "programmes")
    key = parts.tenant(signed.organisation).key
    with parts.db.transaction(signed.organisation, reading=True) as tx:
        tenant = parts.tenant(signed.organisation)
        stands = revising.standing_of(tx, tenant, programme)
        found = programme_versions.page(tx, key, programme, number, 1)
    file = _file(found[0]) if found and found[0].number == number else None
    if file is None:
        raise LookupError(f"there is no version {number} to put back")
    kept = {k: v for k, v in (stands.terms or {}).items() if k in STAYS}
    said = {k: v for k, v in (file.terms or {}).items() if k not in STAYS}
    return programme_files.write(
        replace(
            file,
            called=stands.called,
            version=stands.version,
            terms={**said, **kept},
            pathless=file.path is None and stands.path is not None,
        )
    )
