"""Texts that never reached us: the carrier's list is asked, and each is taken in once.

The carrier tries three times and gives up: what a person texted while we were away
would be lost (failures 3 and 4). Laws: what has come in has no second effect (I5);
a wish to start that is older than a stop starts nothing, nor does one that is older
than an invitation; no answer to an old text wakes anybody up, only a crisis is answered
at any hour; what is too much for one look is gone through from its beginning, look by
look, and what not even the shortest one can hold is told; a text that cannot be taken
in stops no other, and danger in it, or a wish to stop, is looked after at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import NAMESPACE_OID, UUID, uuid5

import structlog

from flows.safety import consent
from service.carrier.port import CameIn, CannotAsk, TooMany
from service.carrier.wire import InboundText
from service.queue import URGENT
from service.store import alerts, missed, people, plans, stumbles, talks
from service.store.db import Stands, Tx, Unavailable, retried
from service.store.people import Person, Tenant
from service.usecases import at_least, converse, strangers
from service.usecases.parts import Desk, Parts

log = structlog.get_logger()

# A text younger than this may be on its way to us.
ON_ITS_WAY = timedelta(seconds=30)
# The carrier's list may be a little behind, and its clock beside ours.
ONCE_MORE = timedelta(minutes=10)
# So often a text breaks before people are told, which its ten minutes have room for.
MOST_TRIES = 3
# No look is shorter: a number that takes more meanwhile than one holds is flooded.
SHORTEST = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class _Look:
    """What one look at the list brought, until when; `whole` says whether all of it."""

    came: tuple[CameIn, ...]
    until: datetime
    whole: bool = True


def hear(parts: Parts, organisation: UUID, ids: Iterable[UUID]) -> int:
    """Take in what these service numbers have missed; return how many texts."""
    taken = 0
    for number_id in ids:
        try:
            taken += _hear(parts, organisation, number_id)
        except CannotAsk:
            break
    return taken


def _hear(parts: Parts, organisation: UUID, number_id: UUID) -> int:
    tenant = parts.tenant(organisation)
    with parts.db.transaction(organisation) as tx:
        found = missed.listening(tx, tenant.key, number_id)
        settled = tx.now - ON_ITS_WAY
        if found is None or found.until is None:
            # Nothing was ours to hear before we began to listen.
            missed.heard(tx, number_id, settled)
            return 0
    # The carrier is asked outside every transaction (law 3).
    look = _listed(parts, found.number, found.until, settled)
    old = sorted(
        (one for one in look.came if one.created_at <= look.until),
        key=lambda one: one.created_at,
    )
    absent = _absent(parts, organisation, old)
    taken = sum(_take_in(parts, tenant, one) for one in absent)
    with parts.db.transaction(organisation) as tx:
        missed.heard(tx, number_id, look.until)
        if not look.whole:
            _tell(parts, tx)
    return taken


def _listed(parts: Parts, number: str, heard: datetime, until: datetime) -> _Look:
    """List what came in since it was heard last; of what is too much, the beginning.

    The next look goes on where this one ended.
    """
    since = heard - ONCE_MORE
    while True:
        try:
            came = parts.carrier.find_incoming(to=number, since=since, until=until)
        except TooMany as many:
            # The latest are there: what is missing may be from before, and known.
            whole = any(one.created_at <= heard for one in many.came)
            if whole or until - heard <= SHORTEST:
                return _Look(many.came, until, whole=whole)
            until = heard + max((until - heard) / 2, SHORTEST)
        else:
            return _Look(came, until)


def _tell(parts: Parts, tx: Tx) -> None:
    """Tell people, once, that texts may be missing which no look could hold."""
    log.error("too_many_texts_to_list")
    if not alerts.stands(tx, "quarantine", "hear"):
        plans.raise_alert(tx, parts.new_id(), None, "quarantine", "hear")


def _absent(parts: Parts, organisation: UUID, came: list[CameIn]) -> list[CameIn]:
    with parts.db.transaction(organisation) as tx:
        known = missed.there(tx, [one.text.sid for one in came])
    return [one for one in came if one.text.sid not in known]


def _take_in(parts: Parts, tenant: Tenant, came: CameIn) -> bool:
    """Take in one text, and say whether it was new; one that breaks stops no other."""
    try:
        return missed_in(parts, tenant, came.text, came.created_at)
    except Unavailable:
        raise
    except Exception as error:
        log.exception("text_not_taken_in", sid=came.text.sid, exc_info=error)
        at_least.look_after(parts, tenant, came.text, came.created_at)
        _broke(parts, tenant, came.text)
        return False


def _broke(parts: Parts, tenant: Tenant, text: InboundText) -> None:
    """Count that a text cannot be taken in; the third time a person is told."""
    with parts.db.transaction(tenant.id) as tx:
        item = uuid5(NAMESPACE_OID, text.sid)
        if stumbles.stumbled(tx, "hear", item) == MOST_TRIES:
            number = tenant.hashes.hash(text.sender)
            person = people.lock_by_number(tx, parts.vault, number)
            whose = None if person is None else person.id
            plans.raise_alert(tx, parts.new_id(), whose, "quarantine", "hear")


def missed_in(
    parts: Parts, tenant: Tenant, text: InboundText, came_at: datetime
) -> bool:
    """Take in a text that came to the carrier at `came_at` and never to us.

    Returns whether it was new. A stranger's is not answered this late.
    """
    try:
        return retried(lambda: _late(parts, tenant, text, came_at))
    except Stands as stands:
        if stands.key != talks.INBOX_KEY:
            raise
        return False


def _late(parts: Parts, tenant: Tenant, text: InboundText, came_at: datetime) -> bool:
    with parts.db.transaction(tenant.id) as tx:
        person = people.lock_by_number(tx, parts.vault, tenant.hashes.hash(text.sender))
        if person is None or _was_a_stranger(tx, person, text, came_at):
            rings = strangers.missed_in(parts, tx, tenant, (text, came_at)).rings
        else:
            desk = Desk(parts, tx, tenant, person, carrier_id=text.sid, came_at=came_at)
            if desk.near.seen:
                return False
            rings = _of_person(desk, text)
    parts.bell.ring("deliver", tenant.id, rings, URGENT)
    return person is not None


def _was_a_stranger(
    tx: Tx, person: Person, text: InboundText, came_at: datetime
) -> bool:
    """Say whether she wrote this before she was enrolled, and it is no wish to stop.

    A stranger's "yes" was taken for one to the invitation of five minutes later.
    """
    if consent.read(text.words) in converse.STOPPING:
        return False
    return missed.enrolled_since(tx, person, came_at)


def _of_person(desk: Desk, text: InboundText) -> tuple[UUID, ...]:
    """Take in what a participant wrote, who may be a coach too, at one number."""
    told = converse.of_coach(desk, text)
    if told is not None:
        return told.rings
    converse.keep(desk, text)
    converse.answer(desk, text.words, told=text.opt_out)
    return tuple(desk.rings)
