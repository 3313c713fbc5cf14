"""Tries kept elsewhere in a real Chromium: a file is chosen, looked at, brought in."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.pages.judging import looked
from tests.pages.reading import opened
from tests.service import crowd
from tests.service.console import Console

pytestmark = pytest.mark.page
FILE = f"""number,date,time,outcome,label,words,place,confidence,fear_expected,fear_felt
{crowd.MILA.number},2026-01-05,09:30,attempted,unprompted,I said it first,at work,7,8,3
{crowd.MILA.number},2026-01-06,,attempted,,=and again,,,,
{crowd.MILA.number},2026-01-07,,missed,,"I felt like I wanted to die, and stayed home",,,,
+15550100999,2026-01-07,,,,nobody of ours,,,,
{crowd.MILA.number},soon,,,,when,,,,
""".encode()


@pytest.fixture
def page(browser: Browser, console: Console, mila: UUID) -> Iterator[Page]:
    """Ruth's browser."""
    with opened(browser, console.parts.origin, console.owner().token) as (shown, wrong):
        yield shown
    assert [] == wrong


def chosen(page: Page) -> None:
    page.goto("/people/import/tries")
    file = {"name": "tries.csv", "mimeType": "text/csv", "buffer": FILE}
    page.locator("#file").set_input_files([file])
    page.get_by_role("button", name="Look at it").click()


def seen(page: Page, mila: UUID) -> Iterator[str]:
    """Bring the browser to each state of bringing tries in, and name it."""
    chosen(page)
    expect(page.get_by_text("3 tries can be brought in.")).to_be_visible()
    expect(page.get_by_text("words that may mean danger")).to_be_visible()
    yield "tries, looked at"
    page.get_by_role("button", name="Bring these 3 in").click()
    expect(page.get_by_text("3 tries are brought in.")).to_be_visible()
    yield "tries, brought in"
    page.goto(f"/people/{mila}")
    page.get_by_text("Brought in from elsewhere").click()
    expect(page.get_by_text("I said it first")).to_be_visible()
    yield "tries, on a page"
    page.goto(f"/exports?kind=attempts&person={mila}")
    page.locator("#since").fill("2026-03-05")
    page.locator("#until").fill("2026-03-02")
    page.get_by_role("button", name="Write the file").click()
    expect(page.locator(".wrong")).to_be_visible()
    yield "tries, taken out"


def test_a_file_of_tries_is_brought_in_and_each_page_is_there_for_everybody(
    page: Page, mila: UUID
) -> None:
    assert {} == looked(page, seen(page, mila))
