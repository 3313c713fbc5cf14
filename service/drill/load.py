"""What the field has to do while it is attacked: nudges fall due, phones text."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from service.drill.field import AT_ONCE, SERVICE, Field
from service.store import people
from service.store.db import Tx
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

    per_second: float
    seed: int
    name: str = "texting"
    most: int = 0
    struck: int = 0

    def go(self, on: Field) -> None:
        """Text until the drill ends."""
        dice, numbers = random.Random(self.seed), on.numbers
        while self.per_second and not on.ended.wait(1 / self.per_second):
            one_text(on, dice.choice(numbers), dice.choice(WORDS))
            self.struck += 1


def one_text(on: Field, number: str, words: str) -> None:
    """Let a phone text, and remember the text's id for the judge."""
    on.texted.append(on.network.text(number, SERVICE, words).sid)


def lay_out(on: Field, within: timedelta) -> None:
    """Let one nudge fall due for each of so many people, spread over this time."""
    begin, count = on.now(), on.order.people
    due = {
        number: begin + within * at / count
        for at, number in enumerate(on.people.values())
    }
    on.due.extend((at, number) for number, at in due.items())
    numbers = list(due)
    for at in range(0, len(numbers), AT_ONCE):
        with on.parts.db.transaction(on.organisation) as tx:
            for number in numbers[at : at + AT_ONCE]:
                _follow_up(on, tx, number, due[number])


def _follow_up(on: Field, tx: Tx, number: str, due_at: datetime) -> None:
    parts, tenant = on.parts, on.parts.tenant(on.organisation)
    person = people.lock_by_number(tx, parts.vault, tenant.hashes.hash(number))
    if person is None:  # pragma: no cover -- the field enrolled her
        raise LookupError(number)
    acting.follow_up(Desk(parts, tx, tenant, person), SCRIPT, KEY, due_at, LIVES)
