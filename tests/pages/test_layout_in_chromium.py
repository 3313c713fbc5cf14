"""What stands beside what, in a real Chromium: on a phone, in Spanish, and on a laptop."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import combinations
from uuid import UUID

import pytest
from playwright.sync_api import FloatRect, Locator, Page, expect

from service.usecases.parts import Parts
from tests.database import Clone, put_clock
from tests.pages.judging import judged, keep
from tests.service import crowd

pytestmark = pytest.mark.page
FRIDAY = datetime(2026, 3, 27, 15, tzinfo=UTC)
PHONE = {"width": 375, "height": 800}
LAPTOP = {"width": 1280, "height": 800}
WIDE = "document.documentElement.scrollWidth > innerWidth"
NEAR = 3  # px by which what stands on one line may differ


@pytest.fixture
def her(parts: Parts, stairwell: UUID, clone: Clone) -> UUID:
    put_clock(clone, FRIDAY)
    where = crowd.programme(parts, stairwell)
    found = crowd.person(parts, stairwell, where)
    crowd.text(parts, "GO")
    return found


def box(one: Locator) -> FloatRect:
    found = one.bounding_box()
    assert found is not None
    return found


def boxes(all_of: Locator) -> list[FloatRect]:
    return [box(one) for one in all_of.all()]


def ends(one: FloatRect) -> float:
    return one["y"] + one["height"]


def meet(one: FloatRect, other: FloatRect) -> bool:
    aside = min(one["x"] + one["width"], other["x"] + other["width"])
    return (
        aside > max(one["x"], other["x"]) + 0.5
        and min(ends(one), ends(other)) > max(one["y"], other["y"]) + 0.5
    )


def overlap(all_of: Iterable[FloatRect]) -> bool:
    return any(meet(*both) for both in combinations(all_of, 2))


def in_spanish(page: Page, served: str) -> None:
    page.goto(served)
    page.get_by_role("button", name="Español").click()
    expect(page.locator("html")).to_have_attribute("lang", "es")


def test_a_notice_keeps_clear_of_the_name_below_it(
    browser_page: Page, served: str, her: UUID
) -> None:
    page = browser_page
    page.goto(f"{served}/inbox/{her}")
    page.get_by_role("button", name="Only take over, write later").click()
    page.get_by_role("button", name="End the talk").click()
    notice = page.locator("main > .told[role=status]")
    expect(notice).to_be_visible()
    name = box(page.get_by_role("heading", level=1))
    assert name["y"] - ends(box(notice)) >= 12
    keep(page, "talk-ended")


def test_on_a_phone_a_notice_keeps_clear_of_what_stands_below_it(
    browser_page: Page, served: str, her: UUID
) -> None:
    page = browser_page
    page.set_viewport_size({"width": 390, "height": 844})
    for path in ("/?done=have", f"/people/{her}?saved=step"):
        page.goto(f"{served}{path}")
        notice = page.locator("main > .told[role=status]:not(:empty)")
        title = box(page.get_by_role("heading", level=1))
        above = [*boxes(page.locator("main > .back, .live > .back")), title]
        top = min(one["y"] for one in above)
        assert top - ends(box(notice)) >= 12, path
    page.goto(f"{served}/people/{her}/schedule")
    page.locator("#window_0_opens").fill("17:00")
    page.get_by_role("button", name="Show the days").click()
    days = page.locator("#coming")
    expect(days.locator(".told")).to_be_visible()
    assert box(days.locator(".total"))["y"] - ends(box(days.locator(".told"))) >= 12
    keep(page, "notice-over-days")


@pytest.mark.usefixtures("her")
def test_what_finds_people_stands_on_one_line(browser_page: Page, served: str) -> None:
    page = browser_page
    page.goto(f"{served}/people")
    for width in (1280, 1000):
        page.set_viewport_size({"width": width, "height": 800})
        one_line = page.locator("#wanted, .search button, .filters button")
        ground = [ends(one) for one in boxes(one_line)]
        assert max(ground) - min(ground) <= NEAR
        hint = box(page.locator("#needs-hint"))
        assert hint["y"] > max(ground)
    assert {} == judged(page)


ROOMS = ("/", "/people", "/inbox", "/programmes", "/scripts", "/results", "/team")


@pytest.mark.usefixtures("her")
@pytest.mark.parametrize("tongue", ["en", "es"])
def test_on_a_phone_the_rooms_stand_in_one_line_and_a_menu(
    browser_page: Page, served: str, tongue: str
) -> None:
    page = browser_page
    if tongue == "es":
        in_spanish(page, served)
    for width, path in [*((375, path) for path in ROOMS), (320, "/programmes")]:
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{served}{path}")
        assert not page.evaluate(WIDE), path
        stand = page.locator(".ways-on > a:visible, .more-rooms summary")
        line = boxes(stand)
        assert 4 == len(line)
        assert 1 == len({one["y"] for one in line}), path
        assert not overlap([box(page.locator(".brand")), *line]), path
        assert all(min(one["width"], one["height"]) >= 44 for one in line), path
        assert max(one["x"] + one["width"] for one in line) <= width
        # Where one is stands in the line, also where that is a room of the menu.
        here = stand.and_(page.locator("[aria-current]"))
        expect(here).to_have_count(1)
        expect(here).to_have_css("font-weight", "600")
    menu = page.locator(".more-rooms")
    expect(menu.get_by_role("link")).to_have_count(0)
    menu.locator("summary").press("Enter")
    expect(menu.get_by_role("link")).to_have_count(4)
    assert all(one["height"] >= 44 for one in boxes(menu.get_by_role("link")))
    assert {} == judged(page)
    page.set_viewport_size(PHONE)
    menu.get_by_role("link").last.click()
    expect(page).to_have_url(f"{served}/team")


def test_on_a_phone_nothing_of_a_schedule_or_a_task_is_cut_off_in_spanish(
    browser_page: Page, served: str, her: UUID
) -> None:
    page = browser_page
    in_spanish(page, served)
    page.set_viewport_size(PHONE)
    page.goto(f"{served}/people/{her}/schedule")
    page.locator("#window_0_kind").select_option("before")
    page.locator("#window_0_meets").fill("10:00")
    expect(page.locator(".fortnight .is-drawn").first).to_be_visible()
    assert not overlap(boxes(page.locator(".fortnight .pip")))
    assert not page.evaluate(WIDE)
    keep(page, "fortnight-es")
    page.goto(f"{served}/inbox/{her}")
    page.set_viewport_size(PHONE)
    panel = box(page.locator("[aria-labelledby=task]"))
    for one in boxes(page.locator(".line-of select")):
        assert one["width"] > 140
    for one in boxes(page.locator(".line-of button")):
        assert one["x"] + one["width"] <= panel["x"] + panel["width"]


def test_a_link_to_a_moment_arrives_where_it_is_set(
    browser_page: Page, served: str, her: UUID
) -> None:
    """It led to what is never shown, and nothing moved."""
    page = browser_page
    for size in (LAPTOP, PHONE):
        page.set_viewport_size(size)
        page.goto(f"{served}/people/{her}/schedule")
        page.locator("#times > summary").click()  # folded, it opens by itself
        page.get_by_role("link", name="Prompts before a known moment").click()
        expect(page.locator("#windows")).to_be_focused()
        expect(page.locator("#windows-h")).to_be_in_viewport()
        expect(page.locator("#windows")).to_have_css("outline-style", "solid")
