"""That a name is here already, in a real Chromium: seen while one types, at any width."""

from __future__ import annotations

from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from service.usecases.parts import Parts
from tests.pages.judging import ALL, judged, keep
from tests.pages.test_enrolment_page import FORM
from tests.service import crowd

pytestmark = pytest.mark.page
HERE = "This name is here already: Mila ••••••••••12"


def test_it_is_said_while_the_name_is_typed_and_before_a_second_is_enrolled(
    browser_page: Page, served: str, parts: Parts, stairwell: UUID, where: UUID
) -> None:
    """Whoever filled the form in at once, and sent it, never saw the hint."""
    crowd.person(parts, stairwell, where, number="+15550300012")
    page = browser_page
    page.goto(f"{served}/people/new")
    page.locator("#name").press_sequentially("Mila")
    known = page.locator("#name-known")
    expect(known).to_contain_text(HERE)  # she is in the field still
    expect(page.locator("#name")).to_be_focused()
    keep(page, "name-typed", *ALL)
    assert {} == judged(page)
    page.goto(f"{served}/people/new")
    page.check("#begins-own")
    for field, typed in FORM.items():
        if field != "begins":
            page.fill(f"#{field}", typed)
    page.locator("#name").press("Enter")
    expect(page.get_by_role("alert").first).to_contain_text("Not enrolled yet")
    expect(known).to_contain_text(HERE)
    expect(page.locator("#consent_text")).to_have_value(FORM["consent_text"])
    keep(page, "name-second", *ALL)
    assert {} == judged(page)
    page.get_by_role("button", name="Enrol a second Mila").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Mila")
