"""Beside a person's page: her pictures, what she would get next, a page to print.

Laws: what is unknown and what is another organisation's are the same 404; looking
changes nothing; the page to print is in her own language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from uuid import UUID

from flask import Blueprint, Response, render_template, request
from markupsafe import Markup

from flows.talk import answers
from service.store import coaches, timelines
from service.store.timelines import Portrait, Try
from service.usecases import foreseeing, picturing
from service.usecases.parts import Parts
from service.usecases.rights import Signed
from service.web import dating, inbox_words, person_pictures, pictures, tongues
from service.web.callers import Callers

MOST_WORDS = 6
# What a page for her holds: her tries, and where.
FOR_HER = frozenset({"weeks", "places"})


def blueprint(parts: Parts, callers: Callers) -> Blueprint:
    """Return these pages, over these parts."""
    pages = Blueprint("portrait", __name__, url_prefix="/people/<whose>")

    def seen(
        view: Callable[[Parts, Signed, UUID], Response | None],
    ) -> Callable[[str], Response]:
        def asked(whose: str) -> Response:
            try:
                shown = view(parts, callers.here(), UUID(whose))
            except (LookupError, ValueError):
                shown = None
            return shown or Response(render_template("unknown.html"), 404)

        return asked

    def picture(whose: str, name: str) -> Response:
        return seen(lambda parts, signed, of: _picture(parts, signed, of, name))(whose)

    pages.add_url_rule("/pictures/<name>.svg", "picture", picture)
    pages.add_url_rule("/ahead", "ahead", seen(_ahead))
    pages.add_url_rule("/summary", "summary", seen(_summary))
    return pages


def _portrait(parts: Parts, signed: Signed, whose: UUID) -> Portrait:
    with parts.db.transaction(signed.organisation) as tx:
        found = timelines.portrait(tx, parts.vault, whose, threaded=False)
    if found is None:
        raise LookupError(f"there is nobody {whose} here")
    return found


def _picture(parts: Parts, signed: Signed, whose: UUID, name: str) -> Response | None:
    card = _portrait(parts, signed, whose).card
    if "hers" in request.args:
        tongues.speak(card.language)
    found = picturing.of_person(parts, signed, whose)
    svg = person_pictures.drawn(name, found, card.zone, pictures.size())
    return None if svg is None else pictures.answer(svg)


def _ahead(parts: Parts, signed: Signed, whose: UUID) -> Response:
    card = _portrait(parts, signed, whose).card
    ahead = foreseeing.foresee(parts, signed, whose)
    return Response(
        render_template(
            "person/ahead.html", card=card, ahead=ahead, costs=inbox_words.costs
        )
    )


def _summary(parts: Parts, signed: Signed, whose: UUID) -> Response:
    portrait = _portrait(parts, signed, whose)
    card, readers = portrait.card, tongues.here()
    tongues.speak(card.language)
    hers = tongues.here()
    found = picturing.of_person(parts, signed, whose)
    all_ = person_pictures.shown(found, card.zone)
    sheet = render_template(
        "person/sheet.html",
        card=card,
        told=_told(portrait),
        drawn=[one for one in all_ if one.name in FOR_HER],
        day=dating.day,
        printed=dating.dated(card.today),
        organisation=signed.organisation_name,
        coach=_coach(parts, signed, whose),
    )
    whole = Markup(sheet)  # noqa: S704 -- a template of ours, which escaped her words
    # The sheet is hers; what stands around it is for who looks.
    tongues.speak(readers)
    page = render_template("person/summary.html", card=card, sheet=whole, hers=hers)
    return Response(page)


def _coach(parts: Parts, signed: Signed, whose: UUID) -> str:
    with parts.db.transaction(signed.organisation) as tx:
        return coaches.of(tx, parts.tenant(signed.organisation).key, whose)


def _told(portrait: Portrait) -> list[tuple[Try, tuple[str, ...]]]:
    """Return her last tries that she told in words, with those words.

    They are what she said of the try, and then what made it happen.
    """
    tried = (one for one in portrait.tries if one.outcome in ("attempted", "imagined"))
    told = ((one, tuple(_quoted(one, portrait.card.language))) for one in tried)
    return [(one, quoted) for one, quoted in told if quoted][:MOST_WORDS]


def _quoted(one: Try, language: str) -> Iterator[str]:
    """Yield what she said, each once, that is more than the bare report of a try."""
    for words in dict.fromkeys((one.words, one.what_i_did)):
        if words and not answers.reports(words, language):
            yield words
