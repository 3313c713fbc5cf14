"""What a coach does about what stands on Today, each in her own name.

Laws: what holds somebody is released and never put away; what is put away stays in the
audit; nobody acts whose role has no right to it.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from service.store import alerts, enrolment, needs
from service.store.db import Tx
from service.usecases import (
    closing,
    doubting,
    gating,
    heeding,
    left_open,
    releasing,
    rights,
    today,
)
from service.usecases.closing import Closing
from service.usecases.doubting import Answer
from service.usecases.parts import Parts
from service.usecases.releasing import Released
from service.usecases.rights import Signed

# What may be left as it is: an adjustment that a person has to look at, or to finish.
# Without a step there is nothing that could stay.
LEFT, LEFT_OUT = frozenset({"approval", "offer"}), frozenset({"no_step"})
AS_IT_WAS = "left as it was"


class Holds(ValueError):
    """An alert holds somebody, or is over: it cannot be put away."""


def put_away_alert(parts: Parts, signed: Signed, alert: UUID) -> Closing:
    """Say that an alert is seen to: it leaves Today, and nobody further is told.

    Returns by what it can be put back.

    An alert that people were woken for is hers first, so that they hear who has it.
    Raises Holds where it holds somebody until she is released, or is over.
    """
    rights.require(signed, "answer")
    return _put_away(parts, signed, alert)


def may_be_left(kind: str, reason: str) -> bool:
    """Say whether an alert asks for an adjustment that may be left as it is."""
    return today.need_of_alert(kind, reason) in LEFT and reason not in LEFT_OUT


def leave(parts: Parts, signed: Signed, alert: UUID) -> Closing:
    """Leave what an alert asks for as it is: it leaves Today, and no dial moves.

    It is asked for anew as the core asks after any answer: what a coach was to look at
    after four weeks, what was offered once it has rested and tries speak for it anew.
    Returns by what it can be put back. Raises Holds where there is nothing to leave,
    or it is over.
    """
    rights.require(signed, "people")
    return _put_away(parts, signed, alert, left=True)


def _put_away(
    parts: Parts, signed: Signed, alert: UUID, *, left: bool = False
) -> Closing:
    tenant = parts.tenant(signed.organisation)
    rings: tuple[UUID, ...] = ()
    who = heeding.signed_in(signed)
    with parts.db.transaction(signed.organisation) as tx:
        row = alerts.found(tx, alert)
        if left and (row is None or not may_be_left(row["kind"], row["reason"])):
            raise Holds("There is no such alert that can be left as it is.")
        if row is not None and row["kind"] in releasing.HOLDING:
            rings = heeding.heed(parts, tx, tenant, alert, who, tx.now).rings
        first = closing.first_waiting(tx, row["participant_id"]) if row else None
        if row is None or not alerts.put_away(tx, alert):
            raise Holds("There is no such alert that can be put away.")
        left_open.put_away(tx, row)
        if left:
            _audit(parts, tx, signed, AS_IT_WAS, row["participant_id"])
        rings += heeding.closed(parts, tx, tenant, [alert], who)
        line = _audit(parts, tx, signed, f"{needs.PUT_AWAY}{row['kind']}", alert)
    parts.bell.ring("deliver", signed.organisation, rings, "urgent")
    return Closing(line, first)


def put_away_news(parts: Parts, signed: Signed, news: UUID) -> Closing:
    """Say that a decision or a try on Today is seen: it leaves Today.

    Nothing of it changes. Returns by what it can be put back. Raises LookupError for
    what is none of this organisation's.
    """
    rights.require(signed, "answer")
    with parts.db.transaction(signed.organisation) as tx:
        if not needs.is_news(tx, news):
            raise LookupError(f"there is no news {news} here")
        return Closing(_audit(parts, tx, signed, f"{needs.PUT_AWAY}news", news))


def settle(parts: Parts, signed: Signed, message: UUID, answer: Answer) -> UUID | None:
    """Settle a doubt in the name of whoever is signed in, as doubting.settle does."""
    rights.require(signed, "answer")
    whose, name = signed.organisation, signed.name
    return doubting.settle(parts, whose, message, answer, name, signed.actor)


def release(
    parts: Parts,
    signed: Signed,
    person: UUID,
    note: str,
    looked: datetime | None = None,
) -> Released:
    """Lift a hold in the name of whoever is signed in, as releasing.release does."""
    rights.require(signed, "people")
    return releasing.release(
        parts,
        signed.organisation,
        person,
        by=signed.name,
        note=note,
        actor=signed.actor,
        looked=looked,
        coach=signed.coach,
    )


def reopen(parts: Parts, signed: Signed) -> tuple[int, int]:
    """Open what the carrier stopped, as gating.reopen does."""
    rights.require(signed, "settings")
    return gating.reopen(parts, signed.organisation, signed.actor)


def _audit(parts: Parts, tx: Tx, signed: Signed, what: str, on: UUID) -> UUID:
    line = parts.new_id()
    enrolment.audit(tx, line, signed.actor, what, on)
    return line
