"""Parts of a page that make themselves anew while it stays open, without a reload.

Laws: a part that has not changed is not touched, so that nobody is torn out of what she
reads, plays or types; a part holds no field somebody types in, but for one beside it
that a form stands in, which is let be (live.js); looking again keeps no session awake
(callers.ANEW). Without script the page makes itself anew as a whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import Response, render_template, request
from markupsafe import Markup

from service.web.callers import ANEW

# What the browser says it has already; the whole page lacks it.
SEEN = "seen"
# Seconds between two looks.
SOON = 4
CALMLY = 15
NOTHING: Mapping[str, str] = {}
UNCHANGED = 204


def asked() -> bool:
    """Say whether htmx asks for the live part alone."""
    return request.headers.get("HX-Request") == "true" and SEEN in request.args


def shown(
    page: str,
    part: str,
    /,
    *,
    every: int = CALMLY,
    without_script: int | None = CALMLY,
    at: str = "",
    beside: Mapping[str, str] = NOTHING,
    **given: Any,
) -> Response:
    """Return a page with its live part, or the part alone where htmx asks for it.

    `page` and `part` are templates given the same values; the page puts `{{ live }}`
    where the part belongs. `every` is in seconds, and so is `without_script`, after
    which the page is made anew where no script runs; None for a page on which somebody
    types. `at` is where the part is asked for, where that is not the page's own
    address; what it asks for stands beside all that the page was asked for. `beside`
    are the templates of what else is made anew with it, by the id of the element it
    stands in; the page puts `{{ beside[id] }}` there. 204 where nothing has changed.
    """
    inner = render_template(part, **given)
    others = {name: render_template(one, **given) for name, one in beside.items()}
    whole = "".join((inner, *others.values()))
    seen = sha256(whole.encode()).hexdigest()[:16]
    if asked() and request.args[SEEN] == seen:
        return Response(status=UNCHANGED)
    again = _address(at, **{ANEW: "1", SEEN: seen})
    made = {name: _made(other) for name, other in others.items()}
    live = render_template("live.html", inner=_made(inner), again=again, every=every)
    if asked():
        return Response(live + render_template("beside.html", beside=made))
    again = "" if without_script is None else _address(at, **{ANEW: "1"})
    anew = {"live": _made(live), "beside": made, "anew": again}
    return Response(
        render_template(page, **anew, without_script=without_script, **given)
    )


def _made(html: str) -> Markup:
    return Markup(html)  # noqa: S704 -- a template of ours made it, escaping as all do


def _address(at: str, **more: str) -> str:
    path, _, asks = at.partition("?")
    asked = {**request.args.to_dict(), **more, **dict(parse_qsl(asks))}
    return f"{path or request.path}?{urlencode(asked)}"
