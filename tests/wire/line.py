"""The other end of a line: a loopback server that records and misbehaves on demand."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

HANG = object()  # read the request, never answer, keep the line open
DROP = b""  # read the request, hang up


@dataclass
class Asked:
    """One request as it arrived."""

    method: str
    path: str
    query: list[tuple[str, str]]
    headers: dict[str, str]
    pairs: list[tuple[str, str]]


@dataclass
class Line:
    """Where the server is, and what has arrived."""

    url: str
    asked: list[Asked] = field(default_factory=list)


def reply(status: int, document: object, **headers: str) -> bytes:
    """Write an HTTP answer; a str or bytes document goes out as it is."""
    text = document if isinstance(document, str) else json.dumps(document)
    lines = [
        f"HTTP/1.1 {status} Whatever",
        f"Content-Length: {len(text.encode())}",
        "Connection: close",
        *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items()),
    ]
    return ("\r\n".join(lines) + "\r\n\r\n" + text).encode()


@contextmanager
def line(*answers: object) -> Iterator[Line]:
    """Serve `answers` in order (the last one again and again) until left.

    An answer is the bytes to send, HANG, or a callable that gets the `Asked`.
    """
    listener = socket.create_server(("127.0.0.1", 0))
    here = Line(f"http://127.0.0.1:{listener.getsockname()[1]}")
    open_lines: list[socket.socket] = []

    def serve() -> None:
        while True:
            try:
                caller, _ = listener.accept()
            except OSError:
                return
            open_lines.append(caller)
            here.asked.append(_read(caller))
            _answer(caller, answers[min(len(here.asked), len(answers)) - 1], here)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield here
    finally:
        listener.shutdown(socket.SHUT_RDWR)  # wakes accept()
        thread.join()
        for left in (*open_lines, listener):
            left.close()


def _answer(caller: socket.socket, answer: object, here: Line) -> None:
    if answer is HANG:
        return
    said = answer(here.asked[-1]) if isinstance(answer, Callable) else answer
    assert isinstance(said, bytes)
    caller.sendall(said)
    caller.shutdown(socket.SHUT_RDWR)


def _read(caller: socket.socket) -> Asked:
    stream = caller.makefile("rb")
    method, target, _ = stream.readline().decode().split(" ")
    headers = {}
    while row := stream.readline().decode().strip():
        name, _, value = row.partition(":")
        headers[name.lower()] = value.strip()
    body = stream.read(int(headers.get("content-length", "0"))).decode()
    stream.close()
    path, _, query = target.partition("?")
    return Asked(
        method,
        path,
        parse_qsl(query, keep_blank_values=True),
        headers,
        parse_qsl(body, keep_blank_values=True),
    )
