"""Looking after what was missed: silent questions, lost claims, doubts, a dead bell.

Law: the clock selects what is due and rings; it claims nothing, so ringing twice, or
dying between, is harmless. With Redis gone it does the urgent work itself, for
replies, STOP and crisis alerts never wait for Redis (design law 1). Organisations take
turns, in what is asked for and in what is rung for (failure 34).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil
from uuid import UUID

from flows.talk.events import Silence
from service.carrier.port import CannotAsk
from service.queue import BATCH, ORDINARY, SENDING, URGENT, handful
from service.store import outbox, people, plans, sign_ins, talks
from service.store.db import Unavailable
from service.usecases import (
    alerting,
    asking_after,
    catching_up,
    converse,
    deliver,
    erasing,
    exporting,
    hanging_up,
    letters,
    listening,
    looking_up,
    nudging,
    planning,
    restoring,
    retaining,
    taking_over,
    tallying,
)
from service.usecases.parts import Desk, Parts

# So many rows a door gives at a look: for what the clock does itself, and for what it
# rings for, which may be as many as workers do in a beat.
MOST, MOST_RUNG = 500, 2000


@dataclass(frozen=True, slots=True)
class Holds:
    """How much a lane holds: what was worked off in `looks` at it, ten of which are a
    beat, and `least` jobs. One that is given more `between` two beats may run out
    once; in another one, workers idled till the beat.
    """

    looks: int
    least: int
    between: bool = False


# The first two are filled once a beat: whoever decides rings there too, so what a beat
# found is gone before the next.
HOLDS: Mapping[str, Holds] = {
    URGENT: Holds(looks=30, least=10),
    SENDING: Holds(looks=30, least=10),
    ORDINARY: Holds(looks=5, least=4, between=True),
}
# No lane is deeper; what was more looks ago tells nothing of now.
DEEPEST, RECENT = 400, 40
FILLED_DEEP = Holds(looks=30, least=DEEPEST)
NEVER = (0, 0, False)
MOST_LOST = 5


def fall_silent(parts: Parts, organisation: UUID, ids: Iterable[UUID]) -> int:
    """End questions nobody answered in their time, without a word; return how many."""
    return sum(_fall_silent(parts, organisation, conversation) for conversation in ids)


def _fall_silent(parts: Parts, organisation: UUID, conversation: UUID) -> bool:
    with parts.db.transaction(organisation) as tx:
        whose = talks.idle_person(tx, conversation)
        person = None if whose is None else people.lock(tx, parts.vault, whose)
        if person is None or talks.idle_person(tx, conversation) is None:
            return False
        desk = Desk(parts, tx, parts.tenant(organisation), person)
        converse.hear_silence(desk, Silence())
    parts.bell.ring("deliver", organisation, desk.rings, URGENT)
    return True


def release(parts: Parts, organisation: UUID, ids: Iterable[UUID]) -> int:
    """Free what lost senders held: uncalled is due again, called is in doubt (I3).

    A message whose senders break again and again is put aside, and a coach is told.
    """
    lost = tuple(ids)
    with parts.db.transaction(organisation) as tx:
        aside = outbox.put_aside(tx, lost, MOST_LOST)
        for person in aside:
            plans.raise_alert(tx, parts.new_id(), person, "quarantine", "message")
        freed = outbox.release_lost(tx, lost)
    # It has waited for a lease: not for its next ring, and behind nobody.
    parts.bell.ring("deliver", organisation, lost, URGENT)
    return len(aside) + freed


def settle_doubts(parts: Parts, organisation: UUID, ids: Iterable[UUID]) -> int:
    """Ask the carrier's list about messages in doubt; return how many settled."""
    settled = 0
    for message in ids:
        try:
            settled += looking_up.settle_doubt(parts, organisation, message)
        except CannotAsk:
            break
    return settled


def tidy(parts: Parts, organisation: UUID, ids: Iterable[UUID]) -> int:
    """Delete tries, sessions, links and letters that nobody asks for any more."""
    with parts.db.transaction(organisation) as tx:
        return sign_ins.tidy(tx, tuple(ids))


Work = Callable[[Parts, UUID, Iterable[UUID]], int]
Due = Mapping[UUID, Sequence[UUID]]
Turns = deque[tuple[UUID, Sequence[UUID]]]


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing the clock asks for: a narrow door, the job behind it, how often.

    `every` counts the clock's rounds; `here` is for duties the clock does itself;
    `rests` is for how many rounds a row is taken to wait in its lane, once it was
    rung for.
    """

    door: str
    job: str
    lane: str
    every: int
    work: Work
    here: bool = False
    rests: int = 10

    @property
    def most(self) -> int:
        """How many rows it asks its door for."""
        return MOST if self.here else MOST_RUNG


DUTIES: tuple[Duty, ...] = (
    # Before anything is sent: it finds that this is a backup, and holds all.
    Duty("restored", "hold", URGENT, 1, restoring.tell, here=True),
    Duty("lost_claims", "release", URGENT, 1, release, here=True),
    Duty("alerts_due", "escalate", URGENT, 1, alerting.escalate, here=True),
    Duty("urgent_messages", "deliver", URGENT, 1, deliver.deliver, rests=0),
    Duty("calls_to_end", "end_calls", URGENT, 1, hanging_up.end, rests=2),
    Duty("other_messages", "deliver", SENDING, 1, deliver.deliver, rests=6),
    Duty("due_nudges", "nudge", ORDINARY, 1, nudging.nudge),
    Duty("unplanned", "plan", ORDINARY, 2, planning.plan),
    Duty("idle_conversations", "fall_silent", ORDINARY, 10, fall_silent),
    Duty("doubts", "settle_doubts", ORDINARY, 30, settle_doubts, rests=30),
    Duty("awaited_recordings", "fetch_recordings", ORDINARY, 5, listening.fetch),
    Duty("untold_messages", "ask_after", ORDINARY, 30, asking_after.messages, rests=30),
    Duty("untold_calls", "ask_after_calls", ORDINARY, 15, asking_after.calls, rests=30),
    Duty("numbers_to_hear", "hear_missed", ORDINARY, 15, catching_up.hear),
    Duty("letters_due", "post_letters", ORDINARY, 2, letters.post),
    Duty("to_add_up", "add_up", ORDINARY, 20, tallying.add_up, rests=40),
    Duty("exports_due", "export", ORDINARY, 5, exporting.work),
    Duty("erasures_due", "erase", ORDINARY, 5, erasing.work),
    Duty("kept_long_enough", "let_go", ORDINARY, 600, retaining.work, rests=600),
    Duty("worn_out", "tidy", ORDINARY, 60, tidy, here=True),
    Duty("take_overs_due", "end_talks", ORDINARY, 5, taking_over.end_due, here=True),
)
# Done for a handful in one transaction; should it break, for each by itself.
TOGETHER = frozenset({"nudge"})
WORK: Mapping[str, Work] = {duty.job: duty.work for duty in DUTIES}


class Lately:
    """What a clock remembers of its last rounds: it only saves work, and nothing of it
    is true for longer.

    A row that it rang for waits in a lane, and is not rung for again at once. A lane is
    given as much as was worked off in some looks at it, so that no worker idles and
    nobody who comes now waits for long; what it has no room for is given at a later
    look.
    """

    def __init__(self, holds: Mapping[str, Holds] = HOLDS) -> None:
        self._holds = holds
        self._round = self._look = 0
        self._rung: dict[str, dict[UUID, int]] = {}
        self._over: dict[str, tuple[Duty, Turns]] = {}
        self._left: dict[str, tuple[int, int, bool]] = {}
        self._depth: dict[str, tuple[int, int, bool]] = {}

    def begins(self, number: int) -> None:
        """Remember that this round begins, and with it a look at the lanes."""
        self._round = number
        self.looks()

    def looks(self) -> None:
        """Remember that lanes are looked at once more."""
        self._look += 1

    def waiting(self, duty: Duty) -> Mapping[UUID, int]:
        """Forget what has rested; return the rest, each with its round."""
        before = self._rung.get(duty.door, {})
        left = {row: at for row, at in before.items() if self._round < at + duty.rests}
        self._rung[duty.door] = left
        return left

    def rang(self, duty: Duty, rows: Iterable[UUID]) -> None:
        """Remember that these were rung for in this round."""
        rung = self._rung.setdefault(duty.door, {})
        rung.update(dict.fromkeys(rows, self._round))

    def keeps(self, duty: Duty, turns: Turns) -> None:
        """Keep what this duty has to ring for, in place of what it had."""
        self._over[duty.door] = duty, turns

    def over(self) -> Sequence[tuple[Duty, Turns]]:
        """Return what there was no room for, by duty."""
        return [(duty, turns) for duty, turns in self._over.values() if turns]

    def room(self, lane: str, waiting: int) -> int:
        """Return for how many jobs a lane has room, with so many waiting in it."""
        at, depth, ran_out = self._depth.get(lane, (0, self._holds[lane].least, False))
        if at != self._look:
            depth, ran_out = self._deep(lane, waiting, (depth, ran_out))
            self._depth[lane] = self._look, depth, ran_out
        return max(depth - waiting, 0)

    def _deep(
        self, lane: str, waiting: int, before: tuple[int, bool]
    ) -> tuple[int, bool]:
        """Return how many jobs a lane is to hold, and whether it ran out.

        It holds what went in some looks. Twice as much as before, where it was empty
        again though there had been more: once, and workers may have their hands full,
        unless they idled till the beat.
        """
        depth, ran_out = before
        holds, (at, left, more) = self._holds[lane], self._left.get(lane, NEVER)
        looks = self._look - at
        if not left or looks > RECENT:
            return holds.least, False
        if not waiting:
            idled = not holds.between or (more and ran_out)
            return min(2 * depth, DEEPEST) if idled else depth, more
        return max(holds.least, ceil(holds.looks * (left - waiting) / looks)), False

    def filled(self, lane: str, jobs: int, *, more: bool) -> None:
        """Remember how many jobs a lane was left with, and whether there were more."""
        at, _, before = self._left.get(lane, NEVER)
        self._left[lane] = self._look, jobs, more or (before and at == self._look)


def in_turn(due: Due, most: int = BATCH) -> Iterator[tuple[UUID, Sequence[UUID]]]:
    """Give the rows of each organisation by the handful, one organisation after
    another, until none has any left.
    """
    longest = max(map(len, due.values()), default=0)
    for begin in range(0, longest, most):
        for organisation, rows in due.items():
            if rows[begin:]:
                yield organisation, rows[begin : begin + most]


Tell = Callable[[str, Exception], None]


def out_loud(_job: str, error: Exception) -> None:
    """Tell of a duty that broke by breaking: the round ends there."""
    raise error


def round_of(
    parts: Parts,
    number: int,
    tell: Tell = out_loud,
    duties: Iterable[Duty] = DUTIES,
    *,
    lately: Lately | None = None,
) -> dict[str, int]:
    """Do round `number` of the clock; return how many rows each job found due.

    What breaks in one duty, or on one row, is told and stops no other (failure 33);
    `tell` gets the job's name and the error. A database that is away ends the round.
    Without a memory of the rounds before, lanes are filled deep.
    """
    found: dict[str, int] = {}
    memory = lately or Lately(dict.fromkeys(HOLDS, FILLED_DEEP))
    memory.begins(number)
    for duty in duties:
        if number % duty.every == 0:
            found.setdefault(duty.job, 0)
            with _telling(duty, tell):
                found[duty.job] += _attend(parts, duty, memory, tell)
    return found


def fill_again(parts: Parts, lately: Lately, tell: Tell = out_loud) -> int:
    """Give the ordinary lane what the last round had no room for; return how many rows.

    Workers who are done with theirs need not wait for the next round, and a lane that
    is filled often can be shallow. Nothing is asked of the database: what was done or
    cancelled meanwhile is rung for in vain.
    """
    lately.looks()
    rung = 0
    for duty, turns in lately.over():
        with _telling(duty, tell):
            rung += _ring(parts, duty, turns, lately, tell)
    return rung


@contextmanager
def _telling(duty: Duty, tell: Tell) -> Iterator[None]:
    try:
        yield
    except Unavailable:
        raise
    except Exception as error:
        tell(duty.job, error)


def _attend(parts: Parts, duty: Duty, memory: Lately, tell: Tell) -> int:
    waiting = memory.waiting(duty)
    due = {
        organisation: fresh
        for organisation, rows in outbox.due(
            parts.db, duty.door, duty.most + len(waiting)
        ).items()
        if (fresh := [row for row in rows if row not in waiting])
    }
    if duty.here:
        for whose, rows in due.items():
            with _telling(duty, tell):
                duty.work(parts, whose, rows)
    else:
        turns = deque(in_turn(due, handful(duty.job, shared=len(due) > 1)))
        if duty.lane == ORDINARY:
            memory.keeps(duty, turns)
        if turns:
            _ring(parts, duty, turns, memory, tell)
    return sum(map(len, due.values()))


def _ring(parts: Parts, duty: Duty, turns: Turns, memory: Lately, tell: Tell) -> int:
    """Ring for as many turns as the lane has room for; return how many rows that were.

    Where other duties share the lane, half of it is left to them. Into the lanes that
    others fill too, the oldest are let at each look: a message whose ring died with its
    worker was behind thousands of new ones for more than a minute.
    """
    waiting = parts.bell.waiting(duty.lane)
    room = len(turns) if waiting is None else memory.room(duty.lane, waiting)
    if waiting is not None:
        room = ceil(room / 2) if duty.lane == ORDINARY else max(room, 1)
    rung: list[UUID] = []
    for jobs in range(1, min(room, len(turns)) + 1):
        organisation, rows = turns.popleft()
        if parts.bell.ring(duty.job, organisation, rows, duty.lane):
            rung += rows
            memory.filled(duty.lane, (waiting or 0) + jobs, more=bool(turns))
        else:
            _urgent_work(parts, duty, (organisation, rows), tell)
    memory.rang(duty, rung)
    return len(rung)


def _urgent_work(
    parts: Parts, duty: Duty, due: tuple[UUID, Iterable[UUID]], tell: Tell
) -> None:
    """Send, and end, what cannot wait for Redis to come back."""
    organisation, ids = due
    if duty.lane != URGENT:
        return
    urgent = tuple(ids)
    if duty.job == "deliver":
        with parts.db.transaction(organisation) as tx:
            urgent = outbox.urgent(tx, urgent)
    for message in urgent:
        with _telling(duty, tell):
            duty.work(parts, organisation, [message])
