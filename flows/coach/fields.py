"""The fields of a schedule: how each is read from text, written back, and mended."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from flows.coach import quiet
from flows.coach.schedule import (
    SORTS,
    Around,
    Every,
    Pause,
    Slot,
    sound,
)
from flows.coach.timing import Hours
from flows.phrase import Phrase

NONE = "none"
MOST = 366
EARLIEST_YEAR = 1900
TWO = 2
# A step that hangs on an event has no clock time: its window is the part of the day.
PARTS: Mapping[str, Slot] = {
    part: Slot(time(*opens), time(*deadline), time(*closes), part=part)
    for part, opens, deadline, closes in (
        ("morning", (7, 0), (10, 30), (12, 0)),
        ("midday", (11, 0), (13, 0), (14, 30)),
        ("afternoon", (12, 0), (16, 30), (18, 0)),
        ("evening", (17, 0), (19, 0), (20, 30)),
        ("day", (8, 0), (18, 30), (20, 0)),
    )
}
# How long one can still tell of a moment before it counts as unknown.
AFTER_A_MOMENT = timedelta(hours=2)

NAME = re.compile(r"[a-z][a-z0-9_]{0,23}")
_EVERY = re.compile(r"([0-9]{1,3})\s*(day|week)s?")
_AROUND = re.compile(r"(\S+)\s+(\S.*)")
_RANGE = re.compile(r"([+-]?[0-9]{1,3})\s*\.\.\s*([+-]?[0-9]{1,3})")
_BEFORE = re.compile(r"([0-9]{1,3})\s+before\s+([0-9:]+)")


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _wall(text: str) -> time:
    wall = time.fromisoformat(text.strip())
    if wall != wall.replace(second=0, microsecond=0, tzinfo=None):
        raise ValueError("no minute of a wall clock")
    return wall


def _later(wall: time, by: timedelta) -> time:
    return (datetime.combine(date(2000, 1, 2), wall) + by).time()


def _weekdays(text: str) -> frozenset[int]:
    days = frozenset(int(day) for day in text if day in "0123456")
    if len(days) != len(text) or not days:
        raise ValueError("no set of weekdays")
    return days


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST:
        raise ValueError("out of bounds")
    return int(text)


def _every(text: str) -> Every:
    found = _EVERY.fullmatch(text)
    if found is None:
        raise ValueError("no rhythm")
    unit: Any = f"{found[2]}s"
    return Every(_count(found[1].lstrip("0")), unit)


def _name(text: str) -> str:
    if not NAME.fullmatch(text):
        raise ValueError("no name")
    return text


def _around(text: str) -> Around:
    found = _AROUND.fullmatch(text)
    if found is None:
        raise ValueError("no date with days")
    spans = [_RANGE.fullmatch(part) or int(part) for part in _listed(found[2])]
    offsets: set[int] = set()
    for span in spans:
        first, last = (
            (span, span) if isinstance(span, int) else (int(span[1]), int(span[2]))
        )
        offsets.update(range(first, last + 1))
    if not offsets or max(map(abs, offsets)) > MOST:
        raise ValueError("no days")
    return Around(_name(found[1]), frozenset(offsets))


def _slot(text: str) -> Slot:
    """Read one window, there on some weekdays alone where it says which."""
    walls, on, days = text.partition(" on ")
    slot = _walls(walls.strip())
    return replace(slot, days=_weekdays(days.strip())) if on else slot


def _walls(text: str) -> Slot:
    if text in PARTS:
        return PARTS[text]
    before = _BEFORE.fullmatch(text)
    if before is not None:
        at = _wall(before[2])
        opens = _later(at, -timedelta(minutes=_count(before[1])))
        return Slot(opens, at, _later(at, AFTER_A_MOMENT))
    draw = text.startswith("random ")
    walls = [_wall(part) for part in text.removeprefix("random ").split("-")]
    if draw and len(walls) == TWO:
        walls.append(walls[-1])
    opens, deadline, closes = walls
    return Slot(opens, deadline, closes, draw)


def _slots(text: str) -> tuple[Slot, ...]:
    slots = tuple(sound(_slot(part)) for part in _listed(text))
    if not slots or len(set(slots)) != len(slots):
        raise ValueError("no windows, or one of them twice")
    return slots


def _day(text: str) -> date:
    day = date.fromisoformat(text.strip())
    # The first day there is has none before it, and pauses are looked at from there.
    if day.year < EARLIEST_YEAR:
        raise ValueError("long before anybody was coached")
    return day


def _dates(text: str) -> frozenset[date]:
    return frozenset(map(_day, _listed(text)))


def _pauses(text: str) -> tuple[Pause, ...]:
    return tuple(map(_pause, _listed(text)))


def _pause(text: str) -> Pause:
    days, _, told = text.partition(" ")
    first, _, last = days.partition("..")
    pause = Pause(_day(first), _day(last or first), told=told == "told")
    if pause.last < pause.first or told not in ("", "told"):
        raise ValueError("ends before it begins")
    return pause


def _hours(text: str) -> Hours:
    start, _, end = text.partition("-")
    return Hours(_wall(start), _wall(end))


def _names(text: str) -> frozenset[str]:
    return frozenset() if text == NONE else frozenset(map(_name, _listed(text)))


def _laws(text: str) -> frozenset[str]:
    names = frozenset(_listed(text))
    if not names or not names <= quiet.PRESETS.keys():
        raise ValueError("no law of the table")
    return names


# From here back to text.


def _said_days(days: Iterable[int]) -> str:
    return "".join(map(str, sorted(days)))


def _said_dates(days: Iterable[date]) -> str:
    return ",".join(day.isoformat() for day in sorted(days))


def _said_slot(slot: Slot) -> str:
    on = "" if slot.days is None else f" on {_said_days(slot.days)}"
    return f"{_said_walls(slot)}{on}"


def _said_walls(slot: Slot) -> str:
    if slot.part:
        return slot.part
    walls = (slot.opens, slot.deadline, slot.closes)
    return "random " * slot.draw + "-".join(f"{wall:%H:%M}" for wall in walls)


def _said_pause(pause: Pause) -> str:
    return f"{pause.first}..{pause.last}{' told' * pause.told}"


def _said_around(around: Around) -> str:
    return f"{around.date} {','.join(map(str, sorted(around.offsets)))}"


def _said_names(names: Iterable[str]) -> str:
    return ",".join(sorted(names)) or NONE


def _said_hours(hours: Hours) -> str:
    return f"{hours.start:%H:%M}-{hours.end:%H:%M}"


def _joined(of: Callable[[Any], str]) -> Callable[[Iterable[Any]], str]:
    return lambda values: ",".join(map(of, values))


@dataclass(frozen=True, slots=True)
class Field:
    """One line of the table: the attribute it fills, both ways, its mend and meaning.

    With `named` the field is a mapping, written as `holidays.nz`.
    """

    attribute: str
    read: Callable[[str], Any]
    say: Callable[[Any], str]
    mend: Phrase
    meaning: str
    named: bool = False


_DATE = Phrase("write it as 2026-12-24")
_LIST = Phrase("write dates as 2026-12-24, by commas")
_SPAN = Phrase("write it as 2026-12-24..2027-01-02; several by commas")
_CLOCK = Phrase("write it as 09:00-18:00")

HOLIDAYS = "a list of holidays of that name"
LISTS = Phrase("write names of lists, by commas, or %(none)s", none=NONE)
ILLNESS = "days of illness; prompts resume gently after"
WINDOWS = Phrase(
    "write 17:00-18:30-20:00 (opens, deadline, closes), random 09:00-12:00, "
    "15 before 10:00, or %(parts)s; on 13 after one: on Tuesdays and "
    "Thursdays alone; several by commas",
    parts=", ".join(PARTS),
)
LAWS = Phrase("write names of presets: %(names)s", names=", ".join(quiet.PRESETS))

FIELDS: Mapping[str, Field] = {
    "days": Field(
        "days", _weekdays, _said_days, Phrase("write 0 (Monday) to 6, once each"),
        "weekdays with a chance",
    ),
    "every": Field(
        "every", _every, lambda e: f"{e.number} {e.unit}",
        Phrase("write 3 days, or 2 weeks (with days)"),
        "every so many days, or weeks, counted from `from`",
    ),
    "around": Field(
        "around", _around, _said_around,
        Phrase("write the date's name and days: exam_on -3,0 or exam_on -14..7"),
        "days before and after a date of the person",
    ),
    "at": Field(
        "slots", _slots, _joined(_said_slot), WINDOWS,
        "the windows of such a day, one chance each",
    ),
    "from": Field(
        "start", _day, date.isoformat, _DATE, "the first day, and the one counted from"
    ),
    "began": Field(
        "began", _day, date.isoformat, _DATE,
        "the day her step began; kept by itself when she travels",
    ),
    "until": Field("until", _day, date.isoformat, _DATE, "the last day"),
    "times": Field(
        "times", _count, str, Phrase("write a whole number up to %(most)s", most=MOST),
        "chances in all",
    ),
    "skip": Field("skip", _dates, _said_dates, _LIST, "days without a chance"),
    "holidays": Field("holidays", _dates, _said_dates, _LIST, HOLIDAYS, named=True),
    "observe": Field(
        "observe", _names, _said_names, LISTS, "which lists of holidays count"
    ),
    "pause": Field(
        "pauses", _pauses, _joined(_said_pause), _SPAN,
        "days on a pause, both included",
    ),
    "ill": Field("pauses", _pauses, _joined(_said_pause), _SPAN, ILLNESS),
    "date": Field(
        "dates", _day, date.isoformat, _DATE, "a date of the person, of that name",
        named=True,
    ),
    **{
        sort: Field("hours", _hours, _said_hours, _CLOCK, f"when {sort} may go out")
        for sort in SORTS
    },
    "law": Field(
        "law", _laws, _said_names, LAWS,
        "legal presets that bound all hours; no legal advice",
    ),
}  # fmt: skip
