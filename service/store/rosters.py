"""Who is in a programme, by name and clock: the first of them, and how many in all.

Law: whoever is looked up stands in memory for that look alone, a bounded number of
people, those of the programme first.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text

from service.store import views
from service.store.db import Tx
from service.store.rolls import MOST_NAMES
from service.store.vault import Vault

MOST = 60
ROSTER = text(
    "SELECT id, wrapped_key, name_sealed, zone, count(*) OVER () AS total"
    " FROM participants WHERE organisation_id = :organisation"
    " AND programme_id = :programme AND wrapped_key IS NOT NULL ORDER BY id"
    " LIMIT :most"
)

EVERYBODY = text(
    "SELECT p.id, p.wrapped_key, p.name_sealed, p.zone, p.programme_id,"
    " r.name AS programme, n.id AS number_id, n.number_sealed FROM participants p"
    " JOIN programmes r ON r.id = p.programme_id"
    " LEFT JOIN numbers n ON n.participant_id = p.id AND n.kind = 'participant'"
    " WHERE p.organisation_id = :organisation AND p.wrapped_key IS NOT NULL"
    " AND (CAST(:only AS uuid[]) IS NULL OR p.id = ANY(:only))"
    " ORDER BY p.programme_id <> :programme, p.id LIMIT :most"
)


class Living(NamedTuple):
    """Somebody, and on which clock she lives."""

    id: UUID
    name: str
    zone: str


def roster(tx: Tx, vault: Vault, programme: UUID) -> tuple[tuple[Living, ...], int]:
    """Return the first MOST people of a programme, and how many are in it."""
    rows = tx.rows(ROSTER, programme=programme, most=MOST)
    found = []
    for row in rows:
        key = views.key_of(vault, row)
        name = key.open(row["name_sealed"], "participants", row["id"], "name_sealed")
        found.append(Living(row["id"], name, row["zone"]))
    return tuple(found), rows[0]["total"] if rows else 0


class Listed(NamedTuple):
    """Somebody to choose: `number` is whole, and is shown masked alone."""

    id: UUID
    name: str
    zone: str
    number: str
    programme: UUID
    programme_name: str


def everybody(
    tx: Tx, vault: Vault, programme: UUID, only: tuple[UUID, ...] | None = None
) -> Iterator[Listed]:
    """Yield people of the organisation, MOST_NAMES of them, a programme's own first.

    `only` are the ids of those who are asked for, None for all.
    """
    asked = {"only": None if only is None else list(only), "programme": programme}
    for row in tx.rows(EVERYBODY, most=MOST_NAMES, **asked):
        key, number = views.key_of(vault, row), row["number_sealed"]
        yield Listed(
            id=row["id"],
            name=key.open(row["name_sealed"], "participants", row["id"], "name_sealed"),
            zone=row["zone"],
            number=key.words(number, "numbers", row["number_id"], "number_sealed"),
            programme=row["programme_id"],
            programme_name=row["programme"],
        )
