"""A page whose server does not answer: it says so, asks again, and is fresh once more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import psycopg
import pytest
from playwright.sync_api import Browser, Page, Route, expect

from service.usecases.parts import Parts
from tests.database import Clone
from tests.pages.reading import came_in, opened
from tests.service import crowd

pytestmark = pytest.mark.page
AWAY, OUT, BARRED = "[data-away]", "[data-out]", "[data-barred]"
# How long a page waits for an answer, in ms: a server that hangs is given up soon.
SOON, USUAL = "htmx.config.timeout = 300", "htmx.config.timeout = 10000"
A_LOOK = 16_000  # ms until the slowest part has looked again


@pytest.fixture
def page(
    browser: Browser, served: str, parts: Parts, stairwell: UUID
) -> Iterator[Page]:
    """A page whose clock the test moves; the browser may complain of its server."""
    with opened(browser, served, came_in(parts, stairwell)) as (found, _):
        found.clock.install()
        yield found


class Server:
    """What stands between a page and its server, for addresses that fit."""

    def __init__(self, page: Page, fits: str) -> None:
        self.how = ""
        self.asked = 0
        page.route(re.compile(fits), self._answer)

    def _answer(self, route: Route) -> None:
        self.asked += 1
        how, self.how = self.how, ""
        if how == "broken":
            route.fulfill(status=503, body="One moment, please")
        elif how == "gone":
            route.abort()
        elif how != "hangs":
            route.continue_()


@pytest.mark.parametrize("how", ["hangs", "gone", "broken"])
@pytest.mark.parametrize("at", ["/people", "/people/{whose}", "/inbox/{whose}"])
def test_a_part_that_looks_by_itself_says_so_and_recovers(
    page: Page, parts: Parts, mila: UUID, at: str, how: str
) -> None:
    page.goto(at.format(whose=mila))
    server = Server(page, "anew=1")
    away = page.locator(AWAY)
    expect(away).to_be_hidden()
    server.how = how
    page.evaluate(SOON if how == "hangs" else USUAL)
    page.clock.fast_forward(A_LOOK)
    expect(away).to_be_visible()
    page.evaluate(USUAL)
    expect(away).to_contain_text("what stands here may be old")
    crowd.text(parts, "and this came meanwhile")
    page.clock.fast_forward(A_LOOK)
    expect(away).to_be_hidden()
    assert server.asked > 1
    if at != "/people":
        expect(page.locator("main")).to_contain_text("and this came meanwhile")


@pytest.mark.parametrize("how", ["hangs", "gone", "broken"])
@pytest.mark.parametrize("of", ["people/{mila}", "programmes/{where}"])
def test_a_preview_that_does_not_come_is_asked_for_again(
    page: Page, mila: UUID, where: UUID, of: str, how: str
) -> None:
    page.goto(f"/{of.format(mila=mila, where=where)}/schedule")
    server, away = Server(page, "/preview$"), page.locator(AWAY)
    server.how = how
    page.evaluate(SOON if how == "hangs" else USUAL)
    page.locator("#when").dispatch_event("input")
    page.clock.fast_forward(1_000)
    expect(away).to_be_visible()
    page.evaluate(USUAL)
    page.clock.fast_forward(3_000)
    expect(away).to_be_hidden()
    assert server.asked > 1


def test_what_is_refused_is_not_asked_for_again(page: Page, mila: UUID) -> None:
    page.goto(f"/people/{mila}/schedule")
    asked: list[str] = []

    def refuse(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(status=403, body="no")

    page.route(re.compile("/preview$"), refuse)
    page.locator("#when").dispatch_event("input")
    page.clock.fast_forward(1_000)
    expect(page.locator(OUT)).to_contain_text("You were signed out.")
    expect(page.locator(AWAY)).to_be_hidden()
    page.clock.fast_forward(9_000)
    assert 1 == len(asked)


def test_whose_role_was_changed_is_told_that_and_not_that_she_is_out(
    page: Page, mila: UUID, clone: Clone
) -> None:
    page.goto(f"/people/{mila}/schedule")
    with psycopg.connect(clone.superuser_url) as line:
        line.execute("UPDATE accounts SET role = 'viewer'")
    page.locator("#when").dispatch_event("input")
    page.clock.fast_forward(1_000)
    expect(page.locator(BARRED)).to_contain_text("your role does not let you")
    expect(page.locator(OUT)).to_be_hidden()
    expect(page.locator(AWAY)).to_be_hidden()


def test_who_has_typed_is_told_that_she_is_out_and_stays(
    page: Page, mila: UUID
) -> None:
    page.goto(f"/inbox/{mila}")
    note = page.get_by_label("Note", exact=True)
    note.fill("she meant it")
    stay: Any = page.context.cookies()
    page.context.clear_cookies()
    page.clock.fast_forward(A_LOOK)
    expect(page.locator(OUT)).to_contain_text("what you typed stays here")
    expect(page.locator(AWAY)).to_be_hidden()
    expect(note).to_have_value("she meant it")
    page.context.add_cookies(stay)
    page.clock.fast_forward(A_LOOK)
    expect(page.locator(OUT)).to_be_hidden()
    expect(note).to_have_value("she meant it")


def test_who_only_looks_is_sent_to_the_door(page: Page, mila: UUID) -> None:
    page.goto(f"/inbox/{mila}")
    page.context.clear_cookies()
    page.clock.fast_forward(A_LOOK)
    expect(page.locator("h1")).to_have_text("Sign in")
