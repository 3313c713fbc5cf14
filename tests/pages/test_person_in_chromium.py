"""A person in a real Chromium: each of her pages and states, for every eye."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from service.usecases.parts import Parts
from tests.pages.judging import looked
from tests.service import crowd

pytestmark = pytest.mark.page


def seen(page: Page, served: str, whose: UUID, new: UUID) -> Iterator[str]:
    """Bring the browser to each page and state of a person, and name it."""
    for path in (
        "/people/new", "/people/import", f"/people/{whose}", f"/people/{new}",
        f"/people/{whose}/ahead", f"/people/{whose}/summary", f"/people/{whose}/edit",
        *(f"/people/{whose}/edit/{what}"
          for what in ("pause", "prompts", "growth", "list")),
    ):  # fmt: skip
        page.goto(f"{served}{path}")
        yield path
    page.goto(f"{served}/people/new")
    page.locator("#number").fill("+64 21 123 4567")
    page.keyboard.press("Tab")
    expect(page.locator("#zone")).to_have_value("Pacific/Auckland")
    page.get_by_role("button", name="Enrol them").click()
    yield "enrol, refused"
    bad = "name,number,zone,goal,step,cue,consent_text,consent_method\nA,1,x,,,,,\n"
    file: Any = {"name": "a.csv", "mimeType": "text/csv", "buffer": bad.encode()}
    page.goto(f"{served}/people/import")
    page.locator("#file").set_input_files(file)
    page.get_by_role("button", name="Look at it").click()
    yield "import, refused"
    good = bad.splitlines()[0] + (
        "\nAna,+15550100077,America/Lima,speak,say one idea,the floor opens,yes,paper\n"
    )
    file["buffer"] = (good + bad.splitlines()[1] + "\n").encode()
    page.locator("#file").set_input_files(file)
    page.get_by_role("button", name="Look at it").click()
    yield "import, looked at"


def test_every_page_of_a_person_is_there_for_everybody(
    browser_page: Page, served: str, parts: Parts, stairwell: UUID, where: UUID,
    mila: UUID,
) -> None:  # fmt: skip
    blank = {"goal": "", "step": "", "cue": ""}
    new = crowd.person(
        parts, stairwell, where, number="+15550100005", name="Noor", begins="intake",
        **blank,
    )  # fmt: skip
    assert {} == looked(browser_page, seen(browser_page, served, mila, new))
