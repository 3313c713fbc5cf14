"""When a person was last there, and when her number was asked whose it is."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import text

from service.store.db import Tx
from service.store.people import Person

# What a coach's word is kept as, that the number is hers.
VOUCHED = "vouched for the number"
# The key of a nudge that asks whose number it is, before its day.
ASKS = "whose"
# What stands between is not hers: a text that may be a stranger's sets no
# `last_heard_at` while her number is unconfirmed.
LAST_WORD = text(
    "SELECT greatest(p.last_heard_at, p.created_at,"
    " (SELECT max(t.at) FROM turns t WHERE t.organisation_id = :organisation"
    "  AND t.participant_id = p.id AND t.channel = 'voice'"
    "  AND t.at > coalesce(p.last_heard_at, p.created_at)"
    "  AND (t.heard_sealed IS NOT NULL OR t.keys_sealed IS NOT NULL)),"
    " (SELECT max(c.at) FROM consent_entries c WHERE c.organisation_id = :organisation"
    "  AND c.participant_id = p.id AND c.change = 'given'),"
    " (SELECT max(a.at) FROM audits a WHERE a.organisation_id = :organisation"
    "  AND a.subject = p.id AND a.action = :vouched)) AS at"
    " FROM participants p WHERE p.organisation_id = :organisation AND p.id = :person"
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
    " AND state = 'open' AND kind = 'hand'"
    " AND reason IN ('unconfirmed', 'unconfirmed_text')"
)


def last_word(tx: Tx, person: Person) -> datetime:
    """Return when she last wrote, pressed, spoke or agreed, or was vouched for."""
    at: datetime = tx.rows(LAST_WORD, person=person.id, vouched=VOUCHED)[0]["at"]
    return at


def asked(tx: Tx, person: Person, since: datetime) -> tuple[datetime, ...]:
    """Return when her number was asked whose it is, or will be, since then."""
    rows = tx.rows(ASKED, person=person.id, asks=f"{ASKS}/%", since=since)
    return tuple(row["due_at"] for row in rows)


def seen_to(tx: Tx, person: Person) -> None:
    """Take off the list that her number is unconfirmed: whose it is, is known."""
    tx.later(SEEN_TO, person=person.id, now=tx.now)
