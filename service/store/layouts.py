"""Chances and nudges that stand, when a schedule or a clock is changed under them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import text

from service.store.db import Tx
from service.store.people import Person

# What the clock laid out and nobody has decided about may be laid out anew.
FREE = (
    "n.organisation_id = :organisation AND n.participant_id = :person"
    " AND n.state = 'planned' AND n.due_at > :now AND (n.kind = 'prompt'"
    " OR n.occurrence IN ('call/' || to_char(n.local_date, 'YYYY-MM-DD'),"
    " 'recap/' || to_char(n.local_date, 'YYYY-MM-DD')))"
    " AND NOT EXISTS (SELECT 1 FROM decisions d"
    " WHERE d.organisation_id = :organisation AND d.participant_id = :person"
    " AND d.nudge_id = n.id)"
)
CLAIMED = (
    "(EXISTS (SELECT 1 FROM nudges n"  # noqa: S608 -- ours
    f" WHERE n.chance_id = c.id AND NOT ({FREE}))"
    " OR EXISTS (SELECT 1 FROM outbox_messages o"
    "  WHERE o.organisation_id = :organisation AND o.chance_id = c.id)"
    " OR EXISTS (SELECT 1 FROM conversations t"
    "  WHERE t.organisation_id = :organisation AND t.chance_id = c.id))"
)
# What led to a chance so far. Whatever prompt was planned, a call, or the text in its
# place, came before any word of hers.
LED = (
    "CASE WHEN 'call' = ANY(went.kinds) OR 'follow_up' = ANY(went.kinds) THEN 'before'"
    " WHEN 'prompt' = ANY(went.kinds) THEN c.plan ELSE 'none' END"
)
WENT = (
    " LEFT JOIN LATERAL (SELECT array_agg(o.kind) AS kinds"
    "  FROM outbox_messages o WHERE o.organisation_id = :organisation"
    "  AND o.chance_id = c.id AND o.state IN ('calling', 'sent', 'in_doubt'))"
    "  went ON true"
)
STANDING = text(
    f"SELECT c.id, c.local_date, c.slot, c.opens_at, {CLAIMED} AS claimed,"  # noqa: S608 -- ours
    " c.plan <> 'none' AS prompted FROM chances c JOIN steps s ON s.id = c.step_id"
    " WHERE c.organisation_id = :organisation AND c.participant_id = :person"
    " AND s.ended_at IS NULL AND c.outcome = 'open' AND c.opens_at > :now"
    " ORDER BY c.local_date, c.slot"
)
TAKE_NUDGES = text(
    f"DELETE FROM nudges n WHERE {FREE} AND n.chance_id = ANY(:chances)"  # noqa: S608 -- ours
)
TAKE_CHANCES = text(
    "DELETE FROM chances WHERE organisation_id = :organisation"
    " AND participant_id = :person AND outcome = 'open' AND id = ANY(:chances)"
)
TAKE_ROUTINE = text(
    f"DELETE FROM nudges n WHERE {FREE} AND n.kind <> 'prompt'"  # noqa: S608 -- ours
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
    """A chance that has not opened; `claimed` when something of it went or was said.

    `prompted` says that it is to have a prompt.
    """

    id: UUID
    local_date: date
    slot: int
    opens_at: datetime
    claimed: bool
    prompted: bool

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
