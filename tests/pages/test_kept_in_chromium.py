"""A form in which somebody typed for longer than her session, in a real Chromium."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from service.usecases.parts import Parts
from tests.pages.judging import judged
from tests.service.console import PASSWORD, RUTH, Console

pytestmark = pytest.mark.page


@pytest.fixture
def parts(parts: Parts) -> Parts:
    """Whoever does nothing is signed out, as anywhere but in other tests."""
    return replace(parts, console_idle=timedelta(minutes=15))


def test_what_took_too_long_to_type_is_sent_after_signing_in_beside_it(
    nobodys_page: Page, console: Console, where: UUID
) -> None:
    page, who = nobodys_page, console.owner()
    stay: Any = {"name": "handrail", "value": who.token, "url": console.parts.origin}
    page.context.add_cookies([stay])
    page.goto(f"/programmes/{where}/settings")
    page.get_by_label("Coach", exact=True).fill("Ana Lu")
    console.forward(mins=16)
    page.get_by_role("button", name="See what changes").last.click()
    expect(page.locator("h1")).to_have_text("You were signed out")
    expect(page.get_by_label("What you typed")).to_have_value("Ana Lu")
    assert {} == judged(page)
    with page.context.expect_page() as tab:
        page.get_by_role("link", name="Sign in in another tab").click()
    beside = tab.value
    beside.get_by_label("E-mail").fill(RUTH)
    beside.get_by_label("Password").fill(PASSWORD)
    beside.get_by_role("button", name="Go on").click()
    beside.get_by_label("Code from your app").fill(console.fresh(who))
    beside.get_by_role("button", name="Sign in").click()
    expect(beside.locator("h1")).to_have_text("Today")
    page.get_by_role("button", name="Send it again").click()
    expect(page.locator("main")).to_contain_text("You are signed in as Ruth Miller")
    assert {} == judged(page)
    page.get_by_role("button", name="Send it again").click()
    expect(page.get_by_label("Coach", exact=True)).to_have_value("Ana Lu")
    expect(page.locator("h1")).to_contain_text("Settings")
