"""What is to go out: the outbox, its claims, and what the carrier said of it.

Laws: every write names the claim it holds (fencing), so a sender that slept past its
lease moves nothing, but for the carrier's own word, whoever brings it; `claimed ->
calling` compares the person's consent version under the lock of her row, so no call
begins after a STOP has committed (I4); a message in doubt is never due again by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from service.store import gates, tables
from service.store.db import Database, Found, Tx
from service.store.people import Person
from service.store.vault import Key

URGENT = ("reply", "answer", "confirmation", "crisis", "alert", "personal")

# Her row is locked before her message, as by all who serve her and then carry it on:
# in the other order each would wait for the other.
CLAIMED = text(
    "WITH her AS MATERIALIZED (SELECT p.id FROM participants p"
    " WHERE p.organisation_id = :organisation AND p.id = (SELECT m.participant_id"
    "  FROM outbox_messages m WHERE m.organisation_id = :organisation AND m.id = :id"
    "  AND m.claim = :claim) FOR UPDATE)"
    " SELECT o.* FROM outbox_messages o LEFT JOIN her ON her.id = o.participant_id"
    " WHERE o.organisation_id = :organisation AND o.id = :id AND o.claim = :claim"
    " AND o.state = 'claimed' FOR UPDATE OF o"
)
SETTLE = text(
    "UPDATE outbox_messages SET state = :state,"
    " settled_at = coalesce(CAST(:settled_at AS timestamptz), handrail_now()),"
    " carrier_id = coalesce(:carrier_id, carrier_id), error_code = :error_code,"
    " not_before = :not_before, waits_for = :waits_for, lease_until = NULL"
    " WHERE organisation_id = :organisation AND id = :id AND claim = :claim"
    " AND state = :held"
)
BY_TOKEN = text(
    "SELECT id, participant_id, state, carrier_status, carrier_id, error_code,"
    " NOT EXISTS (SELECT 1 FROM delivery_events e WHERE e.organisation_id ="
    " :organisation AND e.outbox_message_id = outbox_messages.id) AS unproven"
    " FROM outbox_messages WHERE organisation_id = :organisation AND token = :token"
    " FOR UPDATE"
)
HEAR = text(
    "UPDATE outbox_messages SET state = :state, carrier_status = :status,"
    " carrier_id = coalesce(:carrier_id, carrier_id), error_code = :error_code,"
    " settled_at = coalesce(settled_at, :now), lease_until = NULL"
    " WHERE organisation_id = :organisation AND id = :id"
)
PUT_ASIDE = text(
    "UPDATE outbox_messages SET state = 'failed', settled_at = :now, claim = NULL,"
    " lease_until = NULL WHERE organisation_id = :organisation AND id = ANY(:ids)"
    " AND state = 'claimed' AND lease_until < now() AND losses >= :most - 1"
    " RETURNING participant_id"
)
LOST = text(
    "UPDATE outbox_messages SET"
    " state = CASE state WHEN 'claimed' THEN 'due' ELSE 'in_doubt' END,"
    " losses = losses + CAST(state = 'claimed' AS int),"
    " settled_at = CASE state WHEN 'claimed' THEN settled_at ELSE handrail_now() END,"
    " doubt = CASE state WHEN 'calling' THEN 'its sender was lost during the call' END,"
    " claim = NULL, lease_until = NULL"
    " WHERE organisation_id = :organisation AND id = ANY(:ids)"
    " AND state IN ('claimed', 'calling') AND lease_until < now()"
)
DOUBT = text(
    "SELECT * FROM outbox_messages WHERE organisation_id = :organisation"
    " AND id = :id AND state = 'in_doubt' FOR UPDATE"
)
WHOLE = text(
    "SELECT * FROM outbox_messages WHERE organisation_id = :organisation AND id = :id"
)
RETRIED = text(
    "SELECT 1 FROM outbox_messages WHERE organisation_id = :organisation"
    " AND retry_of = :id"
)
WRITTEN_SINCE = text(
    "SELECT 1 FROM inbox WHERE organisation_id = :organisation"
    " AND participant_id = :person AND received_at > :since LIMIT 1"
)
DOUBTED = text(
    "UPDATE outbox_messages SET doubt = :why"
    " WHERE organisation_id = :organisation AND id = :id AND state = 'in_doubt'"
)
CONFIRMED = text(
    "SELECT count(*) AS confirmed FROM outbox_messages"
    " WHERE organisation_id = :organisation AND participant_id = :person"
    " AND kind = 'confirmation' AND state <> 'withheld'"
    " AND created_at > :now - interval '24 hours'"
)
WITHHOLD_DUE = text(
    "UPDATE outbox_messages SET state = 'withheld', settled_at = :now"
    " WHERE organisation_id = :organisation AND participant_id = :person"
    " AND state = 'due' AND kind <> 'confirmation'"
)
# What is due already is asked about in any case, and may be claimed just now.
WAKE = text(
    "UPDATE outbox_messages o SET not_before = :now, waits_for = NULL"  # noqa: S608 -- ours alone
    " WHERE o.organisation_id = :organisation AND o.state = 'due'"
    f" AND NOT o.kind IN {URGENT} AND o.not_before > :now AND o.waits_for = 'limit'"
    " AND (CAST(:programme AS uuid) IS NULL OR EXISTS (SELECT 1 FROM participants p"
    " WHERE p.organisation_id = :organisation AND p.id = o.participant_id"
    " AND p.programme_id = CAST(:programme AS uuid)))"
)
ALERTED = text(
    "SELECT 1 FROM outbox_messages WHERE organisation_id = :organisation"
    " AND kind = 'alert' AND state = 'sent' AND created_at = :at LIMIT 1"
)
REWORD = text(
    "UPDATE outbox_messages SET body_sealed = :body, body_hash = :hash"
    " WHERE organisation_id = :organisation AND id = :id"
)
BODY = text(
    "SELECT id, body_sealed FROM outbox_messages"
    " WHERE organisation_id = :organisation AND id = :id"
)
# E-mails last: a mail server that is slow to answer keeps no text waiting.
KINDS = text(
    "SELECT id FROM outbox_messages WHERE organisation_id = :organisation"
    " AND id = ANY(:ids) AND kind = ANY(:kinds)"
    " ORDER BY channel = 'email', not_before, id"
)
DUE_DOORS = {
    name: text(f"SELECT organisation, item FROM handrail_{name}(:most)")  # noqa: S608 -- ours
    for name in (
        "urgent_messages",
        "other_messages",
        "due_nudges",
        "lost_claims",
        "doubts",
        "idle_conversations",
        "unplanned",
        *("awaited_recordings", "numbers_to_hear", "alerts_due"),
        *("letters_due", "worn_out", "to_add_up", "exports_due"),
        *("erasures_due", "kept_long_enough", "take_overs_due"),
        *("untold_messages", "untold_calls", "restored", "calls_to_end"),
    )
}
KIND_OF = text(
    "SELECT kind FROM outbox_messages WHERE organisation_id = :organisation"
    " AND carrier_id = :carrier_id"
)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message to be kept in the outbox; `token` is ours, opaque, for its callback.

    `body_hash` is the keyed hash of its words, where it is known already.
    """

    id: UUID
    kind: str
    body: str
    segments: int
    token: str
    not_before: datetime
    expires_at: datetime | None = None
    state: str = "due"
    channel: str = "text"
    conversation_id: UUID | None = None
    nudge_id: UUID | None = None
    chance_id: UUID | None = None
    retry_of: UUID | None = None
    again_of: UUID | None = None
    body_hash: bytes = b""


def keep(tx: Tx, person: Person, message: Outgoing, *, consent_version: int) -> None:
    """Keep a message to a person, to be called only at this consent version."""
    _keep(tx, person.key, message, consent_version, participant_id=person.id)


def keep_for_coach(tx: Tx, key: Key, message: Outgoing, coach_id: UUID) -> None:
    """Keep a message to a coach (an alert: it carries no words of a person)."""
    _keep(tx, key, message, 0, coach_id=coach_id)


def keep_for_us(tx: Tx, key: Key, message: Outgoing) -> None:
    """Keep a message to one of our own accounts (a code: `own_lines` knows whose)."""
    _keep(tx, key, message, 0)


def _keep(
    tx: Tx, key: Key, message: Outgoing, consent_version: int, **to: UUID
) -> None:
    values = {name: getattr(message, name) for name in Outgoing.__slots__}
    body = values.pop("body")
    tx.put(
        tables.OutboxMessageRow,
        **{"participant_id": None, "coach_id": None, **to},
        **{**values, "body_hash": message.body_hash or key.hash(body)},
        body_sealed=key.seal(body, "outbox_messages", message.id, "body_sealed"),
        consent_version=consent_version,
        tries=0,
        created_at=tx.now,
    )


def body_of(key: Key, row: Found) -> str:
    """Return the words of a message."""
    return key.open(row["body_sealed"], "outbox_messages", row["id"], "body_sealed")


def words_of(tx: Tx, key: Key, message_id: UUID) -> str:
    """Return the words of a message; `key` is that of whom it is for."""
    return body_of(key, tx.rows(BODY, id=message_id)[0])


def wake(tx: Tx, programme: UUID | None = None) -> int:
    """Let what waits because of a limit be asked about anew now; return how much did.

    All of it, or what is for people of one programme. What was spent must be held.
    """
    return tx.run(WAKE, now=tx.now, programme=programme)


def alert_accepted(tx: Tx, row: Found) -> bool:
    """Return whether the carrier took an alert made together with this message."""
    return tx.row(ALERTED, at=row["created_at"]) is not None


def reword(tx: Tx, key: Key, message_id: UUID, body: str) -> None:
    """Change the words of a message that has not been called yet."""
    sealed = key.seal(body, "outbox_messages", message_id, "body_sealed")
    tx.later(REWORD, id=message_id, body=sealed, hash=key.hash(body))


def claim(tx: Tx, ids: Sequence[UUID], claim_id: UUID) -> tuple[UUID, ...]:
    """Claim those of `ids` that are due; return them in that order.

    Nobody else can claim them until they are settled or the lease has run out. Those
    whose gate is shut stay due until it may be open, and are not claimed.
    """
    rows = tx.rows(gates.CLAIM, ids=list(ids), claim=claim_id, now=tx.begun)
    claimed_ids = {row["id"] for row in rows if row["state"] == "claimed"}
    return tuple(message for message in ids if message in claimed_ids)


def claimed(tx: Tx, message_id: UUID, claim_id: UUID) -> Found | None:
    """Lock and return a message still held by this claim, or None."""
    return tx.row(CLAIMED, id=message_id, claim=claim_id)


def settle(
    tx: Tx,
    row: Found,
    state: str,
    *,
    held: str = "calling",
    **outcome: str | int | datetime | None,
) -> bool:
    """Write what came of a message; False when the claim is no longer ours.

    `outcome` may name `carrier_id`, `error_code`, `not_before`, `waits_for` and
    `settled_at`.
    """
    none = dict.fromkeys(("carrier_id", "error_code", "waits_for", "settled_at"))
    values: dict[str, object] = {**none, **outcome}
    values["not_before"] = outcome.get("not_before") or row["not_before"]
    fence = {"id": row["id"], "claim": row["claim"], "held": held}
    return tx.run(SETTLE, state=state, **fence, **values) == 1


def by_token(tx: Tx, token: str) -> Found | None:
    """Lock and return the message with this callback token, or None."""
    return tx.row(BY_TOKEN, token=token)


def hear(tx: Tx, message_id: UUID, values: dict[str, object]) -> None:
    """Write what the carrier's word made of a message (state, status, ids)."""
    tx.later(HEAR, id=message_id, now=tx.now, **values)


def keep_event(tx: Tx, row_id: UUID, message_id: UUID, **event: object) -> bool:
    """Keep what the carrier said, once; return whether it is news."""
    return tx.put_once(
        tables.DeliveryEventRow,
        id=row_id,
        outbox_message_id=message_id,
        at=tx.now,
        **event,
    )


def put_aside(tx: Tx, ids: Sequence[UUID], most: int) -> tuple[UUID | None, ...]:
    """Fail what was claimed and lost `most` times, uncalled; return for whom (33)."""
    rows = tx.rows(PUT_ASIDE, ids=list(ids), most=most, now=tx.now)
    return tuple(row["participant_id"] for row in rows)


def release_lost(tx: Tx, ids: Sequence[UUID]) -> int:
    """Free claims past their lease: never called is due again, called is in doubt."""
    return tx.run(LOST, ids=list(ids))


def doubt(tx: Tx, message_id: UUID) -> Found | None:
    """Lock and return a message in doubt, or None."""
    return tx.row(DOUBT, id=message_id)


def whole(tx: Tx, message_id: UUID) -> Found:
    """Return a message as it stands."""
    return tx.rows(WHOLE, id=message_id)[0]


def retried(tx: Tx, message_id: UUID) -> bool:
    """Say whether a message of the same words was made in place of this one."""
    return tx.row(RETRIED, id=message_id) is not None


def written_since(tx: Tx, person: Person, since: datetime) -> bool:
    """Say whether a text of hers came in after that moment."""
    return tx.row(WRITTEN_SINCE, person=person.id, since=since) is not None


def doubted(tx: Tx, message_id: UUID, why: str) -> None:
    """Keep why a message is in doubt, in words of ours."""
    tx.later(DOUBTED, id=message_id, why=why)


def confirmed(tx: Tx, person: Person) -> int:
    """Return how many confirmations a person was owed in 24 hours."""
    return int(tx.rows(CONFIRMED, person=person.id, now=tx.now)[0]["confirmed"])


def withhold_due(tx: Tx, person: Person) -> int:
    """Withhold everything that waits for a person, but a confirmation."""
    return tx.run(WITHHOLD_DUE, person=person.id, now=tx.now)


def urgent(tx: Tx, ids: Sequence[UUID]) -> tuple[UUID, ...]:
    """Return those of `ids` that wait for nobody: replies, confirmations, alerts."""
    rows = tx.rows(KINDS, ids=list(ids), kinds=list(URGENT))
    return tuple(row["id"] for row in rows)


def kind_of(tx: Tx, carrier_id: str) -> str:
    """Return the kind of the message that the carrier knows by this id, or ""."""
    row = tx.row(KIND_OF, carrier_id=carrier_id)
    return "" if row is None else str(row["kind"])


def due(db: Database, door: str, most: int) -> dict[UUID, list[UUID]]:
    """Return what is due behind a narrow door, by organisation; claims nothing.

    The organisations stand in the order of their oldest rows, each with its own in
    order; none crowds out another (0012).
    """
    found: dict[UUID, list[UUID]] = {}
    with db.transaction() as tx:
        for row in tx.rows(DUE_DOORS[door], most=most):
            found.setdefault(row["organisation"], []).append(row["item"])
    return found
