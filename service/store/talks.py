"""Where each person is: inbox, conversations, turns, script versions, memories."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import text

from service.store import tables
from service.store.db import Tx
from service.store.people import Person

# The key that makes a repeated webhook impossible to keep twice (I5).
INBOX_KEY = "uq_inbox_organisation_id_carrier_id"
OPEN = text(
    "SELECT c.id, c.script_version_id, c.chance_id, c.attempt_id, c.state_sealed,"
    " c.expires_at FROM conversations c"
    " WHERE c.organisation_id = :organisation AND c.participant_id = :person"
    " AND c.status = 'open'"
)
MOVE = text(
    "UPDATE conversations SET state_sealed = :state, status = :status,"
    " attempt_id = coalesce(:attempt, attempt_id), expires_at = :expires_at"
    " WHERE organisation_id = :organisation AND id = :id"
)
END = text(
    "UPDATE conversations SET status = 'ended' WHERE organisation_id = :organisation"
    " AND participant_id = :person AND status = 'open'"
)
END_OF = text(
    "UPDATE conversations SET status = 'ended' WHERE organisation_id = :organisation"
    " AND participant_id = ANY(:people) AND status = 'open'"
)
LATEST = text(
    "SELECT id FROM script_versions WHERE organisation_id = :organisation"
    " AND name = :name ORDER BY published_at DESC LIMIT 1"
)
SOURCE = text(
    "SELECT name, source FROM script_versions"
    " WHERE organisation_id = :organisation AND id = :id"
)
REMEMBER = text(
    "INSERT INTO memories (id, organisation_id, participant_id, name, value_sealed, at)"
    " VALUES (:id, :organisation, :person, :name, :value, :at)"
    " ON CONFLICT (participant_id, name)"
    " DO UPDATE SET id = :id, value_sealed = :value, at = :at"
)
MEMORIES = text(
    "SELECT id, name, value_sealed FROM memories"
    " WHERE organisation_id = :organisation AND participant_id = :person"
)
IDLE_PERSON = text(
    "SELECT participant_id FROM conversations"
    " WHERE organisation_id = :organisation AND id = :id AND status = 'open'"
    " AND expires_at <= handrail_now()"
)


# All of them in one statement: an organisation begins with some fifty.
PUBLISH = text(
    "INSERT INTO script_versions"
    " (organisation_id, id, name, version, source, published_at)"
    " SELECT :organisation, one.*, :now FROM jsonb_to_recordset"
    "(CAST(:published AS jsonb)) AS one (id uuid, name text, version text, source text)"
    " WHERE NOT EXISTS (SELECT 1 FROM script_versions v"
    " WHERE v.organisation_id = :organisation AND v.name = one.name"
    " AND v.version = one.version)"
)


class Published(NamedTuple):
    """One version of a script, to be published."""

    id: str
    name: str
    version: str
    source: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """An open conversation: its dumped state, and what it is about."""

    id: UUID
    script_version_id: UUID
    chance_id: UUID | None
    attempt_id: UUID | None
    state: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Received:
    """A text as it came in, cleaned at the door: `carrier_id` is its one key."""

    carrier_id: str
    body: str
    cleaned: bool
    media: int


def receive(
    tx: Tx, person: Person, row_id: UUID, received: Received, effect: str
) -> None:
    """Keep an inbound text; its id's key makes a second one impossible (I5)."""
    body = person.key.seal(received.body, "inbox", row_id, "body_sealed")
    tx.put(
        tables.InboxRow,
        id=row_id,
        participant_id=person.id,
        carrier_id=received.carrier_id,
        body_sealed=body,
        cleaned=received.cleaned,
        media=received.media,
        effect=effect,
        received_at=tx.now,
    )


def open_conversation(tx: Tx, person: Person) -> Conversation | None:
    """Return the person's open conversation, or None."""
    row = tx.row(OPEN, person=person.id)
    if row is None:
        return None
    values = dict(row)
    sealed = values.pop("state_sealed")
    state = person.key.open(sealed, "conversations", row["id"], "state_sealed")
    return Conversation(state=state, **values)


def begin(tx: Tx, person: Person, conversation: Conversation, *, ended: bool) -> None:
    """Keep a conversation that has just begun (and may be over already)."""
    tx.put(
        tables.ConversationRow,
        id=conversation.id,
        participant_id=person.id,
        script_version_id=conversation.script_version_id,
        chance_id=conversation.chance_id,
        attempt_id=conversation.attempt_id,
        state_sealed=_sealed(person, conversation),
        status="ended" if ended else "open",
        started_at=tx.now,
        expires_at=conversation.expires_at,
    )


def move(tx: Tx, person: Person, conversation: Conversation, *, ended: bool) -> None:
    """Save where an open conversation has come to."""
    tx.later(
        MOVE,
        id=conversation.id,
        state=_sealed(person, conversation),
        status="ended" if ended else "open",
        attempt=conversation.attempt_id,
        expires_at=conversation.expires_at,
    )


def _sealed(person: Person, conversation: Conversation) -> bytes:
    return person.key.seal(
        conversation.state, "conversations", conversation.id, "state_sealed"
    )


def end_all(tx: Tx, person: Person) -> None:
    """End whatever conversation is open."""
    tx.later(END, person=person.id)


def end_of(tx: Tx, people: Sequence[UUID]) -> None:
    """End whatever conversation of these people is open, in one statement."""
    tx.later(END_OF, people=list(people))


def keep_turn(
    tx: Tx,
    person: Person,
    turn_id: UUID,
    heard: str | None,
    said: str | None,
    keys: str | None = None,
    **of: Any,
) -> None:
    """Keep one turn: what was heard, said, pressed, sealed (`kind`, `channel`, ...)."""
    words = {"heard_sealed": heard, "said_sealed": said, "keys_sealed": keys}
    sealed = {
        column: None if one is None else person.key.seal(one, "turns", turn_id, column)
        for column, one in words.items()
    }
    tx.put(
        tables.TurnRow,
        id=turn_id,
        participant_id=person.id,
        at=tx.now,
        **sealed,
        **of,
    )


def remember(tx: Tx, person: Person, row_id: UUID, name: str, value: str) -> None:
    """Keep one fact of a person, in place of an earlier one of that name."""
    sealed = person.key.seal(value, "memories", row_id, "value_sealed")
    tx.later(REMEMBER, id=row_id, person=person.id, name=name, value=sealed, at=tx.now)


def memories(tx: Tx, person: Person) -> dict[str, str]:
    """Return every fact kept of a person, by its name."""
    return {
        row["name"]: person.key.open(
            row["value_sealed"], "memories", row["id"], "value_sealed"
        )
        for row in tx.rows(MEMORIES, person=person.id)
    }


def latest_script(tx: Tx, name: str) -> UUID | None:
    """Return the id of the newest published version of a script, or None."""
    row = tx.row(LATEST, name=name)
    return None if row is None else row["id"]


def script_source(tx: Tx, version_id: UUID) -> tuple[str, str]:
    """Return (name, YAML source) of a published version; raises LookupError."""
    row = tx.row(SOURCE, id=version_id)
    if row is None:
        raise LookupError(f"there is no script version {version_id}")
    return row["name"], row["source"]


def publish_scripts(tx: Tx, published: Iterable[Published]) -> int:
    """Publish scripts, but the versions that stand already; return how many are new."""
    rows = json.dumps([one._asdict() for one in published])
    return tx.run(PUBLISH, published=rows, now=tx.now)


def idle_person(tx: Tx, conversation_id: UUID) -> UUID | None:
    """Return whose question has waited past its time, or None when it has not."""
    row = tx.row(IDLE_PERSON, id=conversation_id)
    return None if row is None else row["participant_id"]
