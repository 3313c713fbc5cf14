"""What a change changed, field by field, in the language of whoever reads.

Law: what is not known here is shown as it was kept; what a person's own layer leaves
out is as her programme has it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flows.coach.programme_files import Difference
from service.usecases.terms import ALWAYS
from service.web import changed_words, money_words, schedule_words, setup_words, words
from service.web.schedule_words import Both
from service.web.tongues import count, later, say

# So many fields are shown of one change; the others are counted.
SHOWN = 40
NAMES: Mapping[str, str] = {
    "zone": later("Clock"),
    "step": later("The step"),
    "cue": later("Cue"),
    "terms.keep_words": later("How long words are kept"),
    "terms.keep_recordings": later("How long recordings are kept"),
    "limits.budget": later("Budget of the month"),
    "limits.budget_month": later("Budget of the month"),
    "limits.budget_day": later("Budget of the day"),
    "limits.messages_day": later("Most messages of a day"),
    "limits.countries": later("Countries that are sent to"),
    "limits.segment": later("Price of a text"),
    "limits.minute": later("Price of a minute"),
}
# Amounts, in millionths of a dollar.
MONEY = frozenset(
    f"limits.{name}"
    for name in ("budget", "budget_month", "budget_day", "segment", "minute")
)
KEPT = frozenset({"terms.keep_words", "terms.keep_recordings"})
BELOW = later("as the programme has it")


def lines(found: Sequence[Difference], *, hers: bool = False) -> list[Both]:
    """Say each field that differs, before and after; `hers` is a person's own layer."""
    return [
        Both(_what(one.what), *(_held(one.what, text, hers) for text in both))
        for one in found[:SHOWN]
        for both in [(one.before, one.after)]
    ]


def beyond(found: Sequence[Difference]) -> str:
    """Say how many more fields differ than are shown, "" for none."""
    more = len(found) - SHOWN
    return count("and %(num)s more", "and %(num)s more", more) if more > 0 else ""


def _what(what: str) -> str:
    if what in NAMES:
        return say(NAMES[what])
    if _is_when(what):
        return changed_words.differs(what)
    try:
        return setup_words.what(what)
    except KeyError:
        return what


def _is_when(what: str) -> bool:
    """Say whether a field is one of those that say when."""
    section, _, name = what.partition(".")
    return section == "schedule" or (
        section == changed_words.TERMS and name in schedule_words.TERM_NAMES
    )


def _held(what: str, text: str, hers: bool) -> str:
    if not text and hers:
        return say(BELOW)
    if what == "zone":
        return words.place(text) if text else say(later("nothing"))
    if what in KEPT:
        return _days(text)
    if what.startswith("limits."):
        return _limit(what, text)
    if _is_when(what):
        return changed_words.holds(what, text)
    return setup_words.value(what, text) or say(later("nothing"))


def _days(text: str) -> str:
    if text in ("", ALWAYS):
        return say(later("always"))
    if not text.isdecimal():
        return text
    return count("%(num)s day", "%(num)s days", int(text))


def _limit(what: str, text: str) -> str:
    if not text:
        return say(later("nothing"))
    return money_words.dollars(int(text)) if what in MONEY else text
