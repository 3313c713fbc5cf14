"""A wrong apply, put back in a real Chromium: by keyboard, for every eye."""

from __future__ import annotations

from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from service.usecases import enrol
from service.usecases.enrol import NewProgramme
from service.usecases.parts import Parts
from tests.pages.judging import ALL, judged, keep
from tests.service import crowd

pytestmark = pytest.mark.page


@pytest.fixture
def which(parts: Parts, stairwell: UUID) -> UUID:
    new = NewProgramme("Meetings", "Ruth", None, {}, path="lead_a_meeting")
    made = enrol.programme(parts, stairwell, new)
    crowd.person(parts, stairwell, made, goal="", step="1", cue="")
    return made


def test_a_wrong_apply_is_put_back_by_what_it_would_change(
    browser_page: Page, served: str, which: UUID
) -> None:
    page = browser_page
    page.goto(f"{served}/programmes/{which}/settings")
    page.locator("#most_alike").fill("9")
    page.locator("#language").select_option("es")
    page.get_by_role("button", name="See what changes").last.press("Enter")
    page.get_by_role("button", name="Apply").press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("It holds now")
    page.get_by_role("link", name="History", exact=True).press("Enter")
    newest = page.get_by_role("region", name="Version 2 in force")
    expect(newest).to_contain_text("Most texts of one wording in 24 hours")
    keep(page, "programme-history", *ALL)
    assert {} == judged(page)
    page.get_by_role("link", name="Put this one back").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Meetings: version 1 again"
    )
    expect(page.locator("table.would")).to_contain_text("Most texts of one wording")
    keep(page, "programme-put-back", *ALL)
    assert {} == judged(page)
    page.get_by_role("button", name="Apply").press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("for 1 person")
    page.get_by_role("link", name="History", exact=True).press("Enter")
    newest = page.get_by_role("region", name="Version 3 in force")
    expect(newest).to_contain_text("It says what version 1 said.")


def test_a_new_name_is_for_every_eye(
    browser_page: Page, served: str, which: UUID
) -> None:
    page = browser_page
    page.goto(f"{served}/programmes/{which}")
    keep(page, "programme-with-history", *ALL)
    assert {} == judged(page)
    page.get_by_role("link", name="Rename", exact=True).press("Enter")
    keep(page, "programme-rename", *ALL)
    assert {} == judged(page)
    page.get_by_label("Name").fill("Our meetings")
    page.get_by_role("button", name="Rename").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Our meetings")
