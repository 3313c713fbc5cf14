"""How many prompts a person was sent: on her local day, and in seven days with it."""

from __future__ import annotations

from datetime import time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from flows.coach import timing
from service.store import handfuls
from service.store.handfuls import Since
from service.usecases.parts import Desk


def sent(desk: Desk, but: UUID) -> tuple[int, int]:
    """Return prompts on their way or gone: (on her local day, in 7 days with it)."""
    return handfuls.nudged(desk.tx, [since(desk, but)])[but]


def since(desk: Desk, but: UUID) -> Since:
    """Return from when her prompts count, with `but` left out."""
    zone = desk.person.zone
    today = desk.tx.now.astimezone(ZoneInfo(zone)).date()
    midnight, week = (
        timing.moment(today - timedelta(days=ago), time(0), zone) for ago in (0, 6)
    )
    return Since(desk.person.id, but, midnight, week)
