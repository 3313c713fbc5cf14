"""A new version comes while all goes on: `handrail migrate`, then each process anew.

The order is that of docs/howto/deployment.md. One of the deploys brings a migration of
the drill's own, as an expanding one is written: a column that may be null and an index
made beside the work, on the table that everything goes through. Code of both sides runs
with it, and it is taken out again, beside the work as well. Laws: as the product's own
(migrations/env.py) it waits in line for others that migrate, and gives up a lock after
four seconds rather than hold up all who want the table behind it.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Sequence

import psycopg

from service.drill.field import Field
from service.store import histories
from service.store.db import Unavailable

# An older worker does not listen to a lane that is new.
ORDER = ("worker", "web", "clock")
PATIENCE_S, AGAIN_S = 60.0, 0.5
IN_LINE = "SELECT pg_advisory_xact_lock(420017)"
SHORT = "SET LOCAL lock_timeout = '4s'"
SHORT_HERE = "SET lock_timeout = '4s'"
WIDER = "ALTER TABLE outbox_messages ADD COLUMN IF NOT EXISTS drill_note text"
NARROWER = "ALTER TABLE outbox_messages DROP COLUMN IF EXISTS drill_note"
# One that was not made to its end stands there and is of no use: it is made anew.
NO_INDEX = "DROP INDEX CONCURRENTLY IF EXISTS ix_drill_note"
INDEX = (
    "CREATE INDEX CONCURRENTLY ix_drill_note ON outbox_messages"
    " (organisation_id, drill_note)"
)


def deploy(on: Field, _dice: random.Random) -> bool:
    """Bring a new version, as an operator does; False where it would not migrate."""
    first = not on.expanded
    if not _insists(lambda: _migrate(on)):
        return False
    sent, begun = _sent(on), time.monotonic()
    if first and not _insists(lambda: _expand(on)):
        return False
    for role in ORDER:
        for place in on.pen.places(role):
            on.pen.replace(place)
    if first:
        if not _insists(lambda: _contract(on)):
            return False
        on.expanded = True
        on.notes.append(
            "A column and an index were made, all processes restarted, and both taken "
            f"out again, in {time.monotonic() - begun:.1f} s, while "
            f"{max(_sent(on) - sent, 0)} messages were sent."
        )
    return True


def _insists(step: Callable[[], None]) -> bool:
    """Take a step again until it is done, as whoever deploys does; False: it is not."""
    ends = time.monotonic() + PATIENCE_S
    while True:
        try:
            step()
        except (psycopg.Error, subprocess.SubprocessError):
            if time.monotonic() > ends:
                return False
            time.sleep(AGAIN_S)
        else:
            return True


def _migrate(on: Field) -> None:
    words = [sys.executable, "-m", "service", "migrate"]
    own = {"DATABASE_OWNER_URL": on.addresses.owner_url}
    environ = {**os.environ, **on.environ, **own}
    subprocess.run(  # noqa: S603 -- our own command
        words, check=True, capture_output=True, env=environ, timeout=PATIENCE_S
    )


def _expand(on: Field) -> None:
    _together(on, WIDER)
    _beside(on, (NO_INDEX, INDEX))


def _contract(on: Field) -> None:
    _beside(on, (NO_INDEX,))
    _together(on, NARROWER)


def _together(on: Field, change: str) -> None:
    """Make a change in one transaction, as the product's migrations are."""
    with psycopg.connect(on.addresses.owner_url) as line:
        for words in (IN_LINE, SHORT, change):
            line.execute(words.encode())


def _beside(on: Field, changes: Sequence[str]) -> None:
    """Make changes that hold nobody up, and stand in no transaction."""
    with psycopg.connect(on.addresses.owner_url, autocommit=True) as line:
        for words in (SHORT_HERE, *changes):
            line.execute(words.encode())


def _sent(on: Field) -> int:
    try:
        with on.parts.db.transaction(on.organisation) as tx:
            return int(histories.still_open(tx)["sent"])
    except Unavailable:
        return 0
