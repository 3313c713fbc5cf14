"""One drill from beginning to end: set up, attack while it works, wait, judge."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from service.carrier import wire
from service.drill import attacks, history, load, planted
from service.drill.attacks import Attack
from service.drill.field import Field, opened
from service.drill.history import Due, Message, Text, Verdict
from service.store import histories
from service.store.db import Unavailable

LOOK_S = 1.0


@dataclass(frozen=True, slots=True)
class Order:
    """What a drill is to be: how many nudges fall due, in how many seconds, and so on.

    `strikes` says how often each attack of `attacks.STRIKES` is to strike meanwhile;
    `settle_s` is how long the field may take afterwards, left in peace.
    """

    sends: int = 2000
    seconds: float = 180.0
    texts_per_second: float = 4.0
    strikes: Mapping[str, int] = field(default_factory=dict)
    clocks: int = 1
    workers: int = 2
    seed: int = 1
    settle_s: float = 240.0
    broken: str = ""


@dataclass(frozen=True, slots=True)
class Glimpse:
    """What can be seen while a drill goes on."""

    second: float
    open: Mapping[str, Any]
    struck: Mapping[str, int]
    killed: Mapping[str, int]
    phase: str


@dataclass(frozen=True, slots=True)
class Report:
    """How a drill ended: the verdict, how it was attacked, how late nudges were."""

    order: Order
    verdict: Verdict
    struck: Mapping[str, int]
    killed: Mapping[str, int]
    network: Mapping[str, int]
    lateness: tuple[float, ...]
    seconds: float


Tell = Callable[[Glimpse], None]


def drill(order: Order, tell: Tell) -> Report:
    """Run one drill; `tell` gets a glimpse about once a second."""
    begun = time.monotonic()
    with opened(order.sends, broken=order.broken) as on:
        all_ = [
            Attack(name, attacks.STRIKES[name], most, order.seconds, order.seed)
            for name, most in order.strikes.items()
            if most
        ]
        texting = load.Texting(on, order.texts_per_second, order.seed)
        load.lay_out(on, on.numbers, timedelta(seconds=order.seconds))
        on.pen.fill(web=1, worker=order.workers, clock=order.clocks)
        _spoil(on, order)
        with _attacked(on, all_, texting, order.texts_per_second):
            _watch(on, all_, tell, order.seconds, "attacked")
            _struck_out(on, all_, tell)
        network = _went_wrong(on)
        on.network.faults.clear()
        on.pen.mend()
        _settle(on, all_, tell, order.settle_s, len(texting.sids))
        return Report(
            order=order,
            verdict=judged(on, texting.sids),
            struck={one.name: one.struck for one in all_},
            killed=dict(on.pen.killed),
            network=network,
            lateness=tuple(lateness(on)),
            seconds=time.monotonic() - begun,
        )


def _spoil(on: Field, order: Order) -> None:
    """Let the network go wrong meanwhile, worse where only that shows the fault."""
    if order.broken and not planted.FAULTS[order.broken].callbacks:
        on.network.faults.add(attacks.NO_CALLBACKS)
    for fault in attacks.NETWORK:
        on.network.faults.add(fault)


@contextmanager
def _attacked(
    on: Field, all_: list[Attack], texting: load.Texting, per_second: float
) -> Iterator[None]:
    threads = [threading.Thread(target=one.go, args=(on,)) for one in all_]
    if per_second:
        threads.append(threading.Thread(target=texting.go))
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        on.ended.set()
        while any(thread.is_alive() for thread in threads):
            on.run_errands(0.05)  # one of them may wait for us


def _watch(
    on: Field, all_: list[Attack], tell: Tell, seconds: float, phase: str
) -> None:
    ends = time.monotonic() + seconds
    begun = time.monotonic()
    while time.monotonic() < ends:
        tell(_glimpse(on, all_, time.monotonic() - begun, phase))
        on.run_errands(LOOK_S)
        on.pen.mend()


def _struck_out(on: Field, all_: list[Attack], tell: Tell) -> None:
    """Wait until every attack has struck as often as was wanted."""
    begun = time.monotonic()
    while any(one.struck < one.most for one in all_):
        tell(_glimpse(on, all_, time.monotonic() - begun, "attacked on"))
        on.run_errands(LOOK_S)
        on.pen.mend()


def _settle(
    on: Field, all_: list[Attack], tell: Tell, seconds: float, texts: int
) -> None:
    """Let the field work in peace until nothing is open, or the time is over."""
    begun = time.monotonic()
    while time.monotonic() - begun < seconds:
        seen = _glimpse(on, all_, time.monotonic() - begun, "left in peace")
        tell(seen)
        if seen.open and not _left(seen.open, texts):
            return
        on.run_errands(LOOK_S)
        on.pen.mend()


def _left(found: Mapping[str, Any], texts: int) -> int:
    """Count what is still to be done: nudges, messages, texts to come in."""
    missing = max(texts - int(found["texts"]), 0)
    return int(found["nudges"]) + int(found["messages"]) + missing


def _glimpse(on: Field, all_: list[Attack], second: float, phase: str) -> Glimpse:
    struck = {one.name: one.struck for one in all_}
    try:
        with on.parts.db.transaction(on.organisation) as tx:
            found = histories.still_open(tx)
    except Unavailable:
        found = {}
    return Glimpse(second, found, struck, dict(on.pen.killed), phase)


def judged(on: Field, sids: list[str]) -> Verdict:
    """Hold what the rows say against the network's ledger."""
    with on.parts.db.transaction(on.organisation) as tx:
        due = [Due(row["id"], row["state"], row["explained"])
               for row in histories.due(tx)]  # fmt: skip
        sent = [Message(row["id"], row["state"], row["token"], row["nudge_id"],
                        row["waited"]) for row in histories.messages(tx)]  # fmt: skip
        kept = histories.texts(tx)
    texts = [Text(sid, kept.get(sid, 0)) for sid in sids]
    return history.judge(due, sent, carried(on), texts)


def carried(on: Field) -> Counter[str]:
    """Count what the carrier took, by the token in its callback address."""
    return Counter(_token(entry.callback_url) for entry in on.network.ledger)


def _token(url: str) -> str:
    values = dict(parse_qsl(urlsplit(url).query))
    return values.get(wire.TOKEN, url)


def lateness(on: Field) -> Iterator[float]:
    """Give by how many seconds each nudge was late, the most punctual first."""
    with on.parts.db.transaction(on.organisation) as tx:
        rows = histories.due(tx)
    spoken = [row for row in rows if row["spoken_at"] is not None]
    yield from sorted(
        (row["spoken_at"] - row["due_at"]).total_seconds() for row in spoken
    )


def _went_wrong(on: Field) -> dict[str, int]:
    found: Counter[str] = Counter()
    for standing in on.network.faults.standing():
        found[standing.fault.kind] += standing.struck
    return dict(found)
