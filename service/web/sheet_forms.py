"""A spreadsheet as it goes back and forth with a form, and work a page tells of.

Laws: the file travels with the form and is kept nowhere here; while the work goes on
the page goes on being written, and whoever leaves it before its end has stopped it.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable, Generator, Iterator, Mapping
from queue import Empty, Queue
from threading import Event, Thread
from typing import Generic, TypeVar

from flask import Response, render_template, request

from service.store.db import Unavailable
from service.usecases.bringing_in import MOST_BYTES, Stopped
from service.usecases.sheets import BadSheet
from service.web.callers import Callers
from service.web.tongues import later, say

T = TypeVar("T")
# A file as it goes back and forth is a third longer than it is; beside it a few fields.
LARGEST_FORM = 2 * MOST_BYTES
ROOMY = frozenset(
    {
        *("enrolment.bring", "enrolment.bring_all", "enrolment.errors"),
        *("tries.bring", "tries.bring_all", "tries.errors"),
    }
)
TOO_LARGE = later("the file is over 2 MB; divide it into several")
NOT_CHOSEN = later("choose a CSV file")
CUT = "<!--the rest-->"
BEATS = 0.5  # seconds between two signs of life


def room(callers: Callers) -> None:
    """Let whoever is in send a form as large as a file."""
    if request.endpoint in ROOMY and callers.signed() is not None:
        request.max_content_length = LARGEST_FORM
        request.max_form_memory_size = LARGEST_FORM


def content() -> bytes:
    """Return the file of the form, new or as it came back."""
    sent = request.files.get("file")
    if sent is not None and sent.filename:
        told: bytes = sent.read(MOST_BYTES + 1)
        sent.close()
        return told
    try:
        return b64decode(request.form.get("packed", ""), validate=True)
    except ValueError:
        return b""


def file(text: str, name: str) -> Response:
    """Return a CSV file to keep."""
    # The mark lets a spreadsheet read it as UTF-8.
    answer = Response("\ufeff" + text, mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


class Going(Generic[T]):
    """Does work in a thread of its own, so that the page can say how far it is.

    Whoever closes it before its end stops it, and nothing of it is kept.
    """

    def __init__(self, do: Callable[[Callable[[str, float], None]], T]) -> None:
        self._told: Queue[tuple[str, int]] = Queue()
        self._over = Event()
        self._said = ("", -1)
        self.found: T | None = None
        self.bad: BadSheet | None = None

        def work() -> None:
            try:
                self.found = do(self._tell)
            except BadSheet as bad:
                self.bad = bad
            except (LookupError, Stopped, Unavailable):
                pass  # nothing was kept, and the page says so

        self._thread = Thread(target=work, daemon=True)

    def _tell(self, what: str, part: float) -> None:
        if self._over.is_set():
            raise Stopped
        now = (what, int(100 * part))
        if now != self._said:
            self._said = now
            self._told.put(now)

    def steps(self) -> Generator[tuple[str, int]]:
        """Do the work and yield how far it is; closing this stops it."""
        self._thread.start()
        try:
            while self._thread.is_alive() or not self._told.empty():
                try:
                    yield self._told.get(timeout=BEATS)
                except Empty:
                    yield ("", 0)
        finally:
            self._over.set()
            self._thread.join()


def written(
    page: str, work: Going[T], stages: Mapping[str, str], ending: Callable[[], str]
) -> Iterator[str]:
    """Yield a page piece by piece: its head, how far the work is, its ending."""
    head, _, rest = page.partition(CUT)
    yield head
    for what, percent in work.steps():
        step = {"what": say(stages.get(what, what)), "percent": percent}
        yield render_template("enrolment/step.html", **step) if what else " "
    yield ending()
    yield rest
