"""Who is told of alerts, as a page says it: for each role, of all and of a programme."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from flows.safety import alerting
from service.usecases.parts import Parts
from service.web import telling_pages
from tests.database import Clone
from tests.pages.visiting import Visitor, visitor
from tests.service import console as desk
from tests.service.console import Console


@pytest.fixture
def console(parts: Parts, clone: Clone, stairwell: UUID) -> Console:
    return desk.opened(parts, clone, stairwell)


@pytest.fixture
def owner(console: Console) -> Visitor:
    return visitor(console, console.owner().token)


def test_it_says_the_order_the_steps_and_what_reaches(
    owner: Visitor, where: UUID
) -> None:
    for path in ("/alerts", f"/alerts/{where}"):
        owner.goes(path)
        assert "Who is told of alerts" in owner.said
        assert "Somebody may not be safe" in owner.said
        assert "At once" in owner.said
        assert "2 minutes later" in owner.said
        assert 'href="/alerts/new"' in owner.answer.text
    assert f"/programmes/{where}/settings" in owner.answer.text


def test_a_viewer_sees_it_and_no_way_to_change_it(
    console: Console, where: UUID
) -> None:
    vera = console.colleague(console.owner(), "vera@example.org", "viewer")
    page = visitor(console, vera.token).goes(f"/alerts/{where}")
    assert "An owner of your organisation can change this." in page.said
    assert "/alerts/new" not in page.answer.text
    assert "Up" not in page.said
    assert "/alerts/who/" not in page.answer.text


def test_an_unknown_programme_is_unknown(owner: Visitor) -> None:
    assert owner.goes(f"/alerts/{uuid4()}").answer.status_code == 404


def test_each_way_of_telling_has_its_words() -> None:
    assert {*alerting.WAYS} == {*telling_pages.WAYS}
