"""A whole Handrail for one persona: database, app, phone network, and a moved clock.

Law: nothing here stands in for a part of Handrail but Redis, whose bell is answered at
once, in order; what a rehearsal shows is what people would have got.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import chain, count
from typing import Any
from uuid import UUID

from werkzeug.serving import make_server

from service import wiring
from service.app import create_app
from service.config import Settings
from service.store import db
from service.switchboard.network import Network, real_now
from service.switchboard.server import serve
from service.usecases import looking_after, rehearsing
from service.usecases.parts import Parts

SERVICE = "+15550100000"
ACCOUNT = "AC" + "0123456789abcdef" * 2
MOST_ROUNDS = 4
NOWHERE = "redis://127.0.0.1:1/0"  # nobody rings there: see Bell


@dataclass(slots=True)
class Bell:
    """A bell whose rings are worked off by whoever set it up, in the same thread."""

    rung: deque[tuple[str, UUID, tuple[UUID, ...]]] = field(default_factory=deque)

    def ring(
        self, job: str, organisation: UUID, ids: Iterable[UUID], lane: str = ""
    ) -> bool:
        """Keep a ring; always heard."""
        rows = tuple(ids)
        if rows:
            self.rung.append((job, organisation, rows))
        return True

    def waiting(self, lane: str) -> int | None:
        """Say how many rings wait."""
        return len(self.rung)


@dataclass(slots=True)
class Stage:
    """The parts of one rehearsal; `now` is the moved clock of all of them."""

    parts: Parts
    bell: Bell
    network: Network
    owner_url: str
    clock: Clock
    worked: int = 0

    @property
    def now(self) -> datetime:
        """The one clock."""
        return self.clock.now()

    def jump(self, to: datetime) -> None:
        """Move the clock on to a moment; never back."""
        if to > self.now:
            self.clock.put(to)

    def beat(self, organisation: UUID) -> datetime | None:
        """Let Handrail's clock go round until it finds no more work for now.

        A round may plan what the next one finds due; a few are plenty. It asks for
        those duties only that have work, which one look tells. Returns when anything
        falls due next.
        """
        for _ in range(MOST_ROUNDS):
            before, seen = self.worked, rehearsing.look(self.parts, organisation)
            if not seen.duties:
                return seen.next_due
            looking_after.round_of(self.parts, 0, duties=seen.duties)
            self.network.settle()
            if self.worked == before:
                break
        return rehearsing.look(self.parts, organisation).next_due

    def work(self) -> int:
        """Do what the bell was rung for; return how many rings there were."""
        done = 0
        while self.bell.rung:
            job, organisation, ids = self.bell.rung.popleft()
            looking_after.WORK[job](self.parts, organisation, ids)
            done += 1
        self.worked += done
        return done


@dataclass(slots=True)
class Clock:
    """How far the rehearsal is from real time, for the network and the database."""

    setter: db.ClockSetter
    ahead: timedelta = timedelta(0)

    def now(self) -> datetime:
        """Return the moved moment."""
        return real_now() + self.ahead

    def put(self, to: datetime) -> None:
        """Let it be that moment now."""
        self.move(to - self.now())

    def move(self, by: timedelta) -> None:
        """Let it be so much later now."""
        self.ahead += by
        self.setter.move(self.ahead)


def numbered(seed: int) -> Callable[[], UUID]:
    """Return a giver of ids that rise: the same seed, the same ids."""
    numbers = count(1)
    return lambda: _id(seed, next(numbers))


def hers(parts: Parts, seed: int) -> Parts:
    """Return parts to enrol her with: the first id is hers, and follows from the seed.

    What the Ladder draws for a person, and in which words she is asked, follows from
    her id. So a rehearsal goes the same way each time, though a script, a table or a
    coach more takes ids before her.
    """
    ids = chain((_id(seed, 0),), iter(parts.new_id, None))
    return replace(parts, new_id=lambda: next(ids))


def _id(seed: int, number: int) -> UUID:
    drawn = hashlib.blake2b(f"{seed}/{number}".encode(), digest_size=8).digest()
    return UUID(int=number << 80 | 7 << 76 | 2 << 62 | int.from_bytes(drawn) >> 2)


@contextmanager
def opened(
    app_url: str,
    owner_url: str,
    begins: datetime,
    *,
    seed: int | None = None,
    bell: Bell | None = None,
    **told: Any,
) -> Iterator[Stage]:
    """Open a stage on an empty, migrated database, its clock at `begins`.

    Ids follow from `seed` where one is given. Journeys bring a bell that breaks; `told`
    are settings other than usual.
    """
    with db.clock_setter(owner_url) as setter:
        settings = replace(_settings(app_url, owner_url), **told)
        clock, bell = Clock(setter), bell or Bell()
        network = Network(ACCOUNT, settings.twilio_auth_tokens[0], now=clock.now)
        running = serve(network)
        settings = replace(settings, twilio_base_url=running.url)
        built = replace(wiring.build(settings, pool_size=4), bell=bell)
        if seed is not None:
            built = replace(built, new_id=numbered(seed))
        try:
            with _served(settings, built) as parts:
                _connect(network, parts.origin)
                stage = Stage(parts, bell, network, owner_url, clock)
                network.settles_with(stage.work)
                clock.put(begins)
                yield stage
        finally:
            running.stop()
            built.db.close()


def _connect(network: Network, origin: str) -> None:
    network.add_number(
        SERVICE,
        name="Handrail",
        sms_url=f"{origin}/twilio/sms#rc=3&rp=ct,rt,5xx",
        voice_url=f"{origin}/twilio/voice",
        status_callback=f"{origin}/twilio/call-status",
    )


@contextmanager
def _served(settings: Settings, parts: Parts) -> Iterator[Parts]:
    """Serve the real app on a free port of this machine; parts know their origin."""
    server = make_server("127.0.0.1", 0, lambda *_: [])
    origin = f"http://127.0.0.1:{server.server_port}"
    at_home = replace(parts, origin=origin)
    server.app = create_app(at_home, replace(settings, public_origin=origin))
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield at_home
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _settings(app_url: str, owner_url: str) -> Settings:
    return Settings(
        database_url=app_url,
        database_owner_url=owner_url,
        redis_url=NOWHERE,
        master_keys=(secrets.token_bytes(32),),
        public_origin="http://127.0.0.1",
        twilio_account_sid=ACCOUNT,
        twilio_auth_tokens=(secrets.token_urlsafe(24),),
        twilio_account_sids=frozenset({ACCOUNT}),
        twilio_base_url=None,
        carrier_answers=frozenset({"stop", "start"}),
        port=8017,
        switchboard_port=8018,
    )
