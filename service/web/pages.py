"""People as a coach sees them: the list, one person, what was said in her calls.

Laws: an unknown person and another organisation's are the same 404; what people wrote
is text, never markup (catalogue 24); looking changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from io import BytesIO
from itertools import groupby
from typing import Any, cast
from uuid import UUID

from flask import (
    Blueprint,
    Response,
    render_template,
    request,
    send_file,
    url_for,
)

from flows.coach.sums import Sums
from service.store import rolls, take_overs, threads, timelines, views, voices
from service.store.rolls import Wanted
from service.store.threads import Line
from service.store.timelines import Heard, Portrait
from service.store.views import Card
from service.store.voices import Called, Sound
from service.usecases import (
    finding,
    foreseeing,
    inviting,
    namesakes,
    overriding,
    picturing,
    summing,
    unconfirmed,
)
from service.usecases.entries import Refused
from service.usecases.inviting import Invited
from service.usecases.parts import Parts
from service.usecases.rights import Signed
from service.web import (
    calendar,
    call_words,
    earlier_words,
    edits,
    entries,
    gate_words,
    in_place,
    invite_words,
    live,
    need_words,
    next_words,
    person_pictures,
    person_words,
    sum_words,
    unconfirmed_words,
    words,
)
from service.web.callers import Callers
from service.web.person_pictures import Picture
from service.web.tongues import later, say

# Where a voice can be played: a page without script, made anew, would cut it short.
WHILE_HEARD = 180
INVITED = {
    "again": later("Invited again. It goes out when hours and limits let it."),
    "no": later("Not invited: see below how it stands."),
}


def blueprint(parts: Parts, callers: Callers) -> Blueprint:
    """Return the pages, over these parts."""
    pages = Blueprint("pages", __name__)
    pages.add_url_rule("/people", "home", lambda: _home(parts, callers))
    pages.add_url_rule(
        "/people/search", "search", lambda: _search(parts, callers), methods=["POST"]
    )
    pages.add_url_rule("/people/<whose>", "person", _person_of(parts, callers))
    path = "/people/<whose>/recordings/<recording>"
    pages.add_url_rule(path, "recording", _recording_of(parts, callers))
    given: dict[str, object] = {
        "words": words,
        "strip": calendar.strip,
        "calling": call_words,
        "alike": lambda cards: namesakes.alike((one.id, one.name) for one in cards),
    }
    given |= {"adding": sum_words, "gates": gate_words, "telling": person_words}
    given |= {"earlier_words": earlier_words, "next_words": next_words}
    pages.app_context_processor(lambda: given)
    pages.add_app_template_global(lambda card: _held(parts, callers, card), "held")
    return pages


def _held(parts: Parts, callers: Callers, card: Card) -> str:
    """Say what holds somebody, to whoever looks; the name is at hand, unasked for."""
    if card.talker is None:
        return words.held(card)
    signed, (account, sealed) = callers.here(), card.talker
    key = parts.tenant(signed.organisation).key
    named = take_overs.name(key, account, sealed)
    return words.held(card, named, mine=account == signed.account)


def _home(parts: Parts, callers: Callers) -> Response:
    whose, wanted = callers.here(), _wanted()
    with parts.db.transaction(whose.organisation, reading=True) as tx:
        roll = rolls.page(tx, parts.vault, wanted)
        cards = foreseeing.glanced(parts, tx, roll.cards)
        programmes = views.programmes(tx)
    return live.shown(
        "people.html",
        "people_live.html",
        roll=roll,
        cards=cards,
        wanted=wanted,
        programmes=programmes,
    )


def _wanted() -> Wanted:
    """Return whom the address asks for; what is no id asks for everybody."""
    return Wanted(
        programme=_id("programme"),
        needing=request.args.get("needs") == "1",
        after=_id("after"),
    )


def _id(name: str) -> UUID | None:
    try:
        return UUID(request.args.get(name, ""))
    except ValueError:
        return None


def _search(parts: Parts, callers: Callers) -> Response:
    """Find people by a name, which comes in a form: it stands in no address."""
    entry, found = entries.read(), None
    try:
        found = finding.people(parts, callers.here(), entry["wanted"])
    except Refused as refused:
        entry.refuse(refused)
    return entries.shown("people_found.html", entry, found=found)


def _person_of(parts: Parts, callers: Callers) -> Callable[[str], Response]:
    def person(whose: str) -> Response:
        signed = callers.here()
        found = _seen(parts, signed, whose)
        if found is None:
            return _unknown()
        card, thread = found.portrait.card, found.page.lines
        if in_place.asked():
            left = request.args.get("left", "")
            return in_place.shown(parts, signed, card, left, note="")
        return live.shown(
            "person.html",
            "person_live.html",
            every=live.SOON,
            beside={in_place.PLACE: in_place.SHOWN, "below": "person_below.html"},
            without_script=WHILE_HEARD if _audible(found) else live.CALMLY,
            card=card,
            portrait=found.portrait,
            here={entry.id for entry in thread if isinstance(entry, Heard)},
            weeks=(weeks := calendar.weeks(card)),
            occurring=calendar.occurring(weeks),
            days=tuple(_days(thread, card.zone)),
            sums=found.sums,
            elsewhere={one.id for one in found.portrait.tries},
            said=found.said,
            invited=found.invited,
            unconfirmed=unconfirmed_words.said(unconfirmed.seen(parts, signed, card)),
            inviting=invite_words,
            done=_invited(),
            saved=_saved(card.name),
            kind=_kind(),
            older=_older(whose, found.page),
            newest=_newest(whose),
            pictured=any(one.outcome == "attempted" for one in found.portrait.tries),
            drawn=_drawn(parts, signed, card),
            **in_place.given(parts, signed, card),
        )

    return person


@dataclass(frozen=True, slots=True)
class Seen:
    """All that a person's page shows; `said` are a coach's words that stand.

    `invited` is how her invitation stands, None once she has answered it.
    """

    portrait: Portrait
    sums: Sums
    page: threads.Page
    said: overriding.Words
    invited: Invited | None


def _seen(parts: Parts, signed: Signed, whose: str) -> Seen | None:
    try:
        participant = UUID(whose)
    except ValueError:
        return None
    organisation = parts.tenant(signed.organisation).key
    with parts.db.transaction(signed.organisation, reading=True) as tx:
        portrait = timelines.portrait(tx, parts.vault, participant, threaded=False)
        if portrait is None:
            return None
        (card,) = foreseeing.judged(parts, tx, [portrait.card])
        portrait = replace(portrait, card=card)
        page = threads.page(tx, parts.vault, organisation, card, _kind(), _before())
        said = overriding.standing(tx, parts.vault, card.id, card.today)
        unheard = card.consent != "active" and card.last_heard_at is None
        invited = inviting.of_card(tx, card) if unheard else None
        return Seen(portrait, summing.of_person(tx, participant), page, said, invited)


def _invited() -> str:
    """Return what is told after somebody was invited again, or could not be."""
    asked = request.args.get("invited", "")
    return say(INVITED[asked]) if asked in INVITED else ""


def _saved(name: str) -> str:
    """Say what was just saved of this person, or done about a hold."""
    kind = edits.ALL.get(request.args.get("saved", ""))
    chosen = request.args.get("what", "")
    return kind.saved(chosen) if kind else need_words.done(name)


def _kind() -> threads.Kind:
    asked = request.args.get("kind", "")
    return cast("threads.Kind", asked) if asked in person_words.KINDS else "all"


def _before() -> datetime:
    """Return before when the timeline is shown; all of it for no moment."""
    try:
        asked = datetime.fromisoformat(request.args.get("before", ""))
    except ValueError:
        return timelines.NEVER
    return asked if asked.tzinfo else timelines.NEVER


def _older(whose: str, page: threads.Page) -> str:
    if page.older is None:
        return ""
    before = page.older.isoformat()
    return _address(whose, before)


def _newest(whose: str) -> str:
    return _address(whose, None) if _before() != timelines.NEVER else ""


def _address(whose: str, before: str | None) -> str:
    kind = _kind() if _kind() != "all" else None
    asked: dict[str, Any] = {"kind": kind, "before": before, "_anchor": "thread"}
    return url_for("pages.person", whose=whose, **asked)


def _drawn(parts: Parts, signed: Signed, card: Card) -> tuple[Picture, ...]:
    """Return her pictures; they stand beside the live part, and not in it."""
    if live.asked():
        return ()
    found = picturing.of_person(parts, signed, card.id)
    return person_pictures.shown(found, card.zone)


def _unknown() -> Response:
    return Response(render_template("unknown.html"), 404)


def _audible(seen: Seen) -> bool:
    calls = (entry for entry in seen.page.lines if isinstance(entry, Called))
    return any(one.state == "kept" for call in calls for one in call.voices) or any(
        one.state == "kept" for told in seen.portrait.tries for one in told.voices
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


def _days(
    thread: Iterable[Line], zone: str
) -> Iterator[tuple[date, tuple[tuple[str, Line], ...]]]:
    """Yield the thread by the person's days, newest first throughout."""

    def local(entry: Line) -> date:
        return words.local(entry.at, zone).date()

    for on, told in groupby(thread, local):
        named = ((type(entry).__name__.lower(), entry) for entry in told)
        yield on, tuple(named)
