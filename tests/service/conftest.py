"""Fixtures of the shell's tests: parts on a database of their own, a fake bell, a fake
carrier.
"""

import base64
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from uuid import UUID

import pytest

from service import wiring
from service.carrier.port import Accepted, CameIn, Outcome, Seen
from service.store.db import Database, Tx
from service.store.vault import Vault
from service.usecases.parts import Parts
from tests.database import Clone
from tests.journeys.world import World
from tests.journeys.world import world as open_world
from tests.service import crowd
from tests.service.console import Console
from tests.service.console import opened as open_console
from tests.service.her import Her

NUMBERS = count(15550200001)
MASTER = bytes(range(32))


class Watched(Database):
    """A database that knows whether this thread has a transaction open."""

    _here = threading.local()

    @classmethod
    def open(cls) -> bool:
        return bool(getattr(cls._here, "depth", 0))

    @contextmanager
    def transaction(
        self, organisation_id: UUID | None = None, **how: bool
    ) -> Iterator[Tx]:
        self._here.depth = getattr(self._here, "depth", 0) + 1
        try:
            with super().transaction(organisation_id, **how) as tx:
                yield tx
        finally:
            self._here.depth -= 1


@dataclass(slots=True)
class SilentBell:
    """A bell that keeps what it was rung for and wakes nobody.

    It is rung after the commit alone: a worker that looks before it finds nothing.
    """

    rung: list[tuple[str, UUID, tuple[UUID, ...]]] = field(default_factory=list)

    def ring(
        self, job: str, organisation: UUID, ids: Iterable[UUID], lane: str = ""
    ) -> bool:
        assert not Watched.open(), f"rung for {job} with a transaction open"
        self.rung.append((job, organisation, tuple(ids)))
        return True

    def waiting(self, lane: str) -> int | None:
        return 0


@dataclass(slots=True)
class TakingCarrier:
    """A carrier that takes every text and keeps it."""

    taken: list[tuple[str, str]] = field(default_factory=list)

    def send_text(
        self, *, to: str, body: str, from_: str, status_url: str, validity_seconds: int
    ) -> Outcome:
        self.taken.append((to, body))
        return Accepted(f"SM{len(self.taken):032x}", "queued")

    def delete_text(self, sid: str) -> bool:
        return True

    def find_texts(self, *, to: str, since: datetime) -> tuple[Seen, ...]:
        return ()

    def find_incoming(
        self, *, to: str, since: datetime, until: datetime
    ) -> tuple[CameIn, ...]:
        return ()

    def fetch_text(self, sid: str) -> Seen | None:
        return None


@contextmanager
def _parts(clone: Clone) -> Iterator[Parts]:
    db = Watched(clone.app_url, pool_size=2)
    yield Parts(
        db=db,
        vault=Vault([MASTER]),
        carrier=TakingCarrier(),
        bell=SilentBell(),  # type: ignore[arg-type] # it does what a Bell does
        new_id=wiring.new_id,
        new_token=wiring.new_token,
        origin="http://127.0.0.1:8017",
        carrier_answers=frozenset(),
    )
    db.close()


@pytest.fixture
def parts(clone: Clone) -> Iterator[Parts]:
    """Parts over a database of this test's own."""
    with _parts(clone) as opened:
        yield opened


@pytest.fixture(scope="module")
def shared_parts(module_clone: Clone) -> Iterator[Parts]:
    """Parts over a database that the tests of one module share."""
    with _parts(module_clone) as opened:
        yield opened


@pytest.fixture
def stairwell(parts: Parts) -> UUID:
    """An organisation."""
    return crowd.organisation(parts)


@pytest.fixture
def where(parts: Parts, stairwell: UUID) -> UUID:
    """A programme of it."""
    return crowd.programme(parts, stairwell)


@pytest.fixture
def command_settings(clone: Clone, monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings a command of this test reads: its database, and nobody's carrier."""
    # The keys of the fixture `parts` are too regular for a real service.
    monkeypatch.setattr("service.values._KEY_MIN_DISTINCT", 1)
    for name, value in {
        "DATABASE_URL": clone.app_url,
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "HANDRAIL_MASTER_KEYS": base64.b64encode(MASTER).decode(),
        "HANDRAIL_PUBLIC_ORIGIN": "http://127.0.0.1:8017",
        "TWILIO_ACCOUNT_SID": "AC" + "0123456789abcdef" * 2,
        "TWILIO_AUTH_TOKENS": "a-token-of-the-tests-0123",
    }.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def world(clone: Clone) -> Iterator[World]:
    """A whole Handrail with a switchboard, on a database of this test's own."""
    with open_world(clone) as opened:
        yield opened


@pytest.fixture(scope="module")
def shared(module_clone: Clone) -> Iterator[World]:
    """A whole Handrail that the tests of one module share: take a number of your own."""
    with open_world(module_clone) as opened:
        yield opened


@pytest.fixture
def her(shared: World) -> Iterator[Her]:
    """Somebody new in the shared world, seen from the sending side."""
    phone = shared.join(f"+{next(NUMBERS)}")
    yield Her(shared, phone)
    shared.network.faults.clear()
    # What went wrong for her shuts no gate before the next, and no beat of theirs works
    # for her.
    shared.run("DELETE FROM gates")
    shared.run("UPDATE participants SET consent = 'stopped'")
    shared.run("UPDATE outbox_messages SET state = 'not_sent' WHERE state = 'in_doubt'")


@pytest.fixture
def console(parts: Parts, clone: Clone, stairwell: UUID) -> Console:
    """A console over a database of this test's own, with cheap hashes and a post."""
    return open_console(parts, clone, stairwell)
