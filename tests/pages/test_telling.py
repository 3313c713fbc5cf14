"""Who is told of alerts, as a page says it: for each role, of all and of a programme."""

from __future__ import annotations

import re
from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from flows.safety import alerting
from service.usecases import appointing, stoppages
from service.usecases.appointing import Changes
from service.usecases.parts import Parts
from service.web import telling_pages
from tests.database import Clone
from tests.pages.visiting import Visitor, visitor
from tests.service import console as desk
from tests.service import crowd
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


def sets(console: Console, **told: str) -> None:
    changes = Changes(**told)  # type: ignore[arg-type] # texts alone are given
    appointing.change(console.parts, console.organisation, "Ruth", changes, "x")


def test_a_missing_mail_server_is_red_for_whoever_depends_on_it_alone(
    console: Console, where: UUID
) -> None:
    """It was red where a text told her, and named no setting where nothing did."""
    token = console.owner().token
    page = visitor(console, token)
    sets(console, number="+15550100009")
    console.parts = replace(console.parts, mail=None)
    bare = visitor(console, token)
    assert "e-mail goes out" not in bare.goes("/alerts").said
    sets(console, email="ruth@example.org")
    calm = '<p class="aside">No e-mail goes out: SMTP_URL and MAIL_FROM name no mail'
    assert calm in bare.goes("/alerts").said
    sets(console, number="none")
    bare.goes("/alerts")
    assert '<p class="told is-wrong">By e-mail only, and no mail server' in bare.said
    assert (
        "no alert arrives: Ruth. Whoever runs this service sets SMTP_URL" in bare.said
    )
    assert "No e-mail goes out" not in bare.said
    assert "no mail server is set up, so" not in page.goes("/alerts").said


def test_that_nothing_goes_out_is_told_by_what_still_goes(
    console: Console, owner: Visitor, where: UUID
) -> None:
    """It said: the carrier lets nothing out; at once Ruth by text."""
    sets(console, number="+15550100009", email="ruth@example.org")

    def steps() -> str:
        heading = "<h3>The carrier lets nothing out from our number</h3>"
        return owner.goes("/alerts").said.partition(heading)[2].partition("<h3>")[0]

    assert "while no text goes out" in steps()
    assert "<bdi>Ruth</bdi> by e-mail, by call" in steps()
    assert "by text" not in steps().partition("<dl")[2]
    with console.parts.db.transaction(console.organisation) as tx:
        stoppages.stop(console.parts, tx, "call", 20003)
    assert "while no text goes out" not in steps()
    assert "<bdi>Ruth</bdi> by text, by e-mail" in steps()


def test_times_are_said_to_be_of_a_clock_once(
    console: Console, owner: Visitor, mila: UUID
) -> None:
    sets(console, number="+15550100009")
    clock = "Times are by the clock of New York."
    assert clock not in owner.goes("/alerts").said, "no time stands there"
    crowd.text(console.parts, "I want to die")
    for path in ("/alerts", "/"):
        assert 1 == owner.goes(path).said.count(clock), path


def stands_in(page: Visitor) -> list[str]:
    """The room of the menu that the page is marked to be in."""
    marked = r'<a href="[^"]*" aria-current="true">([^<]*)<'
    return re.findall(marked, page.answer.text)


def test_the_way_back_leads_to_where_one_came_from(
    console: Console, mila: UUID
) -> None:
    crowd.text(console.parts, "I want to die")
    owner = visitor(console, console.owner().token)
    talk = f"/inbox/{mila}"
    ways = {
        "/": ("/alerts", "Today", "/"),
        talk: (f"/alerts?came=talk&whose={mila}", "Inbox", talk),
        "/team": ("/alerts?came=team", "Team", "/team"),
    }
    for page, (link, room, back) in ways.items():
        assert f'href="{link}"' in owner.goes(page).said
        owner.goes(link)
        assert [room] == stands_in(owner)
        assert f'<p class="back"><a href="{back}">{room}</a></p>' in owner.said
    for odd in ("talk", "<b>", "talk&whose=//x"):
        assert 200 == owner.goes(f"/alerts?came={odd}").answer.status_code
    for came, room in (("talk", "Inbox"), ("person", "People"), ("", "Today")):
        assert [room] == stands_in(owner.goes(f"/people/{mila}/hold?came={came}"))


def test_an_unknown_programme_is_unknown(owner: Visitor) -> None:
    assert owner.goes(f"/alerts/{uuid4()}").answer.status_code == 404


def test_each_way_of_telling_has_its_words() -> None:
    assert {*alerting.WAYS} == {*telling_pages.WAYS}
