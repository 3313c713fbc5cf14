"""Places counted each by itself, and the stages from Start to Keep."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.coach import contexts
from flows.coach.contexts import STAGES, TRANSITIONS, Stage, Standing, Tally
from flows.coach.signs import Sign

DAY = date(2026, 3, 2)
standings = st.builds(
    Standing,
    known=st.integers(0, 30),
    rung=st.integers(0, 5),
    rung_days=st.integers(0, 60),
    at_goal=st.booleans(),
    in_a_row=st.integers(0, 10),
    contexts=st.integers(0, 4),
    automatic=st.none() | st.integers(1, 7),
    confidence=st.none() | st.integers(0, 10),
    lapsed=st.booleans(),
    kept=st.booleans(),
)
ALONE = Standing(known=40, rung=5, rung_days=28, at_goal=True, contexts=2, confidence=8)


def test_tries_count_for_the_place_they_were_made_in() -> None:
    """#29, #31: variety is proof; each place has a count of its own."""
    signs = [
        Sign("1", DAY, "planned", tried=True),
        Sign("2", DAY, "planned", tried=True, context="the workshop"),
        Sign("3", DAY, "hard", tried=False, context="the workshop"),
        Sign("4", DAY, "unknown", tried=False, context="the all-hands"),
        Sign("5", DAY, "other", tried=False, context="a one-to-one"),
    ]
    found = contexts.added({}, signs)
    assert {
        "": Tally(1, 1), "the workshop": Tally(2, 1), "a one-to-one": Tally(1, 0),
    } == found  # fmt: skip
    assert ("the workshop",) == contexts.further(found)


def test_the_path_suggests_the_first_place_not_taken_yet() -> None:
    assert "b" == contexts.suggestion(("a", "b"), ("a",))
    assert "" == contexts.suggestion(("a",), ("a",))


def test_a_new_context_comes_after_fourteen_days_on_a_light_rung_at_the_goal() -> None:
    """#29: the familiar setting first."""
    held = Standing(rung=4, rung_days=14, at_goal=True)
    assert contexts.settled(held)
    for less in ({"rung": 3}, {"rung_days": 13}, {"at_goal": False}):
        assert not contexts.settled(replace(held, **less))


def test_she_may_graduate_after_two_places_four_weeks_and_ease() -> None:
    """#20, #30: the deepest mastery is her own; two further places first."""
    assert contexts.may_graduate(ALONE)
    assert contexts.may_graduate(replace(ALONE, confidence=None, automatic=5))
    for less in (
        {"rung": 4},
        {"rung_days": 27},
        {"contexts": 1},
        {"confidence": 7},
        {"confidence": None},
        {"at_goal": False},
    ):
        assert not contexts.may_graduate(replace(ALONE, **less))


@pytest.mark.parametrize(
    ("before", "now", "after"),
    [
        ("start", Standing(known=7), "fade"),
        ("start", Standing(rung=1), "fade"),
        ("fade", Standing(in_a_row=4), "stretch"),
        ("fade", Standing(rung=4, rung_days=14, at_goal=True, in_a_row=4), "solidify"),
        ("stretch", Standing(rung=4, rung_days=14, at_goal=True), "solidify"),
        ("solidify", Standing(kept=True), "keep"),
        ("solidify", Standing(lapsed=True, kept=True), "fade"),
        ("keep", Standing(lapsed=True), "fade"),
    ],
)
def test_a_stage_moves_by_its_row(before: Stage, now: Standing, after: Stage) -> None:
    moved = contexts.move(before, now, "Mila")
    assert moved is not None
    assert after == moved.after
    assert moved.sentence.startswith("Mila ")


@pytest.mark.parametrize("stage", STAGES)
def test_what_is_unknown_moves_no_stage(stage: Stage) -> None:
    assert contexts.move(stage, Standing()) is None


@given(st.sampled_from(STAGES), standings)
def test_a_stage_moves_along_the_table_only(stage: Stage, now: Standing) -> None:
    moved = contexts.move(stage, now)
    if moved is not None:
        assert (stage, moved.after) in {(t.before, t.after) for t in TRANSITIONS}


def test_every_stage_can_be_come_to_and_left() -> None:
    assert set(STAGES) - {"start"} == {row.after for row in TRANSITIONS}
    assert set(STAGES) == {row.before for row in TRANSITIONS}
    assert len(TRANSITIONS) == len({row.rule for row in TRANSITIONS})
