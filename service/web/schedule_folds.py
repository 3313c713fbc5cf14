"""The panels of a schedule's form: folded, each saying in a line what is set in it.

Laws: the days and times stand open; another panel does where something in it cannot
stand, was changed and is not saved yet, or just got a row; all others are folded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from flows.coach.schedule import Schedule
from service.usecases import person_days, programme_days
from service.usecases.call_terms import shown as calls_of
from service.usecases.terms import NO_DAY
from service.web import (
    edits_of_prompts,
    policy_words,
    schedule_words,
    strip_words,
    words,
)
from service.web.schedule_rows import ROWS, Typed, places, row_of, says
from service.web.tongues import count, later, say

# Which fields, rows and mends belong to which panel, by name.
PANELS: Mapping[str, re.Pattern[str]] = {
    panel: re.compile(names)
    for panel, names in {
        "usual": r"t_(days.*|opens|deadline|closes|kind)",
        "days": r"rhythm|days|w?day_\d|every|around.*",
        "windows": r"at|window.*|moment|each",
        "calls": r"calls|call_.*",
        "tcalls": r"t_call_.*",
        "caps": r"t_(hours|cap|recap|digest).*",
        "skips": r"(skip|pause)s?(_.*)?|ill",
        "bounds": r"from|until|times",
        "dates": r"date.*",
        "holidays": r"(holiday|observe).*",
        "hours": r"(texts|calls|retries)(_from|_to)?|law.*",
        "clock": r"zone|began",
        "limits": r"own_.*",
        "thinning": r"t_(policy|start_rung|goal|random_skips)|began",
    }.items()
}
# What belongs together is one panel; whatever stands in no group is one by itself.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "times": ("usual", "days", "windows"),
    "off": ("skips", "holidays"),
    "span": ("bounds", "dates"),
    "night": ("caps", "hours", "clock"),
}
OPEN = "times"
MANY = 2  # windows, or days off, that are named; more are counted
BELOW = later("%(what)s, as the programme has it")
NONE = later("nothing")
PAUSED = later("On a pause up to and including %(day)s")


@dataclass(frozen=True, slots=True)
class Fold:
    """One panel: what is set in it, in a line, and whether it stands open."""

    says: str
    open: bool


def folds(
    told: Mapping[str, str], typed: Typed, stands: Typed, wrong: Mapping[str, str],
    more: str,
) -> dict[str, Fold]:  # fmt: skip
    """Return the panels of the parts that `told` speaks of, by name.

    `more` is a field or a part that somebody is led to: its panel stands open.
    """
    differing = _meant(typed).items() ^ _meant(stands).items()
    here = {*(name for name, _ in differing), *wrong, more}
    grouped = {part for parts in GROUPS.values() for part in parts}
    alone = {part: (part,) for part in told if part not in grouped}
    panels = {**GROUPS, **alone}
    return {
        panel: Fold(
            _together([told[part] for part in parts if part in told]),
            panel == OPEN
            or more in parts
            or any(_is_part(name, parts) for name in here),
        )
        for panel, parts in panels.items()
    }


def changed(typed: Typed, stands: Typed) -> bool:
    """Say whether a field of a panel is typed otherwise than it stands."""
    return bool(place_of(typed, stands))


def place_of(typed: Typed, stands: Typed) -> str:
    """Return the first part in which something is typed otherwise, "" for none."""
    names = {name for name, _ in _meant(typed).items() ^ _meant(stands).items()}
    here = (part for part in PANELS if any(_is_part(name, (part,)) for name in names))
    return next(here, "")


def _is_part(name: str, parts: tuple[str, ...]) -> bool:
    return any(PANELS[part].fullmatch(name) for part in parts)


def _together(lines: list[str]) -> str:
    """Say in one line what is set in the parts of a panel; of nothing, once."""
    nothing = {say(NONE), say(NO_DATES), say(NO_HOLIDAYS)}
    told = [line for line in lines if line not in nothing]
    return " · ".join(told or [say(NONE)])


def _meant(typed: Typed) -> dict[str, str]:
    """Return what a form says, without empty fields and rows that say nothing."""
    empty = {
        f"{name}_{at}_"
        for name in ROWS
        for at in places(typed, name)
        if not says(name, row_of(typed, name, at))
    }
    return {
        name: text
        for name, text in typed.items()
        if text and not any(name.startswith(one) for one in empty)
    }


# ---- what a person's panels say ----


def of_person(stand: person_days.Stand, wanted: person_days.Wanted) -> dict[str, str]:
    """Say what is set in each panel of a person's form, and by whom."""
    own, below = wanted.own, stand.below

    def either(line: Callable[[Schedule], str], otherwise: str) -> str:
        inherited = line(below)
        return line(own) or (
            say(BELOW, what=inherited) if inherited else say(otherwise)
        )

    return {
        "days": either(schedule_words.rhythm, NONE),
        "windows": either(_windows, NONE),
        "calls": _calls(stand, wanted.calls),
        "limits": _all(_cap(stand.beside), _limits(stand, wanted.terms)),
        "skips": _all(pause(stand.beside.paused), either(_left_out, NONE)),
        "bounds": either(_bounds, NO_END),
        "dates": either(_dates, NO_DATES),
        "holidays": either(_holidays, NO_HOLIDAYS),
        "hours": either(_hours, "")
        or _usual_hours(schedule_words.span(stand.terms.hours)),
        "clock": words.place(wanted.zone),
    }


def pause(until: date | None) -> str:
    """Say a pause that stands up to that day, "" for none."""
    return "" if until is None else say(PAUSED, day=schedule_words.day(until))


def _cap(beside: person_days.Beside) -> str:
    """Say a coach's limit for a time, "" for none."""
    one = beside.cap
    if one is None:
        return ""
    return f"{strip_words.word(one)} {edits_of_prompts.lever_ends(one)}".strip()


def _all(elsewhere: str, here: str) -> str:
    """Say what stands elsewhere before what is set here, which may be nothing."""
    return _together([elsewhere, here]) if elsewhere else here


def _calls(stand: person_days.Stand, own: Mapping[str, str]) -> str:
    below = stand.below_calls
    if not own:
        return say(BELOW, what=schedule_words.calls(below))
    known = {
        "call_days": "".join(map(str, sorted(below.call_days))) or None,
        "call_at": f"{below.call_at:%H:%M}",
        "call_until": f"{below.call_until:%H:%M}",
    }
    return schedule_words.calls(calls_of({**known, **own}))


def _limits(stand: person_days.Stand, own: Mapping[str, str]) -> str:
    below = stand.terms
    said = {
        "cap_day": str(below.cap_day),
        "cap_week": str(below.cap_week),
        "recap_day": NO_DAY if below.recap_day is None else str(below.recap_day),
        "recap_at": f"{below.recap_at:%H:%M}",
    }
    told = " · ".join(_most(said | dict(own)))
    return told if own else say(BELOW, what=told)


def _windows(layer: Schedule) -> str:
    if len(layer.slots) > MANY:
        return count("%(num)s window", "%(num)s windows", len(layer.slots))
    return "; ".join(map(schedule_words.slot, layer.slots))


def _left_out(layer: Schedule) -> str:
    said = schedule_words.lines(layer)
    skips, pauses = len(layer.skip), len(layer.pauses)
    told = (
        said["skip"]
        if skips <= MANY
        else count("%(num)s day off", "%(num)s days off", skips),
        said["pauses"]
        if pauses <= MANY
        else count("%(num)s pause", "%(num)s pauses", pauses),
    )
    return " · ".join(filter(None, told))


NO_END = later("from the day the step began, without an end")
NO_DATES = later("none; an exam, a talk: what days may count from")
NO_HOLIDAYS = later("none; your own lists of days without chances")


def _bounds(layer: Schedule) -> str:
    said = schedule_words.lines(layer)
    told = (
        say(later("from %(day)s"), day=said["start"]) if said["start"] else "",
        say(later("up to %(day)s"), day=said["until"]) if said["until"] else "",
        count("%(num)s chance in all", "%(num)s chances in all", layer.times)
        if layer.times
        else "",
    )
    return " · ".join(filter(None, told))


def _dates(layer: Schedule) -> str:
    return schedule_words.lines(layer)["dates"]


def _holidays(layer: Schedule) -> str:
    if layer.observe is not None:
        return schedule_words.lines(layer)["observe"]
    return ", ".join(sorted(layer.holidays))


def _hours(layer: Schedule) -> str:
    said = schedule_words.lines(layer)
    laws = len(layer.law)
    bound = count("%(num)s legal preset", "%(num)s legal presets", laws) if laws else ""
    return " · ".join(filter(None, (said["hours"], bound)))


def _usual_hours(span: str) -> str:
    return say(
        later("texts and calls go %(hours)s unless something else stands here"),
        hours=span,
    )


# ---- what a programme's panels say ----

KINDS: Mapping[str, str] = {
    "window": later("some time in the window"),
    "moment": later("one moment"),
}


def of_programme(wanted: programme_days.Wanted) -> dict[str, str]:
    """Say what is set in each panel of a programme's form."""
    said, layer = wanted.terms, wanted.schedule
    hours = {"start": said["hours_from"], "end": said["hours_to"]}
    return {
        "usual": _usual(said),
        "windows": _windows(layer) or say(later("the usual window")),
        "days": schedule_words.rhythm(layer) or say(later("the usual days")),
        "tcalls": schedule_words.calls(calls_of(said)),
        "caps": _caps(said),
        "skips": _left_out(layer) or say(NONE),
        "bounds": _bounds(layer) or say(NO_END),
        "dates": _dates(layer) or say(NO_DATES),
        "holidays": _holidays(layer) or say(NO_HOLIDAYS),
        "hours": _hours(layer)
        or _usual_hours(say(later("%(start)s to %(end)s"), **hours)),
        "thinning": policy_words.name(said["policy"]),
    }


def _usual(said: Mapping[str, str]) -> str:
    window = say(
        later("%(opens)s, waiting until %(deadline)s, over at %(closes)s"),
        **{name: said[name] for name in ("opens", "deadline", "closes")},
    )
    days = schedule_words.term("days", said["days"])
    return f"{days} · {window} · {say(KINDS[said['kind']])}"


def _caps(said: Mapping[str, str]) -> str:
    hours = {"start": said["hours_from"], "end": said["hours_to"]}
    told = (say(later("%(start)s to %(end)s"), **hours), *_most(said))
    return " · ".join(told)


def _most(said: Mapping[str, str]) -> tuple[str, str]:
    """Say the most prompts, and when the recap comes."""
    most = {"day": said["cap_day"], "week": said["cap_week"]}
    recap = said["recap_day"]
    return (
        say(later("%(day)s a day, %(week)s in seven days"), **most),
        f"{schedule_words.term('recap_day', recap)} {said['recap_at']}"
        if recap.isdecimal()
        else say(later("no recap")),
    )
