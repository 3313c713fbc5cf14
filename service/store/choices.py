"""What a form of the console lets somebody choose from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import text

from service.store.db import Tx

PROGRAMMES = text(
    "SELECT id, name, language, path IS NOT NULL AND path <> 'null'::jsonb AS has_path,"
    " CAST(settings ->> 'cap_week' AS integer) AS cap_week, settings, schedule,"
    " path #> '{steps,0,text}' AS first FROM programmes"
    " WHERE organisation_id = :organisation ORDER BY id"
)


@dataclass(frozen=True, slots=True)
class Choice:
    """A programme: its name, its language, whether it has steps of its own, and the
    most prompts in seven days, None where it says nothing of that. `settings` and
    `schedule` are as they are kept: of when. `first` is what the first of its steps
    says, by language.
    """

    id: UUID
    name: str
    language: str
    has_path: bool
    cap_week: int | None = None
    settings: dict[str, Any] = field(default_factory=dict)
    schedule: dict[str, Any] | None = None
    first: dict[str, str] | None = None


def programmes(tx: Tx) -> tuple[Choice, ...]:
    """Return the organisation's programmes, the oldest first."""
    return tuple(Choice(**row) for row in tx.rows(PROGRAMMES))
