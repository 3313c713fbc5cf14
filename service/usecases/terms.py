"""The terms of a programme: its settings, read once and strictly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any

from flows.coach.timing import Hours


class BadTerms(ValueError):
    """A programme's settings do not hold; the coach mends what the message names."""


@dataclass(frozen=True, slots=True)
class Terms:
    """When a programme may speak, and how often at most.

    Wall times are the person's own. `days` counts from Monday = 0; `cap_day` and
    `cap_week` bound action prompts; `recap_day` is the weekday of the weekly recap,
    None for none; `start_rung` is where the Ladder begins (R0, R1). `most_in_burst`
    bounds automatic texts in 5 minutes, `most_a_day` in 24 hours, `most_alike` those
    of one wording in 24 hours.
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
    start_rung: int
    most_in_burst: int
    most_a_day: int
    most_alike: int

    @classmethod
    def read(cls, settings: Mapping[str, Any]) -> Terms:
        """Read settings as stored; raises BadTerms naming the setting and the mend."""
        known = {**DEFAULTS, **settings}
        try:
            return cls(
                hours=Hours(_wall(known, "hours_from"), _wall(known, "hours_to")),
                days=_days(known["days"]),
                opens=_wall(known, "opens"),
                deadline=_wall(known, "deadline"),
                closes=_wall(known, "closes"),
                kind=known["kind"],
                cap_day=int(known["cap_day"]),
                cap_week=int(known["cap_week"]),
                recap_day=known["recap_day"],
                recap_at=_wall(known, "recap_at"),
                start_rung=int(known["start_rung"]),
                most_in_burst=int(known["most_in_burst"]),
                most_a_day=int(known["most_a_day"]),
                most_alike=int(known["most_alike"]),
            )
        except (KeyError, TypeError) as error:
            raise BadTerms(f"programme settings: {error}") from error


DEFAULTS: Mapping[str, Any] = {
    "hours_from": "08:30",  # tighter than the legal 08:00-21:00 (behaviour 4.5)
    "hours_to": "20:30",
    "days": "01234",
    "opens": "17:00",
    "deadline": "18:30",
    "closes": "20:00",
    "kind": "window",
    "cap_day": 1,
    "cap_week": 7,
    "recap_day": 6,
    "recap_at": "19:00",
    "start_rung": 0,  # as much help as possible at the start (#12)
    "most_in_burst": 3,  # two machines that answer each other stop here (failure 31)
    "most_a_day": 10,
    "most_alike": 2,
}


def _wall(settings: Mapping[str, Any], name: str) -> time:
    try:
        return time.fromisoformat(settings[name])
    except (TypeError, ValueError) as error:
        raise BadTerms(
            f"programme settings: {name} is {settings[name]!r}; write it as HH:MM"
        ) from error


def _days(written: str) -> frozenset[int]:
    days = frozenset(int(day) for day in written if day in "0123456")
    if len(days) != len(written) or not days:
        raise BadTerms(
            f"programme settings: days is {written!r}; write 0 (Monday) to 6, once each"
        )
    return days
