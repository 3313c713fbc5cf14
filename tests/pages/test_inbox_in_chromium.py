"""The inbox in a real Chromium: its keys, and each state for every eye."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from playwright.sync_api import Dialog, Page, expect

from service.usecases.parts import Parts
from tests.database import Clone, wait
from tests.pages.judging import judged, looked
from tests.pages.reading import came_in
from tests.service import crowd

pytestmark = pytest.mark.page
BEN = "+15550100003"


@pytest.fixture
def ben(parts: Parts, stairwell: UUID, where: UUID, clone: Clone, mila: UUID) -> UUID:
    """Ben, who asks for a person; Mila has told of a try and waits for nobody."""
    found = crowd.person(parts, stairwell, where, name="Ben", number=BEN)
    for body in ("GO", "can I talk to a person please?"):
        wait(clone, timedelta(minutes=5))
        crowd.text(parts, body, sender=BEN)
    return found


def test_the_keys_are_listed_and_can_be_turned_off(
    browser_page: Page, ben: UUID, mila: UUID
) -> None:
    page = browser_page
    page.goto(f"/inbox/{ben}")
    page.keyboard.press("u")
    expect(page.locator("h1")).to_have_text("Inbox")
    page.wait_for_load_state()  # a key before the script runs is nobody's
    page.keyboard.press("j")
    expect(page.locator(f"#line-{ben}")).to_be_focused()
    page.keyboard.press("j")
    expect(page.locator(f"#line-{mila}")).to_be_focused()
    page.keyboard.press("k")
    expect(page.locator(f"#line-{ben}")).to_be_focused()
    page.keyboard.press("?")
    expect(page.locator("[data-keys]")).to_have_attribute("open", "")
    page.locator("[data-keys-on]").uncheck()
    page.reload()
    page.keyboard.press("j")
    expect(page.locator(f"#line-{ben}")).not_to_be_focused()


def test_the_keys_of_a_talk_lead_to_its_buttons_and_press_none(
    browser_page: Page, ben: UUID
) -> None:
    page = browser_page
    page.goto(f"/inbox/{ben}")
    page.wait_for_load_state()
    page.keyboard.press("d")
    expect(page.get_by_role("button", name="Nothing to answer")).to_be_focused()
    page.keyboard.press("s")
    expect(page.locator("#put")).to_be_focused()
    expect(page.locator("#put_day")).to_be_hidden()
    page.locator("#put").select_option("day")
    expect(page.locator("#put_day")).to_be_visible()
    page.keyboard.press("Escape")
    page.locator("#to").select_option("")
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    expect(page.get_by_role("button", name="Assign", exact=True)).to_be_focused()
    expect(page.locator("#task")).to_be_visible()
    assert "Yours." not in page.content()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "Yours." in page.content()


# The page has come to the end of the words, 24 pixels above that of the window.
ARRIVED = "newest.getBoundingClientRect().top < innerHeight - 22"


def test_a_long_talk_opens_at_its_newest_words_with_the_form_in_sight(
    browser_page: Page, ben: UUID, parts: Parts, clone: Clone
) -> None:
    page = browser_page
    page.set_viewport_size({"width": 1280, "height": 720})
    for at in range(12):
        wait(clone, timedelta(minutes=1))
        crowd.text(parts, f"and one more thing, number {at}", sender=BEN)
    page.goto("/inbox")
    page.locator(f"#line-{ben}").click()
    page.wait_for_url("**#newest")
    page.wait_for_function(f"() => {ARRIVED}")  # on the way there all is in sight
    for seen in ("#reply", "#words", ".thread > li:last-child"):
        expect(page.locator(seen)).to_be_in_viewport()


PHONE, LAPTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 640}


def test_on_a_phone_a_talk_opens_at_its_newest_words_but_for_danger(
    browser_page: Page, ben: UUID, parts: Parts, clone: Clone
) -> None:
    """It began with the oldest, wherever one came from but the inbox."""
    page, head = browser_page, browser_page.locator(".talk-head")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type] # a size
    for at in range(12):
        wait(clone, timedelta(minutes=1))
        crowd.text(parts, f"and one more thing, number {at}", sender=BEN)
    page.goto(f"/inbox/{ben}")
    for seen in ("#words", ".thread > li:last-child", "#writing button:not(.link)"):
        expect(page.locator(seen)).to_be_in_viewport(ratio=1)
    page.goto(f"/inbox/{ben}#narrow")  # where a link leads comes first
    expect(page.locator("#only-notes")).to_be_in_viewport()
    crowd.text(parts, "I want to kill myself tonight", sender=BEN)
    page.goto(f"/inbox/{ben}")
    expect(head).to_be_in_viewport()
    expect(page.locator(".needs")).to_contain_text("touched on safety")
    page.get_by_role("link", name="To the newest", exact=True).click()
    expect(page.locator("#words")).to_be_in_viewport()


def test_the_notes_alone_leave_the_head_and_their_filter_in_sight(
    browser_page: Page, mila: UUID
) -> None:
    page = browser_page
    page.emulate_media(reduced_motion="reduce")  # or it is looked at on the way
    for size in (PHONE, LAPTOP):
        page.set_viewport_size(size)  # type: ignore[arg-type] # a size
        page.goto(f"/inbox/{mila}")
        page.locator("#only-notes").click()
        page.wait_for_url("**only=notes**")
        for seen in (".talk-head h1", "#only-notes[aria-current]"):
            expect(page.locator(seen)).to_be_in_viewport(ratio=1)


def test_the_hand_is_cut_nowhere_without_a_sign_that_it_goes_on(
    browser_page: Page, mila: UUID
) -> None:
    page, hand = browser_page, browser_page.locator(".hand")
    page.set_viewport_size(LAPTOP)  # type: ignore[arg-type] # a size
    page.goto(f"/inbox/{mila}#newest")
    assert hand.evaluate("one => one.scrollHeight > one.clientHeight")
    expect(hand).to_have_css("mask-image", re.compile("linear-gradient"))
    page.locator("[value=note]").scroll_into_view_if_needed()
    hand.evaluate("one => one.scrollTo(0, one.scrollHeight)")
    below = "one => one.getBoundingClientRect().bottom"
    # Its end stands above what fades.
    assert 23 <= hand.evaluate(below) - page.locator(".hand .panel").last.evaluate(
        below
    )


HALF = "half a reply, \u201cso\u201d to say"


@pytest.fixture
def stays(browser_page: Page) -> list[str]:
    """What a browser asked before it left; whoever is asked stays."""
    found: list[str] = []

    def dismissed(dialog: Dialog) -> None:
        found.append(dialog.type)
        dialog.dismiss()

    browser_page.on("dialog", dismissed)
    return found


def test_half_a_reply_stays_whatever_is_pressed_and_is_asked_about(
    browser_page: Page, ben: UUID, mila: UUID, stays: list[str]
) -> None:
    page = browser_page
    page.goto(f"/inbox/{ben}")
    words = page.locator("#words")
    words.press_sequentially(HALF)
    # Out of the field and on to somebody else: she is asked, and stays.
    words.press("Escape")
    page.keyboard.press("j")
    expect(words).to_have_value(HALF)
    assert ["beforeunload"] == stays
    page.locator("#put").select_option("hour")
    page.get_by_role("button", name="Put off").click()
    expect(page.locator("#task + p")).to_contain_text("Put off until")
    page.wait_for_load_state()
    expect(words).to_have_value(HALF)
    page.get_by_role("button", name="I have this").first.click()
    expect(page.locator(".needs")).to_contain_text("has it since")
    page.wait_for_load_state()
    page.fill("#note", "half a note")
    page.get_by_role("button", name="Keep the note").click()
    expect(page.locator(".noted")).to_contain_text("half a note")
    page.wait_for_load_state()
    leaves(page, stays)


def leaves(page: Page, stays: list[str]) -> None:
    """She is asked on every way out, stays, sends it, and then is asked no more."""
    words = page.locator("#words")
    page.get_by_role("link", name="Inbox").first.click()
    expect(words).to_have_value(HALF)
    page.locator(
        ".foot button[lang]"
    ).first.click()  # another language takes no words along
    expect(words).to_have_value(HALF)
    assert ["beforeunload"] * 3 == stays
    words.press("Control+Enter")
    expect(page.locator(".talking")).to_contain_text("You are talking with them")
    expect(words).to_have_value("")
    page.get_by_role("link", name="Inbox").first.click()
    expect(page.locator("h1")).to_have_text("Inbox")
    assert ["beforeunload"] * 3 == stays


def test_a_reply_outlives_the_end_of_a_session_and_goes_from_the_next(
    browser_page: Page,
    ben: UUID,
    parts: Parts,
    stairwell: UUID,
    clone: Clone,
    stays: list[str],
) -> None:
    page, out = browser_page, browser_page.locator("[data-out]")
    page.goto(f"/inbox/{ben}")
    words = page.locator("#words")
    words.press_sequentially(HALF)
    expect(page.locator("#count")).to_contain_text("1 text")
    with psycopg.connect(clone.superuser_url) as line:
        line.execute("DELETE FROM sessions")
    expect(out).to_be_visible()
    expect(out).to_contain_text("You were signed out. Sign in in another tab;")
    expect(words).to_have_value(HALF)
    assert page.url.endswith(f"/inbox/{ben}")
    assert {} == judged(page)
    again: Any = {"name": "handrail", "value": came_in(parts, stairwell)}
    page.context.add_cookies([{**again, "url": page.url}])
    expect(out).to_be_hidden()
    expect(words).to_have_value(HALF)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator(".talking")).to_contain_text("You are talking with them")
    expect(words).to_have_value("")
    assert [] == stays


def test_whoever_types_nothing_is_led_to_the_door_when_her_session_ends(
    browser_page: Page, ben: UUID, clone: Clone
) -> None:
    page = browser_page
    with page.expect_response("**/read"):  # it marks as read what it showed, and may
        page.goto(f"/inbox/{ben}")
    with psycopg.connect(clone.superuser_url) as line:
        line.execute("DELETE FROM sessions")
    page.wait_for_url("**/sign-in?next=/inbox/**")


def test_every_state_is_fit_for_every_eye(
    browser_page: Page, ben: UUID, parts: Parts
) -> None:
    assert {} == looked(browser_page, states(browser_page, ben, parts))


def states(page: Page, ben: UUID, parts: Parts) -> Iterator[str]:
    """Bring the browser to each page and state of the inbox, and name it."""
    page.goto("/inbox")
    yield "inbox"
    page.goto(f"/inbox/{ben}")
    talks(page)
    yield "talk"
    crowd.text(parts, "I want to kill myself tonight", sender=BEN)
    page.goto(f"/inbox/{ben}")
    expect(page.locator(".needs")).to_contain_text("touched on safety")
    yield "safety"
    page.get_by_role("button", name="I have this").first.click()
    expect(page.locator(".needs")).to_contain_text("has it since")
    page.goto("/inbox")
    page.keyboard.press("/")
    page.keyboard.type("afternoon")
    page.keyboard.press("Enter")
    expect(page.locator("mark")).to_have_text("afternoon")
    assert page.url.endswith("/inbox/search")
    yield "found"
    page.goto("/inbox?show=snoozed")
    expect(page.locator(".empty")).to_contain_text("Nothing is put off.")
    yield "empty"


def talks(page: Page) -> None:
    """Keep a note, send nothing, then write to him."""
    page.fill("#note", "Prefers the afternoon. Works nights <b>until</b> May.")
    page.get_by_role("button", name="Keep the note").click()
    expect(page.locator(".noted")).to_contain_text("Prefers the afternoon")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("#words-wrong")).to_contain_text("write something first")
    page.wait_for_load_state()  # what is typed before the scripts are there is not counted
    page.fill("#words", "I\u2019m here, Ben. Shall I call you at five?")
    expect(page.locator("#count")).to_contain_text("sent as plain ones")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator(".talking")).to_contain_text("You are talking with them")


def test_what_was_found_far_back_stands_in_sight_and_is_marked(
    browser_page: Page, ben: UUID, parts: Parts
) -> None:
    page = browser_page
    crowd.text(parts, "the zebra stood there", sender=BEN)
    for at in range(70):
        crowd.text(parts, f"and one more thing, number {at}", sender=BEN)
    for size in ({"width": 1280, "height": 720}, {"width": 390, "height": 844}):
        page.set_viewport_size(size)  # type: ignore[arg-type] # a size
        page.goto("/inbox")
        page.locator("#sought").fill("zebra")
        page.keyboard.press("Enter")
        page.locator("#hit-1").click()
        found = page.locator(".is-found")
        expect(found).to_contain_text("the zebra stood there")
        expect(found).to_contain_text("Found here")
        expect(found).to_be_in_viewport()
        assert {} == judged(page)
