"""The rows of a form, and windows among them: what each is made of, written and read.

Law: a row that is empty says nothing, whatever was chosen for one before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import time

from flows.coach import written
from flows.coach.chances import minutes_between
from flows.coach.conflicts import SHORTLY, is_moment
from flows.coach.fields import PARTS
from flows.coach.schedule import Slot

Typed = Mapping[str, str]
# Rows of which there may be several, by what makes one say something.
ROWS: Mapping[str, tuple[str, ...]] = {
    "window": (),  # by its kind
    "skip": ("day",),
    "pause": ("first", "last"),
    "holiday": ("name", "days"),
    "date": ("name", "day"),
}
SPARE = 1
# A prompt comes so many minutes before a known moment where none are written; with more
# than the most, what is kept is a window, and its prompt would come at the moment.
MINUTES_BEFORE = 15
MOST_BEFORE = SHORTLY
WINDOWS = ("window", "random", "before", "part")
# Which fields of its row each kind of window is made of.
OF_WINDOW: Mapping[str, tuple[str, ...]] = {
    "window": ("opens", "deadline", "closes"),
    "random": ("opens", "deadline", "closes"),
    "before": ("minutes", "meets"),
    "part": ("part",),
}


def window(slot: Slot) -> dict[str, str]:
    """Return the parts of the row that says this window."""
    on = {f"on{day}": "on" for day in sorted(slot.days or ())}
    return {**_walls(slot), **on}


def _walls(slot: Slot) -> dict[str, str]:
    if slot.part:
        return {"kind": "part", "part": slot.part}
    if is_moment(slot):
        waits = minutes_between(slot.opens, slot.deadline)
        meets = f"{slot.deadline:%H:%M}"
        return {"kind": "before", "minutes": str(waits), "meets": meets}
    walls = {
        name: f"{getattr(slot, name):%H:%M}" for name in ("opens", "deadline", "closes")
    }
    return {"kind": "random" if slot.draw else "window", **walls}


def slug(name: str) -> str:
    """Return a name as it is kept: Exam on is exam_on."""
    return re.sub(r"[\s-]+", "_", name.strip().lower())


def _wall(text: str) -> time:
    wall = time.fromisoformat(text)
    return wall.replace(second=0, microsecond=0, tzinfo=None)


def _read_window(row: Mapping[str, str]) -> Slot:
    opens, deadline, closes = (_wall(row.get(one, "")) for one in OF_WINDOW["window"])
    return Slot(opens, deadline, closes)


def _read_random(row: Mapping[str, str]) -> Slot:
    opens, deadline = _wall(row.get("opens", "")), _wall(row.get("deadline", ""))
    closes = _wall(row["closes"]) if row.get("closes") else deadline
    return Slot(opens, deadline, closes, draw=True)


def _read_before(row: Mapping[str, str]) -> Slot:
    minutes = int(row.get("minutes") or MINUTES_BEFORE)
    if minutes > MOST_BEFORE:
        raise ValueError(minutes)
    text = f"{minutes} before {row.get('meets', '')}"
    return written.read({"at": text}).slots[0]


def _read_part(row: Mapping[str, str]) -> Slot:
    return PARTS[row.get("part", "")]


READERS: Mapping[str, Callable[[Mapping[str, str]], Slot]] = {
    "window": _read_window,
    "random": _read_random,
    "before": _read_before,
    "part": _read_part,
}


def days_of(row: Mapping[str, str]) -> frozenset[int] | None:
    """Return the weekdays that a window is there on, None for each of its days."""
    return frozenset(day for day in range(7) if row.get(f"on{day}")) or None


def places(typed: Typed, name: str) -> list[int]:
    """Return the numbers of the rows of that name, in order."""
    found = {
        int(match[1])
        for key in typed
        if (match := re.fullmatch(rf"{name}_([0-9]{{1,3}})_[a-z0-9]+", key))
    }
    return sorted(found)


def row_of(typed: Typed, name: str, at: int) -> dict[str, str]:
    """Return the parts of one row as they were typed."""
    start = f"{name}_{at}_"
    return {
        key.removeprefix(start): text
        for key, text in typed.items()
        if key.startswith(start)
    }


def says(name: str, row: Mapping[str, str]) -> bool:
    """Say whether a row says anything: what is chosen for one before does not."""
    parts = ROWS[name]
    if name == "window":
        parts = OF_WINDOW.get(row.get("kind", ""), OF_WINDOW["window"])
    return any(row.get(part, "").strip() for part in parts)


def laid(typed: Typed, name: str, spare: int = SPARE) -> list[tuple[int, Typed]]:
    """Return the rows of a form, numbered anew, with empty ones to write into."""
    rows = [row_of(typed, name, at) for at in places(typed, name)]
    told = [row for row in rows if says(name, row)]
    blank: list[dict[str, str]] = [{} for _ in range(spare)]
    return list(enumerate([*told, *blank]))


def without(typed: Typed, name: str, at: int) -> dict[str, str]:
    """Return what a form says once one of its rows is taken out."""
    return {
        key: text for key, text in typed.items() if not key.startswith(f"{name}_{at}_")
    }


def changed(typed: Typed, do: str) -> tuple[dict[str, str], str]:
    """Return a form with a row less, or all of a name, and of which it wants one more.

    `do` is what its button says: add.window, drop.skip.2, clear.window.
    """
    verb, name, at = [*do.split("."), "", ""][:3]
    if name in ROWS and verb == "drop" and at.isdecimal():
        return without(typed, name, int(at)), ""
    if name in ROWS and verb == "clear":
        start = f"{name}_"
        return {key: t for key, t in typed.items() if not key.startswith(start)}, ""
    return dict(typed), name if verb == "add" else ""
