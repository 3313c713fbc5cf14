"""The talks that a coach holds open, as Today and the pages of people tell of them."""

from __future__ import annotations

from uuid import UUID

import pytest

from service.usecases.parts import Parts
from tests.pages.visiting import Visitor
from tests.service import crowd


@pytest.fixture
def mila(parts: Parts, stairwell: UUID, where: UUID) -> UUID:
    """Mila, who has said yes and told of nothing yet."""
    found = crowd.person(parts, stairwell, where)
    crowd.text(parts, "GO")
    return found


def test_my_open_talk_stands_last_on_today_and_is_nobodys_need(
    coach: Visitor, ana: Visitor, mila: UUID
) -> None:
    coach.goes(f"/inbox/{mila}").presses("Only take over")
    said = coach.goes("/").said
    assert "Nobody needs you right now." in said
    open_ = said.partition("You are talking with Mila.")
    assert "Nobody needs you" in open_[0], "it stands last"
    assert "It ends by itself tomorrow" in open_[2]
    assert "by the clock of New York" in open_[2]
    assert f'href="/inbox/{mila}"' in open_[2]
    for path in ("/people", f"/people/{mila}"):
        assert (
            "You are talking with them; automatic texts wait." in coach.goes(path).said
        )
        told = "Ruth Miller is talking with them; automatic texts wait."
        assert told in ana.goes(path).said
        assert "You are talking" not in ana.said
    assert "You are talking" not in ana.goes("/").said
    coach.goes("/").presses("End the talk")
    assert coach.here("/")
    assert "The talk has ended; automatic texts go on." in coach.said
    assert "You are talking with Mila." not in coach.said


def test_a_talk_that_a_colleague_took_over_is_not_ended_from_an_old_page(
    coach: Visitor, ana: Visitor, mila: UUID
) -> None:
    coach.goes(f"/inbox/{mila}").presses("Only take over")
    coach.goes("/")
    ana.goes(f"/inbox/{mila}").presses("Take over from")
    coach.presses("End the talk")
    assert "That was settled before" in coach.said
    assert "You are talking with Mila." in ana.goes("/").said


def test_a_talk_in_which_she_wrote_last_stands_once(
    coach: Visitor, parts: Parts, mila: UUID
) -> None:
    coach.goes(f"/inbox/{mila}").presses("Only take over")
    crowd.text(parts, "are you there?")
    said = coach.goes("/").said
    assert "You are talking with them, and they wrote last." in said
    assert "You are talking with Mila." not in said
