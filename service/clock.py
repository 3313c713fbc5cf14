"""The beat: once a second it looks for what is due and rings; it claims nothing.

Between two beats it looks at the lanes, and gives them what they had no room for. Any
number of clocks may run; what two of them ring for is done once.
"""

from __future__ import annotations

import signal
import threading

import structlog

from service import logs, wiring
from service.config import Settings
from service.store.db import Unavailable
from service.usecases import looking_after
from service.usecases.looking_after import Lately
from service.usecases.parts import Parts

log = structlog.get_logger()

BEAT_SECONDS = 1.0
LOOKS = 10  # at the lanes, in a beat


def beat(parts: Parts, number: int, lately: Lately | None = None) -> dict[str, int]:
    """Do one round; a database that is away now is asked again at the next beat."""
    try:
        return looking_after.round_of(parts, number, _broken, lately=lately)
    except Unavailable:
        log.warning("database_away", beat=number)
        return {}


def look(parts: Parts, lately: Lately) -> None:
    """Give the lanes what the last beat had no room for."""
    try:
        looking_after.fill_again(parts, lately, _broken)
    except Unavailable:
        log.warning("database_away")


def run_from_env() -> None:
    """Beat once a second until told to stop, by SIGTERM or Ctrl-C."""
    logs.configure()
    parts = wiring.build(Settings.from_env(), pool_size=2)
    ended = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda _signal, _frame: ended.set())
    go(parts, ended)


def go(parts: Parts, ended: threading.Event) -> int:
    """Beat, at once and then every second, until `ended`; return how often."""
    looks, lately = 0, Lately()
    while True:
        number, between = divmod(looks, LOOKS)
        if between:
            look(parts, lately)
        else:
            beat(parts, number, lately)
        looks += 1
        if ended.wait(BEAT_SECONDS / LOOKS):
            return number + 1


def _broken(job: str, error: Exception) -> None:
    # The door: what broke must not stop the beat for everybody else.
    log.error("duty_failed", job=job, exc_info=error)
