"""Serves a network on a loopback port from a thread."""

from __future__ import annotations

import socket
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from service.switchboard.app import create_app
from service.switchboard.control import LOOPBACK
from service.switchboard.network import Network

BACKLOG = 128


if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


class NotLoopback(ValueError):
    """The switchboard opens to anyone who reaches it, so it stays on this machine."""


class _Quiet(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log(self, type: str, message: str, *args: object) -> None:
        """Say nothing: a log of requests would hold numbers and words."""

    def connection_dropped(
        self, error: BaseException, environ: WSGIEnvironment | None = None
    ) -> None:
        """Hang up for good: HTTP/1.1 would otherwise wait for the next request."""
        self.close_connection = True


@dataclass(slots=True)
class Running:
    """A switchboard that is being served."""

    network: Network
    url: str
    port: int
    _server: BaseWSGIServer
    _thread: threading.Thread = field(init=False)

    def __post_init__(self) -> None:
        self._thread = threading.Thread(
            target=self._server.serve_forever,
            kwargs={"poll_interval": 0.05},
            name="switchboard-http",
            daemon=True,
        )
        self._thread.start()

    def stop(self) -> None:
        """Let go of held lines, end the network's threads, free the port."""
        self.network.stop()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def serve(network: Network, host: str = "127.0.0.1", port: int = 0) -> Running:
    """Serve `network`; port 0 takes a free one. Returns once the port is open.

    The network itself moves only when it is settled or started. Raises NotLoopback for
    another host, OSError when the port is taken.
    """
    if host not in LOOPBACK:
        raise NotLoopback(f"the switchboard listens on loopback only, not on {host}")
    # Opened here: the library would print and end the process when the port is taken.
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind((host, port))
        door.listen(BACKLOG)
        app = create_app(network)
        server = make_server(
            host,
            port,
            app,
            threaded=True,
            request_handler=_Quiet,
            fd=door.fileno(),
        )
    shown = f"[{host}]" if ":" in host else host
    network.records.url = f"http://{shown}:{server.port}"
    return Running(network, network.records.url, server.port, server)
