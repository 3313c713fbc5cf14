"""Looking after what was missed: silent questions, lost claims, doubts, a dead bell.

Law: the clock selects what is due and rings; it claims nothing, so ringing twice, or
dying between, is harmless. With Redis gone it does the urgent work itself, for
replies, STOP and crisis alerts never wait for Redis (design law 1).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from flows.talk.events import Silence
from service.carrier.port import CannotAsk
from service.queue import ORDINARY, URGENT
from service.store import outbox, people, plans, talks
from service.store.db import Unavailable
from service.usecases import (
    alerting,
    catching_up,
    converse,
    deliver,
    listening,
    nudging,
    planning,
)
from service.usecases.parts import Desk, Parts

MOST = 500
PLENTY = 20
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
        return len(aside) + outbox.release_lost(tx, lost)


def settle_doubts(parts: Parts, organisation: UUID, ids: Iterable[UUID]) -> int:
    """Ask the carrier's list about messages in doubt; return how many settled."""
    settled = 0
    for message in ids:
        try:
            settled += deliver.settle_doubt(parts, organisation, message)
        except CannotAsk:
            break
    return settled


Work = Callable[[Parts, UUID, Iterable[UUID]], int]


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing the clock asks for: a narrow door, the job behind it, how often.

    `every` counts the clock's rounds; `here` is for duties the clock does itself.
    """

    door: str
    job: str
    lane: str
    every: int
    work: Work
    here: bool = False


DUTIES: tuple[Duty, ...] = (
    Duty("lost_claims", "release", URGENT, 2, release, here=True),
    Duty("alerts_due", "escalate", URGENT, 1, alerting.escalate, here=True),
    Duty("due_messages", "deliver", URGENT, 1, deliver.deliver),
    Duty("due_nudges", "nudge", ORDINARY, 1, nudging.nudge),
    Duty("unplanned", "plan", ORDINARY, 2, planning.plan),
    Duty("idle_conversations", "fall_silent", ORDINARY, 10, fall_silent),
    Duty("doubts", "settle_doubts", ORDINARY, 30, settle_doubts),
    Duty("awaited_recordings", "fetch_recordings", ORDINARY, 5, listening.fetch),
    Duty("numbers_to_hear", "hear_missed", ORDINARY, 15, catching_up.hear),
)
WORK: Mapping[str, Work] = {duty.job: duty.work for duty in DUTIES}


Tell = Callable[[str, Exception], None]


def out_loud(_job: str, error: Exception) -> None:
    """Tell of a duty that broke by breaking: the round ends there."""
    raise error


def round_of(
    parts: Parts,
    number: int,
    tell: Tell = out_loud,
    duties: Iterable[Duty] = DUTIES,
) -> dict[str, int]:
    """Do round `number` of the clock; return how many rows each duty found due.

    What breaks in one duty, or on one row, is told and stops no other (failure 33);
    `tell` gets the job's name and the error. A database that is away ends the round.
    """
    found: dict[str, int] = {}
    for duty in duties:
        if number % duty.every == 0:
            found[duty.job] = 0
            with _telling(duty, tell):
                found[duty.job] = _attend(parts, duty, tell)
    return found


@contextmanager
def _telling(duty: Duty, tell: Tell) -> Iterator[None]:
    try:
        yield
    except Unavailable:
        raise
    except Exception as error:
        tell(duty.job, error)


def _attend(parts: Parts, duty: Duty, tell: Tell) -> int:
    due = outbox.due(parts.db, duty.door, MOST)
    waiting = 0 if duty.here or not due else parts.bell.waiting(duty.lane)
    # Workers with plenty before them need no second ring for the same rows.
    busy = waiting is not None and waiting >= PLENTY
    for organisation, ids in due.items():
        if duty.here:
            with _telling(duty, tell):
                duty.work(parts, organisation, ids)
        elif busy:
            break
        elif not parts.bell.ring(duty.job, organisation, ids, duty.lane):
            _urgent_work(parts, duty, (organisation, ids), tell)
    return sum(map(len, due.values()))


def _urgent_work(
    parts: Parts, duty: Duty, due: tuple[UUID, Iterable[UUID]], tell: Tell
) -> None:
    """Send what cannot wait for Redis to come back."""
    if duty.job != "deliver":
        return
    organisation, ids = due
    with parts.db.transaction(organisation) as tx:
        urgent = outbox.urgent(tx, tuple(ids))
    for message in urgent:
        with _telling(duty, tell):
            deliver.deliver(parts, organisation, [message])
