"""Bringing people in from a CSV file: looked at first, then everybody or nobody.

Laws: the file travels with the form and is kept nowhere here; while people are
enrolled the page goes on being written, and whoever leaves it before its end has
enrolled nobody.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
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

from service.usecases import bringing_in as use
from service.usecases import enrolling
from service.usecases.bringing_in import MOST_BYTES, Judged
from service.usecases.importing import Report
from service.usecases.parts import Parts
from service.usecases.rights import Signed
from service.usecases.sheets import BadSheet
from service.web import entries, keeping, sheet_forms, sheet_words, tongues
from service.web.callers import Callers
from service.web.entries import Entry
from service.web.sheet_forms import Going
from service.web.tongues import later, say

STAGES = {"Checking": later("Checking"), "Enrolling": later("Enrolling")}


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
        return _form(parts, signed, Entry(wrong={"file": sheet_forms.TOO_LARGE}), 413)

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
    entry, content = entries.read(), sheet_forms.content()
    if not 0 < len(content) <= MOST_BYTES:
        entry.wrong["file"] = (
            sheet_forms.TOO_LARGE if content else sheet_forms.NOT_CHOSEN
        )
        return _form(parts, signed, entry)
    judged = _judged(parts, signed, entry, content)
    if judged is None:
        return _form(parts, signed, entry)
    packed = b64encode(content).decode()
    return _form(parts, signed, entry, judged=judged, packed=packed)


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
    return sheet_forms.file(use.template(tongues.tell), "people.csv")


def _errors(parts: Parts, signed: Signed) -> Response:
    """Give the bad lines of the file as a file to mend."""
    entry = entries.read()
    judged = _judged(parts, signed, entry, sheet_forms.content())
    if judged is None:
        return _form(parts, signed, entry)
    return sheet_forms.file(judged.errors, "people.errors.csv")


# ---- enrolling them ----


def _all(parts: Parts, signed: Signed) -> Response:
    entry, content = entries.read(), sheet_forms.content()
    try:
        programme = UUID(entry["programme"])
    except ValueError:
        entry.wrong["programme"] = later("choose one of these")
        return _form(parts, signed, entry)
    work = Work(parts, signed, (programme, content), entry["without"])
    page = render_template("enrolment/bringing.html", cut=sheet_forms.CUT)
    return Response(stream_with_context(_written(page, work)), mimetype="text/html")


class Work(Going[Report]):
    """Enrols everybody of a file; whoever closes it before its end enrols nobody."""

    def __init__(
        self, parts: Parts, signed: Signed, file: tuple[UUID, bytes], without: str
    ) -> None:
        super().__init__(
            lambda tell: use.everybody(
                parts, signed, file, tell, without_bad=bool(without)
            )
        )

    @property
    def report(self) -> Report | None:
        """What came of it, None while nobody is enrolled."""
        return self.found


def _written(page: str, work: Work) -> Iterator[str]:
    return sheet_forms.written(
        page,
        work,
        STAGES,
        lambda: render_template(
            "enrolment/brought.html",
            report=work.report,
            wrong=sheet_words.unfit(work.bad) if work.bad else "",
            people=url_for("pages.home"),
        ),
    )
