"""Rows on which jobs break again and again: put aside, and a coach is told (33).

Law: the count stands in the database, so that it outlives workers; what is put aside
stops no other row, and is tried again later, ever less often. A nudge alone is put
aside for good, since its time is over; a message has its own count (`release`).
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from service.store import plans, stumbles
from service.usecases import nudging
from service.usecases.parts import Parts

MOST_TRIES = 3
FIRST_REST, MOST_DOUBLED = timedelta(hours=1), 4
# These count on their own rows.
COUNTED = ("deliver", "release")


def stumbled(parts: Parts, organisation: UUID, job: str, item: UUID) -> None:
    """Count that `job` broke on a row; after three times put it aside."""
    if job == "nudge":
        nudging.give_up(parts, organisation, item)
    elif job not in COUNTED:
        with parts.db.transaction(organisation) as tx:
            tries = stumbles.stumbled(tx, job, item)
            if tries >= MOST_TRIES:
                rest = FIRST_REST * 2 ** min(tries - MOST_TRIES, MOST_DOUBLED)
                stumbles.rest(tx, job, item, tx.now + rest)
            if tries == MOST_TRIES:
                whose = stumbles.whose(tx, item)
                plans.raise_alert(tx, parts.new_id(), whose, "quarantine", job)
