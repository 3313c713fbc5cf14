"""Jumping clocks: what a process sees of wall time, moved while it works.

The product lives by the database's clock, so nothing may come of it. Two ways: with
libfaketime the whole process is deceived, the libraries below Python too; without it,
`time.time`, `time.time_ns` and the `datetime` of the product's and RQ's modules are
replaced in the forked child. Law: every process has a clock of its own, in a file that
is read at every look, so that it jumps in the middle of whatever is going on; the
clock that only ever counts (monotonic) is left alone.
"""

from __future__ import annotations

import datetime as dt
import importlib.util
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

DAY, HOUR = 86_400, 3_600
# Days behind, hours ahead, and a little to either side.
SHIFTS = (-2 * DAY, 3 * HOUR, 30, -30)
LIBRARY, PLANTED = "libfaketime", "planted in Python"
_SHELVES = ("/usr/lib", "/usr/local/lib", "/opt/homebrew/lib")
_NAMES = ("libfaketime.so.1", "libfaketimeMT.so.1")
_OURS = ("service", "rq")


def library() -> Path | None:
    """Find libfaketime: the system's own, or the one in the package of that name."""
    shelves = [Path(shelf) for shelf in _SHELVES]
    found = importlib.util.find_spec("libfaketime")
    if found is not None and found.origin:
        shelves.insert(0, Path(found.origin).parent)
    for shelf in filter(Path.is_dir, shelves):
        for name in _NAMES:
            for path in sorted(shelf.rglob(name)):
                return path
    return None


class Shifter:
    """Holds the clock of every process; `wanted` is False where none is to jump."""

    def __init__(self, folder: Path, *, wanted: bool) -> None:
        self._folder, self._wanted = folder, wanted
        self._library = library() if wanted else None

    @property
    def way(self) -> str:
        """How clocks are moved here."""
        return LIBRARY if self._library else PLANTED

    def environ(self, name: str) -> Mapping[str, str]:
        """Return what the process of this name must find in its environment."""
        if self._library is None:
            return {}
        return {
            "LD_PRELOAD": str(self._library),
            "FAKETIME_TIMESTAMP_FILE": str(self._file(name)),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "DONT_FAKE_MONOTONIC": "1",
        }

    def planted(self, name: str) -> str:
        """Return the file that a process without libfaketime is to look into, or ""."""
        return str(self._file(name)) if self._wanted and not self._library else ""

    def jump(self, name: str, seconds: int) -> None:
        """Move the clock of this process to so far from real time."""
        whole = self._file(name).with_suffix(".new")
        whole.write_text(f"{seconds:+d}\n", encoding="ascii")
        whole.replace(self._file(name))

    def _file(self, name: str) -> Path:
        path = self._folder / f"clock-{name}"
        if not path.exists():
            path.write_text("+0\n", encoding="ascii")
            path.chmod(0o644)
        return path


def plant(file: Path) -> None:
    """Replace what this process sees of wall time by real time and the file's shift."""
    real, real_ns = time.time, time.time_ns

    def shift() -> int:
        return int(file.read_text("ascii"))

    time.time = lambda: real() + shift()
    time.time_ns = lambda: real_ns() + shift() * 1_000_000_000
    real_class = dt.datetime
    shifted = _shifted(lambda: dt.timedelta(seconds=shift()))
    moments: Any = dt
    moments.datetime = shifted
    for name, module in tuple(sys.modules.items()):
        # Those who wrote `from datetime import datetime` hold the class itself.
        ours = name.partition(".")[0] in _OURS
        if ours and getattr(module, "datetime", None) is real_class:
            vars(module)["datetime"] = shifted


def _shifted(shift: Callable[[], dt.timedelta]) -> type[dt.datetime]:
    real: Any = dt.datetime

    class Kind(type):
        def __instancecheck__(cls, one: object) -> bool:
            return isinstance(one, real)

    class Shifted(real, metaclass=Kind):  # type: ignore[misc]  # a class found here
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> Any:
            return real.now(tz) + shift()

        @classmethod
        def utcnow(cls) -> Any:
            return real.now(dt.UTC).replace(tzinfo=None) + shift()

    return Shifted
