"""Results and rights in a real Chromium: taken out by keyboard, erased, for every eye."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from service.usecases import erasing, exporting, tallying
from service.usecases.parts import Parts
from tests.database import Clone
from tests.pages.reading import CONTRAST, serving, site
from tests.pages.test_door_in_chromium import RULES, reaches, types
from tests.service import console as desk
from tests.service import crowd
from tests.service.console import Console, Someone
from tests.service.past import Day, Past

pytestmark = pytest.mark.page
MONDAY = datetime(2026, 3, 2, 17, tzinfo=UTC)
DAYS = timedelta(days=1)
# Where a person may keep pictures of what the tests see; nowhere, unless she says so.
SHOTS = os.environ.get("HANDRAIL_SHOTS")


class Gone:
    """A carrier that has nothing any more."""

    def __getattr__(self, name: str) -> Any:
        return lambda sid: False


@pytest.fixture
def console(parts: Parts, clone: Clone, stairwell: UUID) -> Iterator[Console]:
    server = serving()
    usual = replace(parts, console_idle=timedelta(days=365))
    opened = desk.opened(usual, clone, stairwell)
    origin = f"http://localhost:{server.server_port}"
    opened.parts = replace(opened.parts, origin=origin)
    server.app = site(opened.parts)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield opened
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def her(console: Console, clone: Clone, stairwell: UUID, where: UUID) -> Past:
    """Mila, whose prompts become fewer over twelve weeks."""
    mila = crowd.joined(console.parts, clone, stairwell, where, MONDAY)
    past = Past(console.parts, clone, stairwell, mila)
    past.lives(MONDAY + DAYS, [_day(at) for at in range(60)])
    tallying.add_up(console.parts, stairwell, [mila])
    return past


def _day(at: int) -> Day:
    if at < 20:
        return Day("P", "before", 1.0, "prompt")
    drawn = at % (2 if at < 40 else 4) == 0
    probability = 0.5 if at < 40 else 0.25
    if drawn:
        return Day("P", "late", probability, "prompt")
    return Day("U" if at % 3 else "M", "none", probability)


@pytest.fixture
def owner(console: Console, her: Past) -> Someone:
    return console.owner()


@pytest.fixture
def page(browser: Browser, console: Console, owner: Someone) -> Iterator[Page]:
    """Ruth's browser, in which every complaint of a page is kept."""
    context = browser.new_context(base_url=console.parts.origin)
    stay = {"name": "handrail", "value": owner.token, "url": console.parts.origin}
    context.add_cookies([stay])  # type: ignore[list-item] # a cookie
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


def works(console: Console) -> None:
    """Do what the workers would of exports and erasures."""
    parts = replace(console.parts, carrier=Gone())  # type: ignore[arg-type] # it has nothing
    for (one,) in console.sql("SELECT id FROM exports WHERE state = 'working'"):
        exporting.work(parts, console.organisation, [one])
    for (one,) in console.sql("SELECT participant_id FROM erasures"):
        erasing.work(parts, console.organisation, [one])


def test_people_are_taken_out_by_keyboard_and_one_is_erased(
    page: Page, console: Console, owner: Someone, her: Past
) -> None:
    _proves(page, console, owner)
    reaches(page, "Write the file")
    page.keyboard.press("Enter")
    expect(page.locator(".rows")).to_contain_text("is being written")
    works(console)
    # The page sees by itself that it is done.
    expect(page.locator(".rows")).to_contain_text("is ready", timeout=10_000)
    fetch = page.get_by_role("button", name="Fetch the file")
    with page.expect_download() as fetched:
        fetch.press("Enter")
    assert re.fullmatch(
        r"handrail-people-2026-\d\d-\d\d\.csv", fetched.value.suggested_filename
    )
    assert "Mila" in Path(fetched.value.path()).read_text("utf-8")
    _erased(page, console, her)


def _proves(page: Page, console: Console, owner: Someone) -> None:
    """Ask for a file too long after she proved who she is, and prove it anew."""
    console.forward(mins=11)
    page.goto("/results")
    reaches(page, "Take data out")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Take data out")
    reaches(page, "Write the file")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Once more, please")
    page.locator("#password").focus()
    types(page, desk.PASSWORD, console.fresh(owner))
    expect(page.locator("h1")).to_have_text("Take data out")


def _erased(page: Page, console: Console, her: Past) -> None:
    page.goto(f"/people/{her.person}/data")
    page.locator("#name").fill("Mila")
    page.keyboard.press("Enter")
    expect(page.locator(".rows")).to_contain_text("Pending")
    works(console)
    page.reload()
    expect(page.locator(".rows")).to_contain_text("Confirmed")
    page.goto(f"/people/{her.person}")
    expect(page.locator("h1")).to_have_text("Nothing at this address")


def seen(page: Page, console: Console, her: Past, where: UUID) -> Iterator[str]:
    """Bring the browser to each page and state of results and rights, and name it."""
    programme = f"/results/{where}?since=2026-03-02&until=2026-05-04"
    for name, path in {
        "results": "/results",
        "definitions": "/results/definitions",
        "audit": "/audit",
        "erasures": "/erasures",
        "limits": "/limits",
    }.items():
        page.goto(path)
        yield name
    page.goto(programme)
    for summary in page.locator("summary").all():
        summary.click()
    yield "programme"
    page.goto("/exports")
    page.get_by_role("button", name="Write the file").click()
    expect(page.locator("progress")).to_be_visible()
    yield "exports"
    page.goto(f"/programmes/{where}/retention")
    page.locator("#keep_words").fill("soon")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".wrong")).to_be_visible()
    yield "retention, refused"
    page.goto(f"/people/{her.person}/data")
    page.locator("#name").fill("Milo")
    page.get_by_role("button", name="Erase for good").click()
    expect(page.locator(".wrong")).to_be_visible()
    yield "data, refused"


@pytest.mark.parametrize(("scheme", "width"), [("light", 390), ("dark", 1440)])
def test_every_page_of_results_and_rights_is_there_for_everybody(
    page: Page, console: Console, her: Past, where: UUID, scheme: Any, width: int
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 844})
    axe, found = Axe(), {}
    for name in seen(page, console, her, where):
        page.wait_for_load_state()
        told = axe.run(page, options={"runOnly": list(RULES)})
        broken = [one["id"] for one in told.response["violations"]]
        wide = page.evaluate("document.documentElement.scrollWidth") > width
        if broken or wide or page.evaluate(CONTRAST):
            found[name] = (broken, wide, page.evaluate(CONTRAST))
        if SHOTS:
            page.screenshot(path=f"{SHOTS}/{width}-{name}.png", full_page=True)
    assert {} == found
