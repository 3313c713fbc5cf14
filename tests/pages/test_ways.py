"""Where a page leads to: the newest words of a conversation, one's account and out."""

from __future__ import annotations

import html
import re
from uuid import UUID

import psycopg
import pytest
from flask.testing import FlaskClient

from service.usecases.parts import Parts
from tests.database import Clone
from tests.pages.test_invited_again import Sent, sent
from tests.pages.visiting import Visitor, visitor
from tests.service import crowd
from tests.service.console import Console

__all__ = ["sent"]
NEWEST = re.compile(r'id="newest"')


@pytest.fixture
def ruth(client: FlaskClient) -> Visitor:
    return Visitor(client)


def leads(said: str, whose: UUID) -> list[str]:
    """Where the inbox's line of somebody leads to."""
    return [
        html.unescape(link)
        for link in re.findall(r'data-line href="([^"]*)"', said)
        if str(whose) in link
    ]


# ---- the newest words ----


def test_a_line_of_the_inbox_leads_to_the_newest_words(
    ruth: Visitor, mila: UUID, parts: Parts
) -> None:
    crowd.text(parts, "can I talk to a person please?")
    (link,) = leads(ruth.goes("/inbox").answer.text, mila)
    assert f"/inbox/{mila}#newest" == link
    assert 1 == len(NEWEST.findall(ruth.goes(link.partition("#")[0]).answer.text))


def test_a_cry_for_help_is_met_at_the_top_and_not_at_the_newest_words(
    ruth: Visitor, mila: UUID, parts: Parts
) -> None:
    crowd.text(parts, "I want to die")
    (link,) = leads(ruth.goes("/inbox").answer.text, mila)
    assert f"/inbox/{mila}" == link


def test_what_was_written_is_where_she_is_led_to(
    ruth: Visitor, client: FlaskClient, mila: UUID
) -> None:
    page = f"/inbox/{mila}"
    ruth.goes(page)
    given = {**ruth._form(page), "do": "note"}
    answer = client.post(page, data={**given, "note": "she sounds glad"})
    assert answer.headers["Location"].endswith("#newest")
    # A refusal keeps what was typed before her eyes instead.
    answer = client.post(page, data={**given, "note": "x" * 5000})
    assert 422 == answer.status_code


# ---- one's own account ----


def test_ones_account_is_reached_from_every_room_and_left_again(
    console: Console,
) -> None:
    who = console.owner()
    ruth = visitor(console, who.token)
    for room in ("/", "/people", "/inbox", "/programmes", "/team"):
        assert 2 == ruth.goes(room).answer.text.count('href="/account"'), room
    ruth.goes("/account")
    assert ruth.here("/account")
    assert 'href="/account" aria-current="page"' in ruth.answer.text
    for room in ('href="/"', 'href="/people"', 'href="/inbox"', 'href="/team"'):
        assert room in ruth.answer.text
    ruth.sends("/account/password", current="no", password="short")
    assert "Your account" in ruth.said, "a refusal stays here"
    assert 2 == ruth.goes("/account").answer.text.count('action="/sign-out"')
    ruth.sends("/sign-out")
    assert "Sign in" in ruth.said
    assert ruth.goes("/account").here("/sign-in"), "and back is not in"


@pytest.mark.parametrize(
    ("path", "room"),
    [("/exports", "Results"), ("/audit", "Team"), ("/erasures", "Team")],
)
def test_the_room_that_a_page_belongs_to_is_lit(
    ruth: Visitor, path: str, room: str
) -> None:
    assert f'aria-current="true">{room}</a>' in ruth.goes(path).said


# ---- an invitation ----


def test_her_page_says_that_she_was_invited_and_it_did_not_arrive(
    sent: Sent, clone: Clone, client: FlaskClient
) -> None:
    ruth, page = Visitor(client), f"/people/{sent.id}"
    assert "is invited." in ruth.goes(page).said
    sent.fails(30005)
    assert "was invited, and it did not arrive." in ruth.goes(page).said
    # The alert above says why; once it is put away, the page says it here.
    with psycopg.connect(clone.superuser_url) as line:
        line.execute("UPDATE alerts SET state = 'acknowledged'")
    said = ruth.goes(page).said
    assert "was invited, and it did not arrive." in said
    assert "The invitation did not arrive: the number is unknown or not in use" in said
    assert "Correct the number" in said
