"""Read-only: where in a conversation something stands, however far back.

Laws: every query names the organisation and the person; moments alone are read here,
no words; what follows a moment is looked for no further than it is shown.
"""

# ruff: noqa: S608 -- every part of these statements stands in this file

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from service.store.db import Tx
from service.store.timelines import NEVER

# So much of what followed is shown with what is turned to.
AFTER = 20
# Of each kind: its table, the moment at which it stands, and what else is asked of it.
_KINDS = (
    ("inbox", "received_at", ""),
    ("outbox_messages", "created_at", " AND channel = 'text'"),
    ("notes", "at", ""),
    ("calls", "began_at", ""),
)
_OF_HER = "organisation_id = :organisation AND participant_id = :person"
MOMENT = text(
    " UNION ALL ".join(
        f"SELECT {at} AS at FROM {table} WHERE {_OF_HER} AND id = :id{only}"
        for table, at, only in _KINDS
    )
)
_LATER = " UNION ALL ".join(
    f"(SELECT {at} AS at FROM {table} WHERE {_OF_HER} AND {at} > :at{only}"
    f" ORDER BY {at} LIMIT :most)"
    for table, at, only in _KINDS
)
BEYOND = text(f"SELECT at FROM ({_LATER}) later ORDER BY at OFFSET :most - 1 LIMIT 1")


def moment(tx: Tx, person: UUID, entry: UUID) -> datetime | None:
    """Return when something of a person's conversation stands; None for nothing of it.

    It is a text of hers or to her, a note about her, or a call.
    """
    row = tx.row(MOMENT, person=person, id=entry)
    return None if row is None else row["at"]


def beyond(tx: Tx, person: UUID, at: datetime, most: int = AFTER) -> datetime:
    """Return before when there is what stands at a moment, and so much that followed.

    It is NEVER where no more than that followed.
    """
    row = tx.row(BEYOND, person=person, at=at, most=most)
    return NEVER if row is None else row["at"]
