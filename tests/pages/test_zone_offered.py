"""The zone that a mend suggests is one press away, wherever a zone is typed."""

from __future__ import annotations

from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from service.usecases.parts import Parts
from tests.database import Clone
from tests.pages.visiting import visitor
from tests.service import crowd
from tests.service.console import opened as open_console

BUTTON = (
    '<button type="button" class="link" value="Pacific/Auckland" data-offers="{}"'
    " hidden>Use Pacific/Auckland</button>"
)


@pytest.mark.parametrize(
    ("page", "to", "field"),
    [
        ("/limits", "/limits/clock", "zone"),
        ("/people/new", "/people/new", "zone"),
        ("/people/{her}/schedule", "/people/{her}/schedule", "zone"),
        (
            "/programmes/{where}/schedule",
            "/programmes/{where}/schedule",
            "example_zone",
        ),
    ],
)
def test_the_suggestion_is_a_button_where_a_zone_is_typed(
    parts: Parts,
    clone: Clone,
    stairwell: UUID,
    where: UUID,
    page: str,
    to: str,
    field: str,
) -> None:
    console = open_console(parts, clone, stairwell)
    her = crowd.person(parts, stairwell, where)
    named = {"her": her, "where": where}
    seen = visitor(console, console.owner().token).goes(page.format(**named))
    assert "fills.js" not in seen.answer.text
    seen.sends(to.format(**named), **{field: "Pacific/Aukland"})
    assert BUTTON.format(field) in seen.answer.text
    assert "fills.js" in seen.answer.text
    # What is typed is never taken for markup.
    seen.goes(page.format(**named))
    seen.sends(to.format(**named), **{field: "<b>50% (of)s"})
    assert "<b>50%" not in seen.answer.text
    assert "&lt;b&gt;50% (of)s" in seen.answer.text


@pytest.mark.page
def test_pressing_it_fills_the_field_in(browser_page: Page) -> None:
    page = browser_page
    page.goto("/limits#clock")
    page.get_by_label("Time zone").fill("Pacific/Aukland")
    page.get_by_role("button", name="Save the clock").click()
    page.get_by_role("button", name="Use Pacific/Auckland").click()
    expect(page.get_by_label("Time zone")).to_have_value("Pacific/Auckland")
    expect(page.get_by_label("Time zone")).to_be_focused()
