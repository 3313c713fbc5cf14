"""Schedules for whoever only sees, and a person's own caps, in a real Chromium."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import psycopg
import pytest
from playwright.sync_api import Page, expect

from service.usecases import person_days, rights
from service.usecases.parts import Parts
from tests.database import Clone, put_clock
from tests.pages.judging import judged, keep
from tests.service import crowd

pytestmark = pytest.mark.page
# Friday, 27 March 2026, 11:00 in New York.
FRIDAY = datetime(2026, 3, 27, 15, tzinfo=UTC)


@pytest.fixture
def where(parts: Parts, stairwell: UUID, clone: Clone) -> UUID:
    put_clock(clone, FRIDAY)
    return crowd.programme(parts, stairwell, days="01234", policy="fixed")


@pytest.fixture
def mila(parts: Parts, stairwell: UUID, where: UUID) -> UUID:
    found = crowd.person(parts, stairwell, where)
    crowd.text(parts, "GO")
    return found


def test_a_cap_of_hers_changes_the_days_while_it_is_typed(
    browser_page: Page, served: str, mila: UUID
) -> None:
    page = browser_page
    page.goto(f"{served}/people/{mila}/schedule")
    page.locator("#limits summary").click()
    page.get_by_label("Most prompts in seven days").fill("2")
    expect(page.locator("#coming")).to_contain_text("What this changes")
    page.get_by_label("Day of the recap").select_option("2")
    expect(page.locator("#coming")).to_contain_text("2 are new")
    assert {} == judged(page)
    keep(page, "person-limits")
    page.get_by_role("button", name="Save", exact=True).first.click()
    expect(page.locator("#limits")).to_contain_text("It is saved")


def test_whoever_only_sees_sees_the_days_and_why(
    browser_page: Page, served: str, parts: Parts, clone: Clone, stairwell: UUID,
    mila: UUID, where: UUID,
) -> None:  # fmt: skip
    ruth = rights.operator(stairwell, "Stairwell")
    stand = person_days.look(parts, ruth, mila)
    wanted = replace(stand.stands, terms={"cap_week": "2"})
    person_days.save(parts, ruth, mila, wanted, stand.base)
    with psycopg.connect(clone.superuser_url) as line:
        line.execute("UPDATE accounts SET role = 'viewer'")
    page = browser_page
    for path, name in (
        (f"/people/{mila}/schedule", "person-seen"),
        (f"/programmes/{where}/schedule", "programme-seen"),
    ):
        page.goto(f"{served}{path}")
        expect(page.locator("#coming-h")).to_be_visible()
        expect(page.get_by_role("button", name="Save")).to_have_count(0)
        assert {} == judged(page)
        keep(page, name)
