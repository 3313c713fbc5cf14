"""What the chances of a person's last days were, whatever went out for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text

from service.store.db import Tx

# A prompt counts as laid out whatever became of it: its decision says the rest.
CHANCES = text(
    "SELECT c.local_date, c.slot, c.opens, c.closes, c.closes_at, c.plan,"
    " c.outcome,"
    " EXISTS (SELECT 1 FROM nudges n WHERE n.organisation_id = :organisation"
    "  AND n.chance_id = c.id) AS nudged FROM chances c"
    " WHERE c.organisation_id = :organisation AND c.participant_id = :person"
    " AND c.local_date BETWEEN :first AND :last ORDER BY c.local_date, c.slot"
)


class Past(NamedTuple):
    """A chance of a day that came: its window, its plan, and what was told of it.

    `nudged` says whether anything was laid out for it.
    """

    local_date: date
    slot: int
    opens: time
    closes: time
    closes_at: datetime
    plan: str
    outcome: str
    nudged: bool

    @property
    def key(self) -> str:
        """Name it as its occurrence does, such as "prompt/2026-03-02/0"."""
        return f"prompt/{self.local_date.isoformat()}/{self.slot}"


def chances(tx: Tx, person: UUID, first: date, last: date) -> Sequence[Past]:
    """Return the chances of those local days."""
    rows = tx.rows(CHANCES, person=person, first=first, last=last)
    return [Past(**row) for row in rows]
