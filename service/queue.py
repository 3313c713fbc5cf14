"""The bell: it tells workers that rows are waiting, and may be lost at any moment.

Laws: nothing is in Redis that is not in the database; a ring that fails is no error,
for the clock rings again (law 1); jobs carry ids only, as JSON.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from time import monotonic, sleep
from typing import Any, Protocol
from uuid import UUID

from redis import Redis
from redis.client import Pipeline
from redis.exceptions import RedisError
from rq import Queue
from rq.serializers import JSONSerializer

URGENT = "urgent"
SENDING = "sending"
ORDINARY = "ordinary"
# A free worker takes from the first lane that has work: what somebody waits for, then
# what was decided and only has to be sent, then all else.
LANES = (URGENT, SENDING, ORDINARY)
# Small, so that the rows of many organisations take turns, and so that a job ends soon.
BATCH = 10
# Due nudges go out in one transaction for so many (decision 0040).
HANDFULS: Mapping[str, int] = {"nudge": 5 * BATCH}
SHARED = 2 * BATCH
SHORT_SECONDS = 600
SULK_SECONDS = 1.0
BREATHER_SECONDS = 0.1  # between two rings, so that a flood becomes a few


def handful(job: str, *, shared: bool = False) -> int:
    """Return how many rows one job of this name is given.

    Fewer where lanes are `shared` by organisations: four jobs of fifty nudges ahead of
    hers made another one's wait for ten seconds.
    """
    most = HANDFULS.get(job, BATCH)
    return min(most, SHARED) if shared else most


class Rings(Protocol):
    """Whatever can ring the workers."""

    def ring(
        self, job: str, organisation: UUID, ids: Iterable[UUID], lane: str = ORDINARY
    ) -> bool:
        """Tell the workers to do `job` for these rows; False when nobody heard."""
        ...

    def waiting(self, lane: str) -> int | None:
        """Return how many jobs wait in a lane, or None when Redis is gone."""
        ...


class Bell:
    """Rings workers over Redis and RQ.

    After a failure it does not try again for a second, so that nobody waits for a
    dead Redis at every text. A `patient` bell waits for an answer as long as it
    takes: a worker's blocking wait for work is no failure.
    """

    def __init__(self, redis_url: str, *, patient: bool = False) -> None:
        self.redis = Redis.from_url(
            redis_url,
            socket_connect_timeout=0.3,
            socket_timeout=None if patient else 1.0,
        )
        self._queues = {
            lane: Queue(lane, connection=self.redis, serializer=JSONSerializer)
            for lane in LANES
        }
        self._quiet_until = 0.0

    def ring(
        self, job: str, organisation: UUID, ids: Iterable[UUID], lane: str = ORDINARY
    ) -> bool:
        """Tell the workers to do `job` (a name in service.jobs) for these rows.

        Returns whether the bell was heard by Redis; False promises nothing was lost.
        """
        rows = [str(row) for row in ids]
        most = handful(job)
        batches = [rows[at : at + most] for at in range(0, len(rows), most)]
        if batches and monotonic() < self._quiet_until:
            return False
        try:
            with self.redis.pipeline() as together:
                for batch in batches:
                    about = {"organisation": str(organisation), "ids": batch}
                    self._enqueue(together, lane, job, about)
                together.execute()
        except RedisError:
            self._quiet_until = monotonic() + SULK_SECONDS
            return False
        return True

    def _enqueue(
        self, together: Pipeline, lane: str, job: str, rows: dict[str, Any]
    ) -> None:
        self._queues[lane].enqueue_call(
            f"service.jobs.{job}",
            kwargs=rows,
            result_ttl=0,
            failure_ttl=SHORT_SECONDS,
            ttl=SHORT_SECONDS,
            timeout=120,
            pipeline=together,
        )

    def waiting(self, lane: str) -> int | None:
        """Return how many jobs wait in a lane, or None when Redis is gone."""
        try:
            return int(self._queues[lane].count)
        except RedisError:
            return None


class Gathered:
    """A bell for one job of many rows: what they ring for is rung together, at its end.

    `ring_all` rings. What it holds when the process dies is rung again by the clock.
    """

    def __init__(self, bell: Rings) -> None:
        self._bell = bell
        self._held: dict[tuple[str, UUID, str], list[UUID]] = {}

    def ring(
        self, job: str, organisation: UUID, ids: Iterable[UUID], lane: str = ORDINARY
    ) -> bool:
        """Hold a ring; always True."""
        self._held.setdefault((job, organisation, lane), []).extend(ids)
        return True

    def waiting(self, lane: str) -> int | None:
        """Return how many jobs wait in a lane, or None when Redis is gone."""
        return self._bell.waiting(lane)

    def ring_all(self) -> None:
        """Ring for everything that is held."""
        held, self._held = self._held, {}
        for (job, organisation, lane), rows in held.items():
            self._bell.ring(job, organisation, rows, lane)


class Ringer:
    """A bell for a process that must not wait: one thread of its own does the ringing.

    What is rung for while it is busy becomes one ring, so a flood of texts costs few
    jobs. What it holds when the process dies is rung again by the clock.
    """

    def __init__(self, bell: Bell) -> None:
        self._bell = bell
        self._held: dict[tuple[str, UUID, str], list[UUID]] = {}
        self._lock = threading.Condition()
        self._thread: threading.Thread | None = None

    def ring(
        self, job: str, organisation: UUID, ids: Iterable[UUID], lane: str = ORDINARY
    ) -> bool:
        """Have the workers told soon; returns at once, and always True."""
        rows = list(ids)
        if rows:
            with self._lock:
                self._held.setdefault((job, organisation, lane), []).extend(rows)
                self._awake()
        return True

    def waiting(self, lane: str) -> int | None:
        """Return how many jobs wait in a lane, or None when Redis is gone."""
        return self._bell.waiting(lane)

    def _awake(self) -> None:
        # Begun at the first ring: a thread does not survive gunicorn's fork.
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._go, name="ringer", daemon=True)
            self._thread.start()
        self._lock.notify()

    def _go(self) -> None:
        while True:
            with self._lock:
                while not self._held:
                    self._lock.wait()
                held, self._held = self._held, {}
            for (job, organisation, lane), rows in held.items():
                self._bell.ring(job, organisation, rows, lane)
            sleep(BREATHER_SECONDS)
