"""When, in a real Chromium: the days change while one edits, for any clock and eye."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from service.usecases.parts import Parts
from tests.database import Clone, put_clock
from tests.pages.judging import ALL, judged, keep
from tests.service import crowd

pytestmark = pytest.mark.page
# Friday, 27 March 2026: in Auckland the clocks go back nine days later, in Lima never.
TALL = "document.documentElement.scrollHeight"
# Whether the words of a line are there whole; where the last of some links ends.
WRAPS = """it => {
  it.textContent = '12 avisos, 2 llamadas, 1 resumen, 2 no salen y 14 sin aviso';
  return it.scrollWidth <= it.clientWidth;
}"""
FURTHEST = "all => Math.max(...all.map(it => it.getBoundingClientRect().right))"
# Whether the field or button that has the focus lies clear of the bar with Save.
STOPS = 24
CLEAR = """() => {
  const bar = document.querySelector('.savebar'), at = document.activeElement;
  return bar.contains(at) || !bar.parentElement.contains(at)
    || at.getBoundingClientRect().bottom <= bar.getBoundingClientRect().top;
}"""
FRIDAY = datetime(2026, 3, 27, 15, tzinfo=UTC)


@pytest.fixture
def where(parts: Parts, stairwell: UUID, clone: Clone) -> UUID:
    put_clock(clone, FRIDAY)
    return crowd.programme(parts, stairwell, days="01234", policy="fixed")


def joins(parts: Parts, whose: UUID, where: UUID, **changes: Any) -> UUID:
    found = crowd.person(parts, whose, where, calls_text="You may call me.", **changes)
    crowd.text(parts, "GO", changes["number"])
    return found


def test_one_gets_prompts_before_a_meeting_and_all_get_fewer(
    browser_page: Page, served: str, parts: Parts, stairwell: UUID, where: UUID
) -> None:
    page = browser_page
    joins(parts, stairwell, where, number="+15550100001", zone="America/Lima")
    tomas = joins(
        parts, stairwell, where, name="Tomás", number="+15550100002",
        zone="Pacific/Auckland",
    )  # fmt: skip
    page.goto(f"{served}/people/{tomas}/schedule")
    prompts_before_a_meeting(page)
    with parts.at_desk(stairwell, tomas) as desk:
        assert {"v": 1, "at": "09:45-10:00-12:00"} == desk.person.schedule
    page.goto(f"{served}/programmes/{where}/schedule")
    fewer_prompts_for_all(page)


def saves(page: Page) -> None:
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").first).to_contain_text("It is saved")


def prompts_before_a_meeting(page: Page) -> None:
    coming = page.locator(".coming")
    page.get_by_label("What it is").select_option("before")
    page.locator("#window_0_meets").fill("10:00")
    page.locator("#window_0_minutes").fill("15")
    expect(coming.locator(".diary time").first).to_have_text("09:45")
    expect(coming).to_contain_text("The clocks go back here, from UTC+13:00")
    for day in ("Fri 3 Apr", "Mon 6 Apr"):  # on that wall it stays the same
        line = coming.locator(".diary > li", has_text=day)
        expect(line).to_contain_text("09:45 Prompt")
    # What it does stands beside the form before anything is saved.
    here = coming.locator(".here")
    expect(here).to_contain_text("Nothing of it is saved yet.")
    expect(here).to_contain_text("Prompt Mon 30 Mar 17:00 → now 09:45")
    assert {} == judged(page)
    keep(page, "schedule-changes")
    page.locator("#window_0_minutes").fill("90")
    expect(coming).to_contain_text("Until these are mended")
    expect(here).to_have_count(0)
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#window_0-wrong")).to_be_visible()
    expect(page.locator("#window_0_meets")).to_have_value("10:00")
    assert {} == judged(page)
    page.locator("#window_0_minutes").fill("")
    saves(page)


def test_the_days_of_one_time_are_opened_and_ticked_by_keyboard(
    browser_page: Page, served: str, parts: Parts, stairwell: UUID, where: UUID
) -> None:
    page = browser_page
    mila = joins(parts, stairwell, where, number="+15550100001", zone="America/Lima")
    page.goto(f"{served}/people/{mila}/schedule")
    page.get_by_label("What it is").select_option("before")
    page.locator("#window_0_meets").fill("10:00")
    thursday = page.locator('[name="window_0_on3"]')
    pill = page.locator("label", has=thursday)
    expect(pill).to_be_hidden()
    page.locator(".some-days > summary").first.focus()
    page.keyboard.press("Enter")
    expect(pill).to_be_visible()
    thursday.focus()
    page.keyboard.press("Space")
    saves(page)
    expect(pill).to_be_visible()  # what is set stands open
    with parts.at_desk(stairwell, mila) as desk:
        assert {"v": 1, "at": "09:45-10:00-12:00 on 3"} == desk.person.schedule


def test_nothing_that_has_the_focus_lies_beneath_the_bar(
    browser_page: Page, served: str, parts: Parts, stairwell: UUID, where: UUID
) -> None:
    page = browser_page
    mila = joins(parts, stairwell, where, number="+15550100001", zone="America/Lima")
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 844})
        page.goto(f"{served}/people/{mila}/schedule")
        page.locator(".jumps a").last.focus()
        for _ in range(STOPS):
            page.keyboard.press("Tab")
            page.wait_for_function(CLEAR)


def unfolds(page: Page, panel: str) -> None:
    """Open a panel by keyboard; its fields are seen then."""
    page.locator(f"#{panel} > summary").press("Enter")
    expect(page.locator(f"#{panel}")).to_have_attribute("open", "")


def fewer_prompts_for_all(page: Page) -> None:
    coming = page.locator(".coming")
    unfolds(page, "night")
    page.get_by_label("An example in").fill("America/Lima")
    expect(coming).to_contain_text("by the clock of Lima")
    page.get_by_label("Most prompts in seven days").fill("2")
    expect(coming).to_contain_text("the most prompts in seven days is 2")
    page.get_by_label("Of whom").select_option(label="Tomás · Auckland")
    expect(coming).to_contain_text("09:45 Prompt")
    page.get_by_role("button", name="See what changes").click()
    expect(page.locator("#changes")).to_contain_text(
        "The coming days of 2 people are planned anew."
    )
    assert {} == judged(page)
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_role("status").first).to_contain_text("It holds now")


def test_all_but_the_times_is_folded_and_the_days_stay_in_sight(
    browser_page: Page, served: str, parts: Parts, stairwell: UUID, where: UUID
) -> None:
    page = browser_page
    mila = joins(parts, stairwell, where, number="+15550100001", zone="America/Lima")
    for path, name in (
        (f"/people/{mila}/schedule", "person"),
        (f"/programmes/{where}/schedule", "programme"),
    ):
        page.set_viewport_size({"width": 390, "height": 844})
        page.goto(f"{served}{path}")
        assert page.evaluate("scrollY") == 0  # the rooms stand whole at its top
        opened = page.locator("details.panel[open]")
        expect(opened).to_have_id("times")
        assert page.evaluate(TALL) < 3600  # px; it was 7,000
        expect(page.locator("#tally")).to_be_in_viewport()
        expect(page.locator("#tally")).to_contain_text("10 prompts")
        keep(page, f"folded-{name}", *ALL)
        assert {} == judged(page)
        page.set_viewport_size({"width": 390, "height": 844})
        unfolds(page, "off")
        page.locator("#skip_0_day").fill("2026-03-30")
        expect(page.locator("#tally")).to_contain_text("10 prompts")
        expect(page.locator("#tally")).to_be_in_viewport()
        page.locator(".day-by-day > summary").press("Enter")
        expect(page.locator("#coming-days")).to_be_visible()
        keep(page, f"unfolded-{name}", *ALL)
    page.goto(f"{served}/people/{mila}/schedule")
    page.get_by_role("link", name="Prompts before a known moment").press("Enter")
    expect(page.get_by_label("What it is").first).to_be_visible()
    page.get_by_role("link", name="Why was nothing sent?").press("Enter")
    expect(page.locator("#back .diary")).to_be_visible()


def test_long_words_are_there_whole_on_a_phone(
    browser_page: Page, served: str, parts: Parts, stairwell: UUID, where: UUID
) -> None:
    page = browser_page
    her = joins(parts, stairwell, where, number="+15550100001", zone="America/Lima")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{served}/people/{her}/schedule")
    assert page.locator("#tally > span").evaluate(WRAPS)
    page.goto(f"{served}/people/{her}")
    assert page.locator(".narrow a").evaluate_all(FURTHEST) <= 390  # px


def test_return_in_a_field_of_a_word_saves_the_word(
    browser_page: Page, served: str, parts: Parts, stairwell: UUID, where: UUID
) -> None:
    """It pressed the first button of the schedule's form, which showed the days."""
    her = joins(parts, stairwell, where, number="+15550100001", zone="America/Lima")
    page = browser_page
    page.goto(f"{served}/people/{her}/schedule")
    page.locator("#word > summary").click()
    page.locator("#what-cap").check()
    page.locator("#cap").fill("2")
    page.locator("#word_until").fill("2026-06-30")
    page.locator("#reason").fill("asked for less")
    page.keyboard.press("Enter")
    expect(page.locator("#word").get_by_role("status")).to_contain_text(
        "Saved: at most 2 prompts in seven days."
    )


def test_whom_a_change_touches_and_whose_days_it_shows_fit_every_eye(
    browser_page: Page, served: str, parts: Parts, stairwell: UUID, where: UUID
) -> None:
    for at in range(3):
        joins(parts, stairwell, where, number=f"+1555010020{at}", name=f"Ana {at}",
              zone="America/Lima")  # fmt: skip
    page = browser_page
    page.goto(f"{served}/programmes/{where}/schedule")
    page.locator("#who").fill("ana")
    page.keyboard.press("Enter")
    expect(page.locator(".choices button")).to_have_count(3)
    assert {} == judged(page)
    page.get_by_role("button", name="Ana 1").click()
    expect(page.locator("#coming")).to_contain_text("Ana 1")
    page.locator("#t_deadline").fill("18:00")
    page.get_by_role("button", name="See what changes").click()
    page.locator(".each > summary").click()
    expect(page.locator(".outcomes li")).to_have_count(3)
    assert {} == judged(page)


def test_after_saving_one_is_where_one_saved_and_reads_that_there(
    browser_page: Page, served: str, parts: Parts, stairwell: UUID, where: UUID
) -> None:
    """The page went to its top; nothing lies between the bar and the days below it."""
    page, mila = browser_page, joins(parts, stairwell, where, number="+15550100001")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{served}/people/{mila}/schedule")
    page.locator("#off summary").click()
    page.locator("#skip_0_day").fill("2026-04-01")
    page.get_by_role("button", name="Save", exact=True).first.click()
    page.wait_for_url("**/schedule#skips")
    expect(page.locator("#skips .told")).to_be_in_viewport(ratio=1)
    expect(page.locator("#skip_0_day")).to_be_in_viewport(ratio=1)
    page.locator("#back summary").scroll_into_view_if_needed()
    page.evaluate("scrollTo({top: 1e6, behavior: 'instant'})")
    bar, days = page.locator(".savebar"), page.locator(".coming")
    below, above = bar.bounding_box(), days.bounding_box()
    assert below
    assert above
    assert above["y"] - below["y"] - below["height"] <= 24
