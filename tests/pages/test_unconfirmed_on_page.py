"""A number that may be somebody else's: said on the person's page, and on Today."""

from __future__ import annotations

import re
from uuid import UUID

import pytest

from service.usecases import planning
from service.usecases.parts import Parts
from tests.database import Clone
from tests.pages.visiting import Visitor, visitor
from tests.service import console as desk
from tests.service import crowd
from tests.service.console import Console

SILENT = "Silent for 50 days: the number may be somebody else's by now."
IN_SPANISH = "50 días en silencio: quizá el número ya es de otra persona."
HELD = "Something came from their number, which had been silent for 45 days"


@pytest.fixture
def console(parts: Parts, clone: Clone, stairwell: UUID) -> Console:
    return desk.opened(parts, clone, stairwell)


@pytest.fixture
def coach(console: Console) -> Visitor:
    return visitor(console, console.owner().token)


@pytest.fixture
def silent(console: Console, mila: UUID) -> UUID:
    """Mila, from whom nothing has come for fifty days."""
    ago = "handrail_now() - interval '50 days 1 hour'"
    console.sql(f"UPDATE participants SET last_heard_at = {ago}, created_at = {ago}")
    console.sql(f"UPDATE consent_entries SET at = {ago}")
    console.sql(f"UPDATE inbox SET received_at = {ago}")
    return mila


def test_it_is_said_where_she_is_looked_at(coach: Visitor, silent: UUID) -> None:
    assert SILENT in coach.goes(f"/people/{silent}").said


def test_none_of_her_coming_days_promises_a_text(
    console: Console, coach: Visitor, mila: UUID, request: pytest.FixtureRequest
) -> None:
    console.sql("UPDATE participants SET planned_until = NULL, plan_at = NULL")
    assert planning.plan(console.parts, console.organisation, [mila])
    assert "Nothing: " not in coach.goes(f"/people/{mila}").said
    request.getfixturevalue("silent")
    said = coach.goes(f"/people/{mila}").said
    # Each is judged at its own moment, by how long the silence is then.
    assert re.search(r"Nothing: Silent for 5\d days: Mila's number may be some", said)


def test_nothing_is_said_of_a_number_that_is_hers(coach: Visitor, mila: UUID) -> None:
    assert "somebody else" not in coach.goes(f"/people/{mila}").said


def test_what_came_from_it_stands_on_today_and_holds(
    console: Console, coach: Visitor, silent: UUID
) -> None:
    crowd.text(console.parts, "who is this?")
    assert HELD in coach.goes("/").said
    assert "who is this?" in coach.said
    assert HELD in coach.goes(f"/people/{silent}").said
    assert SILENT not in coach.said


def test_who_looks_at_somebody_in_danger_reads_whose_number_it_may_be(
    console: Console, coach: Visitor, silent: UUID
) -> None:
    crowd.text(console.parts, "I want to die")
    assert SILENT in coach.goes(f"/people/{silent}").said
    assert "waits until a person has looked" in coach.said


def test_in_spanish(console: Console, coach: Visitor, silent: UUID) -> None:
    console.sql("UPDATE accounts SET language = 'es'")
    assert IN_SPANISH in coach.goes(f"/people/{silent}").said
