"""What one press of a coach took off the list, and the putting of it back.

Laws: an alert comes back where that press closed it and nothing has touched it since;
one that stands meanwhile as another of its kind does not stand twice; nobody is told of
it before `soonest`, and whoever had it has it still.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from service.store.alerts import AGAIN
from service.store.db import Found, Tx
from service.store.needs import PUT_AWAY

# Said of all a person wrote and asked for, and not of one thing.
SETTLED = "settled, nothing to answer"
ACT = text(
    "SELECT a.id, a.action, a.subject, a.at FROM audits a"
    " WHERE a.organisation_id = :organisation AND a.id = :id AND a.at >= :since"
    " AND (a.action LIKE 'put away: %' OR a.action = :settled)"
    " AND NOT EXISTS (SELECT 1 FROM audits b"
    "  WHERE b.organisation_id = :organisation AND b.subject = a.subject"
    "  AND b.at > a.at AND b.action LIKE 'put back: %')"
)
# One transaction is of one instant: what it closed is known by when.
CLOSED = text(
    "SELECT c.id, c.kind, c.reason, c.participant_id, c.raised_at FROM alerts c"
    " WHERE c.organisation_id = :organisation AND c.state = 'acknowledged'"
    " AND c.acknowledged_at = :at AND (c.id = :subject OR c.participant_id = :subject"
    "  OR c.participant_id = (SELECT s.participant_id FROM alerts s"
    "   WHERE s.organisation_id = :organisation AND s.id = :subject))"
    " ORDER BY c.raised_at, c.id"
)
WHOSE_NEWS = text(
    "SELECT participant_id AS whose, at, 'news' AS source, rule AS kind"
    " FROM decisions WHERE organisation_id = :organisation AND id = :id"
    " UNION ALL SELECT participant_id, reported_at, 'try', CASE label"
    " WHEN 'unprompted' THEN 'alone' ELSE 'first' END FROM attempts"
    " WHERE organisation_id = :organisation AND id = :id"
)
# What she wrote from the first text that waited on, as far as it was said of it.
TEXTS = text(
    "SELECT i.id, i.body_sealed, i.media, i.received_at AS at, false AS tells"
    " FROM inbox i JOIN inbox f ON f.organisation_id = :organisation AND f.id = :first"
    " AND f.participant_id = :person LEFT JOIN handlings h"
    " ON h.organisation_id = :organisation AND h.participant_id = :person"
    " WHERE i.organisation_id = :organisation AND i.participant_id = :person"
    " AND i.received_at >= f.received_at"
    " AND i.received_at <= least(:at, coalesce(h.settled_at, :at))"
    " ORDER BY i.received_at, i.id"
)
REOPEN = text(
    "UPDATE alerts SET state = 'open', acknowledged_at = NULL,"
    " next_at = CASE WHEN next_at IS NULL THEN NULL"
    "  ELSE greatest(next_at, :soonest) END"
    " WHERE organisation_id = :organisation AND id = ANY(:ids)"
    " AND state = 'acknowledged' AND acknowledged_at = :at"
    " AND NOT (kind NOT IN ('crisis', 'unclear_stop') AND reason <> ALL(:again)"
    "  AND EXISTS (SELECT 1 FROM alerts o WHERE o.organisation_id = :organisation"
    "   AND o.state = 'open' AND o.kind = alerts.kind AND o.reason = alerts.reason"
    "   AND o.participant_id IS NOT DISTINCT FROM alerts.participant_id"
    "   AND o.programme_id IS NOT DISTINCT FROM alerts.programme_id))"
)
UNSETTLE = text(
    "UPDATE handlings SET settled_at = least(settled_at, :until)"
    " WHERE organisation_id = :organisation AND participant_id = :person"
    " AND settled_at <= :at"
)


@dataclass(frozen=True, slots=True)
class Act:
    """That something was taken off the list: what it was about, and when.

    `subject` is an alert, a decision, a try, or the person of whom nothing waits.
    """

    id: UUID
    action: str
    subject: UUID
    at: datetime

    @property
    def settled(self) -> bool:
        """Whether it was said of all she wrote and asked for."""
        return self.action == SETTLED

    @property
    def what(self) -> str:
        """What was taken off: the kind of an alert, news, or all that was settled."""
        return "settled" if self.settled else self.action.removeprefix(PUT_AWAY)


def act(tx: Tx, row_id: UUID, since: datetime) -> Act | None:
    """Return what was taken off the list, unless it is older, or was put back."""
    row = tx.row(ACT, id=row_id, since=since, settled=SETTLED)
    return None if row is None else Act(**row)


def alerts_of(tx: Tx, done: Act) -> Sequence[Found]:
    """Return the alerts that this closed and that nothing has touched since."""
    return tx.rows(CLOSED, at=done.at, subject=done.subject)


def news_of(tx: Tx, done: Act) -> Found | None:
    """Return whose news this was, when it was, and of which kind; None for no news."""
    return tx.row(WHOSE_NEWS, id=done.subject)


def texts_of(tx: Tx, person: UUID, first: UUID | None, done: Act) -> Sequence[Found]:
    """Return what a person wrote from the first text that waited on, sealed."""
    if first is None:
        return ()
    return tx.rows(TEXTS, person=person, first=first, at=done.at)


def reopen(tx: Tx, done: Act, ids: Iterable[UUID], soonest: datetime) -> int:
    """Open alerts again that this closed; return how many."""
    given = {"ids": list(ids), "at": done.at, "again": sorted(AGAIN)}
    return tx.run(REOPEN, soonest=soonest, **given)


def unsettle(tx: Tx, person: UUID, done: Act, until: datetime) -> bool:
    """Let what she wrote after `until` wait again; False where it was answered since.

    A conversation that was put off stays taken up.
    """
    return tx.run(UNSETTLE, person=person, at=done.at, until=until) == 1
