"""Opens every page of the console for every eye, and lets axe judge it.

`make axe` starts `handrail run` with data of its own, texts as Mila does, signs in by
the demo's link and goes over the pages that `make screens` photographs, the doors
before them and the states to which no link leads (infra.states; `--only` takes some of
those alone): 390 and 1440 wide, in light and in dark. It judges by the rules of the
WCAG 2.2, A and AA, and by what axe holds to be good practice. It tells each violation
with its page, width, theme, rule and element; 1 when there is one. Needs chromium.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from infra import states
from infra.browser import browser
from infra.picture import daytime, handrail
from infra.screens import (
    DOORS,
    SCHEMES,
    SIZES,
    Place,
    kind,
    name_of,
    nothing_missing,
    places,
    played,
)
from infra.visit import visiting
from tests.pages.judging import RULES

# A bar that stays at the foot covers half of some line until one scrolls: axe calls
# that a small target, on a page that happens to be as long.
AT_ITS_PLACE = """() => document.querySelectorAll('.savebar').forEach(bar => {
    bar.style.position = 'static';
})"""
MOST = 3  # elements told of one rule on one page
LONG = 160  # characters of an element that are told


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody who looks: how wide her window is, in which theme, and who she is."""

    width: int
    height: int
    scheme: Any
    state: Any  # of a browser that is in; None before the doors

    def __str__(self) -> str:
        return f"{self.width} wide, {self.scheme}"


def faults(browser: Browser, origin: str, look: Look, seen: list[Place]) -> list[str]:
    """Return what is wrong on these pages for somebody who looks so, a line each."""
    context = browser.new_context(
        viewport={"width": look.width, "height": look.height},
        color_scheme=look.scheme,
        storage_state=look.state,
    )
    page, axe, found = context.new_page(), Axe(), list[str]()
    for one in seen:
        answer = page.goto(f"{origin}{one.path}")
        if answer is None or not answer.ok:
            found.append(f"{kind(one.path)} ({look}): it does not open")
            continue
        found += [f"{kind(one.path)} ({look}): {line}" for line in judge(page, axe)]
    context.close()
    return found


def judge(page: Page, axe: Axe) -> list[str]:
    """Return what is wrong with a page as it stands, a line each."""
    page.evaluate(AT_ITS_PLACE)
    told = axe.run(page, options={"runOnly": list(RULES)})
    return [f"{rule}: {where}" for rule, where in _told(told.response["violations"])]


def of_states(browser: Browser, only: str) -> tuple[int, list[str]]:
    """Return how many states every eye saw, and what is wrong in them."""
    page, axe, found, many = browser.new_page(), Axe(), list[str](), 0
    with visiting(page) as visit:
        for one in states.told(visit, only):
            many += 1
            for (width, height), scheme in product(SIZES.values(), SCHEMES):
                page.set_viewport_size({"width": width, "height": height})
                page.emulate_media(color_scheme=scheme)
                look = Look(width, height, scheme, None)
                found += [f"{one.name} ({look}): {line}" for line in judge(page, axe)]
    page.close()
    return many, found


def _told(violations: list[Any]) -> Iterator[tuple[str, str]]:
    for one in violations:
        for node in one["nodes"][:MOST]:
            where = " ".join(map(str, node["target"]))
            yield one["id"], f"{where}: {' '.join(node['html'].split())[:LONG]}"
        if len(one["nodes"]) > MOST:
            yield one["id"], f"and {len(one['nodes']) - MOST} more"


def judged(browser: Browser, phones: str, link: str) -> tuple[int, list[str]]:
    """Return how many pages every eye saw, and what is wrong on them."""
    played(browser, phones)
    first = browser.new_context()
    page = first.new_page()
    page.goto(link)
    page.get_by_role("button", name="Open the console").click()
    page.wait_for_load_state()
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(page.url))
    inside = list(places(page, origin))
    before = [Place(path, name_of(path)) for path in DOORS]
    found = []
    for (width, height), scheme in product(SIZES.values(), SCHEMES):
        look = Look(width, height, scheme, first.storage_state())
        found += faults(browser, origin, look, inside)
        found += faults(browser, origin, Look(width, height, scheme, None), before)
    first.close()
    nothing_missing(inside + before)
    return len(inside) + len(before), found


def main() -> int:
    """Judge all pages; tell what is wrong, and 1 when anything is."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--only", help="a part of the names of some states")
    only = words.parse_args().only
    with browser() as chromium:
        pages, found = (0, []) if only else _of_pages(chromium)
        many, more = of_states(chromium, only or "")
    for line in (*found, *more):
        print(line)
    wrong, looks = len(found) + len(more), len(SIZES) * len(SCHEMES)
    print(f"axe: {pages} pages, {many} states, {looks} looks each, {wrong} violations")
    return 1 if wrong else 0


def _of_pages(chromium: Browser) -> tuple[int, list[str]]:
    with handrail(daytime(datetime.now(UTC))) as (phones, link):
        return judged(chromium, phones, link())


if __name__ == "__main__":
    sys.exit(main())
