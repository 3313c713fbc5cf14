"""A database from a backup: found, held, looked at, and let go on by a person's word.

What the backup does not know to have gone out would go again, and whom it does not know
to be erased would be back. Laws: nothing goes out until a named person lets it, but
what tells of danger, which is better told twice than never; what may have gone out is
in doubt, and no machine sends it again; whoever the ledger names is erased again first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog

from flows.safety.alerting import RESTORED
from service.store import alerts, enrolment, gates, missed, outbox, plans, restores
from service.store.db import Tx
from service.store.ledger import Erased
from service.store.people import lock_of_nudge, organisations
from service.store.restores import Counted, Restore
from service.usecases import erasing, gating, restored, uninvited
from service.usecases.entries import Refused
from service.usecases.parts import Desk, Parts

log = structlog.get_logger()

MOST = 500
HELD, WENT_ON = "held all for a restore", "let all go on after a restore"
NOTHING_LOST = "let all go on: nothing was lost"


@dataclass(frozen=True, slots=True)
class Look:
    """How one organisation stands after a restore; `restore` None: nothing is held.

    `texts` is how many texts the carrier's list shows since the backup, `unknown` how
    many of them have not come in here yet; both None where it gave no answer.
    """

    restore: Restore | None
    counted: Counted | None = None
    texts: int | None = None
    unknown: int | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """What letting it go on did: who was erased again, and how many messages go on."""

    erased: int
    freed: int


# ---- found ----


def look(parts: Parts) -> None:
    """Look whether this database was restored; if so, hold it, and tell people.

    For who is about to send: the clock looks by itself, once a beat.
    """
    for organisation, found in outbox.due(parts.db, "restored", MOST).items():
        tell(parts, organisation, found)


def tell(parts: Parts, organisation: UUID, ids: Iterable[UUID]) -> int:
    """Tell people that everything is held, and why what was planned stays here."""
    told = 0
    for _ in ids:
        with parts.db.transaction(organisation) as tx:
            restore = restores.standing(tx)
            if restore is None or not restores.told(tx):
                continue
            log.error("restored", organisation=str(organisation))
            _explained(parts, tx, restore)
            kind, reason = RESTORED
            if not alerts.stands(tx, kind, reason):
                plans.raise_alert(tx, parts.new_id(), None, kind, reason)
            told += 1
    return told


def _explained(parts: Parts, tx: Tx, restore: Restore) -> None:
    for row in restores.stayed(tx, restore):
        person = lock_of_nudge(tx, parts.vault, row["id"])
        if person is None:
            continue
        desk = Desk(parts, tx, parts.tenant(tx.organisation_id), person)
        restored.explain(desk, row["id"])
        if row["kind"] == uninvited.INVITATION:
            uninvited.stayed(desk, restores.RULE)


def hold(parts: Parts, by: str, since: datetime | None = None) -> bool:
    """Hold everything by an operator's word; False when it is held already.

    `since` is until when the backup is whole, if the clock has beaten on it since.
    """
    who = gating.named(by)
    if any(found.restore for _, found in looks(parts)):
        return False
    restores.hold(parts.db, since)
    for organisation in organisations(parts.db):
        with parts.db.transaction(organisation) as tx:
            enrolment.audit(tx, parts.new_id(), who, HELD, None)
    look(parts)
    return True


# ---- looked at ----


def looks(parts: Parts) -> Iterable[tuple[UUID, Look]]:
    """Return how each organisation stands, without asking the carrier."""
    for organisation in organisations(parts.db):
        with parts.db.transaction(organisation) as tx:
            found = restores.standing(tx)
            counted = None if found is None else restores.counted(tx, found)
            yield organisation, Look(found, counted)


def asked(parts: Parts, organisation: UUID, found: Look) -> Look:
    """Ask the carrier's list, too, which texts came in since the backup.

    Raises CannotAsk.
    """
    if found.restore is None or found.restore.since is None:
        return found
    key, since = parts.tenant(organisation).key, found.restore.since
    with parts.db.transaction(organisation) as tx:
        rows = restores.numbers(tx)
    sids: list[str] = []
    for row in rows:
        to = key.open(row["number_sealed"], "numbers", row["id"], "number_sealed")
        came = parts.carrier.find_incoming(to=to, since=since)
        sids += [one.text.sid for one in came if one.created_at >= since]
    with parts.db.transaction(organisation) as tx:
        known = missed.there(tx, sids)
    unknown = sum(sid not in known for sid in sids)
    return Look(found.restore, found.counted, len(sids), unknown)


def gap(found: Restore) -> timedelta | None:
    """Return how long a time is unknown, None where the backup knew no beat."""
    return None if found.since is None else found.found_at - found.since


# ---- let go on ----


def confirm(
    parts: Parts, organisation: UUID, by: str, erased: Iterable[Erased]
) -> Ended:
    """Let an organisation go on: first everybody in the ledger is erased again.

    What may have gone out stays in doubt, for people to settle. Safe to do again where
    it broke. Raises Refused for a name that cannot stand.
    """
    who = gating.named(by)
    gone = sum(
        _erased_again(parts, one, who) for one in erased if one.organisation == organisation
    )
    with parts.db.transaction(organisation) as tx:
        freed = _let_go(parts, tx, who, WENT_ON)
        restores.ended(tx, nothing_lost=False)
    return Ended(gone, freed)


def nothing_lost(parts: Parts, organisation: UUID, by: str) -> Ended:
    """Let an organisation go on as if nothing had been: by a person's word it has not.

    For a database that was moved, or a standby that took over whole. Raises Refused.
    """
    who = gating.named(by)
    with parts.db.transaction(organisation) as tx:
        found = restores.standing(tx)
        if found is None:
            return Ended(0, 0)
        due = restores.nothing_lost(tx, found)
        freed = _let_go(parts, tx, who, NOTHING_LOST)
        restores.ended(tx, nothing_lost=True)
    return Ended(0, due + freed)


def _let_go(parts: Parts, tx: Tx, who: str, done: str) -> int:
    freed = gates.let_go(tx)
    alerts.over(tx, *RESTORED)
    enrolment.audit(tx, parts.new_id(), who, done, None)
    return freed


def _erased_again(parts: Parts, one: Erased, by: str) -> bool:
    """Erase again who was erased before the restore; False where nobody is left."""
    try:
        with parts.at_desk(one.organisation, one.person) as desk:
            erasing.erase(desk, by)
    except LookupError:
        return False
    parts.bell.ring("erase", one.organisation, [one.person])
    return True


def refuse_without(erased: Iterable[Erased] | None, *, meant: bool) -> None:
    """Raise Refused where there is no ledger and nobody said to go on without."""
    if erased is None and not meant:
        raise Refused(
            "erased",
            "there is no ledger of who was erased since the backup: give it with"
            " --erased FILE, or say --without-erasures",
        )
