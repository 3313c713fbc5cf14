"""A number that may be somebody else's: said on the page, at the reply, and on Today."""

from __future__ import annotations

from uuid import UUID

import pytest

from service.usecases import planning
from service.usecases.parts import Parts
from tests.database import Clone
from tests.pages.visiting import Visitor, visitor
from tests.service import console as desk
from tests.service import crowd
from tests.service.console import Console, Someone

SILENT = "No word from this number for 50 days, so it may be somebody else's by now."
IN_SPANISH = "Este número lleva 50 días en silencio"


@pytest.fixture
def console(parts: Parts, clone: Clone, stairwell: UUID) -> Console:
    return desk.opened(parts, clone, stairwell)


@pytest.fixture
def ruth(console: Console) -> Someone:
    return console.owner()


@pytest.fixture
def coach(console: Console, ruth: Someone) -> Visitor:
    return visitor(console, ruth.token)


@pytest.fixture
def viewer(console: Console, ruth: Someone) -> Visitor:
    colleague = console.colleague(ruth, "vic@example.org", "viewer")
    return visitor(console, colleague.token)


@pytest.fixture
def silent(console: Console, mila: UUID) -> UUID:
    """Mila, from whom nothing has come for fifty days."""
    ago = "handrail_now() - interval '50 days 1 hour'"
    console.sql(f"UPDATE participants SET last_heard_at = {ago}, created_at = {ago}")
    console.sql(f"UPDATE consent_entries SET at = {ago}")
    return mila


def test_it_is_said_where_she_is_looked_at_and_where_she_is_written_to(
    coach: Visitor, silent: UUID
) -> None:
    assert SILENT in coach.goes(f"/people/{silent}").said
    assert SILENT in coach.goes(f"/inbox/{silent}").said
    assert 'aria-describedby="unconfirmed ' in coach.said


def test_none_of_her_coming_days_promises_a_text(
    console: Console, coach: Visitor, mila: UUID, request: pytest.FixtureRequest
) -> None:
    console.sql("UPDATE participants SET planned_until = NULL, plan_at = NULL")
    assert planning.plan(console.parts, console.organisation, [mila])
    assert "Nothing: " not in coach.goes(f"/people/{mila}").said
    request.getfixturevalue("silent")
    assert "Nothing: No word from Mila's number for 50 days" in (
        coach.goes(f"/people/{mila}").said
    )


def test_nothing_is_said_of_a_number_that_is_hers(coach: Visitor, mila: UUID) -> None:
    for page in ("people", "inbox"):
        assert "somebody else" not in coach.goes(f"/{page}/{mila}").said


def test_a_coach_says_that_it_is_hers(
    console: Console, coach: Visitor, silent: UUID
) -> None:
    coach.goes(f"/people/{silent}").presses("It is still theirs")
    assert "Noted: the number is theirs." in coach.said
    assert SILENT not in coach.said
    assert SILENT not in coach.goes(f"/inbox/{silent}").said
    assert 1 == console.one(
        "SELECT count(*) FROM audits WHERE action = 'vouched for the number'"
    )


def test_who_may_only_look_has_no_such_button(viewer: Visitor, silent: UUID) -> None:
    assert SILENT in viewer.goes(f"/people/{silent}").said
    assert "It is still theirs" not in viewer.said


def test_a_strangers_text_stands_on_today_and_goes_with_the_coachs_word(
    console: Console, coach: Visitor, silent: UUID
) -> None:
    crowd.text(console.parts, "who is this?")
    asked = "Somebody wrote from a number that may not be theirs any more."
    assert asked in coach.goes("/").said
    assert "who is this?" in coach.said
    assert SILENT in coach.goes(f"/people/{silent}").said
    coach.presses("It is still theirs")
    assert asked not in coach.goes("/").said


def test_in_spanish(console: Console, coach: Visitor, silent: UUID) -> None:
    console.sql("UPDATE accounts SET language = 'es'")
    assert IN_SPANISH in coach.goes(f"/people/{silent}").said
    coach.presses("Sigue siendo suyo")
    assert "Anotado: el número es suyo." in coach.said
