"""Scripts written in the console: the shelf, one script as it stands, and drafts.

Laws: nobody's words are overwritten by somebody who had not seen them; looking changes
nothing; what is published, and how, is usecases.publishing's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from service.store import enrolment, scripts
from service.store.db import Tx
from service.store.scripts import Draft, Shelved, Version, Waiting
from service.usecases import library, paths, proofing, rights
from service.usecases.entries import Refused
from service.usecases.parts import Parts
from service.usecases.rights import Signed

NAME = re.compile(r"[a-z][a-z0-9_]{1,39}")
# The line by which a script says its own name.
NAMED = re.compile(r"^script: *[\"']?([a-z0-9_]+)[\"']?", re.MULTILINE)
# The scripts that a line enters, queues for later, or borrows the answers of.
ENTERED = re.compile(
    r"^[^#\n]*?(?:\b(?:enter|asides)|[ {,]script): *[\"']?([a-z0-9_]+)", re.MULTILINE
)
BLANK = """\
script: {name}
grammar: 1
about: What this script is for, in one line.
languages: [en, es]
asides: with_coach

nodes:
  how_was_it:
    ask:
      en:
        text: 'Did "{{step}}" fit in today? D for done, N for not today.'
        voice: 'Did "{{step}}" fit in today?'
      es:
        text: '¿Cupo hoy "{{step}}"? D si ya, N si hoy no.'
        voice: '¿Cupo hoy "{{step}}"?'
    expect: attempt
    on: {{tried: logged}}
    then: kept

  logged:
    record: attempted
    say:
      en: "Kept in your own words, {{name}}."
      es: "Guardado con tus palabras, {{name}}."
    then: end

  kept:
    say:
      en: "Thanks for telling me, {{name}}."
      es: "Gracias por contarme, {{name}}."
    then: end
"""


class Behind(Exception):
    """Somebody published, or kept this draft, meanwhile; nothing was overwritten."""

    def __init__(self, newest: Version | None, draft: Draft | None) -> None:
        super().__init__("somebody was quicker")
        self.newest, self.draft = newest, draft


@dataclass(frozen=True, slots=True)
class Shelf:
    """A script on the shelf, with what it is for.

    `standing` is None for one that ships and was never taken here. `newer` says that
    Handrail ships one that was never taken. `draft` says that somebody writes at it,
    `edited` that what stands is somebody's here: not what ships, nor what came before.
    """

    name: str
    about: str
    standing: Shelved | None
    newer: bool
    draft: bool
    edited: bool

    @property
    def whole(self) -> bool:
        """Whether there is more of it than somebody's draft: it stands, or ships."""
        return self.standing is not None or self.newer


@dataclass(frozen=True, slots=True)
class Opened:
    """A script as it stands, its history, who is in it and who writes at it.

    `there` counts people by version, `waiting` those who wait by version and node.
    `shipped` is the source that Handrail ships where it was never taken, "" else.
    """

    name: str
    versions: tuple[Version, ...]
    drafts: tuple[Draft, ...]
    there: Mapping[UUID, int]
    waiting: Mapping[UUID, Mapping[str, int]]
    entered_by: tuple[str, ...]
    enters: tuple[str, ...]
    shipped: str
    ships: bool
    sources: Mapping[str, str]

    @property
    def newest(self) -> Version | None:
        """The version that a new conversation begins with."""
        return self.versions[0] if self.versions else None

    @property
    def waits(self) -> Mapping[str, int]:
        """How many wait at each node of the newest version."""
        return {} if self.newest is None else self.waiting.get(self.newest.id, {})

    @property
    def own(self) -> str:
        """The newest version's own source; of one never published, what ships."""
        newest = self.newest
        return self.shipped if newest is None else proofing.own_part(newest.source)

    def version(self, wanted: UUID) -> Version | None:
        """Return one of the versions, or None."""
        return next((one for one in self.versions if one.id == wanted), None)

    def draft_of(self, account: UUID | None) -> Draft | None:
        """Return an account's draft, or None."""
        return next((one for one in self.drafts if one.account == account), None)

    def source_of(self, name: str) -> str:
        """Return the source of a script as it stands here; raises LookupError."""
        return self.sources[name]


@dataclass(frozen=True, slots=True)
class Use:
    """What begins a script.

    `programmes` name it on their path, and `by_path` says that a shipped path does;
    `begun_by` are the scripts that enter it, as they stand or in anybody's draft.
    Handrail itself begins only what `ships`.
    """

    programmes: tuple[str, ...]
    by_path: bool
    ships: bool
    begun_by: tuple[str, ...]


# ---- looking ----


def shelf(parts: Parts, signed: Signed) -> tuple[Shelf, ...]:
    """Return every script there is, published or shipped or begun, by name."""
    rights.require(signed, "see")
    with parts.db.transaction(signed.organisation) as tx:
        standing = {one.name: one for one in scripts.shelf(tx)}
        own = _own_sources(scripts.sources(tx))
        begun = scripts.new_names(tx)
        lacking = _never_taken(tx, [n for n in own if _differs(n, own[n])])
    names = sorted({*standing, *library.sources(), *begun})
    return tuple(
        Shelf(
            name=name,
            about=about(own.get(name) or library.sources().get(name, "")),
            standing=standing.get(name),
            newer=name in lacking or (name not in own and name in library.sources()),
            draft=name in begun or bool(name in standing and standing[name].drafts),
            edited=name in standing
            and standing[name].own
            and (name not in library.sources() or _differs(name, own[name])),
        )
        for name in names
    )


def about(source: str) -> str:
    """Return what a script says it is for, without reading the whole of it."""
    found = re.search(r"^about: *(.*)$", source, re.MULTILINE)
    return found[1].strip().strip("\"'") if found else ""


def _differs(name: str, own: str) -> bool:
    ships = library.sources().get(name)
    return ships is not None and proofing.tidy(ships) != own


def _never_taken(tx: Tx, names: list[str]) -> frozenset[str]:
    """Return those of `names` whose shipped source no version here ever was."""
    every = scripts.every_source(tx, names) if names else ()
    taken = {name for name, source in every if _is_shipped(name, source)}
    return frozenset(names) - taken


def _is_shipped(name: str, source: str) -> bool:
    ships = library.sources().get(name)
    return ships is not None and proofing.own_part(source) == proofing.tidy(ships)


def opened(parts: Parts, signed: Signed, name: str) -> Opened:
    """Return a script with everything a page shows of it; raises LookupError."""
    rights.require(signed, "see")
    with parts.db.transaction(signed.organisation) as tx:
        return read(parts, tx, name)


def read(parts: Parts, tx: Tx, name: str) -> Opened:
    """Return a script as it stands in this transaction; raises LookupError."""
    key = parts.tenant(tx.organisation_id).key
    versions = scripts.versions(tx, key, name)
    drafts = scripts.drafts(tx, key, name)
    ships = name in library.sources()
    if not (versions or drafts or ships):
        raise LookupError(f"there is no script {name!r} here")
    here = scripts.waiting(tx, parts.vault, name) if versions else ()
    bundles = scripts.sources(tx)
    taken = any(_is_shipped(name, one.source) for one in versions)
    return Opened(
        name=name,
        versions=versions,
        drafts=drafts,
        there=Counter(one.version for one in here),
        waiting=_waiting(here),
        entered_by=tuple(sorted(_entering(bundles, name))),
        enters=tuple(_names_of(bundles.get(name, ""))[1:]),
        shipped="" if taken or not ships else proofing.tidy(library.sources()[name]),
        ships=ships,
        sources={**_shipped(), **_own_sources(bundles)},
    )


def _waiting(here: tuple[Waiting, ...]) -> Mapping[UUID, Mapping[str, int]]:
    found: dict[UUID, Counter[str]] = {}
    for one in here:
        if one.node:
            found.setdefault(one.version, Counter())[one.node] += 1
    return found


def _shipped() -> dict[str, str]:
    return {n: proofing.tidy(source) for n, source in library.sources().items()}


def _own_sources(bundles: Mapping[str, str]) -> dict[str, str]:
    return {name: proofing.own_part(source) for name, source in bundles.items()}


def _names_of(bundle: str) -> list[str]:
    return NAMED.findall(bundle)


def _entering(bundles: Mapping[str, str], name: str) -> Iterator[str]:
    for other, source in bundles.items():
        if other != name and name in _names_of(source)[1:]:
            yield other


def used_by(parts: Parts, signed: Signed, name: str) -> Use:
    """Return what begins a script: programmes, other scripts, or Handrail itself."""
    rights.require(signed, "see")
    with parts.db.transaction(signed.organisation) as tx:
        named = enrolment.naming(tx, name)
        standing = _own_sources(scripts.sources(tx))
        key = parts.tenant(tx.organisation_id).key
        written = (*standing.items(), *scripts.draft_sources(tx, key))
    return Use(
        programmes=named,
        by_path=any(name in path.scripts for path in paths.shipped().values()),
        ships=name in library.sources(),
        begun_by=tuple(
            sorted({other for other, own in written if other != name
                    and name in ENTERED.findall(own)})
        ),
    )  # fmt: skip


# ---- drafts ----


def begin(parts: Parts, signed: Signed, name: str, origin: str = "") -> str:
    """Begin a script of one's own; return its name. Raises Refused.

    It begins with the words of `origin`, as it stands here or ships; "" is a blank one.
    """
    rights.require(signed, "programmes")
    if not NAME.fullmatch(name):
        mend = "write 2 to 40 small letters, digits and _, a letter first"
        raise Refused("name", mend)
    with parts.db.transaction(signed.organisation) as tx:
        scripts.alone(tx)
        own = _own_sources(scripts.sources(tx))
        if name in {*own, *library.sources(), *scripts.new_names(tx)}:
            raise Refused("name", "a script of this name is there already")
        source = first_words(name, origin, {**_shipped(), **own})
        _put(parts, tx, signed, _fresh(parts, signed, name, source))
    return name


def first_words(name: str, origin: str, sources: Mapping[str, str]) -> str:
    """Return what a script begins with: the words of another, or those of BLANK.

    Raises Refused for an origin that is none of `sources`.
    """
    if not origin:
        return BLANK.format(name=name)
    if origin not in sources:
        raise Refused("origin", "choose one of these")
    return re.sub(NAMED, f"script: {name}", sources[origin], count=1)


def _fresh(parts: Parts, signed: Signed, name: str, source: str) -> Draft:
    return Draft(parts.new_id(), name, _account(signed), "", None, source)


def keep(
    parts: Parts, signed: Signed, name: str, source: str, base: UUID | None,
    edition: int,
) -> None:  # fmt: skip
    """Keep what somebody has written so far.

    `edition` is that of the draft her page showed, 0 for none. Raises Behind when her
    draft was kept from another page since, LookupError for no such script, Refused for
    one too long to be kept.
    """
    rights.require(signed, "programmes")
    source = proofing.tidy(source)
    if len(source) > proofing.LONGEST_SCRIPT:
        raise Refused(
            "source",
            "keep it under %(most)s characters",
            most=f"{proofing.LONGEST_SCRIPT:,}",
        )
    with parts.db.transaction(signed.organisation) as tx:
        scripts.alone(tx)
        here = read(parts, tx, name)
        standing = here.draft_of(signed.account)
        if (standing.edition if standing else 0) != edition:
            raise Behind(here.newest, standing)
        known = base if base is not None and here.version(base) else None
        draft = standing or _fresh(parts, signed, name, source)
        _put(parts, tx, signed, replace(draft, source=source, base=known))


def _put(parts: Parts, tx: Tx, signed: Signed, draft: Draft) -> None:
    scripts.keep_draft(tx, parts.tenant(signed.organisation).key, draft)


def _account(signed: Signed) -> UUID:
    if signed.account is None:
        raise LookupError("whoever has no account keeps no drafts")
    return signed.account


def drop(parts: Parts, signed: Signed, name: str) -> None:
    """Take one's own draft away; what is published stays."""
    rights.require(signed, "programmes")
    with parts.db.transaction(signed.organisation) as tx:
        scripts.drop_draft(tx, name, signed.account)
