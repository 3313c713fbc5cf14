"""Publishing a script from the console, rolling back, and taking the one that ships.

Laws: a version never changes, and whoever is in one stays in it; what is published
checks; the scripts that enter it can still be read, and are published with it; history
only grows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from uuid import UUID

from flows.talk import script as grammar
from flows.talk.finding import Finding
from service.store import enrolment, scripts
from service.store.db import Tx
from service.store.scripts import Version
from service.store.vault import Key
from service.usecases import authoring, library, proofing, rights
from service.usecases.authoring import Behind, Opened
from service.usecases.entries import Refused
from service.usecases.parts import Parts
from service.usecases.rights import Signed

LONGEST_NOTE = 200


class NotSound(Exception):
    """What was to be published does not check; `script` is where, `found` what."""

    def __init__(self, script: str, found: tuple[Finding, ...]) -> None:
        super().__init__(f"{script} does not check")
        self.script, self.found = script, found


def publish(
    parts: Parts, signed: Signed, name: str, seen: UUID | None, note: str
) -> Version:
    """Publish one's own draft as the newest version.

    `seen` is the version that stood when she last looked at what changes. Raises Behind
    when another stands now, or she has no draft; NotSound; Refused for the note.
    """
    rights.require(signed, "programmes")
    with parts.db.transaction(signed.organisation) as tx:
        scripts.alone(tx)
        here = authoring.read(parts, tx, name)
        draft = here.draft_of(signed.account)
        standing = here.newest.id if here.newest else None
        if draft is None or standing != seen:
            raise Behind(here.newest, draft)
        done = _publish(parts, tx, signed, here, (draft.source, _noted(note), None))
        scripts.drop_draft(tx, name, signed.account)
    return done


def publish_again(
    parts: Parts, signed: Signed, name: str, wanted: UUID, seen: UUID | None, note: str
) -> Version:
    """Publish an older version again, as the newest: roll back.

    Its own words, with the scripts it enters as they stand now. `seen` is the version
    that stood when she last looked at what changes. Raises LookupError for no such
    version, Behind when another stands now, NotSound when it cannot be read any more;
    Refused.
    """
    rights.require(signed, "programmes")
    with parts.db.transaction(signed.organisation) as tx:
        scripts.alone(tx)
        here = authoring.read(parts, tx, name)
        older = here.version(wanted)
        if older is None:
            raise LookupError(f"there is no version {wanted} of {name!r}")
        if (here.newest.id if here.newest else None) != seen:
            raise Behind(here.newest, None)
        own = proofing.own_part(older.source)
        what = (own, _noted(note), older.id)
        return _publish(parts, tx, signed, here, what)


def take_shipped(
    parts: Parts, signed: Signed, name: str, seen: UUID | None, note: str
) -> Version:
    """Publish the script that Handrail ships as the newest.

    `seen` is the version that stood when she last looked at what changes. Raises Behind
    when another stands now, LookupError where none ships, NotSound; Refused.
    """
    rights.require(signed, "programmes")
    with parts.db.transaction(signed.organisation) as tx:
        scripts.alone(tx)
        here = authoring.read(parts, tx, name)
        if not here.ships:
            raise LookupError(f"no script {name!r} ships")
        if (here.newest.id if here.newest else None) != seen:
            raise Behind(here.newest, None)
        own = proofing.tidy(library.sources()[name])
        return _publish(parts, tx, signed, here, (own, _noted(note), None))


def _noted(note: str) -> str:
    note = " ".join(note.split())
    if len(note) > LONGEST_NOTE:
        raise Refused("note", "keep it under %(most)s characters", most=LONGEST_NOTE)
    return note


def _publish(
    parts: Parts, tx: Tx, signed: Signed, here: Opened,
    what: tuple[str, str, UUID | None],
) -> Version:  # fmt: skip
    own, note, again_of = what
    sources = {**here.sources, here.name: own}
    _must_check(here.name, own, sources.__getitem__, again=again_of is not None)
    bundle = grammar.bundle(here.name, sources.__getitem__)
    key = parts.tenant(tx.organisation_id).key
    done = _version(parts, tx, signed, here.name, bundle)
    done = replace(done, note=note, again_of=again_of)
    scripts.publish(tx, key, done)
    for other in here.entered_by:
        _with_it(parts, tx, signed, key, (other, here.name, sources))
    enrolment.audit(tx, parts.new_id(), signed.actor, _action(again_of), done.id)
    return done


def _action(again_of: UUID | None) -> str:
    return "publish script" if again_of is None else "publish script again"


def _with_it(
    parts: Parts, tx: Tx, signed: Signed, key: Key,
    what: tuple[str, str, Mapping[str, str]],
) -> None:  # fmt: skip
    """Publish a script that enters the one just published, so that it enters that."""
    other, name, sources = what
    _must_check(other, sources[other], sources.__getitem__, again=True)
    bundle = grammar.bundle(other, sources.__getitem__)
    again = _version(parts, tx, signed, other, bundle)
    scripts.publish(tx, key, replace(again, note=f"enters {name}"))


def _version(parts: Parts, tx: Tx, signed: Signed, name: str, bundle: str) -> Version:
    return Version(
        id=parts.new_id(),
        name=name,
        version=grammar.version_of(bundle),
        published_at=tx.now,
        by=signed.name,
        note="",
        again_of=None,
        source=bundle,
    )


def _must_check(
    name: str, own: str, source_of: Callable[[str], str], *, again: bool
) -> None:
    """Raise NotSound; what ran before, `again`, has to be readable and no more."""
    for refused in proofing.outsize(own):
        raise Refused(
            "source",
            "%(problem)s %(mend)s",
            problem=refused.problem,
            mend=refused.mend,
        )
    found = proofing.examined(name, own, source_of)
    wrong = tuple(
        one
        for one in found
        if not one.is_note and (one.rule == "unreadable" or not again)
    )
    if wrong:
        raise NotSound(name, wrong)
