"""Chooses where the servers' data and binaries live, and under which account.

As an ordinary user the data stay in the folder asked for. PostgreSQL refuses to run
as root, and an unprivileged account cannot read a checkout below a closed home: as
root everything gets a folder of its own outside, made by us. No folder that stood
before has its permissions changed.
"""

import hashlib
import os
import pwd
import shutil
import tempfile
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
_SHELVES = (Path("/var/lib"), Path("/var/tmp"))  # noqa: S108 - our folder inside must be root's own, see shelf()
_MEMORY = Path("/dev/shm")  # noqa: S108 - as above
_ENOUGH_BYTES = 1_000_000_000
_ACCOUNTS = ("nobody", "daemon")
_NOT_RUN = {".a", ".h", ".py", ".pyc", ".pyi"}


class NoPlace(Exception):
    """The servers have nowhere to live; the operator makes room and tries again."""


@dataclass(frozen=True, slots=True)
class Account:
    """An unprivileged account that exists on this machine."""

    name: str
    uid: int
    gid: int


@dataclass(frozen=True, slots=True)
class Place:
    """One set of servers: its folder, where copies of their binaries stand, and the
    account that runs them (None: we ourselves, from where pip put them).
    """

    folder: Path
    binaries: Path
    account: Account | None

    def make(self) -> None:
        """Make the folder unless it stands. Raises NoPlace."""
        made(self.folder, mode=0o711 if self.account else 0o700)

    def room(self, name: str) -> Path:
        """Make (once) a folder inside that only the servers' account can read."""
        path = self.folder / name
        path.mkdir(mode=0o700, exist_ok=True)
        if self.account:
            os.chown(path, self.account.uid, self.account.gid)
        return path

    def note(self, name: str, text: str) -> Path:
        """Write a small file only the servers' account can read; returns its path."""
        path = self.room("notes") / name
        path.unlink(missing_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        if self.account:
            os.chown(path, self.account.uid, self.account.gid)
        return path


def choose(folder: Path | None, *, throwaway: bool = False) -> Place:
    """Find the place for `folder` (default: `.handrail` in the checkout).

    As root the folder is only a name: the place is `handrail-0/<hash of its path>`
    below /var/lib. `throwaway` data live in memory where the machine has room: a
    database is then cloned in 14 ms instead of 350. Raises NoPlace.
    """
    wanted = (folder or CHECKOUT / ".handrail").absolute()
    digest = hashlib.sha256(os.fsencode(wanted)).hexdigest()[:16]
    account = unprivileged(_ACCOUNTS) if os.geteuid() == 0 else None
    in_memory = throwaway and _has_room(_MEMORY)
    binaries = shelf(_SHELVES) if account else wanted
    if in_memory:
        return Place(shelf((_MEMORY,)) / digest, binaries, account)
    return Place(binaries / digest if account else wanted, binaries, account)


def _has_room(memory: Path) -> bool:
    try:
        free: int = shutil.disk_usage(memory).free
    except OSError:
        return False
    return free > _ENOUGH_BYTES and os.access(memory, os.W_OK)


def made(path: Path, *, mode: int) -> Path:
    """Make a folder of ours unless it stands. Raises NoPlace with the mend."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_dir():
            path.mkdir()
            path.chmod(mode)  # exact, whatever the umask
    except OSError as error:
        raise NoPlace(
            f"{path}: cannot be made ({error.strerror}); free it or make it writable."
        ) from error
    return path


def shelf(parents: tuple[Path, ...]) -> Path:
    """Make our folder in the first parent that stands. Raises NoPlace unless it is ours
    alone.
    """
    parent = next((path for path in parents if path.is_dir()), parents[0])
    ours = made(parent / f"handrail-{os.geteuid()}", mode=0o711)
    if ours.is_symlink() or ours.stat().st_uid != os.geteuid():
        raise NoPlace(f"{ours}: belongs to another account; move it away.")
    return ours


def unprivileged(names: tuple[str, ...]) -> Account:
    """Find the first of these accounts that stands and is not root. Raises NoPlace."""
    for name in names:
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        if found.pw_uid != 0:
            return Account(name, found.pw_uid, found.pw_gid)
    raise NoPlace(
        "PostgreSQL does not run as root, and none of the accounts "
        f"{', '.join(names)} exists: run as an ordinary user instead."
    )


def reachable(place: Place, package: str) -> Path:
    """Give the folder that holds `package`'s files, where the servers' account can
    run them.

    Without an account that is where pip put them. Else a copy, made once per version,
    whole or not at all: the folder gets its name when everything is inside. The layout
    stays, since the binaries find their libraries by relative paths.
    """
    found = metadata.distribution(package)
    if place.account is None:
        return Path(str(found.locate_file("")))
    home = place.binaries / f"{package}-{found.version}"
    if not home.is_dir():
        _copy(found, home)
    return home


def _copy(found: metadata.Distribution, home: Path) -> None:
    half = Path(tempfile.mkdtemp(prefix=".half-", dir=home.parent))
    try:
        for file in found.files or ():
            if file.suffix in _NOT_RUN or "include" in file.parts or ".." in file.parts:
                continue
            target = half / "all" / file
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(Path(str(found.locate_file(file))), target)
        _open_to_read(half / "all")
        (half / "all").rename(home)
    except OSError as error:
        if not home.is_dir():  # else: another run finished the same copy first
            raise NoPlace(f"{home}: the copy failed ({error.strerror}).") from error
    finally:
        shutil.rmtree(half, ignore_errors=True)


def _open_to_read(top: Path) -> None:
    for path in (top, *top.rglob("*")):
        path.chmod(0o755)


def make_log(place: Place, name: str, *, keep_bytes: int = 5_000_000) -> Path:
    """Give the log file `name`.log of this place; an overgrown one starts anew."""
    folder = place.folder / "logs"
    folder.mkdir(mode=0o700, exist_ok=True)
    log = folder / f"{name}.log"
    if log.exists() and log.stat().st_size > keep_bytes:
        log.replace(log.with_suffix(".old.log"))
    return log


def forget(place: Place) -> None:
    """Remove a place with all its data; nothing of it may be running."""
    shutil.rmtree(place.folder, ignore_errors=True)
