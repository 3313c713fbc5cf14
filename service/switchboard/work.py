"""Work the network still has to do, by due time, one at a time per lane."""

from __future__ import annotations

import heapq
import itertools
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, order=True)
class Work:
    """Something to do at `due`; pieces of one lane never overlap."""

    due: datetime
    order: int
    lane: str = field(compare=False)
    run: Callable[[], None] = field(compare=False)


class Pending:
    """A thread-safe queue of work that knows which lanes are busy."""

    def __init__(self) -> None:
        self._heap: list[Work] = []
        self._busy: set[str] = set()
        self._orders = itertools.count()
        self._changed = threading.Condition()

    def put(self, due: datetime, lane: str, run: Callable[[], None]) -> None:
        """Add a piece of work; equal due times keep the order of adding."""
        with self._changed:
            heapq.heappush(self._heap, Work(due, next(self._orders), lane, run))
            self._changed.notify_all()

    def take(self, now: datetime | None) -> Work | None:
        """The first piece due at `now` (None: due or not) whose lane is free."""
        with self._changed:
            skipped, work = [], None
            while self._heap and (now is None or self._heap[0].due <= now):
                candidate = heapq.heappop(self._heap)
                if candidate.lane not in self._busy:
                    work = candidate
                    break
                skipped.append(candidate)
            for piece in skipped:
                heapq.heappush(self._heap, piece)
            if work is not None:
                self._busy.add(work.lane)
            return work

    def done(self, work: Work) -> None:
        """Free the lane of a piece that was taken."""
        with self._changed:
            self._busy.discard(work.lane)
            self._changed.notify_all()

    def busy(self) -> bool:
        """Whether a piece is being done by someone at this moment."""
        with self._changed:
            return bool(self._busy)

    def due(self, now: datetime) -> bool:
        """Whether a piece is due at `now`, or being done."""
        with self._changed:
            waits = bool(self._heap) and self._heap[0].due <= now
            return waits or bool(self._busy)

    def wait(self, seconds: float) -> None:
        """Come back at the next change, or after `seconds`."""
        with self._changed:
            self._changed.wait(seconds)

    def wake(self) -> None:
        """Let everyone who waits look again."""
        with self._changed:
            self._changed.notify_all()
