"""PostgreSQL and Valkey of one place, started together and stopped together.

One owner at a time: a lock held by the living process, so that two runs in one
checkout never share a data folder. The lock dies with its holder.
"""

import fcntl
import os
import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from service.embedded.place import CHECKOUT, NoPlace, Place, choose, forget
from service.embedded.postgres import DataUnusable, Postgres, Urls
from service.embedded.process import NotStarted
from service.embedded.valkey import Valkey

_ABANDONED_S = 3600.0
_STAY = {"lock", "belongs-to"}  # these are the place, not its data

TROUBLES: tuple[type[Exception], ...]
"""What a person can mend; every message says how."""


class AlreadyRunning(Exception):
    """Another living process holds this place; stop it there first."""


TROUBLES = (AlreadyRunning, DataUnusable, NoPlace, NotStarted)


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the servers answer. The URLs hold passwords: never log them."""

    superuser_url: str
    owner_url: str
    app_url: str
    redis_url: str


class Servers:
    """The embedded servers of one folder.

    `throwaway` is for tests: no durability, and `stop` removes the data. As root the
    data live outside the folder, see `place`.
    """

    def __init__(self, folder: Path | None = None, *, throwaway: bool = False) -> None:
        self._wanted = folder or CHECKOUT
        self._throwaway = throwaway
        self._lock: int | None = None
        self.place: Place = choose(folder, throwaway=throwaway)
        self._postgres = Postgres(self.place, throwaway=throwaway)
        self._valkey = Valkey(self.place)

    def start(self) -> Addresses:
        """Start both; an orphan of an earlier run is stopped first.

        Raises AlreadyRunning, NotStarted, DataUnusable or NoPlace (TROUBLES).
        """
        urls = self.start_postgres()
        return Addresses(urls.superuser, urls.owner, urls.app, self.start_valkey())

    def start_postgres(self) -> Urls:
        """Start PostgreSQL alone and return its three addresses."""
        self.hold()
        return self._postgres.start()

    def start_valkey(self) -> str:
        """Start Valkey alone and return its address."""
        self.hold()
        return self._valkey.start()

    def stop_postgres(self) -> None:
        """Stop PostgreSQL alone; its data stay."""
        self._postgres.stop()

    def stop_valkey(self) -> None:
        """Stop Valkey alone; what it held is gone."""
        self._valkey.stop()

    def crash_postgres(self) -> Urls:
        """Stop PostgreSQL as a power cut would, and start it where it was."""
        return self._postgres.crash()

    def hold(self) -> None:
        """Take the place for this process. Raises AlreadyRunning."""
        if self._lock is None:
            if self._throwaway:
                _sweep(self.place.folder)
            self.place.make()
            self._lock = _locked(self.place.folder)
            (self.place.folder / "belongs-to").write_text(f"{self._wanted}\n")
            if self._throwaway:
                (self.place.folder / "throwaway").touch()

    def stop(self) -> None:
        """Stop both, bounded in time; safe to call twice."""
        if self._lock is None:
            return
        self._valkey.stop()
        self._postgres.stop()
        if self._throwaway:
            forget(self.place)
        os.close(self._lock)
        self._lock = None

    def erase(self) -> None:
        """Remove all data of this place, to start over. Raises AlreadyRunning."""
        self.hold()
        self._valkey.stop()
        self._postgres.stop()
        for entry in self.place.folder.iterdir():
            if entry.is_dir():
                shutil.rmtree(entry)
            elif entry.is_file() and entry.name not in _STAY:
                entry.unlink()
        self._postgres = Postgres(self.place, throwaway=self._throwaway)
        self._valkey = Valkey(self.place)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def _locked(folder: Path) -> int:
    lock = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        holder = os.read(lock, 32).decode("ascii", "replace").strip() or "unknown"
        os.close(lock)
        raise AlreadyRunning(
            f"Handrail already runs from this checkout (process {holder}). Stop it "
            f"there with Ctrl-C, or with: kill {holder}"
        ) from error
    os.ftruncate(lock, 0)
    os.write(lock, f"{os.getpid()}\n".encode("ascii"))
    return lock


def _sweep(folder: Path) -> None:
    """Remove throwaway places beside this one that a killed test run left behind."""
    for marker in folder.parent.glob("*/throwaway"):
        if time.time() - marker.stat().st_mtime < _ABANDONED_S:
            continue
        try:
            lock = _locked(marker.parent)
        except AlreadyRunning:
            continue
        shutil.rmtree(marker.parent, ignore_errors=True)
        os.close(lock)
