"""The attacks, as a table: each strikes again and again until the drill ends."""

from __future__ import annotations

import random
import signal
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from redis import Redis
from redis.exceptions import RedisError

from service.drill import deploying, probing, timeshift
from service.drill.field import Field
from service.drill.measures import DATABASE_BACK
from service.drill.order import Order
from service.switchboard.faults import Fault

FROZEN_S = 35.0  # longer than a lease: it wakes up as somebody whose work was taken


class Strikes(Protocol):
    """Whatever goes on beside the work of the field, and can be counted."""

    name: str
    most: int
    struck: int

    def go(self, on: Field) -> None:
        """Strike until it has struck `most` times, or the drill ends."""
        ...


@dataclass(slots=True)
class Attack:
    """One kind of attack: how often it is to strike, and how often it has.

    `strike` does it once and says whether it hit; `most` is the number wanted, within
    `seconds`.
    """

    name: str
    strike: Callable[[Field, random.Random], bool]
    most: int
    seconds: float
    seed: int = 0
    struck: int = field(default=0)

    def go(self, on: Field) -> None:
        """Strike until it has struck `most` times, or the drill ends."""
        dice = random.Random(f"{self.seed}/{self.name}")
        pause = self.seconds / max(self.most, 1)
        while self.struck < self.most and not on.ended.wait(
            dice.uniform(0.5, 1.5) * pause
        ):
            self.struck += self.strike(on, dice)


def kill(on: Field, dice: random.Random) -> bool:
    """Kill -9 a process of those that are to die: web, workers and clock by lot."""
    places = on.pen.places(dice.choice(on.order.victims))
    return bool(places) and on.pen.kill(dice.choice(places))


def wipe_redis(on: Field, _dice: random.Random) -> bool:
    """Empty Redis, as an operator's mistake or a restart does."""
    try:
        with Redis.from_url(on.addresses.redis_url) as line:
            line.flushall()
    except RedisError:  # it is gone just now
        return False
    return True


def restart_database(on: Field, dice: random.Random) -> bool:
    """Stop PostgreSQL at once, as when the power fails, and start it again.

    Counts the seconds from the stop until a signed text is answered again, or nobody
    waits for that any more.
    """
    begun = time.monotonic()
    on.in_the_main_thread(on.servers.crash_postgres)
    probing.answered(on, dice)
    on.watch.note(DATABASE_BACK, time.monotonic() - begun)
    return True


def jump(on: Field, dice: random.Random) -> bool:
    """Put the clock of one process two days back, three hours on, or a little off."""
    place = dice.choice(on.pen.places())
    on.shifter.jump(place.name, dice.choice(timeshift.SHIFTS))
    return True


def freeze(on: Field, dice: random.Random) -> bool:
    """Stop a worker in its tracks for longer than its lease, then wake it."""
    places = on.pen.places("worker")
    if not places:
        return False
    place = dice.choice(places)
    if not on.pen.send(place, signal.SIGSTOP):
        return False
    on.ended.wait(FROZEN_S)
    return on.pen.send(place, signal.SIGCONT)


STRIKES: Mapping[str, Callable[[Field, random.Random], bool]] = {
    "kills": kill,
    "redis_wipes": wipe_redis,
    "db_restarts": restart_database,
    "freeze": freeze,
    "deploys": deploying.deploy,
    "clock_jumps": jump,
}

NO_CALLBACKS = Fault("lost_callback", times=None)


def network(order: Order) -> tuple[Fault, ...]:
    """Return what the network does wrong, each by its chance at every occasion."""
    answers, callbacks = order.lost_answers / 200, order.lost_callbacks / 100
    # A real carrier takes its time, and it is then that a sender is killed. A flood is
    # there to be fast.
    slow = () if order.webhooks else (Fault("slow_answer", times=None, seconds=0.15),)
    return (
        Fault("429", times=None, chance=0.03, seed=1),
        Fault("503", times=None, chance=0.03, seed=2),
        Fault("drop_after", times=None, chance=answers, seed=3),
        Fault("503_after", times=None, chance=answers, seed=4),
        *slow,
        Fault("lost_callback", times=None, chance=callbacks, seed=5),
        Fault("duplicate_callback", times=None, chance=0.1, seed=6),
        Fault("reordered_callbacks", times=None, chance=0.1, seed=7),
        Fault("duplicate_text", times=None, chance=0.2, seed=8),
    )
