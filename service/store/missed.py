"""Until when each service number has been heard, and which texts have come in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from service.store.db import Tx
from service.store.people import Person
from service.store.vault import Key

NUMBER = text(
    "SELECT id, number_sealed, heard_until FROM numbers"
    " WHERE organisation_id = :organisation AND id = :id AND kind = 'service'"
)
HEARD = text(
    "UPDATE numbers SET heard_until = greatest(heard_until, :until)"
    " WHERE organisation_id = :organisation AND id = :id"
)
THERE = text(
    "SELECT carrier_id FROM inbox WHERE organisation_id = :organisation"
    " AND carrier_id = ANY(:ids)"
)
STOPPED_SINCE = text(
    "SELECT 1 FROM consent_entries WHERE organisation_id = :organisation"
    " AND participant_id = :person AND change = 'withdrawn' AND at > :moment LIMIT 1"
)
ENROLLED = text(
    "SELECT min(at) AS at FROM consent_entries WHERE organisation_id = :organisation"
    " AND participant_id = :person AND change = 'invited'"
)


@dataclass(frozen=True, slots=True)
class Listening:
    """A service number, and until when its texts are known to have come in."""

    number: str
    until: datetime | None


def listening(tx: Tx, key: Key, number_id: UUID) -> Listening | None:
    """Return a service number and until when it has been heard; None: it is gone."""
    row = tx.row(NUMBER, id=number_id)
    if row is None:
        return None
    number = key.open(row["number_sealed"], "numbers", row["id"], "number_sealed")
    return Listening(number, row["heard_until"])


def heard(tx: Tx, number_id: UUID, until: datetime) -> None:
    """Note that nothing is missing from before this moment."""
    tx.later(HEARD, id=number_id, until=until)


def there(tx: Tx, carrier_ids: Sequence[str]) -> frozenset[str]:
    """Return those of the carrier's ids that have come in."""
    return frozenset(row["carrier_id"] for row in tx.rows(THERE, ids=list(carrier_ids)))


def stopped_since(tx: Tx, person: Person, moment: datetime) -> bool:
    """Say whether she has stopped texts after that moment."""
    return tx.row(STOPPED_SINCE, person=person.id, moment=moment) is not None


def enrolled_since(tx: Tx, person: Person, moment: datetime) -> bool:
    """Say whether she was enrolled after that moment."""
    (row,) = tx.rows(ENROLLED, person=person.id)
    return row["at"] is not None and row["at"] > moment
