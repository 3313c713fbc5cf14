"""The inbox in a real Chromium: by keyboard alone, live, for every eye."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from service.usecases.parts import Parts
from tests.database import Clone, wait
from tests.pages.reading import CONTRAST, came_in
from tests.service import crowd

pytestmark = pytest.mark.page
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
SIZES = ((390, "light"), (1440, "dark"))
BEN = "+15550100003"


@pytest.fixture
def ben(parts: Parts, stairwell: UUID, where: UUID, clone: Clone, mila: UUID) -> UUID:
    """Ben, who asks for a person; Mila has told of a try and waits for nobody."""
    found = crowd.person(parts, stairwell, where, name="Ben", number=BEN)
    for body in ("GO", "can I talk to a person please?"):
        wait(clone, timedelta(minutes=5))
        crowd.text(parts, body, sender=BEN)
    return found


@pytest.fixture
def page(
    browser: Browser, served: str, parts: Parts, stairwell: UUID
) -> Iterator[Page]:
    """A page of somebody who is in, in which every complaint is kept."""
    context = browser.new_context(base_url=served)
    token = came_in(parts, stairwell)
    context.add_cookies([{"name": "handrail", "value": token, "url": served}])
    shown = context.new_page()
    complaints: list[str] = []
    shown.on("pageerror", lambda error: complaints.append(str(error)))
    shown.on(
        "console",
        lambda told: complaints.append(told.text) if told.type == "error" else None,
    )
    yield shown
    context.close()
    refused = "the server responded with a status of 4"
    assert [] == [one for one in complaints if refused not in one]


def judged(page: Page, name: str) -> None:
    """Let axe and our own measure of contrast judge a page, narrow and wide."""
    kept = os.environ.get("HANDRAIL_SHOTS")
    for width, scheme in SIZES:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type] # of ours
        found = Axe().run(page, options={"runOnly": list(RULES)})
        assert 0 == found.violations_count, found.generate_report()
        assert [] == page.evaluate(CONTRAST)
        wide = "document.documentElement.scrollWidth > innerWidth"
        assert not page.evaluate(wide), f"{name} is wider than {width}"
        if kept:
            path = Path(kept) / f"{name}-{width}-{scheme}.png"
            page.screenshot(path=path, full_page=True)


def test_a_coach_answers_and_ends_the_talk_by_keyboard_alone(
    page: Page, ben: UUID, mila: UUID, parts: Parts
) -> None:
    finds_by_keys(page, ben, mila)
    page.keyboard.press("r")
    expect(page.locator("#words")).to_be_focused()
    page.keyboard.type("I\u2019m here, Ben. Shall I call you at five?")
    expect(page.locator("#count")).to_contain_text("1 text · 40/160 · GSM-7")
    expect(page.locator("#count")).to_contain_text("sent as plain ones")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".talking")).to_contain_text("You are talking with them")
    answer_arrives(page, parts)
    judged(page, "talk")
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    page.keyboard.press("Enter")
    expect(page.locator("[role=status].told")).to_contain_text("The talk has ended")


def finds_by_keys(page: Page, ben: UUID, mila: UUID) -> None:
    page.goto("/inbox")
    judged(page, "inbox")
    expect(page.locator(".line.waits")).to_have_count(1)
    page.keyboard.press("j")
    expect(page.locator(f"#line-{ben}")).to_be_focused()
    page.keyboard.press("j")
    expect(page.locator(f"#line-{mila}")).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Ben")
    page.wait_for_load_state()


def answer_arrives(page: Page, parts: Parts) -> None:
    """His answer stands there without a reload, and nothing typed is lost by it."""
    ours = page.locator(".said .bubble").last
    expect(ours).to_have_text("I'm here, Ben. Shall I call you at five?")
    page.wait_for_load_state()
    page.keyboard.press("r")
    page.keyboard.type("half a thought")
    crowd.text(parts, "at five is fine", sender=BEN)
    expect(page.locator(".thread")).to_contain_text("at five is fine", timeout=9000)
    expect(page.locator("#words")).to_have_value("half a thought")
    expect(page.locator("#words")).to_be_focused()


def test_the_keys_are_listed_and_can_be_turned_off(page: Page, ben: UUID) -> None:
    page.goto(f"/inbox/{ben}")
    page.keyboard.press("u")
    expect(page.locator("h1")).to_have_text("Inbox")
    page.wait_for_load_state()  # a key before the script runs is nobody's
    page.keyboard.press("?")
    expect(page.locator("[data-keys]")).to_have_attribute("open", "")
    page.locator("[data-keys-on]").uncheck()
    page.reload()
    page.keyboard.press("j")
    expect(page.locator(f"#line-{ben}")).not_to_be_focused()


def test_every_other_state_is_fit_for_every_eye(
    page: Page, ben: UUID, parts: Parts
) -> None:
    page.goto(f"/inbox/{ben}")
    page.fill("#note", "Prefers the afternoon. Works nights <b>until</b> May.")
    page.get_by_role("button", name="Keep the note").click()
    expect(page.locator(".noted")).to_contain_text("Prefers the afternoon")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("#words-wrong")).to_contain_text("write something first")
    crowd.text(parts, "I want to kill myself tonight", sender=BEN)
    page.goto(f"/inbox/{ben}")
    expect(page.locator(".needs")).to_contain_text("touched on safety")
    judged(page, "safety")
    page.get_by_role("button", name="I have it").first.click()
    expect(page.locator(".needs")).to_contain_text("has it since")
    page.goto("/inbox")
    page.keyboard.press("/")
    page.keyboard.type("afternoon")
    page.keyboard.press("Enter")
    expect(page.locator("mark")).to_have_text("afternoon")
    assert page.url.endswith("/inbox/search")
    judged(page, "found")
    page.goto("/inbox?show=mine")
    expect(page.locator(".empty")).to_contain_text("Nothing is assigned to you.")
    judged(page, "empty")
