"""A place she took up, found in her own words, where they plainly say it."""

import pytest

from flows.talk.expects import Choice
from flows.talk.naming import chosen, is_name, named

PLACES = ("the planning meeting", "The Board", "the board dinner", "una charla de dos")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("said my idea in the planning meeting", "the planning meeting"),
        ("PLANNING MEETING: done!", "the planning meeting"),
        ("I asked the board, twice", "The Board"),
        ("spoke at the board dinner", "the board dinner"),
        ("lo dije en una charla de dos", "una charla de dos"),
        ("Charla de dos, ¡listo!", "una charla de dos"),
        ("not at the stand-up this time but to the board", "The Board"),
    ],
)
def test_a_place_is_found_in_whole_words(text: str, place: str) -> None:
    """#29: without accents, capitals and articles."""
    assert place == named(text, PLACES)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "said my idea at the daily meeting",
        "I was on the cardboard floor of boarding",  # no whole word
        "the board and then the planning meeting",  # which of them?
        "did it, just not at the board",
        "esta vez no fue en una charla de dos",
        "tomorrow I will tell the board",
        "mañana se lo digo al board",
    ],
)
def test_what_is_not_plain_is_no_place(text: str) -> None:
    assert "" == named(text, PLACES)


def test_a_name_without_words_is_found_nowhere() -> None:
    assert "" == named("I did it there, in the", ("", "the", "...", "\N{PARTY POPPER}"))
    assert "" == named("the board", ())


def test_a_place_denied_and_then_named_is_there() -> None:
    said = "not the board, I mean it went badly at first, then I told the board"
    assert "The Board" == named(said, PLACES)


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("At the Board!", True),
        ("en el board", True),
        ("said my idea at the board", False),
        ("the", False),
    ],
)
def test_a_text_may_be_nothing_but_the_name(text: str, whole: bool) -> None:
    assert whole == is_name(text, "the board")
    assert not is_name(text, "the")


def test_a_choice_may_be_called_by_her_own_name_for_it() -> None:
    choices = (
        Choice("usual", {"en": ("the usual place",)}),
        Choice("there", {"en": ("the new one",)}, called="new_place"),
    )
    look = {"new_place": "the team lunch"}.get
    assert "there" == chosen("it was at the team lunch", choices, lambda n: look(n, ""))
    for text in ("not at the team lunch", "at the dinner", ""):
        assert chosen(text, choices, lambda n: look(n, "")) is None
    assert chosen("at the dinner", choices, lambda _: "") is None
