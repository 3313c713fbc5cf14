"""In which place a try was made: asked once, moved by her answer, counted there."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.coach import contexts, growing, placing
from flows.coach.grounds import Begun, Seen
from flows.coach.growing import Answer, Growth
from flows.coach.signs import Placed, Sign
from tests.flows.test_programmes import SHIPPED

MONDAY = date(2026, 3, 2)
FIRST = SHIPPED["find_my_voice"].steps[0]
BOARD, LUNCH = "the board", "the team lunch"


def day(n: int) -> date:
    return MONDAY + timedelta(days=n)


def key(n: int) -> str:
    return f"{day(n)}/0"


def sign(n: int, went: str = "planned", context: str = "") -> Sign:
    return Sign(key(n), day(n), went, went == "planned", context)  # type: ignore[arg-type]  # plain words in tests


def follow(growth: Growth, *events: growing.Event) -> Growth:
    for one in events:
        growth, _ = growing.observe(growth, one, "Mila")
    return growth


def takes(n: int, place: str) -> tuple[growing.Event, ...]:
    asked = Begun("O-context", "new_context", "offer", day(n))
    return asked, Answer("O-context", "accept", day(n), context=place)


def took(n: int, *events: growing.Event, place: str = BOARD) -> Growth:
    """Somebody who took up a further place on that day, and what came after."""
    return follow(growing.start(FIRST, MONDAY), *takes(n, place), *events)


def asks(n: int) -> Begun:
    return Begun("B-where", "where_it_was", "beside", day(n))


def unplaced(growth: Growth, n: int) -> str:
    return growing.grounds(growth, Seen(day(n))).unplaced


def tries(growth: Growth) -> dict[str, int]:
    counted = contexts.added(growth.past, growth.signs)
    return {name: one.tries for name, one in counted.items()}


# ---- when it is asked ----


def test_a_try_without_a_place_is_asked_about_once_a_place_is_taken_up() -> None:
    """#29: tries are counted for the place they were made in."""
    assert "" == unplaced(follow(growing.start(FIRST, MONDAY), sign(1)), 2)
    assert "" == unplaced(took(1), 2)  # no try yet
    assert BOARD == unplaced(took(1, sign(2)), 2)
    assert "" == unplaced(took(1, sign(1)), 2)  # made before she took it up
    assert "" == unplaced(took(1, sign(2, "hard")), 3)  # no try


def test_it_is_asked_once_a_try() -> None:
    now = took(1, sign(2), asks(3))
    assert Placed(key(2), BOARD) == now.asked
    assert "" == unplaced(now, 3)
    assert BOARD == unplaced(follow(now, sign(4)), 4)


def test_what_she_told_by_herself_is_not_asked() -> None:
    assert "" == unplaced(took(1, sign(2, context=BOARD)), 2)
    # Nor is anything more, once it is known that she has tried it there.
    assert "" == unplaced(took(1, sign(2, context=BOARD), sign(3)), 3)


def test_four_questions_about_a_place_are_enough() -> None:
    now = took(1)
    for n in (2, 6, 10, 14):
        now = follow(now, sign(n))
        assert BOARD == unplaced(now, n)
        now = follow(now, asks(n))
    assert "" == unplaced(follow(now, sign(18)), 18)
    now = follow(now, *takes(20, LUNCH), sign(21))
    assert LUNCH == unplaced(now, 21)


def test_the_place_taken_up_last_is_asked_about_first() -> None:
    now = replace(took(1, sign(2)), contexts=(LUNCH, BOARD))
    assert BOARD == unplaced(now, 2)
    assert LUNCH == unplaced(follow(now, sign(3, context=BOARD), sign(4)), 4)


def test_another_conversation_and_one_about_nothing_keep_no_question() -> None:
    joy = Begun("B-joy", "joy", "beside", day(2))
    assert took(1, sign(2), joy).asked is None
    assert took(1, asks(2)).asked is None


# ---- what her answer does ----


def test_her_answer_moves_that_try_and_no_other() -> None:
    """#31: variety is proof, and the place is told by her."""
    now = took(1, sign(2), sign(3), asks(3))
    after = follow(now, Placed(key(3), BOARD))
    assert {"": 1, BOARD: 1} == tries(after)
    # What made it work was asked in the same conversation.
    assert "" == growing.grounds(after, Seen(day(3))).first_there
    named = took(1, sign(2), sign(3, context=BOARD))
    assert BOARD == growing.grounds(named, Seen(day(3))).first_there
    assert after == follow(after, Placed(key(3), BOARD))  # told twice


def test_a_try_told_again_stays_where_it_was() -> None:
    """She adds words to her try: what was known of its place is not lost."""
    now = took(1, sign(2, context=BOARD), sign(2, "other"), sign(2, "unknown"))
    assert (BOARD, "other") == (now.signs[-1].context, now.signs[-1].went)
    assert (
        LUNCH
        == took(1, sign(2, context=BOARD), sign(2, context=LUNCH)).signs[-1].context
    )


def test_the_familiar_place_can_be_told_too() -> None:
    now = took(1, sign(2, context=BOARD))
    assert {"": 1} == tries(follow(now, Placed(key(2), "")))


@pytest.mark.parametrize(
    "where", [Placed(key(2), LUNCH), Placed(key(9), BOARD), Placed("", "")]
)
def test_a_place_she_never_took_up_and_a_try_nobody_knows_move_nothing(
    where: Placed,
) -> None:
    now = took(1, sign(2))
    assert now == follow(now, where)


def test_two_places_told_are_two_places_tried() -> None:
    """#29: so that she may be asked to go on alone one day."""
    now = replace(took(1, sign(2), asks(2)), contexts=(BOARD, LUNCH))
    now = follow(now, Placed(key(2), BOARD), sign(5), asks(5), Placed(key(5), LUNCH))
    assert 2 == growing.standing(now, Seen(day(6))).contexts


# ---- as it is kept ----


def test_the_question_is_kept_and_one_of_before_has_none() -> None:
    now = took(1, sign(2), asks(2))
    stored = json.loads(json.dumps(growing.dump(now)))
    assert now == growing.load(stored)
    older = {name: value for name, value in stored.items() if name != "asked"}
    assert replace(now, asked=None) == growing.load(older)


@given(
    st.lists(
        st.builds(sign, st.integers(0, 9), st.sampled_from(("planned", "hard")))
        | st.builds(asks, st.integers(0, 9))
        | st.builds(
            Placed, st.integers(0, 9).map(key), st.sampled_from(("", BOARD, LUNCH))
        ),
        max_size=20,
    )
)
def test_no_answer_makes_a_try_or_a_place(story: list[growing.Event]) -> None:
    now = took(1, *story)
    assert sum(one.tried for one in now.signs) == sum(tries(now).values())
    assert {one.context for one in now.signs} <= {"", BOARD}
    found = placing.question(now)
    assert found is None or found.context == BOARD
