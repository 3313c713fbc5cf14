"""The gate before the carrier: its bucket, its breaker, and what only a person mends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from itertools import combinations_with_replacement
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.store import gates, outbox
from tests.database import Clone
from tests.journeys.world import world as open_world
from tests.racing import at_once
from tests.service.turnstile import Turnstile

law = settings(
    max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
RATE, BURST = 2.0, 6
SCOUT_S, MOST_BAD = 30, gates.MOST_STRAIN


@pytest.fixture(scope="module")
def turnstile(module_clone: Clone) -> Iterator[Turnstile]:
    with open_world(module_clone) as world:
        yield Turnstile(world)


@pytest.fixture
def stile(turnstile: Turnstile) -> Turnstile:
    turnstile.clear()
    return Turnstile(turnstile.world)


def paced(stile: Turnstile, rate: float | None = RATE, burst: int = BURST) -> Turnstile:
    stile.clear()
    fresh = Turnstile(stile.world)
    with fresh.tx() as tx:
        gates.pace(tx, "text", rate, burst)
    return fresh


# ---- the bucket ----

comings = st.lists(
    st.tuples(
        st.sampled_from([0.0, 0.0, 0.0, 0.1, 0.4, 1.0, 3.0, 20.0]),
        st.sampled_from(["prompt", "recap", "reply", "alert"]),
        st.integers(1, 3),
    ),
    min_size=1,
    max_size=20,
)


def tokens(stile: Turnstile, urgent: bool) -> list[tuple[Any, int]]:
    share = BURST - BURST // 3
    return [
        (at, min(stile.kinds[message][1], share))
        for at, message in stile.passed
        if urgent or stile.kinds[message][0] in ("prompt", "recap")
    ]


@law
@given(comings)
def test_never_more_than_the_rate_and_the_burst_in_any_span(
    turnstile: Turnstile, comings: Any
) -> None:
    stile = paced(turnstile)
    for seconds, kind, segments in comings:
        stile.goes_on(seconds)
        for row in stile.waiting():
            if row["not_before"] <= stile.now:
                stile.tries(row["id"])
        stile.tries(stile.comes(kind, segments))
    stile.runs_out()
    for urgent, most in ((True, BURST), (False, BURST - BURST // 3)):
        taken = tokens(stile, urgent)
        for first, last in combinations_with_replacement(range(len(taken)), 2):
            span = (taken[last][0] - taken[first][0]).total_seconds()
            went = sum(cost for _, cost in taken[first : last + 1])
            assert went <= RATE * span + most + 1e-5
    # Nothing is lost at the gate, and waiting is no try.
    assert sorted(stile.made) == sorted(message for _, message in stile.passed)
    assert {1} == {stile.row(message)["tries"] for message in stile.made}


def test_those_for_whom_there_is_no_room_stand_in_line_and_each_is_touched_once(
    stile: Turnstile,
) -> None:
    stile = paced(stile, rate=1.0, burst=9)
    for _ in range(30):
        stile.tries(stile.comes())
    assert 6 == len(stile.passed)
    places = [
        (row["not_before"] - stile.now).total_seconds() for row in stile.waiting()
    ]
    assert [float(n) for n in range(1, 25)] == places
    assert {"pace"} == {row["waits_for"] for row in stile.waiting()}
    asked = len(stile.waiting())
    stile.runs_out()
    assert 6 + asked == len(stile.passed)
    assert stile.made == [message for _, message in stile.passed]


def test_what_is_urgent_passes_the_line_and_who_comes_later_stands_behind_it(
    stile: Turnstile,
) -> None:
    stile = paced(stile, rate=1.0, burst=9)
    for _ in range(10):
        stile.tries(stile.comes())
    assert [True, True, True, False] == [
        stile.tries(stile.comes("reply")) for _ in range(4)
    ]
    stile.goes_on(1)
    late = stile.comes()
    assert not stile.tries(late)
    assert late == stile.waiting()[-1]["id"]


def test_without_a_pace_there_is_no_row_no_lock_and_no_wait(stile: Turnstile) -> None:
    assert all(stile.tries(stile.comes()) for _ in range(50))
    assert [] == stile.world.rows("SELECT * FROM gates")


def test_a_pace_that_is_set_anew_frees_the_line(stile: Turnstile) -> None:
    stile = paced(stile, rate=0.01, burst=1)
    for _ in range(5):
        stile.tries(stile.comes())
    assert 4 == len(stile.waiting())
    with stile.tx() as tx:
        gates.pace(tx, "text", None, 1)
    assert {stile.now} == {row["not_before"] for row in stile.waiting()}
    stile.runs_out(timedelta(seconds=1))
    assert 5 == len(stile.passed)


def test_a_clock_that_jumps_back_locks_nobody_out(stile: Turnstile) -> None:
    stile = paced(stile, rate=1.0, burst=3)
    for _ in range(9):
        stile.tries(stile.comes())
    stile.goes_on(-2 * 24 * 3600)
    fresh = stile.comes("reply")
    assert stile.tries(fresh)
    other = stile.comes()
    stile.tries(other)
    assert stile.row(other)["not_before"] <= stile.now + timedelta(hours=1)


def test_a_text_longer_than_the_bucket_goes_all_the_same(stile: Turnstile) -> None:
    stile = paced(stile, rate=1.0, burst=3)
    assert stile.tries(stile.comes("prompt", 10))
    assert not stile.tries(stile.comes("prompt", 1))


# ---- the breaker ----

steps = st.lists(
    st.one_of(
        st.tuples(st.just("comes"), st.sampled_from(["prompt", "reply"])),
        st.tuples(st.just("tries"), st.integers(0, 9)),
        st.tuples(st.just("good"), st.integers(0, 9)),
        st.tuples(st.just("bad"), st.integers(0, 9)),
        st.tuples(st.just("bad"), st.integers(0, 9)),
        st.tuples(st.just("time"), st.sampled_from([0.5, 4.0, 11.0, 31.0, 61.0])),
    ),
    min_size=10,
    max_size=50,
)


class Watch:
    """What may pass a gate, written down a second time: plainly, in memory."""

    def __init__(self) -> None:
        self.flying: dict[UUID, Any] = {}
        self.scouts: dict[UUID, Any] = {}

    def passes(self, stile: Turnstile, message: UUID) -> None:
        gate = stile.world.rows("SELECT * FROM gates WHERE channel = 'text'")
        shut = gate[0]["shut_until"] if gate else None
        assert shut is None or shut <= stile.now, "it passed a gate that is shut"
        if shut is not None:
            lives = stile.now - timedelta(seconds=SCOUT_S)
            out = [one for one, since in self.scouts.items() if since > lives]
            assert not out, "two scouts at once"
            self.scouts[message] = stile.now
        self.flying[message] = stile.now

    def does(self, stile: Turnstile, what: str, which: Any) -> None:
        match what:
            case "time":
                stile.goes_on(which)
            case "comes":
                stile.comes(which)
            case "tries":
                self.tries(stile, which)
            case _ if self.flying:
                message = sorted(self.flying)[which % len(self.flying)]
                del self.flying[message]
                self.scouts.pop(message, None)
                stile.hears(message, good=what == "good")

    def tries(self, stile: Turnstile, which: int) -> None:
        due = [row["id"] for row in stile.waiting() if row["not_before"] <= stile.now]
        for message in due[which : which + 3]:
            if stile.tries(message):
                self.passes(stile, message)


@law
@given(st.integers(0, MOST_BAD), steps)
def test_a_shut_gate_lets_nothing_through_and_then_one_scout_at_a_time(
    turnstile: Turnstile, bad: int, told: Any
) -> None:
    turnstile.clear()
    stile, watch = Turnstile(turnstile.world), Watch()
    for _ in range(bad):
        message = stile.comes()
        assert stile.tries(message)
        stile.hears(message, good=False)
    for what, which in told:
        watch.does(stile, what, which)
    # Whatever happened: once the carrier is well, everything goes out.
    stile.runs_out()
    assert [] == stile.waiting()


def shut(stile: Turnstile) -> Turnstile:
    for _ in range(MOST_BAD):
        message = stile.comes()
        assert stile.tries(message)
        stile.hears(message, good=False)
    return stile


def test_so_many_bad_answers_shut_it_and_one_good_one_opens_it(
    stile: Turnstile,
) -> None:
    shut(stile)
    waits = [stile.comes() for _ in range(3)]
    assert not any(stile.tries(message) for message in waits)
    assert {"shut"} == {stile.row(message)["waits_for"] for message in waits}
    assert {0} == {stile.row(message)["tries"] for message in waits}
    assert all(stile.row(message)["not_before"] > stile.now for message in waits)
    stile.goes_on(20)
    assert [True, False, False] == [stile.tries(message) for message in waits]
    stile.hears(waits[0], good=True)
    stile.goes_on(12)
    assert [True, True] == [stile.tries(message) for message in waits[1:]]


def test_a_scout_that_fails_shuts_it_for_longer_and_never_for_more_than_a_minute(
    stile: Turnstile,
) -> None:
    shut(stile)
    rests = []
    for _ in range(8):
        rests.append((stile.gate()["shut_until"] - stile.now).total_seconds())
        stile.now = stile.gate()["shut_until"]
        scout = stile.comes()
        assert stile.tries(scout)
        stile.hears(scout, good=False)
    assert [5, 10, 20, 40, 60, 60, 60, 60] == rests


def test_the_next_bad_answer_after_a_scouts_good_one_shuts_it_again(
    stile: Turnstile,
) -> None:
    shut(stile)
    stile.goes_on(6)
    scout, after = stile.comes(), stile.comes()
    assert stile.tries(scout)
    stile.hears(scout, good=True)
    assert stile.gate()["shut_until"] is None
    stile.goes_on(30)
    assert stile.tries(after)
    stile.hears(after, good=False)
    assert stile.now < stile.gate()["shut_until"]


def test_what_is_shut_says_until_when_and_opened_lets_everybody_go_on(
    stile: Turnstile,
) -> None:
    shut(stile)
    waits = stile.comes()
    assert not stile.tries(waits)
    with stile.tx() as tx:
        text, call = gates.show(tx)
        assert (True, False, True) == (text.resting, text.open, call.open)
        assert (1, stile.now + timedelta(seconds=5)) == (text.waiting, text.shut_until)
        assert (1, 1) == gates.reopen(tx)
        text, _ = gates.show(tx)
        assert (True, None, 0) == (text.open, text.shut_until, text.waiting)
    row = stile.row(waits)
    assert (stile.now, None) == (row["not_before"], row["waits_for"])


def test_a_good_answer_of_before_opens_nothing(stile: Turnstile) -> None:
    early = stile.comes()
    assert stile.tries(early)
    shut(stile)
    stile.goes_on(6)
    stile.hears(early, good=True)
    scout, other = stile.comes(), stile.comes()
    assert [True, False] == [stile.tries(scout), stile.tries(other)]


def test_a_few_bad_among_good_ones_shut_nothing(stile: Turnstile) -> None:
    for at in range(60):
        message = stile.comes()
        assert stile.tries(message)
        stile.hears(message, good=at % 3 != 0)
    assert stile.gate()["shut_until"] is None


def test_bad_ones_far_apart_shut_nothing(stile: Turnstile) -> None:
    for _ in range(3 * MOST_BAD):
        message = stile.comes()
        assert stile.tries(message)
        stile.hears(message, good=False)
        stile.goes_on(61)


def test_a_stop_lasts_until_the_operator_acts(stile: Turnstile) -> None:
    with stile.tx() as tx:
        assert gates.stop(tx, "text", 30034)
        assert not gates.stop(tx, "text", 30034)
    since = stile.now
    waits = [stile.comes("alert"), stile.comes()]
    called = stile.comes("call", channel="call")
    assert stile.tries(called)
    for _ in range(50):
        assert not any(stile.tries(message) for message in waits)
        stile.goes_on(600)
    assert {"stopped"} == {stile.row(message)["waits_for"] for message in waits}
    with stile.tx() as tx:
        text, call = gates.show(tx)
        assert (30034, since) == (text.stopped_code, text.stopped_at)
        assert 2 == text.waiting
        assert call.stopped_code is None
        assert (1, 2) == gates.reopen(tx)
        assert (0, 0) == gates.reopen(tx)
    assert all(stile.tries(message) for message in waits)


# ---- many at one moment ----


def claimed(stile: Turnstile, many: int) -> list[tuple[UUID, UUID]]:
    """So many messages, each claimed by a sender of its own."""
    held = [(stile.comes(), UUID(int=1 << 100 | at)) for at in range(many)]
    for message, claim in held:
        with stile.tx() as tx:
            assert outbox.claim(tx, [message], claim)
    return held


def begin(stile: Turnstile, message: UUID, claim: UUID) -> bool:
    with stile.tx() as tx:
        row = outbox.claimed(tx, message, claim)
        assert row is not None
        return gates.begin_call(tx, row, 1)


@pytest.mark.parametrize("rests", [False, True])
def test_senders_at_one_moment_share_one_bucket_and_one_scout(
    stile: Turnstile, rests: bool
) -> None:
    """Each in a transaction of its own, in a thread of its own."""
    stile = paced(stile, None if rests else 0.01, 6)
    if rests:
        shut(stile)
        stile.goes_on(6)
    held = claimed(stile, 12)
    works = [partial(begin, stile, message, claim) for message, claim in held]
    assert (1 if rests else 4) == sum(at_once(*works))


def test_while_a_backup_is_looked_at_danger_alone_passes(stile: Turnstile) -> None:
    stile.world.run("SELECT handrail_hold(NULL)")
    passes = [stile.comes("alert"), stile.comes("crisis")]
    waits = [stile.comes(kind) for kind in ("reply", "confirmation", "prompt")]
    assert all(map(stile.tries, passes))
    for _ in range(3):
        assert not any(map(stile.tries, waits))
        stile.goes_on(600)
    assert {"restored"} == {stile.row(message)["waits_for"] for message in waits}
    with stile.tx() as tx:
        # Who opens what the carrier stopped does not open this.
        assert gates.stop(tx, "text", 30034)
        assert 1 == gates.reopen(tx)[0]
        assert [True, True] == [one.restored_at is not None for one in gates.show(tx)]
        assert not any(one.open for one in gates.show(tx))
    assert not any(map(stile.tries, waits))
    with stile.tx() as tx:
        assert 3 == gates.let_go(tx)
    assert all(map(stile.tries, waits))


def test_a_message_that_was_claimed_before_the_hold_is_not_called(
    stile: Turnstile,
) -> None:
    """Its sender asked at her row already, and loses the claim."""
    message, claim = stile.comes(), UUID(int=7)
    with stile.tx() as tx:
        assert outbox.claim(tx, [message], claim)
        row = outbox.claimed(tx, message, claim)
    assert row
    stile.world.run("UPDATE outbox_messages SET created_at = handrail_now()"
                    " - interval '1 day', not_before = handrail_now()")  # fmt: skip
    stile.world.run("SELECT handrail_hold(NULL)")
    with stile.tx() as tx:
        assert not gates.begin_call(tx, row, row["consent_version"])
    assert "in_doubt" == stile.row(message)["state"]
