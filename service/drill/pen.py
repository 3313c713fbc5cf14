"""The processes that are attacked, and their keeper: who dies is started again."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeGuard

from service.drill.timeshift import Shifter
from service.embedded import process
from service.embedded.process import Birth


@dataclass(frozen=True, slots=True)
class Place:
    """Where one process stands: its role, and a number among its like."""

    role: str
    number: int

    @property
    def name(self) -> str:
        """What its log and its clock are called."""
        return f"{self.role}-{self.number}"


class Pen:
    """Keeps processes of each role alive; every method may be called from any thread.

    `broken` names a fault that is planted into each process as it starts.
    """

    def __init__(
        self,
        folder: Path,
        environ: Mapping[str, str],
        port: int,
        *,
        broken: str,
        shifter: Shifter,
    ) -> None:
        self._folder, self._port, self._broken = folder, port, broken
        self._environ = {**os.environ, **environ, **shifter.environ("nursery")}
        self._shifter = shifter
        self._down = False
        self._lock = threading.Lock()
        self._births: dict[Place, Birth | None] = {}
        self.killed: Counter[str] = Counter()
        self._nursery: subprocess.Popen[str] | None = None

    def fill(self, **how_many: int) -> None:
        """Start so many processes of each role."""
        self._warm()
        for role, count in how_many.items():
            for number in range(count):
                self.start(Place(role, number))

    def start(self, place: Place) -> None:
        """Start the process of a place, which must be empty."""
        with self._lock:
            self._births[place] = self._order(place)

    def places(self, role: str = "") -> list[Place]:
        """Return the places that are kept, of one role or of all."""
        return [place for place in tuple(self._births) if role in ("", place.role)]

    def kill(self, place: Place) -> bool:
        """Kill -9 the process of a place, and have it started again; False: none was.

        Of the web it is one of gunicorn's workers: gunicorn itself brings the next.
        """
        with self._lock:
            born = self._births.get(place)
            victim = _child_of(born) if place.role == "web" else born
            if not _struck(victim, signal.SIGKILL):
                return False
            self.killed[place.role] += 1
            if victim == born:
                self._births[place] = self._order(place)
        return True

    def send(self, place: Place, order: signal.Signals) -> bool:
        """Signal the process of a place; nobody starts it again for that."""
        return _struck(self._births.get(place), order)

    def replace(self, place: Place, patience_s: float = 15.0) -> None:
        """End a process as a deploy does, and start the next when it is gone."""
        with self._lock:
            _end([self._births.get(place)], patience_s)
            if not self._down:
                self._births[place] = self._order(place)

    def down(self) -> None:
        """Kill everything at once, and start nothing until `up`: a power cut."""
        with self._lock:
            self._down = True
            for place, born in self._births.items():
                _struck(born, signal.SIGKILL)
                self._births[place] = None

    def up(self) -> None:
        """Start everything again."""
        with self._lock:
            self._down = False
            for place in self._births:
                self._births[place] = self._order(place)

    def mend(self) -> int:
        """Start again what died by itself; return how many that were."""
        with self._lock:
            if self._down:
                return 0
            dead = [place for place, born in self._births.items() if not _lives(born)]
            for place in dead:
                self._births[place] = self._order(place)
        return len(dead)

    def close(self) -> None:
        """End everything; safe to call twice."""
        if self._nursery is None:
            return
        _end([*self._births.values()], 5.0)
        self._births.clear()
        if self._nursery.stdin is not None:
            self._nursery.stdin.close()
        self._nursery.wait(10)
        if self._nursery.stdout is not None:
            self._nursery.stdout.close()
        self._nursery = None

    def _warm(self) -> None:
        if self._nursery is None:
            self._nursery = subprocess.Popen(
                [sys.executable, "-m", "service.drill.nursery"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                env=self._environ,
                start_new_session=True,
            )
            self._heard()

    def _order(self, place: Place) -> Birth | None:
        name = place.name
        order = {
            "role": place.role,
            "port": self._port,
            "broken": self._broken,
            "environ": {**self._environ, **self._shifter.environ(name)},
            "shift": self._shifter.planted(name),
            "log": str(self._folder / f"{name}.log"),
        }
        nursery = self._nursery
        if nursery is None or nursery.stdin is None:
            raise RuntimeError("the nursery is closed: fill the pen first")
        nursery.stdin.write(json.dumps(order) + "\n")
        nursery.stdin.flush()
        return process.birth_of(int(self._heard()["pid"]))

    def _heard(self) -> dict[str, Any]:
        nursery = self._nursery
        line = nursery.stdout.readline() if nursery and nursery.stdout else ""
        if not line:
            raise RuntimeError("the nursery has ended; its words are above")
        heard: dict[str, Any] = json.loads(line)
        return heard


def _struck(born: Birth | None, order: signal.Signals) -> bool:
    """Signal a process if it still is the one that was started; say whether it was."""
    if not _lives(born):
        return False
    process.send(born, order)
    return True


def _lives(born: Birth | None) -> TypeGuard[Birth]:
    return born is not None and not process.gone(born)


def _child_of(born: Birth | None) -> Birth | None:
    """Return the oldest child of a process, None without one."""
    if not _lives(born):
        return None
    try:
        named = Path(f"/proc/{born.pid}/task/{born.pid}/children").read_text("ascii")
    except OSError:
        return None
    return process.birth_of(int(named.split()[0])) if named.split() else None


def _end(births: Sequence[Birth | None], patience_s: float) -> None:
    """Ask processes to end, side by side; kill what is still there after that."""
    alive = [born for born in births if _struck(born, signal.SIGTERM)]
    process.wait_until(
        lambda: not any(_lives(born) for born in alive), within_s=patience_s
    )
    for born in alive:
        _struck(born, signal.SIGKILL)
