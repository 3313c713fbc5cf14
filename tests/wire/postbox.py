"""A mail server on this machine that keeps what it is given, and can be told to fail."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast

HELLO = "220 postbox"


@dataclass
class Postbox:
    """What came in; `says` answers a command (its first word) otherwise than usual.

    An answer of "" hangs up instead. `tls` is what STARTTLS is begun with.
    """

    port: int = 0
    says: dict[str, str] = field(default_factory=dict)
    tls: ssl.SSLContext | None = None
    heard: list[str] = field(default_factory=list)
    letters: list[EmailMessage] = field(default_factory=list)

    @property
    def words(self) -> list[str]:
        """The words of each letter."""
        return [one.get_content().replace("\r\n", "\n") for one in self.letters]

    @property
    def url(self) -> str:
        """Where it is."""
        return f"smtp://127.0.0.1:{self.port}"


class _HungUp(Exception):
    pass


class _Line:
    def __init__(self, box: Postbox, line: socket.socket) -> None:
        self.box, self.line = box, line
        self.file = line.makefile("rb")

    def encrypt(self, tls: ssl.SSLContext) -> None:
        self.file.close()
        self.line = tls.wrap_socket(self.line, server_side=True)
        self.file = self.line.makefile("rb")

    def close(self) -> None:
        self.file.close()
        self.line.close()

    def say(self, text: str) -> None:
        if not text:
            raise _HungUp
        self.line.sendall(f"{text}\r\n".encode())

    def answer(self, command: str, usual: str) -> str:
        said = self.box.says.get(command, usual)
        self.say(said)
        return said

    def serve(self) -> None:
        self.answer("HELLO", HELLO)
        while asked := self.file.readline():
            words = asked.decode().strip()
            command = words.split(" ")[0].upper()
            self.box.heard.append(words)
            if command == "EHLO":
                offers = "250-STARTTLS\r\n" if self.box.tls else ""
                self.answer("EHLO", f"250-postbox\r\n{offers}250 AUTH PLAIN")
            elif command == "DATA":
                self.data()
            elif command == "STARTTLS" and self.box.tls:
                self.say("220 go on")
                self.encrypt(self.box.tls)
            else:
                self.answer(command, "235 in" if command == "AUTH" else "250 fine")

    def data(self) -> None:
        if not self.answer("DATA", "354 go on").startswith("354"):
            return
        lines = []
        while (one := self.file.readline()) not in (b".\r\n", b""):
            assert one.endswith(b"\r\n"), "a bare line feed, which servers refuse"
            lines.append(one.removeprefix(b".") if one.startswith(b"..") else one)
        parsed = message_from_bytes(b"".join(lines), policy=cast("Any", policy.default))
        self.box.letters.append(cast("EmailMessage", parsed))
        self.answer("END", "250 taken")


def _serve(box: Postbox, server: socket.socket, at_once: ssl.SSLContext | None) -> None:
    while True:
        try:
            line, _ = server.accept()
        except OSError:
            return
        at_line = _Line(box, line)
        try:
            with suppress(_HungUp, OSError):
                if at_once is not None:
                    at_line.encrypt(at_once)
                at_line.serve()
        finally:
            at_line.close()


@contextmanager
def postbox(
    tls: ssl.SSLContext | None = None, *, at_once: bool = False
) -> Iterator[Postbox]:
    """Serve a postbox on a free port; `at_once` speaks TLS from the first byte."""
    box = Postbox(tls=None if at_once else tls)
    with socket.create_server(("127.0.0.1", 0)) as server:
        box.port = server.getsockname()[1]
        told = (box, server, tls if at_once else None)
        thread = threading.Thread(target=_serve, args=told, daemon=True)
        thread.start()
        try:
            yield box
        finally:
            server.shutdown(socket.SHUT_RDWR)
            server.close()
            thread.join(5)
