"""A STOP while a call of ours rings, or goes on, ends it at the carrier.

Laws: what is to be ended follows from the rows alone (her no, by whichever way it came
in, and the call that was placed before it), so that no worker's death loses it, and it
is asked until the carrier has heard; the carrier is asked outside every transaction. A
call in which she said so herself ends by itself, after the confirmation; one in which
a coach was put through to her is left to the two of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from service.carrier.port import CannotAsk
from service.store import hang_ups
from service.usecases.parts import Parts


def end(parts: Parts, organisation: UUID, ids: Iterable[UUID]) -> int:
    """Have the calls of these messages ended; return how many the carrier was told."""
    told = 0
    for message in ids:
        try:
            told += _end(parts, organisation, message)
        except CannotAsk:
            break  # they are found again at the next look
    return told


def _end(parts: Parts, organisation: UUID, message: UUID) -> bool:
    with parts.db.transaction(organisation) as tx:
        sid = hang_ups.named(tx, message)
    if not sid:
        return False
    # One that the carrier does not know of is none that could go on.
    parts.carrier.end_call(sid)
    with parts.db.transaction(organisation) as tx:
        hang_ups.hung_up(tx, message)
    return True
