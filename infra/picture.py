"""Makes docs/images/phones-and-page.png from a real run.

`.venv/bin/python -m infra.picture` starts `handrail run` with ports and data of its
own, plays the first conversation of the README on the phones in Chromium, and puts two
phones and the coach's page side by side. Needs chromium on the PATH. It is drawn at
the hour it is made, so make it while it is day in Lima: at night Tomas's invitation
waits, as it should.
"""

import base64
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from service.embedded import place, ports

PICTURE = place.CHECKOUT / "docs" / "images" / "phones-and-page.png"
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
LARGEST_BYTES = 400_000
ALT = "Two phones in the browser, and the coach's page of the first"
# (who, what she texts): the first conversation of the README. Each gets one reply, in
# whichever of its wordings.
PLAYED = (
    ("Tomas", "GO"),
    ("Mila", "said my idea when the floor was opened"),
    ("Mila", "wrote it down before the meeting"),
)
REPLIES = "article.text:not(.mine)"
BREATH_MS = 7000  # two texts within six seconds would be one answer
SHEET = """<!doctype html><meta charset="utf-8"><title>{alt}</title><style>
body {{ margin: 0; padding: 30px; display: flex; gap: 26px; width: max-content;
  background: #dfe6df; align-items: stretch; }}
img {{ display: block; height: 700px; }}
.phone {{ border-radius: 44px; }}
.page {{ border-radius: 14px; }}
</style><img class="phone" src="{mila}"><img class="phone" src="{tomas}">
<img class="page" src="{coach}">"""


@contextmanager
def handrail() -> Iterator[tuple[str, str]]:
    """Run Handrail as `make run` does; yields the addresses of phones and page."""
    page, phones = ports.pick_two()
    with tempfile.TemporaryDirectory(prefix="handrail-picture-") as folder:
        data = Path(folder) / "data"
        own = {
            "PORT": str(page),
            "SWITCHBOARD_PORT": str(phones),
            "HANDRAIL_DATA": str(data),
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
                yield f"http://127.0.0.1:{phones}/phones", f"http://127.0.0.1:{page}/"
            finally:
                started.send_signal(signal.SIGINT)
                started.communicate(timeout=60)
                place.forget(place.choose(data))


def _wait_until_ready(started: "subprocess.Popen[str]") -> None:
    said: list[str] = []
    for line in started.stdout or ():
        said.append(line)
        if "Ctrl-C stops" in line:
            return
    sys.exit("Handrail did not start:\n" + "".join(said))


def _opened(browser: Browser, width: int, height: int = 768) -> BrowserContext:
    return browser.new_context(
        viewport={"width": width, "height": height},
        device_scale_factor=1.25,
        timezone_id="America/New_York",
        locale="en-GB",
        color_scheme="light",
    )


def play(page: Page, breath_ms: int = BREATH_MS) -> None:
    """Text what is played, each once the text before it was replied to."""
    for who, words in PLAYED:
        page.wait_for_timeout(breath_ms)
        replies = page.get_by_label(f"Phone of {who}", exact=True).locator(REPLIES)
        so_far = replies.count()
        field = page.get_by_label(f"Text as {who}")
        field.fill(words)
        field.press("Enter")
        replies.nth(so_far).wait_for()
    field.blur()
    page.wait_for_timeout(3000)  # until every text is delivered


def _data(png: bytes) -> str:
    return "data:image/png;base64," + base64.b64encode(png).decode()


def _phone(page: Page, who: str) -> str:
    card = page.get_by_label(f"Phone of {who}", exact=True)
    return _data(card.screenshot(omit_background=True))


def draw(browser: Browser, phones_url: str, page_url: str) -> bytes:
    """Play the conversation and return the picture (PNG)."""
    phones = _opened(browser, 1200).new_page()
    phones.goto(phones_url)
    play(phones)
    coach = _opened(browser, 960, 1066).new_page()
    coach.goto(page_url)
    coach.get_by_role("link", name="Mila").first.click()
    coach.wait_for_load_state()
    sheet = _opened(browser, 1700).new_page()
    parts = {
        "mila": _phone(phones, "Mila"),
        "tomas": _phone(phones, "Tomas"),
        "coach": _data(coach.screenshot()),
    }
    sheet.set_content(SHEET.format(alt=ALT, **parts))
    return sheet.locator("body").screenshot()


def main() -> int:
    """Make the picture; says how large it became, and fails above the limit."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("No chromium on the PATH: the picture needs a browser.")
    with handrail() as addresses, sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=chromium, args=ARGS)
        png = draw(browser, *addresses)
        browser.close()
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    PICTURE.write_bytes(png)
    print(f"{PICTURE.relative_to(place.CHECKOUT)}: {len(png) // 1000} KB")
    return int(len(png) > LARGEST_BYTES)


if __name__ == "__main__":
    sys.exit(main())
