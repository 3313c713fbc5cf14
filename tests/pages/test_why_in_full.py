"""Why a prompt comes or did not, where the Ladder's own sentence would not be true."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from service.usecases import overriding, planning
from service.usecases.overriding import Word
from service.usecases.parts import Parts
from tests.database import Clone, put_clock
from tests.pages.reading import came_in, site
from tests.pages.visiting import Visitor
from tests.service import crowd

WAITS = "A prompt waits for the deadline"
# Thursday, 26 March 2026, 23:58 in New York; her window was from 17:00 to 20:00.
LATE = datetime(2026, 3, 27, 3, 58, tzinfo=UTC)


@pytest.fixture
def coach(parts: Parts, stairwell: UUID) -> Visitor:
    client = site(parts).test_client()
    client.set_cookie("handrail", came_in(parts, stairwell), domain="localhost")
    return Visitor(client)


@pytest.fixture
def mila(parts: Parts, stairwell: UUID, clone: Clone) -> UUID:
    put_clock(clone, LATE)
    where = crowd.programme(parts, stairwell)
    found = crowd.person(parts, stairwell, where)
    crowd.text(parts, "GO")
    planning.plan(parts, stairwell, [found])
    return found


def test_another_policy_says_itself_why_a_prompt_comes(
    coach: Visitor, parts: Parts, stairwell: UUID, mila: UUID
) -> None:
    assert WAITS in coach.goes(f"/people/{mila}").said
    overriding.begin(parts, stairwell, mila, "fixed", "Ruth")
    for path in (f"/people/{mila}", "/people"):
        said = coach.goes(path).said
        assert WAITS not in said
        assert "Every time" in said
        assert "A prompt before each chance." in said
    page = coach.goes(f"/people/{mila}").answer.text
    assert "<dt>Prompts</dt><dd><b>Every time</b>" in page
    overriding.begin(parts, stairwell, mila, "coach_locked", "Ruth")
    assert "<dt>Rung</dt>" in coach.goes(f"/people/{mila}").answer.text
    assert WAITS in coach.said


def test_a_rung_that_a_coach_holds_stands_over_a_policy(
    coach: Visitor, parts: Parts, stairwell: UUID, mila: UUID
) -> None:
    overriding.begin(parts, stairwell, mila, "fixed", "Ruth")
    word = Word("rung", 1, date(2026, 5, 1), "It suits her.", "Ruth")
    overriding.say(parts, stairwell, mila, word)
    assert WAITS in coach.goes(f"/people/{mila}").said
    overriding.lift(parts, stairwell, mila, "rung", "Ruth")
    assert WAITS not in coach.goes(f"/people/{mila}").said
