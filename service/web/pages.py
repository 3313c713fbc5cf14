"""People as a coach sees them: the list, one person, what was said in her calls.

Laws: an unknown person and another organisation's are the same 404; what people wrote
is text, never markup (catalogue 24); looking changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO
from itertools import groupby
from uuid import UUID

from flask import Blueprint, Response, render_template, request, send_file

from flows.coach.sums import Sums
from service.store import timelines, views, voices
from service.store.timelines import Entry, Heard, Portrait
from service.store.voices import Called, Sound
from service.usecases import gating, rights, summing
from service.usecases.parts import Parts
from service.usecases.rights import Signed
from service.web import calendar, call_words, gate_words, live, sum_words, words
from service.web.callers import Callers

# Where a voice can be played: a page without script, made anew, would cut it short.
WHILE_HEARD = 180


def blueprint(parts: Parts, callers: Callers) -> Blueprint:
    """Return the pages, over these parts."""
    pages = Blueprint("pages", __name__)
    pages.add_url_rule("/", "home", lambda: _home(parts, callers))
    pages.add_url_rule("/people/<whose>", "person", _person_of(parts, callers))
    path = "/people/<whose>/recordings/<recording>"
    pages.add_url_rule(path, "recording", _recording_of(parts, callers))
    given: dict[str, object] = {
        "words": words,
        "strip": calendar.strip,
        "calling": call_words,
    }
    given |= {"adding": sum_words, "gates": gate_words}
    pages.app_context_processor(lambda: given)
    return pages


def _home(parts: Parts, callers: Callers) -> Response:
    whose = callers.here()
    page = max(request.args.get("page", 1, type=int), 1)
    with parts.db.transaction(whose.organisation) as tx:
        total = views.count(tx)
        page = min(page, max(-(-total // views.PAGE), 1))
        cards = views.cards(tx, parts.vault, skip=(page - 1) * views.PAGE)
    return live.shown(
        "people.html",
        "people_live.html",
        cards=cards,
        total=total,
        page=page,
        pages=max(-(-total // views.PAGE), 1),
        needed=sum(card.needs_someone for card in cards),
        may_enrol=rights.may(whose.role, "people").allowed,
        shut=[one for one in gating.show(parts, whose.organisation) if not one.open],
    )


def _person_of(parts: Parts, callers: Callers) -> Callable[[str], Response]:
    def person(whose: str) -> Response:
        found = _portrait(parts, callers.here(), whose)
        if found is None:
            return _unknown()
        portrait, sums = found
        return live.shown(
            "person.html",
            "person_live.html",
            without_script=WHILE_HEARD if _audible(portrait) else live.CALMLY,
            card=portrait.card,
            portrait=portrait,
            here={entry.id for entry in portrait.thread if isinstance(entry, Heard)},
            weeks=calendar.weeks(portrait.card),
            days=tuple(_days(portrait)),
            sums=sums,
            elsewhere={one.id for one in portrait.tries},
        )

    return person


def _unknown() -> Response:
    return Response(render_template("unknown.html"), 404)


def _audible(portrait: Portrait) -> bool:
    calls = (entry for entry in portrait.thread if isinstance(entry, Called))
    return any(one.state == "kept" for call in calls for one in call.voices) or any(
        one.state == "kept" for told in portrait.tries for one in told.voices
    )


def _recording_of(parts: Parts, callers: Callers) -> Callable[[str, str], Response]:
    def recording(whose: str, recording: str) -> Response:
        sound = _sound(parts, callers.here(), whose, recording)
        if sound is None:
            return _unknown()
        # Conditional: some browsers play a sound only in the parts they ask for.
        return send_file(BytesIO(sound.audio), sound.media_type, conditional=True)

    return recording


def _sound(parts: Parts, signed: Signed, whose: str, recording: str) -> Sound | None:
    try:
        participant, wanted = UUID(whose), UUID(recording)
    except ValueError:
        return None
    with parts.db.transaction(signed.organisation) as tx:
        return voices.sound(tx, parts.vault, participant, wanted)


def _portrait(parts: Parts, signed: Signed, whose: str) -> tuple[Portrait, Sums] | None:
    try:
        participant = UUID(whose)
    except ValueError:
        return None
    with parts.db.transaction(signed.organisation) as tx:
        portrait = timelines.portrait(tx, parts.vault, participant)
        if portrait is None:
            return None
        return portrait, summing.of_person(tx, participant)


def _days(portrait: Portrait) -> Iterator[tuple[date, tuple[tuple[str, Entry], ...]]]:
    """Yield the thread by the person's days, newest first throughout."""

    def local(entry: Entry) -> date:
        return words.local(entry.at, portrait.card.zone).date()

    for on, entries in groupby(portrait.thread, local):
        named = ((type(entry).__name__.lower(), entry) for entry in entries)
        yield on, tuple(named)
