"""A person's word on a message or a call in doubt: it went out, send again, leave it.

Laws: only a named person sends again, and no machine ever does (I2); sending again
makes a new message that names the old one, and pressing twice makes one; what may be
sent is asked again at that moment, as of any message; the carrier's word, should it
come late, corrects a person's guess (`delivery.joined`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal
from uuid import UUID

from flows.safety.unconfirmed import too_long
from service.queue import URGENT
from service.store import doubts, enrolment, outbox, people
from service.store.db import Found, Tx
from service.store.doubts import Doubt, Settled
from service.store.outbox import Outgoing
from service.usecases import deliver
from service.usecases.entries import Refused
from service.usecases.parts import Parts

Answer = Literal["went_out", "send_again", "leave"]
LONGEST_BY = 80
MOST = 500
# What each answer makes of the message, and how the audit names it.
STATES: Mapping[Answer, tuple[str, str]] = {
    "went_out": ("sent", doubts.WENT_OUT),
    "send_again": ("not_sent", doubts.SENT_AGAIN),
    "leave": ("abandoned", doubts.LEFT),
}


class NotInDoubt(ValueError):
    """There is no such doubt any more; nothing was changed."""


def listed(parts: Parts, organisation: UUID) -> tuple[Doubt, ...]:
    """Return what is in doubt, the oldest first."""
    with parts.db.transaction(organisation) as tx:
        key = parts.tenant(organisation).key
        return doubts.in_doubt(tx, parts.vault, key, MOST)


def decided(parts: Parts, organisation: UUID) -> tuple[Settled, ...]:
    """Return what people have decided, who and when, the newest first."""
    with parts.db.transaction(organisation) as tx:
        return doubts.settled(tx, MOST)


def settle(
    parts: Parts,
    organisation: UUID,
    message: UUID,
    answer: Answer,
    by: str,
    actor: str = "",
) -> UUID | None:
    """Settle one doubt in the name of `by`; return the id of what is sent again.

    The audit knows her as `actor` where she signed in.

    Raises:
        NotInDoubt: somebody, or the carrier, has settled it before.
        Refused: `by` is empty, or there is nobody left to send it to.
    """
    name = " ".join(by.split())
    if not 0 < len(name) <= LONGEST_BY:
        raise Refused("by", "write 1 to %(most)s characters", most=LONGEST_BY)
    state, said = STATES[answer]
    with parts.db.transaction(organisation) as tx:
        row = outbox.doubt(tx, message)
        if row is None:
            raise NotInDoubt(
                f"{message} is not in doubt any more; nothing was changed."
            )
        doubts.decide(tx, message, state)
        again = _again(parts, tx, row) if answer == "send_again" else None
        action = doubts.action(said)
        enrolment.audit(tx, parts.new_id(), actor or name, action, message)
    if again is not None:
        parts.bell.ring("deliver", organisation, [again], URGENT)
    return again


def _again(parts: Parts, tx: Tx, row: Found) -> UUID:
    """Put a message in the outbox that says the same once more."""
    key = parts.tenant(tx.organisation_id).key
    if row["coach_id"] is not None:
        coach = doubts.coach_of(tx, key, row)
        if coach is None:
            raise Refused("message", "its coach takes no alerts any more; leave it")
        new = _copy(parts, tx, row, outbox.body_of(key, row))
        outbox.keep_for_coach(tx, key, new, coach)
        return new.id
    if row["participant_id"] is None or deliver.is_bridge(row):
        raise Refused("message", "ask for it anew on its page; leave this one")
    # The message is locked before its person here, and nowhere else; nobody waits for
    # a message in doubt while holding its person.
    person = people.lock(tx, parts.vault, row["participant_id"])
    if person is None:
        raise Refused("message", "its person was erased; leave it")
    if too_long(tx.now - row["created_at"]):
        raise Refused("message", "this is weeks old; leave it, and write anew")
    new = _copy(parts, tx, row, outbox.body_of(person.key, row))
    outbox.keep(tx, person, new, consent_version=person.consent_version)
    return new.id


def _copy(parts: Parts, tx: Tx, row: Found, body: str) -> Outgoing:
    return Outgoing(
        id=parts.new_id(),
        kind=row["kind"],
        body=body,
        segments=row["segments"],
        token=parts.new_token(),
        not_before=tx.now,
        expires_at=row["expires_at"],
        channel=row["channel"],
        conversation_id=row["conversation_id"],
        nudge_id=row["nudge_id"],
        chance_id=row["chance_id"],
        again_of=row["id"],
    )
