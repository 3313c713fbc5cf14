"""Due nudges by the handful: one transaction, and each as if it went alone (I1, 33)."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import count
from typing import Any
from uuid import UUID

import psycopg
import pytest
import structlog

from flows.coach import ladder, policy
from service import jobs
from service.store import handfuls, nearby, people
from service.store.db import Collided, Tx, Unavailable
from service.usecases import acting, looking_after, nudging, prompted
from service.usecases.parts import Desk, Parts
from tests.journeys.workers import working
from tests.journeys.world import World
from tests.racing import at_once
from tests.service.test_nudging import (
    carry_out,
    decisions,
    messages,
    prompt,
    state,
    withheld,
)

NUMBERS = count(15550400001)
COPY = (
    "INSERT INTO nudges SELECT %s, organisation_id, participant_id, chance_id, kind,"
    " %s, script, local_date, wall, zone, due_at, expires_at, state, tries"
    " FROM nudges WHERE id = %s"
)


@pytest.fixture
def worker(
    world: World, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[World]:
    with working(world, redis_url, monkeypatch):
        yield world


def due_of(world: World, how_many: int) -> dict[str, UUID]:
    """So many people whose prompts are due this minute, by their numbers."""
    numbers = [f"+{next(NUMBERS)}" for _ in range(how_many)]
    for number in numbers:
        world.join(number)
    first = {
        one.number: prompt(world, one) for one in map(world.network.phone, numbers)
    }
    latest = max(row["due_at"] for row in first.values())
    world.jump(seconds=(latest - world.now).total_seconds() + 60)
    return {number: row["id"] for number, row in first.items()}


class Counted:
    """The database, and how many transactions were opened in it."""

    def __init__(self, parts: Parts) -> None:
        self._db, self.opened = parts.db, 0

    @contextmanager
    def transaction(self, *whose: UUID, **how: bool) -> Iterator[Tx]:
        self.opened += 1
        with self._db.transaction(*whose, **how) as tx:
            yield tx


def counting(world: World) -> tuple[Parts, Counted]:
    db: Any = Counted(world.parts)
    return replace(world.parts, db=db), db


def test_a_handful_is_one_transaction_and_each_is_said_once_and_explained(
    world: World,
) -> None:
    due = due_of(world, 5)
    parts, db = counting(world)
    assert 5 == carry_out(world, *due.values(), *due.values(), parts=parts)
    assert 1 == db.opened
    for number, nudge in due.items():
        assert ("sent", [("send", "send")]) == (
            state(world, nudge),
            decisions(world, nudge),
        )
        assert [row["id"] for row in world.outbox(number)][-1:] == [
            row["id"]
            for row in world.rows(
                "SELECT id FROM outbox_messages WHERE nudge_id = %s", nudge
            )
        ]
        assert "turn" == world.of(number, "turns")[-1]["kind"]
        assert "open" == world.of(number, "conversations")[-1]["status"]
    assert 0 == carry_out(world, *due.values())


def test_each_of_a_handful_is_judged_by_what_is_hers(world: World) -> None:
    """One goes out; one stopped, one reported, one has an open question."""
    due = due_of(world, 4)
    goes, stopped, told, asked = due
    world.change("UPDATE participants SET consent = 'stopped' WHERE id = %s", stopped)
    world.change(
        "UPDATE chances SET outcome = 'attempted' WHERE participant_id = %s", told
    )
    world.hears(asked, "did it")
    assert 1 == carry_out(world, *due.values())
    assert ["sent", "withheld", "withheld"] == [
        state(world, due[one]) for one in (goes, stopped, told)
    ]
    assert withheld("stopped") == decisions(world, due[stopped])
    assert withheld("already_reported") == decisions(world, due[told])
    assert "send" != decisions(world, due[asked])[0][0]
    assert [1, 0, 0, 0] == [messages(world, one) for one in due.values()]


def test_the_words_go_to_whom_they_belong(world: World) -> None:
    due = due_of(world, 3)
    carry_out(world, *due.values())
    for number, nudge in due.items():
        mine = world.rows(
            "SELECT participant_id, conversation_id FROM outbox_messages"
            " WHERE nudge_id = %s",
            nudge,
        )[0]
        assert world.person(number)["id"] == mine["participant_id"]
        assert world.of(number, "conversations")[-1]["id"] == mine["conversation_id"]
        # Opens only under her own key.
        assert world.outbox(number)[-1]["body"]


def test_a_second_nudge_of_one_person_sees_the_first(world: World) -> None:
    """The cap of a day holds inside one handful too (I10)."""
    due = due_of(world, 2)
    hers = next(iter(due.values()))
    others = [world.parts.new_id() for _ in range(2)]
    for at, other in enumerate(others):
        world.run(COPY, other, f"copy {at}", hers)
    assert 2 == carry_out(world, hers, *others, *due.values())
    assert 1 == sum(messages(world, one) for one in (hers, *others))
    told = [decisions(world, one) for one in (hers, *others)]
    assert [[("send", "send")], withheld("cap_day"), withheld("cap_day")] == told


def test_two_handfuls_at_once_cannot_both_pass_her_cap(world: World) -> None:
    """I10: her row is locked, so the second handful counts what the first sent."""
    due = due_of(world, 3)
    hers, *others = due.values()
    second = world.parts.new_id()
    world.run(COPY, second, "copy", hers)
    pairs = ((others[0], hers), (others[1], second))
    sent = at_once(*(partial(carry_out, world, *pair) for pair in pairs))
    assert [1, 2] == sorted(sent)
    assert 1 == messages(world, hers) + messages(world, second)


def test_two_workers_with_one_handful_say_each_once(world: World) -> None:
    due = due_of(world, 4)
    sent = at_once(*[partial(carry_out, world, *due.values())] * 3)
    assert 4 == sum(sent)
    assert [1] * 4 == [messages(world, one) for one in due.values()]
    assert [1] * 4 == [len(decisions(world, one)) for one in due.values()]


def test_who_is_served_elsewhere_keeps_nobody_of_the_handful_waiting(
    world: World,
) -> None:
    """A text of hers is being answered: the others go, and hers goes after it."""
    due = due_of(world, 3)
    busy, *others = due
    served = threading.Event()
    with psycopg.connect(world.clone.owner_url) as line:
        line.execute(
            "SELECT 1 FROM participants WHERE id = %s FOR UPDATE",
            [world.person(busy)["id"]],
        )
        after = threading.Thread(target=carry_out, args=(world, *due.values()))
        after.start()
        for _ in range(2000):
            if all(state(world, due[one]) == "sent" for one in others):
                served.set()
                break
        assert served.is_set()
        assert "planned" == state(world, due[busy])
    after.join(10)
    assert "sent" == state(world, due[busy])


def test_an_erased_person_is_in_nobodys_way(world: World) -> None:
    due = due_of(world, 3)
    erased = next(iter(due))
    world.erase(erased)
    assert 2 == carry_out(world, *due.values())
    assert ["cancelled", "sent", "sent"] == [state(world, n) for n in due.values()]


def test_nothing_of_a_handful_is_kept_when_one_breaks(world: World) -> None:
    due = due_of(world, 3)
    last = list(due.values())[-1]
    world.run("UPDATE nudges SET script = 'no such script' WHERE id = %s", last)
    with pytest.raises(LookupError):
        carry_out(world, *due.values())
    for nudge in due.values():
        assert ("planned", []) == (state(world, nudge), decisions(world, nudge))
        assert 0 == messages(world, nudge)
    assert not world.bell.rung


def test_what_nobody_knows_is_passed_over(world: World) -> None:
    (nudge,) = due_of(world, 1).values()
    assert 1 == carry_out(world, UUID(int=1), nudge, UUID(int=2))
    assert 0 == carry_out(world, UUID(int=1), UUID(int=2))
    assert 0 == carry_out(world)


def test_what_is_read_for_many_is_what_is_read_for_one(world: World) -> None:
    """Law: near, and the prompts of a day and a week, whatever else is asked with it."""
    due = due_of(world, 4)
    talks, tried, prompts, _ = due
    world.hears(talks, "did it")
    world.hears(tried, "tried but chickened out")
    world.hears(tried, "I breathed first")
    carry_out(world, due[prompts])
    with world.parts.db.transaction(world.organisation) as tx:
        whose = handfuls.lock(tx, world.parts.vault, list(due.values()))
        assert set(due.values()) == set(whose)
        tenant = world.parts.tenant(world.organisation)
        desks = {one: Desk(world.parts, tx, tenant, whose[one]) for one in whose}
        together = nearby.near_all(
            tx, [(desk.person, desk.today, desk.story) for desk in desks.values()]
        )
        counted = handfuls.nudged(
            tx, [prompted.since(desk, one) for one, desk in desks.items()]
        )
        for nudge, desk in desks.items():
            assert desk.near == together[desk.person.id]
            assert prompted.sent(desk, nudge) == counted[nudge]
        assert 4 == len({repr(near) for near in together.values()})
        assert any(near.conversation for near in together.values())


def test_a_log_that_was_left_out_is_read_when_it_is_asked_for(world: World) -> None:
    """What decides has no use for it; whatever looks at her Ladder has all of it."""
    due = due_of(world, 2)
    her = next(iter(due))
    world.hears(her, "did it")
    with world.parts.db.transaction(world.organisation) as tx:
        whose = handfuls.lock(tx, world.parts.vault, list(due.values()))[due[her]]
        desk = Desk(world.parts, tx, world.parts.tenant(world.organisation), whose)
        assert not policy.is_whole(desk.person.ladder)
        assert acting.the_ladder(desk).log
        acting.climb(desk, ladder.Asked("less", desk.today))
        kept = acting.the_ladder(desk)
    with world.parts.db.transaction(world.organisation) as tx:
        found = people.lock(tx, world.parts.vault, whose.id)
        assert found is not None
        assert kept == ladder.load(found.ladder)


def test_open_questions_end_where_another_is_asked(world: World) -> None:
    """For all of a handful at once, and for nobody who is asked nothing."""
    due = due_of(world, 3)
    ends, stopped, _ = due
    for number in (ends, stopped):
        world.hears(number, "did it")
    world.change("UPDATE participants SET consent = 'stopped' WHERE id = %s", stopped)
    world.change("UPDATE chances SET outcome = 'open' WHERE participant_id = %s", ends)
    world.jump(minutes=61)  # so long a question has the floor
    assert 2 == carry_out(world, *due.values())
    # Each began with the talk in which she joined.
    began = [
        [row["status"] for row in world.of(one, "conversations")[1:]] for one in due
    ]
    assert [["ended", "open"], ["open"], ["open"]] == began


# ---- through the worker's door ----


def test_one_that_breaks_is_put_aside_alone_and_the_others_go(worker: World) -> None:
    """Failure 33: nobody knows which of a handful it was, so each is tried by itself."""
    due = due_of(worker, 4)
    bad = list(due.values())[1]
    worker.run("UPDATE nudges SET script = 'no such script' WHERE id = %s", bad)
    ids = [str(one) for one in due.values()]
    with structlog.testing.capture_logs() as logs:
        assert 3 == jobs.nudge(organisation=str(worker.organisation), ids=ids)
    assert ["handful_broke", "job_failed"] == [line["event"] for line in logs]
    assert str(bad) == logs[-1]["item"]
    left = {state(worker, one) for one in due.values() if one != bad}
    assert ({"sent"}, "planned") == (left, state(worker, bad))
    tries = worker.rows("SELECT tries FROM nudges ORDER BY tries DESC")
    assert [1, 0] == [row["tries"] for row in tries[:2]]


@pytest.mark.parametrize(
    ("error", "done"), [(Collided("in the way"), 2), (Unavailable("away"), 0)]
)
def test_who_stood_in_each_others_way_are_done_singly(
    worker: World, error: Exception, done: int
) -> None:
    """A database that is away is asked once for the handful, and counts no try."""
    due = due_of(worker, 2)
    real = looking_after.WORK["nudge"]

    def stumbles(parts: Parts, organisation: UUID, ids: Any) -> int:
        rows = tuple(ids)
        if rows[1:]:
            raise error
        return real(parts, organisation, rows)

    before = looking_after.WORK
    looking_after.WORK = {**before, "nudge": stumbles}
    try:
        ids = [str(one) for one in due.values()]
        assert done == jobs.nudge(organisation=str(worker.organisation), ids=ids)
    finally:
        looking_after.WORK = before
    assert {0} == {row["tries"] for row in worker.rows("SELECT tries FROM nudges")}
    assert nudging.nudge is real
