"""A warm parent: it has read all of Handrail once, and forks its processes from there.

A killed process is back in a few milliseconds, as under a service manager that waits
for nothing. It takes orders as JSON lines on its input, and answers each with a pid;
when its input ends, it ends, and its children with it.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from service.drill import timeshift
from service.embedded.launch import PR_SET_PDEATHSIG

Order = dict[str, Any]


def _web(order: Order) -> None:
    from gunicorn.app import wsgiapp

    from service.app import options

    words = options("127.0.0.1", order["port"], workers=2, threads=4)
    sys.argv = ["gunicorn", *words]
    wsgiapp.run()


def _worker(_order: Order) -> None:
    from service import jobs

    jobs.work(os.environ["REDIS_URL"])


def _clock(_order: Order) -> None:
    from service import clock

    clock.run_from_env()


ROLES: Mapping[str, Callable[[Order], None]] = {
    "web": _web,
    "worker": _worker,
    "clock": _clock,
}


def main() -> None:
    """Read everything, then fork what is ordered until the input ends."""
    _warm()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the system collects the dead
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the drill to hear
    _answer({"ready": True})
    for line in sys.stdin:
        _answer({"pid": _fork(json.loads(line))})


def _warm() -> None:
    import gunicorn.app.wsgiapp
    import gunicorn.workers.gthread
    import rq

    from service import app, clock, jobs

    _ = gunicorn, rq, app, clock, jobs


def _answer(words: Mapping[str, Any]) -> None:
    sys.stdout.write(f"{json.dumps(words)}\n")
    sys.stdout.flush()


def _fork(order: Order) -> int:
    parent = os.getpid()
    pid = os.fork()
    if pid == 0:
        try:
            _become(order, parent)
        finally:
            os._exit(1)
    return pid


def _become(order: Order, parent: int) -> None:
    """Be the ordered process until it ends; never returns to the nursery's loop."""
    os.setsid()
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
    for name in (signal.SIGCHLD, signal.SIGINT):
        signal.signal(name, signal.SIG_DFL)
    _speak_to(Path(order["log"]))
    os.environ.clear()
    os.environ.update(order["environ"])
    if order.get("shift"):
        timeshift.plant(Path(order["shift"]))
    if order.get("broken"):
        from service.drill import planted

        planted.plant(order["broken"])
    ROLES[order["role"]](order)
    os._exit(0)


def _speak_to(log: Path) -> None:
    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for mine, theirs in ((nothing, 0), (out, 1), (out, 2)):
        os.dup2(mine, theirs)
    sys.stdin, sys.stdout, sys.stderr = (
        os.fdopen(0),
        os.fdopen(1, "w"),
        os.fdopen(2, "w"),
    )


if __name__ == "__main__":
    main()
