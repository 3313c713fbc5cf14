"""What a coach changes of one person in place: a small form of its own for each.

Laws: every form shows what stands; a refusal stands beside its field with all that was
typed; whoever changes what somebody else changed meanwhile is shown that first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from hashlib import sha256
from uuid import UUID

from flask import Blueprint, Response, render_template, request, url_for

from service.store import views
from service.usecases import inviting, overriding, pausing, rights, unchanged
from service.usecases.entries import Refused
from service.usecases.inviting import NotNow
from service.usecases.parts import Parts
from service.usecases.rights import Signed
from service.web import edits, edits_of_consent, edits_of_prompts, entries, in_place
from service.web.admission import redirected
from service.web.callers import Callers
from service.web.edit_forms import Edit, Whose
from service.web.entries import Entry
from service.web.tongues import later, say

BASE = "base"
OF = "of"  # in an address: which page led to the form, and is led back to
MEANWHILE = later(
    "Somebody changed this while you were writing. Below each field stands what holds"
    " now; save again to put yours in its place."
)
CONFLICT = 409
# htmx puts no answer in its place that refuses.
PUT_IN = 200


def blueprint(parts: Parts, callers: Callers) -> Blueprint:
    """Return the forms, over these parts."""
    pages = Blueprint("editing", __name__, url_prefix="/people/<whose>")

    def of(view: Callable[[Whose], Response]) -> Callable[[str], Response]:
        def asked(whose: str) -> Response:
            found = _found(parts, callers.here(), whose)
            return _unknown() if found is None else view(found)

        return asked

    def edit(whose: str, what: str) -> Response:
        kind = edits.ALL.get(what)
        return _unknown() if kind is None else of(lambda one: _edit(one, kind))(whose)

    def undo(work: Callable[[Whose], object], what: str) -> Callable[[str], Response]:
        return of(lambda one: _undone(one, work, edits.ALL[what]))

    given = {
        "levers": edits_of_prompts.levers,
        "rung_words": edits_of_prompts.rung_words,
        "lever_words": edits_of_prompts.lever_words,
        "lever_ends": edits_of_prompts.lever_ends,
        "lever_why": edits_of_prompts.lever_why,
        "lever_by": edits_of_prompts.lever_by,
        "noes": edits_of_consent.noes,
    }
    pages.app_context_processor(lambda: given)
    pages.add_url_rule("/edit", "index", of(_index))
    path = "/edit/<what>"
    pages.add_url_rule(path, "edit", edit, methods=["GET", "POST"])
    lift, resume = undo(_lift, "prompts"), undo(_resume, "pause")
    pages.add_url_rule("/lift", "lift", lift, methods=["POST"])
    pages.add_url_rule("/resume", "resume", resume, methods=["POST"])
    pages.add_url_rule("/invite", "invite", of(_invite), methods=["POST"])
    return pages


def _unknown() -> Response:
    return Response(render_template("unknown.html"), 404)


def _index(whose: Whose) -> Response:
    given = {"card": whose.card, "edits": edits.ALL.values()}
    return Response(render_template("person/edits.html", **given))


def _edit(whose: Whose, kind: Edit) -> Response:
    if request.method == "POST":
        return _saved(whose, kind)
    begun = {**kind.read(whose), **kind.begins(whose), **_chosen(whose, kind)}
    return _form(whose, kind, Entry(begun))


def _chosen(whose: Whose, kind: Edit) -> dict[str, str]:
    """Return what the link to a form has chosen in it: one of its choices, no words."""
    fields = (one for one in kind.fields(whose) if one.sort == "choice")
    asked = ((one, request.args.get(one.name)) for one in fields)
    return {
        one.name: value
        for one, value in asked
        if value is not None and value in dict(one.options)
    }


def _found(parts: Parts, signed: Signed, whose: str) -> Whose | None:
    rights.require(signed, "people")
    try:
        participant = UUID(whose)
    except ValueError:
        return None
    with parts.db.transaction(signed.organisation) as tx:
        card = views.card(tx, parts.vault, participant)
    return None if card is None else Whose(parts, signed, card)


def _form(
    whose: Whose, kind: Edit, entry: Entry, status: int | None = None
) -> Response:
    stands = kind.read(whose)
    entry.typed.setdefault(BASE, _base(stands))
    here = in_place.asked()
    response = entries.shown(
        in_place.FORM if here else "person/edit.html",
        entry,
        status,
        here=here,
        card=whose.card,
        kind=kind,
        fields=kind.fields(whose),
        stands=stands,
        differs=_differs(stands, entry) if status == CONFLICT else {},
        stand=kind.stand(whose),
        scheduled=kind.scheduled(whose),
        shut=kind.shut(whose),
        home=url_for(_page(), whose=whose.card.id),
        of=request.args.get(OF),
    )
    if here:
        response.status_code = PUT_IN
    return response


def _base(stands: Mapping[str, str]) -> str:
    """Return the fingerprint of what stands, that tells whether it is still that."""
    told = "\0".join(f"{name}\0{value}" for name, value in sorted(stands.items()))
    return sha256(told.encode()).hexdigest()[:16]


def _differs(stands: Mapping[str, str], entry: Entry) -> dict[str, str]:
    return {
        name: value or say("nothing")
        for name, value in stands.items()
        if value != entry[name]
    }


def _saved(whose: Whose, kind: Edit) -> Response:
    """Save over what she saw; whoever saved meanwhile is shown to her first."""
    entry, seen = entries.read(), request.form.get(BASE, "")
    parts, signed = whose.parts, whose.signed

    def same(within: Parts) -> bool:
        now = _found(within, signed, str(whose.card.id))
        return now is not None and _base(kind.read(now)) == seen

    def save(within: Parts) -> None:
        kind.save(replace(whose, parts=within), entry)

    try:
        unchanged.save(parts, signed.organisation, whose.card.id, same, save)
    except unchanged.Changed:
        return _meanwhile(whose, kind, entry)
    except Refused as refused:
        field, mend = kind.beside(refused)
        if field == "what" or any(one.name == field for one in kind.fields(whose)):
            entry.wrong[field] = mend
        else:
            entry.saying = mend
        return _form(whose, kind, entry)
    if in_place.asked():
        return _kept_here(whose, kind, entry["what"])
    return redirected(_home(whose, kind, entry["what"]))


def _kept_here(whose: Whose, kind: Edit, chosen: str) -> Response:
    now = _found(whose.parts, whose.signed, str(whose.card.id))
    if now is None:
        return _unknown()
    note = kind.saved(chosen)
    return in_place.shown(now.parts, now.signed, now.card, kind.what, note)


def _home(whose: Whose, kind: Edit, chosen: str = "") -> str:
    """Return the address of the page it was asked from, which says what was saved."""
    of = chosen if chosen in (kind.named or {}) else None
    return url_for(_page(), whose=whose.card.id, saved=kind.what, what=of)


def _page() -> str:
    """Return where this form was asked from: their schedule, or else their page."""
    of_schedule = request.args.get(OF) == "schedule"
    return "schedules.person" if of_schedule else "pages.person"


def _meanwhile(whose: Whose, kind: Edit, entry: Entry) -> Response:
    now = _found(whose.parts, whose.signed, str(whose.card.id))
    if now is None:
        return _unknown()
    entry.typed[BASE] = _base(kind.read(now))
    entry.saying = say(MEANWHILE)
    return _form(now, kind, entry, CONFLICT)


def _undone(whose: Whose, work: Callable[[Whose], object], kind: Edit) -> Response:
    try:
        work(whose)
    except Refused as refused:
        shown = Entry(dict(kind.read(whose)), saying=entries.mend(refused))
        return _form(whose, kind, shown)
    return redirected(_home(whose, kind))


def _lift(whose: Whose) -> None:
    what = edits_of_prompts.lever(request.form.get("lever", ""))
    overriding.lift(*whose.at, what, whose.author, whose.signed.actor)


def _resume(whose: Whose) -> None:
    pausing.resume(whose.parts, whose.signed, whose.card.id)


def _invite(whose: Whose) -> Response:
    """Invite somebody again; where that may not be, her page says why."""
    try:
        inviting.again(whose.parts, whose.signed, whose.card.id)
    except NotNow:
        page = url_for("pages.person", whose=whose.card.id, invited="no")
        return redirected(page)
    return redirected(url_for("pages.person", whose=whose.card.id, invited="again"))
