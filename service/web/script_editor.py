"""The editor of a script: its problems at their lines, and a phone beside it.

Laws: what somebody writes is never lost, whatever is wrong with it; it works without
script; the phone reaches nobody.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from flask import Response, render_template, request, url_for

from flows.talk import script as grammar
from flows.talk.events import CHANNELS
from service.usecases import authoring, library, playing, proofing
from service.usecases.authoring import Behind, Opened
from service.usecases.entries import Refused
from service.usecases.playing import Played
from service.usecases.proofing import Proof
from service.web import entries, script_words
from service.web.admission import redirected
from service.web.script_room import CONFLICT, Room, drawn, id_of, withheld
from service.web.tongues import say

GREETING = "greeting"
PRESSED = "key "
WHOLE = re.compile(r"[0-9]{1,8}")


@dataclass(frozen=True, slots=True)
class Desk:
    """What the editor's page holds: what is written, and what the phone was told.

    `start` counts how often the phone was begun anew.
    """

    source: str
    base: str
    edition: int
    channel: str = "text"
    language: str = "en"
    lines: tuple[str, ...] = ()
    start: int = 0
    saying: str = ""
    status: int | None = None
    theirs: str = ""


def edit(room: Room, name: str) -> Response:
    """Show the editor with one's draft, or with what stands."""
    here = room.open(name)
    draft = here.draft_of(room.signed.account)
    newest = str(here.newest.id) if here.newest else ""
    if draft is None:
        return _shown(room, here, Desk(here.own, newest, 0))
    base = str(draft.base or "")
    return _shown(room, here, Desk(draft.source, base, draft.edition))


def work(room: Room, name: str) -> Response:
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
    channel, language = form.get("channel", ""), form.get("language", "")
    return Desk(
        source=proofing.tidy(form.get("source", "")),
        base=form.get("base", ""),
        edition=_whole(form.get("edition", "")),
        channel=channel if channel in CHANNELS else "text",
        language=language if language in proofing.SPOKEN_IN else "en",
        lines=playing.lines_of(form.get("played", "")),
        start=_whole(form.get("start", "")),
    )


def _whole(typed: str) -> int:
    return int(typed) if WHOLE.fullmatch(typed) else 0


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
        return replace(desk, lines=(), start=desk.start + 1)
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
        told = say("It is not kept: %(mend)s.", mend=entries.mend(refused))
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
    given = {
        "script": here, "desk": desk, "proof": proof, "withheld": withheld(here, proof)
    }  # fmt: skip
    if target == "phone":
        part = render_template(
            "scripts/phone.html", **given, played=_played(here, proof, desk)
        )
        return Response(part)
    found = render_template("scripts/checked.html", **given, picture=drawn(proof))
    return Response(found)


def _played(here: Opened, proof: Proof, desk: Desk) -> Played | None:
    channel = next(one for one in CHANNELS if one == desk.channel)
    if proof.script is None or channel not in proof.script.channels:
        return None
    greeting = library.read(GREETING, grammar.bundle(GREETING, here.source_of))
    return playing.play(
        proof.script,
        desk.lines,
        channel=channel,
        language=desk.language,
        greeting=greeting,
        start=desk.start,
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
        withheld=withheld(here, proof),
        played=_played(here, proof, desk),
        others=[(one, script_words.changes(desk.source, one.source)) for one in others],
        theirs=script_words.changes(desk.theirs, desk.source) if desk.theirs else (),
        behind=here.newest is not None and desk.base != str(here.newest.id),
        scripted=True,
        typed={},
        wrong={},
    )
    return Response(page, desk.status or 200)
