"""Results and rights in a real Chromium: taken out by keyboard, erased, for every eye."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, expect

from service.usecases import erasing, exporting, tallying
from tests.database import Clone
from tests.pages.judging import SHOTS, WIDE, looked
from tests.pages.keys import Keys
from tests.pages.reading import opened
from tests.service import console as desk
from tests.service import crowd
from tests.service.console import Console, Someone
from tests.service.past import Day, Past

pytestmark = pytest.mark.page
MONDAY = datetime(2026, 3, 2, 17, tzinfo=UTC)
DAYS = timedelta(days=1)


class Gone:
    """A carrier that has nothing any more."""

    def __getattr__(self, name: str) -> Any:
        return lambda sid: False


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
    """Ruth's browser."""
    with opened(browser, console.parts.origin, owner.token) as (shown, complaints):
        yield shown
    assert [] == complaints


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
    Keys(page).goes("Send it again", "Take data out")
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
    keys = Keys(page).goes("Take data out", "Take data out")
    keys.goes("Write the file", "Once more, please")
    with page.context.expect_page() as tab:
        keys.to("Prove in another tab").press("Enter")
    proving = Keys(tab.value)
    proving.fills(password=desk.PASSWORD, code=console.fresh(owner)).sends("Today")
    tab.value.close()


def _erased(page: Page, console: Console, her: Past) -> None:
    page.goto(f"/people/{her.person}/data")
    page.locator("#name").fill("Mila")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Mila is being erased")
    page.get_by_role("link", name="See how far it is").click()
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
    for summary in page.locator("main summary").all():
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


def test_every_page_of_results_and_rights_is_there_for_everybody(
    page: Page, console: Console, her: Past, where: UUID
) -> None:
    assert {} == looked(page, seen(page, console, her, where))


def test_results_are_put_on_paper_whole_and_with_nothing_to_press(
    page: Page, where: UUID
) -> None:
    page.add_init_script("window.print = () => { document.title = 'printed' }")
    for path in (f"/results/{where}?since=2026-03-02&until=2026-05-04", "/results"):
        page.emulate_media(media="screen")
        page.set_viewport_size({"width": 1440, "height": 844})
        page.goto(path)
        expect(page.locator(".on-paper")).to_be_hidden()
        page.get_by_role("button", name="Print this page").press("Enter")
        expect(page).to_have_title("printed")
        page.emulate_media(media="print")
        page.set_viewport_size({"width": 688, "height": 1000})  # A4 within its margins
        expect(page.locator(".on-paper")).to_contain_text("made ")
        for gone in ("header nav", ".on-screen", ".asks", ".takes", "button", "footer"):
            for one in page.locator(gone).all():
                expect(one).to_be_hidden()
        _kept(page)


def _kept(page: Page) -> None:
    """Keep the paper for a person to look at, where she asked for pictures."""
    for table in page.locator(".weekly").all():
        expect(table).to_be_visible()
    assert not page.evaluate(WIDE)
    if SHOTS:
        name = "home" if page.url.endswith("/results") else "programme"
        page.screenshot(path=Path(SHOTS) / f"paper-{name}.png", full_page=True)
