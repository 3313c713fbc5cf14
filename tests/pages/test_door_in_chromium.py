"""The door in a real Chromium: by keyboard alone, with a passkey, for every eye."""

from __future__ import annotations

import base64
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from service.usecases import first_owner
from tests.pages.judging import LAPTOP, PHONE, Eye, looked
from tests.pages.reading import translated
from tests.service.console import PASSWORD, RUTH, Console, Someone

pytestmark = pytest.mark.page


@pytest.fixture
def page(nobodys_page: Page) -> Page:
    return nobodys_page


def types(page: Page, *words: str) -> None:
    """Type into one field after another, as Tab goes, and send with Enter."""
    for at, word in enumerate(words):
        if at:
            page.keyboard.press("Tab")
        page.keyboard.type(word)
    page.keyboard.press("Enter")


def with_a_finger(page: Page) -> None:
    """Give the browser a device of its own that knows its owner's finger."""
    line = page.context.new_cdp_session(page)
    line.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    line.send("WebAuthn.addVirtualAuthenticator", {"options": device})


def test_a_passkey_is_made_and_lets_in(page: Page, console: Console) -> None:
    with_a_finger(page)
    page.goto(f"/setup/{first_owner.code(console.parts)}")
    page.locator("#name").focus()
    types(page, "Ruth Miller", RUTH, PASSWORD)
    page.get_by_role("button", name="Make a passkey").click()
    page.locator("#name").fill("the laptop's finger")
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.locator("h1")).to_have_text("Keep these codes")
    page.goto("/account")
    expect(page.locator("main")).to_contain_text("the laptop's finger")
    page.get_by_role("button", name="Sign out").click()
    expect(page.locator("h1")).to_have_text("Sign in")
    # The browser moves the focus some time after it shows the page: what is
    # typed before goes nowhere.
    expect(page.locator("#email")).to_be_focused()
    types(page, RUTH, PASSWORD)
    page.get_by_role("button", name="Use a passkey instead").click()
    page.get_by_role("button", name="Use my passkey").click()
    expect(page.locator("h1")).to_have_text("Today")
    console.forward(mins=11)
    page.goto("/team")
    expect(page.locator("h1")).to_have_text("Once more, please")
    page.get_by_role("button", name="Use a passkey instead").click()
    page.get_by_role("button", name="Use my passkey").click()
    expect(page.locator("h1")).to_have_text("Team")


def test_a_device_that_gives_no_passkey_is_told_kindly(
    page: Page, console: Console
) -> None:
    who = console.owner()
    stay = {"name": "handrail", "value": who.token, "url": console.parts.origin}
    page.context.add_cookies([stay])
    page.goto("/account")
    page.get_by_role("button", name="Add a passkey").click()
    page.locator("#name").fill("none")
    # Without an authenticator Chromium waits for one; the page is told that it is none.
    page.evaluate(
        "() => { navigator.credentials.create = () => Promise.reject(new Error()) }"
    )
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.locator("[data-told]")).to_be_visible()
    page.get_by_role("link", name="Go another way").last.click()
    expect(page.locator("h1")).to_have_text("Your account")


def sends(page: Page, button: str = "") -> None:
    """Send the form, by Enter or by a button, and wait for the page that comes."""
    with page.expect_navigation():
        if button:
            name = translated(button, page.evaluate("document.documentElement.lang"))
            page.get_by_role("button", name=name, exact=True).click()
        else:
            page.keyboard.press("Enter")


def seen(console: Console, page: Page) -> Iterator[str]:
    """Bring the browser to each page and state of the door, and name it."""
    yield from _coming(console, page)
    yield from _inside(page)
    link = page.locator(".letters").first.inner_text()
    yield from _refused_inside(page)
    yield from _outside(page)
    page.goto(link)
    yield "join"
    for path in ("/join/nothing", "/forgotten", "/prove"):
        page.goto(path)
        yield path


def _coming(console: Console, page: Page) -> Iterator[str]:
    code = first_owner.code(console.parts)
    page.goto(f"/setup/{code}")
    yield "set-up"
    page.locator("#password").fill("short")
    page.locator("#name").fill("Ruth")
    page.locator("#email").fill(RUTH)
    sends(page)
    yield "set-up, refused"
    page.locator("#password").fill(PASSWORD)
    sends(page)
    yield "first factor"
    sends(page, "Use an authenticator app")
    yield "authenticator"
    letters = page.locator(".letters").inner_text().replace(" ", "")
    ruth = Someone(RUTH, base64.b32decode(letters), "", ())
    page.locator("#code").fill("000000")
    sends(page)
    yield "authenticator, refused"
    page.locator("#code").fill(console.code(ruth))
    sends(page)
    yield "spare codes"


def _inside(page: Page) -> Iterator[str]:
    for path in ("/account", "/team"):
        page.goto(path)
        yield path
    page.locator("#name").fill("Ana")
    page.locator("#email").fill("ana@example.org")
    sends(page, "Make the link")
    yield "team, with a link"


def _refused_inside(page: Page) -> Iterator[str]:
    page.locator("#name").fill("Bo")
    page.locator("#email").fill("no address@")
    page.evaluate("document.querySelector('#email').type = 'text'")
    sends(page, "Make the link")
    yield "team, refused"


def _outside(page: Page) -> Iterator[str]:
    sends(page, "Sign out")
    yield "sign-in"
    page.locator("#email").fill(RUTH)
    page.locator("#password").fill("not her password at all")
    sends(page)
    yield "sign-in, refused"
    page.locator("#password").fill(PASSWORD)
    sends(page)
    yield "second step"
    page.locator("summary").click()
    yield "second step, spare codes"


@pytest.mark.parametrize(("eye", "tongue"), [(PHONE, "es"), (LAPTOP, "en")])
def test_every_page_of_the_door_is_there_for_everybody(
    page: Page, console: Console, eye: Eye, tongue: str
) -> None:
    page.set_extra_http_headers({"Accept-Language": tongue})

    def spoken() -> Iterator[str]:
        for name in seen(console, page):
            assert tongue == page.evaluate("document.documentElement.lang")
            yield name

    assert {} == looked(page, spoken(), eye)
