"""The words of one line are removed on a page that says first what goes and stays."""

from __future__ import annotations

from uuid import UUID

import pytest

from service.usecases.parts import Parts
from tests.database import Clone
from tests.pages.test_rights_pages import at
from tests.service import crowd
from tests.service.console import Console, Someone
from tests.service.console import opened as open_console

WORDS = "I told my boss that he was rude to us"


@pytest.fixture
def console(parts: Parts, clone: Clone, stairwell: UUID) -> Console:
    return open_console(parts, clone, stairwell)


@pytest.fixture
def owner(console: Console, mila: UUID) -> Someone:
    return console.owner()


def the_text(console: Console) -> UUID:
    for words in ("GO", WORDS):
        crowd.text(console.parts, words)
    console.sql("UPDATE outbox_messages SET state = 'sent'")
    ((found,),) = console.sql(
        "SELECT id FROM inbox ORDER BY received_at DESC, id DESC LIMIT 1"
    )
    item: UUID = found
    return item


def test_a_line_says_who_removed_its_words(
    console: Console, owner: Someone, mila: UUID
) -> None:
    item = the_text(console)
    page = at(console, owner, f"/people/{mila}")
    assert WORDS in page.said
    link = f"/people/{mila}/words?kind=heard&item={item}"
    shown = page.client.get(f"/people/{mila}").text
    assert link.replace("&", "&amp;") in shown
    page.goes(link)
    assert "What stays: the line" in page.said
    page.sends(f"/people/{mila}/words", kind="heard", item=str(item))
    page.goes(f"/people/{mila}")
    assert WORDS not in page.said
    assert "Words removed by Ruth" in page.said
    assert "yet to delete its copy" in page.said
    assert "removed the words of a text of theirs" in page.said
    page.goes(f"/inbox/{mila}")
    assert WORDS not in page.said
    assert "Words removed by Ruth" in page.said
    assert "removed words of heard" in console.audited()


def test_a_line_that_cannot_go_says_why_and_none_is_404(
    console: Console, owner: Someone, mila: UUID
) -> None:
    item = the_text(console)
    console.sql(
        "INSERT INTO alerts (id, organisation_id, participant_id, kind, reason, state,"
        " raised_at, step) SELECT id, organisation_id, participant_id, 'crisis', 'x',"
        " 'open', received_at, 0 FROM inbox WHERE id = %s", item,
    )  # fmt: skip
    page = at(console, owner, f"/people/{mila}/words?kind=heard&item={item}")
    assert "acknowledge the alert" in page.said
    for query in ("", "?kind=x&item=y", f"?kind=said&item={item}"):
        assert 404 == page.client.get(f"/people/{mila}/words{query}").status_code
