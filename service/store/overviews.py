"""Programmes at a glance: who is in each, and how they are doing, in one query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import text

from service.store import views
from service.store.db import Tx
from service.store.vault import Key

WEEK = timedelta(days=7)
# Person by person, so that of each only a week is read and not a year; what came of a
# chance stands beside it, so that only tries are looked up.
GLANCES = text(
    "SELECT r.id, r.name, r.language, r.path ->> 'id' AS path, c.id AS coach_id,"  # noqa: S608 -- ours alone
    " c.name_sealed, coalesce(p.people, 0) AS people,"
    " coalesce(p.active, 0) AS active, coalesce(p.needing, 0) AS needing,"
    " coalesce(p.tried, 0) AS tried, coalesce(p.tries, 0) AS tries,"
    " coalesce(p.unprompted, 0) AS unprompted"
    " FROM programmes r JOIN coaches c ON c.id = r.coach_id"
    " LEFT JOIN (SELECT q.programme_id, count(*) AS people,"
    "  count(*) FILTER (WHERE q.consent = 'active') AS active,"
    "  count(*) FILTER (WHERE q.needed < 5) AS needing,"
    "  count(*) FILTER (WHERE t.tries > 0) AS tried, sum(t.tries) AS tries,"
    "  sum(t.unprompted) AS unprompted"
    f"  FROM ({views.EACH}) q CROSS JOIN LATERAL (SELECT count(*) AS tries,"
    "   count(*) FILTER (WHERE m.label = 'unprompted') AS unprompted"
    "   FROM steps s JOIN chances u ON u.participant_id = q.id AND u.step_id = s.id"
    "   AND u.local_date > :since AND u.outcome IN ('attempted', 'imagined')"
    "   JOIN attempts m ON m.chance_id = u.id WHERE s.participant_id = q.id) t"
    "  WHERE (CAST(:id AS uuid) IS NULL OR q.programme_id = :id)"
    "  GROUP BY q.programme_id) p ON p.programme_id = r.id"
    " WHERE r.organisation_id = :organisation AND (CAST(:id AS uuid) IS NULL"
    " OR r.id = :id) ORDER BY r.name, r.id"
)


@dataclass(frozen=True, slots=True)
class Glance:
    """A programme: its people, and what they tried in the last seven days.

    `path` is the id of its path, "" for none; `active` are those who said yes,
    `needing` those who need someone, as on the list of people.
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
