"""A person in a real Chromium: enrolled by keyboard, seen live, changed in place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from service.usecases.parts import Parts
from tests.database import Clone, wait
from tests.pages.judging import RULES
from tests.pages.reading import CONTRAST
from tests.service import crowd

pytestmark = pytest.mark.page
NOBODY = "+15550100001"


def tabs_to(page: Page, name: str, most: int = 60) -> None:
    """Go by Tab until the field or button of that id or text has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        here = page.evaluate(
            "[document.activeElement.id, document.activeElement.textContent.trim()]"
        )
        if name in here:
            return
    raise AssertionError(f"no Tab comes to {name!r}")


def types(page: Page, **words: str) -> None:
    for name, told in words.items():
        tabs_to(page, name)
        page.keyboard.type(told)


def anew(page: Page, words: str) -> None:
    """Type in place of what stands in the field that has the focus."""
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(words)


def comes(page: Page, title: str) -> None:
    """Press Enter and wait for the page of that title."""
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(title)


def test_somebody_is_enrolled_by_keyboard_and_her_first_try_arrives(
    browser_page: Page, served: str, parts: Parts, where: UUID, clone: Clone) -> None:  # fmt: skip
    _ = where
    page = browser_page
    page.goto(served)
    tabs_to(page, "Enrol somebody")
    comes(page, "Enrol somebody")
    enrols(page)
    expect(page.locator(".told:visible")).to_contain_text("asks for their own yes")
    began = page.evaluate("performance.timeOrigin")
    crowd.text(parts, "GO")
    wait(clone, timedelta(minutes=5))
    crowd.text(parts, "said my idea")
    heard = page.locator(".heard .bubble").first
    expect(heard).to_have_text("said my idea", timeout=15_000)
    expect(page.locator("article.try blockquote").first).to_have_text("said my idea")
    assert began == page.evaluate("performance.timeOrigin")
    changes_the_step(page)


def enrols(page: Page) -> None:
    """Enrol Mila, with a place misspelt at first."""
    types(
        page,
        name="Mila",
        number=NOBODY,
        zone="America/New_Yor",
        goal="find my voice",
        step="say one idea",
        cue="the floor opens",
        consent_text="I agree to texts.",
        consent_method="paper form",
    )
    tabs_to(page, "Enrol them")
    page.keyboard.press("Enter")
    wrong = page.locator("#zone-wrong")
    expect(wrong).to_contain_text("did you mean America/New_York?")
    expect(page.locator("#goal")).to_have_value("find my voice")
    tabs_to(page, "zone")
    anew(page, "America/New_York")
    tabs_to(page, "Enrol them")
    comes(page, "Mila")


def changes_the_step(page: Page) -> None:
    """Change her step in place, too long at first."""
    tabs_to(page, "Change goal, step and cue")
    comes(page, "Goal, step and cue")
    tabs_to(page, "step")
    anew(page, "x" * 41)
    page.keyboard.press("Enter")
    expect(page.locator("#step-wrong")).to_contain_text("1 to 40 characters")
    expect(page.locator("#step")).to_have_value("x" * 41)
    tabs_to(page, "step")
    anew(page, "ask one question")
    comes(page, "Mila")
    expect(page.locator(".plan")).to_contain_text("ask one question")


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


@pytest.mark.parametrize(("scheme", "width"), [("light", 390), ("dark", 1440)])
def test_every_page_of_a_person_is_there_for_everybody(
    browser_page: Page, served: str, parts: Parts, stairwell: UUID, where: UUID,
    mila: UUID, scheme: Any, width: int,
) -> None:  # fmt: skip
    page = browser_page
    blank = {"goal": "", "step": "", "cue": ""}
    new = crowd.person(
        parts, stairwell, where, number="+15550100005", name="Noor", begins="intake",
        **blank,
    )  # fmt: skip
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 844})
    axe, found = Axe(), {}
    for name in seen(page, served, mila, new):
        page.wait_for_load_state()
        told = axe.run(page, options={"runOnly": list(RULES)})
        broken = [
            (one["id"], one["nodes"][0]["html"]) for one in told.response["violations"]
        ]
        wide = page.evaluate("document.documentElement.scrollWidth") > width
        if broken or wide or page.evaluate(CONTRAST):
            found[name] = (broken, wide, page.evaluate(CONTRAST))
    assert {} == found
