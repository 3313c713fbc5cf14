"""A database from a backup: found, held, looked at, and let go on by a person's word.

What the backup does not know to have gone out would go again, and whom it does not know
to be erased would be back. Laws: nothing goes out until a named person lets it, but
what tells of danger, which is better told twice than never; what may have gone out is
in doubt, and no machine sends it again; whoever the ledger names is erased again first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

import structlog

from flows.safety.alerting import RESTORED
from service.carrier.port import TooMany
from service.store import alerts, enrolment, gates, outbox, plans, restores
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

    `heard` says whether the texts of the time that is unknown have all come in, `texts`
    how many the carrier's list shows, None where it was not asked; `more` that there
    are more than it shows at once.
    """

    restore: Restore | None
    counted: Counted | None = None
    heard: bool = True
    texts: int | None = None
    more: bool = False


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
    whose = organisations(parts.db)
    if any(stands(parts, one).restore for one in whose):
        return False
    restores.hold(parts.db, since)
    for organisation in whose:
        with parts.db.transaction(organisation) as tx:
            enrolment.audit(tx, parts.new_id(), who, HELD, None)
    look(parts)
    return True


# ---- looked at ----


def stands(parts: Parts, organisation: UUID) -> Look:
    """Return how an organisation stands, without asking the carrier."""
    with parts.db.transaction(organisation) as tx:
        found = restores.standing(tx)
        if found is None:
            return Look(None)
        return Look(found, restores.counted(tx, found), heard=_heard(tx, found))


def _heard(tx: Tx, found: Restore) -> bool:
    """Say whether all texts of the time that is unknown here have come in."""
    untils = [row["heard_until"] for row in restores.numbers(tx)]
    return all(until is None or until >= found.found_at for until in untils)


def asked(parts: Parts, organisation: UUID) -> Look:
    """Return how it stands, with what the carrier's list shows since the backup.

    Raises CannotAsk.
    """
    look = stands(parts, organisation)
    if look.restore is None or look.restore.since is None:
        return look
    key, since = parts.tenant(organisation).key, look.restore.since
    with parts.db.transaction(organisation) as tx:
        rows = restores.numbers(tx)
    texts, more, until = 0, False, look.restore.found_at
    for row in rows:
        to = key.open(row["number_sealed"], "numbers", row["id"], "number_sealed")
        try:
            came = parts.carrier.find_incoming(to=to, since=since, until=until)
        except TooMany as many:
            came, more = many.came, True
        texts += sum(since <= one.created_at <= until for one in came)
    return replace(look, texts=texts, more=more)


# ---- let go on ----


def confirm(
    parts: Parts, organisation: UUID, by: str, erased: Iterable[Erased]
) -> Ended:
    """Let an organisation go on: first everybody in the ledger is erased again.

    What may have gone out stays in doubt, for people to settle. Safe to do again where
    it broke. Raises Refused for a name that cannot stand, and while texts of that time
    have not come in yet: one of them may be a STOP.
    """
    who = gating.named(by)
    if not stands(parts, organisation).heard:
        raise Refused(
            "restored",
            "not all texts of that time have come in yet, and one may be a STOP: let"
            " clock and worker run for two minutes, and look again",
        )
    gone = sum(
        _erased_again(parts, one, who)
        for one in erased
        if one.organisation == organisation
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
