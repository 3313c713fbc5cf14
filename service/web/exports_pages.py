"""Taking people and attempts out: asked for, watched, fetched by who asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import (
    Blueprint,
    Response,
    render_template,
    request,
    stream_with_context,
    url_for,
)

from service.usecases import erasing, exporting, results, zoning
from service.usecases.entries import Refused
from service.usecases.exporting import Only
from service.usecases.parts import Parts
from service.usecases.rights import Signed
from service.web import dating, entries, file_names, live
from service.web.admission import redirected
from service.web.callers import Callers
from service.web.tongues import later

# Seconds between two looks at how far an export is.
EVERY = 3
# What an address that leads here may have filled in already.
ASKS = ("kind", "programme", "since", "until", "person")
KINDS = {
    "people": later("People: who is here, with number, step and goal"),
    "attempts": later("Tries: each in their own words, and what was drawn"),
}
STATES = {
    "working": later("is being written"),
    "done": later("is ready"),
    "cancelled": later("was cancelled; nothing of it is kept"),
}


def blueprint(parts: Parts, callers: Callers) -> Blueprint:
    """Return the pages of exports."""
    pages = Blueprint("exports", __name__, url_prefix="/exports")
    pages.add_url_rule("", "home", lambda: _home(parts, callers.here()))
    rules: dict[str, tuple[str, Callable[..., Response]]] = {
        "ask": ("", lambda: _ask(parts, callers.here())),
        "cancel": (
            "/<export>/cancel",
            lambda export: _cancel(parts, callers.here(), export),
        ),
        "download": (
            "/<export>/<what>",
            lambda export, what: _download(parts, callers.here(), export, what),
        ),
    }
    for name, (path, view) in rules.items():
        pages.add_url_rule(path, name, view, methods=["POST"])
    return pages


def _home(parts: Parts, signed: Signed) -> Response:
    asked = {name: request.args.get(name, "") for name in ASKS}
    try:
        given = _given(parts, signed, asked["person"])
    except (LookupError, ValueError):
        return _unknown()
    return live.shown(
        "rights/exports.html", "rights/exports_live.html",
        every=EVERY, typed=asked, wrong={}, saying="", refused=False, **given,
    )  # fmt: skip


def _unknown() -> Response:
    return Response(render_template("unknown.html"), 404)


def _given(parts: Parts, signed: Signed, person: str) -> dict[str, Any]:
    return {
        "name": erasing.named(parts, signed, UUID(person)) if person else "",
        "exports": exporting.look(parts, signed),
        "programmes": results.look(parts, signed),
        "kinds": KINDS,
        "states": STATES,
        "zone": zoning.of(parts, signed).name,
    }


def _ask(parts: Parts, signed: Signed) -> Response:
    entry = entries.read()
    only = Only(**{name: entry[name] for name in ("since", "until", "person")})
    what = entry["kind"], entry["form"], entry["programme"]
    try:
        exporting.ask(parts, signed, *what, only)
    except LookupError:
        return _unknown()
    except Refused as refused:
        entry.refuse(refused)
        given = _given(parts, signed, only.person)
        return entries.shown("rights/exports.html", entry, live="", **given)
    return redirected(url_for("exports.home"))


def _cancel(parts: Parts, signed: Signed, export: str) -> Response:
    whose = _id(export)
    if whose is not None:
        exporting.cancel(parts, signed, whose)
    return redirected(url_for("exports.home"))


def _download(parts: Parts, signed: Signed, export: str, what: str) -> Response:
    try:
        file = exporting.download(parts, signed, UUID(export), what)
    except (LookupError, ValueError):
        return _unknown()
    answer = Response(stream_with_context(file.pieces), mimetype=file.media_type)
    day = dating.file_day(file.asked_at, zoning.of(parts, signed).name)
    name = file_names.named(*file.of, day, ending=file.form)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _id(written: str) -> UUID | None:
    try:
        return UUID(written)
    except ValueError:
        return None
