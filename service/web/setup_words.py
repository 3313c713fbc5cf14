"""What of a programme differs, in words: the parts of a step, its coach, its limits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from babel import Locale, UnknownLocaleError

from flows.coach.programme_files import Difference
from flows.coach.schedule import Schedule, merged
from service.store.views import masked
from service.usecases.entries import LANGUAGES
from service.usecases.terms import DEFAULTS, SAID_BY
from service.web import schedule_words, tongues
from service.web.growth_words import DIAL_WORDS, IMAGINING, SUPPORT
from service.web.schedule_words import Both
from service.web.tongues import later, say

KINDS: Mapping[str, str] = {
    "window": later("a window: a late prompt helps"),
    "moment": later("one moment: a prompt before it"),
}
GROWTH: Mapping[str, str] = {
    "off": later("nothing is offered"),
    "gentle": later("gently: after four that went as planned"),
    "steady": later("steadily: after five, and less only after two hard ones"),
    "bold": later("boldly: after four, and less only after two hard ones"),
}
PARTS: Mapping[str, str] = {
    "text": later("What they do"),
    "cue": later("Cue"),
    "kind": later("Kind of step"),
    "days": later("Days"),
    "support": later("Help"),
    "tool": later("A card to send along"),
    "scenario": later("A scene to rehearse"),
    "story": later("Somebody's small try"),
    **{name: words[0] for name, words in DIAL_WORDS.items()},
}
NAMES: Mapping[str, str] = {
    "programme": later("Name in the file"),
    "name": later("Name of the path"),
    "about": later("What it is for"),
    "goal": later("Goal"),
    "scripts": later("Scripts it uses"),
    "contexts": later("Further places"),
    "coach.name": later("Coach"),
    "coach.number": later("The coach's number, for alerts"),
    "language": later("Language"),
    "terms.growth": later("How soon more or less is offered"),
    "terms.late_script": later("What says a late prompt"),
    "terms.before_script": later("What says a prompt before the moment"),
    "terms.recap_script": later("What says the recap of the week"),
    "terms.call_script": later("What is said in a call"),
    "terms.most_in_burst": later("Most automatic texts in 5 minutes"),
    "terms.most_a_day": later("Most automatic texts in 24 hours"),
    "terms.most_alike": later("Most texts of one wording in 24 hours"),
}
SHIPS = later("what ships with Handrail")
IN = later("%(what)s, in %(language)s")
OF_STEP = re.compile(r"steps\.([0-9]+)\.(\w+)(?:\.(\w+))?")
TABLES: Mapping[str, Mapping[str, str]] = {
    "kind": KINDS, "support": SUPPORT, "imagining": IMAGINING, "growth": GROWTH,
}  # fmt: skip


def language(tag: str) -> str:
    """Say a language, with its country where it has one."""
    try:
        return str(Locale.parse(tag, sep="-").get_display_name(tongues.here()))
    except (ValueError, UnknownLocaleError):
        return tag


def languages() -> dict[str, str]:
    """Return the languages that texts can be in, by tag."""
    return {tag: language(tag) for tag in LANGUAGES}


def chosen(table: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the rows of a table as choices."""
    return [(name, say(words)) for name, words in table.items()]


def said_by(own: Iterable[str]) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    """Say which scripts may say each thing: the term, its words, and the choices."""
    theirs = [(name, name) for name in own]
    for ships, term in SAID_BY.items():
        yield term, say(NAMES[f"terms.{term}"]), [(ships, say(SHIPS)), *theirs]


def what(key: str) -> str:
    """Say what a key of a programme's file is about."""
    if found := OF_STEP.fullmatch(key):
        part = _in(say(PARTS[found[2]]), found[3])
        return say(later("Step %(number)s: %(part)s"), number=found[1], part=part)
    if key in NAMES:
        return say(NAMES[key])
    section, _, more = key.partition(".")
    if section not in NAMES:
        return key
    number, _, tag = more.rpartition(".")
    if section == "contexts":
        return f"{_in(say(NAMES[section]), tag)} ({number})"
    return _in(say(NAMES[section]), more) if more.isalpha() else say(NAMES[section])


def _in(words: str, tag: str | None) -> str:
    return say(IN, what=words, language=language(tag)) if tag else words


def value(key: str, text: str) -> str:
    """Say what a key holds; a term left out is as it is usual."""
    name = key.rpartition(".")[2]
    if key.startswith("terms.") and not text:
        text = str(DEFAULTS.get(name, ""))
    if key == "coach.number":
        return masked(text) if text.startswith("+") else ""
    if key == "language":
        return language(text)
    if name == "days":
        return schedule_words.term("days", text)
    if text in SAID_BY:
        return say(SHIPS)
    return say(TABLES[name][text]) if text in TABLES.get(name, {}) else text


def told(found: tuple[Difference, ...]) -> Iterator[Both]:
    """Say each difference: what of, how it stands, how it would."""
    for one in found:
        before, after = (value(one.what, text) for text in (one.before, one.after))
        yield Both(what(one.what), before, after)


def of_step(typed: Mapping[str, str], layer: Schedule | None) -> str:
    """Say a step's kind, days and size in a line, as far as they are typed.

    Its days are said as they come by the programme's schedule.
    """
    minutes = typed.get("minutes", "")
    parts = (
        say(SHORT[typed["kind"]]) if typed.get("kind") in SHORT else "",
        rhythm(typed, layer),
        tongues.count("%(num)s minute", "%(num)s minutes", int(minutes))
        if minutes.isdecimal()
        else "",
        say(SUPPORT[typed["support"]]) if typed.get("support") in SUPPORT else "",
    )
    return " · ".join(filter(None, parts))


def rhythm(typed: Mapping[str, str], layer: Schedule | None) -> str:
    """Say when a step's chances come by that schedule; "" where no day is ticked."""
    days = frozenset(day for day in range(7) if typed.get(f"day_{day}"))
    own = Schedule(days=days or None)
    return schedule_words.rhythm(merged(own, layer) if layer and days else own)


SHORT: Mapping[str, str] = {
    "window": later("some time in the window"),
    "moment": later("one moment"),
}
