"""When the last sign of a person came, and when her number was asked whose it is."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import text

from flows.safety.alerting import WHOSE
from service.store.db import Tx
from service.store.people import Person

# ruff: noqa: S608 -- every part of these statements stands in this file
# The key of a nudge that asks whose number it is, before its day.
ASKS = "whose"
_LET_GO = "('released crisis', 'released unclear_stop')"
# A text, a word or a key in a call, a recording, a yes of hers; or that a coach looked
# and let her texts go on. That a talk with a coach ended says nothing of whose it is.
LAST_SIGN = text(
    "SELECT greatest(p.last_heard_at, p.created_at,"
    " (SELECT max(t.at) FROM turns t WHERE t.organisation_id = :organisation"
    "  AND t.participant_id = p.id AND t.channel = 'voice'"
    "  AND t.at > coalesce(p.last_heard_at, p.created_at)"
    "  AND (t.heard_sealed IS NOT NULL OR t.keys_sealed IS NOT NULL)),"
    " (SELECT max(r.at) FROM recordings r WHERE r.organisation_id = :organisation"
    "  AND r.participant_id = p.id),"
    " (SELECT max(c.at) FROM consent_entries c WHERE c.organisation_id = :organisation"
    "  AND c.participant_id = p.id AND c.change = 'given'),"
    " (SELECT max(a.at) FROM audits a WHERE a.organisation_id = :organisation"
    f"  AND a.subject = p.id AND a.action IN {_LET_GO})) AS at"
    " FROM participants p WHERE p.organisation_id = :organisation AND p.id = :person"
)
# Of her last STOP, and of the sign of her before it, which is not that very text.
BEFORE_STOP = text(
    "SELECT s.at AS stopped, greatest(p.created_at,"
    " (SELECT max(i.received_at) FROM inbox i WHERE i.organisation_id = :organisation"
    "  AND i.participant_id = p.id AND i.received_at < s.at),"
    " (SELECT max(t.at) FROM turns t WHERE t.organisation_id = :organisation"
    "  AND t.participant_id = p.id AND t.channel = 'voice' AND t.at < s.at"
    "  AND (t.heard_sealed IS NOT NULL OR t.keys_sealed IS NOT NULL)),"
    " (SELECT max(r.at) FROM recordings r WHERE r.organisation_id = :organisation"
    "  AND r.participant_id = p.id AND r.at < s.at),"
    " (SELECT max(c.at) FROM consent_entries c WHERE c.organisation_id = :organisation"
    "  AND c.participant_id = p.id AND c.change = 'given' AND c.at < s.at),"
    " (SELECT max(a.at) FROM audits a WHERE a.organisation_id = :organisation"
    f"  AND a.subject = p.id AND a.action IN {_LET_GO} AND a.at < s.at)) AS sign"
    " FROM participants p, LATERAL (SELECT max(c.at) AS at FROM consent_entries c"
    "  WHERE c.organisation_id = :organisation AND c.participant_id = p.id"
    "  AND c.change = 'withdrawn' AND c.channel NOT IN ('call', 'recording')) s"
    " WHERE p.organisation_id = :organisation AND p.id = :person AND s.at IS NOT NULL"
)
# One that stayed here after all has asked nobody.
ASKED = text(
    "SELECT n.due_at FROM nudges n WHERE n.organisation_id = :organisation"
    " AND n.participant_id = :person AND n.occurrence LIKE :asks AND n.due_at > :since"
    " AND (n.state = 'planned' OR (n.state = 'sent' AND NOT EXISTS (SELECT 1"
    "  FROM outbox_messages o WHERE o.organisation_id = :organisation"
    "  AND o.participant_id = :person AND o.nudge_id = n.id"
    "  AND o.state IN ('withheld', 'not_sent'))))"
)
SEEN_TO = text(
    "UPDATE alerts SET state = 'acknowledged', acknowledged_at = :now"
    " WHERE organisation_id = :organisation AND participant_id = :person"
    " AND state = 'open' AND kind = 'hand' AND reason = 'unconfirmed'"
)
# Her number was silent, or something came from it then, and no person has looked yet.
DOUBTED = text(
    "SELECT 1 FROM alerts WHERE organisation_id = :organisation"
    " AND participant_id = :person AND state = 'open'"
    " AND reason IN ('unconfirmed', :reason) LIMIT 1"
)


def last_sign(tx: Tx, person: Person) -> datetime:
    """Return when she last wrote, pressed, spoke, agreed, or a coach let her go on."""
    at: datetime = tx.rows(LAST_SIGN, person=person.id)[0]["at"]
    return at


def before_stop(tx: Tx, person: Person) -> tuple[datetime, datetime] | None:
    """Return when the sign of her before her last STOP came, and that STOP; or None."""
    row = tx.row(BEFORE_STOP, person=person.id)
    return None if row is None else (row["sign"], row["stopped"])


def doubted(tx: Tx, person: Person) -> bool:
    """Say whether it stands before coaches that her number may be somebody else's."""
    return tx.row(DOUBTED, person=person.id, reason=WHOSE[1]) is not None


def asked(tx: Tx, person: Person, since: datetime) -> tuple[datetime, ...]:
    """Return when her number was asked whose it is, or will be, since then."""
    rows = tx.rows(ASKED, person=person.id, asks=f"{ASKS}/%", since=since)
    return tuple(row["due_at"] for row in rows)


def seen_to(tx: Tx, person: Person) -> None:
    """Take off the list that her number is silent: something came from it."""
    tx.later(SEEN_TO, person=person.id, now=tx.now)
