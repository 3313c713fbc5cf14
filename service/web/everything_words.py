"""What the page says that goes with a person's everything: goals, step, and when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import itemgetter
from typing import Any, TypeVar

from service.usecases.person_days import Stand
from service.usecases.portable import Everything
from service.web import growth_words, schedule_folds
from service.web.tongues import later, say

_Told = TypeVar("_Told")
# The panels of her schedule that are told of, as its form calls them.
_PANELS: Mapping[str, str] = {
    "times": later("Days and times"),
    "calls": later("Calls"),
    "limits": later("Most prompts, and the recap"),
    "off": later("Days off, pauses and holidays"),
    "span": later("First and last day, and dates"),
    "night": later("Quiet hours and time zone"),
}


def stands(found: Everything) -> dict[str, Any]:
    """Return her goals and steps, each once, the newest first, and what holds of it."""
    return {
        "goals": _once(one.get("goal") for one in _newest(found, "goals")),
        "plans": _once(
            tuple(filter(None, (one.get("step"), one.get("cue"))))
            for one in _newest(found, "steps")
        ),
        "grown": found.grown and growth_words.told(found.grown, hers=True),
        "schedule": _schedule(found.stand) if found.stand else (),
    }


def _newest(found: Everything, table: str) -> list[dict[str, Any]]:
    return sorted(found.tables[table], key=itemgetter("created_at"), reverse=True)


def _once(told: Iterable[_Told | None]) -> tuple[_Told, ...]:
    return tuple(dict.fromkeys(filter(None, told)))


def _schedule(stand: Stand) -> tuple[tuple[str, str], ...]:
    """Say what is set of when, panel by panel; nothing of who has no step yet."""
    if not stand.whole:
        return ()
    told = schedule_folds.of_person(stand, stand.stands)
    folds = schedule_folds.folds(told, {}, {}, {}, "")
    return tuple((say(title), folds[name].says) for name, title in _PANELS.items())


def quoted(row: Mapping[str, Any]) -> tuple[str, ...]:
    """Return all that she told of a try, each once: what of it, how, what lacked."""
    told = (row.get(column) for column in ("words", "what_i_did", "missing"))
    return tuple(dict.fromkeys(filter(None, told)))
