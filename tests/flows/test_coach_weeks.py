"""A person's weeks: whatever weeks are summed, the sum is that of their chances."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from flows.coach import attempts
from flows.coach.attempts import ChanceRecord
from flows.coach.effect import Block, Drawn, Side, pooled, reminder_effect
from flows.coach.sums import lapses, recovered, recovery
from flows.coach.weeks import Lot, Stay, monday, stays, weeks

MONDAY = date(2026, 3, 2)
Chance = tuple[int, str, str, bool, float, bool]
chance = st.tuples(
    st.integers(0, 40),
    st.sampled_from(["attempted", "imagined", "skipped", "missed", "unknown"]),
    st.sampled_from(["prompted", "unprompted"]),
    st.booleans(),
    st.sampled_from([0.0, 0.25, 0.5, 1.0]),
    st.booleans(),
)


def told(chances: list[Chance]) -> tuple[list[ChanceRecord], list[Drawn]]:
    records, drawn = [], []
    for at, outcome, label, opened, probability, prompt in chances:
        day = MONDAY + timedelta(days=at)
        record = ChanceRecord(str(day), day, outcome, label, opened)  # type: ignore[arg-type] # drawn from these words
        records.append(record)
        drawn.append(Drawn("her", record.key, probability, prompt, record.mark))
    return records, drawn


@given(st.lists(chance, unique_by=lambda one: one[0]))
def test_the_weeks_are_the_chances_that_lie_in_them(chances: list[Chance]) -> None:
    records, drawn = told(chances)
    found = weeks(records, drawn)
    assert len(attempts.known(records)) == sum(one.known for one in found.values())
    assert len(attempts.tries(records)) == sum(one.tries for one in found.values())
    own = [one for one in attempts.known(records) if not one.prompted_first]
    assert len(own) == sum(one.own.n for one in found.values())
    assert set(found) == {monday(one.local_date) for one in records}


@given(st.lists(chance, unique_by=lambda one: one[0]))
def test_the_effect_of_the_weeks_is_that_of_the_chances(chances: list[Chance]) -> None:
    records, drawn = told(chances)
    lots = [lot for week in weeks(records, drawn).values() for lot in week.lots]
    assert reminder_effect(drawn) == pooled(
        blocks(lots), sum(lot.unknown for lot in lots)
    )


def blocks(lots: list[Lot]) -> list[Block]:
    sides: dict[tuple[float, bool], Side] = {}
    for lot in lots:
        before = sides.get((lot.probability, lot.prompt), Side(0, 0))
        now = Side(before.tried + lot.tried, before.n + lot.known)
        sides[lot.probability, lot.prompt] = now
    none = Side(0, 0)
    return [
        Block("her", at, sides.get((at, True), none), sides.get((at, False), none))
        for at in {at for at, _ in sides}
    ]


@given(st.lists(chance, unique_by=lambda one: one[0]))
def test_her_lapses_are_what_her_recovery_is_of(chances: list[Chance]) -> None:
    records, _ = told(chances)
    assert recovery(records) == recovered([one.days for one in lapses(records)])


def test_a_week_counts_her_tries_her_own_and_its_lots() -> None:
    records, drawn = told(
        [
            (0, "attempted", "unprompted", False, 0.5, False),
            (1, "missed", "prompted", False, 0.5, True),
            (2, "unknown", "unprompted", False, 1.0, True),
            (7, "attempted", "prompted", True, 0.0, False),
        ]
    )
    found = weeks(records, drawn)
    assert [MONDAY, MONDAY + timedelta(days=7)] == list(found)
    assert (2, 1) == (found[MONDAY].known, found[MONDAY].tries)
    assert 2 == sum(lot.known + lot.unknown for lot in found[MONDAY].lots)
    assert () == found[MONDAY + timedelta(days=7)].lots


def test_a_stay_begins_ends_and_is_taken_up_again_in_its_week() -> None:
    def on(*words: tuple[bool, int]) -> tuple[Stay, ...]:
        return stays([(yes, MONDAY + timedelta(days=at)) for yes, at in words])

    assert (Stay(MONDAY, None),) == on((False, 0), (True, 1), (True, 2))
    gone = on((True, 0), (False, 15), (False, 22))
    assert (Stay(MONDAY, MONDAY + timedelta(days=14)),) == gone
    assert (Stay(MONDAY, None),) == on((True, 0), (False, 15), (True, 16))


def test_a_lapse_says_when_she_came_back() -> None:
    marks = ["attempted", "missed", "missed", "attempted"]
    records, _ = told(
        [(at, mark, "unprompted", False, 0.0, False) for at, mark in enumerate(marks)]
    )
    (lapse,) = lapses(records)
    assert (MONDAY + timedelta(days=3), 2) == (lapse.back, lapse.days)


def test_who_stops_and_begins_again_was_not_here_in_between() -> None:
    yes, stop, again, last = (MONDAY + timedelta(ahead) for ahead in (1, 9, 30, 40))
    first = Stay(MONDAY, MONDAY + timedelta(7))
    words = [(True, yes), (False, stop), (True, again), (False, last)]
    assert () == stays([])
    assert () == stays(words[1:2])  # a STOP to the invitation
    assert (Stay(MONDAY, None),) == stays(words[:1])
    assert (first,) == stays(words[:2])
    assert (first, Stay(monday(again), None)) == stays(words[:3])
    assert (first, Stay(monday(again), monday(last))) == stays(words)


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 100)), max_size=12))
def test_no_week_is_of_two_stays_and_a_repeat_changes_none(
    drawn: list[tuple[bool, int]],
) -> None:
    days = sorted(drawn, key=lambda one: one[1])
    words = [(yes, MONDAY + timedelta(at)) for yes, at in days]
    found = stays(words)
    assert found == stays([one for one in words for _ in range(2)])
    assert all(one.left is not None for one in found[:-1])
    assert all(old.left and old.left < new.joined for old, new in pairwise(found))
    here = [(one.joined, one.left or date.max) for one in found]
    for yes, day in words:
        if yes:
            assert 1 == sum(began <= monday(day) <= ended for began, ended in here)
