"""Enrolling somebody by a form; several by a spreadsheet are in `bringing_in`.

Law: nothing typed is lost; every refusal stands beside its field.
"""

from __future__ import annotations

from functools import cache

from babel.core import Locale, get_global
from flask import Blueprint, Response, render_template, request, url_for

from flows.coach import timing
from service.store.choices import Choice
from service.usecases import enrolling
from service.usecases.enrolling import Entered, Unfit
from service.usecases.entries import LANGUAGES, NewPerson, Refused, zones
from service.usecases.parts import Parts
from service.usecases.rights import Signed
from service.web import bringing_in, entries, tongues, words
from service.web.admission import redirected
from service.web.callers import Callers
from service.web.edits_of_consent import METHODS
from service.web.entries import Entry
from service.web.tongues import later, say

WORDS = (
    *("name", "number", "zone", "goal", "step", "cue", "consent_text"),
    *("consent_method", "calls_text", "calls_method", "recording_text"),
    *("recording_method", "language"),
)
FOLDED = ("calls_text", "calls_method", "recording_text", "recording_method")
# What is asked for, where a field was left empty.
EMPTY = {
    "name": later("Write their name."),
    "number": later("Write their mobile number, with its country."),
    "zone": later("It is needed, so that nothing goes out at their night."),
    "goal": later("Write what matters to them, large, in their words."),
    "step": later("Write one small step, beginning with a verb."),
    "cue": later("Write the moment that the step hangs on."),
    "consent_text": later("Write the wording they agreed to, word for word."),
    "consent_method": later(
        "Say how they agreed: choose one from the list, or write it."
    ),
    "calls_text": later(
        "Write the wording they agreed to, or leave out how they agreed."
    ),
    "recording_text": later(
        "Write the wording they agreed to, or leave out how they agreed."
    ),
}
TOO_LONG = later("Make it shorter: %(most)s characters fit, and these are %(given)s.")
TONGUES = {
    "en": later("English"),
    "es": later("Spanish"),
    "en-AU": later("English (Australia)"),
    "en-CA": later("English (Canada)"),
    "en-GB": later("English (Britain)"),
    "en-IN": later("English (India)"),
    "en-US": later("English (United States)"),
    "es-ES": later("Spanish (Spain)"),
    "es-MX": later("Spanish (Mexico)"),
}
BEGINNINGS = {
    enrolling.OWN: (
        later("A step you agreed on together"),
        later("You write goal, step and cue below."),
    ),
    enrolling.INTAKE: (
        later("Ask them by text"),
        later("Once they have said yes, a short conversation asks for their goal, "
              "step and cue."),
    ),
    enrolling.PATH: (
        later("The programme's first step"),
        later("Goal, step and cue are the programme's, where you write none below."),
    ),
}  # fmt: skip


# What a coach can read out or paste; in the language the person is spoken to in.
WORDING = later(
    "I agree to get coaching texts from %(programme)s, up to %(per_week)s a week, fewer"
    " as I go. Message and data rates may apply. I can text STOP at any time to end"
    " them, and HELP for help. They are automated, and not for emergencies."
)


def blueprint(parts: Parts, callers: Callers) -> Blueprint:
    """Return the pages that bring people in, over these parts."""
    pages = Blueprint("enrolment", __name__, url_prefix="/people")

    def new() -> Response:
        signed = callers.here()
        if request.method == "POST":
            return _enrol(parts, signed)
        return _form(parts, signed, Entry({"begins": enrolling.OWN}))

    pages.add_url_rule("/new", "new", new, methods=["GET", "POST"])
    zone = lambda: _zone(parts, callers.here())  # noqa: E731 -- one of three routes
    pages.add_url_rule("/new/zone", "zone", zone, methods=["POST"])
    bringing_in.add_to(pages, parts, callers)
    return pages


def _enrol(parts: Parts, signed: Signed) -> Response:
    entry = entries.read()
    if entry["offer"]:
        return _offered(parts, signed, entry)
    person = NewPerson(**{name: entry[name] for name in WORDS})
    begins = entry["begins"] or enrolling.OWN
    entered = Entered(entry["programme"], person, begins)
    try:
        found = enrolling.person(parts, signed, entered)
    except Unfit as unfit:
        for refused in unfit.refusals:
            _refuse(entry, refused)
        if entry.wrong.get("zone") and not entry["zone"]:
            _guess(parts, signed, entry)
        return _form(parts, signed, entry)
    return redirected(url_for("pages.person", whose=found))


def _offered(parts: Parts, signed: Signed, entry: Entry) -> Response:
    """Fill a wording of consent in, where none is typed yet."""
    found = enrolling.asked_for(parts, signed, entry["programme"])
    if found is not None and not entry["consent_text"]:
        programme, per_week = found
        tag = entry["language"] or programme.language
        about = {"programme": programme.name, "per_week": per_week}
        entry.typed["consent_text"] = tongues.say_in(tag, WORDING, **about)
    return _form(parts, signed, entry)


def _refuse(entry: Entry, refused: Refused) -> None:
    """Keep the mend beside its field: what is empty or too long, as people say it."""
    field = refused.field
    if field in EMPTY and not entry[field]:
        entry.wrong[field] = say(EMPTY[field])
    elif "most" in refused.values and field in WORDS:
        most, given = refused.values["most"], len(entry[field])
        entry.wrong[field] = say(TOO_LONG, most=most, given=given)
    else:
        entry.refuse(refused)


def _guess(parts: Parts, signed: Signed, entry: Entry) -> None:
    zone = enrolling.zone_of(parts, signed, entry["number"])
    if zone:
        entry.typed["zone"] = zone
        entry.wrong["zone"] = later("filled in from the number; see that it is right")


def _form(parts: Parts, signed: Signed, entry: Entry) -> Response:
    programmes = enrolling.programmes(parts, signed)
    return entries.shown(
        "enrolment/new.html",
        entry,
        programmes=[(str(one.id), one.name) for one in programmes],
        beginnings=_beginnings(programmes),
        languages=languages(),
        zones=places(tongues.here()),
        methods=METHODS,
        more_open=any(entry[name] or entry.wrong.get(name) for name in FOLDED),
        scripted=True,
    )


def _beginnings(programmes: tuple[Choice, ...]) -> list[tuple[str, str, str]]:
    paths = any(one.has_path for one in programmes)
    return [
        (value, say(says), say(hint))
        for value, (says, hint) in BEGINNINGS.items()
        if value != enrolling.PATH or paths
    ]


def languages(first: str = later("The programme's")) -> list[tuple[str, str]]:
    """Return the languages somebody can be spoken to in, as a form offers them."""
    known = [(tag, say(TONGUES[tag])) for tag in LANGUAGES]
    return [("", say(first)), *known] if first else known


@cache
def places(tongue: str) -> tuple[tuple[str, str], ...]:
    """Return the zones to choose from, each with its city and country in a language."""
    names, countries = Locale.parse(tongue).territories, get_global("zone_territories")
    return tuple(
        (zone, _place(zone, names.get(countries.get(zone, ""), "")))
        for zone in zones()
        if timing.known_zone(zone)
    )


def _place(zone: str, country: str) -> str:
    city = words.place(zone)
    return f"{city}, {country}" if country and country != city else city


def _zone(parts: Parts, signed: Signed) -> Response:
    """Answer with the field of the zone filled in, where nothing is typed there yet."""
    entry = entries.read()
    found = "" if entry["zone"] else enrolling.zone_of(parts, signed, entry["number"])
    if not found:
        return Response(status=204)
    told = say("From the number. Change it when they live elsewhere.")
    page = render_template(
        "enrolment/zone.html", typed={"zone": found}, wrong={}, guessed=told
    )
    return Response(page)
