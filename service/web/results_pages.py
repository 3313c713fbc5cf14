"""Results: a line for each programme, its figures and pictures, and files of them.

Laws: a figure stands with what it is of and with its definition one click away; what
is asked for in an address is days and a month, nothing of anybody.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, render_template, request, url_for

from flows.coach.weeks import monday
from service.usecases import (
    budgeting,
    cells,
    exporting,
    results,
    rights,
    tallying,
    zoning,
)
from service.usecases.parts import Parts
from service.usecases.results import Asked, Results
from service.usecases.rights import Signed
from service.web import (
    dating,
    figure_meanings,
    figure_rows,
    figures,
    file_names,
    money_words,
    pictures,
    week_pictures,
)
from service.web.admission import redirected
from service.web.callers import Callers
from service.web.tongues import later, say

ASKS = ("since", "until", "cohort")
LONGEST = 6
View = Callable[[Parts, Signed, Results, str], Response]


def blueprint(parts: Parts, callers: Callers) -> Blueprint:
    """Return the pages of results."""
    pages = Blueprint("results", __name__, url_prefix="/results")
    pages.add_url_rule("", "home", lambda: _home(parts, callers))
    pages.add_url_rule("/definitions", "definitions", _definitions)
    of = _of(parts, callers)
    pages.add_url_rule("/<programme>", "programme", of(_programme))
    pages.add_url_rule("/<programme>/<which>.svg", "picture", of(_picture))
    path = "/<programme>/<which>.svg"
    pages.add_url_rule(path, "keep", of(_keep), methods=["POST"])
    path = "/<programme>/figures.<form>"
    pages.add_url_rule(path, "file", of(_file), methods=["POST"])
    count = lambda programme: _count(parts, callers, programme)  # noqa: E731 -- a view of one line
    path = "/<programme>/count"
    pages.add_url_rule(path, "count", count, methods=["POST"])
    return pages


def _home(parts: Parts, callers: Callers) -> Response:
    signed = callers.here()
    programmes = results.look(parts, signed)
    together = budgeting.see(parts, signed)
    money = together.all
    of_each = {one.id: one.month for one in together.each}
    return Response(
        render_template(
            "results/home.html",
            programmes=programmes,
            weeks=results.USUAL_WEEKS,
            share=figures.share,
            dollars=money_words.dollars,
            of_each=of_each,
            may_export=rights.may(signed.role, "export").allowed,
            month=figures.month(money.month),
            rest=money_words.rest(together),
            now=money.now,
            zone=zoning.of(parts, signed).name,
            left=_left(),
            done=request.args.get("done", ""),
        )
    )


def _definitions() -> Response:
    page = render_template(
        "results/definitions.html", figures=figure_meanings.DEFINITIONS
    )
    return Response(page)


def _of(parts: Parts, callers: Callers) -> Callable[[View], Callable[..., Response]]:
    """Return what lets a view see the results that an address names."""

    def of(view: View) -> Callable[..., Response]:
        def seen(programme: str, **_more: str) -> Response:
            signed = callers.here()
            try:
                found = results.of(parts, signed, UUID(programme), asked())
            except (LookupError, ValueError):
                return _unknown()
            return view(parts, signed, found, zoning.of(parts, signed).name)

        return seen

    return of


def asked() -> Asked:
    """Return what the address asks for; a day that is none asks for nothing."""
    return Asked(_day("since"), _day("until"), _day("cohort"))


def _day(name: str) -> date | None:
    written = request.args.get(name, "")
    try:
        found = date.fromisoformat(f"{written}-01" if len(written) == 7 else written)  # noqa: PLR2004 -- YYYY-MM
    except ValueError:
        return None
    return found if 1970 <= found.year < 3000 else None  # noqa: PLR2004 -- years that are meant


def _programme(_parts: Parts, signed: Signed, found: Results, zone: str) -> Response:
    return Response(
        render_template(
            "results/programme.html",
            found=found,
            figures=figures.shown(found),
            pictures=week_pictures.told(found),
            given=_given(found),
            last_day=found.until + results.DAYS,
            ranges=_ranges(found, zone),
            rate=figures.rate,
            dollars=money_words.dollars,
            may_export=rights.may(signed.role, "export").allowed,
            zone=zone,
            left=_left(),
            done="done" in request.args,
        )
    )


def _ranges(found: Results, zone: str) -> Iterator[tuple[str, str, bool]]:
    """Yield each range that is chosen by one press: its name, query, whether it stands.

    A month is shown in whole weeks: those that any day of it lies in.
    """
    today = found.counted.now.astimezone(ZoneInfo(zone)).date()
    this = monday(today)
    last = today.replace(day=1) - timedelta(days=1)
    month = say(later("Last month: %(month)s"), month=dating.month(last))
    spans = (
        (say(later("Last 4 weeks")), this - 3 * results.WEEK, this),
        (month, monday(last.replace(day=1)), monday(last)),
        (say(later("Last 12 weeks")), this - 11 * results.WEEK, this),
    )
    cohort = {name: told for name, told in _given(found).items() if name == "cohort"}
    for name, since, until in spans:
        query = urlencode({"since": since, "until": until, **cohort})
        yield name, query, (since, until) == (found.since, found.until)


def _count(parts: Parts, callers: Callers, programme: str) -> Response:
    """Count a programme's people anew, and show it where that was asked for."""
    try:
        left = tallying.count_now(parts, callers.here(), UUID(programme))
    except (LookupError, ValueError):
        return _unknown()
    if "listed" in request.args:
        ends = {"left": left} if left else {"done": programme}
        return redirected(url_for("results.home", **ends))
    kept = {name: request.args[name] for name in ASKS if name in request.args}
    query = urlencode({**kept, **({"left": left} if left else {"done": 1})})
    return redirected(f"{url_for('results.programme', programme=programme)}?{query}")


def _left() -> int:
    """Return how many were left to the workers when somebody asked to count."""
    written = request.args.get("left", "")
    return int(written) if written.isdecimal() and len(written) < LONGEST else 0


def _given(found: Results) -> Mapping[str, str]:
    """Return what an address of the same results carries."""
    cohort = {} if found.cohort is None else {"cohort": f"{found.cohort:%Y-%m}"}
    return {"since": str(found.since), "until": str(found.until), **cohort}


def _picture(_parts: Parts, _signed: Signed, found: Results, _zone: str) -> Response:
    svg = week_pictures.drawn(_which(), found, pictures.size())
    return _unknown() if svg is None else pictures.answer(svg)


def _which() -> str:
    return str((request.view_args or {}).get("which", ""))


def _unknown() -> Response:
    return Response(render_template("unknown.html"), 404)


def _named(found: Results, what: str, zone: str, ending: str) -> str:
    """Name a file by its programme, what it is and the day: nobody's name is in it."""
    of = file_names.of_programme(found.programme.name)
    day = dating.file_day(found.counted.now, zone)
    return file_names.named(*of, what, day, ending=ending)


# ---- files ----


def _keep(parts: Parts, signed: Signed, found: Results, zone: str) -> Response:
    """Hand a picture over as a file."""
    which = _which()
    svg = week_pictures.drawn(which, found, pictures.size())
    if svg is None:
        return _unknown()
    exporting.note_picture(parts, signed, found.programme.id)
    return pictures.answer(svg, _named(found, week_pictures.file(which), zone, "svg"))


def _file(parts: Parts, signed: Signed, found: Results, zone: str) -> Response:
    form = (request.view_args or {}).get("form", "")
    if form not in FORMS:
        return _unknown()
    make, media_type = FORMS[form]
    exporting.note_figures(parts, signed, found.programme.id)
    answer = Response(make(found), mimetype=media_type)
    named = _named(found, "results", zone, form)
    answer.headers["Content-Disposition"] = f'attachment; filename="{named}"'
    return answer


def _csv(found: Results) -> str:
    heads, weekly = tuple(figure_rows.HEADS), tuple(figure_rows.WEEK_HEADS)
    rows = [heads, *figure_rows.table(found), (), weekly]
    ends = (
        (),
        ("brought_in", found.brought_in),
        ("made_at", found.counted.now),
        ("counted_up_to", _up_to(found)),
    )
    return cells.lines([*rows, *map(figure_rows.week, found.weeks), *ends], begins=True)


def _up_to(found: Results) -> datetime:
    return found.counted.up_to or found.counted.now


def _json(found: Results) -> str:
    return json.dumps(
        {
            "programme": found.programme.name,
            **_given(found),
            "brought_in": found.brought_in,
            "made_at": found.counted.now.isoformat(timespec="seconds"),
            "counted_up_to": _up_to(found).isoformat(timespec="seconds"),
            "figures": [
                dict(zip(figure_rows.HEADS, one, strict=True))
                for one in figure_rows.table(found)
            ],
            "weeks": [
                dict(zip(figure_rows.WEEK_HEADS, figure_rows.week(one), strict=True))
                for one in found.weeks
            ],
            "definitions": {
                key: {"name": one.name, "meaning": one.meaning}
                for key, one in figure_meanings.DEFINITIONS.items()
            },
        },
        ensure_ascii=False,
        default=str,
    )


FORMS: Mapping[str, tuple[Callable[[Results], Any], str]] = {
    "csv": (_csv, "text/csv"),
    "json": (_json, "application/json"),
}
