"""Forgetting a person: her key at once, then the carrier's copies, then every row.

Laws: what was sealed for her opens nowhere from the moment she is forgotten; at her own
word and at an owner's it goes one road; it is said to be done only once the carrier has
said of every copy that it is gone, and no row of hers is left; and a line outside the
database tells of it, by ids, so that a backup brings nobody back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

import structlog

from service.store import (
    enrolment,
    erasure,
    everything,
    exports,
    ledger,
    outbox,
    talks,
    views,
    zones,
)
from service.store.db import Found
from service.store.ledger import Erased
from service.usecases import rights
from service.usecases.at_carrier import gone
from service.usecases.entries import Refused
from service.usecases.parts import Desk, Parts
from service.usecases.rights import Signed

log = structlog.get_logger()

HERSELF = "participant"
# As many as a carrier answers well within a minute.
AT_ONCE = 40
PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Erasure:
    """How far it is: `left_over` copies are at the carrier still, None when not asked
    yet; `done_at` is when nothing was left.
    """

    person: UUID
    by: str
    asked_at: datetime
    left_over: int
    tries: int
    done_at: datetime | None


def erase(desk: Desk, by: str = HERSELF) -> None:
    """Erase the person at this desk; what is said after it is answered, never stored.

    Nothing of hers that waits goes out any more.
    """
    outbox.withhold_due(desk.tx, desk.person)
    talks.end_all(desk.tx, desk.person)
    # They are sealed under the organisation's key: hers, thrown away, opens nothing.
    exports.without(desk.tx, desk.person.id)
    erasure.forget(desk.tx, desk.person, desk.parts.new_id(), by)
    everything.ask(desk.tx, desk.person.id, by)
    desk.consent_version += 1
    desk.person = replace(desk.person, consent="stopped")
    desk.erased = True


def ask(parts: Parts, signed: Signed, person: UUID, typed: str) -> str:
    """Erase a person at an owner's word; she types the person's name to mean it.

    Returns that name, which from now on stands nowhere else.

    Raises NotAllowed, ProofNeeded, Refused("name"), LookupError.
    """
    rights.require(signed, "erase")
    with parts.at_desk(signed.organisation, person) as desk:
        if _folded(typed) != _folded(desk.person.name):
            raise Refused("name", "write the name as it stands above")
        name = desk.person.name
        erase(desk, signed.actor)
    parts.bell.ring("erase", signed.organisation, [person])
    return name


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def named(parts: Parts, signed: Signed, person: UUID) -> str:
    """Return the name of a person whose data may be asked for. Raises LookupError."""
    rights.require(signed, "people")
    with parts.db.transaction(signed.organisation) as tx:
        card = views.card(tx, parts.vault, person)
        if card is None:
            raise LookupError(f"there is nobody {person} here")
        return card.name


def look(parts: Parts, signed: Signed) -> tuple[Erasure, ...]:
    """Return the organisation's erasures, those that go on first."""
    rights.require(signed, "settings")
    with parts.db.transaction(signed.organisation) as tx:
        return tuple(map(_erasure, everything.erasing(tx)))


def _erasure(row: Found) -> Erasure:
    return Erasure(
        person=row["participant_id"],
        by=row["asked_by"],
        asked_at=row["asked_at"],
        left_over=row["left_over"],
        tries=row["tries"],
        done_at=row["done_at"],
    )


# ---- the worker's part ----


def work(parts: Parts, organisation: UUID, ids: Iterable[UUID]) -> int:
    """Go on with erasures that are due; return how many are done now."""
    return sum(_go_on(parts, organisation, one) for one in ids)


def _go_on(parts: Parts, organisation: UUID, person: UUID) -> bool:
    with parts.db.transaction(organisation) as tx:
        row = everything.erasure(tx, person)
        if row is None or row["done_at"] is not None:
            return False
        copies = everything.copies(tx, person)
        if row["not_before"] == row["asked_at"]:
            _noted(parts, Erased(row["asked_at"], organisation, person))
            # One begun while she was being erased may have read her before the commit.
            exports.without(tx, person)
    over = [one for one in copies if not one["live"]]
    went = [
        one for one in over[:AT_ONCE] if gone(parts, one["kind"], one["carrier_id"])
    ]
    with parts.db.transaction(organisation) as tx:
        for one in went:
            everything.copy_gone(tx, one["kind"], one["id"])
        left = len(copies) - len(went)
        if left or everything.under_way(tx, person):
            tries = 0 if went else row["tries"] + 1
            everything.later(tx, person, _pause(tries), left, tries)
            return False
        zones.settle(tx, person)
        everything.forget(tx, person)
        everything.done(tx, person)
        audit = (row["asked_by"], "erasure confirmed", person)
        enrolment.audit(tx, parts.new_id(), *audit)
    return True


def _noted(parts: Parts, one: Erased) -> None:
    """Note outside the database who is erased, before the erasure goes on."""
    if parts.erased is not None:
        ledger.keep(parts.erased, one)
    at, organisation = one.at.isoformat(), str(one.organisation)
    log.info(ledger.EVENT, at=at, organisation=organisation, person=str(one.person))


def _pause(tries: int) -> timedelta:
    """Return when to ask again: soon after it went well, then ever later."""
    soon = timedelta(seconds=5)
    return min(PAUSE * 2 ** min(tries - 1, 10), LONGEST_PAUSE) if tries else soon
