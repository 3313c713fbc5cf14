"""Makes the three pictures of docs/images that show phones and page, from a real run.

`.venv/bin/python -m infra.picture` starts `handrail run` with ports and data of its
own, plays the first conversation of the README and a call on Mila's phone in Chromium,
and photographs phone and page. Needs chromium on the PATH. Calls keep to her hours, so
Mila first moves to where it is day.
"""

import base64
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, Locator, Page

from infra.browser import browser
from service.embedded import place, ports

IMAGES = place.CHECKOUT / "docs" / "images"
# As tests/house/test_docs_run.py has it: a page of docs must stay quick to open.
LARGEST_BYTES = {
    "phones-and-page.png": 400_000,
    "phone-call.png": 200_000,
    "page-with-call.png": 200_000,
}
# The first conversation of the README. Each gets one reply, in one of its wordings.
PLAYED = (
    "said my idea when the floor was opened",
    "wrote it down before the meeting",
)
REPLIES = "article.text:not(.mine)"
BREATH_MS = 7000  # two texts within six seconds would be one answer
ZONES = ("America/New_York", "Pacific/Auckland", "Asia/Kolkata", "Europe/Berlin")
DAY = range(9, 18)  # hours
SHEET = """<!doctype html><meta charset="utf-8"><title>Handrail</title><style>
body {{ margin: 0; padding: 30px; display: flex; gap: 26px; width: max-content;
  background: #dfe6df; align-items: stretch; }}
img {{ display: block; height: 700px; border-radius: 14px; }}
.phone {{ border-radius: 44px; }}
</style>{images}"""


@dataclass(frozen=True, slots=True)
class Shots:
    """What was photographed (PNG): her phone three times, and the page."""

    texts: bytes
    rings: bytes
    talks: bytes
    page: bytes
    call: bytes


@contextmanager
def handrail(zone: str) -> Iterator[tuple[str, Callable[[], str]]]:
    """Run Handrail as `make run` does, Mila in that zone.

    Yields the address of the phones, and what gives a link into the console.
    """
    page, phones = ports.pick_two()
    with tempfile.TemporaryDirectory(prefix="handrail-picture-") as folder:
        data = Path(folder) / "data"
        own = {
            "PORT": str(page),
            "SWITCHBOARD_PORT": str(phones),
            "HANDRAIL_DATA": str(data),
            "PYTHONPATH": str(place.CHECKOUT),  # the code that stands beside this file
        }
        ours = {k: v for k, v in os.environ.items() if not k.startswith("TWILIO_")}
        with subprocess.Popen(
            [sys.executable, "-m", "service", "run", "--no-browser"],
            env={**ours, **own, "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            text=True,
        ) as started:
            try:
                _wait_until_ready(started)
                env = {**ours, **own}
                _says(env, "people", "schedule", "Mila", "--zone", zone)
                link = partial(_says, env, "accounts", "demo")
                yield f"http://127.0.0.1:{phones}/phones", link
            finally:
                started.send_signal(signal.SIGINT)
                started.communicate(timeout=60)
                place.forget(place.choose(data))


def _says(env: dict[str, str], *words: str) -> str:
    run = [sys.executable, "-m", "service", *words]
    return subprocess.run(
        run, env=env, check=True, stdout=subprocess.PIPE, text=True
    ).stdout.strip()


def _wait_until_ready(started: "subprocess.Popen[str]") -> None:
    said: list[str] = []
    for line in started.stdout or ():
        said.append(line)
        if "Ctrl-C stops" in line:
            return
    sys.exit("Handrail did not start:\n" + "".join(said))


def daytime(now: datetime) -> str:
    """Return the first of our zones in which it is day at `now`."""
    lit = (zone for zone in ZONES if now.astimezone(ZoneInfo(zone)).hour in DAY)
    return next(lit, ZONES[0])


def _opened(
    browser: Browser, width: int, height: int, zone: str, *, scale: float = 1.25
) -> Page:
    return browser.new_context(
        viewport={"width": width, "height": height},
        device_scale_factor=scale,
        timezone_id=zone,
        locale="en-GB",
        color_scheme="light",
    ).new_page()


def texts(page: Page, card: Locator, breath_ms: int = BREATH_MS) -> bytes:
    """Text what is played, each once the text before it was replied to."""
    replies, field = card.locator(REPLIES), page.get_by_label("Text as Mila")
    for words in PLAYED:
        page.wait_for_timeout(breath_ms)
        so_far = replies.count()
        field.fill(words)
        field.press("Enter")
        replies.nth(so_far).wait_for()
    field.blur()
    page.wait_for_timeout(3000)  # until every text is delivered
    return card.screenshot(omit_background=True)


def _rings(page: Page, card: Locator) -> bytes:
    page.wait_for_timeout(BREATH_MS)
    page.get_by_label("Text as Mila").fill("CALL ME")
    page.get_by_label("Text as Mila").press("Enter")
    card.get_by_role("button", name="Answer").wait_for(timeout=60_000)
    page.wait_for_timeout(800)
    return card.screenshot(omit_background=True)


def _talks(page: Page, card: Locator) -> bytes:
    """Take the call, answer its two questions, and stay until it is over."""
    card.get_by_role("button", name="Answer").click()
    card.get_by_placeholder("To be recorded").wait_for(timeout=60_000)
    say = card.get_by_label("What Mila says")
    say.fill("I went second in the round")
    say.press("Enter")
    card.get_by_text("Waiting for keys").wait_for(timeout=60_000)
    say.blur()
    page.wait_for_timeout(500)
    shot = card.screenshot(omit_background=True)
    for key in ("8", "Hash"):
        card.get_by_role("button", name=key, exact=True).click()
        page.wait_for_timeout(600)
    page.get_by_label("Text as Mila").wait_for(timeout=60_000)
    return shot


def _pages(page: Page) -> tuple[bytes, bytes]:
    """Photograph the page of Mila from its top, and from her chances on."""
    page.get_by_role("link", name="People", exact=True).click()
    page.get_by_role("link", name="Mila", exact=True).click()
    page.wait_for_load_state()
    top = page.screenshot()
    for details in page.locator("main details").all():
        details.evaluate("one => one.open = true")
    heading = page.get_by_role("heading", name="Chances")
    heading.evaluate(
        "one => scrollTo(0, one.getBoundingClientRect().top + scrollY - 24)"
    )
    page.wait_for_timeout(500)
    return top, page.screenshot()


def photograph(
    browser: Browser, phones_url: str, link: Callable[[], str], zone: str
) -> Shots:
    """Play texts and call on Mila's phone; return what was photographed."""
    phones = _opened(browser, 760, 768, zone)
    phones.goto(phones_url)
    card = phones.get_by_label("Phone of Mila", exact=True)
    texted, rings = texts(phones, card), _rings(phones, card)
    talks = _talks(phones, card)
    phones.wait_for_timeout(3000)  # until the call's end was told
    coach = _opened(browser, 960, 1066, zone, scale=1)
    coach.goto(link())
    coach.get_by_role("button", name="Open the console").click()
    return Shots(texted, rings, talks, *_pages(coach))


def _sheet(browser: Browser, *pngs: tuple[str, bytes]) -> bytes:
    """Put pictures side by side; each with what it is, a phone or a page."""
    images = "".join(
        f'<img class="{kind}" src="data:image/png;base64,'
        f'{base64.b64encode(png).decode()}">'
        for kind, png in pngs
    )
    sheet = _opened(browser, 1700, 768, ZONES[0])
    sheet.set_content(SHEET.format(images=images))
    return sheet.locator("body").screenshot()


def pictures(browser: Browser, shots: Shots) -> dict[str, bytes]:
    """Return the pictures of docs/images by their names."""
    texted, talks = ("phone", shots.texts), ("phone", shots.talks)
    return {
        "phones-and-page.png": _sheet(browser, texted, talks, ("page", shots.page)),
        "phone-call.png": _sheet(browser, ("phone", shots.rings), talks),
        "page-with-call.png": shots.call,
    }


def main() -> int:
    """Make the pictures; says how large each became, and fails above the limit."""
    zone = daytime(datetime.now(UTC))
    with browser() as chromium, handrail(zone) as addresses:
        made = pictures(chromium, photograph(chromium, *addresses, zone))
    IMAGES.mkdir(parents=True, exist_ok=True)
    for name, png in made.items():
        (IMAGES / name).write_bytes(png)
        print(f"docs/images/{name}: {len(png) // 1000} KB")
    return int(any(len(png) > LARGEST_BYTES[name] for name, png in made.items()))


if __name__ == "__main__":
    sys.exit(main())
