"""A programme's path and settings in a real Chromium: by keyboard, for every eye."""

from __future__ import annotations

from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from service.usecases import enrol
from service.usecases.enrol import NewProgramme
from service.usecases.parts import Parts
from tests.pages.judging import ALL, judged, keep
from tests.service import crowd

pytestmark = pytest.mark.page
ROOMS = ("/", "/people", "/inbox", "/programmes", "/scripts", "/results", "/team")
OWN = ("", "/path", "/schedule", "/settings")
TOP = "document.querySelector('h1').getBoundingClientRect().top"
# What the cells of a line of two are called where they stand one below the other.
STACKED = """() => [...document.querySelectorAll('#changes tbody td')].slice(0, 2)
  .filter(cell => getComputedStyle(cell).display === 'block')
  .map(cell => cell.dataset.is + ': ')"""


@pytest.fixture
def which(parts: Parts, stairwell: UUID) -> UUID:
    new = NewProgramme("Meetings", "Ruth", None, {}, path="lead_a_meeting")
    made = enrol.programme(parts, stairwell, new)
    crowd.person(parts, stairwell, made, goal="", step="1", cue="")
    return made


def test_the_kind_of_a_step_is_set_by_keyboard_and_both_forms_are_for_every_eye(
    browser_page: Page, served: str, which: UUID
) -> None:
    page = browser_page
    page.goto(f"{served}/programmes/{which}/path")
    keep(page, "path-folded", *ALL)
    assert {} == judged(page)
    page.locator("#step_0 > summary").press("Enter")
    kind = page.get_by_role("radio", name="one moment").first
    expect(kind).to_be_checked()
    kind.press("ArrowUp")
    keep(page, "path-open", *ALL)
    assert {} == judged(page)
    page.locator("#step_0_minutes").fill("99")
    page.get_by_role("button", name="See what changes").last.press("Enter")
    expect(page.locator("#step_0_minutes-wrong")).to_be_visible()
    page.locator("#step_0_minutes").fill("3")
    page.get_by_role("button", name="See what changes").last.press("Enter")
    expect(page.locator("#changes")).to_contain_text("Step 1: Kind of step")
    keep(page, "path-changes", *ALL)
    assert {} == judged(page)
    page.set_viewport_size({"width": 390, "height": 844})
    assert ["Stands now: ", "Would hold: "] == page.evaluate(STACKED)
    page.get_by_role("button", name="Apply").press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("It holds now")
    page.goto(f"{served}/programmes/{which}/settings")
    keep(page, "settings", *ALL)
    assert {} == judged(page)


def test_what_is_too_long_is_counted_and_refused_and_never_cut(
    browser_page: Page, served: str, which: UUID
) -> None:
    page = browser_page
    page.goto(f"{served}/programmes/{which}/path")
    page.locator("#step_0 > summary").click()
    field, letters = (
        page.locator("#step_0_text_en"),
        page.locator("#step_0_text_en-letters"),
    )
    field.fill("say one idea at the daily meeting")
    expect(letters).to_have_text("33 / 40")
    long = "say one idea at the daily meeting before anybody else"
    field.press("ControlOrMeta+a")
    field.press_sequentially(long)
    expect(letters).to_have_text("53 / 40")
    expect(letters).to_have_class("letters quiet is-over")
    page.get_by_role("button", name="See what changes").last.click()
    expect(page.locator("#step_0_text_en-wrong")).to_contain_text("these are 53")
    expect(field).to_have_value(long)
    keep(page, "path-too-long", *ALL)


def test_titles_stand_at_one_height_from_page_to_page(
    browser_page: Page, served: str, which: UUID
) -> None:
    page = browser_page
    page.set_viewport_size({"width": 1440, "height": 900})
    for paths in (ROOMS, [f"/programmes/{which}{one}" for one in OWN]):
        tops = {}
        for path in paths:
            page.goto(f"{served}{path}")
            tops[path] = page.evaluate(TOP)
        assert 1 == len(set(tops.values())), tops
    tongue = page.locator(".foot [name='tongue']").bounding_box()
    assert tongue is not None
    assert tongue["width"] < 200, "a button as wide as its word, and not as the page"


BOXES = """() => [...document.querySelectorAll('.setup :is(.trio, .pair)')].flatMap(row => {
  const box = field => field.querySelector('input, select, textarea').getBoundingClientRect();
  const rows = Map.groupBy([...row.children], f => Math.round(f.getBoundingClientRect().top));
  return [...rows.values()].map(beside => beside.map(box)).filter(boxes => boxes[0].height)
    .filter(boxes => boxes.some(b => Math.abs(b.top - boxes[0].top) > 1
      || Math.abs(b.bottom - boxes[0].bottom) > 1)).map(boxes => boxes.map(b => b.top));
})"""


@pytest.mark.parametrize("width", [1440, 390])
def test_boxes_beside_each_other_stand_on_one_line(
    browser_page: Page, served: str, which: UUID, width: int
) -> None:
    page = browser_page
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{served}/programmes/{which}/path")
    page.locator("#step_0 > summary").click()
    page.locator("#step_0_text_en").fill(
        "say one idea\nwhen the floor\nis opened\nto all"
    )
    page.locator("#step_0_minutes").fill("99")
    assert [] == page.evaluate(BOXES)
    page.get_by_role("button", name="See what changes").last.click()
    expect(page.locator("#step_0_minutes-wrong")).to_be_visible()
    assert [] == page.evaluate(BOXES)
