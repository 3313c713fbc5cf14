"""What stands of a person's coming days, read at once; planning writes what is new.

Asked chance by chance and nudge by nudge, a day that stands already cost a dozen round
trips for each person and night (docs/performance.md). The person's row is locked, so
nobody else lays out her days between the look and the commit; the keys of both tables
guard that all the same (I1).
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text

from service.store import plans
from service.store.db import Tx
from service.store.people import Person
from service.store.plans import NewChance, NewNudge

STANDING = text(
    "SELECT n.occurrences, c.id, c.step_id, c.local_date, c.slot, c.zone, c.opens,"
    " c.deadline, c.closes, c.opens_at, c.deadline_at, c.closes_at, c.plan,"
    " c.probability FROM (SELECT ARRAY(SELECT m.occurrence FROM nudges m"
    "  WHERE m.organisation_id = :organisation AND m.participant_id = :person"
    "  AND m.local_date >= :today) AS occurrences) n LEFT JOIN (chances c"
    "  JOIN steps s ON s.id = c.step_id AND s.ended_at IS NULL)"
    "  ON c.organisation_id = :organisation AND c.participant_id = :person"
    "  AND c.local_date >= :today ORDER BY c.local_date, c.slot"
)
# What was reported, or prompted already, keeps the plan it had: the lot has fallen. So
# it has where the prompt is due, and only waits for its turn.
PLAN_OF_CHANCE = text(
    "UPDATE chances SET plan = :plan, probability = :probability"
    " WHERE organisation_id = :organisation AND id = :id AND outcome = 'open'"
    " AND NOT EXISTS (SELECT 1 FROM outbox_messages o"
    "  WHERE o.organisation_id = :organisation AND o.chance_id = :id"
    "  AND o.kind = 'prompt' AND o.state IN ('calling', 'sent', 'in_doubt'))"
    " AND NOT EXISTS (SELECT 1 FROM nudges n"
    "  WHERE n.organisation_id = :organisation AND n.chance_id = :id"
    "  AND n.kind = 'prompt' AND n.state = 'planned' AND n.due_at <= :now)"
)
MONTH = text(
    "SELECT (SELECT min(c.local_date) FROM chances c"
    "  WHERE c.organisation_id = :organisation AND c.participant_id = :person)"
    "  AS began, ARRAY(SELECT n.due_at FROM nudges n"
    "  WHERE n.organisation_id = :organisation AND n.participant_id = :person"
    "  AND n.script = :digest ORDER BY n.due_at) AS digests"
)


class Ahead:
    """The chances of her current step and the nudges that stand from a day on."""

    def __init__(self, tx: Tx, person: Person, today: date) -> None:
        self._tx, self._person = tx, person
        rows = tx.rows(STANDING, person=person.id, today=today)
        self._nudges = set(rows[0]["occurrences"])
        found = (
            NewChance(**{name: row[name] for name in NewChance.__slots__})
            for row in rows
            if row["id"] is not None
        )
        self._chances = {(one.step_id, one.local_date, one.slot): one for one in found}

    def settle(self, chance: NewChance) -> NewChance:
        """Keep a chance, or the newer plan of the one that stands; return what stands.

        One that stands keeps its window, and once its lot has fallen its plan.
        """
        key = (chance.step_id, chance.local_date, chance.slot)
        standing = self._chances.get(key)
        if standing is None:
            plans.keep_chance(self._tx, self._person, chance, "open")
            self._chances[key] = chance
            return chance
        new = {"plan": chance.plan, "probability": chance.probability}
        if (standing.plan, standing.probability) != tuple(new.values()):
            self._tx.later(PLAN_OF_CHANCE, id=standing.id, now=self._tx.now, **new)
        return standing

    def stands(self, occurrence: str) -> bool:
        """Say whether a nudge of this key was planned, whatever became of it."""
        return occurrence in self._nudges

    def keep(self, nudge: NewNudge) -> bool:
        """Plan a nudge of these days once; False when it stands already (I1)."""
        if self.stands(nudge.occurrence):
            return False
        self._nudges.add(nudge.occurrence)
        plans.put_nudge(self._tx, self._person, nudge)
        return True

    def take_out(self, occurrence: str) -> None:
        """Take out a prompt not yet due, which its chance is not to have any more."""
        if self.stands(occurrence) and plans.drop_prompt(
            self._tx, self._person, occurrence
        ):
            self._nudges.discard(occurrence)

    def chance_on(self, day: date) -> UUID | None:
        """Return the chance of the person's step on her local day, or None."""
        on_day = (one for one in self._chances.values() if one.local_date == day)
        first = min(on_day, key=lambda one: one.slot, default=None)
        return None if first is None else first.id


def month(
    tx: Tx, person: Person, digest: str
) -> tuple[date | None, tuple[datetime, ...]]:
    """Return the day of her first chance, and when each digest was or is due."""
    row = tx.rows(MONTH, person=person.id, digest=digest)[0]
    return row["began"], tuple(row["digests"])
