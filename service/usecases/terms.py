"""The terms of a programme: its settings, read once and strictly.

Law: a new programme is judged by every rule here; one that stands is not judged anew,
so that a rule made later never silences people who are enrolled already.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import time
from difflib import get_close_matches
from typing import Any, Protocol

from flows.coach.policy import LADDER, POLICIES
from flows.coach.rungs import RUNGS
from flows.coach.staircase import SETTINGS
from flows.coach.timing import Hours, open_at

WHOLE = re.compile(r"[0-9]{1,4}")
NO_DAY = "none"
AUTO = "auto"
NO_GROWTH = "off"
ALWAYS = "always"
SHORTEST_KEPT, LONGEST_KEPT = 7, 3650


class BadTerms(ValueError):
    """A programme's settings do not hold; the coach mends what the message names."""


@dataclass(frozen=True, slots=True)
class Terms:
    """When a programme may speak, and how often at most.

    Wall times are the person's own. `days` counts from Monday = 0; `cap_day` and
    `cap_week` bound action prompts; `recap_day` is the weekday of the weekly recap,
    None for none; `digest` says whether the first one of a month looks back on it;
    `start_rung` is where the Ladder begins, None for where it is usual. `most_in_burst`
    bounds automatic texts in 5 minutes, `most_a_day` in 24 hours, `most_alike` those
    of one wording in 24 hours. On `call_days` whoever agreed to calls is called at
    `call_at`, or at the latest by `call_until`, with one retry after `call_retry`
    minutes; a person may have days and times of her own (usecases.call_terms).
    Words and recordings are kept for `keep_words` and `keep_recordings` days after a
    person was heard last (usecases.retaining), None for as long as she is here.
    """

    hours: Hours
    days: frozenset[int]
    opens: time
    deadline: time
    closes: time
    kind: str
    cap_day: int
    cap_week: int
    recap_day: int | None
    recap_at: time
    digest: str
    start_rung: int | None
    policy: str
    goal: str
    random_skips: str
    recap_rhythm: str
    growth: str
    call_days: frozenset[int]
    call_at: time
    call_until: time
    call_retry: int
    most_in_burst: int
    most_a_day: int
    most_alike: int
    keep_words: int | None
    keep_recordings: int | None

    @classmethod
    def read(cls, settings: Mapping[str, Any]) -> Terms:
        """Judge and read settings as stored or typed; what is left out is the default.

        Raises BadTerms naming the setting and the mend: a name that is none, a value
        that cannot stand, a deadline outside its window.
        """
        for name in settings:
            if name not in TABLE:
                raise BadTerms(_unknown(name))
        terms = cls.standing(settings)
        _check_window(terms)
        check_calls(terms, terms.hours)
        return terms

    @classmethod
    def standing(cls, settings: Mapping[str, Any]) -> Terms:
        """Read the settings of a programme that stands; unknown names are left aside.

        Raises BadTerms for a value that cannot be read at all.
        """
        known = {**DEFAULTS, **settings}
        values = {name: read_one(name, known[name]) for name in TABLE}
        start, end = values.pop("hours_from"), values.pop("hours_to")
        if start == end:
            raise BadTerms("programme settings: hours_to is hours_from; give two times")
        return cls(hours=Hours(start, end), **values)


def written(pairs: Iterable[str]) -> dict[str, Any]:
    """Return settings typed as `name=value`, as they are stored; raises BadTerms."""
    settings: dict[str, Any] = {}
    for pair in pairs:
        name, equals, value = (part.strip() for part in pair.partition("="))
        if not equals:
            raise BadTerms(f"programme settings: {pair!r}; write it as name=value")
        if name not in TABLE:
            raise BadTerms(_unknown(name))
        if name in settings:
            raise BadTerms(f"programme settings: {name} is given twice; give it once")
        meant = read_one(name, value)
        settings[name] = meant if isinstance(meant, int | None) else value
    Terms.read(settings)
    return settings


def judge(name: str, value: Any) -> None:
    """Judge one setting by itself; raises BadTerms for a name or value that is none."""
    if name not in TABLE:
        raise BadTerms(_unknown(name))
    read_one(name, value)


def _unknown(name: str) -> str:
    near = get_close_matches(name, TABLE, n=1)
    meant = f"did you mean {near[0]}?" if near else f"there are: {', '.join(TABLE)}"
    return f"programme settings: {name!r} is none of them; {meant}"


def read_one(name: str, value: Any, of: str = "programme settings") -> Any:
    """Return what one setting means; raises BadTerms with its mend."""
    setting = TABLE[name]
    try:
        return setting.read(value)
    except (TypeError, ValueError) as error:
        raise BadTerms(f"{of}: {name} is {value!r}; {setting.mend}") from error


def _check_window(terms: Terms) -> None:
    """Refuse a deadline outside its window, which may go over midnight."""
    waits, lasts = (
        _minutes(terms.opens, end) for end in (terms.deadline, terms.closes)
    )
    if not 0 < waits <= lasts:
        raise BadTerms(
            f"programme settings: deadline is {terms.deadline:%H:%M}; it must lie "
            f"after opens ({terms.opens:%H:%M}) and not after closes "
            f"({terms.closes:%H:%M})"
        )


class Calling(Protocol):
    """What says when to call."""

    @property
    def call_days(self) -> frozenset[int]:
        """Weekdays from Monday = 0."""

    @property
    def call_at(self) -> time:
        """When the call goes out."""

    @property
    def call_until(self) -> time:
        """When it goes out no more."""


def check_calls(calling: Calling, hours: Hours) -> None:
    """Refuse call times that no call could keep; raises BadTerms."""
    if not calling.call_days:
        return
    if calling.call_at == calling.call_until:
        raise BadTerms("call times: call_until is call_at; give a later time")
    if not open_at(calling.call_at, hours):
        raise BadTerms(
            f"call times: call_at is {calling.call_at:%H:%M}; it must lie within the "
            f"programme's hours, {hours.start:%H:%M} to {hours.end:%H:%M}"
        )


def _minutes(start: time, end: time) -> int:
    between = (end.hour - start.hour) * 60 + end.minute - start.minute
    return between % (24 * 60)


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


@dataclass(frozen=True, slots=True)
class Setting:
    """One line of the table: its default, how it is read, its mend and its meaning."""

    default: Any
    read: Callable[[Any], Any]
    mend: str
    meaning: str


TIME, MOST = "write it as HH:MM", 1000
LONGEST_RETRY = 240
COUNT = f"write a whole number up to {MOST}"
TOP = len(RUNGS) - 1
KEPT = f"write whole days, {SHORTEST_KEPT} to {LONGEST_KEPT}, or {ALWAYS}"

TABLE: Mapping[str, Setting] = {
    # Tighter than the legal 08:00-21:00 (behaviour 4.5).
    "hours_from": Setting("08:30", _wall, TIME, "nudges may go out from this time"),
    "hours_to": Setting("20:30", _wall, TIME, "nudges may go out until this time"),
    "days": Setting(
        "01234", _days, "write 0 (Monday) to 6, once each", "weekdays with a chance"
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
        "write window or moment",
        "window: some time in it; moment: one moment, which no late prompt can rescue",
    ),
    "cap_day": Setting(1, _whole(0, MOST), COUNT, "most prompts in a day"),
    "cap_week": Setting(7, _whole(0, MOST), COUNT, "most prompts in seven days"),
    "recap_day": Setting(
        6,
        _day_or_none,
        f"write 0 (Monday) to 6, or {NO_DAY}",
        f"weekday of the weekly recap, or {NO_DAY}",
    ),
    "recap_at": Setting("19:00", _wall, TIME, "when the weekly recap goes out"),
    "digest": Setting(
        "on",
        _on_or_off,
        "write on or off",
        "once a month the recap looks back on the month instead: on or off",
    ),
    # As much help as possible at the start (#12): each chance is covered on both.
    "start_rung": Setting(
        AUTO,
        _rung_or_auto,
        f"write 0 to {TOP}, or {AUTO}",
        f"where people begin: 0 Guided, 1 Waiting, to {TOP}; {AUTO}: 1 for a window, "
        "0 for a moment",
    ),
    "policy": Setting(
        LADDER,
        _one_of(*POLICIES),
        f"write one of: {', '.join(POLICIES)}",
        "what thins the prompts of those enrolled from now on: the Ladder or a preset",
    ),
    "goal": Setting(
        "independence",
        _one_of("independence", "attempts"),
        "write independence or attempts",
        "independence: prompts thin out; attempts: no rule of the Ladder thins them",
    ),
    # Never for what must not be left out at random, such as a medicine (behaviour 6).
    "random_skips": Setting(
        "yes",
        _one_of("yes", "no"),
        "write yes or no",
        "whether chance picks which prompts rest, so that their effect can be known",
    ),
    "recap_rhythm": Setting(
        "weekly",
        _one_of("weekly", "monthly"),
        "write weekly or monthly",
        "monthly: once a month after four weeks of independence; a stop shows later",
    ),
    # Off until a coach wants it: how often these questions come was not tried enough.
    "growth": Setting(
        NO_GROWTH,
        _one_of(*SETTINGS, NO_GROWTH),
        f"write one of: {', '.join([*SETTINGS, NO_GROWTH])}",
        "how soon a notch more or less is offered; off: nothing about it is offered",
    ),
    # Calls tire sooner than texts: none unless a coach sets days (behaviour 4.6).
    "call_days": Setting(
        NO_DAY,
        _days_or_none,
        f"write 0 (Monday) to 6, once each, or {NO_DAY}",
        f"weekdays with a call to those who agreed to calls, or {NO_DAY}",
    ),
    "call_at": Setting("12:15", _wall, TIME, "when the call goes out"),
    "call_until": Setting(
        "13:00", _wall, TIME, "after this no call goes out, nor its retry"
    ),
    "call_retry": Setting(
        30,
        _whole(5, LONGEST_RETRY),
        f"write whole minutes, 5 to {LONGEST_RETRY}",
        "minutes until the one retry when a call did not reach the person",
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
