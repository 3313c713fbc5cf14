"""What a form of the console lets somebody choose from."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text

from service.store.db import Tx

PROGRAMMES = text(
    "SELECT id, name, language, path IS NOT NULL AND path <> 'null'::jsonb AS has_path"
    " FROM programmes WHERE organisation_id = :organisation ORDER BY id"
)


@dataclass(frozen=True, slots=True)
class Choice:
    """A programme: its name, its language, and whether it has steps of its own."""

    id: UUID
    name: str
    language: str
    has_path: bool


def programmes(tx: Tx) -> tuple[Choice, ...]:
    """Return the organisation's programmes, the oldest first."""
    return tuple(Choice(**row) for row in tx.rows(PROGRAMMES))
