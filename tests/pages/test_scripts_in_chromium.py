"""A script edited in a real Chromium: an error, its mend, the phone, publishing, back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from playwright.sync_api import Locator, Page, expect

from service.usecases.parts import Parts
from tests.database import Clone, wait
from tests.pages.judging import looked
from tests.service import crowd

pytestmark = pytest.mark.page
WIN = "/scripts/daily_win"


@pytest.fixture
def asked(parts: Parts, stairwell: UUID, where: UUID, clone: Clone) -> UUID:
    """Somebody who told of a try, and was asked what she did."""
    found = crowd.person(parts, stairwell, where)
    for body in ("GO", "said my idea"):
        wait(clone, timedelta(minutes=5))
        crowd.text(parts, body)
    return found


def presses(page: Page, name: str) -> None:
    """Press a button that leads to another page, and wait for it."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def story(page: Page, served: str) -> Iterator[str]:
    """Edit a script, break it, mend it, play it, publish it, and roll it back."""
    page.goto(f"{served}/scripts")
    yield "the shelf"
    page.get_by_role("link", name="A win of the day", exact=True).click()
    expect(page.locator("main")).to_contain_text("1 person is in this version.")
    expect(page.locator("main")).to_contain_text("1 waits at this question")
    yield "a script"
    page.get_by_role("link", name="Edit the file", exact=True).click()
    yield from _mended(page)
    yield from _played(page)
    yield from _published(page)


def _mended(page: Page) -> Iterator[str]:
    source = page.locator("#source")
    own = source.input_value()
    source.fill(own.replace("then: nothing_more", "then: nothing_mor"))
    problem = page.locator("#found a[data-line]")
    expect(problem).to_have_text("Line 9")
    expect(page.locator("#L9.is-wrong")).to_be_visible()
    yield "an error at its line"
    # Wherever the caret goes, each number stays beside its line.
    source.press("Control+End")
    assert 0 == source.evaluate("s => s.scrollTop + s.scrollLeft")
    expect(page.get_by_role("button", name="Publish …")).to_be_disabled()
    problem.click()
    chosen = "s => s.value.slice(s.selectionStart, s.selectionEnd)"
    assert "  her_own_words:" == source.evaluate(chosen)
    softer = own.replace("Logged. You did that.", "Kept. You did that.")
    assert softer != own
    source.fill(softer)
    expect(page.locator("#found")).to_contain_text("It checks")
    expect(page.locator("#drawn svg")).to_be_visible()
    expect(page.get_by_role("button", name="Publish …")).to_be_enabled()
    late = (
        "s => s.dispatchEvent("
        "new CustomEvent('htmx:timeout', {bubbles: true, detail: {}}))"
    )
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        source.evaluate(late)  # a check that came too late is asked for again


def _played(page: Page) -> Iterator[str]:
    page.locator("#words").fill("did it")
    page.locator("#words").press("Enter")
    screen = page.locator(".screen")
    expect(screen.locator(".is-hers")).to_have_text("They say: did it")
    expect(screen.locator(".is-text")).to_have_count(1)
    expect(page.locator("#words")).to_be_focused()
    page.locator("#channel").select_option("voice")
    page.get_by_role("button", name="From the start").click()
    expect(screen.locator(".is-spoken").first).to_be_visible()
    page.get_by_role("button", name="1", exact=True).click()
    expect(screen.locator(".is-keys")).to_have_text("They press: 1")
    yield "the phone, on a call"


def _published(page: Page) -> Iterator[str]:
    presses(page, "Publish …")
    expect(page.locator(".compared dd").nth(1)).to_contain_text("Kept. You did")
    expect(page.locator("main")).to_contain_text("1 person is in this version.")
    yield "before it is published"
    page.locator("#note").fill("kept sounds warmer")
    presses(page, "Publish")
    history = page.locator("#history + ol")
    expect(history.locator("li")).to_have_count(2)
    expect(history).to_contain_text("kept sounds warmer")
    expect(page.locator("main")).to_contain_text("1 person is in an older version")
    expect(
        history.get_by_role("link", name="Roll back to the one before …")
    ).to_be_visible()
    history.locator("li").last.get_by_role("link").first.click()
    expect(page.locator("h1")).to_have_text("Version 1")
    stands_free(page)
    yield "an older version"
    page.get_by_role("link", name="Roll back to this one …").click()
    expect(page.locator("h1")).to_contain_text("Roll “A win of the day” back")
    yield "before it is rolled back"
    page.locator("#note").fill("the old one was plainer")
    presses(page, "Roll back")
    expect(history.locator("li")).to_have_count(3)
    expect(history).to_contain_text("Rolled back to version 1")
    yield "rolled back"


def stands_free(page: Page) -> None:
    """Fail where the button that rolls back touches the heading after it."""
    button = page.get_by_role("link", name="Roll back to this one …").bounding_box()
    heading = page.locator("#whole").bounding_box()
    assert button
    assert heading
    assert heading["y"] - button["y"] - button["height"] >= 16


def test_a_script_is_broken_mended_played_published_and_rolled_back(
    browser_page: Page, served: str, asked: UUID
) -> None:
    assert asked
    assert {} == looked(browser_page, story(browser_page, served))


def programme(page: Page, served: str, where: UUID) -> Iterator[str]:
    page.goto(f"{served}/programmes")
    yield "programmes"
    page.goto(f"{served}/programmes/new")
    yield "a new programme"
    page.goto(f"{served}/programmes/{where}")
    yield "a programme"
    page.goto(f"{served}/programmes/{where}/file")
    source = page.locator("#source")
    own = source.input_value()
    source.fill(own.replace("terms:", "terms: 7 #"))
    expect(page.locator("#found a[data-line]").first).to_be_visible()
    source.fill(own.replace("'0123456'", "'024'"))
    expect(page.locator("#found")).to_contain_text("It checks")
    presses(page, "What would change?")
    yield "what a file would change"
    presses(page, "Apply")


def test_a_programme_is_there_for_everybody(
    browser_page: Page, served: str, where: UUID
) -> None:
    assert {} == looked(browser_page, programme(browser_page, served, where))


def lies(page: Page, field: Locator) -> tuple[int, int]:
    """Return how far below the window's edge a field is, and how tall the check, in px."""
    field.scroll_into_view_if_needed()
    box, check = field.bounding_box(), page.locator("#found").bounding_box()
    assert box is not None
    assert check is not None
    return round(box["y"]), round(check["height"])


def worded(page: Page, served: str) -> Iterator[str]:
    page.goto(f"{served}/scripts/late_prompt/words")
    yield "the words of a script"
    field = page.locator("#w_2")
    stood = lies(page, field)
    field.fill("Mine, {stepp}.")
    expect(page.locator("#w_2-hint")).to_contain_text("Did you mean step?")
    expect(page.locator("#in-short")).to_have_text("One thing to mend.")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_be_focused()
    # What is found stands above and below, and moves nothing that one types into.
    assert stood == lies(page, field)
    yield "a wording that cannot stand"
    field.fill("Mine, {step}.")
    expect(page.locator("#in-short")).to_have_text("It checks.")
    expect(page.locator("#found")).to_contain_text("it is not kept yet")
    expect(field).not_to_have_attribute("aria-invalid", "true")
    expect(page.locator(".screen")).to_contain_text("Mine, say one idea")
    field.fill("Mine as well, {step}.")
    page.locator("#words").fill("did it")
    expect(page.locator("#found")).to_contain_text("You changed 1 text")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        field.dispatch_event("again")
    expect(page.locator("#words")).to_have_value("did it")
    page.locator("#words").press("Enter")
    expect(page.locator(".screen .is-hers")).to_have_text("They say: did it")
    yield "a wording played"


def words_kept(page: Page, served: str) -> Iterator[str]:
    yield from worded(page, served)
    page.get_by_role("button", name="Keep as a draft").click()
    told = page.locator(".wordings .told")
    expect(told).to_contain_text("It is kept in your draft.")
    expect(page).to_have_url(f"{served}/scripts/late_prompt/words#w_2")
    # The address leads to the words, and what is said of them is in sight.
    for one in (told, page.locator("label[for=w_2]"), page.locator("#w_2")):
        expect(one).to_be_in_viewport(ratio=1)
    yield "a wording kept"


def test_words_are_checked_and_played_as_they_are_typed(
    browser_page: Page, served: str
) -> None:
    assert {} == looked(browser_page, words_kept(browser_page, served))


def test_the_header_stands_where_it_does_however_wide_the_page(
    browser_page: Page, served: str, mila: UUID
) -> None:
    page, script = browser_page, f"{served}/scripts/daily_win"
    page.set_viewport_size({"width": 1440, "height": 900})
    stood = set()
    for path in ("", "/words", "/edit"):
        page.goto(f"{script}{path}")
        box = page.locator(".brand").bounding_box()
        stood.add(box and box["x"])
    assert 1 == len(stood)


def test_on_a_phone_the_bar_of_the_words_is_whole_and_keeps_from_the_edge(
    browser_page: Page, served: str, mila: UUID
) -> None:
    page = browser_page
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{served}/scripts/daily_win/words")
    page.locator("#w_0").scroll_into_view_if_needed()
    bar = page.locator(".wordings > .does")
    for seen in ("#in-short", "[data-leaves]", "[value=publish]", "[value=keep]"):
        one = bar.locator(seen)
        expect(one).to_be_in_viewport(ratio=1)
        box = one.bounding_box()
        assert box
        assert box["y"] + box["height"] <= 844 - 8, seen
        assert 12 <= box["x"], seen
        assert box["x"] + box["width"] <= 390 - 12, seen
