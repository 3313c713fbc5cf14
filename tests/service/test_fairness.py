"""Organisations take turns (failure 34): at the doors, in the lanes, and in a worker."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any
from uuid import UUID

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service import jobs
from service.queue import ORDINARY, SENDING, SHARED, URGENT, Bell, handful
from service.store import outbox
from service.store.db import Database
from service.usecases import looking_after
from service.usecases.looking_after import HOLDS, Duty, Lately, in_turn
from tests.database import Clone
from tests.journeys.workers import working
from tests.journeys.world import World

A, B, C = (UUID(int=n) for n in (1, 2, 3))
LIMA = "America/Lima"
MILA = "+15550100001"
NOTHING: Any = object()  # a database that nobody may ask
NUDGES = next(duty for duty in looking_after.DUTIES if duty.job == "nudge")


@pytest.fixture(scope="module")
def doors(module_clone: Clone) -> Iterator[tuple[psycopg.Connection[Any], Database]]:
    """Three organisations, without anybody in them, and whoever asks at the doors."""
    db = Database(module_clone.app_url, pool_size=1)
    with psycopg.connect(module_clone.superuser_url, autocommit=True) as line:
        # Rows stand for themselves here: foreign keys are not what is tried.
        line.execute("SET session_replication_role = replica")
        for at, one in enumerate((A, B, C)):
            line.execute(
                "INSERT INTO organisations (id, name, country, wrapped_key,"
                " wrapped_hash_key, created_at) VALUES (%s, %s, 'US', '', '', now())",
                (one, f"o{at}"),
            )
        yield line, db
    db.close()


def _nudges(
    line: psycopg.Connection[Any], whose: UUID, count: int, ago: str = "1 hour"
) -> None:
    line.execute(
        "INSERT INTO nudges (id, organisation_id, participant_id, kind, occurrence,"
        " script, local_date, wall, zone, due_at, expires_at, state, tries) SELECT"
        " gen_random_uuid(), %s, gen_random_uuid(), 'prompt', 'x', 'x', '2026-03-02',"
        " '10:00', 'UTC', handrail_now() - %s::interval + n * interval '1 ms',"
        " '2027-01-01', 'planned', 0 FROM generate_series(1, %s) n",
        (whose, ago, count),
    )


def _messages(line: psycopg.Connection[Any], whose: UUID, kind: str, n: int) -> None:
    line.execute(
        "INSERT INTO outbox_messages (id, organisation_id, kind, channel, body_sealed,"
        " body_hash, segments, state, token, consent_version, tries, not_before,"
        " created_at) SELECT gen_random_uuid(), %s, %s, 'text', '', '', 1, 'due',"
        " gen_random_uuid()::text, 1, 0, handrail_now() - interval '1 hour', now()"
        " FROM generate_series(1, %s)",
        (whose, kind, n),
    )


def test_one_with_many_due_leaves_room_for_who_has_few(doors: Any) -> None:
    line, db = doors
    line.execute("TRUNCATE nudges CASCADE")
    _nudges(line, A, 1000)
    _nudges(line, B, 3, "1 second")
    found = outbox.due(db, "due_nudges", 100)
    assert {A: 97, B: 3} == {one: len(rows) for one, rows in found.items()}


def test_two_with_many_due_get_as_many_each_oldest_first(doors: Any) -> None:
    line, db = doors
    line.execute("TRUNCATE nudges CASCADE")
    for one in (A, B):
        _nudges(line, one, 200)
    found = outbox.due(db, "due_nudges", 100)
    assert {A: 50, B: 50} == {one: len(rows) for one, rows in found.items()}
    oldest = line.execute(
        "SELECT id FROM nudges WHERE organisation_id = %s ORDER BY due_at LIMIT 50",
        (A,),
    ).fetchall()
    assert [row[0] for row in oldest] == found[A]


def test_what_is_urgent_stands_behind_a_door_of_its_own(doors: Any) -> None:
    line, db = doors
    line.execute("TRUNCATE outbox_messages CASCADE")
    _messages(line, A, "prompt", 300)
    for kind in ("reply", "answer", "confirmation", "crisis", "alert"):
        _messages(line, B, kind, 2)
    assert {B: 10} == _sizes(outbox.due(db, "urgent_messages", 100))
    assert {A: 100} == _sizes(outbox.due(db, "other_messages", 100))
    # Old code asks for both at once, and gets what is urgent first.
    old = line.execute("SELECT organisation FROM handrail_due_messages(50)").fetchall()
    assert [B] * 10 + [A] * 40 == [row[0] for row in old]


def test_people_are_planned_in_turn_and_whoever_waits_longest_first(doors: Any) -> None:
    line, db = doors
    for whose, count in ((A, 200), (B, 3)):
        line.execute(
            "INSERT INTO participants (id, organisation_id, programme_id, name_sealed,"
            " language, zone, consent, consent_version, calls, recorded, call_terms,"
            " rung, ladder, planned_until, plan_at, created_at) SELECT"
            " gen_random_uuid(), %s, %s, '', 'en', 'UTC', 'active', 1, 'none', false,"
            " '{}', 1, '{}', CASE n %% 3 WHEN 0 THEN NULL ELSE '2026-03-01'::date END,"
            " CASE WHEN n %% 3 = 2 THEN handrail_now() - interval '1 hour' END, now()"
            " FROM generate_series(1, %s) n",
            (whose, whose, count),
        )
    found = outbox.due(db, "unplanned", 60)
    assert {A: 57, B: 3} == _sizes(found)
    line.execute("UPDATE participants SET plan_at = handrail_now() + interval '1 day'"
                 " WHERE planned_until IS NOT NULL")  # fmt: skip
    assert {A: 66, B: 1} == _sizes(outbox.due(db, "unplanned", 500))


def _sizes(found: dict[UUID, list[UUID]]) -> dict[UUID, int]:
    return {one: len(rows) for one, rows in found.items()}


# ---- in the lanes ----


@given(
    st.dictionaries(st.integers(1, 6), st.integers(0, 90), max_size=6),
    st.integers(1, 30),
)
def test_no_organisation_waits_for_more_than_a_handful_of_each_other(
    sizes: dict[int, int], most: int
) -> None:
    """The law of turns: all rows once, in order, and nobody two handfuls ahead."""
    due = {UUID(int=one): [UUID(int=n) for n in range(k)] for one, k in sizes.items()}
    turns = list(in_turn(due, most))
    for one, rows in due.items():
        assert rows == [row for whose, some in turns if whose == one for row in some]
    given_so_far = dict.fromkeys(due, 0)
    for whose, some in turns:
        assert 0 < len(some) <= most
        behind = [given_so_far[one] for one in due if given_so_far[one] < len(due[one])]
        assert given_so_far[whose] <= min(behind) + most
        given_so_far[whose] += len(some)


@dataclass
class Lane:
    """A bell that keeps what was rung for, with so many jobs before."""

    before: int | None = 0
    rung: list[tuple[str, str, int]] = field(default_factory=list)

    def ring(self, job: str, whose: UUID, ids: Any, lane: str = ORDINARY) -> bool:
        self.rung.append((job, lane, len(tuple(ids))))
        return True

    def waiting(self, lane: str) -> int | None:
        return self.before


def test_half_of_a_shared_lane_is_left_to_the_duties_behind(world: World) -> None:
    rows = {A: [UUID(int=n) for n in range(200)]}
    lane: Any = Lane()
    parts, lately = _with(world, lane), Lately()
    most, half = handful("nudge"), HOLDS[ORDINARY].least // 2
    assert half * most == _rung(parts, NUDGES, rows, lately)
    assert [("nudge", ORDINARY, most)] * half == lane.rung
    assert set(rows[A][: half * most]) == set(lately.waiting(NUDGES))
    urgent = next(duty for duty in looking_after.DUTIES if duty.lane == URGENT)
    lane.rung.clear()
    _rung(parts, urgent, rows, lately)
    assert HOLDS[URGENT].least == len(lane.rung)


@pytest.mark.parametrize(
    ("door", "jobs"),
    [("urgent_messages", 1), ("other_messages", 1), ("due_nudges", 0)],
)
def test_the_oldest_messages_are_let_into_a_lane_that_is_full(
    world: World, door: str, jobs: int
) -> None:
    """One whose ring had died with its worker waited behind new ones for 75 seconds."""
    rows = {A: [UUID(int=n) for n in range(200)]}
    lane: Any = Lane(before=1000)
    duty = next(one for one in looking_after.DUTIES if one.door == door)
    _rung(_with(world, lane), duty, rows, Lately())
    assert [(duty.job, duty.lane, handful(duty.job))] * jobs == lane.rung


def _rung(parts: Any, duty: Duty, rows: Any, lately: Lately) -> int:
    turns = deque(in_turn(rows, handful(duty.job)))
    return looking_after._ring(parts, duty, turns, lately, looking_after.out_loud)


PACES = [Fraction(1, 4), *map(Fraction, (1, 4, 15, 60))]  # jobs in a look


@pytest.mark.parametrize("pace", PACES)
@pytest.mark.parametrize(("every", "half"), [(1, False), (1, True), (3, True)])
def test_workers_never_idle_and_who_comes_now_waits_for_a_moment(
    pace: Fraction, every: int, half: bool
) -> None:
    """A lane finds its depth, whatever the workers' pace; here jobs without end."""
    lately = Lately()
    waiting, could, done = 0, Fraction(0), []
    depths: list[int] = []
    for number in range(1, 241):
        lately.looks()
        if number % every == 0:
            room = lately.room(ORDINARY, waiting)
            # A second duty of the same round finds the same lane.
            assert max(room - 1, 0) == lately.room(ORDINARY, waiting + 1)
            waiting += -(-room // 2) if half else room
            lately.filled(ORDINARY, waiting, more=True)
        depths.append(waiting)
        could = could % 1 + pace
        done.append(min(waiting, int(could)))
        waiting -= done[-1]
    settled = done[-120:]
    assert sum(settled) >= Fraction(8, 10) * pace * len(settled)
    looks, least = 2 * HOLDS[ORDINARY].looks, HOLDS[ORDINARY].least
    assert max(depths[-120:]) <= max(2 * least, looks * pace * every)


def test_a_quiet_time_is_forgotten() -> None:
    """After it nobody knows how quick the workers are: a lane begins shallow."""
    lately, least = Lately(), HOLDS[ORDINARY].least
    for _ in range(8):  # they take all that there is
        lately.looks()
        lately.filled(ORDINARY, lately.room(ORDINARY, 0), more=True)
    lately.looks()
    assert least < lately.room(ORDINARY, 0) <= looking_after.DEEPEST
    for _ in range(looking_after.RECENT):
        lately.looks()
    assert least == lately.room(ORDINARY, 0) == Lately().room(ORDINARY, 0)


def test_a_lane_that_got_all_there_was_grows_no_deeper() -> None:
    """A few a second tell nothing of how many workers could take."""
    lately, least = Lately(), HOLDS[ORDINARY].least
    for _ in range(30):
        lately.looks()
        assert least == lately.room(ORDINARY, 0)
        lately.filled(ORDINARY, 1, more=False)


def test_a_lane_that_is_empty_once_is_filled_and_twice_is_deepened() -> None:
    """Workers who took all of it at once may have their hands full for long."""
    lately, least = Lately(), HOLDS[ORDINARY].least
    rooms = []
    for _ in range(4):
        lately.looks()
        rooms.append(lately.room(ORDINARY, 0))
        # Of two duties in one look it is enough that one had more.
        lately.filled(ORDINARY, 3, more=True)
        lately.filled(ORDINARY, 4, more=False)
    assert [least, least, 2 * least, 4 * least] == rooms


def test_what_had_no_room_is_rung_for_at_the_next_look_without_the_database(
    world: World,
) -> None:
    """Organisations go on taking turns, and each row is rung for once."""
    rows = {A: [UUID(int=n) for n in range(1, 300)], B: [UUID(int=n) for n in (7, 8)]}
    lane: Any = Lane()
    parts, lately = replace(_with(world, lane), db=NOTHING), Lately()
    turns = deque(in_turn(rows, handful("nudge")))
    lately.keeps(NUDGES, turns)
    rung = [looking_after.fill_again(parts, lately) for _ in range(9)]
    assert 301 == sum(rung)
    assert 0 == rung[-1] == looking_after.fill_again(parts, lately)
    assert sorted(rung[:2]) == rung[:2]
    assert [handful("nudge"), 2] == [size for _, _, size in lane.rung[:2]]
    assert 299 == len(lately.waiting(NUDGES))
    # What the next round finds stands in place of what was left.
    lately.keeps(NUDGES, deque())
    assert [] == lately.over()


def test_turns_are_short_where_another_organisation_waits(
    world: World, doors: Any
) -> None:
    line, db = doors
    lane: Any = Lane()
    parts = replace(_with(world, lane), db=db)
    for whose, longest in ((A, handful("nudge")), (B, SHARED)):
        line.execute("TRUNCATE nudges CASCADE")
        lane.rung.clear()
        for one in {A, whose}:
            _nudges(line, one, 200)
        looking_after.round_of(parts, 0, duties=[NUDGES], lately=Lately())
        assert {longest} == {size for _, _, size in lane.rung}


def test_a_lane_that_is_full_is_given_nothing(world: World) -> None:
    rows = {A: [UUID(int=n) for n in range(200)]}
    lane: Any = Lane(before=HOLDS[ORDINARY].least)
    parts, lately = _with(world, lane), Lately()
    lately.keeps(NUDGES, deque(in_turn(rows, handful("nudge"))))
    assert [0, 0] == [looking_after.fill_again(parts, lately) for _ in range(2)]
    assert [] == lane.rung
    assert 4 == len(lately.over()[0][1])


def test_what_waits_in_a_lane_is_not_rung_for_again_for_some_rounds(
    world: World,
) -> None:
    world.join(MILA)
    world.bell.broken = True
    world.jump_to("18:31", LIMA)
    lane: Any = Lane()
    parts, lately = _with(world, lane), Lately()
    for number in range(NUDGES.rests + 1):
        looking_after.round_of(parts, number, duties=[NUDGES], lately=lately)
    assert [("nudge", ORDINARY, 1)] * 2 == lane.rung
    assert (
        0 == looking_after.round_of(parts, 11, duties=[NUDGES], lately=lately)["nudge"]
    )


def test_a_row_without_room_is_not_taken_to_be_rung_for() -> None:
    duty = Duty("door", "job", ORDINARY, 1, lambda *_: 0)
    lately = Lately()
    lately.begins(1)
    lately.rang(duty, [A])
    for number, waits in ((2, {A: 1}), (11, {}), (2, {})):
        lately.begins(number)
        assert waits == lately.waiting(duty)


def _with(world: World, bell: Any) -> Any:
    return replace(world.parts, bell=bell)


# ---- in a worker ----


def test_what_can_wait_gives_way_to_what_cannot(
    world: World, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker in the middle of ordinary work leaves it for a reply that waits."""
    done: list[str] = []
    with working(world, redis_url, monkeypatch):
        monkeypatch.setattr(jobs, "GIVES_WAY_AFTER_S", 0.0)
        bell = Bell(redis_url)

        def plan(_parts: Any, _whose: UUID, ids: Any) -> int:
            (one,) = ids
            done.append(f"plan {one.int}")
            if one.int == 1:
                bell.ring("deliver", world.organisation, [UUID(int=7)], URGENT)
            return 1

        def deliver(_parts: Any, _whose: UUID, ids: Any) -> int:
            done.append(f"deliver {next(iter(ids)).int}")
            return 1

        monkeypatch.setattr(looking_after, "WORK", {"plan": plan, "deliver": deliver})
        rows = [UUID(int=n) for n in range(4)]
        bell.ring("plan", world.organisation, rows, ORDINARY)
        bell.ring("deliver", world.organisation, [UUID(int=9)], SENDING)
        jobs.work(redis_url, burst=True)
    assert ["deliver 9", "plan 0", "plan 1", "deliver 7", "plan 2", "plan 3"] == done


def test_a_worker_for_what_is_urgent_takes_nothing_else(
    world: World, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with working(world, redis_url, monkeypatch):
        bell = Bell(redis_url)
        for lane in (ORDINARY, SENDING, URGENT):
            bell.ring("deliver", world.organisation, [UUID(int=1)], lane)
        jobs.work(redis_url, burst=True, lanes=(URGENT,))
        left = [bell.waiting(lane) for lane in (ORDINARY, SENDING, URGENT)]
    assert [1, 1, 0] == left


def test_the_doors_are_quick_with_many_rows_of_many(doors: Any) -> None:
    """Not a benchmark: each organisation's rows are found by an index of their own."""
    line, _db = doors
    line.execute("TRUNCATE nudges CASCADE")
    _nudges(line, A, 20_000)
    line.execute("ANALYZE nudges")
    began = time.perf_counter()
    for _ in range(20):
        line.execute("SELECT * FROM handrail_due_nudges(500)").fetchall()
    assert time.perf_counter() - began < 2.0


def test_a_lane_that_is_filled_once_a_beat_is_deepened_as_soon_as_it_was_empty() -> (
    None
):
    """By the rule of the ordinary lane a message waited for over a minute in a drill."""
    lately = Lately()
    for lane, deep in ((SENDING, 20), (ORDINARY, 4)):
        lately.looks()
        had = lately.room(lane, 0)
        lately.filled(lane, had, more=True)
        lately.looks()
        assert deep == lately.room(lane, 0), lane
