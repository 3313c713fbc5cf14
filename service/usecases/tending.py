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
)
from service.usecases.closing import Closing
from service.usecases.doubting import Answer
from service.usecases.parts import Parts
from service.usecases.releasing import Released
from service.usecases.rights import Signed


class Holds(ValueError):
    """An alert holds somebody, or is over: it cannot be put away."""


def put_away_alert(parts: Parts, signed: Signed, alert: UUID) -> Closing:
    """Say that an alert is seen to: it leaves Today, and nobody further is told.

    Returns by what it can be put back.

    An alert that people were woken for is hers first, so that they hear who has it.
    Raises Holds where it holds somebody until she is released, or is over.
    """
    rights.require(signed, "answer")
    tenant = parts.tenant(signed.organisation)
    rings: tuple[UUID, ...] = ()
    who = heeding.signed_in(signed)
    with parts.db.transaction(signed.organisation) as tx:
        row = alerts.found(tx, alert)
        if row is not None and row["kind"] in releasing.HOLDING:
            rings = heeding.heed(parts, tx, tenant, alert, who, tx.now).rings
        first = closing.first_waiting(tx, row["participant_id"]) if row else None
        if row is None or not alerts.put_away(tx, alert):
            raise Holds("There is no such alert that can be put away.")
        left_open.put_away(tx, row)
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
