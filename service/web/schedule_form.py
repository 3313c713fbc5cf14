"""A schedule as the fields of a form, and back: what is said of days and windows.

Laws: what `fill` gives, `read` reads back equal; what cannot be read stays typed, with
its mend beside its field; a row that is empty says nothing. Nothing here asks anybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from flows.coach import written
from flows.coach.quiet import PRESETS
from flows.coach.schedule import (
    SORTS,
    Around,
    BadSchedule,
    Pause,
    Schedule,
    Slot,
    check,
    roomy,
    sound,
)
from service.web.schedule_rows import (
    READERS,
    Typed,
    days_of,
    places,
    row_of,
    says,
    slug,
    window,
)
from service.web.tongues import later

OWN = "own"
RHYTHMS = ("", "days", "every_days", "every_weeks", "around")
WEEK = range(7)
MENDS: Mapping[str, str] = {
    "window": later("Give three times: it opens, waiting ends, it closes."),
    "random": later("Give two times, the prompt comes at a minute between them."),
    "before": later(
        "Give the time of the moment; the minutes before it are 1 to 45, or left empty."
    ),
    "part": later("Choose a part of the day."),
    "order": later("Waiting has to end after it opens, and not after it closes."),
    "room": later(
        "Let it close after waiting ends: a prompt that waits goes out between the two."
    ),
    "twice": later("This one stands there twice. Take one of them out."),
    "days": later("Tick one day at least."),
    "number": later("Write a whole number from 1 to 366."),
    "around": later(
        "Name the date, and write the days before and after it: -3, 0 or -14..7."
    ),
    "day": later("Choose a day, or leave it empty."),
    "pause": later("Give its first day; its last day must not come before it."),
    "list": later(
        "Name the list in small letters (nz), and write its days as 2026-12-25, one a"
        " line."
    ),
    "date": later("Name the date in small letters (exam_on), and choose its day."),
    "hours": later("Give both times, and two that differ."),
    "until": later("The last day must not come before the first."),
}


@dataclass(slots=True)
class Said:
    """What a form says: the layer, None where something is wrong, and what that is."""

    schedule: Schedule | None = None
    wrong: dict[str, str] = field(default_factory=dict)


# ---- from a schedule to a form ----


def fill(schedule: Schedule) -> dict[str, str]:
    """Return the fields of a form that say this layer."""
    words = written.write(schedule)
    typed = {
        "from": words.get("from", ""),
        "until": words.get("until", ""),
        "times": words.get("times", ""),
        "began": words.get("began", ""),
        **_rhythm(schedule),
    }
    for name, rows in _rows(schedule):
        for at, row in enumerate(rows):
            typed |= {f"{name}_{at}_{part}": text for part, text in row.items()}
    for sort in SORTS:
        start, _, end = words.get(sort, "").partition("-")
        typed |= {f"{sort}_from": start, f"{sort}_to": end}
    typed |= {f"law_{name}": "on" for name in schedule.law}
    if schedule.observe is not None:
        typed["observe"] = OWN
        known = schedule.observe - schedule.holidays.keys()
        typed |= {f"observe_{name}": "on" for name in known}
    return {name: text for name, text in typed.items() if text}


def _rhythm(schedule: Schedule) -> dict[str, str]:
    # The weekdays of every so many weeks are fields of their own, beside their number.
    mark = "wday" if schedule.every else "day"
    days = {f"{mark}_{day}": "on" for day in schedule.days or ()}
    if schedule.around is not None:
        return {
            "rhythm": "around",
            "around_date": schedule.around.date,
            "around_days": _spans(schedule.around),
        }
    if schedule.every is not None:
        unit = schedule.every.unit
        return {
            "rhythm": f"every_{unit}", "every": str(schedule.every.number), **days
        }  # fmt: skip
    return {"rhythm": "days", **days} if days else {}


def _spans(around: Around) -> str:
    """Say days before and after as spans: -14..-7,0."""
    found: list[list[int]] = []
    for day in sorted(around.offsets):
        if found and day == found[-1][1] + 1:
            found[-1][1] = day
        else:
            found.append([day, day])
    return ", ".join(
        f"{first}..{last}" if first < last else str(first) for first, last in found
    )


def _rows(schedule: Schedule) -> Iterator[tuple[str, list[dict[str, str]]]]:
    yield "window", [window(slot) for slot in schedule.slots]
    yield "skip", [{"day": day.isoformat()} for day in sorted(schedule.skip)]
    yield "pause", [_pause(pause) for pause in schedule.pauses]
    yield (
        "date",
        [
            {"name": name, "day": day.isoformat()}
            for name, day in sorted(schedule.dates.items())
        ],
    )
    observed = schedule.observe or ()
    yield (
        "holiday",
        [
            {
                "name": name,
                "days": "\n".join(day.isoformat() for day in sorted(days)),
                "counts": "on" if name in observed else "",
            }
            for name, days in sorted(schedule.holidays.items())
        ],
    )


def _pause(pause: Pause) -> dict[str, str]:
    ill = pause.cause == "illness"
    days = {"first": pause.first.isoformat(), "last": pause.last.isoformat()}
    told = _stamp(pause) if pause.told else ""
    return {**days, "ill": "on" if ill else "", "told": told}


def _stamp(pause: Pause) -> str:
    """Return by what an illness is known as told: those very days."""
    return f"{pause.first}..{pause.last}"


# ---- from a form to a schedule ----


def read(typed: Typed) -> Said:
    """Read the layer that a form says; what is wrong stands beside its field."""
    form = _Form(typed)
    fields: dict[str, object] = {
        **form.rhythm(),
        "slots": form.windows(),
        "start": form.one("from", "from", "day"),
        "until": form.one("until", "until", "day"),
        "times": form.one("times", "times", "number"),
        "began": form.one("began", "began", "day"),
        "skip": frozenset(form.skips()),
        "pauses": form.pauses(),
        "holidays": form.holidays(),
        "observe": form.observed(),
        "dates": form.dates(),
        "hours": form.hours(),
        "law": frozenset(n for n in PRESETS if form.typed.get(f"law_{n}")),
    }
    if form.wrong:
        return Said(None, form.wrong)
    try:
        return Said(check(Schedule(**fields)))  # type: ignore[arg-type] # as they are
    except BadSchedule as refused:
        mend = MENDS["until"] if refused.name == "until" else refused.mend
        return Said(None, {refused.name: mend})


class _Form:
    """Reads one form, and keeps the mend of what cannot be read."""

    def __init__(self, typed: Typed) -> None:
        self.typed = {name: text.strip() for name, text in typed.items()}
        self.wrong: dict[str, str] = {}

    def _refuse(self, place: str, mend: str) -> None:
        self.wrong[place] = MENDS[mend]

    def _as(self, place: str, mend: str, name: str, text: str) -> Schedule:
        """Read one field in its written form; one that is empty says nothing."""
        try:
            return written.read({name: text} if text else {})
        except BadSchedule:
            self._refuse(place, mend)
            return Schedule()

    def one(self, place: str, name: str, mend: str) -> object:
        """Read a field that stands by itself."""
        found = self._as(place, mend, name, self.typed.get(place, ""))
        return getattr(found, {"from": "start"}.get(name, name))

    def rows(self, name: str) -> Iterator[tuple[str, dict[str, str]]]:
        """Yield each row that says something: its place, and its parts."""
        for at in places(self.typed, name):
            row = row_of(self.typed, name, at)
            if says(name, row):
                yield f"{name}_{at}", row

    # ---- which days ----

    def rhythm(self) -> dict[str, object]:
        """Read which days there are, as the layer's fields."""
        kind = self.typed.get("rhythm", "")
        mark = "wday" if kind == "every_weeks" else "day"
        days = "".join(str(day) for day in WEEK if self.typed.get(f"{mark}_{day}"))
        found = Schedule()
        if kind == "days":
            found = self._as("rhythm", "days", "days", days or "none")
        elif kind == "every_days":
            found = self._every("days")
        elif kind == "every_weeks":
            found = replace(
                self._every("weeks"),
                days=self._as("rhythm", "days", "days", days).days,
            )
        elif kind == "around":
            found = self._around()
        return {"days": found.days, "every": found.every, "around": found.around}

    def _every(self, unit: str) -> Schedule:
        number = self.typed.get("every", "") or "0"
        return self._as("rhythm", "number", "every", f"{number} {unit}")

    def _around(self) -> Schedule:
        name = slug(self.typed.get("around_date", ""))
        text = f"{name} {self.typed.get('around_days', '')}".strip() or "none"
        return self._as("rhythm", "around", "around", text)

    # ---- windows ----

    def windows(self) -> tuple[Slot, ...]:
        """Read the windows, in the order of their rows."""
        found: list[Slot] = []
        for place, row in self.rows("window"):
            slot = self._window(place, row)
            if slot is not None and slot in found:
                self._refuse(place, "twice")
            elif slot is not None:
                found.append(slot)
        return tuple(found)

    def _window(self, place: str, row: Mapping[str, str]) -> Slot | None:
        kind = row.get("kind", "window")
        kind = kind if kind in MENDS else "window"
        try:
            slot = replace(READERS[kind](row), days=days_of(row))
        except (ValueError, KeyError):
            self._refuse(place, kind)
            return None
        for judge, mend in ((sound, "order"), (roomy, "room")):
            try:
                judge(slot)
            except BadSchedule:
                self._refuse(place, mend)
                return None
        return slot

    # ---- what is left out ----

    def skips(self) -> Iterator[object]:
        """Read days off."""
        for place, row in self.rows("skip"):
            yield from self._as(place, "day", "skip", row.get("day", "")).skip

    def pauses(self) -> tuple[Pause, ...]:
        """Read pauses, then days of illness: in the order in which they are kept."""
        found: list[Pause] = []
        for place, row in self.rows("pause"):
            first = row.get("first", "")
            span = f"{first}..{row.get('last') or first}"
            name = "ill" if row.get("ill") else "pause"
            for pause in self._as(place, "pause", name, span).pauses:
                told = row.get("told", "") == _stamp(pause)
                found.append(replace(pause, told=told))
        return tuple(sorted(found, key=lambda one: one.cause == "illness"))

    def holidays(self) -> dict[str, frozenset[object]]:
        """Read lists of holidays, by name."""
        found: dict[str, frozenset[object]] = {}
        for place, row in self.rows("holiday"):
            days = ",".join(re.split(r"[\s,;]+", row.get("days", "").strip()))
            name = slug(row.get("name", ""))
            try:
                read_ = written.read({f"holidays.{name}": days}).holidays
            except BadSchedule:
                self._refuse(place, "list")
                continue
            if name in found:
                self._refuse(place, "twice")
            found |= {one: frozenset(dates) for one, dates in read_.items()}
        return found

    def observed(self) -> frozenset[str] | None:
        """Read which lists count, None where the layer leaves that to the one below."""
        if self.typed.get("observe") != OWN:
            return None
        known = {
            name.removeprefix("observe_")
            for name, text in self.typed.items()
            if name.startswith("observe_") and text
        }
        rows = (row for _, row in self.rows("holiday") if row.get("counts"))
        names = known | {slug(row.get("name", "")) for row in rows}
        text = ",".join(sorted(names)) or "none"
        return self._as("observe", "list", "observe", text).observe

    def dates(self) -> dict[str, object]:
        """Read dates of the person, by name."""
        found: dict[str, object] = {}
        for place, row in self.rows("date"):
            name = slug(row.get("name", ""))
            try:
                found |= written.read({f"date.{name}": row.get("day", "")}).dates
            except BadSchedule:
                self._refuse(place, "date")
        return found

    def hours(self) -> dict[str, object]:
        """Read quiet hours by sort."""
        found: dict[str, object] = {}
        for sort in SORTS:
            walls = [self.typed.get(f"{sort}_{end}", "") for end in ("from", "to")]
            if any(walls):
                layer = self._as(sort, "hours", sort, "-".join(walls))
                found |= {str(one): hours for one, hours in layer.hours.items()}
        return found
