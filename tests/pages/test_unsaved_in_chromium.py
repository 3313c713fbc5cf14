"""What was typed and not sent is not left behind without a question."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from playwright.sync_api import Dialog, Page, Route, expect

pytestmark = pytest.mark.page


@pytest.fixture
def asked(browser_page: Page) -> list[str]:
    """Whether one means to leave; one stays."""
    found: list[str] = []

    def stays(dialog: Dialog) -> None:
        found.append(dialog.type)
        dialog.dismiss()

    browser_page.on("dialog", stays)
    return found


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/programmes/{}/settings", "input:not([type=hidden])"),
        ("/programmes/{}/file", "textarea"),
        ("/scripts/daily_win/words", "textarea"),
    ],
)
def test_who_leaves_what_she_typed_is_asked(
    browser_page: Page, asked: list[str], where: UUID, path: str, field: str
) -> None:
    page = browser_page
    page.goto(path.format(where))
    at = page.locator("main").locator(field).locator("visible=true").first
    at.press_sequentially("hers ")
    page.get_by_role("navigation").get_by_role("link", name="People").first.click()
    expect(at).to_have_value(re.compile("hers "))
    assert ["beforeunload"] == asked


@pytest.mark.usefixtures("where")
def test_another_language_or_the_way_out_does_not_empty_a_form_unasked(
    browser_page: Page, asked: list[str]
) -> None:
    page = browser_page
    page.goto("/people/new")
    page.locator("#name").press_sequentially("Mila")
    for times, name in enumerate(("Español", "Sign out"), start=1):
        page.get_by_role("button", name=name).first.click()
        expect(page.locator("#name")).to_have_value("Mila")
        assert ["beforeunload"] * times == asked


def test_who_says_that_it_is_to_stay_as_it_stands_is_not_asked(
    browser_page: Page, asked: list[str], where: UUID
) -> None:
    page = browser_page
    page.goto(f"/programmes/{where}/settings")
    at = page.locator("main input:not([type=hidden]) >> visible=true").first
    at.press_sequentially("hers ")
    page.get_by_role("link", name="Leave it as it stands").first.click()
    expect(at).not_to_have_value(re.compile("hers "))
    assert [] == asked


def test_a_word_on_prompts_leaves_what_is_typed_in_the_schedule(
    browser_page: Page, asked: list[str], mila: UUID
) -> None:
    page = browser_page
    page.goto(f"/people/{mila}/schedule")
    page.locator("#rhythm-days").check()
    page.locator("#word > summary").click()
    page.locator("#what-cap").check()
    page.locator("#cap").fill("2")
    page.locator("#word_until").fill("2099-06-30")
    page.locator("#reason").fill("asked for less")
    page.locator("#word").get_by_role("button", name="Save").click()
    told = page.get_by_role("status").first
    expect(told).to_contain_text("Saved: at most 2 prompts in seven days.")
    expect(told).to_contain_text("What you changed in the schedule is not saved yet.")
    expect(page.locator("#rhythm-days")).to_be_checked()
    page.wait_for_load_state()
    page.locator("#word > summary").click()
    page.locator("#reason").fill("more")
    page.get_by_role("navigation").get_by_role("link", name="People").first.click()
    expect(page.locator("#rhythm-days")).to_be_checked()
    assert ["beforeunload"] == asked


def test_what_came_back_refused_is_asked_about_as_well(
    browser_page: Page, asked: list[str], where: UUID
) -> None:
    page = browser_page
    page.goto("/people/new")
    page.get_by_label("Name").fill("Noor")
    page.get_by_role("button", name="Enrol them", exact=True).last.click()
    expect(page.get_by_label("Name")).to_have_value("Noor")
    expect(page.get_by_text("Not enrolled yet")).to_be_visible()
    page.get_by_role("navigation").get_by_role("link", name="Inbox").first.click()
    expect(page.get_by_label("Name")).to_have_value("Noor")
    assert ["beforeunload"] == asked


def test_a_zone_that_is_being_typed_is_not_filled_in(
    browser_page: Page, where: UUID
) -> None:
    page = browser_page
    page.goto("/people/new")

    def late(route: Route) -> None:
        # The coach types on while the answer is under way.
        page.get_by_label("Time zone").evaluate("field => { field.value = 'Lim'; }")
        route.continue_()

    page.route("**/people/new/number", late)
    page.get_by_label("Mobile number").fill("+64 21 123 4567")
    with page.expect_response("**/people/new/number"):
        page.get_by_label("Mobile number").press("Tab")
    expect(page.get_by_text("Read as +64 21 123 4567, New Zealand")).to_be_visible()
    expect(page.get_by_label("Time zone")).to_have_value("Lim")


def test_who_stands_in_the_zone_types_on_undisturbed(
    browser_page: Page, where: UUID
) -> None:
    page = browser_page
    page.goto("/people/new")
    page.get_by_label("Mobile number").fill("+64 21 123 4567")
    page.get_by_label("Time zone").focus()  # empty still, when the answer comes
    expect(page.get_by_text("Read as +64 21 123 4567, New Zealand")).to_be_visible()
    page.keyboard.type("Chicago")
    expect(page.get_by_label("Time zone")).to_have_value("Chicago")
    page.get_by_label("Time zone").fill("")
    page.get_by_label("Mobile number").fill("+64 21 123 4568")
    page.get_by_label("Mobile number").press("Tab")
    expect(page.get_by_label("Time zone")).to_have_value("Pacific/Auckland")
    expect(page.get_by_text("Taken from the number.")).to_be_visible()


def test_who_typed_nothing_or_sends_it_is_not_asked(
    browser_page: Page, asked: list[str]
) -> None:
    page = browser_page
    page.goto("/scripts/daily_win/words")
    page.get_by_role("link", name="Programmes").first.click()
    expect(page.locator("h1")).to_have_text("Programmes")
    page.goto("/scripts/daily_win/words")
    page.locator("textarea").first.press_sequentially("hers ")
    page.get_by_role("button", name="Keep as a draft").click()
    page.get_by_role("link", name="Programmes").first.click()
    expect(page.locator("h1")).to_have_text("Programmes")
    assert [] == asked
