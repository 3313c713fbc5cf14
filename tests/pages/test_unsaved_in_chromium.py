"""What was typed and not sent is not left behind without a question."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from playwright.sync_api import Dialog, Page, expect

pytestmark = pytest.mark.page


@pytest.fixture
def asked(browser_page: Page) -> list[str]:
    """Whether one means to leave; one stays."""
    found: list[str] = []

    def stays(dialog: Dialog) -> None:
        found.append(dialog.type)
        dialog.dismiss()

    browser_page.on("dialog", stays)
    return found


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/programmes/{}/settings", "input:not([type=hidden])"),
        ("/programmes/{}/file", "textarea"),
        ("/scripts/daily_win/words", "textarea"),
    ],
)
def test_who_leaves_what_she_typed_is_asked(
    browser_page: Page, asked: list[str], where: UUID, path: str, field: str
) -> None:
    page = browser_page
    page.goto(path.format(where))
    at = page.locator("main").locator(field).locator("visible=true").first
    at.press_sequentially("hers ")
    page.get_by_role("navigation").get_by_role("link", name="People").first.click()
    expect(at).to_have_value(re.compile("hers "))
    assert ["beforeunload"] == asked


def test_who_typed_nothing_or_sends_it_is_not_asked(
    browser_page: Page, asked: list[str]
) -> None:
    page = browser_page
    page.goto("/scripts/daily_win/words")
    page.get_by_role("link", name="Programmes").first.click()
    expect(page.locator("h1")).to_have_text("Programmes")
    page.goto("/scripts/daily_win/words")
    page.locator("textarea").first.press_sequentially("hers ")
    page.get_by_role("button", name="Keep the words").click()
    page.get_by_role("link", name="Programmes").first.click()
    expect(page.locator("h1")).to_have_text("Programmes")
    assert [] == asked
