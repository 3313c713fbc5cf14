"""Her list of easy, edge and too much, and what is offered next of it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.coach import exposure
from flows.coach.exposure import COLUMNS, Exposure, Item, Met

LIST = exposure.start(easy="say hello", edge=" say one idea ", too_much="lead it")
items = st.builds(
    Item,
    words=st.text("abc", min_size=1, max_size=3),
    column=st.sampled_from(COLUMNS),
    expected=st.none() | st.integers(0, 10),
    felt=st.lists(st.integers(0, 10), max_size=4).map(tuple),
)


@st.composite
def lists(draw: st.DrawFn) -> Exposure:
    made = Exposure()
    for one in draw(st.lists(items, max_size=7, unique_by=lambda item: item.words)):
        made = exposure.observe(made, one)
    return made


def test_the_list_is_seeded_from_her_words() -> None:
    """#55: what is easy, at the edge and too much, as she put it."""
    assert ["say hello", "say one idea", "lead it"] == [one.words for one in LIST.items]
    assert Exposure() == exposure.start(easy=" ")


def test_the_next_item_is_at_the_edge() -> None:
    item = exposure.next_item(LIST)
    assert item is not None
    assert "say one idea" == item.words


@given(lists())
def test_nothing_too_much_or_over_the_band_is_offered(made: Exposure) -> None:
    """#27, #28: cases in order, easier first; propose fear of 3 to 5."""
    item = exposure.next_item(made)
    if item is not None:
        assert "too_much" != item.column
        assert item.expected is None or item.expected <= 5
        assert not item.done
        assert item.expected is not None or "edge" == item.column


def test_an_item_met_twice_with_little_fear_makes_room_for_the_next() -> None:
    """#28: advance when felt fear is 2 or less, twice; repetition shrinks fear."""
    made = exposure.observe(LIST, Item("ask a question", "edge", 5))
    for fear in (4, 2):
        made = exposure.met(made, Met("say one idea", fear))
        item = exposure.next_item(made)
        assert item is not None
        assert "say one idea" == item.words
    made = exposure.met(made, Met("say one idea", 1))
    item = exposure.next_item(made)
    assert item is not None
    assert "ask a question" == item.words
    met = next(one for one in made.items if one.words == "say one idea")
    assert (4, 1) == met.change
    assert item.change is None
    assert (5, 3) == exposure.met(made, Met(item.words, 3)).items[2].change


def test_what_is_met_and_not_on_the_list_changes_nothing() -> None:
    assert LIST == exposure.met(LIST, Met("something else", 3))


def test_expected_fear_of_seven_is_for_a_person_first() -> None:
    made = exposure.observe(LIST, Item("the all-hands", "edge", 7))
    assert ["the all-hands"] == [one.words for one in exposure.for_coach(made)]
    item = exposure.next_item(made)
    assert item is not None
    assert "the all-hands" != item.words


def test_seven_items_are_the_most_and_none_is_without_words() -> None:
    made = Exposure()
    for n in range(7):
        made = exposure.observe(made, Item(str(n), "edge"))
    assert made == exposure.observe(made, Item("3", "edge"))
    with pytest.raises(ValueError, match="7 items"):
        exposure.observe(made, Item("one more", "edge"))
    for wrong in (
        Item(" ", "edge"),
        Item("x", "edge", 11),
        Item("x", "edge", 1, (-1,)),
    ):
        with pytest.raises(ValueError, match="needs words"):
            exposure.observe(Exposure(), wrong)


@given(lists())
def test_a_list_comes_back_from_json(made: Exposure) -> None:
    assert made == exposure.load(json.loads(json.dumps(exposure.dump(made))))


@pytest.mark.parametrize("wrong", [{}, {"v": 1}, {"v": 1, "items": [{"felt": [1]}]}])
def test_a_list_that_cannot_be_read_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"version|read"):
        exposure.load(wrong)
