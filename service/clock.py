"""The beat: once a second it looks for what is due and rings; it claims nothing.

Any number of clocks may run; what two of them ring for is done once.
"""

from __future__ import annotations

import structlog

from service.store.db import Unavailable
from service.usecases import looking_after
from service.usecases.parts import Parts

log = structlog.get_logger()

BEAT_SECONDS = 1.0


def beat(parts: Parts, number: int) -> dict[str, int]:
    """Do one round; a database that is away now is asked again at the next beat."""
    try:
        return looking_after.round_of(parts, number, _broken)
    except Unavailable:
        log.warning("database_away", beat=number)
        return {}


def _broken(job: str, error: Exception) -> None:
    # The door: what broke must not stop the beat for everybody else.
    log.error("duty_failed", job=job, exc_info=error)
