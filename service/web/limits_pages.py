"""What may be spent, what happens when that is reached, and whose clock pages go by.

Laws: whoever may look sees them; an owner sets them, and nothing typed is lost; whoever
changes what somebody else changed meanwhile is shown that first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from flask import Blueprint, Response, render_template, request, url_for

from service.usecases import budgeting, limiting, rights, zoning
from service.usecases.budgeting import Stand
from service.usecases.entries import Refused, zones
from service.usecases.limiting import Outlook
from service.usecases.parts import Parts
from service.usecases.rights import Signed
from service.usecases.unchanged import Changed
from service.web import editing, entries, figures, money_words
from service.web.admission import redirected
from service.web.callers import Callers
from service.web.entries import Entry
from service.web.tongues import say

# Where on the page it stands what came of each form.
AT: Mapping[str, str] = {"limits": "set", "clock": "clock"}
# Which clock a form was filled in over.
CLOCK = "clock_base"


def blueprint(parts: Parts, callers: Callers) -> Blueprint:
    """Return the page of limits, and what it sends."""
    pages = Blueprint("limits", __name__, url_prefix="/limits")
    home = lambda: _shown(parts, callers.here(), Entry())  # noqa: E731 -- a view of one line
    save = _saving(parts, callers, "limits", _limits)
    clock = _saving(parts, callers, "clock", _clock)
    pages.add_url_rule("", "home", home)
    pages.add_url_rule("", "save", save, methods=["POST"])
    pages.add_url_rule("/clock", "clock", clock, methods=["POST"])
    for name, view, method in (
        ("programme", _programme, "GET"), ("save_programme", _save_programme, "POST")
    ):  # fmt: skip
        of = _of(parts, callers, view)
        pages.add_url_rule("/<programme>", name, of, methods=[method])
    return pages


def _saving(
    parts: Parts,
    callers: Callers,
    what: str,
    change: Callable[[Parts, Signed, Entry], None],
) -> Callable[[], Response]:
    def save() -> Response:
        signed, entry = callers.here(), entries.read()
        try:
            change(parts, signed, entry)
        except Changed:
            entry.saying = say(editing.MEANWHILE)
            for name in (editing.BASE, CLOCK):
                entry.typed.pop(name, None)
            return _shown(parts, signed, entry, what)
        except Refused as refused:
            entry.refuse(refused)
            return _shown(parts, signed, entry)
        return redirected(url_for("limits.home", saved=what, _anchor=AT[what]))

    return save


def _limits(parts: Parts, signed: Signed, entry: Entry) -> None:
    limiting.set_most(parts, signed, entry.typed, entry[editing.BASE])


def _clock(parts: Parts, signed: Signed, entry: Entry) -> None:
    zoning.choose(parts, signed, entry["zone"], entry[CLOCK])


def _shown(parts: Parts, signed: Signed, entry: Entry, differs: str = "") -> Response:
    """Show the page; `differs` is the form whose values somebody changed meanwhile."""
    together, zone = budgeting.see(parts, signed), zoning.of(parts, signed)
    told = together.all
    now = {**_standing(told), "zone": zoning.base(zone)}
    bases = {editing.BASE: limiting.base(told.limits), CLOCK: zoning.base(zone)}
    entry.typed = {**now, **bases, **entry.typed}
    return entries.shown(
        "results/limits.html",
        entry,
        editing.CONFLICT if differs else None,
        now=now,
        differs=differs,
        told=told,
        zone=zone,
        zones=zones(),
        saved="" if entry.wrong else request.args.get("saved", ""),
        month=figures.month(told.month),
        each=together.each,
        rest=money_words.rest(together),
        money=money_words,
        may_set=rights.may(signed.role, "settings").allowed,
    )


def _standing(told: Outlook) -> dict[str, str]:
    """Return what the fields hold that stand; an empty one is no limit."""
    most = told.limits
    return {
        "budget_month": money_words.typed(most.budget_month),
        "budget_day": money_words.typed(most.budget_day),
        "messages_day": "" if most.messages_day is None else str(most.messages_day),
    }


# ---- one programme ----


def _of(
    parts: Parts, callers: Callers, view: Callable[[Parts, Signed, UUID], Response]
) -> Callable[[str], Response]:
    """Answer 404 where there is no such programme here."""

    def of(programme: str) -> Response:
        try:
            return view(parts, callers.here(), UUID(programme))
        except (LookupError, ValueError):
            return Response(render_template("unknown.html"), 404)

    return of


def _programme(parts: Parts, signed: Signed, programme: UUID) -> Response:
    return _stands(parts, signed, programme, Entry())


def _save_programme(parts: Parts, signed: Signed, programme: UUID) -> Response:
    entry = entries.read()
    wanted, seen = entry[budgeting.FIELD], entry[editing.BASE]
    try:
        budgeting.save(parts, signed, programme, wanted, seen)
    except Changed:
        entry.saying = say(editing.MEANWHILE)
        del entry.typed[editing.BASE]
        return _stands(parts, signed, programme, entry, editing.CONFLICT)
    except Refused as refused:
        entry.refuse(refused)
        return _stands(parts, signed, programme, entry)
    return redirected(
        url_for("limits.programme", programme=programme, saved=1, _anchor="set")
    )


def _stands(
    parts: Parts,
    signed: Signed,
    programme: UUID,
    entry: Entry,
    status: int | None = None,
) -> Response:
    stand: Stand = budgeting.of(parts, signed, programme)
    budget = stand.month.budget
    now = {
        budgeting.FIELD: money_words.typed(budget),
        editing.BASE: budgeting.base(budget),
    }
    entry.typed = {**now, **entry.typed}
    return entries.shown(
        "results/budget.html",
        entry,
        status,
        stand=stand,
        month=figures.month_here(stand.month),
        money=money_words,
        now=stand.now,
        differs=status == editing.CONFLICT,
        zone=zoning.of(parts, signed),
        saved=not entry.wrong and "saved" in request.args,
        may_set=rights.may(signed.role, "settings").allowed,
    )
