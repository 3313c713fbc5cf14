"""What a command tells the person who waits: each step, and how long it took."""

import os
import shlex
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.text import Text


class Show:
    """Writes steps: a moving line on a terminal, plain lines elsewhere."""

    def __init__(self, console: Console | None = None) -> None:
        self.console = console or Console(highlight=False)

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        """Show `title` while the block runs, and its seconds when it ended well."""
        began = time.monotonic()
        if self.console.is_terminal:
            with self.console.status(Text(f"{title} ...")):
                yield
        else:
            yield
        self.line(f"{title:<38} {time.monotonic() - began:6.2f} s", mark="ok")

    def line(self, text: str, *, mark: str = "") -> None:
        """Write one line as it is: no word in it is taken for markup."""
        shown = f"{mark:<3}{text}" if mark else text
        self.console.print(shown, markup=False, soft_wrap=True)  # commands stay whole
        self.console.file.flush()


def shorter(path: Path) -> str:
    """Return a path as it is shortest from here: near it, from her home, or whole."""
    near, home = os.path.relpath(path), Path.home()
    if not near.startswith(".."):
        return near
    return f"~/{path.relative_to(home)}" if path.is_relative_to(home) else str(path)


def called() -> str:
    """Return how a person calls us here: by name where her shell finds us, or by path.

    `make run` puts the command into `.venv/bin`, where no shell looks by itself.
    """
    ours, found = Path(sys.executable).parent / "handrail", shutil.which("handrail")
    if found is not None and Path(found).parent == ours.parent:
        return "handrail"
    near = os.path.relpath(ours)
    return shlex.quote(str(ours) if near.startswith("..") else near)
