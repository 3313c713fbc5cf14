"""By whose clock an organisation's own pages tell the time."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text

from service.store.db import Tx

UTC = "UTC"
# Where none was chosen it is that of whoever was enrolled first, erased or not: nobody
# who comes or is erased later moves it. It is kept before that person's row goes.
OF = text(
    "SELECT o.zone AS chosen, (SELECT p.zone FROM participants p"
    " WHERE p.organisation_id = :organisation AND o.zone IS NULL"
    " ORDER BY p.created_at, p.id LIMIT 1) AS first"
    " FROM organisations o WHERE o.id = :organisation"
)
SETTLE = text(
    "UPDATE organisations o SET zone = f.zone FROM (SELECT p.id, p.zone"
    " FROM participants p WHERE p.organisation_id = :organisation"
    " ORDER BY p.created_at, p.id LIMIT 1) f"
    " WHERE o.id = :organisation AND o.zone IS NULL AND f.id = :person"
)
KEEP = text("UPDATE organisations SET zone = :zone WHERE id = :organisation")


@dataclass(frozen=True, slots=True)
class Zone:
    """A time zone by its name, and whether it is kept, chosen or settled."""

    name: str
    chosen: bool


def of(tx: Tx) -> Zone:
    """Return the zone of this transaction's organisation."""
    row = tx.rows(OF)[0]
    return Zone(row["chosen"] or row["first"] or UTC, row["chosen"] is not None)


def settle(tx: Tx, person: UUID) -> None:
    """Keep the zone of a person who is about to go, where the pages tell time by it."""
    tx.run(SETTLE, person=person)


def keep(tx: Tx, zone: str | None) -> None:
    """Keep the zone that was chosen; None for none."""
    tx.run(KEEP, zone=zone)
