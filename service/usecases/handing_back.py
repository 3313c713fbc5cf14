"""What a colleague had in hand when she answers people here no more: talks and tasks.

Laws: it is given back in the transaction that says so, so that nothing waits for
somebody who is not there; a talk ends as by a coach's word. Persons are locked before
the account, in one order, as by whoever begins a talk.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from service.store import enrolment, handlings, people, take_overs
from service.store.accounts import Account
from service.store.db import Collided, Tx
from service.usecases import taking_over
from service.usecases.parts import Desk, Parts
from service.usecases.rights import Signed


@dataclass(frozen=True, slots=True)
class HandedBack:
    """How many talks ended, and how many people are nobody's task now."""

    talks: int = 0
    tasks: int = 0


NOTHING = HandedBack()


def locked(tx: Tx, account: UUID) -> frozenset[UUID]:
    """Lock everybody with whom an account talks or whose task it has; return who."""
    return handlings.locked_of(tx, account)


def hand_back(
    parts: Parts, tx: Tx, signed: Signed, whose: Account, held: frozenset[UUID]
) -> HandedBack:
    """End the talks of an account, and make its tasks nobody's.

    Its row is locked by now, and the people in `held` were before it. Raises Collided
    where it got more of them meanwhile: done again, they are locked too.
    """
    if not handlings.of(tx, whose.id) <= held:
        raise Collided("somebody was assigned, or taken over, meanwhile")
    talks = take_overs.of(tx, whose.id)
    for one, participant in talks:
        _end(parts, tx, signed, (whose.name, one, participant))
    free = handlings.free(tx, whose.id)
    for participant in free:
        _audit(parts, tx, signed, "assigned to nobody", participant)
    return HandedBack(len(talks), len(free))


def _end(parts: Parts, tx: Tx, signed: Signed, talk: tuple[str, UUID, UUID]) -> None:
    name, one, participant = talk
    person = people.lock(tx, parts.vault, participant)
    if person is None:  # erased: there is nobody to tell
        take_overs.close(tx, one)
        return
    desk = Desk(parts, tx, parts.tenant(tx.organisation_id), person)
    taking_over.let_go(desk, name)
    _audit(parts, tx, signed, "ended the take-over", participant)


def _audit(
    parts: Parts, tx: Tx, signed: Signed, action: str, participant: UUID
) -> None:
    enrolment.audit(tx, parts.new_id(), signed.actor, action, participant)
