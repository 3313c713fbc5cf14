"""Who is in a programme, by name and clock: the first of them, and how many in all."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text

from service.store import views
from service.store.db import Tx
from service.store.vault import Vault

MOST = 60
ROSTER = text(
    "SELECT id, wrapped_key, name_sealed, zone, count(*) OVER () AS total"
    " FROM participants WHERE organisation_id = :organisation"
    " AND programme_id = :programme AND wrapped_key IS NOT NULL ORDER BY id"
    " LIMIT :most"
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
