"""Today in a real Chromium: by keyboard alone, live, and for every eye."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

import psycopg
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from service.store import coaches, gates, views
from service.usecases.parts import Parts
from tests.database import Clone
from tests.pages.reading import CONTRAST
from tests.service import crowd

pytestmark = pytest.mark.page
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


def doubt(clone: Clone) -> None:
    """Let her last text be in doubt."""
    with psycopg.connect(clone.superuser_url) as line:
        line.execute(
            "UPDATE outbox_messages SET state = 'in_doubt', called_at = handrail_now()"
            " WHERE id = (SELECT id FROM outbox_messages WHERE participant_id IS NOT"
            " NULL ORDER BY id DESC LIMIT 1)"
        )


def raise_(clone: Clone, whose: UUID, reason: str) -> None:
    with psycopg.connect(clone.superuser_url) as line:
        line.execute(
            "INSERT INTO alerts (id, organisation_id, participant_id, kind, reason,"
            " state, raised_at, step) SELECT gen_random_uuid(), organisation_id, id,"
            " 'hand', %s, 'open', handrail_now(), 0 FROM participants WHERE id = %s",
            (reason, whose),
        )


def reach(parts: Parts, whose: UUID) -> None:
    """Give the coach a number, so that somebody is told, and told again."""
    with parts.db.transaction(whose) as tx:
        key = parts.tenant(whose).key
        (coach,) = coaches.in_order(tx, key)
        told = replace(coach, number="+15550100090", takes_alerts=True)
        coaches.save(tx, key, told)


def presses(page: Page, words: str) -> None:
    """Go by Tab to what begins with these words, and press Enter."""
    for _ in range(60):
        page.keyboard.press("Tab")
        here = page.evaluate("document.activeElement.textContent.trim()")
        if here.startswith(words):
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
    raise AssertionError(f"no Tab comes to {words!r}")


def test_a_crisis_comes_live_is_had_and_let_go_by_keyboard_alone(
    browser_page: Page, served: str, parts: Parts, stairwell: UUID, where: UUID,
    clone: Clone,
) -> None:  # fmt: skip
    reach(parts, stairwell)
    crowd.person(parts, stairwell, where)
    crowd.text(parts, "GO")
    page = browser_page
    page.goto(served)
    expect(page.locator("h2").first).to_contain_text("Nobody needs you")
    page.evaluate("window.stayed = true")
    crowd.text(parts, "I want to die")
    item = page.locator(".need").first
    expect(item).to_contain_text("I want to die", timeout=15_000)
    assert page.evaluate("window.stayed"), "without a reload"
    expect(item).to_contain_text("Told so far")
    expect(item).to_contain_text("Ruth, by text, today")
    expect(item).to_contain_text("Next: Ruth by call, today")
    presses(page, "I have this")
    done = page.locator("[role=status]").first
    expect(done).to_contain_text("You have it.")
    expect(item).to_contain_text("has it since today")
    expect(item).not_to_contain_text("Next:")
    doubt(clone)
    page.reload()
    expect(page.locator(".also")).to_contain_text("Nobody knows whether")
    presses(page, "Leave it")
    expect(done).to_contain_text("Left.")
    _lets_go(page)


def _lets_go(page: Page) -> None:
    presses(page, "Look, and lift the hold")
    page.locator("#note").focus()
    page.keyboard.type("We talked; she is with her sister.")
    presses(page, "Lift the hold")
    expect(page.locator("[role=status]").first).to_contain_text("The hold is lifted.")
    expect(page.locator(".serene")).to_contain_text("Nobody needs you")


def others(parts: Parts, stairwell: UUID, clone: Clone) -> None:
    """Let three more wait, each for something else."""
    with parts.db.transaction(stairwell) as tx:
        (programme,) = views.programmes(tx)
    waits = ("Noor", "question"), ("José", "L3-quiet"), ("Aroha", "accepted_stretch")
    for at, (name, reason) in enumerate(waits):
        number = f"+1555010003{at}"
        new = crowd.person(parts, stairwell, programme.id, name=name, number=number)
        raise_(clone, new, reason)


def states(
    page: Page, served: str, parts: Parts, stairwell: UUID, clone: Clone, mila: UUID
) -> Iterator[str]:
    """Bring the browser to each page and state, and name it."""
    reach(parts, stairwell)
    page.goto(served)
    yield "glad"
    with page.expect_navigation():
        page.get_by_role("button", name="Done").click()
    yield "quiet"
    crowd.text(parts, "I want to die")
    doubt(clone)
    raise_(clone, mila, "question")
    with parts.db.transaction(stairwell) as tx:
        gates.stop(tx, "text", 20003)
    others(parts, stairwell, clone)
    page.goto(served)
    page.locator(".order summary").click()
    yield "full"
    page.goto(f"{served}/people/{mila}/hold")
    yield "hold"
    page.goto(f"{served}/people")
    yield "people"
    page.locator("#wanted").fill("mila")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    yield "found"


@pytest.mark.parametrize(("scheme", "width"), [("light", 390), ("dark", 1440)])
def test_every_page_and_state_is_there_for_everybody(
    browser_page: Page, served: str, parts: Parts, stairwell: UUID, clone: Clone,
    mila: UUID, scheme: Any, width: int,
) -> None:  # fmt: skip
    page = browser_page
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 844})
    axe, found = Axe(), {}
    for name in states(page, served, parts, stairwell, clone, mila):
        told = axe.run(page, options={"runOnly": list(RULES)})
        broken = [one["id"] for one in told.response["violations"]]
        wide = page.evaluate("document.documentElement.scrollWidth") > width
        if broken or wide or page.evaluate(CONTRAST):
            found[name] = (broken, wide, page.evaluate(CONTRAST))
    assert {} == found
