"""Chances and nudges that stand, when a schedule or a clock is changed under them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import text

from service.store.db import Found, Tx
from service.store.people import Person

# What the clock laid out and nobody has decided about may be laid out anew.
_FREE = (
    "n.organisation_id = :organisation AND n.participant_id = :person"
    " AND n.state = 'planned' AND n.due_at > :now AND (n.kind = 'prompt'"
    " OR n.occurrence IN ('call/' || to_char(n.local_date, 'YYYY-MM-DD'),"
    " 'recap/' || to_char(n.local_date, 'YYYY-MM-DD')))"
    " AND NOT EXISTS (SELECT 1 FROM decisions d"
    " WHERE d.organisation_id = :organisation AND d.participant_id = :person"
    " AND d.nudge_id = n.id)"
)
_CLAIMED = (
    "(EXISTS (SELECT 1 FROM nudges n"  # noqa: S608 -- ours
    f" WHERE n.chance_id = c.id AND NOT ({_FREE}))"
    " OR EXISTS (SELECT 1 FROM outbox_messages o"
    "  WHERE o.organisation_id = :organisation AND o.chance_id = c.id)"
    " OR EXISTS (SELECT 1 FROM conversations t"
    "  WHERE t.organisation_id = :organisation AND t.chance_id = c.id))"
)
STANDING = text(
    f"SELECT c.id, c.local_date, c.slot, c.opens_at, {_CLAIMED} AS claimed"  # noqa: S608 -- ours
    " FROM chances c JOIN steps s ON s.id = c.step_id"
    " WHERE c.organisation_id = :organisation AND c.participant_id = :person"
    " AND s.ended_at IS NULL AND c.outcome = 'open' AND c.opens_at > :now"
    " ORDER BY c.local_date, c.slot"
)
# Chances that no change moves, and the nudges that were decided about or are theirs.
KEPT = text(
    "SELECT c.local_date, c.slot, c.zone, c.opens, c.deadline, c.closes"  # noqa: S608 -- ours
    " FROM chances c JOIN steps s ON s.id = c.step_id"
    " WHERE c.organisation_id = :organisation AND c.participant_id = :person"
    " AND s.ended_at IS NULL AND c.local_date >= :today"
    f" AND (c.outcome <> 'open' OR c.opens_at <= :now OR {_CLAIMED})"
)
STAYING = text(
    "SELECT n.occurrence, n.local_date, n.kind, n.due_at, n.expires_at,"  # noqa: S608 -- ours
    f" n.state = 'planned' AS planned, {_FREE} AS free FROM nudges n"
    " WHERE n.organisation_id = :organisation AND n.participant_id = :person"
    " AND n.local_date >= :today"
)
TAKE_NUDGES = text(
    f"DELETE FROM nudges n WHERE {_FREE} AND n.chance_id = ANY(:chances)"  # noqa: S608 -- ours
)
TAKE_CHANCES = text(
    "DELETE FROM chances WHERE organisation_id = :organisation"
    " AND participant_id = :person AND outcome = 'open' AND id = ANY(:chances)"
)
TAKE_ROUTINE = text(
    f"DELETE FROM nudges n WHERE {_FREE} AND n.kind <> 'prompt'"  # noqa: S608 -- ours
)
SENT = text(
    "SELECT min(o.created_at) AS at FROM outbox_messages o"
    " LEFT JOIN nudges n ON n.id = o.nudge_id"
    " WHERE o.organisation_id = :organisation AND o.participant_id = :person"
    " AND o.created_at >= :since AND o.kind IN ('prompt', 'follow_up', 'call')"
    " AND o.state IN ('due', 'claimed', 'calling', 'sent', 'in_doubt')"
    " AND coalesce(n.occurrence, '') !~ '^call_me/' GROUP BY coalesce("
    "substring(n.occurrence FROM '^call/[^/]+'), CAST(o.id AS text)) ORDER BY at"
)
REPORTED = text(
    "SELECT c.local_date, c.slot FROM chances c JOIN steps s ON s.id = c.step_id"
    " WHERE c.organisation_id = :organisation AND c.participant_id = :person"
    " AND s.ended_at IS NULL AND c.outcome <> 'open' AND c.local_date >= :since"
)
PROGRAMME_SCHEDULE = text(
    "SELECT schedule FROM programmes WHERE organisation_id = :organisation"
    " AND id = :id FOR UPDATE"
)
SAVE_PROGRAMME = text(
    "UPDATE programmes SET schedule = CAST(:schedule AS jsonb)"
    " WHERE organisation_id = :organisation AND id = :id"
)
# A day until which she is planned, and no moment to plan next: what stands is old.
OWE_ALL = text(
    "UPDATE participants SET plan_at = NULL WHERE organisation_id = :organisation"
    " AND programme_id = :id AND planned_until IS NOT NULL"
)
ITS_PEOPLE = text(
    "SELECT id FROM participants WHERE organisation_id = :organisation"
    " AND programme_id = :id AND wrapped_key IS NOT NULL ORDER BY id"
)


class StandingChance(NamedTuple):
    """A chance that has not opened; `claimed` when something of it went or was said."""

    id: UUID
    local_date: date
    slot: int
    opens_at: datetime
    claimed: bool

    @property
    def key(self) -> str:
        """Its key inside the plan."""
        return f"{self.local_date}/{self.slot}"


def standing(tx: Tx, person: Person) -> Sequence[StandingChance]:
    """Return the chances of her step that have not opened and were not reported."""
    rows = tx.rows(STANDING, person=person.id, now=tx.now)
    return [StandingChance(**row) for row in rows]


def take_out(
    tx: Tx, person: Person, chances: Sequence[UUID], *, routine: bool = True
) -> None:
    """Take out unclaimed chances with their prompts, and the `routine` of her days.

    That is recaps and calls nobody has decided about: they are laid out anew.
    """
    about = {"person": person.id, "chances": list(chances)}
    if routine:
        tx.later(TAKE_ROUTINE, person=person.id, now=tx.now)
    tx.later(TAKE_NUDGES, now=tx.now, **about)
    tx.later(TAKE_CHANCES, **about)


def sent(tx: Tx, person: Person, since: datetime) -> tuple[datetime, ...]:
    """Return when prompts, follow-ups and calls went; a call with its retry is one."""
    return tuple(row["at"] for row in tx.rows(SENT, person=person.id, since=since))


class StandingNudge(NamedTuple):
    """A nudge of hers: its key, when it is due, whether it may be laid out anew."""

    occurrence: str
    local_date: date
    kind: str
    due_at: datetime
    expires_at: datetime
    planned: bool
    free: bool


def kept(tx: Tx, person: Person, today: date) -> Sequence[Found]:
    """Return the chances of her step since that day which no change moves."""
    return tx.rows(KEPT, person=person.id, now=tx.now, today=today)


def nudges(tx: Tx, person: Person, today: date) -> Sequence[StandingNudge]:
    """Return the nudges of those days, whatever became of them."""
    rows = tx.rows(STAYING, person=person.id, now=tx.now, today=today)
    return [StandingNudge(**row) for row in rows]


def reported(tx: Tx, person: Person, since: date) -> frozenset[str]:
    """Return the keys of chances since that day which she has told about."""
    rows = tx.rows(REPORTED, person=person.id, since=since)
    return frozenset(f"{row['local_date']}/{row['slot']}" for row in rows)


def programme_schedule(tx: Tx, programme: UUID) -> dict[str, Any] | None:
    """Lock a programme and return its schedule; raises LookupError."""
    row = tx.row(PROGRAMME_SCHEDULE, id=programme)
    if row is None:
        raise LookupError(f"there is no programme {programme}")
    found: dict[str, Any] | None = row["schedule"]
    return found


def save_programme_schedule(tx: Tx, programme: UUID, schedule: str | None) -> None:
    """Save a programme's schedule (JSON text), None for nothing."""
    tx.later(SAVE_PROGRAMME, id=programme, schedule=schedule)


def owe_all(tx: Tx, programme: UUID) -> tuple[UUID, ...]:
    """Let the clock lay everybody's days out anew; return the ids of everybody in it.

    Who is reached sooner is owed nothing any more (plans.planned_until).
    """
    tx.later(OWE_ALL, id=programme)
    return its_people(tx, programme)


def its_people(tx: Tx, programme: UUID) -> tuple[UUID, ...]:
    """Return the ids of everybody in a programme."""
    return tuple(row["id"] for row in tx.rows(ITS_PEOPLE, id=programme))
