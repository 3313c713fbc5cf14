"""When, in plain words: a layer, the coming days, what works against itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date

from flows.coach.chances import minutes_between
from flows.coach.conflicts import Conflict, is_moment
from flows.coach.fields import PARTS
from flows.coach.policy import POLICIES
from flows.coach.preview import Row
from flows.coach.quiet import PRESETS
from flows.coach.schedule import SORTS, Schedule, Slot
from flows.coach.timing import ClockChange, Hours
from service.store.lookbacks import Past
from service.usecases.call_terms import CallTerms
from service.usecases.previewing import Preview
from service.web import tongues
from service.web.tongues import later, say

WEEK = (
    later("Monday"), later("Tuesday"), later("Wednesday"), later("Thursday"),
    later("Friday"), later("Saturday"), later("Sunday"),
)  # fmt: skip
PART_NAMES: Mapping[str, str] = {
    "morning": later("the morning"),
    "midday": later("midday"),
    "afternoon": later("the afternoon"),
    "evening": later("the evening"),
    "day": later("the whole day"),
}
WINDOW_NAMES: Mapping[str, str] = {
    "window": later("A window"),
    "random": later("A prompt at a random minute"),
    "before": later("Before a known moment"),
    "part": later("A part of the day"),
}
SORT_NAMES: Mapping[str, str] = {
    "texts": later("Texts may go out"),
    "calls": later("Calls may go out"),
    "retries": later("A second try of a call may go out"),
}
FIELD_NAMES: Mapping[str, str] = {
    "rhythm": later("Days"),
    "windows": later("Windows"),
    "start": later("First day"),
    "until": later("Last day"),
    "times": later("Chances in all"),
    "skip": later("Days off"),
    "holidays": later("Lists of holidays"),
    "observe": later("Lists that count"),
    "pauses": later("Pauses"),
    "dates": later("Dates"),
    "hours": later("Quiet hours"),
    "law": later("Legal presets"),
    "began": later("The step began"),
}
KINDS: Mapping[str, str] = {
    "prompt": later("Prompt"),
    "recap": later("Recap"),
    "call": later("Call"),
    "chance": later("Chance"),
    "left": later("No chance"),
}
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
    "moment": (
        later("%(at)s is one moment, yet the step counts as a window: a prompt would"
              " come at %(at)s, when the moment is there, not before it."),
        later("Say below that the step is a moment; then prompts come before it."),
    ),
    "cap_day": (
        later("There are %(windows)s windows a day, and the most prompts a day is"
              " %(cap)s."),
        later("The later ones stay here. Raise the cap of the programme, or take a"
              " window out."),
    ),
    "cap_week": (
        later("Seven days hold up to %(chances)s chances, and the most prompts in seven"
              " days is %(cap)s."),
        later("The last ones stay here. That may be just what you want; else raise the"
              " cap."),
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
    "consent": (
        later("There is no yes to texts, so nothing of this goes out."),
        later("Only the person can give it, by answering the invitation or by START."),
    ),
    "calls_off": (
        later("There is no yes to automated calls, so no call is made."),
        later("Enter the yes once it was given; until then the calls stay here."),
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
NO_CHANCE: Mapping[str, str] = {
    "off": later("No chance was planned on this day."),
    "skip": later("A day off."),
    "holiday": later("A holiday."),
    "pause": later("A day of a pause."),
    "illness": later("A day of illness."),
    "no_date": later("The days count from a date that nobody has given."),
    "no_step": later("There is no step yet, so there are no chances."),
    "before": later("The step had not begun."),
}


def day(on: date) -> str:
    """Say a day in the language of whoever looks, like Mon 2 Mar."""
    return format_date(on, "EEE d MMM", locale=tongues.here())


def weekday(number: int, width: str = "EEE") -> str:
    """Say a weekday, from 0 for Monday."""
    return format_date(date(2024, 1, 1 + number), width, locale=tongues.here())


def weekdays(days: Sequence[int] | frozenset[int]) -> str:
    """Say a set of weekdays: Mon, Wed; every day; Mon to Fri."""
    found = sorted(days)
    if len(found) == len(WEEK):
        return say(later("every day"))
    if found == [0, 1, 2, 3, 4]:
        return say(later("Monday to Friday"))
    return ", ".join(map(weekday, found))


def span(hours: Hours) -> str:
    """Say hours: 09:00 to 18:00."""
    times = {"start": f"{hours.start:%H:%M}", "end": f"{hours.end:%H:%M}"}
    return say(later("%(start)s to %(end)s"), **times)


# ---- a layer in words ----


def slot(one: Slot) -> str:
    """Say a window."""
    at = {
        name: f"{getattr(one, name):%H:%M}" for name in ("opens", "deadline", "closes")
    }
    if one.part:
        return say(PART_NAMES[one.part])
    if one.draw:
        return say(later("a random minute from %(opens)s to %(deadline)s"), **at)
    if is_moment(one):
        waits = minutes_between(one.opens, one.deadline)
        return say(
            later("%(deadline)s, with a prompt %(minutes)s minutes before"),
            minutes=waits,
            **at,
        )
    return say(later("%(opens)s, waiting until %(deadline)s, over at %(closes)s"), **at)


def rhythm(layer: Schedule) -> str:
    """Say which days there are, "" where the layer leaves that out."""
    if layer.around is not None:
        days = ", ".join(str(one) for one in sorted(layer.around.offsets)[:12])
        told = {"date": layer.around.date, "days": days}
        return say(later("around %(date)s, on days %(days)s"), **told)
    on = weekdays(layer.days) if layer.days else ""
    if layer.every is None:
        return on
    n = layer.every.number
    if layer.every.unit == "days":
        return tongues.count("every day", "every %(num)s days", n)
    weeks = tongues.count("every week", "every %(num)s weeks", n)
    return f"{weeks}, {on}" if on else weeks


def _pauses(layer: Schedule) -> str:
    ill = say(later("ill"))
    return ", ".join(
        f"{day(one.first)} – {day(one.last)}"
        + (f" ({ill})" if one.cause == "illness" else "")
        for one in layer.pauses
    )


def _holidays(layer: Schedule) -> str:
    return "; ".join(
        f"{name}: {', '.join(day(one) for one in sorted(days))}"
        for name, days in sorted(layer.holidays.items())
    )


def _observe(layer: Schedule) -> str:
    if layer.observe is None:
        return ""
    return ", ".join(sorted(layer.observe)) or say(later("none"))


def _hours(layer: Schedule) -> str:
    return "; ".join(
        f"{say(SORT_NAMES[sort])} {span(layer.hours[sort])}"
        for sort in SORTS
        if sort in layer.hours
    )


def _law(layer: Schedule) -> str:
    return "; ".join(PRESETS[name].about for name in sorted(layer.law))


LINES: Mapping[str, Callable[[Schedule], str]] = {
    "rhythm": rhythm,
    "windows": lambda layer: "; ".join(map(slot, layer.slots)),
    "start": lambda layer: day(layer.start) if layer.start else "",
    "until": lambda layer: day(layer.until) if layer.until else "",
    "times": lambda layer: str(layer.times or ""),
    "skip": lambda layer: ", ".join(map(day, sorted(layer.skip))),
    "holidays": _holidays,
    "observe": _observe,
    "pauses": _pauses,
    "dates": lambda layer: ", ".join(
        f"{name}: {day(on)}" for name, on in sorted(layer.dates.items())
    ),
    "hours": _hours,
    "law": _law,
    "began": lambda layer: day(layer.began) if layer.began else "",
}


def lines(layer: Schedule) -> dict[str, str]:
    """Say each field of a layer, "" for what it leaves out."""
    return {name: words(layer) for name, words in LINES.items()}


def calls(calling: CallTerms) -> str:
    """Say when somebody is called."""
    if not calling.call_days:
        return say(later("no calls"))
    at = {"at": f"{calling.call_at:%H:%M}", "until": f"{calling.call_until:%H:%M}"}
    on = weekdays(calling.call_days)
    return say(later("%(on)s at %(at)s, at the latest %(until)s"), on=on, **at)


@dataclass(frozen=True, slots=True)
class Both:
    """One field as it stands now, and as it was typed, where they differ."""

    name: str
    stands: str
    typed: str


def differing(stands: Mapping[str, str], typed: Mapping[str, str]) -> list[Both]:
    """Return what differs between two sets of fields in words."""
    nothing = say(later("nothing of its own"))
    return [
        Both(name, stands.get(name) or nothing, typed.get(name) or nothing)
        for name in dict.fromkeys((*stands, *typed))
        if stands.get(name, "") != typed.get(name, "")
    ]


# ---- the coming days ----


@dataclass(frozen=True, slots=True)
class Item:
    """One thing of a day: what, when on the wall, whether it goes, and why."""

    kind: str
    name: str
    wall: str
    goes: bool
    moved: bool
    why: str


@dataclass(frozen=True, slots=True)
class Date:
    """One day of the strip: what comes, and what its clock does."""

    on: date
    items: tuple[Item, ...]
    quiet: tuple[str, ...]
    clock: str
    today: bool


def strip(shown: Preview) -> list[Date]:
    """Return the days of a preview, each with what comes on it."""
    by_day = {
        on: tuple(rows) for on, rows in groupby(shown.rows, lambda row: row.local_date)
    }
    clocks = {change.day: clock(change) for change in shown.clocks}
    days = (shown.last - shown.first).days + 1
    return [
        _date(on, by_day.get(on, ()), clocks.get(on, ""), on == shown.first)
        for on in (shown.first + timedelta(days=ahead) for ahead in range(days))
    ]


def _date(on: date, rows: Sequence[Row], told: str, today: bool) -> Date:  # noqa: FBT001
    items = tuple(_item(row) for row in rows if row.kind not in ("chance", "left"))
    quiet = tuple(
        row.sentence
        for row in rows
        if row.kind == "left" or (row.kind == "chance" and not row.goes)
    )
    return Date(on, items, quiet, told, today)


def _item(row: Row) -> Item:
    wall = "" if row.wall is None else f"{row.wall:%H:%M}"
    return Item(
        row.kind, say(KINDS[row.kind]), wall, row.goes, not row.goes, row.sentence
    )


def clock(change: ClockChange) -> str:
    """Say what a change of the clocks does on its day."""
    ahead = change.after > change.before
    told = {"before": offset(change.before), "after": offset(change.after)}
    words = (
        later("The clocks go forward here, from %(before)s to %(after)s.")
        if ahead
        else later("The clocks go back here, from %(before)s to %(after)s.")
    )
    return say(words, **told)


def offset(ahead: timedelta) -> str:
    """Say how far a clock is from UTC, such as UTC+13:00."""
    minutes = int(ahead.total_seconds()) // 60
    sign = "-" if minutes < 0 else "+"
    return f"UTC{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def total(shown: Preview) -> str:
    """Say in one line what the days hold."""
    goes = [row.kind for row in shown.rows if row.goes]
    stays = sum(
        not row.goes for row in shown.rows if row.kind in ("prompt", "call", "recap")
    )
    told = [
        tongues.count("%(num)s prompt", "%(num)s prompts", goes.count("prompt")),
        tongues.count("%(num)s call", "%(num)s calls", goes.count("call")),
        tongues.count("%(num)s recap", "%(num)s recaps", goes.count("recap")),
    ]
    if stays:
        told.append(tongues.count("%(num)s stays here", "%(num)s stay here", stays))
    return ", ".join(told)


def conflict(one: Conflict) -> tuple[str, str]:
    """Say what works against itself, and what mends it."""
    what, mend = CONFLICTS[one.kind]
    about = {name: _about(name, text) for name, text in one.about.items()}
    return say(what, **about), say(mend)


def _about(name: str, text: str) -> str:
    return day(date.fromisoformat(text)) if name == "until" else text


# ---- the days before ----


def rested(one: Past, meaning: str) -> str:
    """Say why nothing was laid out for a chance."""
    at = {"opens": f"{one.opens:%H:%M}", "closes": f"{one.closes:%H:%M}"}
    told = say(later("The chance from %(opens)s to %(closes)s got no prompt."), **at)
    return f"{told} {meaning}"


def nudge(zone: str, occurrence: str, at: datetime) -> tuple[str, str]:
    """Say what a planned nudge is, and when it comes on its person's wall."""
    there = at.astimezone(ZoneInfo(zone))
    kind = occurrence.partition("/")[0]
    return say(KINDS.get(kind, later("Text"))), f"{day(there.date())} {there:%H:%M}"


def policies() -> Iterator[tuple[str, str]]:
    """Yield each policy of prompts with what it does."""
    for name, rules in POLICIES.items():
        yield name, rules.says


def known_parts() -> Mapping[str, Any]:
    """Return the parts of a day, with their windows."""
    return PARTS
