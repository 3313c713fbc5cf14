"""Photographs every page of the console, wide and narrow, in light and in dark.

`make screens` starts `handrail run` with data of its own, texts as Mila does, signs in
by the demo's link and follows every link of the console from its first page; of pages
that differ only in whose they are it takes the first. The states to which no link leads
it comes to by forms (infra.states). The pictures go to docs/screens, with a page that
shows them all; `--only` photographs those states alone whose names hold it, into a
folder of their own. Needs chromium on the PATH.
"""

from __future__ import annotations

import argparse
import base64
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page

from infra import states
from infra.browser import browser
from infra.linked import unseen
from infra.picture import daytime, handrail, texts
from infra.visit import visiting
from service.embedded import place

SCREENS = place.CHECKOUT / "docs" / "screens"
SOME = place.CHECKOUT / ".cache" / "screens"
SIZES = {"laptop": (1440, 900), "phone": (390, 844)}
SCHEMES = ("light", "dark")
# What nobody sees who is in.
DOORS = ("/sign-in", "/forgotten")
MOST = 60  # pages: more are a link that never ends
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}")
# What a link leads to that is no page: a picture, a sound, a file to keep.
FILES = re.compile(r"\.(svg|csv|json|zip|wav|yaml)$|/recordings/|/export$|/template$")
# Which script it is: a page of one is as a page of another.
SCRIPT = re.compile(r"(?<=^/scripts/)(?!new$)[^/]+")
HEAD = """# Every page of the console

Made by `make screens`, with the people of the demo: on a laptop (1440 wide) and on a
phone (390 wide), in light and in dark.
"""


@dataclass(frozen=True, slots=True)
class Place:
    """A page: its address, and the name its pictures get."""

    path: str
    name: str


def kind(path: str) -> str:
    """Return a path without whose it is: pages of one kind have one picture."""
    return SCRIPT.sub("ID", ID.sub("ID", urlsplit(path).path))


def name_of(path: str) -> str:
    """Return the name of a page's pictures: its words, without ids."""
    words = [word for word in kind(path).split("/") if word not in ("", "ID")]
    whose = "-one" if kind(path).endswith("ID") else ""
    return ("-".join(words) or "today") + whose


def doors(browser: Browser, origin: str, zone: str) -> Iterator[tuple[str, bytes]]:
    """Yield the pictures of what stands before somebody is in."""
    found = [Place(path, name_of(path)) for path in DOORS]
    yield from photograph(browser, origin, None, found, zone)


def places(page: Page, origin: str) -> Iterator[Place]:
    """Follow every link of the console, the first of each kind; yield its pages."""
    waiting, known = ["/"], {"/"}
    for _ in range(MOST):
        if not waiting:
            return
        path = waiting.pop(0)
        answer = page.goto(f"{origin}{path}")
        if answer is None or not answer.ok:
            sys.exit(f"{kind(path)} answers {answer.status if answer else 'nothing'}")
        yield Place(path, name_of(path))
        for link in _links(page, origin):
            if kind(link) not in known:
                known.add(kind(link))
                waiting.append(link)
    sys.exit(f"More than {MOST} kinds of page: does a link never end?")


def nothing_missing(found: list[Place]) -> None:
    """End the program where a page was not among those that links led to."""
    if missing := unseen([one.name for one in found]):
        sys.exit(f"No link leads any more to: {', '.join(missing)} (infra/linked.py)")


def _links(page: Page, origin: str) -> list[str]:
    found: list[str] = page.eval_on_selector_all(
        "a[href]", "links => links.map(one => one.href)"
    )
    ours = (link.removeprefix(origin) for link in found if link.startswith(origin))
    return [link.partition("#")[0] for link in ours if not FILES.search(kind(link))]


# Of a page that is not painted yet: "Unable to capture screenshot".
PAINTED = """() => new Promise(
    (done) => requestAnimationFrame(() => requestAnimationFrame(done)))"""


def shot(context: BrowserContext, page: Page) -> bytes:
    """Photograph what the window shows, small: WebP, which only the protocol gives."""
    page.evaluate(PAINTED)
    line = context.new_cdp_session(page)
    asked = {"format": "webp", "quality": 62}
    return base64.b64decode(line.send("Page.captureScreenshot", asked)["data"])


def photograph(
    browser: Browser, origin: str, state: object, found: list[Place], zone: str
) -> Iterator[tuple[str, bytes]]:
    """Yield every picture with its file's name."""
    for size, (width, height) in SIZES.items():
        for scheme in SCHEMES:
            context = browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme=scheme,
                locale="en-GB",
                timezone_id=zone,
                storage_state=state,  # type: ignore[arg-type] # as the first context gave it
            )
            page = context.new_page()
            for one in found:
                page.goto(f"{origin}{one.path}")
                yield f"{one.name}-{size}-{scheme}.webp", shot(context, page)
            context.close()


def page_of(found: list[Place]) -> str:
    """Return docs/screens/README.md: every page with its four pictures."""
    parts = [HEAD]
    for one in found:
        parts.append(f"## {one.name.replace('-', ' ').capitalize()}\n")
        for size in SIZES:
            for scheme in SCHEMES:
                said = f"{one.name.replace('-', ' ')} on a {size}, {scheme}"
                parts.append(f"![{said}]({one.name}-{size}-{scheme}.webp)")
        parts.append("")
    return "\n".join(parts)


def photographed(
    browser: Browser, zone: str, only: str
) -> Iterator[tuple[str, dict[str, bytes]]]:
    """Yield each state to which no link leads, with its pictures by their files."""
    context = browser.new_context(locale="en-GB", timezone_id=zone)
    with visiting(context.new_page()) as visit:
        for one in states.told(visit, only):
            yield one.name, dict(_of_state(context, visit.page, one.name))
    context.close()


def _of_state(
    context: BrowserContext, page: Page, name: str
) -> Iterator[tuple[str, bytes]]:
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            yield f"{name}-{size}-{scheme}.webp", shot(context, page)


def linked(browser: Browser, zone: str) -> tuple[list[Place], dict[str, bytes]]:
    """Return the pages to which links lead, and their pictures by their files."""
    with handrail(zone) as (phones, link):
        played(browser, phones)
        first = browser.new_context()
        page = first.new_page()
        page.goto(link())
        page.get_by_role("button", name="Open the console").click()
        origin = "{0.scheme}://{0.netloc}".format(urlsplit(page.url))
        found = list(places(page, origin))
        made = dict(photograph(browser, origin, first.storage_state(), found, zone))
        made |= dict(doors(browser, origin, zone))
    known = {one.name for one in found}
    shut = [Place(path, name_of(path)) for path in DOORS]
    found += [one for one in shut if one.name not in known]
    nothing_missing(found)
    return found, made


def main() -> int:
    """Make the pictures and their page; says how many and how large."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--only", help="a part of the names of some states")
    only = words.parse_args().only
    zone = daytime(datetime.now(UTC))
    with browser() as chromium:
        found, made = ([], {}) if only else linked(chromium, zone)
        for name, pictures in photographed(chromium, zone, only or ""):
            found.append(Place("", name))
            made |= pictures
    folder = SOME if only else SCREENS
    _kept(folder, made, page_of(found))
    size = sum(map(len, made.values())) // 1000
    print(f"{folder}: {len(found)} pages, {len(made)} pictures, {size} KB")
    return 0


def played(browser: Browser, phones: str) -> None:
    """Text on Mila's phone as the README does."""
    page = browser.new_page(viewport={"width": 760, "height": 768})
    page.goto(phones)
    texts(page, page.get_by_label("Phone of Mila", exact=True))


def _kept(folder: Path, made: dict[str, bytes], page: str) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, picture in made.items():
        (folder / name).write_bytes(picture)
    (folder / "README.md").write_text(page, "utf-8")


if __name__ == "__main__":
    sys.exit(main())
