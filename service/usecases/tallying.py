"""Adding up: each person's weeks are counted beside her, so that no page counts them.

Laws: adding up twice is as once; it follows from the rows alone, so that what was lost
is made anew; who was erased is left out. Whoever may look may have it done now: it
changes nothing but how new the sums are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from flows.coach import sums, timing, weeks
from flows.coach.attempts import tries
from flows.coach.sums import Stage
from flows.coach.weeks import Week
from service.queue import ORDINARY
from service.store import added_up, tallies, views
from service.store.db import Found, retried
from service.store.tallies import Told
from service.usecases import rights
from service.usecases.parts import Parts
from service.usecases.rights import Signed

# As many as fit well under a second, so that nothing urgent waits for them.
AT_ONCE = 20
# So many of a programme are counted when somebody asks for it; who was counted just
# now and was not heard since is left alone.
MOST, JUST_NOW = 2000, timedelta(seconds=30)


def count_now(parts: Parts, signed: Signed, programme: UUID) -> int:
    """Count a programme's people now; of many, all but some are left to the workers.

    Returns:
        How many are left to them. Raises NotAllowed, LookupError.
    """
    rights.require(signed, "see")
    whose = signed.organisation
    with parts.db.transaction(whose) as tx:
        if programme not in {one.id for one in views.programmes(tx)}:
            raise LookupError(f"there is no programme {programme} here")
        behind = added_up.behind(tx, programme, tx.now - JUST_NOW, MOST)
    add_up(parts, whose, behind[:AT_ONCE])
    for at in range(AT_ONCE, len(behind), AT_ONCE):
        parts.bell.ring("add_up", whose, behind[at : at + AT_ONCE], ORDINARY)
    return len(behind[AT_ONCE:])


def add_up(parts: Parts, organisation: UUID, ids: Iterable[UUID]) -> int:
    """Add up the weeks of people; return of how many."""
    wanted = tuple(ids)
    batches = (wanted[at : at + AT_ONCE] for at in range(0, len(wanted), AT_ONCE))
    return sum(retried(lambda: _some(parts, organisation, one)) for one in batches)  # noqa: B023 -- done at once


def _some(parts: Parts, organisation: UUID, ids: tuple[UUID, ...]) -> int:
    with parts.db.transaction(organisation, redone=True) as tx:
        lives = {life["id"]: life for life in added_up.lives(tx, ids)}
        told, sent = tallies.chances(tx, lives), added_up.messages(tx, lives)
        now = {whose: _weeks(told[whose], sent[whose]) for whose in lives}
        added_up.keep_weeks(tx, added_up.standing(tx, lives), now)
        whole = {whose: _whole(life, told[whose]) for whose, life in lives.items()}
        added_up.keep(tx, whole)
        return len(lives)


def _weeks(told: Told, sent: Mapping[date, Found]) -> dict[date, Found]:
    chances = weeks.weeks(told.records, told.drawn)
    none = {"messages": 0, "prompts": 0, "cost": 0}
    return {
        week: {**_counts(chances.get(week)), **_some_of(sent.get(week, none), none)}
        for week in chances.keys() | sent.keys()
    }


def _some_of(row: Mapping[str, Any], names: Iterable[str]) -> dict[str, int]:
    return {name: int(row[name]) for name in names}


def _counts(week: Week | None) -> dict[str, Any]:
    if week is None:
        return {"known": 0, "tries": 0, "own_n": 0, "own_tries": 0, "draws": []}
    return {
        "known": week.known,
        "tries": week.tries,
        "own_n": week.own.n,
        "own_tries": week.own.count,
        "draws": [
            {
                "probability": lot.probability,
                "prompt": lot.prompt,
                "tried": lot.tried,
                "known": lot.known,
                "unknown": lot.unknown,
            }
            for lot in week.lots
        ],
    }


def _whole(life: Found, told: Told) -> dict[str, Any]:
    """Return what belongs to no one week of her."""
    zone, began = life["zone"], life["began"]
    stages = [] if began is None else [Stage("", False, timing.local_day(began, zone))]
    real = (one for one in tries(told.records) if one.outcome == "attempted")
    first = next(real, None)
    stopped = life["stopped"] if life["consent"] == "stopped" else None
    return {
        "joined_on": _day(life["joined"], zone),
        "left_on": _day(stopped, zone),
        "stays": weeks.stays(_words(life)),
        "first_try_on": None if first is None else first.local_date,
        "first_try_days": sums.first_try_days(stages, told.records),
        "lapses": [[str(one.back), one.days] for one in sums.lapses(told.records)],
    }


def _words(life: Found) -> Iterator[tuple[bool, date]]:
    """Yield each yes and each stop of hers, with the day it was for her."""
    for yes, at in life["words"] or ():
        yield yes, timing.local_day(datetime.fromisoformat(at), life["zone"])


def _day(at: Any, zone: str) -> date | None:
    return None if at is None else timing.local_day(at, zone)
