"""What a coach writes about somebody to enrol, judged word by word.

Law: a refusal names the field and the mend; nothing here reads or writes a row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, lru_cache
from zoneinfo import available_timezones

import phonenumbers
from phonenumbers.timezone import time_zones_for_number

from flows.coach import timing
from flows.phrase import Phrase
from service.carrier import door

# Every shipped text fits one segment with these (a test tries them all).
LONGEST: Mapping[str, int] = {
    "name": 20,
    "step": 40,
    "cue": 40,
    "goal": 80,
    "consent_text": 2000,
    "consent_method": 80,
}
LONGEST_MORE: Mapping[str, int] = {
    "calls_text": 2000,
    "calls_method": 80,
    "recording_text": 2000,
    "recording_method": 80,
}
# What every script is written in, and where the carrier promises a voice for it: a
# language it does not know would say nothing at all in a call.
# https://www.twilio.com/docs/voice/twiml/say#attributes-language
LANGUAGES = (
    "en", "es", "en-AU", "en-CA", "en-GB", "en-IN", "en-US", "es-ES", "es-MX",
)  # fmt: skip
STEP_WORDS = ("goal", "step", "cue")
INTAKE = "intake"
WORDINGS = ("consent_text", "calls_text", "recording_text")
VISIBLE = re.compile(r"[^\s\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


class Refused(ValueError):
    """An entry cannot stand: `field` names the place, the message the mend.

    A mend that holds values is a template of its own, its values beside it
    (`%(name)s`), so that the console can say it in other languages; `mend` is the whole
    in English.
    """

    def __init__(self, field: str, template: str, /, **values: object) -> None:
        self.field = field
        self.mend = Phrase(template, **values)
        super().__init__(f"{field}: {self.mend}")
        self.template = template
        self.values = values


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person to enrol, with the evidence of consent that her coach took.

    `number` in any usual notation; `zone` an IANA name; `consent_text` the wording
    she agreed to, `consent_method` how ("paper form", "in person", ...). The words of
    her yes to automated calls, and of that to being recorded in them, are her own
    entries; empty where she gave none. Their method is `consent_method` when empty.
    `language` is one of LANGUAGES; her programme's when empty. `begins` is "intake" for
    whoever is asked by text what she wants and what her first step is; goal, step and
    cue are then empty.
    """

    name: str
    number: str
    zone: str
    goal: str
    step: str
    cue: str
    consent_text: str
    consent_method: str
    entered_by: str = "coach"
    calls_text: str = ""
    calls_method: str = ""
    recording_text: str = ""
    recording_method: str = ""
    language: str = ""
    begins: str = ""


def tidy(new: NewPerson) -> NewPerson:
    """Return the entry with blanks and control characters put in order.

    The wording of each consent is evidence and keeps its own lines.
    """
    words = {name: door.clean(getattr(new, name)).text for name in NewPerson.__slots__}
    lines = {name: " ".join(text.split()) for name, text in words.items()}
    kept = {name: words[name].strip() for name in WORDINGS}
    return NewPerson(**{**lines, **kept, "language": as_tag(lines["language"])})


def as_tag(written: str) -> str:
    """Return a language as it is kept: `ES_mx` is es-MX; any other word as it is."""
    known = {tag.casefold(): tag for tag in LANGUAGES}
    text = written.strip()
    return known.get(text.replace("_", "-").casefold(), text)


def of_words(new: NewPerson) -> Iterator[Refused]:
    """Yield what is refused of an entry's words: too long, absent, half a consent."""
    for field in LONGEST:
        if not (new.begins and field in STEP_WORDS):
            yield from _of_length(field, getattr(new, field))
    for field, most in LONGEST_MORE.items():
        if len(getattr(new, field)) > most:
            yield Refused(field, "write up to %(most)s characters", most=most)
    yield from _of_consents(new)
    yield from _of_beginning(new)


def of_step(goal: str, step: str, cue: str) -> Iterator[Refused]:
    """Yield what is refused of a goal, a step and a cue."""
    for field, text in zip(STEP_WORDS, (goal, step, cue), strict=True):
        yield from _of_length(field, text)


def _of_length(field: str, text: str) -> Iterator[Refused]:
    most = LONGEST[field]
    if not 0 < len(text) <= most or not VISIBLE.search(text):
        yield of_count(field, most, len(text))


def of_count(field: str, most: int, given: int) -> Refused:
    """Return what is said of a text that is empty or too long."""
    return Refused(
        field,
        "write 1 to %(most)s characters; these are %(given)s",
        most=most,
        given=given,
    )


def _of_beginning(new: NewPerson) -> Iterator[Refused]:
    """Refuse a beginning that is not known, and words that the intake asks for."""
    if new.begins not in ("", INTAKE):
        yield Refused("begins", "write %(known)s, or leave it empty", known=INTAKE)
        return
    for field in STEP_WORDS if new.begins else ():
        if getattr(new, field):
            yield Refused(field, "the intake asks for it by text; leave it empty")


def _of_consents(new: NewPerson) -> Iterator[Refused]:
    """Refuse a consent without its wording, and a recording outside a call."""
    for channel in ("calls", "recording"):
        text, method = f"{channel}_text", f"{channel}_method"
        if getattr(new, method) and not getattr(new, text):
            yield Refused(
                text,
                "write the wording agreed to, or leave %(method)s empty",
                method=method,
            )
    if new.recording_text and not new.calls_text:
        yield Refused(
            "calls_text",
            "recordings are made in calls; write the wording of the yes to calls too",
        )


def of_language(language: str) -> Iterator[Refused]:
    """Yield a refusal, with what can be written, unless this language is spoken."""
    if language not in LANGUAGES:
        *most, last = LANGUAGES
        yield Refused(
            "language",
            "%(given)r is not spoken here; write %(most)s or %(last)s",
            given=language,
            most=", ".join(most),
            last=last,
        )


def of_zone(zone: str, number: str = "") -> Iterator[Refused]:
    """Yield a refusal, with the zone most likely meant, unless a place has this one.

    That is one that is written nearly so, or else the one zone of a number's area.
    """
    if not timing.known_zone(zone):
        near = _nearest(zone) or _of_number(number)
        if near is None:
            yield Refused(
                "zone",
                "%(given)r is no place's time zone; write the next big city, such as"
                " New York or Auckland",
                given=zone,
            )
            return
        yield Refused(
            "zone",
            "%(given)r is no place's time zone; did you mean %(near)s?",
            given=zone,
            near=near,
        )


@lru_cache(maxsize=256)
def _nearest(zone: str) -> str | None:
    """Return the time zone somebody most likely meant, or None."""
    written = zone.strip().replace(" ", "_").casefold()
    places = {name.casefold(): name for name in zones()}
    cities = {name.rpartition("/")[2]: place for name, place in places.items()}
    known = {**cities, **places}
    near = get_close_matches(written, known, n=1, cutoff=0.8)
    return known[near[0]] if near else None


def _of_number(number: str) -> str | None:
    """Return the zone that all of a number's area has, None where it has several."""
    try:
        area = time_zones_for_number(phonenumbers.parse(number))
    except phonenumbers.NumberParseException:
        return None
    return area[0] if len(area) == 1 and area[0] in zones() else None


def zone_named(written: str) -> str:
    """Return the zone of a city as it is typed; what is none, or several, as it is."""
    city = "_".join(written.split()).casefold()
    found = [name for name in zones() if name.rpartition("/")[2].casefold() == city]
    return found[0] if len(found) == 1 else written


@cache
def zones() -> tuple[str, ...]:
    """Return the time zones of places, by name."""
    return tuple(name for name in sorted(available_timezones()) if "/" in name)


def e164(written: str, country: str, field: str) -> str:
    """Return a phone number in E.164; raises Refused naming the field.

    Refused are numbers with an extension (phonenumbers keeps those silently), with
    letters, that no country has given out, and that lack the area code (555 0100
    would reach somebody else).
    """
    if SHORTENED.fullmatch(written.strip()):
        raise Refused(field, "a spreadsheet has shortened this number; make the column "
                      "text and write it anew")  # fmt: skip
    try:
        number = phonenumbers.parse(written, country)
    except phonenumbers.NumberParseException as error:
        raise Refused(
            field,
            "this is no phone number; write it like %(like)s",
            like=number_like(country),
        ) from error
    if number.extension:
        raise Refused(field, "a text reaches no extension; write the number without it")
    written_so = phonenumbers.format_number(number, E164)
    real = phonenumbers.is_valid_number(number) or FICTION.fullmatch(written_so)
    if LETTERS.search(written) or not real:
        raise Refused(
            field,
            "this number cannot be texted; write it like %(like)s",
            like=number_like(country),
        )
    return written_so


def number_like(country: str) -> str:
    """Return how a mobile number of a country is written, one kept for examples."""
    if country in EXAMPLES:
        return EXAMPLES[country]
    kind = phonenumbers.PhoneNumberType.MOBILE
    number = phonenumbers.example_number_for_type(country, kind)
    if number is None:
        return EXAMPLES["US"]
    international = phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, international).replace("-", " ")


# Numbers that their countries keep for stories, so that an example rings at nobody's.
EXAMPLES = {
    "AU": "+61 491 570 006",
    "CA": "+1 506 555 0134",
    "US": "+1 201 555 0123",
}
E164 = phonenumbers.PhoneNumberFormat.E164
# The area code of the demo's and the tests' people: nobody's (NANP 555).
FICTION = re.compile(r"\+1555\d{7}")
LETTERS = re.compile(r"[^\W\d_]")
# What is left of a long number in a spreadsheet's cell: 6.42112E+10.
SHORTENED = re.compile(r"\d+([.,]\d+)?[eE][+-]?\d+")
