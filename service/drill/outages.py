"""Outages: everything of ours down, or Redis alone, for minutes, while life goes on.

Law: an outage lasts its whole length on the one clock, which windows, expiries, quiet
hours and the carrier's records go by. Unless it is to last in real time, that clock is
moved over what exceeds a minute, in small steps; leases and the carrier's tries run on
real time and see the real minute.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from service.drill import load
from service.drill.field import Field
from service.drill.history import Span
from service.drill.measures import LIMITS, REDIS_BACK, TEXTS_BACK
from service.store import histories
from service.store.db import Unavailable

SHORTENED_S = 60.0
STEP_S = 0.5
LOOK_S = 0.5
ENDLESS = datetime.max.replace(tzinfo=UTC)


@dataclass(slots=True)
class Outage:
    """All processes are killed, phones text meanwhile, then everything comes back."""

    minutes: float
    texts: int
    after_s: float
    seed: int
    name: str = "outage"
    most: int = 1
    struck: int = 0

    def go(self, on: Field) -> None:
        """Wait a little, be away, come back, and see until when all texts came in."""
        if on.ended.wait(self.after_s):
            return
        dice, before = random.Random(f"{self.seed}/outage"), len(on.texted)
        with away(on.away, on.now):
            on.pen.down()
            for _ in _moments(on, self.minutes, self.texts):
                load.some_text(on, dice)
            _until_tried(on)
            on.pen.up()
        back = time.monotonic()
        _until(lambda: not _missing(on, on.texted[before:]), LIMITS[TEXTS_BACK])
        on.watch.note(TEXTS_BACK, time.monotonic() - back)
        on.notes.append(
            f"All was down for {_so_long(on, self.minutes)}; phones texted "
            f"{self.texts} times meanwhile."
        )
        self.struck = 1


@dataclass(slots=True)
class RedisOutage:
    """Redis is stopped, stays away, and comes back empty."""

    minutes: float
    after_s: float
    name: str = "redis_outage"
    most: int = 1
    struck: int = 0

    def go(self, on: Field) -> None:
        """Wait a little, stop Redis for so long, and see when nudges are spoken."""
        if on.ended.wait(self.after_s):
            return
        with away(on.away, on.now):
            on.in_the_main_thread(on.servers.stop_valkey)
            passes(on, self.minutes)
            before, waiting = _spoken(on)
            on.in_the_main_thread(on.servers.start_valkey)
        back = time.monotonic()
        if waiting:
            _until(lambda: _attended(on, before), LIMITS[REDIS_BACK] * 2)
            on.watch.note(REDIS_BACK, time.monotonic() - back)
        on.notes.append(f"Redis was gone for {_so_long(on, self.minutes)}.")
        self.struck = 1


@contextmanager
def away(spans: list[Span], now: Callable[[], datetime]) -> Iterator[None]:
    """Keep the span in which all is away, from its first moment on.

    A look in the middle of it blamed the service for 1,800 s in which there was none.
    """
    begun = now()
    open_ = (begun, ENDLESS)
    spans.append(open_)
    try:
        yield
    finally:
        spans[spans.index(open_)] = (begun, now())


def _moments(on: Field, minutes: float, times: int) -> Iterator[int]:
    """Let so many minutes pass on the one clock, and give `times` moments in them."""
    whole = timedelta(minutes=minutes)
    real = whole if on.order.real_time else min(whole, timedelta(seconds=SHORTENED_S))
    begun, passed, given = time.monotonic(), timedelta(0), 0
    while passed < real:
        time.sleep(min(STEP_S, (real - passed).total_seconds()))
        last, passed = passed, timedelta(seconds=time.monotonic() - begun)
        if whole > real:
            on.advance((whole / real - 1) * (min(passed, real) - last))
        due = min(times, int(times * (passed / real)))
        yield from range(given, due)
        given = due


def passes(on: Field, minutes: float) -> None:
    """Let so many minutes pass on the one clock, and nothing else."""
    for _ in _moments(on, minutes, 0):
        pass


def _until_tried(on: Field) -> None:
    """Wait until the carrier has tried, and given up on, what came meanwhile."""
    _until(lambda: not on.network.at_work(), SHORTENED_S)


def _until(done: Callable[[], bool], within_s: float) -> bool:
    ends = time.monotonic() + within_s
    while not done():
        if time.monotonic() > ends:
            return False
        time.sleep(LOOK_S)
    return True


def _missing(on: Field, sids: list[str]) -> int:
    try:
        with on.parts.db.transaction(on.organisation) as tx:
            return histories.missing(tx, sids)
    except Unavailable:
        return len(sids)


def _spoken(on: Field) -> tuple[int, int]:
    """Count nudges that became messages, and those that are due and have not."""
    try:
        with on.parts.db.transaction(on.organisation) as tx:
            return histories.spoken(tx), histories.still_open(tx)["nudges"]
    except Unavailable:
        return 0, 0


def _attended(on: Field, before: int) -> bool:
    """Say whether a nudge was spoken since, or none is left that could be."""
    spoken, waiting = _spoken(on)
    return spoken > before or not waiting


def _so_long(on: Field, minutes: float) -> str:
    if on.order.real_time or 60 * minutes <= SHORTENED_S:
        return f"{minutes:g} minutes of real time"
    return f"{minutes:g} minutes of the one clock, one of them real and the rest moved"
