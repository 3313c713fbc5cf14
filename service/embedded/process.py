"""Starts a server that dies with its parent, and knows it again after a crash.

A pid alone is no name: the system hands it to the next process. A record holds
the pid *and* the moment of birth, so that nothing but our own server is signalled.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from service.embedded.place import Account

POLL_S = 0.02
_LINUX = sys.platform.startswith("linux")
_LAUNCH = str(Path(__file__).with_name("launch.py"))


class NotStarted(Exception):
    """A server did not start; the operator reads the reason and the log's end."""


@dataclass(frozen=True, slots=True)
class Birth:
    """One process for ever: its pid and the moment it was born."""

    pid: int
    moment: str


def birth_of(pid: int) -> Birth | None:
    """Name the living process with this pid, or None when there is none."""
    moment = _moment_linux(pid) if _LINUX else _moment_elsewhere(pid)
    return Birth(pid, moment) if moment else None


def _moment_linux(pid: int) -> str:
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii")
    except OSError:
        return ""
    state, *fields = text.rpartition(")")[2].split()
    dead = state in {"Z", "X"}  # a zombie runs nothing any more
    return "" if dead else f"{boot.strip()}:{fields[18]}"


def _moment_elsewhere(pid: int) -> str:  # pragma: no cover - Linux has /proc
    found = subprocess.run(  # noqa: S603 - fixed words and a number
        ["/bin/ps", "-o", "lstart=", "-o", "stat=", "-p", str(pid)],
        capture_output=True,
        text=True,
        check=False,
    )
    text = found.stdout.strip()
    return "" if text.endswith("Z") else text


def save(record: Path, birth: Birth, *, port: int) -> None:
    """Write a birth and its port to `record` in one step (readers see all of it)."""
    whole = record.with_suffix(".new")
    whole.write_text(json.dumps(asdict(birth) | {"port": port}), encoding="utf-8")
    whole.replace(record)


def load(record: Path) -> tuple[Birth | None, int | None]:
    """Read a record back: the process if it still lives, and the port it had."""
    try:
        data = json.loads(record.read_text(encoding="utf-8"))
        birth, port = Birth(int(data["pid"]), str(data["moment"])), int(data["port"])
    except (OSError, ValueError, KeyError, TypeError):
        return None, None  # no record, or half of one: nothing is known
    return (birth if birth_of(birth.pid) == birth else None), port


def start(
    command: Sequence[str],
    *,
    log: Path,
    death_signal: signal.Signals,
    environ: Mapping[str, str],
    account: Account | None = None,
) -> subprocess.Popen[bytes]:
    """Start `command` (an absolute path first) in a session of its own.

    On Linux it gets `death_signal` when the calling *thread* ends, however that
    happens: call this from the main thread. `account` (root only) is who it runs as.
    Output goes to the end of `log`.
    """
    life = [os.getpid(), int(death_signal)]
    who = [account.uid, account.gid] if account else [-1, -1]
    with log.open("ab") as out:
        return subprocess.Popen(  # noqa: S603 - the command is ours, word by word
            [sys.executable, "-I", "-S", _LAUNCH, *map(str, life + who), *command],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            env=dict(environ),
            cwd="/",
            start_new_session=True,
        )


def wait_until(
    ready: Callable[[], bool],
    *,
    within_s: float,
    alive: Callable[[], bool] = lambda: True,
) -> bool:
    """Poll `ready` for `within_s` seconds of real time; False when it never came
    or `alive` ended first.
    """
    deadline = time.monotonic() + within_s
    while not ready():
        if not alive() or time.monotonic() > deadline:
            return ready()
        time.sleep(POLL_S)
    return True


def stop(birth: Birth, steps: Sequence[tuple[signal.Signals, float]]) -> None:
    """Send each signal in turn and wait its seconds, then kill the whole group.

    Returns once the process is gone; a process that is not `birth` is left alone.
    """
    for order, patience_s in (*steps, (signal.SIGKILL, 5.0)):
        if gone(birth):
            return
        send(birth, order)
        if wait_until(lambda: gone(birth), within_s=patience_s):
            return


def gone(birth: Birth) -> bool:
    """Say whether the process has ended; collects it when it was our child."""
    with suppress(ChildProcessError):  # an orphan of an earlier run, or collected
        os.waitpid(birth.pid, os.WNOHANG)
    return birth_of(birth.pid) != birth


def send(birth: Birth, order: signal.Signals) -> None:
    """Signal the process if it still is `birth`; SIGKILL goes to its whole group."""
    if birth_of(birth.pid) != birth:
        return
    with suppress(ProcessLookupError):  # it ended by itself meanwhile
        if order is signal.SIGKILL and os.getpgid(birth.pid) == birth.pid:
            os.killpg(birth.pid, order)
        else:
            os.kill(birth.pid, order)


def tail(log: Path, *, lines: int = 12) -> str:
    """Give the last lines of a log, or an empty string."""
    try:
        text = log.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return "\n".join(text.splitlines()[-lines:])
