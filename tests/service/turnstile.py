"""One gate on a real database, with messages that come to it at moments of our choice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, cast
from uuid import UUID

from service.store import gates, outbox
from service.store.db import Tx
from tests.journeys.world import World

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
_ids = count(1)


class At:
    """A transaction whose moment is given: as `tx`, but for its `now`."""

    def __init__(self, tx: Tx, now: datetime) -> None:
        self._tx, self.now, self.begun = tx, now, now
        self.organisation_id = tx.organisation_id

    def __getattr__(self, name: str) -> Any:
        return getattr(self._tx, name)


@dataclass
class Turnstile:
    """Messages before the gate of a world's number: who waits, who passed and when."""

    world: World
    now: datetime = NOON
    made: list[UUID] = field(default_factory=list)
    passed: list[tuple[datetime, UUID]] = field(default_factory=list)
    kinds: dict[UUID, tuple[str, int]] = field(default_factory=dict)

    @contextmanager
    def tx(self) -> Iterator[Tx]:
        """A transaction of the product, now."""
        with self.world.parts.db.transaction(self.world.organisation) as tx:
            yield cast("Tx", At(tx, self.now))

    def clear(self) -> None:
        """Take everything away: the gate, and who stood before it."""
        self.world.run("DELETE FROM gates")
        self.world.run(
            "DELETE FROM outbox_messages WHERE left(token, 10) = 'turnstile-'"
        )

    def comes(
        self, kind: str = "prompt", segments: int = 1, channel: str = "text"
    ) -> UUID:
        """A message is due now."""
        number = next(_ids)
        made = UUID(int=number << 64 | 7)
        self.world.run(
            "INSERT INTO outbox_messages (id, organisation_id, kind, channel,"
            " body_sealed, body_hash, segments, state, token, consent_version, tries,"
            " not_before, created_at) VALUES (%s, %s, %s, %s, '', '', %s, 'due', %s, 1,"
            " 0, %s, %s)",
            made, self.world.organisation, kind, channel, segments,
            f"turnstile-{number}", self.now, self.now,
        )  # fmt: skip
        self.made.append(made)
        self.kinds[made] = (kind, segments)
        return made

    def tries(self, message: UUID) -> bool:
        """Somebody tries to send it now, as `deliver` does; True when it is called."""
        claim = UUID(int=next(_ids))
        with self.tx() as tx:
            if not outbox.claim(tx, [message], claim):
                return False
        with self.tx() as tx:
            row = outbox.claimed(tx, message, claim)
            assert row is not None
            if gates.begin_call(tx, row, 1):
                self.passed.append((self.now, message))
                return True
            assert gates.hold(tx, row, 1)
        return False

    def hears(self, message: UUID, good: bool) -> None:
        """The carrier answers about it."""
        with self.tx() as tx:
            row = outbox.whole(tx, message)
            outbox.settle(tx, row, "sent" if good else "in_doubt")
            (gates.eased if good else gates.strained)(tx, row)

    def goes_on(self, seconds: float) -> None:
        """Time goes by; nobody tries anything."""
        self.now += timedelta(seconds=seconds)

    def waiting(self) -> list[dict[str, Any]]:
        """Who is due, the next first."""
        return self.world.rows(
            "SELECT * FROM outbox_messages WHERE left(token, 10) = 'turnstile-'"
            " AND state = 'due' ORDER BY not_before, id"
        )

    def row(self, message: UUID) -> dict[str, Any]:
        """A message as it stands."""
        found = "SELECT * FROM outbox_messages WHERE id = %s"
        return self.world.rows(found, message)[0]

    def gate(self) -> dict[str, Any]:
        """The gate of texts as it stands."""
        return self.world.rows("SELECT * FROM gates WHERE channel = 'text'")[0]

    def runs_out(
        self, until: timedelta = timedelta(hours=2), *, good: bool = True
    ) -> None:
        """Go on until nobody waits: each tries at its time and the carrier answers."""
        ends = self.now + until
        while (waits := self.waiting()) and self.now < ends:
            self.now = max(self.now, waits[0]["not_before"])
            if self.tries(waits[0]["id"]):
                self.hears(waits[0]["id"], good)
