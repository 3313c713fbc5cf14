"""What became of people's chances, for calendars and counts: of one person, of a list.

Laws: every query names the organisation; of each person of a list no more is read than
the list shows, however long she has been here.
"""

# ruff: noqa: S608 -- every part of these statements stands in this file
from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from flows.coach import attempts
from flows.coach.attempts import (
    KNOWN_SHOWN,
    SURELY_NOT_ACCEPTED,
    ChanceRecord,
    Summary,
)
from service.store.db import Found, Tx

# Enough for the last 14 known chances on a step of one chance a week.
LOOK_BACK = timedelta(days=120)
# What a list draws day by day: two weeks, wherever on earth it is today.
STRIP = timedelta(days=15)
# Those of two steps that were of one day are one: some more than are counted.
OWN = KNOWN_SHOWN + 2
_OPENED = (
    "EXISTS (SELECT 1 FROM outbox_messages m WHERE m.organisation_id = :organisation"
    " AND m.chance_id = {c}.id AND (m.kind IN ('call', 'follow_up')"
    " OR (m.kind = 'prompt' AND {c}.plan = 'before')) AND m.state <> ALL(:unsent))"
)
_OF = (
    "SELECT c.participant_id, c.local_date, c.slot, c.outcome, c.closes_at, a.label,"
    f" {_OPENED.format(c='c')} AS opened"
)
WHOLE = text(
    f"{_OF} FROM chances c LEFT JOIN attempts a ON a.chance_id = c.id"
    " WHERE c.organisation_id = :organisation AND c.participant_id = :person"
    " AND c.local_date >= :since ORDER BY c.local_date, c.slot"
)
# Her first one, what is drawn, and of those no prompt opened the last ones. OFFSET
# keeps the planner from asking of each whether one did, before the last are chosen.
LATELY = text(
    f"{_OF} FROM unnest(CAST(:ids AS uuid[])) AS her (id) CROSS JOIN LATERAL ("
    "WITH hers AS MATERIALIZED (SELECT q.id, q.participant_id, q.local_date, q.slot,"
    " q.outcome, q.plan, q.closes_at FROM chances q"
    " WHERE q.organisation_id = :organisation AND q.participant_id = her.id"
    " AND q.local_date >= :since)"
    " (SELECT * FROM hers ORDER BY local_date, slot LIMIT 1)"
    " UNION SELECT * FROM hers WHERE local_date >= :strip"
    " UNION (SELECT k.* FROM (SELECT * FROM hers WHERE outcome <> 'open'"
    " ORDER BY local_date DESC, slot DESC OFFSET 0) k"
    f" WHERE NOT {_OPENED.format(c='k')} LIMIT :own)) c"
    " LEFT JOIN attempts a ON a.chance_id = c.id ORDER BY c.local_date, c.slot"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """What is known of one chance, for the calendar and the counts.

    `opened_by_prompt` says that a prompt, a call or the text in its place came before
    anybody could act.
    """

    day: date
    slot: int
    outcome: str
    label: str | None
    opened_by_prompt: bool
    closed: bool


def whole(tx: Tx, person: UUID) -> Mapping[UUID, Sequence[Mark]]:
    """Return what became of one person's chances since LOOK_BACK, the oldest first."""
    return _by_person(tx, tx.rows(WHOLE, person=person, **_since(tx)))


def lately(tx: Tx, ids: Collection[UUID]) -> Mapping[UUID, Sequence[Mark]]:
    """Return of each person what a list shows: her first chance since LOOK_BACK, those
    of STRIP, and the last that no prompt opened; the oldest first.
    """
    strip = tx.now.date() - STRIP
    about = {"strip": strip, "own": OWN, **_since(tx)}
    return _by_person(tx, tx.rows(LATELY, ids=list(ids), **about) if ids else ())


def summary(marks: Sequence[Mark], today: date) -> Summary:
    """Count chances as the core counts them; `today` is the person's."""
    return attempts.summary(map(_record, marks), today=today)


def _since(tx: Tx) -> dict[str, Any]:
    unsent = sorted(SURELY_NOT_ACCEPTED)
    return {"since": tx.now.date() - LOOK_BACK, "unsent": unsent}


def _by_person(tx: Tx, rows: Sequence[Found]) -> Mapping[UUID, Sequence[Mark]]:
    found: dict[UUID, list[Mark]] = {}
    for row in rows:
        found.setdefault(row["participant_id"], []).append(_mark(tx.now, row))
    return found


def _mark(now: datetime, row: Found) -> Mark:
    return Mark(
        day=row["local_date"],
        slot=row["slot"],
        outcome=row["outcome"],
        label=row["label"],
        opened_by_prompt=row["opened"],
        closed=row["closes_at"] <= now,
    )


def _record(mark: Mark) -> ChanceRecord:
    key: str = f"{mark.day}/{mark.slot}"
    outcome: Any = "unknown" if mark.outcome == "open" else mark.outcome
    label: Any = mark.label or "unprompted"
    return ChanceRecord(key, mark.day, outcome, label, mark.opened_by_prompt)
