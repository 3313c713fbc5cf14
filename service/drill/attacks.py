"""The attacks, as a table: each strikes again and again until the drill ends."""

from __future__ import annotations

import random
import signal
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from redis import Redis

from service.drill.field import Field
from service.drill.pen import ROLES
from service.switchboard.faults import Fault

FROZEN_S = 35.0  # longer than a lease: it wakes up as somebody whose work was taken


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
    """Kill -9 a process: web, workers and clock in turn by lot."""
    places = on.pen.places(dice.choice(ROLES))
    return bool(places) and on.pen.kill(dice.choice(places))


def wipe_redis(on: Field, _dice: random.Random) -> bool:
    """Empty Redis, as an operator's mistake or a restart does."""
    with Redis.from_url(on.addresses.redis_url) as line:
        line.flushall()
    return True


def restart_database(on: Field, _dice: random.Random) -> bool:
    """Stop PostgreSQL at once, as when the power fails, and start it again."""
    on.in_the_main_thread(on.servers.crash_postgres)
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


def deploy(on: Field, dice: random.Random) -> bool:
    """End one process as a deploy does, and start the next of its kind."""
    on.pen.replace(dice.choice(on.pen.places()))
    return True


STRIKES: Mapping[str, Callable[[Field, random.Random], bool]] = {
    "kills": kill,
    "redis_wipes": wipe_redis,
    "db_restarts": restart_database,
    "freeze": freeze,
    "deploys": deploy,
}

NO_CALLBACKS = Fault("lost_callback", times=None)
# What the network does wrong meanwhile, each by its chance at every occasion.
NETWORK: tuple[Fault, ...] = (
    Fault("429", times=None, chance=0.03, seed=1),
    Fault("503", times=None, chance=0.03, seed=2),
    Fault("drop_after", times=None, chance=0.03, seed=3),
    Fault("503_after", times=None, chance=0.03, seed=4),
    # A real carrier takes its time, and it is then that a sender is killed.
    Fault("slow_answer", times=None, seconds=0.15),
    Fault("lost_callback", times=None, chance=0.05, seed=5),
    Fault("duplicate_callback", times=None, chance=0.1, seed=6),
    Fault("reordered_callbacks", times=None, chance=0.1, seed=7),
    Fault("duplicate_text", times=None, chance=0.2, seed=8),
)
