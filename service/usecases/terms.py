"""The terms of a programme: its settings, read once and strictly.

Law: a new programme is judged by every rule here; one that stands is not judged anew,
so that a rule made later never silences people who are enrolled already.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import time
from difflib import get_close_matches
from functools import lru_cache
from typing import Any, Protocol

from flows.coach.timing import Hours, open_at
from flows.phrase import Phrase
from service.usecases.term_table import (
    ALWAYS,
    AUTO,
    DEFAULTS,
    LONGEST_KEPT,
    NO_DAY,
    NO_GROWTH,
    SAID_BY,
    SHORTEST_KEPT,
    TABLE,
)

__all__ = [
    "ALWAYS",
    "AUTO",
    "CALLS",
    "DEFAULTS",
    "LONGEST_KEPT",
    "NO_DAY",
    "NO_GROWTH",
    "SAID_BY",
    "SHORTEST_KEPT",
    "TABLE",
    "BadTerms",
    "Terms",
    "check_calls",
    "judge",
    "read_one",
    "written",
]

PROGRAMME, CALLS = Phrase("programme settings"), Phrase("call times")


class BadTerms(ValueError):
    """A programme's settings do not hold; the coach mends what the message names."""

    def __init__(self, told: Phrase) -> None:
        super().__init__(told)
        self.told = told


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
    `late_script` and its like name what says a late prompt, a prompt beforehand, the
    recap and a call: the script that ships, or one of the organisation's own.
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
    late_script: str
    before_script: str
    recap_script: str
    call_script: str
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
        return _standing(json.dumps(dict(settings)))


# Each text reads the terms of her programme: most are those of the text before.
@lru_cache(maxsize=512)
def _standing(settings: str) -> Terms:
    known = {**DEFAULTS, **json.loads(settings)}
    values = {name: read_one(name, known[name]) for name in TABLE}
    start, end = values.pop("hours_from"), values.pop("hours_to")
    if start == end:
        raise BadTerms(
            Phrase("programme settings: hours_to is hours_from; give two times")
        )
    return Terms(hours=Hours(start, end), **values)


def written(pairs: Iterable[str]) -> dict[str, Any]:
    """Return settings typed as `name=value`, as they are stored; raises BadTerms."""
    settings: dict[str, Any] = {}
    for pair in pairs:
        name, equals, value = (part.strip() for part in pair.partition("="))
        if not equals:
            raise BadTerms(
                Phrase(
                    "programme settings: %(pair)r; write it as name=value", pair=pair
                )
            )
        if name not in TABLE:
            raise BadTerms(_unknown(name))
        if name in settings:
            raise BadTerms(
                Phrase(
                    "programme settings: %(name)s is given twice; give it once",
                    name=name,
                )
            )
        meant = read_one(name, value)
        settings[name] = meant if isinstance(meant, int | None) else value
    Terms.read(settings)
    return settings


def judge(name: str, value: Any) -> None:
    """Judge one setting by itself; raises BadTerms for a name or value that is none."""
    if name not in TABLE:
        raise BadTerms(_unknown(name))
    read_one(name, value)


def _unknown(name: str) -> Phrase:
    return Phrase(
        "programme settings: %(name)r is none of them; %(meant)s",
        name=name,
        meant=_meant(name),
    )


def _meant(name: str) -> Phrase:
    for near in get_close_matches(name, TABLE, n=1):
        return Phrase("did you mean %(near)s?", near=near)
    return Phrase("there are: %(names)s", names=", ".join(TABLE))


def read_one(name: str, value: Any, of: Phrase = PROGRAMME) -> Any:
    """Return what one setting means; raises BadTerms with its mend."""
    setting = TABLE[name]
    try:
        return setting.read(value)
    except (TypeError, ValueError) as error:
        told = Phrase(
            "%(of)s: %(name)s is %(value)r; %(mend)s",
            of=of,
            name=name,
            value=value,
            mend=setting.mend,
        )
        raise BadTerms(told) from error


def _check_window(terms: Terms) -> None:
    """Refuse a deadline outside its window, which may go over midnight.

    Where prompts wait for the deadline, one needs time to go out after it.
    """
    waits, lasts = (
        _minutes(terms.opens, end) for end in (terms.deadline, terms.closes)
    )
    if not 0 < waits <= lasts:
        raise BadTerms(
            Phrase(
                "programme settings: deadline is %(deadline)s; it must lie after opens"
                " (%(opens)s) and not after closes (%(closes)s)",
                deadline=f"{terms.deadline:%H:%M}",
                opens=f"{terms.opens:%H:%M}",
                closes=f"{terms.closes:%H:%M}",
            )
        )
    if waits == lasts and terms.kind == "window":
        raise BadTerms(
            Phrase(
                "programme settings: closes is %(closes)s; it must lie after the"
                " deadline (%(deadline)s), for a late prompt goes out between them",
                closes=f"{terms.closes:%H:%M}",
                deadline=f"{terms.deadline:%H:%M}",
            )
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
        raise BadTerms(Phrase("call times: call_until is call_at; give a later time"))
    if not open_at(calling.call_at, hours):
        raise BadTerms(
            Phrase(
                "call times: call_at is %(at)s; it must lie within the programme's"
                " hours, %(opens)s to %(closes)s",
                at=f"{calling.call_at:%H:%M}",
                opens=f"{hours.start:%H:%M}",
                closes=f"{hours.end:%H:%M}",
            )
        )


def _minutes(start: time, end: time) -> int:
    between = (end.hour - start.hour) * 60 + end.minute - start.minute
    return between % (24 * 60)
