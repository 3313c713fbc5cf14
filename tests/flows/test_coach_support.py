"""Kinds of support and their own fade, apart from prompts."""

from datetime import date, timedelta

import pytest

from flows.coach import support
from flows.coach.programmes import Support
from flows.coach.signs import Sign
from flows.coach.support import KINDS, TABLE
from tests.flows.test_programmes import SHIPPED

MONDAY = date(2026, 3, 2)


def signs(*went: str) -> list[Sign]:
    return [
        Sign(str(n), MONDAY + timedelta(days=n), one, one != "other")  # type: ignore[arg-type]  # plain words in tests
        for n, one in enumerate(went)
    ]


def test_there_are_four_kinds_from_a_person_to_herself() -> None:
    """#22: person, tool, media, self."""
    assert ("with_me", "tool", "story", "self") == KINDS == tuple(TABLE)


def test_less_and_more_go_one_level_and_stop_at_the_ends() -> None:
    assert ["tool", "story", "self", "self"] == [support.less(one) for one in KINDS]
    assert ["with_me", "with_me", "tool", "story"] == [support.more(k) for k in KINDS]


@pytest.mark.parametrize(
    ("kind", "enough"), [("with_me", 3), ("tool", 4), ("story", 4)]
)
def test_after_enough_tries_at_a_kind_less_help_is_offered(
    kind: Support, enough: int
) -> None:
    """#12, #16: as much help as possible at first, then less; training wheels go."""
    assert support.wish(kind, signs(*["planned"] * (enough - 1))) is None
    assert "down" == support.wish(kind, signs(*["planned"] * enough))


def test_a_hard_one_and_silence_ask_for_no_less_help() -> None:
    assert support.wish("with_me", signs(*["planned"] * 3, "hard")) is None
    assert support.wish("with_me", signs(*["unknown"] * 9)) is None
    assert support.wish("with_me", signs(*["other"] * 9)) is None
    three = signs(*["planned"] * 3, "unknown")
    assert "down" == support.wish("with_me", three)


def test_there_is_nothing_less_than_herself() -> None:
    assert support.wish("self", signs(*["planned"] * 30)) is None


def test_what_gets_harder_brings_one_level_of_help_back() -> None:
    """#13, #22: contingent support, and prompts back to Half at most."""
    assert "tool" == support.after_harder("story")
    assert 2 == support.RUNG_AT_MOST


def test_every_path_begins_with_a_kind_of_the_table() -> None:
    assert {s.support for one in SHIPPED.values() for s in one.steps} <= set(TABLE)
