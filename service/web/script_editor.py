"""The editor of a script: its problems at their lines, and a phone beside it.

Laws: what somebody writes is never lost, whatever is wrong with it; it works without
script; the phone reaches nobody.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Response, render_template, request, url_for

from service.usecases import authoring, proofing
from service.usecases.authoring import Behind, Opened
from service.usecases.entries import Refused
from service.usecases.proofing import Proof
from service.web import entries, script_phone, script_words
from service.web.admission import redirected
from service.web.script_phone import Phone
from service.web.script_room import CONFLICT, Room, drawn, id_of, withheld
from service.web.tongues import say


@dataclass(frozen=True, slots=True)
class Desk:
    """What the editor's page holds: what is written, and what the phone was told."""

    source: str
    base: str
    edition: int
    phone: Phone = script_phone.NEW
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
    desk, do = _desk(room), request.form.get("do", "check")
    if do in ("keep", "publish"):
        return _kept(room, here, desk, do)
    desk = replace(desk, phone=script_phone.told(room, desk.phone, do))
    target = request.headers.get("HX-Target", "")
    if request.headers.get("HX-Request") == "true" and target in ("found", "phone"):
        return _part(here, desk, target)
    return _shown(room, here, desk)


def _desk(room: Room) -> Desk:
    form = request.form
    return Desk(
        source=proofing.tidy(form.get("source", "")),
        base=form.get("base", ""),
        edition=script_phone.whole(form.get("edition", "")),
        phone=script_phone.read(room),
    )


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
        played = script_phone.played(here, proof, desk.phone)
        return Response(render_template("scripts/phone.html", **given, played=played))
    picture = drawn(proof, by_name=True)
    return Response(render_template("scripts/checked.html", **given, picture=picture))


def _shown(room: Room, here: Opened, desk: Desk) -> Response:
    proof = _proof(here, desk)
    others = [one for one in here.drafts if one.account != room.signed.account]
    page = render_template(
        "scripts/edit.html",
        script=here,
        desk=desk,
        proof=proof,
        picture=drawn(proof, by_name=True),
        withheld=withheld(here, proof),
        played=script_phone.played(here, proof, desk.phone),
        others=[(one, script_words.changes(desk.source, one.source)) for one in others],
        theirs=script_words.changes(desk.theirs, desk.source) if desk.theirs else (),
        behind=here.newest is not None and desk.base != str(here.newest.id),
        scripted=True,
        typed={},
        wrong={},
    )
    return Response(page, desk.status or 200)
