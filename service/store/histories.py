"""What became of everything, for the drill that judges it: ids and states, no words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from service.store.db import Found, Tx

# Joined, not asked for each: no index leads from a nudge to what was made of it.
DUE = text(
    "SELECT n.id, n.state, n.due_at, o.spoken_at, d.nudge_id IS NOT NULL AS explained"
    " FROM nudges n LEFT JOIN (SELECT nudge_id, min(created_at) AS spoken_at"
    " FROM outbox_messages WHERE organisation_id = :organisation GROUP BY 1) o"
    " ON o.nudge_id = n.id LEFT JOIN (SELECT DISTINCT nudge_id FROM decisions"
    " WHERE organisation_id = :organisation) d ON d.nudge_id = n.id"
    " WHERE n.organisation_id = :organisation AND n.due_at <= :now"
)
# A coach's alert and a person's reply wait alike: from when they may go.
MESSAGES = text(
    "SELECT id, nudge_id, participant_id, kind, channel, state, token, carrier_status,"
    " greatest(created_at, not_before) AS since,"
    " CASE WHEN state IN ('due', 'claimed', 'calling') THEN :now"
    " ELSE coalesce(settled_at, called_at) END AS until,"
    " error_code IS NOT NULL OR participant_id IS NULL OR EXISTS (SELECT 1"
    " FROM decisions d WHERE d.organisation_id = :organisation AND d.participant_id ="
    " o.participant_id AND d.at >= o.created_at AND d.verdict = 'withhold')"
    " OR EXISTS (SELECT 1 FROM consent_entries c WHERE c.organisation_id ="
    " :organisation AND c.participant_id = o.participant_id AND c.at >= o.created_at"
    " AND c.change <> 'repeated')"
    " OR EXISTS (SELECT 1 FROM alerts a WHERE a.organisation_id = :organisation"
    " AND a.participant_id = o.participant_id AND a.raised_at >= o.created_at)"
    " AS explained"
    " FROM outbox_messages o WHERE organisation_id = :organisation"
)
# An id of the carrier's has 34 signs.
TEXTS = text(
    "SELECT left(carrier_id, 34) AS sid, count(*) AS kept FROM inbox"
    " WHERE organisation_id = :organisation GROUP BY 1"
)
MISSING = text(
    "SELECT count(*) AS missing FROM unnest(CAST(:sids AS text[])) s (sid)"
    " WHERE NOT EXISTS (SELECT 1 FROM inbox WHERE organisation_id = :organisation"
    " AND carrier_id = s.sid)"
)
# Every text has one turn, whatever it was taken for: an effect of its own. What is
# said in a call has one, too, and is no text.
TURNS = text(
    "SELECT coalesce(i.participant_id, t.participant_id) AS person,"
    " coalesce(i.kept, 0) AS kept, coalesce(t.heard, 0) AS heard"
    " FROM (SELECT participant_id, count(*) AS kept FROM inbox"
    " WHERE organisation_id = :organisation GROUP BY 1) i"
    " FULL JOIN (SELECT participant_id, count(*) AS heard FROM turns"
    " WHERE organisation_id = :organisation AND heard_sealed IS NOT NULL"
    " AND channel = 'text' GROUP BY 1) t"
    " ON t.participant_id = i.participant_id"
)
OPEN = text(
    "SELECT (SELECT count(*) FROM nudges WHERE organisation_id = :organisation"
    " AND state = 'planned' AND due_at <= :now) AS nudges,"
    " (SELECT count(*) FROM outbox_messages WHERE organisation_id = :organisation"
    " AND state IN ('due', 'claimed', 'calling') AND not_before <= :soon) AS messages,"
    " (SELECT count(*) FROM outbox_messages WHERE organisation_id = :organisation"
    " AND state = 'in_doubt') AS doubts,"
    " (SELECT count(*) FROM outbox_messages WHERE organisation_id = :organisation"
    " AND state = 'sent') AS sent,"
    " (SELECT count(*) FROM inbox WHERE organisation_id = :organisation) AS texts"
)
# An e-mail stands in no list of the carrier's.
DOUBTS = text(
    "SELECT id, token, coalesce(settled_at, called_at) AS since FROM outbox_messages"
    " WHERE organisation_id = :organisation AND state = 'in_doubt'"
    " AND channel <> 'email'"
)
IN_DANGER = text(
    "SELECT p.id AS person, (SELECT count(*) FROM turns t WHERE t.organisation_id ="
    " :organisation AND t.participant_id = p.id AND t.kind = 'crisis') AS turns,"
    " (SELECT count(*) FROM alerts a WHERE a.organisation_id = :organisation"
    " AND a.participant_id = p.id AND a.kind = 'crisis') AS alerts,"
    " ARRAY(SELECT o.state FROM outbox_messages o WHERE o.organisation_id ="
    " :organisation AND o.participant_id = p.id AND o.kind = 'crisis') AS replies,"
    " ARRAY(SELECT o.state FROM alerts a JOIN notices n ON n.alert_id = a.id"
    " JOIN outbox_messages o ON o.id = n.outbox_message_id"
    " WHERE a.organisation_id = :organisation AND a.participant_id = p.id"
    " AND a.kind = 'crisis' AND n.channel = 'text') AS told"
    " FROM participants p WHERE p.organisation_id = :organisation"
    " AND p.id = ANY(CAST(:people AS uuid[]))"
)
# Those that nobody has yet, and whose first telling is over: she has read it.
READ = text(
    "SELECT a.id FROM alerts a WHERE a.organisation_id = :organisation"
    " AND a.kind = 'crisis' AND a.state = 'open' AND a.heeded_at IS NULL"
    " AND EXISTS (SELECT 1 FROM notices n JOIN outbox_messages o"
    " ON o.id = n.outbox_message_id WHERE n.alert_id = a.id AND n.channel = 'text'"
    " AND o.state IN ('sent', 'in_doubt')) ORDER BY a.raised_at, a.id"
)
CALLING = text(
    "SELECT min(called_at) AS since FROM outbox_messages"
    " WHERE organisation_id = :organisation AND state = 'calling'"
)
# The longest that a busy carrier puts a message off (usecases/backing_off.py), amply.
PUT_OFF = timedelta(minutes=3)
# About to be sent, or being sent, because a nudge was due.
ON_THEIR_WAY = text(
    "SELECT participant_id AS person FROM outbox_messages"
    " WHERE organisation_id = :organisation AND nudge_id IS NOT NULL"
    " AND state IN ('due', 'claimed', 'calling')"
)
SPOKEN = text(
    "SELECT count(*) AS spoken FROM outbox_messages"
    " WHERE organisation_id = :organisation AND nudge_id IS NOT NULL"
)


def due(tx: Tx) -> Sequence[Found]:
    """Return (id, state, due_at, spoken_at, explained) of each nudge that was due."""
    return tx.rows(DUE, now=tx.now)


def messages(tx: Tx) -> Sequence[Found]:
    """Return what every message says of itself, and `since` and `until` it waited."""
    return tx.rows(MESSAGES, now=tx.now)


def texts(tx: Tx) -> dict[str, int]:
    """Return how often each carrier id of a text stands in the inbox."""
    return {row["sid"]: row["kept"] for row in tx.rows(TEXTS)}


def missing(tx: Tx, sids: Sequence[str]) -> int:
    """Count those of the carrier's ids that have not come in."""
    return int(tx.rows(MISSING, sids=list(sids))[0]["missing"])


def turns(tx: Tx) -> Sequence[Found]:
    """Return (person, kept, heard): texts that came in, and turns that heard one."""
    return tx.rows(TURNS)


def still_open(tx: Tx) -> Found:
    """Count what is not done (`nudges`, `messages`), and `doubts`, `sent`, `texts`.

    A message that the carrier had no room for waits a while, and is not done either.
    """
    return tx.rows(OPEN, now=tx.now, soon=tx.now + PUT_OFF)[0]


def doubts(tx: Tx) -> Sequence[Found]:
    """Return (id, token, since) of each message in doubt that the carrier may list."""
    return tx.rows(DOUBTS)


def in_danger(tx: Tx, whose: Collection[UUID]) -> Sequence[Found]:
    """Return (person, turns, alerts, replies, told) of people who told of danger.

    The last two are states of messages: to her, and about her to coaches.
    """
    return tx.rows(IN_DANGER, people=list(whose))


def alerts_read(tx: Tx) -> tuple[UUID, ...]:
    """Return the alerts about danger that a coach was texted of and nobody has."""
    return tuple(row["id"] for row in tx.rows(READ))


def oldest_call(tx: Tx) -> Any:
    """Return when the oldest call began whose end nobody is shown yet, or None."""
    return tx.rows(CALLING)[0]["since"]


def on_their_way(tx: Tx) -> Sequence[Found]:
    """Return (person) of each message of a nudge that is due or under way."""
    return tx.rows(ON_THEIR_WAY)


def spoken(tx: Tx) -> int:
    """Count the messages that nudges have become."""
    return int(tx.rows(SPOKEN)[0]["spoken"])
