"""Programmes at a glance: who is in each, and how they are doing, in one query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import text

from service.store.db import Tx
from service.store.vault import Key

WEEK = timedelta(days=7)
GLANCES = text(
    "SELECT r.id, r.name, r.language, r.path ->> 'id' AS path, c.id AS coach_id,"
    " c.name_sealed, coalesce(p.people, 0) AS people,"
    " coalesce(p.active, 0) AS active, coalesce(p.needing, 0) AS needing,"
    " coalesce(t.tried, 0) AS tried, coalesce(t.tries, 0) AS tries,"
    " coalesce(t.unprompted, 0) AS unprompted"
    " FROM programmes r JOIN coaches c ON c.id = r.coach_id"
    " LEFT JOIN (SELECT q.programme_id, count(*) AS people,"
    "  count(*) FILTER (WHERE q.consent = 'active') AS active,"
    "  count(*) FILTER (WHERE q.hold IS NOT NULL OR EXISTS (SELECT 1 FROM alerts a"
    "   WHERE a.organisation_id = :organisation AND a.participant_id = q.id"
    "   AND a.state = 'open')) AS needing"
    "  FROM participants q WHERE q.organisation_id = :organisation"
    "  AND q.wrapped_key IS NOT NULL GROUP BY q.programme_id) p"
    " ON p.programme_id = r.id"
    " LEFT JOIN (SELECT q.programme_id, count(DISTINCT q.id) AS tried,"
    "  count(*) AS tries, count(*) FILTER (WHERE m.label = 'unprompted') AS unprompted"
    # Step by step, so that a week's chances are found by the index and not a year's.
    "  FROM participants q JOIN steps s ON s.participant_id = q.id"
    "  JOIN chances u ON u.participant_id = q.id AND u.step_id = s.id"
    "  AND u.local_date > :since JOIN attempts m ON m.chance_id = u.id"
    "  WHERE q.organisation_id = :organisation AND q.wrapped_key IS NOT NULL"
    "  AND m.outcome IN ('attempted', 'imagined')"
    "  GROUP BY q.programme_id) t ON t.programme_id = r.id"
    " WHERE r.organisation_id = :organisation AND (CAST(:id AS uuid) IS NULL"
    " OR r.id = :id) ORDER BY r.name, r.id"
)


@dataclass(frozen=True, slots=True)
class Glance:
    """A programme: its people, and what they tried in the last seven days.

    `path` is the id of its path, "" for none; `active` are those who said yes,
    `needing` those who are held or have an open alert.
    """

    id: UUID
    name: str
    language: str
    path: str
    coach: str
    people: int
    active: int
    needing: int
    tried: int
    tries: int
    unprompted: int


def glances(tx: Tx, key: Key, only: UUID | None = None) -> tuple[Glance, ...]:
    """Return each programme at a glance, by name; `only` one of them."""
    found = []
    for row in tx.rows(GLANCES, id=only, since=_since(tx.now)):
        coach, sealed = row.pop("coach_id"), row.pop("name_sealed")
        name = key.open(sealed, "coaches", coach, "name_sealed")
        found.append(Glance(**{**row, "path": row["path"] or ""}, coach=name))
    return tuple(found)


def _since(now: datetime) -> date:
    return now.date() - WEEK
