"""Tells everyone who watches what has just changed, live."""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Iterator
from typing import Any

KEEP_ALIVE_S = 15.0
"""A comment is sent this often, so that a dead line is noticed."""


class Feed:
    """One stream of changes to any number of watchers."""

    def __init__(self) -> None:
        self._watchers: set[queue.SimpleQueue[str | None]] = set()
        self._lock = threading.Lock()
        self._closed = False

    def say(self, kind: str, data: dict[str, Any]) -> None:
        """Send one named event to every watcher."""
        if not self._watchers:
            return
        line = f"event: {kind}\ndata: {json.dumps(data)}\n\n"
        with self._lock:
            for watcher in self._watchers:
                watcher.put(line)

    def watch(self) -> Iterator[str]:
        """Server-sent events from now on, until the feed is closed.

        The watcher counts from the call, not from the first reading.
        """
        mine: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        with self._lock:
            if self._closed:
                mine.put(None)
            self._watchers.add(mine)
        return self._lines(mine)

    def _lines(self, mine: queue.SimpleQueue[str | None]) -> Iterator[str]:
        try:
            yield "retry: 1000\n\n"
            while (line := self._next(mine)) is not None:
                yield line
        finally:
            with self._lock:
                self._watchers.discard(mine)

    def _next(self, mine: queue.SimpleQueue[str | None]) -> str | None:
        try:
            return mine.get(timeout=KEEP_ALIVE_S)
        except queue.Empty:
            return ": still here\n\n"

    def watchers(self) -> int:
        """How many are watching."""
        with self._lock:
            return len(self._watchers)

    def close(self) -> None:
        """End every stream, and those still to come."""
        with self._lock:
            self._closed = True
            for watcher in self._watchers:
                watcher.put(None)
