"""What one programme may spend in a month, and where its money stands.

Laws: whoever may look sees it; an owner sets it over what she saw, and over nothing
else; the organisation's own limits hold all the same; who changed it is in the audit;
what waits because of it is asked about anew once it is raised.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flows.coach import spending
from flows.coach.spending import Limits
from service.store import alerts, differences, enrolment, outbox, spendings
from service.store.db import Tx
from service.usecases import limiting, rights
from service.usecases.entries import Refused
from service.usecases.limiting import LONGEST_BY, Month, Outlook
from service.usecases.parts import Parts
from service.usecases.rights import Signed
from service.usecases.unchanged import Changed

FIELD = "budget"


@dataclass(frozen=True, slots=True)
class Stand:
    """Where the money of one programme stands."""

    id: UUID
    name: str
    month: Month
    now: datetime


@dataclass(frozen=True, slots=True)
class Together:
    """Where the money of an organisation stands, and that of each of its programmes."""

    all: Outlook
    each: tuple[Stand, ...]


def see(parts: Parts, signed: Signed) -> Together:
    """Return where all the money stands; the oldest programme is first."""
    rights.require(signed, "see")
    with parts.db.transaction(signed.organisation) as tx:
        everything = limiting.outlook(tx)
        return Together(everything, _stands(tx, everything.segment))


def of(parts: Parts, signed: Signed, programme: UUID) -> Stand:
    """Return where the money of a programme stands. Raises LookupError."""
    rights.require(signed, "see")
    return look(parts, signed.organisation, programme)


def look(parts: Parts, organisation: UUID, programme: UUID) -> Stand:
    """Return the same to whoever runs this. Raises LookupError."""
    with parts.db.transaction(organisation) as tx:
        return one(tx, programme, limiting.segment(tx))


def one(tx: Tx, programme: UUID, segment: int) -> Stand:
    """Return where the money of a programme stands, where a segment costs so much.

    Raises LookupError.
    """
    for found in _stands(tx, segment, programme):
        return found
    raise LookupError(f"there is no programme {programme} here")


def _stands(tx: Tx, segment: int, programme: UUID | None = None) -> tuple[Stand, ...]:
    purses = spendings.purses(tx, limiting.paced_since(tx.now), programme)
    return tuple(
        Stand(one.id, one.name, limiting.month(one, segment, tx.now), tx.now)
        for one in purses
    )


def save(parts: Parts, signed: Signed, programme: UUID, typed: str, seen: str) -> None:
    """Set a programme's budget over the one that was seen, both as they are typed.

    Raises NotAllowed, Refused, LookupError, and Changed where another one stands now.
    """
    rights.require(signed, "settings")
    wanted = limiting.millionths(FIELD, typed)
    with parts.db.transaction(signed.organisation) as tx:
        _set(parts, tx, programme, wanted, signed.actor, seen)


def change(
    parts: Parts, organisation: UUID, programme: UUID, written: str, by: str
) -> Stand:
    """Set a programme's budget whatever it was; return what stands then.

    `written` are dollars, or "none". Raises Refused, LookupError.
    """
    if not 0 < len(by.strip()) <= LONGEST_BY:
        raise Refused("by", "write 1 to %(most)s characters", most=LONGEST_BY)
    wanted = limiting.millionths(FIELD, written)
    with parts.db.transaction(organisation) as tx:
        _set(parts, tx, programme, wanted, by.strip(), None)
    return look(parts, organisation, programme)


def _set(
    parts: Parts, tx: Tx, programme: UUID, wanted: int | None, by: str, seen: str | None
) -> None:
    segment = limiting.segment(tx)
    one(tx, programme, segment)
    # As with the organisation's limits: whoever asks holds these.
    spent = spendings.held(tx, programme)
    _, _, now = spendings.limits(tx, programme)
    if wanted == now:
        return
    if seen not in (None, base(now)):
        raise Changed
    spendings.keep_budget(tx, programme, wanted)
    before, after = Limits(programme_month=now), Limits(programme_month=wanted)
    if spending.raised(before, after):
        outbox.wake(tx, programme)
        if not spending.reached(after, spent, segment):
            spendings.untell_programme(tx, programme)
            alerts.limit_raised(tx, [spending.OF_PROGRAMME], programme)
    line, key = parts.new_id(), parts.tenant(tx.organisation_id).key
    enrolment.audit(tx, line, by, "budget changed", programme)
    found = differences.between({FIELD: base(now)}, {FIELD: base(wanted)}, "limits")
    differences.keep(tx, key, line, found)


def base(budget: int | None) -> str:
    """Return what tells one budget from another in a form."""
    return "" if budget is None else str(budget)
