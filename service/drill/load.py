"""What the field has to do while it is attacked: nudges fall due, phones text."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from service.drill.field import AT_ONCE, SERVICE, Field
from service.store import people, plans
from service.store.db import Tx
from service.store.plans import NewNudge
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
DANGER = ("I want to kill myself", "I can not go on, I want to die")
CALL, CALL_KEY = "check_in", "call/drill"


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
        dice = random.Random(self.seed)
        while self.per_second and not on.ended.wait(1 / self.per_second):
            some_text(on, dice)
            self.struck += 1


def some_text(on: Field, dice: random.Random) -> None:
    """Let some phone text of a try or, of so many in a hundred, of danger.

    Nobody tells of danger twice: a second reply would be none, and could not be told
    from a lost one.
    """
    if dice.random() * 100 >= on.order.danger or not on.calm:
        one_text(on, dice.choice(on.numbers), dice.choice(WORDS))
        return
    number = on.calm.pop()
    on.in_danger.append(number)
    one_text(on, number, dice.choice(DANGER))


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
                _plan(on, tx, number, due[number])


def _plan(on: Field, tx: Tx, number: str, due_at: datetime) -> None:
    parts, tenant = on.parts, on.parts.tenant(on.organisation)
    person = people.lock_by_number(tx, parts.vault, tenant.hashes.hash(number))
    if person is None:  # pragma: no cover -- the field enrolled her
        raise LookupError(number)
    desk = Desk(parts, tx, tenant, person)
    if number in on.called:
        plans.keep_nudge(tx, person, _call(desk, due_at))
    else:
        acting.follow_up(desk, SCRIPT, KEY, due_at, LIVES)


def _call(desk: Desk, due_at: datetime) -> NewNudge:
    """Return a call that the calendar planned, under a key that no replanning drops."""
    local = due_at.astimezone(ZoneInfo(desk.person.zone))
    return NewNudge(
        id=desk.parts.new_id(),
        chance_id=None,
        kind="call",
        occurrence=f"{CALL_KEY}/{local.date()}",
        script=CALL,
        local_date=local.date(),
        wall=local.time().replace(microsecond=0),
        zone=desk.person.zone,
        due_at=due_at,
        expires_at=due_at + LIVES,
    )
