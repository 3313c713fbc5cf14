"""The step and its help in a real Chromium: changed where it stands, for every eye."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from flows.coach.exposure import Item, Met
from service.usecases import growth, sessions, tailoring
from service.usecases.parts import Parts
from service.usecases.rights import Signed
from tests.pages.judging import LAPTOP, PHONE, looked
from tests.pages.reading import came_in
from tests.service import crowd

pytestmark = pytest.mark.page
TONGUES = {
    "en": ("Change their list", "Save", "Leave it as it stands"),
    "es": ("Cambiar su lista", "Guardar", "Dejarlo como está"),
}
TOP = "document.querySelector('#step-help').getBoundingClientRect().top"


@pytest.fixture
def signed(parts: Parts, stairwell: UUID) -> Signed:
    found = sessions.of(parts, came_in(parts, stairwell))
    assert found is not None
    return found


@pytest.fixture
def listed(parts: Parts, stairwell: UUID, mila: UUID, signed: Signed) -> UUID:
    """Mila with a list of which she met an item twice."""
    items = [Item("ask a friend", "easy", 4), Item("ask the boss", "edge", 6)]
    tailoring.list_(parts, signed, mila, items)
    with parts.at_desk(stairwell, mila) as desk:
        for fear in (2, 1):
            growth.tell(desk, Met("ask a friend", fear))
    return mila


@pytest.mark.parametrize("tongue", sorted(TONGUES))
def test_every_state_of_it_is_there_for_everybody(
    browser_page: Page, listed: UUID, tongue: str
) -> None:
    page, (change, save, leave) = browser_page, TONGUES[tongue]
    page.set_extra_http_headers({"Accept-Language": tongue})

    def states() -> Iterator[str]:
        page.goto(f"/people/{listed}")
        yield f"growth-stands-{tongue}"
        page.get_by_role("link", name=change).click()
        expect(page.locator("#words1")).to_have_value("ask a friend")
        yield f"growth-form-{tongue}"
        page.locator("#fear2").fill("12")
        page.get_by_role("button", name=save).click()
        expect(page.locator("#fear2-wrong")).to_be_visible()
        expect(page.locator("#fear2")).to_have_value("12")
        yield f"growth-refused-{tongue}"
        page.get_by_role("link", name=leave).click()
        expect(page.get_by_role("link", name=change)).to_be_focused()
        page.get_by_role("link", name=change).click()
        page.locator("#fear2").fill("7")
        page.get_by_role("button", name=save).click()
        expect(page.locator("#step-note")).not_to_be_empty()
        expect(page.get_by_role("link", name=change)).to_be_focused()
        yield f"growth-saved-{tongue}"

    assert {} == looked(page, states(), PHONE, LAPTOP)


@pytest.mark.parametrize("width", [390, 1440])
def test_the_form_opens_where_it_was_asked_for_and_the_page_stays(
    browser_page: Page, listed: UUID, width: int
) -> None:
    page = browser_page
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"/people/{listed}")
    before = page.evaluate(f"scrollY + {TOP}")
    page.get_by_role("link", name="Change how hard it is, and who helps").click()
    expect(page.locator("h2#helped")).to_be_focused()
    expect(page.locator("h2#helped")).to_have_text("How hard it is, and who helps")
    assert before == page.evaluate(f"scrollY + {TOP}")
    page.locator("#minutes").select_option("10")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#how-wrong")).to_be_visible()
    expect(page.locator("#minutes")).to_have_value("10")
    page.locator("#how").fill("on the phone")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#step-help .dials")).to_contain_text("Minutes10")
    expect(page.locator("#step-note")).to_have_text(
        "Saved: how hard it is, and who helps."
    )
    assert page.url.endswith(f"/people/{listed}")


def test_what_comes_meanwhile_leaves_the_form_as_it_is_typed(
    browser_page: Page, listed: UUID, parts: Parts
) -> None:
    page = browser_page
    page.clock.install()
    page.goto(f"/people/{listed}")
    page.get_by_role("link", name="Change their list").click()
    page.locator("#words2").fill("ask the whole board")
    crowd.text(parts, "and this came meanwhile")
    page.clock.fast_forward(5_000)
    expect(page.locator("#below")).to_contain_text("and this came meanwhile")
    expect(page.locator("#words2")).to_have_value("ask the whole board")
    expect(page.locator("#words2")).to_be_focused()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#step-help .listed")).to_contain_text("ask the whole board")
    crowd.text(parts, "and one more")
    page.clock.fast_forward(5_000)
    expect(page.locator("#below")).to_contain_text("and one more")
    expect(page.get_by_role("link", name="Change their list")).to_be_focused()
    expect(page.locator("#step-note")).to_have_text("Saved: their list.")
