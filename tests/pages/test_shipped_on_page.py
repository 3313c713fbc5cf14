"""Taking the script that ships: it says whom it concerns, and asks, as any publishing."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from service.usecases.parts import Parts
from tests.database import Clone, wait
from tests.pages.visiting import Visitor
from tests.service import console as desk
from tests.service import crowd
from tests.service.console import Console

WIN = "/scripts/daily_win"
TAKE = f"{WIN}/shipped"


@pytest.fixture
def console(parts: Parts, clone: Clone, stairwell: UUID) -> Console:
    return desk.opened(parts, clone, stairwell)


@pytest.fixture
def coach(client: FlaskClient) -> Visitor:
    return Visitor(client)


@pytest.fixture
def waiting(parts: Parts, stairwell: UUID, where: UUID, clone: Clone) -> UUID:
    """Mila, who told of a try and was asked what she did."""
    found = crowd.person(parts, stairwell, where)
    for body in ("GO", "said my idea"):
        wait(clone, timedelta(minutes=5))
        crowd.text(parts, body)
    return found


def outdated(console: Console) -> None:
    """Let the organisation have begun before the shipped one was changed."""
    console.sql(
        "UPDATE script_versions SET source = replace(source, 'Kept in', 'Held in')"
        " WHERE name = 'daily_win'"
    )


@pytest.mark.usefixtures("waiting")
def test_the_shipped_one_is_published_after_it_was_said_whom_it_concerns(
    coach: Visitor, console: Console
) -> None:
    outdated(console)
    coach.goes(WIN)
    assert "Handrail ships a newer one" in coach.said
    assert f'action="{TAKE}' not in coach.answer.text
    coach.goes(TAKE)
    assert "1 person is in this version." in coach.said
    assert "1 waits at this question" in coach.said
    assert "whoever begins after gets the shipped one" in coach.said
    assert 'lang="en">Held in your own words, and' in coach.said
    coach.sends(TAKE, note="n" * 201)
    assert 422 == coach.answer.status_code
    assert f'value="{"n" * 201}"' in coach.answer.text
    coach.sends(TAKE, note="the newer words")
    assert coach.here(WIN)
    assert "It is published." in coach.said
    assert "1 person is in an older version" in coach.said
    assert "the newer words" in coach.said
    assert coach.goes(TAKE).here(WIN)


def test_what_was_published_meanwhile_is_seen_before_the_shipped_one_stands(
    coach: Visitor, console: Console
) -> None:
    outdated(console)
    coach.goes(TAKE).sends(TAKE, seen=str(UUID(int=7)))
    assert 409 == coach.answer.status_code
    assert "Somebody published meanwhile" in coach.said
    assert 2 > console.one(
        "SELECT count(*) FROM script_versions WHERE name = 'daily_win'"
    )
    coach.sends(TAKE)
    assert coach.here(WIN)


def test_a_shipped_one_that_does_not_check_here_is_told_so(
    coach: Visitor, console: Console
) -> None:
    outdated(console)
    console.sql(
        "UPDATE script_versions SET source = 'script: what_she_did'"
        " WHERE name = 'what_she_did'"
    )
    coach.goes(TAKE).sends(TAKE)
    assert 422 == coach.answer.status_code
    assert "does not check, by what it goes through" in coach.said
    assert "Handrail ships a newer one" in coach.goes(WIN).said
