"""The table of a programme's terms: how each is read, mended, and what it means.

Law: the default of each can be read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any

from flows.coach.policy import LADDER, POLICIES
from flows.coach.rungs import RUNGS
from flows.coach.staircase import SETTINGS
from flows.phrase import Phrase

WHOLE = re.compile(r"[0-9]{1,4}")
SCRIPT = re.compile(r"[a-z][a-z0-9_]{1,39}")
NO_DAY = "none"
AUTO = "auto"
NO_GROWTH = "off"
ALWAYS = "always"
SHORTEST_KEPT, LONGEST_KEPT = 7, 3650


def _wall(value: str) -> time:
    wall = time.fromisoformat(value)
    if wall.tzinfo is not None:
        raise ValueError("a wall time has no zone")
    return wall


def _days(value: str) -> frozenset[int]:
    days = frozenset(int(day) for day in value if day in "0123456")
    if len(days) != len(value) or not days:
        raise ValueError("no set of weekdays")
    return days


def _days_or_none(value: Any) -> frozenset[int]:
    return frozenset() if value in (None, NO_DAY) else _days(value)


def _one_of(*known: str) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if value not in known:
            raise ValueError("none of those there are")
        return str(value)

    return read


def _on_or_off(value: str) -> str:
    if value not in ("on", "off"):
        raise ValueError("neither on nor off")
    return value


def _whole(least: int, most: int) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        if not WHOLE.fullmatch(str(value)) or not least <= int(value) <= most:
            raise ValueError("out of bounds")
        return int(value)

    return read


def _rung_or_auto(value: Any) -> int | None:
    return None if value in (None, AUTO) else _whole(0, TOP)(value)


def _days_kept(value: Any) -> int | None:
    return (
        None if value in (None, ALWAYS) else _whole(SHORTEST_KEPT, LONGEST_KEPT)(value)
    )


def _day_or_none(value: Any) -> int | None:
    return None if value in (None, NO_DAY) else _whole(0, 6)(value)


def _script(value: str) -> str:
    if not SCRIPT.fullmatch(value):
        raise ValueError("no name of a script")
    return value


@dataclass(frozen=True, slots=True)
class Setting:
    """One line of the table: its default, how it is read, its mend and its meaning."""

    default: Any
    read: Callable[[Any], Any]
    mend: Phrase
    meaning: str


TIME, MOST = Phrase("write it as HH:MM"), 1000
LONGEST_RETRY = 240
COUNT = Phrase("write a whole number up to %(most)s", most=MOST)
NAMED = Phrase("write the name of a script")
TOP = len(RUNGS) - 1
KEPT = Phrase(
    "write whole days, %(least)s to %(most)s, or %(always)s",
    least=SHORTEST_KEPT,
    most=LONGEST_KEPT,
    always=ALWAYS,
)

TABLE: Mapping[str, Setting] = {
    # Tighter than the legal 08:00-21:00 (behaviour 4.5).
    "hours_from": Setting("08:30", _wall, TIME, "nudges may go out from this time"),
    "hours_to": Setting("20:30", _wall, TIME, "nudges may go out until this time"),
    "days": Setting(
        "01234",
        _days,
        Phrase("write 0 (Monday) to 6, once each"),
        "weekdays with a chance",
    ),
    "opens": Setting(
        "17:00", _wall, TIME, "the chance opens; a prompt beforehand goes out"
    ),
    "deadline": Setting(
        "18:30", _wall, TIME, "waiting ends; a late prompt goes out if no word came"
    ),
    "closes": Setting("20:00", _wall, TIME, "the chance is over"),
    "kind": Setting(
        "window",
        _one_of("window", "moment"),
        Phrase("write window or moment"),
        "window: some time in it; moment: one moment, which no late prompt can rescue",
    ),
    "cap_day": Setting(1, _whole(0, MOST), COUNT, "most prompts in a day"),
    "cap_week": Setting(7, _whole(0, MOST), COUNT, "most prompts in seven days"),
    "recap_day": Setting(
        6,
        _day_or_none,
        Phrase("write 0 (Monday) to 6, or %(none)s", none=NO_DAY),
        f"weekday of the weekly recap, or {NO_DAY}",
    ),
    "recap_at": Setting("19:00", _wall, TIME, "when the weekly recap goes out"),
    "digest": Setting(
        "on",
        _on_or_off,
        Phrase("write on or off"),
        "once a month the recap looks back on the month instead: on or off",
    ),
    # As much help as possible at the start (#12): each chance is covered on both.
    "start_rung": Setting(
        AUTO,
        _rung_or_auto,
        Phrase("write 0 to %(most)s, or %(auto)s", most=TOP, auto=AUTO),
        f"where people begin: 0 Guided, 1 Waiting, to {TOP}; {AUTO}: 1 for a window, "
        "0 for a moment",
    ),
    "policy": Setting(
        LADDER,
        _one_of(*POLICIES),
        Phrase("write one of: %(names)s", names=", ".join(POLICIES)),
        "what thins the prompts of those enrolled from now on: the Ladder or a preset",
    ),
    "goal": Setting(
        "independence",
        _one_of("independence", "attempts"),
        Phrase("write independence or attempts"),
        "independence: prompts thin out; attempts: no rule of the Ladder thins them",
    ),
    # Never for what must not be left out at random, such as a medicine (behaviour 6).
    "random_skips": Setting(
        "yes",
        _one_of("yes", "no"),
        Phrase("write yes or no"),
        "whether chance picks which prompts rest, so that their effect can be known",
    ),
    "recap_rhythm": Setting(
        "weekly",
        _one_of("weekly", "monthly"),
        Phrase("write weekly or monthly"),
        "monthly: once a month after four weeks of independence; a stop shows later",
    ),
    # Off until a coach wants it: how often these questions come was not tried enough.
    "growth": Setting(
        NO_GROWTH,
        _one_of(*SETTINGS, NO_GROWTH),
        Phrase("write one of: %(names)s", names=", ".join([*SETTINGS, NO_GROWTH])),
        "how soon a notch more or less is offered; off: nothing about it is offered",
    ),
    # Calls tire sooner than texts: none unless a coach sets days (behaviour 4.6).
    "call_days": Setting(
        NO_DAY,
        _days_or_none,
        Phrase("write 0 (Monday) to 6, once each, or %(none)s", none=NO_DAY),
        f"weekdays with a call to those who agreed to calls, or {NO_DAY}",
    ),
    "call_at": Setting("12:15", _wall, TIME, "when the call goes out"),
    "call_until": Setting(
        "13:00", _wall, TIME, "after this no call goes out, nor its retry"
    ),
    "call_retry": Setting(
        30,
        _whole(5, LONGEST_RETRY),
        Phrase("write whole minutes, 5 to %(most)s", most=LONGEST_RETRY),
        "minutes until the one retry when a call did not reach the person",
    ),
    # What says it: the script that ships, or one of the organisation's own.
    "late_script": Setting("late_prompt", _script, NAMED, "what says a late prompt"),
    "before_script": Setting(
        "prompt_before", _script, NAMED, "what says a prompt before the moment"
    ),
    "recap_script": Setting("recap", _script, NAMED, "what says the weekly recap"),
    "call_script": Setting(
        "check_in", _script, NAMED, "what is said in a call of ours"
    ),
    # Two machines that answer each other stop here (failure 31).
    "most_in_burst": Setting(
        3, _whole(1, MOST), COUNT, "most automatic texts in 5 minutes"
    ),
    "most_a_day": Setting(
        10, _whole(1, MOST), COUNT, "most automatic texts in 24 hours"
    ),
    "most_alike": Setting(
        2, _whole(1, MOST), COUNT, "most texts of one wording in 24 hours"
    ),
    # For owners to decide, by the law where their people live; nothing goes unasked.
    "keep_words": Setting(
        ALWAYS,
        _days_kept,
        KEPT,
        f"days for which words are kept after somebody was heard last, or {ALWAYS}",
    ),
    "keep_recordings": Setting(
        ALWAYS,
        _days_kept,
        KEPT,
        f"days for which recordings are kept after that, or {ALWAYS}",
    ),
}
DEFAULTS: Mapping[str, Any] = {name: line.default for name, line in TABLE.items()}
# The terms that say what is said, by the script that ships for it.
SAID_BY: Mapping[str, str] = {
    DEFAULTS[name]: name
    for name in ("late_script", "before_script", "recap_script", "call_script")
}
