"""What in a schedule works against itself, in words, and where it is mended.

Law: where something on this page mends it, that is one press away.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flows.coach.conflicts import Conflict
from service.usecases.releasing import TALK
from service.web.schedule_words import day, weekdays
from service.web.tongues import later, say

# What works against itself: what it is, and what mends it.
CONFLICTS: Mapping[str, tuple[str, str]] = {
    "quiet_window": (
        later("A prompt at %(at)s falls into the quiet hours: texts go from %(from)s to"
              " %(to)s."),
        later("Move the window, or let texts go at that hour."),
    ),
    "quiet_call": (
        later("A call at %(at)s falls into the quiet hours: calls go from %(from)s to"
              " %(to)s."),
        later("Move the call, or let calls go at that hour."),
    ),
    "shut_call": (
        later("A call is planned for %(days)s, and the law that is chosen lets no call"
              " go on that day."),
        later("Leave that day out of the days of calls."),
    ),
    "moment": (
        later("%(at)s is one moment, yet the step counts as a window: a prompt would"
              " come at %(at)s, when the moment is there, not before it."),
        later("Save it here as a known moment, or set the kind of step to one moment;"
              " then prompts come before it."),
    ),
    "no_room": (
        later("Waiting ends at %(at)s, and there the chance is over as well: a prompt"
              " at %(at)s always comes too late."),
        later("Let the window be over later than waiting ends."),
    ),
    "off_days": (
        later("A time is only on %(days)s, and the week has no chance on that day."),
        later("Tick the day under “On which days” as well."),
    ),
    "cap_day": (
        later("There are %(windows)s windows a day, and the most prompts a day is"
              " %(cap)s."),
        later("The later ones are not sent. Raise the cap of the programme, or take a"
              " window out."),
    ),
    "call_day": (
        later("The call on %(days)s does not always go out: a prompt comes before it, a"
              " call counts as one, and the most a day is %(cap)s."),
        later("Leave that day out of the time of the prompt, under “Only on some of"
              " these days”, or raise the cap of the programme."),
    ),
    "cap_week": (
        later("Seven days hold up to %(chances)s chances, and the most prompts in seven"
              " days is %(cap)s."),
        later("The last ones are not sent. That may be just what you want; else raise"
              " the cap."),
    ),
    "paused": (
        later("There is a pause up to and including %(until)s: no prompt, recap or call"
              " until then."),
        later("A pause that was asked for ends by itself, or by the word GO."),
    ),
    "hold": (
        later("Automatic texts are on hold, so nothing of this goes out."),
        later("Lift the hold once you have looked."),
    ),
    "talk_ends": (
        later("A coach is talking with them. The talk ends by itself on %(until)s at"
              " %(at)s, 24 hours after the last word; nothing goes out before."),
        later("It goes on at once when the talk is ended."),
    ),
    "take_over": (
        later("A coach is talking with them, so nothing of this goes out."),
        later("It goes on once the talk is ended."),
    ),
    "consent": (
        later("There is no yes to texts, so nothing of this goes out."),
        later("Only the person can give it, by answering the invitation or by START."),
    ),
    "calls_off": (
        later("There is no yes to automated calls that stands, so no call is made."),
        later("Enter a yes only once they have given one."),
    ),
    "no_date": (
        later("The days count from %(date)s, and nobody has given that date yet."),
        later("Add it under “Dates”."),
    ),
    "no_list": (
        later("The list of holidays %(list)s counts, and there is no list of that"
              " name."),
        later("Add the list, or let it not count."),
    ),
    "no_chance": (
        later("These days have no chance at all, so there is nothing to prompt for."),
        later("Look at the days, the first day, days off and pauses."),
    ),
    "over": (
        later("The last day, %(until)s, is over: there are no chances any more."),
        later("Choose a later last day, or take it out."),
    ),
}  # fmt: skip
PERSON, PROGRAMME = "person", "programme"
# A talk that ends by itself, where it is known when.
TALK_ENDS = "talk_ends"
# What mends it on one of the pages alone: a call may be left out for one person.
OF_PAGE: Mapping[tuple[str, str], str] = {
    (PROGRAMME, "moment"): later(
        "Set the kind of step to one moment; then prompts come before it."
    ),
    (PERSON, "quiet_call"): later(
        "Choose “No calls” for them, or another time for their calls; or let calls go"
        " at that hour."
    ),
    (PERSON, "call_day"): later(
        "Leave that day out of the time of the prompt, under “Only on some of these"
        " days”. Or choose “No calls” for them, or another day. Or raise the cap of the"
        " programme."
    ),
}
# The same where the hours of that weekday are not those of the others.
ON_DAYS: Mapping[str, str] = {
    "quiet_window": later(
        "A prompt at %(at)s falls into the quiet hours of %(days)s: there texts go from"
        " %(from)s to %(to)s."
    ),
    "quiet_call": later(
        "A call at %(at)s falls into the quiet hours of %(days)s: there calls go from"
        " %(from)s to %(to)s."
    ),
}
_TIMES = ("windows", later("The times"))
_DAYS = ("days", later("The days"))
_CALLS = later("Calls")
_QUIET = ("hours", later("Quiet hours"))
_BOTH: Mapping[str, tuple[tuple[str, str], ...]] = {
    "quiet_window": (_TIMES, _QUIET),
    "no_room": (_TIMES,),
    "off_days": (_DAYS,),
    "no_date": (("dates", later("Dates")),),
    "no_list": (("holidays", later("Holidays")),),
    "no_chance": (_DAYS, ("skips", later("Days off and pauses"))),
    "over": (("bounds", later("First and last day")),),
}
# Where on the page each is mended: the place in it, and what stands there.
WAYS: Mapping[str, Mapping[str, tuple[tuple[str, str], ...]]] = {
    PERSON: {
        **_BOTH,
        "quiet_call": (("calls-in", _CALLS), _QUIET),
        "shut_call": (("calls-in", _CALLS), _QUIET),
        "call_day": (_TIMES, ("calls-in", _CALLS)),
        "cap_day": (("limits", later("Most prompts a day")), _TIMES),
        "cap_week": (("limits", later("Most prompts in seven days")),),
        "moment": (_TIMES,),
    },
    PROGRAMME: {
        **_BOTH,
        "quiet_call": (("tcalls-in", _CALLS), _QUIET),
        "shut_call": (("tcalls-in", _CALLS), _QUIET),
        "call_day": (_TIMES, ("tcalls-in", _CALLS)),
        "cap_day": (("caps", later("Most prompts a day")), _TIMES),
        "cap_week": (("caps", later("Most prompts in seven days")),),
        "moment": (("usual", later("Kind of step")),),
    },
}


@dataclass(frozen=True, slots=True)
class Told:
    """One conflict in words; `ways` are (place on the page, what it is called)."""

    what: str
    mend: str
    ways: tuple[tuple[str, str], ...]


def told(one: Conflict, page: str) -> Told:
    """Say what works against itself on the page of a person or of a programme."""
    kind = _kind(one)
    what, mend = CONFLICTS[kind]
    what = ON_DAYS.get(kind, what) if "days" in one.about else what
    about = {name: _about(name, text) for name, text in one.about.items()}
    ways = tuple((at, say(name)) for at, name in WAYS[page].get(kind, ()))
    return Told(say(what, **about), say(OF_PAGE.get((page, kind), mend)), ways)


def _kind(one: Conflict) -> str:
    """Say what it is; a talk that holds has no hold to lift, and may end by itself."""
    if one.about.get("hold") != TALK:
        return one.kind
    return TALK_ENDS if "until" in one.about else TALK


def _about(name: str, text: str) -> str:
    if name == "days":
        return weekdays([int(one) for one in text])
    return day(date.fromisoformat(text)) if name == "until" else text
