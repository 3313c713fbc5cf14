"""The worker's door: what RQ calls by name, with ids only.

Law: every job is safe to run twice, and to lose: rows say what is due, the clock
rings again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from time import monotonic
from uuid import UUID

import structlog
from rq import SimpleWorker, get_current_job
from rq.serializers import JSONSerializer

from service import heap, logs, wiring
from service.config import Settings
from service.queue import LANES, URGENT, Bell, Gathered
from service.store.db import Collided, Unavailable
from service.usecases import looking_after, restoring, stumbling
from service.usecases.parts import Parts

log = structlog.get_logger()

LOOKS_AGAIN_S = 5.0
# For so long a job that can wait works on while something urgent waits.
GIVES_WAY_AFTER_S = 0.25


@cache
def parts() -> Parts:
    """Return this worker's parts, built once, after the application is imported."""
    built = wiring.build(Settings.from_env(), pool_size=4)
    restoring.look(built)
    return built


def _do(job: str, organisation: str, ids: list[str]) -> int:
    """Do a job for each row, and see that one that breaks stops no other (33).

    What can wait gives way to what cannot: its last rows are rung for once more.
    """
    done, began, lane = 0, monotonic(), _lane()
    bell = Gathered(parts().bell)
    at_work = replace(parts(), bell=bell)
    if ids[1:] and job in looking_after.TOGETHER:
        done, ids = _do_together(at_work, job, organisation, ids)
    for at, item in enumerate(ids):
        if at and _gives_way(lane, began):
            rest = [UUID(one) for one in ids[at:]]
            bell.ring(job, UUID(organisation), rest, lane)
            break
        done += _do_one(at_work, job, UUID(organisation), UUID(item))
    bell.ring_all()
    return done


def _do_together(
    at_work: Parts, job: str, organisation: str, ids: list[str]
) -> tuple[int, list[str]]:
    """Do a handful at once; return how many were done, and what is to be done singly:
    all of them when one breaks, since nobody knows which.
    """
    rows = [UUID(one) for one in ids]
    try:
        return looking_after.WORK[job](at_work, UUID(organisation), rows), []
    except Collided:
        return 0, ids
    except Unavailable:
        log.warning("database_away", job=job, items=len(ids))
        return 0, []
    except Exception as error:
        # The one that breaks will say more when it is done by itself.
        log.info("handful_broke", job=job, items=len(ids), by=type(error).__name__)
        return 0, ids


def _lane() -> str:
    """Return the lane that this job came by; called by hand, it is urgent."""
    job = get_current_job()
    return URGENT if job is None else str(job.origin)


def _gives_way(lane: str, began: float) -> bool:
    if lane == URGENT or monotonic() - began < GIVES_WAY_AFTER_S:
        return False
    return bool(parts().bell.waiting(URGENT))


def _do_one(at_work: Parts, job: str, organisation: UUID, item: UUID) -> int:
    try:
        return looking_after.WORK[job](at_work, organisation, [item])
    except Unavailable:
        # Not this row's fault: the clock rings for it again.
        log.warning("database_away", job=job, item=str(item))
    except Exception:
        # The door: whatever broke is logged once, by id, and counted.
        log.exception("job_failed", job=job, item=str(item))
        _count(job, organisation, item)
    return 0


def _count(job: str, organisation: UUID, item: UUID) -> None:
    try:
        stumbling.stumbled(parts(), organisation, job, item)
    except Unavailable:
        log.warning("database_away", job=job, item=str(item))


def deliver(*, organisation: str, ids: list[str], **_: object) -> int:
    """Send messages that are due."""
    return _do("deliver", organisation, ids)


def nudge(*, organisation: str, ids: list[str], **_: object) -> int:
    """Carry out nudges that are due."""
    return _do("nudge", organisation, ids)


def plan(*, organisation: str, ids: list[str], **_: object) -> int:
    """Plan participants' coming days."""
    return _do("plan", organisation, ids)


def ask_after(*, organisation: str, ids: list[str], **_: object) -> int:
    """Ask the carrier what became of messages it never told the end of."""
    return _do("ask_after", organisation, ids)


def ask_after_calls(*, organisation: str, ids: list[str], **_: object) -> int:
    """Ask the carrier what became of calls, and what was recorded in them."""
    return _do("ask_after_calls", organisation, ids)


def end_calls(*, organisation: str, ids: list[str], **_: object) -> int:
    """Have calls ended that a STOP has overtaken."""
    return _do("end_calls", organisation, ids)


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


def post_letters(*, organisation: str, ids: list[str], **_: object) -> int:
    """Hand over e-mails of the console."""
    return _do("post_letters", organisation, ids)


def add_up(*, organisation: str, ids: list[str], **_: object) -> int:
    """Add up people's weeks for the results."""
    return _do("add_up", organisation, ids)


def export(*, organisation: str, ids: list[str], **_: object) -> int:
    """Write what somebody asked to take out."""
    return _do("export", organisation, ids)


def erase(*, organisation: str, ids: list[str], **_: object) -> int:
    """Go on with forgetting people."""
    return _do("erase", organisation, ids)


def let_go(*, organisation: str, ids: list[str], **_: object) -> int:
    """Delete words and recordings that were kept for their time."""
    return _do("let_go", organisation, ids)


def work(redis_url: str, *, burst: bool = False, lanes: Sequence[str] = LANES) -> None:
    """Work until told to stop: the urgent lane first, without a fork per message.

    With `burst` it ends when nothing is left to do; `lanes` may leave out some.
    """
    logs.configure()
    parts()
    heap.settle()
    # No scheduler and a short life in the registry: rows, not Redis, say what is due.
    found = worker(redis_url, lanes)
    found.work(logging_level="WARNING", with_scheduler=False, burst=burst)


def worker(redis_url: str, lanes: Sequence[str] = LANES) -> SimpleWorker:
    """Return who does the jobs; while Redis is gone it looks again every 5 seconds.

    By itself it would come to look once a minute only, and who waits for a nudge would
    wait for that.
    """
    found = SimpleWorker(
        list(lanes),
        connection=Bell(redis_url, patient=True).redis,
        serializer=JSONSerializer,
        worker_ttl=20,
    )
    found.max_connection_wait_time = LOOKS_AGAIN_S
    return found
