"""The page of phones in a real browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from infra import picture
from infra.browser import browser as chromium
from service.switchboard.network import Network
from service.switchboard.outgoing import Order
from service.switchboard.phone import Phone
from service.switchboard.server import Running
from tests.switchboard.conftest import MILA, OURS
from tests.switchboard.listener import Listener

pytestmark = pytest.mark.page

HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script>"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def page(
    browser: Browser, running: Running, heeded: Network, mila: Phone, said: list[str]
) -> Iterator[Page]:
    heeded.start()
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    one = context.new_page()
    one.on("console", lambda line: said.append(line.text))
    one.on("pageerror", lambda error: said.append(str(error)))
    one.on("dialog", lambda dialog: said.append("a dialog"))
    one.goto(f"{running.url}/phones")
    expect(one.get_by_role("status")).to_have_text("Live")
    yield one
    context.close()
    assert [] == said


def test_she_types_and_the_answer_comes_without_a_reload(
    page: Page, listener: Listener
) -> None:
    listener.answers("/sms", "<Response><Message>What did you do?</Message></Response>")
    phone = page.get_by_label("Phone of Mila")
    expect(phone).to_contain_text("No texts yet.")
    expect(page.get_by_role("banner")).to_contain_text("Times by this browser's clock")
    field = phone.get_by_label("Text as Mila")
    field.fill("said my idea")
    field.press("Enter")
    thread = phone.get_by_role("log")
    expect(thread.locator(".mine .words")).to_have_text("said my idea")
    expect(thread.locator(".text:not(.mine) .words")).to_have_text("What did you do?")
    expect(thread.locator(".text:not(.mine)")).to_have_attribute("data-good", "")
    expect(thread.locator(".mine .meta")).to_contain_text("1 segment")
    expect(field).to_have_value("")
    expect(thread).not_to_contain_text("No texts yet.")


def test_shift_enter_writes_a_new_line_and_the_button_sends(page: Page) -> None:
    phone = page.get_by_label("Phone of Mila")
    send = phone.get_by_role("button", name="Send")
    expect(send).to_be_disabled()
    field = phone.get_by_label("Text as Mila")
    field.press_sequentially("one")
    field.press("Shift+Enter")
    field.press_sequentially("two")
    send.click()
    expect(phone.locator(".mine .words")).to_have_text("one\ntwo", use_inner_text=True)


def test_several_phones_stand_side_by_side_each_with_its_own_thread(
    page: Page, network: Network
) -> None:
    network.add_phone("+15035550188", "Rosa")
    network.outgoing.accept(Order("+15035550188", OURS, "for Rosa"))
    rosa, mila = page.get_by_label("Phone of Rosa"), page.get_by_label("Phone of Mila")
    expect(rosa.get_by_role("log")).to_contain_text("for Rosa")
    expect(mila.get_by_role("log")).not_to_contain_text("for Rosa")
    first, second = mila.bounding_box(), rosa.bounding_box()
    assert first is not None
    assert second is not None
    assert first["x"] + first["width"] < second["x"]
    assert first["y"] == second["y"]


def test_a_phone_is_added_from_the_page(
    page: Page, network: Network, said: list[str]
) -> None:
    page.get_by_role("textbox", name="Name").fill("Rosa")
    page.get_by_role("textbox", name="Number").fill("12")
    page.get_by_role("button", name="Add phone").click()
    expect(page.locator("#add-wrong")).to_contain_text("with its country")
    assert 1 == len(said)
    assert "400" in said.pop()
    page.get_by_role("textbox", name="Number").fill("+1 503 555 0188")
    page.get_by_role("button", name="Add phone").click()
    expect(page.get_by_label("Text as Rosa")).to_be_focused()
    assert "Rosa" == network.phone("+15035550188").name


def test_what_a_person_writes_is_never_markup(page: Page, network: Network) -> None:
    network.add_phone("+15035550188", HOSTILE[:40])
    network.text(MILA, OURS, HOSTILE)
    network.outgoing.accept(Order(MILA, OURS, HOSTILE))
    words = page.get_by_label("Phone of Mila").locator(".words")
    expect(words).to_have_count(2)
    assert [HOSTILE, HOSTILE] == words.all_text_contents()
    assert 0 == page.locator("main img, main script").count()


def test_words_from_right_to_left_are_kept_apart(page: Page, network: Network) -> None:
    network.text(MILA, OURS, "אמרתי את הרעיון! ok?")
    expect(page.locator(".words bdi[dir=auto]")).to_have_text("אמרתי את הרעיון! ok?")


def test_a_fault_is_switched_on_and_off_and_its_mark_is_seen(
    page: Page, network: Network
) -> None:
    page.get_by_role("button", name="Faults").click()
    switch = page.get_by_role("switch", name="Handsets off")
    switch.check()
    expect(page.locator("#fault-count")).to_have_text("1")
    network.outgoing.accept(Order(MILA, OURS, "hi"))
    phone = page.get_by_label("Phone of Mila")
    expect(phone.get_by_role("log")).to_contain_text("not delivered (30003)")
    expect(page.get_by_role("switch", name="Handsets off")).to_be_checked()
    page.get_by_role("switch", name="Handsets off").uncheck()
    expect(page.locator("#fault-count")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Faults")).to_be_focused()
    assert () == network.faults.standing()


def test_what_the_carrier_logs_is_shown(page: Page, listener: Listener) -> None:
    listener.answers("/sms", "<Response>").answers("/fallback", "<Response>")
    page.get_by_label("Text as Mila").fill("hello")
    page.keyboard.press("Enter")
    expect(page.get_by_role("log")).to_contain_text(
        "no answer from the service (12100)"
    )
    page.get_by_role("button", name="Faults").click()
    expect(page.locator("#log")).to_contain_text("12100")


def test_on_a_narrow_screen_one_phone_fills_it_and_a_tap_changes_it(
    page: Page, network: Network
) -> None:
    network.add_phone("+15035550188", "Rosa")
    page.set_viewport_size({"width": 390, "height": 844})
    page.reload()
    mila = page.get_by_role("button", name="Mila")
    expect(mila).to_have_attribute("aria-current", "")
    assert 390 == page.evaluate("document.documentElement.scrollWidth")
    box = page.get_by_label("Phone of Mila").bounding_box()
    assert box is not None
    assert (0, 390) == (box["x"], box["width"])
    assert 844 == box["y"] + box["height"]
    page.get_by_role("button", name="Rosa").click()
    expect(page.get_by_role("button", name="Rosa")).to_have_attribute(
        "aria-current", ""
    )
    expect(page.get_by_label("Text as Rosa")).to_be_in_viewport()


def test_the_thread_is_still_there_after_a_reload(page: Page, network: Network) -> None:
    network.text(MILA, OURS, "hello")
    expect(page.locator(".mine .words")).to_have_text("hello")
    page.reload()
    expect(page.locator(".mine .words")).to_have_text("hello")


def test_a_text_that_is_too_long_is_kept_and_said_to_be(
    page: Page, network: Network
) -> None:
    phone = page.get_by_label("Phone of Mila")
    field = phone.get_by_label("Text as Mila")
    field.fill("🎉" * 1601)
    field.press("Enter")
    expect(phone.locator(".write .wrong")).to_have_text(
        "A text holds 1,600 characters. This one has 1,601, so it was not sent."
    )
    expect(field).to_have_value("🎉" * 1601)
    assert () == network.phone(MILA).thread
    field.fill("🎉" * 1600)
    expect(phone.locator(".write .wrong")).to_have_text("")
    field.press("Enter")
    expect(phone.locator(".mine .words")).to_have_text("🎉" * 1600)


def test_the_picture_is_played_whatever_the_wording_of_the_replies(
    page: Page, network: Network, listener: Listener
) -> None:
    for words in ("Odd one.", "Odd two.", "Odd three."):
        listener.answers("/sms", f"<Response><Message>{words}</Message></Response>")
    page.reload()
    card = page.get_by_label("Phone of Mila", exact=True)
    picture.texts(page, card, breath_ms=50)
    expect(card.locator(picture.REPLIES)).to_have_count(2)
