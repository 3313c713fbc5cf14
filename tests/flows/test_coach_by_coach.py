"""What a coach sets of a step as agreed: only that changes, and everything is said."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.coach import by_coach, growth
from flows.coach.by_coach import Agreed, agreed, listed, of
from flows.coach.dials import DIALS, TABLE, Difficulty
from flows.coach.exposure import Item
from flows.coach.growth import Growth
from flows.coach.programmes import Step
from flows.coach.support import KINDS

TODAY = date(2026, 3, 9)
STEP = Step(
    text={}, cue={}, kind="window", days="0", minutes=5, per_week=3, imagining=1,
    complexity=2, fear=3, support="tool",
)  # fmt: skip
BEFORE = growth.start(STEP, TODAY - timedelta(days=30))

difficulties = st.builds(
    Difficulty, **{dial: st.sampled_from(TABLE[dial].places) for dial in DIALS}
)
places = st.lists(
    st.sampled_from(["the choir", "at home", "work"]), max_size=3, unique=True
)
whatever = st.builds(Agreed, difficulties, st.sampled_from(KINDS), places.map(tuple))


@given(whatever)
def test_what_was_agreed_stands_and_each_change_is_said_once(now: Agreed) -> None:
    after, changes = agreed(BEFORE, now, TODAY, "Mila")
    assert now == of(after)
    old, new = BEFORE.difficulty, now.difficulty
    turned = {dial for dial in DIALS if getattr(old, dial) != getattr(new, dial)}
    turned |= {"support"} if now.support != BEFORE.support else set()
    turned |= {"context"} if now.contexts else set()
    assert turned == {one.what for one in changes}
    assert len(turned) == len(changes)
    assert all("Mila" in one.sentence for one in changes)
    assert (after == BEFORE) == (not changes)


@given(whatever)
def test_nothing_else_changes_and_a_week_of_rest_begins(now: Agreed) -> None:
    after, changes = agreed(BEFORE, now, TODAY, "Mila")
    if changes:
        assert after.lever == TODAY
    size = now.difficulty != BEFORE.difficulty
    assert (after.fresh != BEFORE.fresh) == size
    assert (after.helped != BEFORE.helped) == (now.support != BEFORE.support)
    kept = {"difficulty", "support", "contexts", "lever", "fresh", "helped"}
    rest = set(Growth.__slots__) - kept
    assert all(getattr(after, name) == getattr(BEFORE, name) for name in rest)


@given(whatever)
def test_what_gets_harder_or_new_takes_prompts_back(now: Agreed) -> None:
    _, changes = agreed(BEFORE, now, TODAY, "Mila")
    back = {one.what for one in changes if one.rung_at_most is not None}
    old, new = BEFORE.difficulty, now.difficulty
    harder = {
        dial
        for dial in DIALS
        if (
            getattr(new, dial) < getattr(old, dial)
            if dial == "imagining"
            else getattr(new, dial) > getattr(old, dial)
        )
    }
    assert harder | ({"context"} if now.contexts else set()) == back


def test_a_step_that_is_harder_and_has_other_help_rests_and_is_said() -> None:
    """To imagine it is easier than to do it, and what is easier takes nothing back."""
    old = BEFORE.difficulty
    harder = replace(old, fear=old.fear + 1)
    easier = replace(old, imagining=old.imagining + 1)
    after, (turned, helped) = agreed(
        BEFORE, Agreed(harder, KINDS[0], ()), TODAY, "Mila"
    )
    assert ("fear", "support") == (turned.what, helped.what)
    assert turned.rung_at_most is not None
    assert after.fresh == after.helped == TODAY + timedelta(days=1)
    _, (eased,) = agreed(BEFORE, Agreed(easier, STEP.support, ()), TODAY, "Mila")
    assert ("imagining", None) == (eased.what, eased.rung_at_most)


def test_what_stands_already_changes_nothing() -> None:
    assert (BEFORE, ()) == agreed(BEFORE, of(BEFORE), TODAY, "Mila")


def test_a_place_that_goes_takes_no_prompts_back() -> None:
    there = replace(BEFORE, contexts=("at home",))
    _, (change,) = agreed(there, replace(of(there), contexts=()), TODAY, "Mila")
    assert change.rung_at_most is None


@pytest.mark.parametrize(
    ("contexts", "says"),
    [
        (tuple(f"place {at}" for at in range(9)), "8 places at most"),
        ((" ",), "1 to 40"),
        (("x" * 41,), "1 to 40"),
        (("Home", "home"), "named once"),
    ],
)
def test_places_that_cannot_stand_are_refused(
    contexts: tuple[str, ...], says: str
) -> None:
    with pytest.raises(ValueError, match=says):
        agreed(BEFORE, replace(of(BEFORE), contexts=contexts), TODAY, "Mila")


def test_how_an_item_was_met_stays_with_its_words() -> None:
    first = listed(BEFORE, [Item("ask", "edge", 4), Item("shout", "too_much")])
    met = replace(
        first,
        exposure=replace(
            first.exposure,
            items=tuple(replace(one, felt=(3,)) for one in first.exposure.items),
        ),
    )
    after = listed(met, [Item("ask", "easy", 2), Item("sing", "edge")])
    assert {"ask": (3,), "sing": ()} == {
        one.words: one.felt for one in after.exposure.items
    }


@pytest.mark.parametrize(
    ("items", "says"),
    [
        ([Item("x" * (by_coach.LONGEST_ITEM + 1), "easy")], "up to 40"),
        ([Item(f"thing {at}", "easy") for at in range(8)], "7 items"),
        ([Item("ask", "easy", 11)], "fear from 0 to 10"),
    ],
)
def test_a_list_that_cannot_stand_is_refused(items: list[Item], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        listed(BEFORE, items)
