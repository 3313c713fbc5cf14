"""What was just done is said once; what a page shows stays in its address."""

from __future__ import annotations

from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page

from service.usecases.parts import Parts
from service.web.said_once import NOTICES
from tests.pages.reading import site
from tests.service import crowd

SCRIPT = "once.js"


def test_every_page_that_says_something_once_is_there(parts: Parts) -> None:
    app: Flask = site(parts)
    assert NOTICES.keys() <= {rule.endpoint for rule in app.url_map.iter_rules()}


@pytest.mark.parametrize(
    ("path", "once"),
    [
        ("/inbox/{}?show=mine&told=ended", "told"),
        ("/people/{}?kind=texts&done=over&saved=step", "done saved"),
        ("/inbox/{}?show=mine", None),
        ("/people?needs=1", None),
        ("/results?left=2", "left"),
        ("/team?done=role&talks=1", "done talks"),
    ],
)
def test_only_a_page_that_was_told_something_takes_it_out_of_its_address(
    client: FlaskClient, mila: UUID, path: str, once: str | None
) -> None:
    page = client.get(path.format(mila)).text
    assert (f'data-once="{once}"' in page) is (once is not None)
    assert (SCRIPT in page) is (once is not None)


@pytest.mark.page
@pytest.mark.parametrize(
    ("path", "says", "stays"),
    [
        ("/?done=away&page=1", "Seen to, and off the list.", "/?page=1"),
        (
            "/inbox/{}?show=waiting&told=noted#newest",
            "The note is kept.",
            "/inbox/{}?show=waiting#newest",
        ),
        (
            "/people/{}?kind=texts&before=2030-01-01T00:00:00%2B00:00&done=released",
            "The hold is lifted. What is due goes on from here.",
            "/people/{}?kind=texts&before=2030-01-01T00%3A00%3A00%2B00%3A00",
        ),
    ],
)
def test_a_page_that_is_made_anew_does_not_say_it_again(
    browser_page: Page, served: str, mila: UUID, path: str, says: str, stays: str
) -> None:
    page = browser_page
    page.goto(f"{served}{path.format(mila)}")
    assert says in page.inner_text("main")
    assert f"{served}{stays.format(mila)}" == page.url
    page.reload()
    assert says not in page.inner_text("main")
    assert f"{served}{stays.format(mila)}" == page.url


@pytest.mark.page
def test_who_ends_a_talk_reads_it_once_and_keeps_her_view(
    browser_page: Page, served: str, parts: Parts, mila: UUID
) -> None:
    page, view = browser_page, f"{served}/inbox/{mila}?show=waiting"
    crowd.text(parts, "What if nobody opens the floor?")
    page.goto(view)
    page.get_by_role("button", name="Nothing to answer").click()
    page.wait_for_url(view)
    settled = "nothing of theirs waits for an answer now."
    assert settled in page.inner_text("main")
    page.reload()
    assert settled not in page.inner_text("main")
