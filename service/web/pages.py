"""The coach's page: read-only, rendered here, for this machine alone.

Laws: there is no sign-in yet and people's words are shown, so a request is answered
only where the service's own origin is this machine, asked by this machine, under a
name of this machine, and through no proxy; an unknown person and another
organisation's are the same 404; what people wrote is text, never markup (catalogue
24); a page makes itself anew by a header alone, and looking changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO
from itertools import groupby
from typing import TypeAlias
from uuid import UUID

from flask import Blueprint, Response, render_template, request, send_file
from werkzeug.exceptions import NotFound

from flows.coach.sums import Sums
from service.addresses import is_here
from service.store import timelines, views, voices
from service.store.db import Unavailable
from service.store.timelines import Entry, Heard, Portrait
from service.store.voices import Called, Sound
from service.usecases import gating, summing
from service.usecases.parts import Parts
from service.web import calendar, call_words, gate_words, sum_words, words

# Every response of the process: no script at all, no frame, nothing from elsewhere.
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self';"
    " media-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
# Seconds until the browser asks again: "nobody needs you" must not outlive its truth.
REFRESH = "15"
# Where a voice can be played: anew would cut it short, and it lasts a minute at most.
WHILE_HEARD = "180"
# A proxy on this machine would make the whole world look local.
PROXIED = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip")
ELSEWHERE = (
    "This page shows people's own words and has no sign-in yet, so it opens only on"
    " the machine that runs Handrail, at a 127.0.0.1 or localhost address. On a"
    " machine with a public origin, use: handrail people list"
)

Unknown: TypeAlias = NotFound | tuple[str, int]
Page: TypeAlias = tuple[str, int, dict[str, str]]


def blueprint(parts: Parts) -> Blueprint:
    """Return the pages, over these parts."""
    pages = Blueprint("pages", __name__)
    at_home = is_here(parts.origin)

    def guard() -> Response | None:
        if at_home and _asked_at_home():
            return None
        return Response(f"{ELSEWHERE}\n", 403, mimetype="text/plain")

    pages.before_request(guard)
    pages.after_app_request(_dressed)
    pages.after_request(_not_kept)
    pages.register_error_handler(Unavailable, _away)
    pages.app_errorhandler(NotFound)(_unknown_to(lambda: at_home and _asked_at_home()))
    pages.add_url_rule("/", "home", lambda: _home(parts))
    pages.add_url_rule("/people/<whose>", "person", _person_of(parts))
    path = "/people/<whose>/recordings/<recording>"
    pages.add_url_rule(path, "recording", _recording_of(parts))
    given: dict[str, object] = {
        "words": words,
        "strip": calendar.strip,
        "calling": call_words,
    }
    given |= {"adding": sum_words, "gates": gate_words}
    pages.context_processor(lambda: given)
    return pages


def _asked_at_home() -> bool:
    # A page elsewhere can point its own name at us (DNS rebinding): ask the name too.
    remote = request.remote_addr or ""
    near = is_here(f"//[{remote}]" if ":" in remote else f"//{remote}")
    proxied = any(name in request.headers for name in PROXIED)
    return near and is_here(f"//{request.host}") and not proxied


def _dressed(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def _not_kept(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    if response.status_code in (200, 503) and response.mimetype == "text/html":
        response.headers.setdefault("Refresh", REFRESH)
    return response


def _unknown_to(near: Callable[[], bool]) -> Callable[[NotFound], Unknown]:
    def unknown(error: NotFound) -> Unknown:
        if request.method not in ("GET", "HEAD") or not near():
            return error
        return render_template("unknown.html"), 404

    return unknown


def _away(_error: Unavailable) -> tuple[str, int, dict[str, str]]:
    said = render_template("away.html")
    return said, 503, {"Retry-After": "2"}


def _home(parts: Parts) -> str:
    whose, several = _organisation(parts)
    if whose is None:
        return render_template("nobody.html")
    page = max(request.args.get("page", 1, type=int), 1)
    with parts.db.transaction(whose.id) as tx:
        total = views.count(tx)
        page = min(page, max(-(-total // views.PAGE), 1))
        cards = views.cards(tx, parts.vault, skip=(page - 1) * views.PAGE)
        made = tx.now
    return render_template(
        "people.html",
        organisation=whose.name,
        made=made,
        several=several,
        cards=cards,
        total=total,
        page=page,
        pages=max(-(-total // views.PAGE), 1),
        needed=sum(card.needs_someone for card in cards),
        shut=[one for one in gating.show(parts, whose.id) if not one.open],
    )


def _organisation(parts: Parts) -> tuple[views.Named | None, bool]:
    """Return the one organisation this page shows, and whether there are others."""
    found = views.organisations(parts.db, parts.vault)
    return (found[0] if found else None), len(found) > 1


def _person_of(parts: Parts) -> Callable[[str], Page]:
    def person(whose: str) -> Page:
        found = _portrait(parts, whose)
        if found is None:
            return _unknown()
        organisation, portrait, sums = found
        said = render_template(
            "person.html",
            organisation=organisation,
            card=portrait.card,
            portrait=portrait,
            made=portrait.card.now,
            here={entry.id for entry in portrait.thread if isinstance(entry, Heard)},
            weeks=calendar.weeks(portrait.card),
            days=tuple(_days(portrait)),
            sums=sums,
            elsewhere={one.id for one in portrait.tries},
        )
        return said, 200, {"Refresh": WHILE_HEARD if _audible(portrait) else REFRESH}

    return person


def _unknown() -> Page:
    return render_template("unknown.html"), 404, {}


def _audible(portrait: Portrait) -> bool:
    calls = (entry for entry in portrait.thread if isinstance(entry, Called))
    return any(one.state == "kept" for call in calls for one in call.voices) or any(
        one.state == "kept" for told in portrait.tries for one in told.voices
    )


def _recording_of(parts: Parts) -> Callable[[str, str], Page | Response]:
    def recording(whose: str, recording: str) -> Page | Response:
        sound = _sound(parts, whose, recording)
        if sound is None:
            return _unknown()
        # Conditional: some browsers play a sound only in the parts they ask for.
        return send_file(BytesIO(sound.audio), sound.media_type, conditional=True)

    return recording


def _sound(parts: Parts, whose: str, recording: str) -> Sound | None:
    organisation, _ = _organisation(parts)
    try:
        participant, wanted = UUID(whose), UUID(recording)
    except ValueError:
        return None
    if organisation is None:
        return None
    with parts.db.transaction(organisation.id) as tx:
        return voices.sound(tx, parts.vault, participant, wanted)


def _portrait(parts: Parts, whose: str) -> tuple[str, Portrait, Sums] | None:
    organisation, _ = _organisation(parts)
    try:
        participant = UUID(whose)
    except ValueError:
        return None
    if organisation is None:
        return None
    with parts.db.transaction(organisation.id) as tx:
        portrait = timelines.portrait(tx, parts.vault, participant)
        if portrait is None:
            return None
        return organisation.name, portrait, summing.of_person(tx, participant)


def _days(portrait: Portrait) -> Iterator[tuple[date, tuple[tuple[str, Entry], ...]]]:
    """Yield the thread by the person's days, newest first throughout."""

    def local(entry: Entry) -> date:
        return words.local(entry.at, portrait.card.zone).date()

    for on, entries in groupby(portrait.thread, local):
        named = ((type(entry).__name__.lower(), entry) for entry in entries)
        yield on, tuple(named)
