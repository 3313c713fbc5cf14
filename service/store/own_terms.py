"""A person's own caps and recap, in place of her programme's (usecases.own_terms)."""

from __future__ import annotations

from sqlalchemy import text

from service.store.db import Tx
from service.store.people import Person

SAVE = text(
    "UPDATE participants SET own_terms = CAST(:terms AS jsonb)"
    " WHERE organisation_id = :organisation AND id = :id"
)


def save(tx: Tx, person: Person, terms: str) -> None:
    """Save them as JSON text."""
    tx.later(SAVE, id=person.id, terms=terms)
