"""Messages and calls in doubt, before the person who decides (design law 4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from service.store import coaches, outbox
from service.store.db import Found, Tx
from service.store.people import PARTICIPANT
from service.store.vault import Key, Vault

WENT_OUT, SENT_AGAIN, LEFT = "it went out", "sent again", "left"
_ABOUT = "doubt: "
_ROWS = (
    "SELECT o.*, p.wrapped_key, p.name_sealed, c.name_sealed AS coach_sealed"
    " FROM outbox_messages o LEFT JOIN participants p ON p.id = o.participant_id"
    " LEFT JOIN coaches c ON c.id = o.coach_id WHERE o.organisation_id = :organisation"
)
IN_DOUBT = text(
    f"{_ROWS} AND o.state = 'in_doubt' ORDER BY o.called_at, o.id LIMIT :most"
)
SETTLED = text(
    "SELECT a.actor, a.action, a.at, o.id, o.state, o.carrier_status, o.kind,"
    " o.called_at, n.id AS again, n.state AS again_state FROM audits a"
    " JOIN outbox_messages o ON o.id = a.subject"
    " LEFT JOIN outbox_messages n ON n.again_of = o.id"
    " WHERE a.organisation_id = :organisation AND a.action LIKE 'doubt: %'"
    " ORDER BY a.at DESC, a.id DESC LIMIT :most"
)
DECIDE = text(
    "UPDATE outbox_messages SET state = :state, settled_at = :now"
    " WHERE organisation_id = :organisation AND id = :id AND state = 'in_doubt'"
)


@dataclass(frozen=True, slots=True)
class Doubt:
    """One message or call in doubt; `words` is "" where nobody can read them any more.

    `why` tells how it came into doubt, in words of ours; `whose` names the person, or
    the coach of an alert, "" for who was erased.
    """

    id: UUID
    whose: str
    to_coach: bool
    kind: str
    channel: str
    words: str
    why: str
    called_at: datetime
    now: datetime


@dataclass(frozen=True, slots=True)
class Settled:
    """One decision of a person, and what has become of the message since.

    `state` is no longer what was decided where the carrier's word came later.
    """

    id: UUID
    kind: str
    called_at: datetime
    by: str
    decided: str
    at: datetime
    state: str
    again: UUID | None
    again_state: str | None


def in_doubt(tx: Tx, vault: Vault, key: Key, most: int) -> tuple[Doubt, ...]:
    """Return what is in doubt, the oldest first; `key` is the organisation's."""
    return tuple(
        _doubt(row, vault, key, tx.now) for row in tx.rows(IN_DOUBT, most=most)
    )


def _doubt(row: Found, vault: Vault, key: Key, now: datetime) -> Doubt:
    whose, reads = "", None
    if row["coach_id"] is not None:
        reads = key
        whose = key.open(row["coach_sealed"], "coaches", row["coach_id"], "name_sealed")
    elif row["wrapped_key"] is not None:
        of = row["participant_id"]
        reads = vault.unwrap(row["wrapped_key"], of, PARTICIPANT)
        whose = reads.open(row["name_sealed"], "participants", of, "name_sealed")
    return Doubt(
        id=row["id"],
        whose=whose,
        to_coach=row["coach_id"] is not None,
        kind=row["kind"],
        channel=row["channel"],
        words="" if reads is None else outbox.body_of(reads, row),
        why=row["doubt"] or "nobody knows",
        called_at=row["called_at"],
        now=now,
    )


def settled(tx: Tx, most: int) -> tuple[Settled, ...]:
    """Return what people have decided, the newest first."""
    return tuple(
        Settled(
            id=row["id"],
            kind=row["kind"],
            called_at=row["called_at"],
            by=row["actor"],
            decided=row["action"].removeprefix(_ABOUT),
            at=row["at"],
            state=row["state"],
            again=row["again"],
            again_state=row["again_state"],
        )
        for row in tx.rows(SETTLED, most=most)
    )


def decide(tx: Tx, message: UUID, state: str) -> bool:
    """Settle a doubt by a person's word; False when it is in doubt no longer."""
    return tx.run(DECIDE, id=message, state=state, now=tx.now) == 1


def action(decided: str) -> str:
    """Return a decision as the audit names it."""
    return _ABOUT + decided


def coach_of(tx: Tx, key: Key, row: Found) -> UUID | None:
    """Return the coach of an alert who still takes alerts, or None."""
    reached = coaches.where(tx, key, row["coach_id"], row["channel"])
    return row["coach_id"] if reached else None
