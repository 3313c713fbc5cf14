"""Finds free TCP ports on 127.0.0.1, and who holds one that is not."""

import socket
from collections.abc import Iterator
from pathlib import Path

_PRIVILEGED = 1023  # the servers' account may not listen up to here


def is_free(port: int) -> bool:
    """Say whether a server could listen on this port now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def pick(remembered: int | None) -> int:
    """Give the remembered port when it is free, else any free one.

    Another process may take it before our server does: callers try again.
    """
    if remembered and remembered > _PRIVILEGED and is_free(remembered):
        return remembered
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def pick_two() -> tuple[int, int]:
    """Give two different free ports."""
    first = pick(None)
    second = pick(None)
    while second == first:
        second = pick(None)
    return first, second


def holder(port: int) -> str:
    """Say which process listens on `port`, as well as this machine lets us see."""
    inodes = set(_listening(port))
    for process in Path("/proc").glob("[0-9]*"):
        if inodes & set(_sockets(process)):
            words = (process / "cmdline").read_bytes().split(b"\0")
            shown = b" ".join(words).decode("utf-8", "replace").strip()
            return f"process {process.name} ({shown[:120]})"
    return "another process"


def _listening(port: int) -> Iterator[str]:
    """Give the inodes of the sockets that listen on a port (Linux)."""
    for table in ("tcp", "tcp6"):
        try:
            lines = Path(f"/proc/net/{table}").read_text("ascii").splitlines()[1:]
        except OSError:
            continue
        for words in map(str.split, lines):
            listens = words[3] == "0A"
            if listens and int(words[1].rpartition(":")[2], 16) == port:
                yield f"socket:[{words[9]}]"


def _sockets(process: Path) -> Iterator[str]:
    try:
        for descriptor in (process / "fd").iterdir():
            yield str(descriptor.readlink())
    except OSError:
        return  # it ended, or belongs to another account
