"""What the field has to do while it is attacked: nudges fall due, phones text."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from service.drill.field import SERVICE, Field
from service.store import people
from service.usecases import acting
from service.usecases.parts import Desk

SCRIPT, KEY = "curiosity", "drill"
LIVES = timedelta(hours=6)
WORDS = (
    "said my idea when the floor was opened",
    "did it! two sentences, my voice shook",
    "asked a question in the big meeting",
    "I wrote it down before",
)


@dataclass(slots=True)
class Texting:
    """Phones that text, each text once, whatever the network does with it."""

    on: Field
    per_second: float
    seed: int
    sids: list[str] = field(default_factory=list)

    def go(self) -> None:
        """Text until the drill ends."""
        dice = random.Random(self.seed)
        while not self.on.ended.wait(1 / self.per_second):
            number = dice.choice(self.on.numbers)
            sent = self.on.network.text(number, SERVICE, dice.choice(WORDS))
            self.sids.append(sent.sid)


def lay_out(on: Field, numbers: Sequence[str], within: timedelta) -> None:
    """Let one nudge fall due for each of these people, spread over this time."""
    begin, parts = on.now(), on.parts
    tenant = parts.tenant(on.organisation)
    for at, number in enumerate(numbers):
        due_at = begin + within * at / len(numbers)
        with parts.db.transaction(on.organisation, redone=True) as tx:
            hashed = tenant.hashes.hash(number)
            person = people.lock_by_number(tx, parts.vault, hashed)
            if person is None:  # pragma: no cover -- the field enrolled her
                raise LookupError(number)
            desk = Desk(parts, tx, tenant, person)
            acting.follow_up(desk, SCRIPT, KEY, due_at, LIVES)
