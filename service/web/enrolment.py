"""Enrolling somebody by a form; several by a spreadsheet are in `bringing_in`.

Law: nothing typed is lost; every refusal stands beside its field.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from babel.core import Locale, get_global
from flask import Blueprint, Response, render_template, request, url_for

from flows.coach import timing
from flows.coach.programmes import said
from service.store.choices import Choice
from service.usecases import enrolling, namesakes
from service.usecases.enrolling import Alike, Entered, ReadBack, Unfit
from service.usecases.entries import LANGUAGES, NewPerson, Refused, zones
from service.usecases.parts import Parts
from service.usecases.rights import Signed
from service.web import bringing_in, enrolment_days, entries, tongues, words
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
# A yes beside that to texts: its box on the form, and the fields it opens.
BESIDE = {
    "calls": ("calls_text", "calls_method"),
    "recording": ("recording_text", "recording_method"),
}
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
}
# What is said of a yes beside that to texts, where its box and its words disagree.
HALF = later(
    "When they agreed to this, tick the box and write the wording. When they did not,"
    " leave both empty."
)
# What is said before a second of one name is enrolled.
ALIKE = later(
    "Not enrolled yet: this name is here already. See below whether it is the same"
    " person; everything you typed is still here."
)
# The hidden field that holds the zone taken from the number.
TAKEN = "zone_taken"
TOO_LONG = later("Make it shorter: %(most)s characters fit, and these are %(given)s.")
TONGUES = {
    "en": later("English"),
    "es": later("Spanish"),
    "en-AU": later("English (Australia)"),
    "en-CA": later("English (Canada)"),
    "en-GB": later("English (United Kingdom)"),
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


# What a coach can read out or paste, by its field; in the person's language. A yes to
# calls or to being recorded is worded only where its box is ticked: what stands in the
# form is kept as what was agreed to.
WORDINGS = {
    "consent_text": later(
        "I agree to get coaching texts from %(programme)s, up to %(per_week)s a week,"
        " fewer as I go. Message and data rates may apply. I can text STOP at any time"
        " to end them, and HELP for help. They are automated, and not for emergencies."
    ),
    "calls_text": later(
        "I agree to get automated coaching calls from %(programme)s on this number, in"
        " a recorded or artificial voice. I do not need to agree to calls to get texts."
        " I can press 9 in any call to end them all. They are not for emergencies."
    ),
    "recording_text": later(
        "I agree that my answers in the calls of %(programme)s are recorded, and heard"
        " by my coach. I can have calls without it, and take it back at any time."
    ),
}


def blueprint(parts: Parts, callers: Callers) -> Blueprint:
    """Return the pages that bring people in, over these parts."""
    pages = Blueprint("enrolment", __name__, url_prefix="/people")

    def new() -> Response:
        signed = callers.here()
        if request.method == "POST":
            return _enrol(parts, signed)
        into = request.args.get("programme", "")
        begun = {"begins": enrolling.OWN, "programme": into}
        return _form(parts, signed, Entry(begun))

    pages.add_url_rule("/new", "new", new, methods=["GET", "POST"])
    number = lambda: _number(parts, callers.here())  # noqa: E731 -- one of four routes
    pages.add_url_rule("/new/number", "number", number, methods=["POST"])
    name = lambda: _name(parts, callers.here())  # noqa: E731 -- one of four routes
    pages.add_url_rule("/new/name", "name", name, methods=["POST"])
    bringing_in.add_to(pages, parts, callers)
    return pages


def _enrol(parts: Parts, signed: Signed) -> Response:
    entry = entries.read()
    if entry["offer"]:
        return _offered(parts, signed, entry)
    person = NewPerson(**{name: entry[name] for name in WORDS} | _halves(entry))
    begins = entry["begins"] or enrolling.OWN
    own = enrolment_days.read(entry)
    entered = Entered(entry["programme"], person, begins, entry["second"], own)
    try:
        found = enrolling.person(parts, signed, entered)
    except Unfit as unfit:
        for refused in unfit.refusals:
            _refuse(entry, refused)
        if entry.wrong.get("zone") and not entry["zone"]:
            _guess(parts, signed, entry)
        return _form(parts, signed, entry)
    except Alike:
        entry.saying = say(ALIKE)
        return _form(parts, signed, entry)
    return redirected(url_for("pages.person", whose=found))


def _offered(parts: Parts, signed: Signed, entry: Entry) -> Response:
    """Fill the wordings of what they agreed to in, where none is typed yet."""
    found = enrolling.asked_for(parts, signed, entry["programme"])
    if found is not None:
        programme, per_week = found
        tag = entry["language"] or programme.language
        about = {"programme": programme.name, "per_week": per_week}
        for field in _agreed(entry):
            words = tongues.say_in(tag, WORDINGS[field], **about)
            entry.typed[field] = entry[field] or words
    return _form(parts, signed, entry)


def _halves(entry: Entry) -> dict[str, str]:
    """Return what is judged of a yes whose box and words disagree: a yes without words.

    It is refused with everything else, so nobody agrees by a box or a wording alone.
    """
    return {
        name: value
        for box, (text, how) in BESIDE.items()
        if bool(entry[box]) != bool(entry[text])
        for name, value in ((text, ""), (how, box))
    }


def _agreed(entry: Entry) -> tuple[str, ...]:
    ticked = (text for box, (text, _) in BESIDE.items() if entry[box])
    return ("consent_text", *ticked)


def _refuse(entry: Entry, refused: Refused) -> None:
    """Keep the mend beside its field: what is empty or too long, as people say it."""
    field = refused.field
    if "method" in refused.values:
        entry.wrong[field] = say(HALF)
    elif field in EMPTY and not entry[field]:
        entry.wrong[field] = say(EMPTY[field])
    elif "most" in refused.values and field in WORDS:
        most, given = refused.values["most"], len(entry[field])
        entry.wrong[field] = say(TOO_LONG, most=most, given=given)
    else:
        entry.refuse(refused)


def _guess(parts: Parts, signed: Signed, entry: Entry) -> None:
    found = enrolling.read_back(parts, signed, entry["number"])
    if found and found.zone:
        entry.typed |= {"zone": found.zone, TAKEN: found.zone}
        entry.wrong["zone"] = later("filled in from the number; see that it is right")


def _form(parts: Parts, signed: Signed, entry: Entry) -> Response:
    programmes = enrolling.programmes(parts, signed)
    found = enrolling.read_back(parts, signed, entry["number"])
    return entries.shown(
        "enrolment/new.html",
        entry,
        programmes=[(str(one.id), one.name) for one in programmes],
        beginnings=_beginnings(programmes),
        languages=languages(),
        zones=places(tongues.here()),
        methods=METHODS,
        about_numbers=_about_numbers(parts, signed),
        **_told_of(found),
        taken=_taken(entry),
        usual=enrolment_days.usual(programmes),
        unfolded=enrolment_days.unfolded(entry),
        namesakes=namesakes.of(parts, signed, entry["name"]),
        told_of=bool(entry.wrong or entry.saying or entry["second"]),
        scripted=True,
    )


def _about_numbers(parts: Parts, signed: Signed) -> str:
    """Say how a number is written, and to which countries texts go from here."""
    reach = enrolling.reach(parts, signed)
    to = sorted(map(tongues.country, reach.countries))
    says = say("With its country, like %(like)s.", like=reach.like)
    says += " " + say("Texts go to numbers of: %(countries)s.", countries=", ".join(to))
    home = tongues.country(reach.home)
    says += " " + say("Without a +, it is taken for one of: %(home)s.", home=home)
    return says


def _beginnings(programmes: tuple[Choice, ...]) -> list[tuple[str, str, str]]:
    steps = _first_steps(programmes)
    return [
        (value, say(says), f"{say(hint)} {steps if value == enrolling.PATH else ''}")
        for value, (says, hint) in BEGINNINGS.items()
        if value != enrolling.PATH or steps
    ]


def _first_steps(programmes: tuple[Choice, ...]) -> str:
    """Say with which step each path begins, with its programme where there are more."""
    steps = [
        (one.name, f"“{said(one.first, tongues.here())}”")
        for one in programmes
        if one.first
    ]
    if len(programmes) == 1:
        return "".join(f"{step}." for _, step in steps)
    return " · ".join(f"{name}: {step}" for name, step in steps)


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


def _read(found: ReadBack | None) -> str:
    """Say a number as it was understood: +64 21 123 4567, New Zealand."""
    if found is None:
        return ""
    country = found.region.isalpha() and tongues.country(found.region)
    return f"{found.number}, {country}" if country else found.number


def _told_of(found: ReadBack | None) -> dict[str, Any]:
    """Return what stands beside a number: how it was read, and what is against it."""
    return {
        "read": _read(found),
        "whose": found.whose if found else None,
        "closed": entries.mend(found.closed) if found and found.closed else "",
    }


def _taken(entry: Entry) -> bool:
    """Say whether the zone that stands is the one that was taken from the number."""
    return bool(entry["zone"]) and entry["zone"] == entry[TAKEN]


def _name(parts: Parts, signed: Signed) -> Response:
    """Answer with who is called that here already: a hint, and nothing is refused."""
    found = namesakes.of(parts, signed, entries.read()["name"])
    return Response(render_template("enrolment/name.html", namesakes=found))


def _number(parts: Parts, signed: Signed) -> Response:
    """Answer with the number as it is understood, and the zone that follows from it.

    A zone that somebody typed is left alone; one taken from the number follows it.
    """
    entry = entries.read()
    found = enrolling.read_back(parts, signed, entry["number"])
    free = not entry["zone"] or _taken(entry)
    page = render_template(
        "enrolment/number.html",
        **_told_of(found),
        unread=bool(entry["number"]) and found is None,
        zone=found.zone if found and free else "",
    )
    return Response(page)
