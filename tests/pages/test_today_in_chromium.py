"""Today in a real Chromium: each page and state, for every eye."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import psycopg
import pytest
from playwright.sync_api import Page, expect

from service.store import gates, views
from service.usecases.parts import Parts
from tests.database import Clone
from tests.pages.judging import looked
from tests.pages.waiting import doubt, reach
from tests.service import crowd

pytestmark = pytest.mark.page


def raise_(clone: Clone, whose: UUID, reason: str) -> None:
    with psycopg.connect(clone.superuser_url) as line:
        line.execute(
            "INSERT INTO alerts (id, organisation_id, participant_id, kind, reason,"
            " state, raised_at, step) SELECT gen_random_uuid(), organisation_id, id,"
            " 'hand', %s, 'open', handrail_now(), 0 FROM participants WHERE id = %s",
            (reason, whose),
        )


def others(parts: Parts, stairwell: UUID, clone: Clone) -> None:
    """Let three more wait, each for something else."""
    with parts.db.transaction(stairwell) as tx:
        (programme,) = views.programmes(tx)
    waits = ("Noor", "question"), ("José", "L3-quiet"), ("Aroha", "accepted_stretch")
    for at, (name, reason) in enumerate(waits):
        number = f"+1555010003{at}"
        new = crowd.person(parts, stairwell, programme.id, name=name, number=number)
        raise_(clone, new, reason)


def states(
    page: Page, served: str, parts: Parts, stairwell: UUID, clone: Clone, mila: UUID
) -> Iterator[str]:
    """Bring the browser to each page and state, and name it."""
    reach(parts, stairwell)
    page.goto(served)
    yield "glad"
    with page.expect_navigation():
        page.get_by_role("button", name="Done").click()
    yield "quiet"
    crowd.text(parts, "I want to die")
    doubt(clone)
    raise_(clone, mila, "question")
    with parts.db.transaction(stairwell) as tx:
        gates.stop(tx, "text", 20003)
    others(parts, stairwell, clone)
    page.goto(served)
    page.locator(".order summary").click()
    yield "full"
    page.goto(f"{served}/people/{mila}/hold")
    yield "hold"
    page.goto(f"{served}/people")
    yield "people"
    page.locator("#wanted").fill("mila")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    yield "found"


def test_every_page_and_state_is_there_for_everybody(
    browser_page: Page, served: str, parts: Parts, stairwell: UUID, clone: Clone,
    mila: UUID,
) -> None:  # fmt: skip
    page = browser_page
    shown = states(page, served, parts, stairwell, clone, mila)
    assert {} == looked(page, shown)


def test_keys_lead_from_item_to_item_and_to_its_button(
    browser_page: Page, served: str, parts: Parts, stairwell: UUID, clone: Clone,
    mila: UUID,
) -> None:  # fmt: skip
    others(parts, stairwell, clone)
    page = browser_page
    page.goto(served)
    page.wait_for_load_state()
    names = page.locator(".need h2 a")
    page.keyboard.press("d")  # nowhere yet: of no item
    expect(page.locator("body")).to_be_focused()
    page.keyboard.press("j")
    expect(names.nth(0)).to_be_focused()
    page.keyboard.press("j")
    expect(names.nth(1)).to_be_focused()
    page.keyboard.press("d")
    second = page.locator(".need").nth(1)
    expect(second.get_by_role("button", name="Done")).to_be_focused()
    page.keyboard.press("k")
    expect(names.nth(0)).to_be_focused()
    page.keyboard.press("?")
    expect(page.locator("[data-keys]")).to_have_attribute("open", "")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Noor")
