"""Saving over what somebody saw, and over nothing else.

Laws: what stands is compared and saved over in one transaction, with the person locked:
whoever is second waits, and is shown what the first has saved; workers are told of what
was saved only once it is, for whoever looks before finds nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from uuid import UUID

from service.queue import ORDINARY, Rings
from service.store import people
from service.store.db import Database, Tx
from service.usecases.parts import Parts


class Changed(Exception):
    """Something else stands now than was seen; nothing was saved."""


class _Within(Database):
    """A transaction that is open already, for use cases that would open their own."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    @contextmanager
    def transaction(
        self,
        organisation_id: UUID | None = None,
        *,
        redone: bool = False,
        reading: bool = False,
    ) -> Iterator[Tx]:
        """Give the open transaction; whoever opened it ends it."""
        _ = redone, reading
        if organisation_id != self._tx.organisation_id:
            raise LookupError(f"this transaction is not of {organisation_id}")
        yield self._tx


class _Held:
    """A bell within a transaction: what it is rung for waits until that is over."""

    def __init__(self, bell: Rings) -> None:
        self._bell = bell
        self._held: list[tuple[str, UUID, tuple[UUID, ...], str]] = []

    def ring(
        self, job: str, organisation: UUID, ids: Iterable[UUID], lane: str = ORDINARY
    ) -> bool:
        """Keep a ring for later; it is heard by nobody yet."""
        self._held.append((job, organisation, tuple(ids), lane))
        return False

    def waiting(self, lane: str) -> int | None:
        """Return how many jobs wait in a lane, or None when Redis is gone."""
        return self._bell.waiting(lane)

    def let_go(self) -> None:
        """Ring for all that was held."""
        for one in self._held:
            self._bell.ring(*one)


def save(
    parts: Parts,
    organisation: UUID,
    participant: UUID,
    same: Callable[[Parts], bool],
    work: Callable[[Parts], object],
) -> None:
    """Do `work` for a person where `same` says that what was seen stands still.

    Both are given parts over the one transaction, and see and change her through
    nothing else. Raises Changed, LookupError for nobody, and what `work` raises; then
    nothing is kept.
    """
    bell = _Held(parts.bell)
    with parts.db.transaction(organisation) as tx:
        if people.lock(tx, parts.vault, participant) is None:
            raise LookupError(f"there is nobody {participant} here")
        within = replace(parts, db=_Within(tx), bell=bell)
        if not same(within):
            raise Changed
        work(within)
    bell.let_go()
