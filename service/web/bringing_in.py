"""Bringing people in from a CSV file: looked at first, then everybody or nobody.

Laws: the file travels with the form and is kept nowhere here; while people are
enrolled the page goes on being written, and whoever leaves it before its end has
enrolled nobody.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Generator, Iterator
from queue import Empty, Queue
from threading import Event, Thread
from uuid import UUID

from flask import (
    Blueprint,
    Response,
    render_template,
    request,
    stream_with_context,
    url_for,
)
from werkzeug.exceptions import RequestEntityTooLarge

from service.store.db import Unavailable
from service.usecases import bringing_in as use
from service.usecases import enrolling
from service.usecases.bringing_in import MOST_BYTES, Judged, Stopped
from service.usecases.importing import Report
from service.usecases.parts import Parts
from service.usecases.rights import Signed
from service.usecases.sheets import BadSheet
from service.web import entries, keeping, sheet_words, tongues
from service.web.callers import Callers
from service.web.entries import Entry
from service.web.tongues import later, say

# A file as it goes back and forth is a third longer than it is; beside it a few fields.
LARGEST_FORM = 2 * MOST_BYTES
ROOMY = frozenset({"enrolment.bring", "enrolment.bring_all", "enrolment.errors"})
TOO_LARGE = later("the file is over 2 MB; divide it into several")
NOT_CHOSEN = later("choose a CSV file")
CUT = "<!--the rest-->"
BEATS = 0.5  # seconds between two signs of life
STAGES = {"Checking": later("Checking"), "Enrolling": later("Enrolling")}


def room(callers: Callers) -> None:
    """Let whoever is in send a form as large as a file."""
    if request.endpoint in ROOMY and callers.signed() is not None:
        request.max_content_length = LARGEST_FORM
        request.max_form_memory_size = LARGEST_FORM


def add_to(pages: Blueprint, parts: Parts, callers: Callers) -> None:
    """Put these pages beside the form of one."""

    def bring() -> Response:
        if request.method == "POST":
            return _look(parts, callers.here())
        told = say(STOPPED) if "stopped" in request.args else ""
        return _form(parts, callers.here(), Entry(saying=told))

    def too_large(_error: RequestEntityTooLarge) -> Response:
        signed = callers.signed()
        if signed is None:
            return keeping.too_large()
        return _form(parts, signed, Entry(wrong={"file": TOO_LARGE}), 413)

    pages.add_url_rule("/import", "bring", bring, methods=["GET", "POST"])
    pages.add_url_rule("/import/template.csv", "template", _template)
    sent = lambda: _errors(parts, callers.here())  # noqa: E731 -- one of four routes
    pages.add_url_rule("/import/errors.csv", "errors", sent, methods=["POST"])
    all_ = lambda: _all(parts, callers.here())  # noqa: E731 -- one of four routes
    pages.add_url_rule("/import/all", "bring_all", all_, methods=["POST"])
    pages.register_error_handler(RequestEntityTooLarge, too_large)


STOPPED = later(
    "Stopped. Nobody of the file was enrolled, unless it was through already: then they"
    " stand among the people."
)


def _form(
    parts: Parts,
    signed: Signed,
    entry: Entry,
    status: int | None = None,
    **more: object,
) -> Response:
    found = enrolling.programmes(parts, signed)
    programmes = [(str(one.id), one.name) for one in found]
    given = {"judged": None, "packed": "", "sheet_words": sheet_words, **more}
    page = "enrolment/bring.html"
    return entries.shown(page, entry, status, programmes=programmes, **given)


def _look(parts: Parts, signed: Signed) -> Response:
    entry, content = entries.read(), _content()
    if not 0 < len(content) <= MOST_BYTES:
        entry.wrong["file"] = TOO_LARGE if content else NOT_CHOSEN
        return _form(parts, signed, entry)
    judged = _judged(parts, signed, entry, content)
    if judged is None:
        return _form(parts, signed, entry)
    packed = b64encode(content).decode()
    return _form(parts, signed, entry, judged=judged, packed=packed)


def _content() -> bytes:
    """Return the file of the form, new or as it came back."""
    file = request.files.get("file")
    if file is not None and file.filename:
        content: bytes = file.read(MOST_BYTES + 1)
        file.close()
        return content
    try:
        return b64decode(request.form.get("packed", ""), validate=True)
    except ValueError:
        return b""


def _judged(
    parts: Parts, signed: Signed, entry: Entry, content: bytes
) -> Judged | None:
    """Judge the file; what cannot be read at all stands beside its field."""
    try:
        programme = UUID(entry["programme"])
        return use.judge(parts, signed, programme, content, sheet_words.remark)
    except BadSheet as bad:
        entry.wrong["file"] = sheet_words.unfit(bad)
    except (LookupError, ValueError):
        entry.wrong["programme"] = later("choose one of these")
    return None


def _template() -> Response:
    return _file(use.template(tongues.tell), "people.csv")


def _errors(parts: Parts, signed: Signed) -> Response:
    """Give the bad lines of the file as a file to mend."""
    entry = entries.read()
    judged = _judged(parts, signed, entry, _content())
    if judged is None:
        return _form(parts, signed, entry)
    return _file(judged.errors, "people.errors.csv")


def _file(text: str, name: str) -> Response:
    # The mark lets a spreadsheet read it as UTF-8.
    answer = Response("\ufeff" + text, mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


# ---- enrolling them ----


def _all(parts: Parts, signed: Signed) -> Response:
    entry, content = entries.read(), _content()
    try:
        programme = UUID(entry["programme"])
    except ValueError:
        entry.wrong["programme"] = later("choose one of these")
        return _form(parts, signed, entry)
    work = Work(parts, signed, (programme, content), entry["without"])
    page = render_template("enrolment/bringing.html", cut=CUT)
    return Response(stream_with_context(_written(page, work)), mimetype="text/html")


class Work:
    """Enrols everybody in a thread of its own, so that the page can say how far it is.

    Whoever closes it before its end stops it, and nobody is enrolled.
    """

    def __init__(
        self, parts: Parts, signed: Signed, file: tuple[UUID, bytes], without: str
    ) -> None:
        self._told: Queue[tuple[str, int]] = Queue()
        self._over = Event()
        self._said = ("", -1)
        self.report: Report | None = None
        self.bad: BadSheet | None = None

        def enrol() -> None:
            try:
                self.report = use.everybody(
                    parts, signed, file, self._tell, without_bad=bool(without)
                )
            except BadSheet as bad:
                self.bad = bad
            except (LookupError, Stopped, Unavailable):
                pass  # nobody was enrolled, and the page says so

        self._thread = Thread(target=enrol, daemon=True)

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


def _written(page: str, work: Work) -> Iterator[str]:
    head, _, rest = page.partition(CUT)
    yield head
    for what, percent in work.steps():
        step = {"what": say(STAGES.get(what, what)), "percent": percent}
        yield render_template("enrolment/step.html", **step) if what else " "
    yield render_template(
        "enrolment/brought.html",
        report=work.report,
        wrong=sheet_words.unfit(work.bad) if work.bad else "",
        people=url_for("pages.home"),
    )
    yield rest
