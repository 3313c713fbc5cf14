"""Calls as they stand: one row a call, one a turn with what was answered, in order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import text

from service.store import tables
from service.store.db import Database, Tx
from service.store.people import Person

WHOSE_CALL = text("SELECT handrail_whose_call(:sid) AS whose")
OF_SID = text(
    "SELECT id, participant_id, outbox_message_id, conversation_id, direction,"
    " carrier_id, token, state FROM calls"
    " WHERE organisation_id = :organisation AND carrier_id = :sid"
)
TURNS = text(
    "SELECT id, number, answers, twiml_sealed FROM call_turns"
    " WHERE organisation_id = :organisation AND call_id = :call"
    " AND number >= :number ORDER BY number DESC LIMIT 2"
)
TALKS_OF = text(
    "UPDATE calls SET conversation_id = :conversation"
    " WHERE organisation_id = :organisation AND id = :id"
)
SETTLE = text(
    "UPDATE calls SET state = :state, ended_at = :now,"
    " seconds = coalesce(CAST(:seconds AS integer), seconds)"
    " WHERE organisation_id = :organisation AND id = :id AND state = 'open'"
)
LASTED = text(
    "UPDATE calls SET seconds = :seconds"
    " WHERE organisation_id = :organisation AND id = :id AND seconds IS NULL"
)
# What is said of the second call of two may be lost; with the first it is over too.
OVER = text(
    "UPDATE calls SET state = 'talked', ended_at = :now"
    " WHERE organisation_id = :organisation AND outbox_message_id = :message"
    " AND state = 'open'"
)
WHOSE_MESSAGE = text(
    "SELECT participant_id FROM outbox_messages"
    " WHERE organisation_id = :organisation AND token = :token"
)


@dataclass(frozen=True, slots=True)
class Call:
    """A call: `token` is ours, in its addresses; `carrier_id` the carrier's."""

    id: UUID
    participant_id: UUID
    outbox_message_id: UUID | None
    conversation_id: UUID | None
    direction: str
    carrier_id: str
    token: str
    state: str


@dataclass(frozen=True, slots=True)
class CallTurn:
    """One turn as it was answered; `answers` counts what had been heard by then."""

    number: int
    answers: int | None
    twiml: str


def tenant_of_call(db: Database, sid: str) -> UUID | None:
    """Return the organisation of the call with the carrier's id `sid`, or None."""
    with db.transaction() as tx:
        found: UUID | None = tx.rows(WHOSE_CALL, sid=sid)[0]["whose"]
    return found


def whose_message(tx: Tx, token: str) -> UUID | None:
    """Return whom the message with this token is for, without locking it."""
    row = tx.row(WHOSE_MESSAGE, token=token)
    return None if row is None else row["participant_id"]


def by_sid(tx: Tx, sid: str) -> Call | None:
    """Return the call with the carrier's id `sid`, or None."""
    row = tx.row(OF_SID, sid=sid)
    return None if row is None else Call(**row)


def keep(tx: Tx, call: Call) -> None:
    """Keep a call that has just begun; its carrier's id is its one key."""
    values = {name: getattr(call, name) for name in Call.__slots__}
    tx.put(tables.CallRow, began_at=tx.now, ended_at=None, seconds=None, **values)


def turns_since(
    tx: Tx, person: Person, call: Call, number: int
) -> tuple[CallTurn, ...]:
    """Return a call's last turns from `number` on, newest first, two at most."""
    return tuple(
        CallTurn(
            row["number"],
            row["answers"],
            person.key.open(
                row["twiml_sealed"], "call_turns", row["id"], "twiml_sealed"
            ),
        )
        for row in tx.rows(TURNS, call=call.id, number=number)
    )


def keep_turn(tx: Tx, person: Person, row_id: UUID, call: Call, turn: CallTurn) -> None:
    """Keep what a turn was answered with, so that a repeat gets the very same (I5)."""
    tx.put(
        tables.CallTurnRow,
        id=row_id,
        call_id=call.id,
        number=turn.number,
        answers=turn.answers,
        twiml_sealed=person.key.seal(turn.twiml, "call_turns", row_id, "twiml_sealed"),
        at=tx.now,
    )


def talks_of(tx: Tx, call: Call, conversation_id: UUID | None) -> None:
    """Say which conversation a call is carrying on."""
    tx.later(TALKS_OF, id=call.id, conversation=conversation_id)


def settle(tx: Tx, call: Call, state: str, seconds: int | None = None) -> bool:
    """Say how an open call ended; False when that is known already."""
    return tx.run(SETTLE, id=call.id, state=state, now=tx.now, seconds=seconds) == 1


def over(tx: Tx, message: UUID) -> None:
    """Say that the call of a message is over, unless it is known how it ended."""
    tx.later(OVER, message=message, now=tx.now)


def lasted(tx: Tx, call: Call, seconds: int) -> bool:
    """Say how long a call was, in seconds; False where that was said before."""
    return tx.run(LASTED, id=call.id, seconds=seconds) > 0


def said(tx: Tx, person: Person, wording: str, day: date) -> None:
    """Keep that the person got this wording on her local day."""
    tx.put_over(
        tables.WordingRow,
        ("participant_id", "wording"),
        participant_id=person.id,
        wording=wording,
        said_on=day,
    )
