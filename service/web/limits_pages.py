"""What may be spent, what happens when that is reached, and whose clock pages go by.

Law: whoever may look sees them; an owner sets them, and nothing typed is lost.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from flask import Blueprint, Response, request, url_for

from service.carrier.prices import DOLLAR
from service.usecases import limiting, rights, zoning
from service.usecases.entries import Refused, zones
from service.usecases.limiting import Outlook
from service.usecases.parts import Parts
from service.usecases.rights import Signed
from service.web import entries, figures
from service.web.admission import redirected
from service.web.callers import Callers
from service.web.entries import Entry


def blueprint(parts: Parts, callers: Callers) -> Blueprint:
    """Return the page of limits, and what it sends."""
    pages = Blueprint("limits", __name__, url_prefix="/limits")
    home = lambda: _shown(parts, callers.here(), Entry())  # noqa: E731 -- a view of one line
    save = _saving(parts, callers, "limits", limiting.set_most)
    clock = _saving(
        parts, callers, "clock", lambda parts, signed, told: zoning.choose(
            parts, signed, told.get("zone", "")
        ),
    )  # fmt: skip
    pages.add_url_rule("", "home", home)
    pages.add_url_rule("", "save", save, methods=["POST"])
    pages.add_url_rule("/clock", "clock", clock, methods=["POST"])
    return pages


def _saving(
    parts: Parts,
    callers: Callers,
    what: str,
    change: Callable[[Parts, Signed, dict[str, str]], None],
) -> Callable[[], Response]:
    def save() -> Response:
        signed, entry = callers.here(), entries.read()
        try:
            change(parts, signed, entry.typed)
        except Refused as refused:
            entry.refuse(refused)
            return _shown(parts, signed, entry)
        return redirected(url_for("limits.home", saved=what))

    return save


def _shown(parts: Parts, signed: Signed, entry: Entry) -> Response:
    told, zone = limiting.see(parts, signed), zoning.of(parts, signed)
    entry.typed = {
        **_standing(told),
        "zone": zone.name if zone.chosen else "",
        **entry.typed,
    }
    return entries.shown(
        "results/limits.html",
        entry,
        told=told,
        zone=zone,
        zones=zones(),
        saved="" if entry.wrong else request.args.get("saved", ""),
        month=figures.month(told),
        dollars=figures.dollars,
        may_set=rights.may(signed.role, "settings").allowed,
    )


def _standing(told: Outlook) -> dict[str, str]:
    """Return what the fields hold that stand; an empty one is no limit."""
    most = told.limits
    return {
        "budget_month": _amount(most.budget_month),
        "budget_day": _amount(most.budget_day),
        "messages_day": "" if most.messages_day is None else str(most.messages_day),
    }


def _amount(millionths: int | None) -> str:
    if millionths is None:
        return ""
    return f"{(Decimal(millionths) / DOLLAR).normalize():f}"
