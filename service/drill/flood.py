"""A flood of signed webhooks: texts and callbacks, some twice, all at once, disordered.

Every message that the carrier takes meanwhile has all its states told, in any order;
the rest of the flood are texts. One in five is brought twice. Law: what was begun is
brought to its end, so that the judge may hold each message to the last of its states.
"""

from __future__ import annotations

import random
import threading
import time
from dataclasses import dataclass, field

from service.drill import probing
from service.drill.field import Field
from service.switchboard.courier import Call

HANDS = 8
MIXED = 400
REPEATED = 0.25  # one of four is brought once more: one in five is a repeat
STATES = ("queued", "sending", "sent", "delivered")


@dataclass(slots=True)
class Flood:
    """So many webhooks, brought by several hands; `told` holds each message's end."""

    most: int
    seed: int
    name: str = "webhooks"
    struck: int = 0
    told: dict[str, str] = field(default_factory=dict)
    _pool: list[Call] = field(default_factory=list)
    _heard: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def go(self, on: Field) -> None:
        """Bring them all."""
        begun, dice = time.monotonic(), random.Random(f"{self.seed}/webhooks")
        hands = [
            threading.Thread(target=self._bring, args=(on, dice)) for _ in range(HANDS)
        ]
        for hand in hands:
            hand.start()
        for hand in hands:
            hand.join()
        on.rates["webhooks"] = self.struck / (time.monotonic() - begun)

    def _bring(self, on: Field, dice: random.Random) -> None:
        while (call := self._next(on, dice)) is not None:
            probing.brought(call)
            with self._lock:
                self.struck += 1

    def _next(self, on: Field, dice: random.Random) -> Call | None:
        with self._lock:
            if self.struck + len(self._pool) < self.most:
                self._mix(on, dice)
            if not self._pool:
                return None
            at = dice.randrange(len(self._pool))
            self._pool[at], self._pool[-1] = self._pool[-1], self._pool[at]
            return self._pool.pop()

    def _mix(self, on: Field, dice: random.Random) -> None:
        """Put more into the pool: what can be told of new messages, and texts."""
        entries = on.network.records.entries[self._heard :]
        self._heard += len(entries)
        for entry in entries:
            message = on.network.records.messages[entry.sid]
            self.told[entry.callback_url] = STATES[-1]
            self._add(dice, *(probing.status(on, message, word) for word in STATES))
        numbers = on.numbers
        while len(self._pool) < min(MIXED, self.most - self.struck):
            self._add(dice, probing.text(on, dice.choice(numbers)))

    def _add(self, dice: random.Random, *calls: Call) -> None:
        for call in calls:
            self._pool.extend([call] * (2 if dice.random() < REPEATED else 1))
