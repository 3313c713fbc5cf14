"""Texts that never reached us: the carrier's list is asked, and each is taken in once.

The carrier tries three times and gives up: what a person texted while we were away
would be lost (failures 3 and 4). Laws: what has come in has no second effect (I5);
a wish to start that is older than a stop starts nothing; no answer to an old text wakes
anybody up, only a crisis is answered at any hour.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from service.carrier.port import CameIn, CannotAsk
from service.store import missed
from service.usecases import converse
from service.usecases.parts import Parts

# A text younger than this may be on its way to us.
ON_ITS_WAY = timedelta(seconds=30)
# The carrier's list may be a little behind, and its clock beside ours.
ONCE_MORE = timedelta(minutes=10)


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
    came = parts.carrier.find_incoming(to=found.number, since=found.until - ONCE_MORE)
    old = sorted(
        (one for one in came if one.created_at <= settled),
        key=lambda one: one.created_at,
    )
    taken = sum(
        converse.missed_in(parts, tenant, one.text, one.created_at)
        for one in _absent(parts, organisation, old)
    )
    with parts.db.transaction(organisation) as tx:
        missed.heard(tx, number_id, settled)
    return taken


def _absent(parts: Parts, organisation: UUID, came: list[CameIn]) -> list[CameIn]:
    with parts.db.transaction(organisation) as tx:
        known = missed.there(tx, [one.text.sid for one in came])
    return [one for one in came if one.text.sid not in known]
