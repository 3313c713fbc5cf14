"""Numbers a person gave about a step: kept one by one, never overwritten."""

from __future__ import annotations

from uuid import UUID

from service.store import tables
from service.store.db import Tx
from service.store.people import Person


def keep(  # noqa: PLR0913 -- a row has these columns
    tx: Tx,
    person: Person,
    row_id: UUID,
    name: str,
    value: int,
    *,
    step_id: UUID | None,
    attempt_id: UUID | None,
) -> None:
    """Keep one measure (grammar.MEASURES), of a step and, if known, of one attempt."""
    tx.put(
        tables.MeasureRow,
        id=row_id,
        participant_id=person.id,
        step_id=step_id,
        attempt_id=attempt_id,
        name=name,
        value=value,
        at=tx.now,
    )
