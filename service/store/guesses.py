"""What the carrier's list is taken to show: a guess, since it names no token of ours.

Law: a guess is made of nothing that another message has or may be about to have, and it
is taken back as soon as a callback says whose name that is.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text

from service.store.db import Found, Tx

# What the list was taken to show, and another's callback says was its own. Hers have an
# index; `= NULL` would let alerts, which are few, keep a wrong guess.
UNGUESS = text(
    "UPDATE outbox_messages o SET state = 'in_doubt', carrier_id = NULL"
    " WHERE o.organisation_id = :organisation AND o.participant_id = :person"
    " AND o.id <> :id AND o.carrier_id = :sid AND o.state = 'sent' AND NOT EXISTS"
    " (SELECT 1 FROM delivery_events e WHERE e.organisation_id = :organisation"
    " AND e.outbox_message_id = o.id)"
)
UNGUESS_OURS = text(
    UNGUESS.text.replace("participant_id = :person", "participant_id IS NULL")
)
TWIN = text(
    "SELECT o.* FROM outbox_messages o JOIN outbox_messages m ON m.organisation_id ="
    " :organisation AND m.id = :id WHERE o.organisation_id = :organisation"
    " AND o.participant_id IS NOT DISTINCT FROM m.participant_id"
    " AND o.channel = m.channel AND (m.channel = 'call' OR o.body_hash = m.body_hash)"
    " AND o.id <> m.id AND o.state = 'calling'"
)
KNOWN = text(
    "SELECT carrier_id FROM outbox_messages WHERE organisation_id = :organisation"
    " AND carrier_id = ANY(:ids)"
)


def twins_calling(tx: Tx, message_id: UUID) -> list[Found]:
    """Return those of the same words that are on the line just now; of a call, any.

    They are for the same person; where a message is for none of them (an alert, a
    code), for anybody of ours: whoever asks compares the telephones.
    """
    return tx.rows(TWIN, id=message_id)


def unguess(tx: Tx, row: Found, sid: str) -> None:
    """Take back what the list alone told of another message to her: `sid` is this one.

    Two alike may be in doubt, and the list does not tell which of them it shows. What
    is for none of the people (an alert, a code) is so among its like.
    """
    if row["participant_id"] is None:
        tx.later(UNGUESS_OURS, id=row["id"], sid=sid)
    else:
        tx.later(UNGUESS, id=row["id"], person=row["participant_id"], sid=sid)


def known(tx: Tx, carrier_ids: Sequence[str]) -> frozenset[str]:
    """Return those carrier ids that belong to messages already settled."""
    return frozenset(row["carrier_id"] for row in tx.rows(KNOWN, ids=list(carrier_ids)))
