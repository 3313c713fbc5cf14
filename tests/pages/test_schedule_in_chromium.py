"""When, in a real Chromium: the days change while one edits, for any clock and eye."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from service.usecases.parts import Parts
from tests.database import Clone, put_clock
from tests.pages.reading import CONTRAST
from tests.service import crowd

pytestmark = pytest.mark.page
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# Friday, 27 March 2026: in Auckland the clocks go back nine days later, in Lima never.
FRIDAY = datetime(2026, 3, 27, 15, tzinfo=UTC)


@pytest.fixture
def where(parts: Parts, stairwell: UUID, clone: Clone) -> UUID:
    put_clock(clone, FRIDAY)
    return crowd.programme(parts, stairwell, days="01234", policy="fixed")


def joins(parts: Parts, whose: UUID, where: UUID, **changes: Any) -> UUID:
    found = crowd.person(parts, whose, where, calls_text="You may call me.", **changes)
    crowd.text(parts, "GO", changes["number"])
    return found


@pytest.fixture
def page(browser_page: Page) -> Iterator[Page]:
    """A page in which every complaint of the browser is kept."""
    complaints: list[str] = []
    browser_page.on("pageerror", lambda error: complaints.append(str(error)))
    browser_page.on(
        "console",
        lambda told: complaints.append(told.text) if told.type == "error" else None,
    )
    yield browser_page
    # htmx tells of a look that was still under way when she went to another page.
    known = ("the server responded with a status of 422", "htmx:")
    assert [] == [one for one in complaints if not any(k in one for k in known)]


def seen_by_every_eye(page: Page, name: str) -> None:
    """Look at the page as it stands on a phone by day and on a laptop by night."""
    for scheme, width in (("light", 390), ("dark", 1440)):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type] # one of them
        page.set_viewport_size({"width": width, "height": 900})
        told = Axe().run(page, options={"runOnly": list(RULES)})
        broken = [one["id"] for one in told.response["violations"]]
        wide = page.evaluate("document.documentElement.scrollWidth") > width
        assert ([], False, []) == (broken, wide, page.evaluate(CONTRAST)), (name, width)


def test_one_gets_a_thursday_call_another_prompts_before_a_meeting(
    page: Page, served: str, parts: Parts, stairwell: UUID, where: UUID
) -> None:
    mila = joins(parts, stairwell, where, number="+15550100001", zone="America/Lima")
    tomas = joins(
        parts, stairwell, where, name="Tomás", number="+15550100002",
        zone="Pacific/Auckland",
    )  # fmt: skip
    page.goto(f"{served}/people/{mila}")
    page.get_by_role("link", name="Schedule", exact=True).click()
    a_call_on_thursdays(page)
    page.goto(f"{served}/people/{tomas}/schedule")
    prompts_before_a_meeting(page)
    with parts.at_desk(stairwell, tomas) as desk:
        assert {"v": 1, "at": "09:45-10:00-12:00"} == desk.person.schedule
    page.goto(f"{served}/programmes/{where}/schedule")
    fewer_prompts_for_all(page)


def saves(page: Page) -> None:
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").first).to_contain_text("It is saved")


def a_call_on_thursdays(page: Page) -> None:
    coming = page.locator("#coming")
    expect(coming).to_contain_text("0 calls")
    expect(coming).not_to_contain_text("The clocks go")
    page.get_by_label("At their own time").check()
    page.locator("#calls").get_by_label("Thursday").check()
    page.get_by_label("Time of the call").fill("12:15")
    expect(coming).to_contain_text("2 calls")  # nothing is saved yet
    saves(page)
    thursday = coming.locator(".diary > li", has_text="Thu 2 Apr")
    expect(thursday).to_contain_text("12:15 Call")


def prompts_before_a_meeting(page: Page) -> None:
    coming = page.locator("#coming")
    page.get_by_label("What it is").select_option("before")
    page.locator("#window_0_meets").fill("10:00")
    page.locator("#window_0_minutes").fill("15")
    expect(coming.locator(".diary time").first).to_have_text("09:45")
    expect(coming).to_contain_text("The clocks go back here, from UTC+13:00")
    for day in ("Fri 3 Apr", "Mon 6 Apr"):  # on that wall it stays the same
        line = coming.locator(".diary > li", has_text=day)
        expect(line).to_contain_text("09:45 Prompt")
    page.locator("#window_0_minutes").fill("")
    expect(coming).to_contain_text("Some fields cannot stand yet")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#window_0-wrong")).to_be_visible()
    expect(page.locator("#window_0_meets")).to_have_value("10:00")
    seen_by_every_eye(page, "refused")
    page.locator("#window_0_minutes").fill("15")
    saves(page)


def fewer_prompts_for_all(page: Page) -> None:
    coming = page.locator("#coming")
    page.get_by_label("An example in").fill("America/Lima")
    expect(coming).to_contain_text("by the clock of Lima")
    page.get_by_label("Most prompts in seven days").fill("2")
    expect(coming).to_contain_text("the most prompts in seven days is 2")
    page.get_by_label("Of whom").select_option(label="Tomás · Auckland")
    expect(coming).to_contain_text("09:45 Prompt")
    page.get_by_role("button", name="See what changes").click()
    expect(page.locator("#changes")).to_contain_text("2 people are planned anew.")
    seen_by_every_eye(page, "programme")
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_role("status").first).to_contain_text("It holds now")
