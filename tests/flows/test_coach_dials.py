"""The five dials of a step: one notch at a time, inside the bounds of a programme."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.coach import dials
from flows.coach.dials import DIALS, GOOD_FEAR, TABLE, Difficulty
from flows.coach.programmes import NUMBERS
from tests.flows.test_programmes import SHIPPED

EASY = Difficulty(minutes=1, per_week=1, imagining=2, complexity=1, fear=0)
HARD = Difficulty(minutes=120, per_week=7, imagining=0, complexity=7, fear=10)
difficulties = st.builds(
    Difficulty, **{dial: st.integers(*NUMBERS[dial]) for dial in DIALS}
)
ways = st.sampled_from(("up", "down"))


def hardness(dial: str, number: int) -> int:
    return -number if dial == "imagining" else number


@given(difficulties, st.sampled_from(DIALS), ways)
def test_a_notch_moves_one_dial_the_right_way_and_stays_in_bounds(
    before: Difficulty, dial: dials.Dial, way: dials.Way
) -> None:
    """#23: minutes and notches stay within the bounds of programmes.NUMBERS."""
    after = dials.turned(before, dial, way)
    if after is None:
        return
    changed = [one for one in DIALS if getattr(before, one) != getattr(after, one)]
    assert [dial] == changed
    low, high = NUMBERS[dial]
    assert low <= getattr(after, dial) <= high
    moved = hardness(dial, getattr(after, dial)) - hardness(dial, getattr(before, dial))
    assert (moved > 0) == (way == "up")


@given(difficulties, st.sampled_from(DIALS))
def test_up_and_down_again_is_never_harder_than_before(
    before: Difficulty, dial: dials.Dial
) -> None:
    up = dials.turned(before, dial, "up")
    back = None if up is None else dials.turned(up, dial, "down")
    if back is not None:
        now, then = getattr(back, dial), getattr(before, dial)
        assert hardness(dial, now) <= hardness(dial, then)


@given(difficulties)
def test_expected_fear_is_never_turned_above_the_good_band(before: Difficulty) -> None:
    """#28, #52: just outside the comfort zone, and no farther."""
    after = dials.turned(before, "fear", "up")
    assert after is None or after.fear <= GOOD_FEAR[1]


@given(difficulties, ways)
def test_room_names_exactly_the_dials_that_turn(
    one: Difficulty, way: dials.Way
) -> None:
    turns = [dial for dial in DIALS if dials.turned(one, dial, way)]
    assert turns == list(dials.room(one, way))


def test_at_the_ends_no_dial_is_left() -> None:
    assert () == dials.room(EASY, "down")
    assert () == dials.room(HARD, "up")


@pytest.mark.parametrize(
    ("dial", "before", "way", "after"),
    [
        ("minutes", 2, "up", 3),
        ("minutes", 25, "up", 30),  # between two places
        ("minutes", 25, "down", 20),
        ("per_week", 1, "up", 2),  # 25: once this week, twice next
        ("imagining", 2, "up", 1),  # 26: from the head to aloud
        ("imagining", 0, "down", 1),
        ("complexity", 4, "down", 3),
        ("fear", 4, "up", 5),
    ],
)
def test_one_notch_is_this_much(
    dial: dials.Dial, before: int, way: dials.Way, after: int
) -> None:
    """#24, #25, #26, #27: duration, frequency, imagining, complexity."""
    middle = {"minutes": 10, "per_week": 2, "imagining": 1, "complexity": 3, "fear": 3}
    start = Difficulty(**{**middle, dial: before})
    turned = dials.turned(start, dial, way)
    assert turned is not None
    assert after == getattr(turned, dial)


def test_every_place_of_the_table_is_inside_the_bounds_of_a_programme() -> None:
    for dial in DIALS:
        low, high = NUMBERS[dial]
        assert {low, high} <= set(TABLE[dial].places) <= set(range(low, high + 1))


def test_the_steps_of_every_path_have_dials() -> None:
    for one in SHIPPED.values():
        for step in one.steps:
            assert step.minutes == dials.of(step).minutes


def test_mila_reaches_her_goal_on_every_dial_but_the_feeling() -> None:
    """#58: longer and less easy, step by step."""
    first, _, third = map(dials.of, SHIPPED["find_my_voice"].steps)
    assert dials.reaches(third, third)
    assert not dials.reaches(first, third)
    calm = Difficulty(**{**{d: getattr(third, d) for d in DIALS}, "fear": 0})
    assert dials.reaches(calm, third)


@given(difficulties)
def test_dials_come_back_from_json(one: Difficulty) -> None:
    assert one == dials.load(json.loads(json.dumps(dials.dump(one))))


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"v": 2},
        {"v": 1},
        {"v": 1, **dict.fromkeys(DIALS, 99)},
        {"v": 1, **dict.fromkeys(DIALS)},
    ],
)
def test_dials_that_cannot_be_read_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"version|read|between"):
        dials.load(wrong)


def test_what_the_scripts_let_her_pick_are_dials() -> None:
    assert set(dials.PICKED.values()) | set(dials.EASED.values()) <= set(DIALS)
