"""Letting go of words and recordings that were kept for their time.

Law: what is let go is a person's words; that she tried, when, and what was decided
stays as numbers and dates.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from service.store.db import Found, Tx
from service.store.people import Person

STANDS = text(
    "SELECT greatest(p.last_heard_at, p.created_at) AS contact, k.words_at,"
    " k.recordings_at, r.settings FROM participants p"
    " JOIN programmes r ON r.id = p.programme_id"
    " LEFT JOIN retentions k ON k.participant_id = p.id"
    " WHERE p.organisation_id = :organisation AND p.id = :person"
)
_LATE = (
    "count(*) FILTER (WHERE greatest(p.last_heard_at, p.created_at) + CAST(:{0} AS int)"
    " * interval '1 day' < :now AND (k.{0}_at IS NULL OR k.{0}_at <"
    " greatest(p.last_heard_at, p.created_at))) AS {0}"
)
GOES = text(
    f"SELECT {_LATE.format('words')}, {_LATE.format('recordings')}"  # noqa: S608 -- our own names
    " FROM participants p LEFT JOIN retentions k ON k.participant_id = p.id"
    " WHERE p.organisation_id = :organisation AND p.programme_id = :programme"
    " AND p.wrapped_key IS NOT NULL"
)
WORDS = tuple(
    text(
        f"UPDATE {table} SET {', '.join(f'{one} = NULL' for one in columns)}"  # noqa: S608 -- our own names
        " WHERE organisation_id = :organisation AND participant_id = :person"
        f" AND ({' OR '.join(f'{one} IS NOT NULL' for one in columns)})"
    )
    for table, columns in (
        ("turns", ("heard_sealed", "said_sealed", "keys_sealed")),
        ("inbox", ("body_sealed",)),
        ("attempts", ("words_sealed", "what_i_did_sealed", "missing_sealed")),
        (
            "earlier_tries",
            ("words_sealed", "what_i_did_sealed", "missing_sealed", "place_sealed"),
        ),
        ("recordings", ("transcript_sealed",)),
        ("bridges", ("stated_sealed",)),
    )
)
MEMORIES = text(
    "DELETE FROM memories WHERE organisation_id = :organisation"
    " AND participant_id = :person"
)
# What is on its way is not emptied: it would go out so.
BODIES = text(
    "SELECT id FROM outbox_messages WHERE organisation_id = :organisation"
    " AND participant_id = :person AND state NOT IN ('due', 'claimed', 'calling')"
    " AND length(body_sealed) > :empty"
)
EMPTY = text(
    "UPDATE outbox_messages SET body_sealed = :body"
    " WHERE organisation_id = :organisation AND id = :message"
)
# What a conversation that is over remembered of her words, and what a call said back.
STATES = text(
    "SELECT id FROM conversations WHERE organisation_id = :organisation"
    " AND participant_id = :person AND status = 'ended'"
    " AND length(state_sealed) > :empty"
)
FORGET = text(
    "UPDATE conversations SET state_sealed = :state"
    " WHERE organisation_id = :organisation AND id = :id"
)
SAID_ALOUD = text(
    "DELETE FROM call_turns t USING calls c WHERE t.organisation_id = :organisation"
    " AND c.id = t.call_id AND c.participant_id = :person AND c.state <> 'open'"
)
RECORDINGS = text(
    "UPDATE recordings SET audio_sealed = NULL, state = 'missing'"
    " WHERE organisation_id = :organisation AND participant_id = :person"
    " AND state = 'kept'"
)
KEEP = text(
    "INSERT INTO retentions (participant_id, organisation_id, words_at, recordings_at,"
    " took, carrier_due) VALUES (:person, :organisation, :words_at, :recordings_at,"
    " :took, :words_at)"
    " ON CONFLICT (participant_id) DO UPDATE SET"
    " words_at = coalesce(excluded.words_at, retentions.words_at),"
    " recordings_at = coalesce(excluded.recordings_at, retentions.recordings_at),"
    " took = retentions.took + excluded.took,"
    " carrier_due = coalesce(excluded.carrier_due, retentions.carrier_due)"
)
AT_CARRIER = text(
    "SELECT words_at, carrier_until FROM retentions WHERE"
    " organisation_id = :organisation AND participant_id = :person"
    " AND carrier_due <= :now"
)
# What is on its way has a copy there soon; until it has gone, nothing after it is told.
COPIES = text(
    "SELECT c.* FROM (SELECT carrier_id, created_at AS at,"
    "  state IN ('due', 'claimed', 'calling') AS live FROM outbox_messages"
    "  WHERE organisation_id = :organisation AND participant_id = :person"
    "  AND channel = 'text' AND (carrier_id IS NOT NULL"
    "  OR state IN ('due', 'claimed', 'calling'))"
    " UNION ALL SELECT carrier_id, received_at, false FROM inbox"
    "  WHERE organisation_id = :organisation AND participant_id = :person) c"
    " WHERE c.at <= :before AND (CAST(:since AS timestamptz) IS NULL"
    "  OR c.at > CAST(:since AS timestamptz)) ORDER BY c.at LIMIT :most"
)
WENT = text(
    "UPDATE retentions SET carrier_until = :until, carrier_due = :due"
    " WHERE organisation_id = :organisation AND participant_id = :person"
)
RAN = text(
    "SELECT count(*) AS people, max(greatest(k.words_at, k.recordings_at)) AS last,"
    " coalesce(sum(k.took), 0) AS took,"
    " count(*) FILTER (WHERE k.carrier_due IS NOT NULL) AS at_carrier"
    " FROM retentions k"
    " JOIN participants p ON p.id = k.participant_id"
    " WHERE k.organisation_id = :organisation AND p.programme_id = :programme"
)
# Sealed, no words are as long as what surrounds every word: version, nonce, tag.
NO_WORDS = 29


def stands(tx: Tx, person: UUID) -> Found | None:
    """Return when a person was heard last, what was let go, and the settings."""
    return tx.row(STANDS, person=person)


def goes(
    tx: Tx, programme: UUID, words: int | None, recordings: int | None
) -> tuple[int, int]:
    """Return whose words, and whose recordings, so many days would let go of now."""
    [row] = tx.rows(
        GOES, programme=programme, words=words, recordings=recordings, now=tx.now
    )
    return row["words"], row["recordings"]


def let_words_go(tx: Tx, person: Person) -> int:
    """Delete what she wrote and said, and what she was told; return how many rows."""
    gone = (*WORDS, MEMORIES, SAID_ALOUD)
    took = sum(tx.run(command, person=person.id) for command in gone)
    for row in tx.rows(STATES, person=person.id, empty=NO_WORDS):
        blank = person.key.seal("", "conversations", row["id"], "state_sealed")
        tx.later(FORGET, id=row["id"], state=blank)
    bodies = tx.rows(BODIES, person=person.id, empty=NO_WORDS)
    for row in bodies:
        empty = person.key.seal("", "outbox_messages", row["id"], "body_sealed")
        tx.later(EMPTY, message=row["id"], body=empty)
    return took + len(bodies)


def let_recordings_go(tx: Tx, person: Person) -> int:
    """Delete her voice; return how many recordings."""
    return tx.run(RECORDINGS, person=person.id)


def keep(tx: Tx, person: UUID, *, words: bool, recordings: bool, took: int) -> None:
    """Keep that it was done now, and how much it took."""
    tx.run(
        KEEP,
        person=person,
        words_at=tx.now if words else None,
        recordings_at=tx.now if recordings else None,
        took=took,
    )


def ran(tx: Tx, programme: UUID) -> Sequence[Found]:
    """Return for how many people it was done, when last, and what it took."""
    return tx.rows(RAN, programme=programme)


def at_carrier(tx: Tx, person: UUID) -> Found | None:
    """Return up to when her texts go at the carrier and went; None: none is due."""
    return tx.row(AT_CARRIER, person=person, now=tx.now)


def copies(
    tx: Tx, person: UUID, since: datetime | None, before: datetime, most: int
) -> list[Found]:
    """Return her texts and ours after `since` and up to `before`, the oldest first.

    What is `live` is on its way, and cannot be deleted yet.
    """
    return tx.rows(COPIES, person=person, since=since, before=before, most=most)


def went(tx: Tx, person: UUID, until: datetime | None, due: datetime | None) -> None:
    """Keep up to when the carrier has none of her texts, and when to ask again."""
    tx.run(WENT, person=person, until=until, due=due)
