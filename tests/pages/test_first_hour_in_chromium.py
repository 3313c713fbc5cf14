"""A coach's first hour in a real Chromium, by keyboard alone from set-up to enrolling.

Nothing is pointed at and nothing put in focus: she tabs, types and presses Enter, and
wherever she is the focus shows.
"""

from __future__ import annotations

import base64
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from service.usecases import first_owner
from tests.pages.keys import Keys
from tests.service import crowd
from tests.service.console import PASSWORD, RUTH, Console, Someone

pytestmark = pytest.mark.page


def test_a_coach_comes_in_and_enrols_somebody_by_keyboard_alone(
    nobodys_page: Page, console: Console, where: UUID
) -> None:
    assert where
    page, keys = nobodys_page, Keys(nobodys_page)
    app = sets_up(page, keys, console)
    comes_in_again(keys, console, app)
    enrols(page, keys)


def sets_up(page: Page, keys: Keys, console: Console) -> Someone:
    page.goto(f"/setup/{first_owner.code(console.parts)}")
    keys.fills(name="Ruth Miller", email=RUTH, password=PASSWORD)
    keys.sends("Choose your second step")
    keys.goes("Use an authenticator app")
    expect(page.locator(".seal svg")).to_be_visible()
    letters = page.locator(".letters").inner_text().replace(" ", "")
    app = Someone(RUTH, base64.b32decode(letters), "", ())
    keys.fills(code=console.code(app)).sends()
    expect(page.locator(".codes li")).to_have_count(10)
    keys.goes("I have kept them", "Today")
    return app


def comes_in_again(keys: Keys, console: Console, app: Someone) -> None:
    keys.goes("Sign out", "Sign in")
    keys.fills(email=RUTH, password=PASSWORD).sends("Your second step")
    keys.fills(code=console.fresh(app)).sends("Today")


def enrols(page: Page, keys: Keys) -> None:
    """Enrol Mila, with a place misspelt at first; nothing she typed is lost."""
    keys.goes("Enrol somebody", "Enrol somebody")
    keys.fills(
        name="Mila", number=crowd.MILA.number, zone="America/New_Yor",
        goal="find my voice", step="say one idea", cue="the floor opens",
        consent_text="I agree to texts.", consent_method="paper form",
    )  # fmt: skip
    keys.to("They agreed to automated calls").press("Enter")
    keys.fills(calls_text="You may call me.").goes("Enrol them")
    wrong = page.locator("#zone-wrong")
    expect(wrong).to_contain_text("did you mean America/New_York?")
    expect(page.locator("#goal")).to_have_value("find my voice")
    keys.fills(zone="America/New_York").goes("Enrol them", "Mila")
    expect(page.locator(".told:visible")).to_contain_text("asks for their own yes")
