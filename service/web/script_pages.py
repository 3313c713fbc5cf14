"""Scripts: the shelf, one with its history, publishing it and rolling it back.

Law: nothing is published that does not check, or that she has not seen the difference
of; the editor is script_editor's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from uuid import UUID

from flask import Blueprint, Response, render_template, request, url_for
from werkzeug.exceptions import RequestEntityTooLarge

from service.store.scripts import Draft, Version
from service.usecases import authoring, proofing, publishing, zoning
from service.usecases.authoring import Behind, Opened
from service.usecases.entries import Refused
from service.usecases.parts import Parts
from service.usecases.publishing import NotSound
from service.web import dating, entries, script_editor, script_wording, script_words
from service.web.admission import redirected
from service.web.callers import Callers
from service.web.entries import Entry
from service.web.script_room import (
    CONFLICT,
    Room,
    drawn,
    id_of,
    roomy,
    too_large,
    waits,
    withheld,
)
from service.web.script_titles import begun, title
from service.web.tongues import later, say

View = Callable[..., Response]
OTHERS = later(
    "Somebody published meanwhile, and nothing of theirs was overwritten. What you see"
    " now is the difference from their version."
)
# Whence somebody comes to publish: that page, and what the way back is called.
CAME: Mapping[str, tuple[str, str]] = {
    "words": ("scripts.words", later("Back to the words")),
    "file": ("scripts.edit", later("Back to the file")),
    "script": ("scripts.script", later("Not now")),
}


def blueprint(parts: Parts, callers: Callers) -> Blueprint:
    """Return the pages of scripts."""
    pages = Blueprint("scripts", __name__, url_prefix="/scripts")
    room = Room(parts, callers)
    pages.url_value_preprocessor(roomy)
    pages.register_error_handler(RequestEntityTooLarge, too_large)
    pages.context_processor(
        lambda: {"scripted_words": script_words, "when": _clock(room)}
    )
    both, post = ["GET", "POST"], ["POST"]
    pages.add_url_rule("", "home", lambda: _home(room))
    pages.add_url_rule("/new", "new", lambda: _new(room), methods=both)
    for path, view, methods in (
        ("", _script, ["GET"]),
        ("/edit", script_editor.edit, ["GET"]),
        ("/edit", script_editor.work, post),
        ("/words", script_wording.words, ["GET"]),
        ("/words", script_wording.reword, post),
        ("/drop", _drop, post),
        ("/shipped", _ask_take, ["GET"]),
        ("/shipped", _take, post),
        ("/publish", _review, ["GET"]),
        ("/publish", _publish, post),
        ("/versions/<which>", _version, ["GET"]),
        ("/versions/<which>/again", _ask_again, ["GET"]),
        ("/versions/<which>/again", _again, post),
    ):
        endpoint = view.__name__.lstrip("_")
        known = _known(room, view)
        pages.add_url_rule(f"/<name>{path}", endpoint, known, methods=methods)
    return pages


def _known(room: Room, view: View) -> View:
    """Answer 404 where there is no such script, or no such version of it, here."""

    def known(**where: str) -> Response:
        try:
            return view(room, **where)
        except LookupError:
            return Response(render_template("unknown.html"), 404)

    return known


def _clock(room: Room) -> Callable[[datetime], str]:
    """Return how these pages tell a moment: by the organisation's clock."""
    zone = cache(lambda: zoning.of(room.parts, room.signed).name)
    return lambda at: dating.moment(at, zone())


# ---- looking ----


def _home(room: Room) -> Response:
    found = authoring.shelf(room.parts, room.signed)
    return Response(
        render_template(
            "scripts/home.html",
            groups=tuple(script_words.groups(found)),
            total=len(found),
        )
    )


def _new(room: Room) -> Response:
    """Begin a script: a blank one, or one with the words of another (`?origin=`)."""
    asked = {"origin": request.args.get("origin", "")}
    entry = entries.read() if request.method == "POST" else Entry(asked)
    if request.method == "POST":
        try:
            begun = entry["name"], entry["origin"]
            name = authoring.begin(room.parts, room.signed, *begun)
            # Whoever copied one wants other words, and a blank one has none yet.
            to = "scripts.words" if entry["origin"] else "scripts.edit"
            return redirected(url_for(to, name=name))
        except Refused as refused:
            entry.refuse(refused)
    found = (one for one in authoring.shelf(room.parts, room.signed) if one.whole)
    origins = tuple(script_words.groups(tuple(found)))
    return entries.shown("scripts/new.html", entry, origins=origins)


def _script(room: Room, name: str) -> Response:
    return _shown_script(room, room.open(name), Entry())


def _shown_script(room: Room, here: Opened, entry: Entry) -> Response:
    draft = here.draft_of(room.signed.account)
    # Of a script that nobody has published yet there are drafts alone.
    written = here.own or (draft or here.drafts[0]).source
    proof = proofing.proof(here.name, written, here.source_of)
    named = {one.name for one in proof.outline}
    return entries.shown(
        "scripts/script.html",
        entry,
        script=here,
        proof=proof,
        picture=drawn(proof, by_name=False),
        places=script_words.places(proof.script),
        draft=draft,
        withheld=_withheld(here, draft),
        used_by=authoring.used_by(room.parts, room.signed, here.name),
        begun=begun,
        elsewhere={k: n for k, n in here.waits.items() if k not in named},
        older=tuple(one for one in waits(here, proof) if not one.newest),
        about=authoring.about(written),
        changed=_newer(here),
        stands=here.newest is not None and _now() == str(here.newest.id),
        dropped=draft is None and "dropped" in request.args,
    )


def _withheld(here: Opened, draft: Draft | None) -> str:
    if draft is None:
        return ""
    return withheld(here, proofing.proof(here.name, draft.source, here.source_of))


def _now() -> str:
    """Return the version that a page is told to say has just begun to stand."""
    return request.args.get("now", "")


def _newer(here: Opened) -> tuple[script_words.Change, ...]:
    if not here.shipped or here.newest is None:
        return ()
    return script_words.changes(here.own, here.shipped)


def _version(room: Room, name: str, which: str) -> Response:
    here = room.open(name)
    version = _found_version(here, id_of(which))
    own = proofing.own_part(version.source)
    at = here.versions.index(version)
    before = here.versions[at + 1] if at + 1 < len(here.versions) else None
    return entries.shown(
        "scripts/version.html",
        Entry(),
        script=here,
        version=version,
        source=own,
        before=before,
        made=_compared(here, proofing.own_part(before.source), own) if before else None,
    )


def _found_version(here: Opened, which: UUID) -> Version:
    version = here.version(which)
    if version is None or here.newest is None:
        raise LookupError(which)
    return version


def _compared(here: Opened, before: str, after: str) -> script_words.Compared:
    old, new = (
        proofing.proof(here.name, one, here.source_of) for one in (before, after)
    )
    return script_words.compared(old, new)


# ---- changing what is published ----


def _ask_again(room: Room, name: str, which: str) -> Response:
    return _asked_again(room.open(name), id_of(which), Entry())


def _asked_again(
    here: Opened, which: UUID, entry: Entry, status: int | None = None
) -> Response:
    """Ask once before an earlier version stands again: what changes, and for whom."""
    version = _found_version(here, which)
    own = proofing.own_part(version.source)
    return entries.shown(
        "scripts/again.html",
        entry,
        status,
        script=here,
        version=version,
        back=_compared(here, here.own, own),
        waits=waits(here, proofing.proof(here.name, own, here.source_of)),
    )


def _again(room: Room, name: str, which: str) -> Response:
    entry, wanted = entries.read(), id_of(which)
    seen, status = _seen(entry), None
    try:
        publishing.publish_again(
            room.parts, room.signed, name, wanted, seen, entry["note"]
        )
    except Refused as refused:
        entry.refuse(refused)
    except NotSound as wrong:
        entry.saying = unsound(wrong)
    except Behind:
        entry.saying, status = say(OTHERS), CONFLICT
    else:
        return _done(room, name)
    return _asked_again(room.open(name), wanted, entry, status)


def _seen(entry: Entry) -> UUID | None:
    """Return the version that stood when she looked, as the form holds it."""
    return id_of(entry["seen"]) if entry["seen"] else None


def _ask_take(room: Room, name: str) -> Response:
    here = room.open(name)
    if not here.shipped:
        return redirected(url_for("scripts.script", name=name))
    return _asked_take(here, Entry())


def _asked_take(here: Opened, entry: Entry, status: int | None = None) -> Response:
    """Ask once before the shipped one stands: what changes, and for whom."""
    proof = proofing.proof(here.name, here.shipped, here.source_of)
    return entries.shown(
        "scripts/take.html",
        entry,
        status,
        script=here,
        made=_compared(here, here.own if here.newest else "", here.shipped),
        waits=waits(here, proof),
    )


def _take(room: Room, name: str) -> Response:
    entry = entries.read()
    seen, status = _seen(entry), None
    try:
        publishing.take_shipped(room.parts, room.signed, name, seen, entry["note"])
    except Refused as refused:
        entry.refuse(refused)
    except NotSound as wrong:
        entry.saying = unsound(wrong)
    except Behind:
        entry.saying, status = say(OTHERS), CONFLICT
    else:
        return _done(room, name)
    return _asked_take(room.open(name), entry, status)


def _done(room: Room, name: str) -> Response:
    """Go to the script, which says that its newest version stands, and for whom."""
    newest = room.open(name).newest
    return redirected(url_for("scripts.script", name=name, now=newest and newest.id))


def unsound(wrong: NotSound) -> str:
    """Say what does not check, the first of it with its place."""
    first = wrong.found[0]
    file = first.place.file.removesuffix(".yaml")
    if file != wrong.script:
        return say(
            "%(script)s does not check, by what it goes through: %(file)s, line"
            " %(line)s: %(problem)s %(mend)s",
            script=title(wrong.script),
            file=title(file),
            line=first.place.line,
            problem=first.problem,
            mend=first.mend,
        )
    return say(
        "%(script)s does not check: line %(line)s: %(problem)s %(mend)s",
        script=title(wrong.script),
        line=first.place.line,
        problem=first.problem,
        mend=first.mend,
    )


def _review(room: Room, name: str) -> Response:
    return _reviewed(room, name, Entry())


def _reviewed(
    room: Room, name: str, entry: Entry, status: int | None = None
) -> Response:
    here = room.open(name)
    draft = here.draft_of(room.signed.account)
    if draft is None:
        return redirected(url_for("scripts.script", name=name))
    newest = here.newest
    proof = proofing.proof(name, draft.source, here.source_of)
    return entries.shown(
        "scripts/publish.html",
        entry,
        status,
        script=here,
        draft=draft,
        proof=proof,
        withheld=withheld(here, proof),
        made=_compared(here, here.own if newest else "", draft.source),
        behind=newest is not None and draft.base != newest.id,
        waits=waits(here, proof),
        **_way_back(name),
    )


def _way_back(name: str) -> dict[str, str]:
    """Return whence somebody came to publish, and the way back there."""
    came = request.args.get("came", "")
    came = came if came in CAME else "file"
    page, says = CAME[came]
    return {"came": came, "way_back": url_for(page, name=name), "back_says": says}


def _publish(room: Room, name: str) -> Response:
    entry = entries.read()
    seen = _seen(entry)
    try:
        publishing.publish(room.parts, room.signed, name, seen, entry["note"])
    except Refused as refused:
        entry.refuse(refused)
        return _reviewed(room, name, entry)
    except NotSound as wrong:
        entry.saying = unsound(wrong)
        return _reviewed(room, name, entry)
    except Behind:
        entry.saying = say(OTHERS)
        return _reviewed(room, name, entry, CONFLICT)
    return _done(room, name)


def _drop(room: Room, name: str) -> Response:
    here = room.open(name)
    authoring.drop(room.parts, room.signed, name)
    if here.newest is None and not here.ships:
        return redirected(url_for("scripts.home"))
    return redirected(url_for("scripts.script", name=name, dropped=1))
