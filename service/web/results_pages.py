"""Results: a line for each programme, its figures and pictures, and files of them.

Laws: a figure stands with what it is of and with its definition one click away; what
is asked for in an address is days and a month, nothing of anybody.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, render_template, request

from service.usecases import cells, exporting, results, rights
from service.usecases.parts import Parts
from service.usecases.results import Asked, Results
from service.usecases.rights import Signed
from service.web import dating, figures, pictures
from service.web.callers import Callers
from service.web.tongues import say

View = Callable[[Signed, Results], Response]


def blueprint(parts: Parts, callers: Callers) -> Blueprint:
    """Return the pages of results."""
    pages = Blueprint("results", __name__, url_prefix="/results")
    pages.add_url_rule("", "home", lambda: _home(parts, callers))
    pages.add_url_rule("/definitions", "definitions", _definitions)
    of = _of(parts, callers)
    pages.add_url_rule("/<programme>", "programme", of(_programme))
    pages.add_url_rule("/<programme>/<which>.svg", "picture", of(_picture))
    path = "/<programme>/figures.<form>"
    pages.add_url_rule(path, "file", of(_file(parts)), methods=["POST"])
    return pages


def _home(parts: Parts, callers: Callers) -> Response:
    signed = callers.here()
    return Response(
        render_template(
            "results/home.html",
            programmes=results.look(parts, signed),
            weeks=results.USUAL_WEEKS,
            share=figures.share,
            dollars=figures.dollars,
            may_export=rights.may(signed.role, "export").allowed,
        )
    )


def _definitions() -> Response:
    page = render_template("results/definitions.html", figures=figures.DEFINITIONS)
    return Response(page)


def _of(parts: Parts, callers: Callers) -> Callable[[View], Callable[..., Response]]:
    """Return what lets a view see the results that an address names."""

    def of(view: View) -> Callable[..., Response]:
        def seen(programme: str, **_more: str) -> Response:
            signed = callers.here()
            try:
                found = results.of(parts, signed, UUID(programme), asked())
            except (LookupError, ValueError):
                return Response(render_template("unknown.html"), 404)
            return view(signed, found)

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


def _programme(signed: Signed, found: Results) -> Response:
    return Response(
        render_template(
            "results/programme.html",
            found=found,
            figures=figures.shown(found),
            pictures=[(name, _says(name, found)) for name in PICTURES],
            given=_given(found),
            rate=figures.rate,
            dollars=figures.dollars,
            may_export=rights.may(signed.role, "export").allowed,
        )
    )


def _given(found: Results) -> Mapping[str, str]:
    """Return what an address of the same results carries."""
    cohort = {} if found.cohort is None else {"cohort": f"{found.cohort:%Y-%m}"}
    return {"since": str(found.since), "until": str(found.until), **cohort}


# ---- pictures ----


def _prompts(found: Results) -> bytes:
    def each(name: str) -> list[float | None]:
        return [
            round(figures.rate(getattr(one, name), one.people), 2)
            if one.people
            else None
            for one in found.weeks
        ]

    series = {say("Prompts"): each("prompts"), say("Tries"): each("tries")}
    top = max((one for of in series.values() for one in of if one), default=1.0)
    return pictures.lines(_labels(found), series, top=top)


def _tries(found: Results) -> bytes:
    own = [one.own.count for one in found.weeks]
    rest = [one.tries - one.own.count for one in found.weeks]
    series = {say("On their own"): own, say("After a prompt"): rest}
    return pictures.bars(_labels(found), series)


def _cost(found: Results) -> bytes:
    costs = [one.cost / 1_000_000 for one in found.weeks]
    return pictures.bars(_labels(found), {say("US dollars"): costs})


PICTURES: Mapping[str, Callable[[Results], bytes]] = {
    "prompts": _prompts,
    "tries": _tries,
    "cost": _cost,
}


def _labels(found: Results) -> list[str]:
    """Return a label for each week; of many, only some are written."""
    every = max(len(found.weeks) // 8, 1)
    return [
        dating.day(one.week) if at % every == 0 else ""
        for at, one in enumerate(found.weeks)
    ]


def _says(name: str, found: Results) -> str:
    told = [one for one in found.weeks if one.people]
    first, last = (told[0], told[-1]) if told else (found.weeks[0], found.weeks[-1])
    if name == "prompts":
        return say(
            "Prompts and tries a person and week: prompts went from %(first)s to"
            " %(last)s.",
            first=f"{figures.rate(first.prompts, first.people):.1f}",
            last=f"{figures.rate(last.prompts, last.people):.1f}",
        )
    if name == "tries":
        return say(
            "Tries by week: %(tries)s in all, %(own)s of them on their own.",
            tries=found.tries,
            own=found.own.count,
        )
    return say("Estimated cost by week: %(cost)s in all.",
               cost=figures.dollars(found.money.cost))  # fmt: skip


def _picture(_signed: Signed, found: Results) -> Response:
    which = (request.view_args or {}).get("which", "")
    if which not in PICTURES:
        return Response(render_template("unknown.html"), 404)
    named = f"{which}.svg" if "keep" in request.args else ""
    return pictures.answer(PICTURES[which](found), named)


# ---- files ----


def _file(parts: Parts) -> View:
    def file(signed: Signed, found: Results) -> Response:
        form = (request.view_args or {}).get("form", "")
        if form not in FORMS:
            return Response(render_template("unknown.html"), 404)
        make, media_type = FORMS[form]
        exporting.note_figures(parts, signed, found.programme.id)
        answer = Response(make(found), mimetype=media_type)
        answer.headers["Content-Disposition"] = f'attachment; filename="results.{form}"'
        return answer

    return file


def _csv(found: Results) -> str:
    rows = [figures.HEADS, *figures.table(found), (), figures.WEEK_HEADS]
    return cells.lines([*rows, *map(figures.week, found.weeks)], begins=True)


def _json(found: Results) -> str:
    return json.dumps(
        {
            "programme": found.programme.name,
            **_given(found),
            "figures": [
                dict(zip(figures.HEADS, one, strict=True))
                for one in figures.table(found)
            ],
            "weeks": [
                dict(zip(figures.WEEK_HEADS, figures.week(one), strict=True))
                for one in found.weeks
            ],
            "definitions": {
                key: {"name": one.name, "meaning": one.meaning}
                for key, one in figures.DEFINITIONS.items()
            },
        },
        ensure_ascii=False,
        default=str,
    )


FORMS: Mapping[str, tuple[Callable[[Results], Any], str]] = {
    "csv": (_csv, "text/csv"),
    "json": (_json, "application/json"),
}
