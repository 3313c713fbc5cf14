"""The processes `handrail run` starts: kept in sight, and none left behind.

Each is the leader of its own group and, on Linux, gets SIGTERM when we die, however we
die. What a killed earlier run left elsewhere is found by its record and stopped first.
"""

import json
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from service.embedded import process
from service.embedded.process import Birth

_PATIENCE_S = 12.0


class ChildFailed(Exception):
    """A process of ours ended by itself; the message holds the end of its log."""


@dataclass(frozen=True, slots=True)
class Child:
    """One of our commands, running."""

    name: str
    log: Path
    running: subprocess.Popen[bytes]
    birth: Birth | None


class Children:
    """All processes of one run, with their logs in `folder`/logs."""

    def __init__(self, folder: Path) -> None:
        self._record = folder / "children.json"
        self._logs = folder / "logs"
        self._logs.mkdir(mode=0o700, exist_ok=True)
        self._all: list[Child] = []

    def stop_orphans(self) -> None:
        """Stop what the record of a killed earlier run still finds alive."""
        try:
            kept = json.loads(self._record.read_text("utf-8"))
            births = [Birth(int(row["pid"]), str(row["moment"])) for row in kept]
        except (OSError, ValueError, KeyError, TypeError):
            return
        _stop([birth for birth in births if not process.gone(birth)])

    def start(
        self, name: str, words: Sequence[str], environ: Mapping[str, str]
    ) -> None:
        """Start `handrail <words>`; its output goes to logs/<name>.log."""
        child = self._launch(name, words, environ)
        self._all.append(child)
        births = [asdict(child.birth) for child in self._all if child.birth]
        self._record.write_text(json.dumps(births), encoding="utf-8")

    def finish(
        self, name: str, words: Sequence[str], environ: Mapping[str, str]
    ) -> None:
        """Run `handrail <words>` to its end. Raises ChildFailed."""
        child = self._launch(name, words, environ)
        try:
            if child.running.wait() != 0:
                raise ChildFailed(_end(child))
        finally:
            if child.birth and child.running.poll() is None:
                _stop([child.birth])
                child.running.wait()

    def _launch(
        self, name: str, words: Sequence[str], environ: Mapping[str, str]
    ) -> Child:
        log = self._logs / f"{name}.log"
        log.write_bytes(b"")
        running = process.start(
            [sys.executable, "-m", "service", *words],
            log=log,
            death_signal=signal.SIGTERM,
            environ=environ,
        )
        return Child(name, log, running, process.birth_of(running.pid))

    def check(self) -> None:
        """Raise ChildFailed when one of them has ended."""
        for child in self._all:
            if child.running.poll() is not None:
                raise ChildFailed(_end(child))

    def said(self) -> str:
        """Give the last lines of every log that has any."""
        tails = {child.name: process.tail(child.log) for child in self._all}
        return "\n".join(
            f"{name} said:\n{text}" for name, text in tails.items() if text
        )

    def stop(self) -> None:
        """Ask all to end, wait their seconds, kill what is left."""
        _stop([child.birth for child in reversed(self._all) if child.birth])
        for child in self._all:
            child.running.wait()
        self._all.clear()
        self._record.unlink(missing_ok=True)


def _stop(births: list[Birth]) -> None:
    for birth in births:  # all are asked first, so that they end side by side
        process.send(birth, signal.SIGTERM)
    process.wait_until(
        lambda: all(process.gone(birth) for birth in births), within_s=_PATIENCE_S
    )
    for birth in births:
        process.stop(birth, ())


def _end(child: Child) -> str:
    tail = process.tail(child.log) or "(it said nothing)"
    return (
        f"`handrail {child.name}` ended with code {child.running.poll()}. "
        f"The end of {child.log}:\n{tail}"
    )
