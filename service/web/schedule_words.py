"""When, in plain words: a layer, the coming days, what works against itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date
from markupsafe import Markup

from flows.coach.chances import minutes_between
from flows.coach.conflicts import is_moment
from flows.coach.quiet import PRESETS
from flows.coach.schedule import SORTS, BadSchedule, Pause, Schedule, Slot
from flows.coach.timing import Hours
from service.usecases.call_terms import CallTerms
from service.usecases.entries import Refused
from service.web import entries, retold, tongues
from service.web.tongues import later, say

WEEK = (
    later("Monday"), later("Tuesday"), later("Wednesday"), later("Thursday"),
    later("Friday"), later("Saturday"), later("Sunday"),
)  # fmt: skip
TO = later("%(start)s to %(end)s")
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
        return say(later("on every day"))
    if found == [0, 1, 2, 3, 4]:
        return say(later("Monday to Friday"))
    return ", ".join(map(weekday, found))


def span(hours: Hours) -> str:
    """Say hours: 09:00 to 18:00."""
    times = {"start": f"{hours.start:%H:%M}", "end": f"{hours.end:%H:%M}"}
    return say(TO, **times)


# ---- a layer in words ----


def slot(one: Slot) -> str:
    """Say a window, with its weekdays where it has some of its own."""
    told = _walls(one)
    return told if one.days is None else f"{weekdays(one.days)}: {told}"


def _walls(one: Slot) -> str:
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


ALL_ONLY = later(
    "The times below are only on %(days)s. Those days win: on any other day none of"
    " them comes, whatever is chosen here."
)
SOME_ONLY = later(
    "Some times below are only on %(days)s. Those days win for them: on any other day"
    " they do not come, whatever is chosen here."
)
ALL_WIN = later("The times' own days win: %(days)s.")
SOME_WIN = later("For some times their own days win: %(days)s.")


def only(slots: Sequence[Slot]) -> str:
    """Say on which days alone some times are, "" where none has days of its own."""
    return _of_own_days(slots, ALL_ONLY, SOME_ONLY)


def wins(slots: Sequence[Slot]) -> str:
    """Say the same in short, for beside the days that are inherited."""
    return _of_own_days(slots, ALL_WIN, SOME_WIN)


def _of_own_days(slots: Sequence[Slot], every: str, some: str) -> str:
    own = [one.days for one in slots if one.days is not None]
    if not own:
        return ""
    told = every if len(own) == len(slots) else some
    return say(told, days=weekdays(frozenset[int]().union(*own)))


def _pauses(layer: Schedule) -> str:
    ill = say(later("ill"))
    return ", ".join(
        _days(one) + (f" ({ill})" if one.cause == "illness" else "")
        for one in layer.pauses
    )


def _days(pause: Pause) -> str:
    first, last = day(pause.first), day(pause.last)
    return first if first == last else say(TO, start=first, end=last)


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
    return "; ".join(say(PRESETS[name].about) for name in sorted(layer.law))


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


TERM_NAMES: Mapping[str, str] = {
    "days": later("Usual days"),
    "opens": later("A chance opens"),
    "deadline": later("Waiting ends"),
    "closes": later("A chance is over"),
    "kind": later("Kind of step"),
    "hours_from": later("Texts and calls from"),
    "hours_to": later("Texts and calls until"),
    "cap_day": later("Most prompts a day"),
    "cap_week": later("Most prompts in seven days"),
    "recap_day": later("Day of the recap"),
    "recap_at": later("Time of the recap"),
    "digest": later("Recap of the month"),
    "recap_rhythm": later("Recap when all goes on alone"),
    "call_days": later("Days of calls"),
    "call_at": later("Time of the call"),
    "call_until": later("No call after"),
    "call_retry": later("Minutes until the second try"),
    "policy": later("How prompts thin out"),
    "start_rung": later("Rung to begin on"),
    "goal": later("What it aims at"),
    "random_skips": later("Prompts rest at random"),
}


def terms(said: Mapping[str, str]) -> dict[str, str]:
    """Say terms as they are written, weekdays by name."""
    return {say(TERM_NAMES[name]): term(name, text) for name, text in said.items()}


def term(name: str, text: str) -> str:
    """Say one term: weekdays by name, the rest as it is written."""
    if name in ("days", "call_days") and text.isdecimal():
        return weekdays(sorted(map(int, text)))
    if name == "recap_day" and text.isdecimal():
        return weekday(int(text), "EEEE")
    return text


def mend(told: str) -> str:
    """Say a mend; it may hold what somebody typed, so nothing is filled into it."""
    if isinstance(told, Markup):
        return told  # it is said already, with its button
    return retold.said(say(tongues.tell(told)))


def mended(refused: Refused | BadSchedule) -> str:
    """Say what is to be mended."""
    if isinstance(refused, Refused):
        return entries.mend(refused)
    return tongues.tell(refused.mend)


def sentence(refused: Refused | BadSchedule) -> str:
    """Say what is to be mended as a sentence that stands alone."""
    said = mended(refused)
    return f"{said[:1].upper()}{said[1:]}."
