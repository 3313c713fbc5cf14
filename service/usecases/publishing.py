"""Publishing a script from the console, rolling back, and taking the one that ships.

Laws: a version never changes, and whoever is in one stays in it; what is published
checks; the scripts that enter it can still be read, and are published with it; history
only grows; no transaction is open while something is checked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from flows.talk import script as grammar
from flows.talk.finding import Finding
from service.store import enrolment, scripts
from service.store.db import Tx
from service.store.scripts import Version
from service.usecases import authoring, library, proofing, rights
from service.usecases.authoring import Behind, Opened
from service.usecases.entries import Refused
from service.usecases.parts import Parts
from service.usecases.rights import Signed

LONGEST_NOTE = 200
# So often it is checked anew because somebody else was quicker.
MOST_CHECKS = 3


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

    def wanted(here: Opened) -> _Wanted:
        draft = here.draft_of(signed.account)
        if draft is None or _standing(here) != seen:
            raise Behind(here.newest, draft)
        return _Wanted(draft.source, _noted(note), is_draft=True)

    return _published(parts, signed, name, wanted)


def publish_again(
    parts: Parts, signed: Signed, name: str, which: UUID, seen: UUID | None, note: str
) -> Version:
    """Publish an older version again, as the newest: roll back.

    Its own words, with the scripts it enters as they stand now. `seen` is the version
    that stood when she last looked at what changes. Raises LookupError for no such
    version, Behind when another stands now, NotSound when it cannot be read any more;
    Refused.
    """

    def wanted(here: Opened) -> _Wanted:
        older = here.version(which)
        if older is None:
            raise LookupError(f"there is no version {which} of {name!r}")
        if _standing(here) != seen:
            raise Behind(here.newest, None)
        return _Wanted(proofing.own_part(older.source), _noted(note), older.id)

    return _published(parts, signed, name, wanted)


def take_shipped(
    parts: Parts, signed: Signed, name: str, seen: UUID | None, note: str
) -> Version:
    """Publish the script that Handrail ships as the newest.

    `seen` is the version that stood when she last looked at what changes. Raises Behind
    when another stands now, LookupError where none ships, NotSound; Refused.
    """

    def wanted(here: Opened) -> _Wanted:
        if not here.ships:
            raise LookupError(f"no script {name!r} ships")
        if _standing(here) != seen:
            raise Behind(here.newest, None)
        return _Wanted(proofing.tidy(library.sources()[name]), _noted(note))

    return _published(parts, signed, name, wanted)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is to stand: its own source, and the note to it.

    `again_of` is the version that it goes back to; `is_draft` says that it is the draft
    of whoever publishes, who has none any more then.
    """

    own: str
    note: str
    again_of: UUID | None = None
    is_draft: bool = False


@dataclass(frozen=True, slots=True)
class _Checked:
    """What was checked, the scripts it was checked with, and the bundles it makes.

    The first bundle is its own; the others are those of the scripts that enter it.
    """

    wanted: _Wanted
    sources: Mapping[str, str]
    bundles: Mapping[str, str]

    def stands(self, here: Opened, wanted: _Wanted) -> bool:
        """Say whether what was checked is still what there is."""
        names = (here.name, *here.entered_by)
        same = (self.wanted, self.sources) == (wanted, here.sources)
        return same and names == tuple(self.bundles)


def _standing(here: Opened) -> UUID | None:
    return here.newest.id if here.newest else None


def _noted(note: str) -> str:
    note = " ".join(note.split())
    if len(note) > LONGEST_NOTE:
        raise Refused("note", "keep it under %(most)s characters", most=LONGEST_NOTE)
    return note


def _published(
    parts: Parts, signed: Signed, name: str, wanted: Callable[[Opened], _Wanted]
) -> Version:
    """Publish what `wanted` says of the script as it stands.

    To check takes long: nothing is held meanwhile, and whoever was quicker is seen
    afterwards. Then it is checked once more, a few times; Behind when that never ends.
    """
    rights.require(signed, "programmes")
    here = authoring.opened(parts, signed, name)
    for _ in range(MOST_CHECKS):
        checked = _checked(here, wanted(here))
        with parts.db.transaction(signed.organisation) as tx:
            scripts.alone(tx)
            here = authoring.read(parts, tx, name)
            if checked.stands(here, wanted(here)):
                return _publish(parts, tx, signed, checked)
    raise Behind(here.newest, here.draft_of(signed.account))


def _checked(here: Opened, wanted: _Wanted) -> _Checked:
    """Check what is to stand, and what enters it; raises NotSound, Refused."""
    sources = {**here.sources, here.name: wanted.own}
    bundles = {}
    for name in (here.name, *here.entered_by):
        # Of what ran before it is asked that it can be read, and no more.
        again = name != here.name or wanted.again_of is not None
        _must_check(name, sources[name], sources.__getitem__, again=again)
        bundles[name] = grammar.bundle(name, sources.__getitem__)
    return _Checked(wanted, here.sources, bundles)


def _publish(parts: Parts, tx: Tx, signed: Signed, checked: _Checked) -> Version:
    wanted = checked.wanted
    key = parts.tenant(tx.organisation_id).key
    (name, bundle), *others = checked.bundles.items()
    done = _version(parts, tx, signed, name, bundle)
    done = replace(done, note=wanted.note, again_of=wanted.again_of)
    scripts.publish(tx, key, done)
    for other, entering in others:  # published too, so that it enters what stands now
        again = _version(parts, tx, signed, other, entering)
        scripts.publish(tx, key, replace(again, note=f"enters {name}"))
    action = _action(wanted.again_of)
    enrolment.audit(tx, parts.new_id(), signed.actor, action, done.id)
    if wanted.is_draft:
        scripts.drop_draft(tx, name, signed.account)
    return done


def _action(again_of: UUID | None) -> str:
    return "publish script" if again_of is None else "publish script again"


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
