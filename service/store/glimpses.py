"""A person as she stands, read and not held: whoever serves her goes on meanwhile.

Law: nothing is kept on the strength of a glimpse; for that she is locked (people.lock).
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import text

from service.store import people
from service.store.db import Tx
from service.store.people import Person
from service.store.vault import Vault

BY_ID = text(
    f"{people.COLUMNS} FROM participants p WHERE p.organisation_id = :organisation"
    " AND p.id = :id AND p.wrapped_key IS NOT NULL"
)


def person(tx: Tx, vault: Vault, participant_id: UUID) -> Person | None:
    """Return a person, or None when she is unknown or erased."""
    row = tx.row(BY_ID, id=participant_id)
    return None if row is None else people.opened(vault, row)
