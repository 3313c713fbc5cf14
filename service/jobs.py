"""The worker's door: what RQ calls by name, with ids only.

Law: every job is safe to run twice, and to lose: rows say what is due, the clock
rings again.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from uuid import UUID

import structlog
from rq import SimpleWorker
from rq.serializers import JSONSerializer

from service import logs, wiring
from service.config import Settings
from service.queue import LANES, Bell, Gathered
from service.store.db import Unavailable
from service.usecases import looking_after, nudging
from service.usecases.parts import Parts

log = structlog.get_logger()

LOOKS_AGAIN_S = 5.0


@cache
def parts() -> Parts:
    """Return this worker's parts, built once, after the application is imported."""
    return wiring.build(Settings.from_env(), pool_size=4)


def _do(job: str, organisation: str, ids: list[str]) -> int:
    """Do a job for each row by itself, so that one that breaks stops no other (33)."""
    done, bell = 0, Gathered(parts().bell)
    at_work = replace(parts(), bell=bell)
    for item in ids:
        try:
            done += looking_after.WORK[job](at_work, UUID(organisation), [UUID(item)])
        except Unavailable:
            # Not this row's fault: the clock rings for it again.
            log.warning("database_away", job=job, item=item)
        except Exception:
            # The door: whatever broke is logged once, by id, and counted.
            log.exception("job_failed", job=job, item=item)
            if job == "nudge":
                nudging.give_up(parts(), UUID(organisation), UUID(item))
    bell.ring_all()
    return done


def deliver(*, organisation: str, ids: list[str], **_: object) -> int:
    """Send messages that are due."""
    return _do("deliver", organisation, ids)


def nudge(*, organisation: str, ids: list[str], **_: object) -> int:
    """Carry out nudges that are due."""
    return _do("nudge", organisation, ids)


def plan(*, organisation: str, ids: list[str], **_: object) -> int:
    """Plan participants' coming days."""
    return _do("plan", organisation, ids)


def fall_silent(*, organisation: str, ids: list[str], **_: object) -> int:
    """End questions that nobody answered."""
    return _do("fall_silent", organisation, ids)


def settle_doubts(*, organisation: str, ids: list[str], **_: object) -> int:
    """Ask the carrier's list about messages in doubt."""
    return _do("settle_doubts", organisation, ids)


def fetch_recordings(*, organisation: str, ids: list[str], **_: object) -> int:
    """Bring recordings home, and have the carrier forget them."""
    return _do("fetch_recordings", organisation, ids)


def hear_missed(*, organisation: str, ids: list[str], **_: object) -> int:
    """Take in texts that never reached us."""
    return _do("hear_missed", organisation, ids)


def work(redis_url: str, *, burst: bool = False) -> None:
    """Work until told to stop: the urgent lane first, without a fork per message.

    With `burst` it ends when nothing is left to do.
    """
    logs.configure()
    parts()
    # No scheduler and a short life in the registry: rows, not Redis, say what is due.
    worker(redis_url).work(logging_level="WARNING", with_scheduler=False, burst=burst)


def worker(redis_url: str) -> SimpleWorker:
    """Return who does the jobs; while Redis is gone it looks again every 5 seconds.

    By itself it would come to look once a minute only, and who waits for a nudge would
    wait for that.
    """
    found = SimpleWorker(
        list(LANES),
        connection=Bell(redis_url, patient=True).redis,
        serializer=JSONSerializer,
        worker_ttl=20,
    )
    found.max_connection_wait_time = LOOKS_AGAIN_S
    return found
