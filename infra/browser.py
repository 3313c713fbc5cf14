"""Which Chromium the tests, the pictures and the judges of pages open."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

# The first has no window, tabs or menus to draw, and opens in a third less time.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser")
# Where Playwright lays its own, for whoever has none on the PATH.
OURS = Path(__file__).resolve().parent.parent / ".venv" / "browsers"
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def found(ours: Path = OURS) -> str | None:
    """Return the path of the Chromium that is used, or None where there is none."""
    laid = (
        str(one) for one in ours.glob("*/*/*headless*shell*") if os.access(one, os.X_OK)
    )
    return next(filter(None, (*map(shutil.which, NAMES), *laid)), None)


def install(ours: Path = OURS) -> None:
    """Let Playwright download its Chromium, where none is found and it can be had."""
    if found(ours) is None:
        words = [sys.executable, "-m", "playwright", "install", "--only-shell"]
        told = {"PLAYWRIGHT_BROWSERS_PATH": str(ours)}
        subprocess.run([*words, "chromium"], check=False, env=os.environ | told)


@contextmanager
def browser() -> Iterator[Browser]:
    """Open a Chromium for the length of a block; without one, end the program."""
    path = found()
    if path is None:
        sys.exit("No chromium on the PATH: this needs a browser.")
    with sync_playwright() as tool:
        opened = tool.chromium.launch(executable_path=path, args=ARGS)
        yield opened
        opened.close()
