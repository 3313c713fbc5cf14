"""Scripts: the shelf, one with its history, and the editor with a phone beside it.

Laws: what somebody writes is never lost, whatever is wrong with it; nothing is
published that does not check, or that she has not seen the difference of; the editor
works without script, and the phone beside it reaches nobody.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID

from flask import Blueprint, Response, render_template, request, url_for
from markupsafe import Markup
from werkzeug.exceptions import RequestEntityTooLarge

from flows.talk.events import CHANNELS
from service.usecases import authoring, library, playing, proofing
from service.usecases.authoring import Behind, NotSound, Opened
from service.usecases.entries import Refused
from service.usecases.parts import Parts
from service.usecases.playing import Played
from service.usecases.proofing import Proof
from service.usecases.rights import Signed
from service.web import entries, script_words
from service.web.admission import redirected
from service.web.callers import Callers
from service.web.entries import Entry
from service.web.tongues import say

# A form of the longest script there may be, each letter of it written as six.
LARGEST_FORM = 600_000
CONFLICT = 409
PRESSED = "key "
WHOLE = re.compile(r"[0-9]{1,8}")

View = Callable[..., Response]


@dataclass(frozen=True, slots=True)
class Room:
    """Where the pages of scripts get everything from."""

    parts: Parts
    callers: Callers

    @property
    def signed(self) -> Signed:
        """Whoever asks."""
        return self.callers.here()

    def open(self, name: str) -> Opened:
        """Return a script; raises LookupError."""
        return authoring.opened(self.parts, self.signed, name)


def blueprint(parts: Parts, callers: Callers) -> Blueprint:
    """Return the pages of scripts."""
    pages = Blueprint("scripts", __name__, url_prefix="/scripts")
    room = Room(parts, callers)
    pages.url_value_preprocessor(roomy)
    pages.register_error_handler(RequestEntityTooLarge, too_large)
    pages.context_processor(lambda: {"scripted_words": script_words})
    both, post = ["GET", "POST"], ["POST"]
    pages.add_url_rule("", "home", lambda: _home(room))
    pages.add_url_rule("/new", "new", lambda: _new(room), methods=both)
    for path, view, methods in (
        ("", _script, ["GET"]),
        ("/edit", _edit, ["GET"]),
        ("/edit", _work, post),
        ("/drop", _drop, post),
        ("/shipped", _take, post),
        ("/publish", _review, ["GET"]),
        ("/publish", _publish, post),
        ("/versions/<which>", _version, ["GET"]),
        ("/versions/<which>/again", _again, post),
    ):
        endpoint = view.__name__.lstrip("_")
        known = _known(room, view)
        pages.add_url_rule(f"/<name>{path}", endpoint, known, methods=methods)
    return pages


def roomy(_endpoint: str | None, _values: object) -> None:
    """Let a form of these pages hold a whole file."""
    request.max_content_length = LARGEST_FORM
    request.max_form_memory_size = LARGEST_FORM


def too_large(_error: RequestEntityTooLarge) -> tuple[str, int]:
    """Say that a form held more than anybody could read."""
    return render_template("scripts/too_large.html"), 413


def _known(room: Room, view: View) -> View:
    """Answer 404 where there is no such script, or no such version of it, here."""

    def known(**where: str) -> Response:
        try:
            return view(room, **where)
        except LookupError:
            return Response(render_template("unknown.html"), 404)

    return known


def id_of(written: str) -> UUID:
    """Return an id as an address or a field holds it; raises LookupError."""
    try:
        return UUID(written)
    except ValueError:
        raise LookupError(written) from None


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
    entry = entries.read() if request.method == "POST" else Entry()
    if request.method == "POST":
        try:
            name = authoring.begin(room.parts, room.signed, entry["name"])
            return redirected(url_for("scripts.edit", name=name))
        except Refused as refused:
            entry.refuse(refused)
    return entries.shown("scripts/new.html", entry)


def _script(room: Room, name: str) -> Response:
    return _shown_script(room, room.open(name), Entry())


def _shown_script(room: Room, here: Opened, entry: Entry) -> Response:
    proof = proofing.proof(here.name, here.own, here.source_of)
    named = {one.name for one in proof.outline}
    return entries.shown(
        "scripts/script.html",
        entry,
        script=here,
        proof=proof,
        picture=drawn(proof),
        draft=here.draft_of(room.signed.account),
        used_by=authoring.used_by(room.parts, room.signed, here.name),
        elsewhere={k: n for k, n in here.waits.items() if k not in named},
        about=authoring.about(here.own),
        changed=_newer(here),
    )


def _newer(here: Opened) -> tuple[script_words.Change, ...]:
    if not here.shipped or here.newest is None:
        return ()
    return script_words.changes(here.own, here.shipped)


def drawn(proof: Proof) -> Markup:
    """Return the drawing as part of a page: every word in it is escaped there."""
    return Markup(proof.picture)  # noqa: S704 -- flows.talk.drawing escapes each word


def _version(room: Room, name: str, which: str) -> Response:
    here = room.open(name)
    return _shown_version(here, id_of(which), Entry())


def _shown_version(here: Opened, which: UUID, entry: Entry) -> Response:
    version = here.version(which)
    if version is None or here.newest is None:
        raise LookupError(which)
    own = proofing.own_part(version.source)
    at = here.versions.index(version)
    before = here.versions[at + 1] if at + 1 < len(here.versions) else None
    return entries.shown(
        "scripts/version.html",
        entry,
        script=here,
        version=version,
        source=own,
        before=before,
        made=script_words.changes(proofing.own_part(before.source), own)
        if before
        else (),
        back=script_words.changes(here.own, own),
    )


# ---- changing what is published ----


def _again(room: Room, name: str, which: str) -> Response:
    entry, wanted = entries.read(), id_of(which)
    try:
        authoring.publish_again(room.parts, room.signed, name, wanted, entry["note"])
    except Refused as refused:
        entry.refuse(refused)
    except NotSound as wrong:
        entry.saying = unsound(wrong)
    else:
        return redirected(url_for("scripts.script", name=name))
    return _shown_version(room.open(name), wanted, entry)


def _take(room: Room, name: str) -> Response:
    entry = Entry()
    try:
        authoring.take_shipped(room.parts, room.signed, name)
    except NotSound as wrong:
        entry.saying = unsound(wrong)
        return _shown_script(room, room.open(name), entry)
    return redirected(url_for("scripts.script", name=name))


def unsound(wrong: NotSound) -> str:
    """Say what does not check, the first of it with its place."""
    first = wrong.found[0]
    return say(
        "%(script)s does not check: line %(line)s: %(problem)s %(mend)s",
        script=wrong.script,
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
    named = {one.name for one in proof.outline}
    return entries.shown(
        "scripts/publish.html",
        entry,
        status,
        script=here,
        draft=draft,
        proof=proof,
        made=script_words.changes(here.own if newest else "", draft.source),
        behind=newest is not None and draft.base != newest.id,
        waits=sorted(here.waits.items()),
        gone={node for node in here.waits if node not in named and "/" not in node},
    )


def _publish(room: Room, name: str) -> Response:
    entry = entries.read()
    seen = entry["seen"]
    try:
        authoring.publish(
            room.parts, room.signed, name, id_of(seen) if seen else None, entry["note"]
        )
    except Refused as refused:
        entry.refuse(refused)
        return _reviewed(room, name, entry)
    except NotSound as wrong:
        entry.saying = unsound(wrong)
        return _reviewed(room, name, entry)
    except Behind:
        entry.saying = say(
            "Somebody published meanwhile, and nothing of theirs was overwritten. What"
            " you see now is the difference from their version."
        )
        return _reviewed(room, name, entry, CONFLICT)
    return redirected(url_for("scripts.script", name=name))


def _drop(room: Room, name: str) -> Response:
    here = room.open(name)
    authoring.drop(room.parts, room.signed, name)
    there = here.newest is not None or here.ships
    return redirected(
        url_for("scripts.script", name=name) if there else url_for("scripts.home")
    )


# ---- the editor ----


@dataclass(frozen=True, slots=True)
class Desk:
    """What the editor's page holds: what is written, and what the phone was told."""

    source: str
    base: str
    edition: int
    channel: str = "text"
    language: str = "en"
    lines: tuple[str, ...] = ()
    saying: str = ""
    status: int | None = None
    theirs: str = ""


def _edit(room: Room, name: str) -> Response:
    here = room.open(name)
    draft = here.draft_of(room.signed.account)
    newest = str(here.newest.id) if here.newest else ""
    if draft is None:
        return _shown(room, here, Desk(here.own, newest, 0))
    base = str(draft.base or "")
    return _shown(room, here, Desk(draft.source, base, draft.edition))


def _work(room: Room, name: str) -> Response:
    """Do what the editor's form asks: check, keep, go on to publish, or play."""
    here = room.open(name)
    desk, do = _desk(), request.form.get("do", "check")
    if do in ("keep", "publish"):
        return _kept(room, here, desk, do)
    desk = _told(desk, do)
    target = request.headers.get("HX-Target", "")
    if request.headers.get("HX-Request") == "true" and target in ("found", "phone"):
        return _part(here, desk, target)
    return _shown(room, here, desk)


def _desk() -> Desk:
    form = request.form
    edition = form.get("edition", "0")
    channel, language = form.get("channel", ""), form.get("language", "")
    return Desk(
        source=proofing.tidy(form.get("source", "")),
        base=form.get("base", ""),
        edition=int(edition) if WHOLE.fullmatch(edition) else 0,
        channel=channel if channel in CHANNELS else "text",
        language=language if language in proofing.SPOKEN_IN else "en",
        lines=playing.lines_of(form.get("played", "")),
    )


def _told(desk: Desk, do: str) -> Desk:
    """Return the desk after one more thing was done on its phone."""
    words = request.form.get("words", "")
    line = {
        "silence": playing.SILENCE,
        "hang_up": playing.HUNG_UP,
        "say": playing.texted(words) if words.strip() else "",
        "speak": playing.spoken_into(words) if words.strip() else "",
    }.get(do, "")
    if do == "again":
        return replace(desk, lines=())
    if do.startswith(PRESSED):
        line = f"^ {do.removeprefix(PRESSED)}"
    told = "\n".join((*desk.lines, line))
    return replace(desk, lines=playing.lines_of(told))


def _kept(room: Room, here: Opened, desk: Desk, do: str) -> Response:
    base = id_of(desk.base) if desk.base else None
    try:
        authoring.keep(
            room.parts, room.signed, here.name, desk.source, base, desk.edition
        )
    except Refused as refused:
        told = say("It is not kept: %(mend)s.", mend=refused.mend)
        return _shown(room, here, replace(desk, saying=told, status=entries.UNFIT))
    except Behind as behind:
        return _shown(room, here, _both(desk, behind))
    to = "scripts.review" if do == "publish" else "scripts.edit"
    return redirected(url_for(to, name=here.name))


def _both(desk: Desk, behind: Behind) -> Desk:
    """Return the desk with the draft that was kept meanwhile beside what is written."""
    told = say(
        "Your draft was kept from another page meanwhile. Nothing was overwritten: it"
        " stands below. Keep once more to put what you see here in its place."
    )
    theirs = behind.draft.source if behind.draft else ""
    edition = behind.draft.edition if behind.draft else 0
    return replace(desk, saying=told, status=CONFLICT, theirs=theirs, edition=edition)


def _proof(here: Opened, desk: Desk) -> Proof:
    return proofing.proof(here.name, desk.source, here.source_of)


def _part(here: Opened, desk: Desk, target: str) -> Response:
    """Return the part of the editor that htmx asks for."""
    proof = _proof(here, desk)
    given = {"script": here, "desk": desk, "proof": proof}
    if target == "phone":
        part = render_template(
            "scripts/phone.html", **given, played=_played(proof, desk)
        )
        return Response(part)
    found = render_template("scripts/checked.html", **given, picture=drawn(proof))
    return Response(found)


def _played(proof: Proof, desk: Desk) -> Played | None:
    channel = next(one for one in CHANNELS if one == desk.channel)
    if proof.script is None or channel not in proof.script.channels:
        return None
    greeting = library.read("greeting", library.shipped()["greeting"])
    return playing.play(
        proof.script,
        desk.lines,
        channel=channel,
        language=desk.language,
        greeting=greeting,
    )


def _shown(room: Room, here: Opened, desk: Desk) -> Response:
    proof = _proof(here, desk)
    others = [one for one in here.drafts if one.account != room.signed.account]
    page = render_template(
        "scripts/edit.html",
        script=here,
        desk=desk,
        proof=proof,
        picture=drawn(proof),
        played=_played(proof, desk),
        others=[(one, script_words.changes(desk.source, one.source)) for one in others],
        theirs=script_words.changes(desk.theirs, desk.source) if desk.theirs else (),
        behind=here.newest is not None and desk.base != str(here.newest.id),
        scripted=True,
        typed={},
        wrong={},
    )
    return Response(page, desk.status or 200)
