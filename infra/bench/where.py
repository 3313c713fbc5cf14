"""Where the time of a text goes: which room had the processor, sampled.

Texts go through the whole application in this one process, one after another, without
a socket. Every millisecond of processor time somebody looks which room is at work: the
innermost frame that belongs to one. Beside it stand the milliseconds of processor time
here and in PostgreSQL.
"""

import io
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

from rich.console import Console
from rich.table import Table

from infra.bench import inbound, planner, stage
from infra.bench.stage import Stage
from service import app, heap, wiring
from service.config import Settings
from service.store.db import Database

EVERY_S = 0.001
WARM = 200
# A frame belongs to the first of these that its file's path has in it.
ROOMS: Mapping[str, str] = {
    "/psycopg": "psycopg, the driver",
    "/sqlalchemy/": "SQLAlchemy: pool and compiled words",
    "/twilio/": "Twilio's library: signature, TwiML",
    "/rq/": "RQ and the Redis client",
    "/redis/": "RQ and the Redis client",
    "/flask/": "Flask and Werkzeug",
    "/werkzeug/": "Flask and Werkzeug",
    "/service/store/vault": "sealing and opening",
    "/service/store/": "our store",
    "/service/web/": "our door: guard, hooks",
    "/service/carrier/": "our door: guard, hooks",
    "/service/usecases/": "our use cases",
    "/flows/safety/": "the core: danger, consent",
    "/flows/talk/": "the core: the conversation",
    "/flows/coach/": "the core: the Ladder and her days",
    "/service/": "the rest of ours",
}
OTHER = "Python's own, called by none of these"


@dataclass(slots=True)
class Spent:
    """What so many of one thing took, and how often each room was seen at work."""

    times: int = 0
    here: float = 0.0  # seconds of processor time
    there: float = 0.0  # and in PostgreSQL
    trips: int = 0
    seen: Counter[str] = field(default_factory=Counter)

    @contextmanager
    def watching(self, db: Database, trips: Sequence[int]) -> Iterator[None]:
        """Watch what the block does, and add it; `trips` counts the round trips."""
        there = planner.ticks(db)
        before, here = trips[0], time.process_time()
        with _sampling(self.seen):
            yield
        self.here += time.process_time() - here
        self.trips += trips[0] - before
        self.there += (planner.ticks(db) - there) / planner.TICKS


def run(texts: int, console: Console | None = None) -> int:
    """Sample so many texts and print the table; always 0, for it has no aim."""
    console = console or Console()
    with stage.stage() as on:
        spent = live(on, texts)
    for line in told("a text", spent):
        console.print(line)
    return 0


def live(on: Stage, texts: int) -> Spent:
    """Let the texts come in at the application's own door, and watch."""
    numbers = stage.people_who_text(on, max(texts // 2, 1))
    settings = Settings.from_env(on.env)
    parts = wiring.build(settings, in_a_hurry=True)
    door = app.create_app(parts, settings).wsgi_app
    heap.settle()  # as in the process that answers webhooks
    came = inbound.texts(numbers)
    for _ in range(WARM):
        _through(door, next(came))
    them = [next(came) for _ in range(texts)]
    trips = planner.counted_trips()
    spent = Spent(texts)
    with spent.watching(parts.db, trips):
        for request in them:
            _through(door, request)
    parts.db.close()
    return spent


def _through(door: Any, request: bytes) -> None:
    """Give one request to a WSGI application; raises when its answer is not 200."""
    said: list[str] = []
    for _ in door(_environ(request), lambda status, *_: said.append(status)):
        pass
    if said != ["200 OK"]:
        raise AssertionError(f"a text was answered {said}")


def _environ(request: bytes) -> dict[str, Any]:
    head, _, body = request.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    path = first.split()[1]
    fields = dict(line.split(": ", 1) for line in lines)
    return {
        "REQUEST_METHOD": "POST", "PATH_INFO": path, "RAW_URI": path,
        "QUERY_STRING": "", "SERVER_NAME": "bench", "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1", "CONTENT_TYPE": fields["Content-Type"],
        "CONTENT_LENGTH": fields["Content-Length"], "HTTP_HOST": fields["Host"],
        "HTTP_X_TWILIO_SIGNATURE": fields["X-Twilio-Signature"],
        "wsgi.input": io.BytesIO(body), "wsgi.errors": sys.stderr,
        "wsgi.url_scheme": "http", "wsgi.version": (1, 0),
    }  # fmt: skip


@contextmanager
def _sampling(seen: Counter[str]) -> Iterator[None]:
    """Count which room has the processor, at each tick of it."""

    def look(_signal: int, frame: FrameType | None) -> None:
        seen[room(_files(frame))] += 1

    before = signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, EVERY_S, EVERY_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _files(frame: FrameType | None) -> Iterator[str]:
    while frame is not None:
        yield frame.f_code.co_filename
        frame = frame.f_back


def room(files: Iterable[str]) -> str:
    """Return the room of the innermost of these files that belongs to one."""
    for file in files:
        for part, name in ROOMS.items():
            if part in file:
                return name
    return OTHER


def told(what: str, spent: Spent) -> Iterator[Table | str]:
    """Give the table, and in a sentence what one of them took."""
    table = Table(title=f"where the processor time of {what} goes")
    for column in ("", "share", "ms"):
        table.add_column(column)
    here, there = (1000 * s / spent.times for s in (spent.here, spent.there))
    looks = max(spent.seen.total(), 1)
    for name, seen in spent.seen.most_common():
        share = seen / looks * here
        table.add_row(name, f"{share / (here + there):.0%}", f"{share:.2f}")
    table.add_row("PostgreSQL", f"{there / (here + there):.0%}", f"{there:.2f}")
    yield table
    yield (
        f"{what}: {here:.1f} ms of processor time here, {there:.1f} ms in PostgreSQL,"
        f" {spent.trips / spent.times:.1f} round trips"
    )
