"""By whose clock an organisation's own pages tell the time."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import text

from service.store.db import Tx

UTC = "UTC"
# Where none was chosen it is that of most people: a coach is near them, most likely.
OF = text(
    "SELECT o.zone AS chosen, (SELECT p.zone FROM participants p"
    " WHERE p.organisation_id = :organisation AND p.wrapped_key IS NOT NULL"
    " AND o.zone IS NULL GROUP BY p.zone ORDER BY count(*) DESC, p.zone LIMIT 1)"
    " AS usual FROM organisations o WHERE o.id = :organisation"
)
KEEP = text("UPDATE organisations SET zone = :zone WHERE id = :organisation")


@dataclass(frozen=True, slots=True)
class Zone:
    """A time zone by its name, and whether somebody chose it."""

    name: str
    chosen: bool


def of(tx: Tx) -> Zone:
    """Return the zone of this transaction's organisation."""
    row = tx.rows(OF)[0]
    return Zone(row["chosen"] or row["usual"] or UTC, row["chosen"] is not None)


def keep(tx: Tx, zone: str | None) -> None:
    """Keep the zone that was chosen; None for none."""
    tx.run(KEEP, zone=zone)
