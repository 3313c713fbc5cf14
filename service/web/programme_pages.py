"""Programmes: each at a glance, begun from a path, edited as a file, and copied.

Laws: what was typed is never lost; what a file changes, and for how many, is shown
before it is applied, and only what was shown is applied.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import (
    Blueprint,
    Response,
    render_template,
    request,
    url_for,
)
from werkzeug.exceptions import RequestEntityTooLarge

from flows.coach.programme_files import Difference, ProgrammeFile
from service.store import views
from service.usecases import budgeting, programming, retaining, rights
from service.usecases import programme_history as history
from service.usecases.enrol import NewProgramme
from service.usecases.entries import Refused
from service.usecases.parts import Parts
from service.usecases.programming import Judged
from service.usecases.proofing import Problem
from service.usecases.revising import Revision
from service.web import (
    entries,
    money_words,
    programme_history,
    programme_setup,
    script_words,
    tongues,
)
from service.web.admission import redirected
from service.web.callers import Callers
from service.web.entries import Entry
from service.web.script_room import Room, id_of, roomy, too_large
from service.web.tongues import later, say

View = Callable[..., Response]
# Where the room of schedules shows one programme's.
NUMBER = "coach.number"
CANNOT = later(
    "Version %(number)s cannot hold as it is any more: beside the file stands why, and"
    " what to change. Nothing is put back before you apply it."
)


def blueprint(parts: Parts, callers: Callers) -> Blueprint:
    """Return the pages of programmes."""
    pages = Blueprint("programmes", __name__, url_prefix="/programmes")
    room = Room(parts, callers)
    pages.url_value_preprocessor(roomy)
    pages.register_error_handler(RequestEntityTooLarge, too_large)
    pages.context_processor(lambda: {"scripted_words": script_words, "shown": _shown})
    both, post = ["GET", "POST"], ["POST"]
    pages.add_url_rule("", "home", lambda: _home(room))
    pages.add_url_rule("/new", "new", lambda: _new(room), methods=both)
    for path, view, methods in (
        ("", _programme, ["GET"]),
        ("/path", programme_setup.path, ["GET"]),
        ("/path", programme_setup.set_path, post),
        ("/settings", programme_setup.settings, ["GET"]),
        ("/settings", programme_setup.set_settings, post),
        ("/file", _file, both),
        ("/history", programme_history.history, ["GET"]),
        ("/export", _export, post),
        ("/duplicate", _duplicate, both),
        ("/rename", _rename, both),
    ):
        endpoint = view.__name__.lstrip("_")
        known = _known(room, view)
        pages.add_url_rule(f"/<which>{path}", endpoint, known, methods=methods)
    return pages


def _known(room: Room, view: Callable[[Room, UUID], Response]) -> View:
    """Answer 404 where there is no such programme here."""

    def known(which: str) -> Response:
        try:
            return view(room, id_of(which))
        except LookupError:
            return Response(render_template("unknown.html"), 404)

    return known


def _home(room: Room) -> Response:
    found = programming.look(room.parts, room.signed)
    return Response(render_template("programmes/home.html", programmes=found))


def _new(room: Room) -> Response:
    entry = entries.read() if request.method == "POST" else Entry()
    if request.method == "POST":
        try:
            made = programming.begin(room.parts, room.signed, _asked(entry))
            return redirected(url_for("programmes.programme", which=made))
        except Refused as refused:
            entry.wrong[_FIELDS.get(refused.field, refused.field)] = entries.mend(
                refused
            )
    begun = programming.ways(tongues.here())
    may = rights.may(room.signed.role, "settings").allowed
    return entries.shown("programmes/new.html", entry, paths=begun, may_tell=may)


_FIELDS = {"programme": "name", "from": "begin", "path": "begin"}


def _asked(entry: Entry) -> NewProgramme:
    return NewProgramme(
        name=entry["name"],
        coach=entry["coach"],
        coach_number=entry["coach_number"] or None,
        settings={},
        language=entry["language"] or "en",
        path=entry["begin"],
    )


def _programme(room: Room, which: UUID) -> Response:
    found = programming.opened(room.parts, room.signed, which)
    page = render_template(
        "programmes/programme.html",
        programme=found.glance,
        path=found.path,
        answers=found.answers,
        scripts=found.scripts,
        kept=retaining.look(room.parts, room.signed, which),
        spent=money_words.state(budgeting.of(room.parts, room.signed, which).month),
        saying=programme_setup.saved(
            request.args.get("people", ""), request.args.get("section", "")
        ),
    )
    return Response(page)


def _export(room: Room, which: UUID) -> Response:
    told = programming.take_out(room.parts, room.signed, which)
    name = programming.opened(room.parts, room.signed, which).glance.name
    file = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_") or "programme"
    kept = {"Content-Disposition": f'attachment; filename="{file}.yaml"'}
    return Response(told, mimetype="application/yaml", headers=kept)


# ---- the file ----


def _file(room: Room, which: UUID) -> Response:
    if request.method == "GET" and "again" in request.args:
        return _again(room, which, programme_history.number("again"))
    if request.method == "GET":
        source = programming.export(room.parts, room.signed, which)
        return _edited(room, which, Judged(source, ()))
    written = request.form.get("source", "")
    judged = programming.judge(room.parts, room.signed, which, written)
    if request.headers.get("HX-Target") == "found":
        given = {"desk": judged, "proof": Wrong(judged)}
        return Response(render_template("programmes/checked.html", **given))
    if judged.file is None:
        return _edited(room, which, judged, status=entries.UNFIT)
    try:
        return _done(room, which, judged)
    except Refused as refused:
        told = _told_at(judged.file, refused)
        return _edited(room, which, judged, saying=told, status=entries.UNFIT)


def _again(room: Room, which: UUID, number: int) -> Response:
    """Show an earlier version as the file that puts it back, and what that changes."""
    source = history.again(room.parts, room.signed, which, number)
    judged = programming.judge(room.parts, room.signed, which, source)
    if judged.file is None:
        told = say(CANNOT, number=number)
        return _edited(room, which, judged, saying=told)
    try:
        seen = programming.would(room.parts, room.signed, judged.file)
    except Refused as refused:
        return _edited(room, which, judged, saying=_told_at(judged.file, refused))
    return _edited(room, which, judged, seen=seen)


# Where a refusal stands in the file, and what that place is called.
PLACES: Mapping[str, tuple[str, str]] = {
    "version": ("version", later("Version")),
    "programme": ("called", later("Name")),
    "coach": ("coach", later("Coach")),
    "coach_number": ("coach.number", later("The coach's number, for alerts")),
    "terms.keep_words": ("terms.keep_words", later("How long words are kept")),
    "terms.keep_recordings": (
        "terms.keep_recordings", later("How long recordings are kept"),
    ),
}  # fmt: skip


def _told_at(file: ProgrammeFile, refused: Refused) -> str:
    """Say a refusal at its line; by the name of its place where the file has no such.

    What differs because a section leaves it out stands at the line of the section.
    """
    mend = f"{entries.mend(refused)}."
    key, name = PLACES.get(refused.field, (refused.field, ""))
    lines = (file.lines.get(one) for one in (key, key.partition(".")[0]))
    line = next(filter(None, lines), None)
    if line is not None:
        return tongues.say("Line %(line)s: %(mend)s", line=line, mend=mend)
    return f"{tongues.say(name)}: {mend}" if name else mend


def _done(room: Room, which: UUID, judged: Judged) -> Response:
    """Apply a file that was looked at; else show what it would do."""
    file = judged.file
    if file is None:
        raise LookupError(which)
    if request.form.get("do") != "apply":
        seen = programming.would(room.parts, room.signed, file)
        return _edited(room, which, judged, seen=seen)
    if request.form.get("looked", "") != judged.mark:
        told = tongues.say("The file was changed since you looked: here is it anew.")
        seen = programming.would(room.parts, room.signed, file)
        return _edited(room, which, judged, seen=seen, saying=told)
    seen_then = request.form.get("seen", "")
    done = programming.apply(room.parts, room.signed, file, seen_then)
    where, whom = "programmes.programme", done.people
    return redirected(url_for(where, which=which, people=whom, section="file"))


@dataclass(frozen=True, slots=True)
class Wrong:
    """What a judged file says in the editor's own terms."""

    judged: Judged

    @property
    def wrong(self) -> tuple[Problem, ...]:
        """What stands in the way of applying it."""
        return self.judged.problems

    notes: tuple[Problem, ...] = ()


def _edited(
    room: Room, which: UUID, judged: Judged, status: int = 200, saying: str = "",
    seen: Revision | None = None,
) -> Response:  # fmt: skip
    found = programming.opened(room.parts, room.signed, which)
    again = programme_history.number("again") if request.method == "GET" else 0
    # Whoever puts a version back has written no file, and reads no keys of one.
    in_words = programme_history.differs(seen.differences) if again and seen else []
    page = render_template(
        "programmes/file.html",
        programme=found.glance,
        desk=judged,
        proof=Wrong(judged),
        seen=seen,
        saying=saying,
        again=again,
        in_words=in_words,
        scripted=True,
    )
    return Response(page, status)


def _shown(one: Difference) -> tuple[str, str, str]:
    """Return what differs, before and after; of a number its last two digits."""
    before, after = one.before, one.after
    if one.what == NUMBER:
        before, after = (
            views.masked(v) if v[:1] == "+" else v for v in (before, after)
        )
    return one.what, before, after


def _duplicate(room: Room, which: UUID) -> Response:
    entry: Any = entries.read() if request.method == "POST" else Entry()
    found = programming.opened(room.parts, room.signed, which)
    if request.method == "POST":
        try:
            made = programming.duplicate(room.parts, room.signed, which, entry["name"])
            return redirected(url_for("programmes.programme", which=made))
        except Refused as refused:
            entry.wrong["name"] = entries.mend(refused)
    return entries.shown("programmes/duplicate.html", entry, programme=found.glance)


def _rename(room: Room, which: UUID) -> Response:
    found = programming.opened(room.parts, room.signed, which).glance
    entry = Entry({"name": found.name})
    if request.method == "POST":
        entry = entries.read()
        asked = (which, entry["name"], entry["seen"])
        try:
            programming.rename(room.parts, room.signed, *asked)
            return redirected(url_for("programmes.programme", which=which))
        except Refused as refused:
            entry.wrong["name"] = entries.mend(refused)
    return entries.shown("programmes/rename.html", entry, programme=found)
