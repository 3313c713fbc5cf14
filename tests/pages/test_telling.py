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
    owner = console.owner()
    token = owner.token
    page = visitor(console, token)
    sets(console, number="+15550100009")
    console.parts = replace(console.parts, mail=None)
    bare = visitor(console, token)
    assert "e-mail goes out" not in bare.goes("/alerts").said
    sets(console, email="ruth@example.org")
    calm = (
        '<p class="aside">No e-mail goes out from here: no mail server is set up yet.'
    )
    assert (
        f"{calm} Whoever runs this service sets SMTP_URL" in bare.goes("/alerts").said
    )
    colleague = console.colleague(owner, "ana@example.org", "coach")
    coach = visitor(console, colleague.token)
    assert calm in coach.goes("/alerts").said
    assert "SMTP" not in coach.said
    sets(console, number="none")
    bare.goes("/alerts")
    assert '<p class="told is-wrong">By e-mail only, and no mail server' in bare.said
    assert (
        "no alert arrives: Ruth. Whoever runs this service sets SMTP_URL" in bare.said
    )
    assert "No e-mail goes out" not in bare.said
    asks = "no alert arrives: Ruth. Ask an owner of your organisation for one"
    assert asks in coach.goes("/alerts").said
    assert "SMTP" not in coach.said
    assert "no mail server is set up, so" not in page.goes("/alerts").said


def test_an_e_mail_that_goes_nowhere_is_chosen_for_nobody(
    console: Console, where: UUID
) -> None:
    token = console.owner().token
    page = visitor(console, token)
    console.parts = replace(console.parts, mail=None)
    bare = visitor(console, token)
    ticked, says = 'id="by_email" value="yes" checked', "nothing arrives by it."
    sets(console, number="+15550100009")
    (ruth,) = appointing.listed(console.parts, console.organisation)
    for path in ("/alerts/new", f"/alerts/who/{ruth.id}"):
        assert ticked not in bare.goes(path).said, path
        assert says in bare.said
        assert ticked in page.goes(path).said, path
        assert says not in page.said
    # What she has chosen stands.
    sets(console, email="ruth@example.org")
    assert ticked in bare.goes(path).said


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


def test_the_way_back_is_at_hand_after_something_was_saved(
    console: Console, mila: UUID
) -> None:
    """One came to the line below it, and from a conversation it led to Today."""
    crowd.text(console.parts, "I want to die")
    owner = visitor(console, console.owner().token)
    talk = f"/inbox/{mila}"
    came = {"": ("/", "Today"), f"?came=talk&whose={mila}": (talk, "Inbox")}
    for asked, (back, name) in came.items():
        form = re.search(
            r'href="(/alerts/who/[^"]*)"', owner.goes(f"/alerts{asked}").said
        )
        assert form
        assert "back-there" not in owner.said
        fields = {"name": "Ruth", "number": "+15550100009", "takes": "yes"}
        owner.goes(form[1]).sends(form[1], **fields, by_text="yes", language="en")
        assert "Saved." in owner.said
        assert f'id="back-there" href="{back}">Back to {name}</a>' in owner.said
        assert f'<p class="back"><a href="{back}">{name}</a></p>' in owner.said


def test_who_may_not_change_who_is_told_is_told_whom_to_ask(
    console: Console, mila: UUID
) -> None:
    owner = console.owner()
    ana = visitor(console, console.colleague(owner, "ana@example.org", "coach").token)
    asks = "Ask an owner of your organisation to say who is told of alerts."
    assert asks in ana.goes("/").said
    assert 'id="who-told"' not in ana.said
    assert 'id="who-told"' in visitor(console, owner.token).goes("/").said


def test_an_unknown_programme_is_unknown(owner: Visitor) -> None:
    assert owner.goes(f"/alerts/{uuid4()}").answer.status_code == 404


def test_each_way_of_telling_has_its_words() -> None:
    assert {*alerting.WAYS} == {*telling_pages.WAYS}
