"""What every page must be for every eye: axe, no wider than the window, contrast.

`make test` looks at each state on a phone by day and on a laptop by night; with
HANDRAIL_EYES=all, at both widths by day and by night. `make axe` goes over every page
that a link leads to, in all four ways.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path
from typing import Literal, TypeAlias

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.pages.reading import CONTRAST

# Rules of the WCAG 2.2, levels A and AA, and what axe holds to be good practice.
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
Eye: TypeAlias = tuple[int, Literal["light", "dark"]]
PHONE: Eye = (390, "light")
LAPTOP: Eye = (1440, "dark")
ALL: tuple[Eye, ...] = tuple(product((390, 1440), ("light", "dark")))
WHOLE = os.environ.get("HANDRAIL_EYES") == "all"
# Where a person may keep pictures of what the tests see; nowhere, unless she says so.
SHOTS = os.environ.get("HANDRAIL_SHOTS")
# There a bar that stays in sight stands in its own place. What it covers elsewhere is a
# matter of where one has scrolled to, and nothing that is reached stands beneath it.
TO_THE_END = "scrollTo(0, document.documentElement.scrollHeight)"
WIDE = "document.documentElement.scrollWidth > innerWidth"


def eyes(*few: Eye) -> tuple[Eye, ...]:
    """Return those who look: these few, or everybody when that was asked for."""
    return ALL if WHOLE else few


def judged(page: Page, *few: Eye) -> dict[Eye, list[object]]:
    """Return what is wrong with a page as it stands, by who looks; {} when nothing."""
    found = {}
    for eye in eyes(*(few or (PHONE, LAPTOP))):
        width, scheme = eye
        page.set_viewport_size({"width": width, "height": 844})
        page.emulate_media(color_scheme=scheme)
        if told := list(_faults(page)):
            found[eye] = told
    return found


def _faults(page: Page) -> Iterator[object]:
    page.evaluate(TO_THE_END)
    told = Axe().run(page, options={"runOnly": list(RULES)})
    for one in told.response["violations"]:
        yield one["id"], [node["html"][:200] for node in one["nodes"][:3]]
    if page.evaluate(WIDE):
        yield "wider than its window"
    if pale := page.evaluate(CONTRAST):
        yield "pale", pale


def looked(page: Page, states: Iterable[str], *few: Eye) -> dict[str, object]:
    """Let every state a story goes through be judged; {} when all are as they must."""
    found: dict[str, object] = {}
    for name in states:
        page.wait_for_load_state()
        if wrong := judged(page, *few):
            found[name] = wrong
        keep(page, name, *few)
    return found


def keep(page: Page, name: str, *few: Eye) -> None:
    """Keep pictures of a state for a person to look at, where she asked for them."""
    for width, scheme in eyes(*(few or (PHONE, LAPTOP))) if SHOTS else ():
        page.set_viewport_size({"width": width, "height": 844})
        page.emulate_media(color_scheme=scheme)
        file = f"{name.strip('/').replace('/', '-')}-{width}-{scheme}.png"
        page.screenshot(path=Path(str(SHOTS)) / file, full_page=True)
