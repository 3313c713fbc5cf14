"""The invitations of one person: to which number, and what came of each.

Law: what was sent to a number of hers that was wrong says nothing of the one that
stands. Ids rise, so whatever has an id below that of her number came before it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text

from flows.safety.inviting import Asked, Fate
from service.store.db import Found, Tx
from service.store.people import Person

# A coach's task: the invitation did not arrive; behind it stands the carrier's code.
UNINVITED = "uninvited "
DAY = timedelta(days=1)
_MISSED = frozenset({"failed", "undelivered", "canceled"})
ASKED = text(
    "SELECT n.due_at, n.state AS planned, m.state, m.carrier_status, m.error_code"
    " FROM nudges n LEFT JOIN LATERAL (SELECT o.state, o.carrier_status, o.error_code"
    "  FROM outbox_messages o WHERE o.organisation_id = :organisation"
    "  AND o.participant_id = :person AND o.nudge_id = n.id ORDER BY o.id DESC"
    "  LIMIT 1) m ON true"
    " WHERE n.organisation_id = :organisation AND n.participant_id = :person"
    " AND n.kind = 'invitation' AND n.id > :number ORDER BY n.id"
)
# As speaking counts those of one wording: what stayed here is none of them.
LATELY = text(
    "SELECT created_at FROM outbox_messages WHERE organisation_id = :organisation"
    " AND participant_id = :person AND kind = 'invitation' AND state <> 'withheld'"
    " AND created_at > :now - interval '24 hours' ORDER BY created_at DESC LIMIT :most"
)
PLANNED_EVER = text(
    "SELECT count(*) AS many FROM nudges WHERE organisation_id = :organisation"
    " AND participant_id = :person AND kind = 'invitation'"
)
NUMBER = text(
    "SELECT id FROM numbers WHERE organisation_id = :organisation"
    " AND participant_id = :person AND kind = 'participant'"
)
DROP_NUMBER = text(
    "DELETE FROM numbers WHERE organisation_id = :organisation"
    " AND participant_id = :person AND kind = 'participant'"
)
UNDER_WAY = text(
    "SELECT 1 FROM outbox_messages WHERE organisation_id = :organisation"
    " AND participant_id = :person AND state IN ('claimed', 'calling') LIMIT 1"
)
STANDS = text(
    "SELECT 1 FROM alerts WHERE organisation_id = :organisation"
    " AND participant_id = :person AND state = 'open' AND kind = 'hand'"
    " AND reason LIKE 'uninvited %' LIMIT 1"
)
SEEN_TO = text(
    "UPDATE alerts SET state = 'acknowledged', acknowledged_at = :now"
    " WHERE organisation_id = :organisation AND participant_id = :person"
    " AND state = 'open' AND kind = 'hand'"
    " AND (reason LIKE 'uninvited %' OR (:line AND reason = 'no_texts'))"
)


@dataclass(frozen=True, slots=True)
class Invitations:
    """Those to the number that stands; `code` is the carrier's on the last, or 0."""

    number: UUID | None
    asked: tuple[Asked, ...]
    code: int


def of(tx: Tx, participant: UUID) -> Invitations:
    """Return somebody's invitations to the number that stands, oldest first."""
    stands = number(tx, participant)
    if stands is None:
        return Invitations(None, (), 0)
    rows = tx.rows(ASKED, person=participant, number=stands)
    asked = tuple(Asked(row["due_at"], _fate(row)) for row in rows)
    code = (rows[-1]["error_code"] or 0) if rows else 0
    return Invitations(stands, asked, code)


def full_until(tx: Tx, participant: UUID, most: int) -> datetime | None:
    """Return until when no more text of an invitation's wording may go, or None."""
    rows = tx.rows(LATELY, person=participant, most=most, now=tx.now)
    return rows[-1]["created_at"] + DAY if len(rows) == most else None


def number(tx: Tx, participant: UUID) -> UUID | None:
    """Return the id of the number that stands, or None for an erased person."""
    row = tx.row(NUMBER, person=participant)
    return None if row is None else UUID(str(row["id"]))


def _fate(row: Found) -> Fate:
    if row["state"] is None:
        return "on_its_way" if row["planned"] == "planned" else "never_went"
    if row["state"] in ("due", "claimed", "calling"):
        return "on_its_way"
    if row["state"] == "in_doubt":
        return "in_doubt"
    if row["state"] == "withheld":
        return "never_went"
    missed = row["state"] in ("failed", "not_sent") or row["carrier_status"] in _MISSED
    return "did_not" if missed else "may_have_arrived"


def count(tx: Tx, person: Person) -> int:
    """Return how many were ever planned, to whatever number."""
    return int(tx.rows(PLANNED_EVER, person=person.id)[0]["many"])


def under_way(tx: Tx, person: Person) -> bool:
    """Say whether something goes out to her at this very moment."""
    return tx.row(UNDER_WAY, person=person.id) is not None


def drop_number(tx: Tx, person: Person) -> None:
    """Let the number go that was wrong: whoever has it is a stranger from now on."""
    tx.run(DROP_NUMBER, person=person.id)


def told_of(tx: Tx, person: Person) -> bool:
    """Say whether the coaches have it before them that she could not be invited."""
    return tx.row(STANDS, person=person.id) is not None


def seen_to(tx: Tx, participant: UUID, *, line: bool = True) -> None:
    """Take off the list that she could not be invited: it is being done, or is over.

    With it goes, for a new `line` or one that is tried anew, that hers takes no texts.
    """
    tx.later(SEEN_TO, person=participant, now=tx.now, line=line)
