"""Bringing in tries that were kept elsewhere: a look at the file first, then all of it.

Laws: the file travels with the form and is kept nowhere here; whoever leaves the page
before its end has brought in nothing.
"""

from __future__ import annotations

from base64 import b64encode
from functools import partial

from flask import Blueprint, Response, render_template, request, stream_with_context
from werkzeug.exceptions import RequestEntityTooLarge

from service.usecases import earlier_tries as use
from service.usecases.bringing_in import MOST_BYTES
from service.usecases.earlier_tries import MOST_DANGER, Look
from service.usecases.parts import Parts
from service.usecases.rights import Signed
from service.usecases.sheets import BadSheet
from service.web import dating, entries, keeping, sheet_forms, sheet_words, tongues
from service.web.callers import Callers
from service.web.entries import Entry
from service.web.sheet_forms import Going
from service.web.tongues import later, say

STAGES = {"Checking": later("Checking"), "Bringing in": later("Bringing in")}
STOPPED = later(
    "Stopped. No try of the file was brought in, unless it was through already: then"
    " they stand on the pages of their people."
)


def blueprint(parts: Parts, callers: Callers) -> Blueprint:
    """Return the pages by which tries are brought in."""
    pages = Blueprint("tries", __name__, url_prefix="/people/import/tries")

    def bring() -> Response:
        if request.method == "POST":
            return _look(parts, callers.here())
        return _form(Entry(saying=say(STOPPED) if "stopped" in request.args else ""))

    def too_large(_error: RequestEntityTooLarge) -> Response:
        if callers.signed() is None:
            return keeping.too_large()
        return _form(Entry(wrong={"file": sheet_forms.TOO_LARGE}), 413)

    def errors() -> Response:
        return _errors(parts, callers.here())

    def bring_all() -> Response:
        return _all(parts, callers.here())

    pages.add_url_rule("", "bring", bring, methods=["GET", "POST"])
    pages.add_url_rule("/template.csv", "template", _template)
    pages.add_url_rule("/errors.csv", "errors", errors, methods=["POST"])
    pages.add_url_rule("/all", "bring_all", bring_all, methods=["POST"])
    pages.register_error_handler(RequestEntityTooLarge, too_large)
    return pages


def _form(entry: Entry, status: int | None = None, **more: object) -> Response:
    given = {
        "look": None,
        "packed": "",
        "sheet_words": sheet_words,
        "dating": dating,
        "most": MOST_DANGER,
        "columns": use.COLUMNS,
        **more,
    }
    return entries.shown("enrolment/tries.html", entry, status, **given)


def _look(parts: Parts, signed: Signed) -> Response:
    entry, content = entries.read(), sheet_forms.content()
    if not 0 < len(content) <= MOST_BYTES:
        too_large = sheet_forms.TOO_LARGE
        entry.wrong["file"] = too_large if content else sheet_forms.NOT_CHOSEN
        return _form(entry)
    look = _judged(parts, signed, entry, content)
    if look is None:
        return _form(entry)
    return _form(entry, look=look, packed=b64encode(content).decode())


def _judged(parts: Parts, signed: Signed, entry: Entry, content: bytes) -> Look | None:
    """Judge the file; why it cannot be read at all stands beside its field."""
    try:
        return use.judge(parts, signed, content, sheet_words.remark)
    except BadSheet as bad:
        entry.wrong["file"] = sheet_words.unfit(bad)
        return None


def _template() -> Response:
    return sheet_forms.file(use.template(tongues.tell), "tries.csv")


def _errors(parts: Parts, signed: Signed) -> Response:
    """Give the bad lines of the file as a file to mend."""
    entry = entries.read()
    look = _judged(parts, signed, entry, sheet_forms.content())
    if look is None:
        return _form(entry)
    return sheet_forms.file(look.errors, "tries.errors.csv")


def _all(parts: Parts, signed: Signed) -> Response:
    content, without = sheet_forms.content(), bool(entries.read()["without"])
    do = partial(use.everything, parts, signed, content, without_bad=without)
    work = Going(do)
    page = render_template("enrolment/bringing_tries.html", cut=sheet_forms.CUT)
    ending = partial(_ending, work)
    pieces = sheet_forms.written(page, work, STAGES, ending)
    return Response(stream_with_context(pieces), mimetype="text/html")


def _ending(work: Going[Look]) -> str:
    return render_template(
        "enrolment/brought_tries.html",
        look=work.found,
        wrong=sheet_words.unfit(work.bad) if work.bad else "",
        dating=dating,
        most=MOST_DANGER,
    )
