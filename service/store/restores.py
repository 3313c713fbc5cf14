"""A database that was restored from a backup: since when, what is held, what it lacks.

Laws: what may have gone out before is in doubt from the statement on that finds the
restore (`handrail_hold`), and nothing but what tells of danger passes the gate until a
person lets it; a restore is found once, whoever looks.
"""

# ruff: noqa: S608 -- every part of these statements stands in this room
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from service.store import gates
from service.store.db import Database, Found, Tx

# How a doubt of this kind says why it is one; `handrail_hold` writes it.
WHY = "the database was restored from a backup"
# The rule by which what was planned, or said, stays here.
RULE = "restored"

HOLD = text("SELECT handrail_hold(CAST(:since AS timestamptz))")
STANDING = text(
    "SELECT id, since, found_at FROM restores WHERE organisation_id = :organisation"
    " AND ended_at IS NULL"
)
TOLD = text(
    "UPDATE restores SET told_at = :now WHERE organisation_id = :organisation"
    " AND ended_at IS NULL AND told_at IS NULL"
)
ENDED = text(
    "UPDATE restores SET ended_at = :now, nothing_lost = :nothing_lost"
    " WHERE organisation_id = :organisation AND ended_at IS NULL"
)
# In the order of the people, who are locked in it.
STAYED = text(
    "SELECT n.id, n.kind FROM nudges n WHERE n.organisation_id = :organisation"
    " AND n.id = ANY(SELECT unnest(r.stayed) FROM restores r"
    "  WHERE r.organisation_id = :organisation AND r.id = :id)"
    " ORDER BY n.participant_id, n.id"
)
IN_GAP = text(
    "SELECT max(found_at) AS until FROM restores WHERE organisation_id = :organisation"
    " AND NOT nothing_lost AND :moment BETWEEN"
    " coalesce(since, '-infinity') - interval '1 minute' AND found_at"
)
_WAITING = " + ".join(
    "(SELECT count(*) FROM outbox_messages o WHERE o.organisation_id = :organisation"
    f" AND o.state = 'due' AND {lane} AND o.waits_for = 'restored')"
    for lane in (f"o.kind IN {gates.KINDS}", f"NOT o.kind IN {gates.KINDS}")
)
COUNTED = text(
    "SELECT (SELECT count(*) FROM outbox_messages o WHERE o.organisation_id ="
    "  :organisation AND o.state = 'in_doubt' AND o.doubt = :why) AS doubts,"
    f" {_WAITING} AS waiting, (SELECT cardinality(r.stayed) FROM restores r"
    "  WHERE r.organisation_id = :organisation AND r.id = :id) AS stayed"
)
# Nothing was lost after all: what was held is due again, by a person's word.
NOT_IN_DOUBT = text(
    "UPDATE outbox_messages SET state = 'due', doubt = NULL, called_at = NULL,"
    " settled_at = NULL WHERE organisation_id = :organisation AND state = 'in_doubt'"
    " AND doubt = :why"
)
NOT_WITHHELD = text(
    "UPDATE nudges SET state = 'planned' WHERE organisation_id = :organisation"
    " AND state = 'withheld' AND id = ANY(SELECT unnest(r.stayed) FROM restores r"
    "  WHERE r.organisation_id = :organisation AND r.id = :id)"
)
NUMBERS = text(
    "SELECT id, number_sealed, heard_until FROM numbers"
    " WHERE organisation_id = :organisation AND kind = 'service' ORDER BY id"
)


@dataclass(frozen=True, slots=True)
class Restore:
    """A restore that nobody has looked at yet: from `since` to `found_at` is unknown.

    `since` is None where the backup knew no beat of the clock.
    """

    id: UUID
    since: datetime | None
    found_at: datetime


@dataclass(frozen=True, slots=True)
class Counted:
    """What hangs on a restore, in numbers: messages that may have gone out, messages
    that wait to go, and nudges that stay here.
    """

    doubts: int
    waiting: int
    stayed: int


def hold(db: Database, since: datetime | None) -> None:
    """Hold everything of every organisation, as if the restore were found just now.

    `since` is until when the database is known to be whole; None: its newest beat.
    """
    with db.transaction() as tx:
        tx.row(HOLD, since=since)


def standing(tx: Tx) -> Restore | None:
    """Return the restore that nobody has looked at yet, or None."""
    row = tx.row(STANDING)
    return None if row is None else Restore(**row)


def told(tx: Tx) -> bool:
    """Note that people are told of it; False when they are already."""
    return tx.run(TOLD, now=tx.now) > 0


def stayed(tx: Tx, restore: Restore) -> list[Found]:
    """Return the nudges that stay here for it, each with its kind."""
    return tx.rows(STAYED, id=restore.id)


def until(tx: Tx, moment: datetime) -> datetime | None:
    """Return until when nothing is known here of what was done at a moment.

    None: it was done by this database, or is known to it.
    """
    (row,) = tx.rows(IN_GAP, moment=moment)
    found: datetime | None = row["until"]
    return found


def counted(tx: Tx, restore: Restore) -> Counted:
    """Count what hangs on a restore."""
    return Counted(**tx.rows(COUNTED, why=WHY, id=restore.id)[0])


def numbers(tx: Tx) -> list[Found]:
    """Return its service numbers, sealed, and until when each has been heard."""
    return tx.rows(NUMBERS)


def ended(tx: Tx, *, nothing_lost: bool) -> None:
    """Note that a person has looked."""
    tx.run(ENDED, now=tx.now, nothing_lost=nothing_lost)


def nothing_lost(tx: Tx, restore: Restore) -> int:
    """Let what was held be as it was before; return how many messages are due again."""
    tx.run(NOT_WITHHELD, id=restore.id)
    return tx.run(NOT_IN_DOUBT, why=WHY)
