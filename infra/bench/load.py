"""A load: signed requests made beforehand, sent over connections kept for a while."""

import base64
import hashlib
import hmac
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

# How many requests one connection lives for. A process takes all the connections that
# come while it idles: kept for a whole round, all eight were at times with one of two.
A_LINE = 25


@dataclass(slots=True)
class Measured:
    """What came of one round: seconds of each answer, and any that was not 200."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    bad: int = 0

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.latencies) / self.seconds

    def percentile(self, share: float) -> float:
        """The latency in milliseconds that this share of answers stays under."""
        ordered = sorted(self.latencies)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def signed(url: str, path: str, token: str, pairs: dict[str, str]) -> bytes:
    """Return one whole HTTP request with the carrier's signature."""
    text = url + path + "".join(name + pairs[name] for name in sorted(pairs))
    mac = hmac.digest(token.encode(), text.encode(), hashlib.sha1)
    body = urlencode(pairs).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: bench\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"X-Twilio-Signature: {base64.b64encode(mac).decode()}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def fire(
    port: int, requests: Iterator[bytes], *, connections: int, seconds: float
) -> Measured:
    """Send requests for some seconds over so many connections; measure each."""
    took = Measured()
    lock = threading.Lock()
    ends = time.perf_counter() + seconds

    def line() -> None:
        mine: list[tuple[float, bool]] = []
        while time.perf_counter() < ends:
            with socket.create_connection(("127.0.0.1", port)) as wire:
                wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                mine += _asked(wire, requests, lock, ends)
        with lock:
            took.latencies += [seconds for seconds, _ in mine]
            took.bad += sum(not good for _, good in mine)

    threads = [threading.Thread(target=line) for _ in range(connections)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took.seconds = time.perf_counter() - begun
    return took


def _asked(
    wire: socket.socket, requests: Iterator[bytes], lock: threading.Lock, ends: float
) -> Iterator[tuple[float, bool]]:
    """Send requests down one connection; give each one's seconds, and if it was 200."""
    for _ in range(A_LINE):
        if time.perf_counter() >= ends:
            return
        with lock:
            request = next(requests)
        begun = time.perf_counter()
        wire.sendall(request)
        good = _answer(wire).startswith(b"HTTP/1.1 200")
        yield time.perf_counter() - begun, good


def _answer(wire: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        data += _more(wire)
    head, _, body = data.partition(b"\r\n\r\n")
    length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
    while len(body) < length:
        body += _more(wire)
    return head


def _more(wire: socket.socket) -> bytes:
    part = wire.recv(65536)
    if not part:
        raise ConnectionError("the server closed the line")
    return part
