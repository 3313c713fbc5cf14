"""The processes that are measured: clock, workers, and rq's own scheduler."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from redis import Redis
from rq import Queue, SimpleWorker
from rq.scheduler import RQScheduler
from rq.serializers import JSONSerializer

from service import clock as beating
from service import jobs
from service.queue import ORDINARY, Bell

QUEUE = "theirs"
AT_ONCE = 1000


def clock(env: dict[str, str]) -> None:
    """Be Handrail's clock until told to stop."""
    os.environ.update(env)
    beating.run_from_env()


def work(env: dict[str, str]) -> None:
    """Be a worker of the ordinary lane: what it hands over is not sent here."""
    os.environ.update(env)
    jobs.parts()
    redis = Bell(env["REDIS_URL"], patient=True).redis
    worker = SimpleWorker([ORDINARY], connection=redis, serializer=JSONSerializer)
    worker.work(logging_level="WARNING", with_scheduler=False)


def at_work(redis: Redis) -> int:
    """Return how many workers have begun to wait for jobs."""
    return len(SimpleWorker.all(connection=redis))


def fill(redis: Redis, scheduled: int, due: int) -> Queue:
    """Schedule so many jobs, and so many of them for a moment that has come."""
    queue = Queue(QUEUE, connection=redis, serializer=JSONSerializer)
    now = datetime.now(UTC)
    moments = [now] * due + [now + timedelta(days=1)] * (scheduled - due)
    for at in range(0, scheduled, AT_ONCE):
        with redis.pipeline() as together:
            for number, moment in enumerate(moments[at : at + AT_ONCE], at):
                queue.enqueue_at(
                    moment, "service.jobs.nudge", pipeline=together,
                    kwargs={"organisation": "", "ids": [str(number)]},
                )  # fmt: skip
            together.execute()
    return queue


def schedule(redis_url: str) -> None:
    """Be rq's scheduler until told to stop."""
    scheduler = RQScheduler(
        [QUEUE], Redis.from_url(redis_url), serializer=JSONSerializer, interval=1
    )
    scheduler.acquire_locks()
    scheduler.work()


def peak(process: int) -> int:
    """Return the most memory a process had, in bytes; 0 where /proc does not tell."""
    status = Path(f"/proc/{process}/status")
    lines = status.read_text().splitlines() if status.exists() else ()
    most = [line.split()[1] for line in lines if line.startswith("VmHWM")]
    return int(most[0]) * 1024 if most else 0
