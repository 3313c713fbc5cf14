"""One drill from beginning to end: set up, attack while it works, wait, judge."""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from service.drill import (
    attacks,
    doubts,
    history,
    judging,
    load,
    planted,
    witness,
)
from service.drill.attacks import Attack, Strikes
from service.drill.field import Field, opened
from service.drill.flood import Flood
from service.drill.measures import LIMITS, OF_ATTACK, TEXTS_BACK, UNSEEN
from service.drill.order import Glimpse, Order, Report
from service.drill.outages import Outage, RedisOutage
from service.drill.phones import Phones
from service.drill.races import Racing
from service.store import histories
from service.store.db import Unavailable

__all__ = ["Glimpse", "Order", "Report", "Tell", "drill"]

LOOK_S = 1.0
# In this the carrier's list is looked at twice.
LOOKED_AGAIN_S = 75.0
# After so long, and what an outage may take, an attack that did not strike never will.
STILL_S = 180.0
Tell = Callable[[Glimpse], None]


@dataclass(frozen=True, slots=True)
class Siege:
    """All that goes on beside the work of a field."""

    racing: Racing
    flood: Flood
    texting: load.Texting
    attacks: Sequence[Strikes]

    @property
    def all(self) -> tuple[Strikes, ...]:
        """Everything that is to strike, as far as it was ordered."""
        ordered = (*self.attacks, self.racing, self.flood)
        return tuple(one for one in ordered if one.most)

    @property
    def asked(self) -> dict[str, int]:
        """How often each is to strike."""
        return {one.name: one.most for one in self.all}

    @property
    def struck(self) -> dict[str, int]:
        """How often each has struck."""
        return {one.name: one.struck for one in self.all}


def drill(order: Order, tell: Tell) -> Report:
    """Run one drill; `tell` gets a glimpse about once a second."""
    begun = time.monotonic()
    # It tells of every line that a crash cuts; those are what we are here for.
    logging.getLogger("psycopg").setLevel(logging.ERROR)
    with opened(order) as on:
        siege = _siege(order)
        _prepare(on)
        with _at_phones(on):
            with _attacked(on, siege):
                _watch(on, siege, tell, order.seconds, "attacked")
                _struck_out(on, siege, tell)
            network = _went_wrong(on)
            on.network.faults.clear()
            on.pen.mend()
            _settle(on, siege, tell, order.settle_s)
            if doubts.let_time_pass(on):
                _settle(on, siege, tell, min(order.settle_s, LOOKED_AGAIN_S))
        return Report(
            order=order,
            verdict=judging.judged(on, siege.racing, siege.flood),
            measures=on.watch.measures(_to_measure(siege)),
            rates=dict(on.rates),
            asked=siege.asked,
            struck=siege.struck,
            killed=dict(on.pen.killed),
            network=network,
            lateness=tuple(judging.lateness(on)),
            notes=tuple(on.notes),
            seconds=time.monotonic() - begun,
        )


def _to_measure(siege: Siege) -> list[str]:
    """Return what has to be measured for these attacks, and in every drill."""
    return [*(OF_ATTACK[name] for name in siege.asked if name in OF_ATTACK), UNSEEN]


def _siege(order: Order) -> Siege:
    strikes: list[Strikes] = [
        Attack(name, attacks.STRIKES[name], most, order.seconds, order.seed)
        for name, most in order.strikes.items()
        if most
    ]
    soon = order.seconds / 3
    if order.outage_minutes:
        out = order.outage_minutes, order.outage_texts
        strikes.append(Outage(*out, after_s=soon, seed=order.seed))
    if order.redis_minutes:
        strikes.append(RedisOutage(order.redis_minutes, after_s=soon))
    return Siege(
        Racing(order.stop_races, order.seed, order.seconds),
        Flood(order.webhooks, order.seed),
        load.Texting(order.texts_per_second, order.seed),
        strikes,
    )


def _prepare(on: Field) -> None:
    """Lay out what falls due, start everything, and spoil the network."""
    order = on.order
    if order.stop_races:
        witness.call_in(on)
    if order.jumps:
        on.begin(shortly=timedelta(seconds=order.seconds / 2))
        on.notes.append(f"Clocks were moved by: {on.shifter.way}.")
    load.lay_out(on, timedelta(seconds=order.seconds))
    on.pen.fill(web=1, worker=order.workers, clock=order.clocks)
    if order.broken and not planted.FAULTS[order.broken].callbacks:
        on.network.faults.add(attacks.NO_CALLBACKS)
    for fault in attacks.network(order):
        on.network.faults.add(fault)


@contextmanager
def _attacked(on: Field, siege: Siege) -> Iterator[None]:
    going = (*siege.all, siege.texting)
    threads = [threading.Thread(target=_go, args=(one, on)) for one in going]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        on.ended.set()
        while any(thread.is_alive() for thread in threads):
            on.run_errands(0.05)  # one of them may wait for us


@contextmanager
def _at_phones(on: Field) -> Iterator[None]:
    """Have people sit at their phones till nothing more is waited for."""
    phones = Phones(on.order.seed)
    thread = threading.Thread(target=_go, args=(phones, on))
    thread.start()
    try:
        yield
    finally:
        phones.over.set()
        thread.join()
    if on.broken:
        raise on.broken[0]


def _go(one: Strikes | load.Texting | Phones, on: Field) -> None:
    """Let it go; what breaks the harness itself is told by who watches."""
    try:
        one.go(on)
    except Exception as error:
        on.broken.append(error)


def _watch(on: Field, siege: Siege, tell: Tell, seconds: float, phase: str) -> None:
    ends = time.monotonic() + seconds
    begun = time.monotonic()
    while time.monotonic() < ends:
        tell(_glimpse(on, siege, time.monotonic() - begun, phase))
        on.run_errands(LOOK_S)
        on.pen.mend()


def _struck_out(on: Field, siege: Siege, tell: Tell) -> None:
    """Wait until every attack has struck as often as was wanted, or none does more."""
    begun = last = time.monotonic()
    before = siege.struck
    while any(one.struck < one.most for one in siege.all):
        if on.broken:
            raise on.broken[0]
        if siege.struck != before:
            before, last = siege.struck, time.monotonic()
        elif time.monotonic() - last > _longest_pause(on.order):
            return
        tell(_glimpse(on, siege, time.monotonic() - begun, "attacked on"))
        on.run_errands(LOOK_S)
        on.pen.mend()


def _longest_pause(order: Order) -> float:
    """Return for how long an attack that goes on may not strike, at the most.

    An outage is one strike from its beginning until all texts are there.
    """
    away = 60 * max(order.outage_minutes, order.redis_minutes)
    return STILL_S + LIMITS[TEXTS_BACK] + (away if order.real_time else 0.0)


def _settle(on: Field, siege: Siege, tell: Tell, seconds: float) -> None:
    """Let the field work in peace until nothing is open, or the time is over.

    Open is, too, a doubt that the carrier's list could end, while there is time.
    """
    begun = time.monotonic()
    while time.monotonic() - begun < seconds:
        quiet = _on_hook(on)  # before the look: what ends just now may make a message
        seen = _glimpse(on, siege, time.monotonic() - begun, "left in peace")
        tell(seen)
        if seen.open and quiet and not _left(seen.open, len(on.texted)):
            with suppress(Unavailable):
                if not doubts.listed(on):
                    return
        on.run_errands(LOOK_S)
        on.pen.mend()


def _on_hook(on: Field) -> bool:
    """Say whether no phone rings or is talked into, and the network has told all."""
    calls = tuple(on.network.records.calls.values())
    return not (any(call.live for call in calls) or on.network.at_work())


def _left(found: Mapping[str, Any], texts: int) -> int:
    """Count what is still to be done: nudges, messages, texts to come in."""
    missing = max(texts - int(found["texts"]), 0)
    return int(found["nudges"]) + int(found["messages"]) + missing


def _glimpse(on: Field, siege: Siege, second: float, phase: str) -> Glimpse:
    found: Mapping[str, Any] = {}
    with suppress(Unavailable), on.parts.db.transaction(on.organisation) as tx:
        found, oldest = histories.still_open(tx), histories.oldest_call(tx)
        # Where none stands, nobody waits: that, too, was looked at.
        unseen = history.waited(oldest or tx.now, tx.now, on.away)
        on.watch.note(UNSEEN, unseen.total_seconds())
    return Glimpse(second, found, siege.struck, dict(on.pen.killed), phase)


def _went_wrong(on: Field) -> dict[str, int]:
    found: Counter[str] = Counter()
    for standing in on.network.faults.standing():
        found[standing.fault.kind] += standing.struck
    return dict(found)
