"""What a change to a programme's schedule changes, field by field, in words.

Law: what the file of a programme keeps in short is said as its form and its pages say
it; what cannot be read is shown as it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flows.coach import written
from flows.coach.rungs import RUNGS
from flows.coach.schedule import SORTS, BadSchedule
from service.usecases.terms import DEFAULTS, NO_DAY
from service.web import policy_words, schedule_words
from service.web.tongues import later, say

TERMS = "terms"
NAMES: Mapping[str, str] = {
    "days": later("Days"),
    "every": later("Every so many days or weeks"),
    "around": later("Around a date"),
    "at": later("Windows"),
    "from": later("First day"),
    "began": later("The step began"),
    "until": later("Last day"),
    "times": later("Chances in all"),
    "skip": later("Days off"),
    "holidays": later("List of holidays"),
    "observe": later("Lists that count"),
    "pause": later("Pauses"),
    "ill": later("Days of illness"),
    "date": later("Date"),
    "law": later("Legal presets"),
    **schedule_words.SORT_NAMES,
}


# Of which line of a layer each field is.
LINE_OF: Mapping[str, str] = {
    **dict.fromkeys(("days", "every", "around"), "rhythm"),
    **dict.fromkeys(("pause", "ill"), "pauses"),
    "at": "windows",
    "from": "start",
    "date": "dates",
}
# What holds where a schedule says nothing.
UNSAID: Mapping[str, str] = {
    "rhythm": later("the usual days"),
    "windows": later("the usual window"),
}
# What may be chosen of a term, as its form says it.
CHOICES: Mapping[str, Mapping[str, str]] = {
    "kind": {
        "window": later("a window: a late prompt helps"),
        "moment": later("one moment: a prompt before it"),
    },
    "digest": {"on": later("yes"), "off": later("no")},
    "recap_rhythm": {
        "weekly": later("weekly"),
        "monthly": later("once a month after four weeks"),
    },
    "goal": {
        "independence": later("independence: prompts thin out"),
        "attempts": later("attempts: no rule thins prompts"),
    },
    "random_skips": {
        "yes": later("drawn by chance, so that their effect can be known"),
        "no": later("at fixed places, for what must not rest by chance"),
    },
    "start_rung": {
        "auto": later("as is usual for the step"),
        **{str(number): row.name for number, row in enumerate(RUNGS)},
    },
    "recap_day": {NO_DAY: later("no recap")},
    "call_days": {NO_DAY: later("no calls")},
}


def differs(what: str) -> str:
    """Say which field of a programme's file differs."""
    section, _, name = what.partition(".")
    field, _, of = name.partition(".")
    known = schedule_words.TERM_NAMES if section == TERMS else NAMES
    said = say(known[field]) if field in known else what
    return f"{said} {of}".strip()


def holds(what: str, text: str) -> str:
    """Say what such a field holds, before or after; a term left out is the default."""
    section, _, name = what.partition(".")
    if section == TERMS:
        return _term(name, text or str(DEFAULTS.get(name, "")))
    line = LINE_OF.get(name.partition(".")[0], name.partition(".")[0])
    if not text:
        return say(UNSAID.get(line, later("nothing")))
    return _field(name, line, text)


def _term(name: str, text: str) -> str:
    if name == "policy" and text in policy_words.NAMES:
        return policy_words.name(text)
    chosen = CHOICES.get(name, {}).get(text)
    return schedule_words.term(name, text) if chosen is None else say(chosen)


def _field(name: str, line: str, text: str) -> str:
    try:
        layer = written.load({"v": written.VERSION, name: text})
    except BadSchedule:
        return text
    if name in SORTS:
        return schedule_words.span(layer.hours[name])
    words: Callable[..., str] | None = schedule_words.LINES.get(line)
    told = text if words is None else words(layer)
    # A list and a date are named beside it.
    return told.partition(": ")[2] if "." in name else told
