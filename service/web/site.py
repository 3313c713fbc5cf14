"""The console as one site: who is let in, how each answer is dressed, all its pages."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace
from typing import cast

from flask import Flask, Response, g, render_template, request
from werkzeug.exceptions import MethodNotAllowed, NotFound

from service.addresses import is_here
from service.store.db import Unavailable
from service.usecases.parts import Parts
from service.usecases.rights import NotAllowed, ProofNeeded
from service.web import (
    access,
    admission,
    assets,
    door,
    editing,
    enrolment,
    exports_pages,
    inbox_pages,
    limits_pages,
    looking,
    own,
    pages,
    policy_words,
    portrait,
    programme_pages,
    results_pages,
    retold,
    rights_pages,
    said_once,
    schedule_pages,
    script_pages,
    script_titles,
    sheet_forms,
    team_pages,
    telling_pages,
    today_pages,
    told_pages,
    tongues,
    tries_pages,
    ways,
)
from service.web.admission import Admission
from service.web.callers import ANEW, SAFE, Callers, Cookies

# Every response of the process: no script but ours, no frame, nothing from elsewhere.
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; media-src 'self';"
    " connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
# Two years, as the browsers' preload lists ask; for a service with https alone.
ALWAYS_HTTPS = "max-age=63072000; includeSubDomains"

ROOMS = (
    today_pages,
    telling_pages,
    told_pages,
    pages,
    enrolment,
    tries_pages,
    editing,
    portrait,
    inbox_pages,
    schedule_pages,
    programme_pages,
    script_pages,
    results_pages,
    limits_pages,
    exports_pages,
    rights_pages,
    door,
    own,
    team_pages,
)


def furnish(app: Flask, parts: Parts) -> None:
    """Put the console's pages on an app, with the guard before all of its routes.

    Raises Unlisted for a route that nobody is named for.
    """
    parts = replace(parts, language=tongues.here)
    secure = not is_here(parts.origin)
    callers = Callers(parts, Cookies(secure))
    judge = Admission(callers, parts.origin)
    for room in ROOMS:
        blueprint = room.blueprint(parts, callers)
        blueprint.register_error_handler(Unavailable, _away)
        app.register_blueprint(blueprint)
    app.register_blueprint(assets.blueprint())
    tongues.furnish(app)
    app.before_request(lambda: sheet_forms.room(callers))
    app.before_request(judge.judge)
    # The last one named is done first: what it answers is dressed as all else is.
    app.after_request(lambda response: _dressed(response, callers, secure=secure))
    app.after_request(looking.noting(parts, callers, _away))
    app.register_error_handler(NotFound, _unknown_to(judge))
    app.register_error_handler(MethodNotAllowed, _by_form_alone(judge))
    app.register_error_handler(ProofNeeded, admission.to_prove)
    app.register_error_handler(NotAllowed, _not_yours)
    app.jinja_env.globals |= {
        "csrf_token": callers.form_token,
        "nonce": nonce,
        "ways": ways.of,
        "may": callers.may,
        "say": tongues.say,
        "retold": retold.said,
        "said_once": said_once.here,
        "policy_name": policy_words.name,
        "titled": script_titles.title,
    }
    app.add_template_filter(script_titles.title, "titled")
    app.context_processor(lambda: {"caller": callers.signed()})
    access.check(rule.endpoint for rule in app.url_map.iter_rules())


def nonce() -> str:
    """Return what the one script of this page is let run by."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    return cast("str", g.nonce)


def _dressed(response: Response, callers: Callers, *, secure: bool) -> Response:
    script = g.get("nonce")
    policy = f"{POLICY}; script-src 'nonce-{script}'" if script else POLICY
    worn = {"Content-Security-Policy": policy, **HEADERS}
    if secure:
        worn["Strict-Transport-Security"] = ALWAYS_HTTPS
    # What a page says itself stands; all at once, for each webhook comes by here.
    stand = {name.lower() for name, _ in response.headers}
    response.headers.extend(
        {name: value for name, value in worn.items() if name.lower() not in stand}
    )
    if request.endpoint not in ("static", "health", "assets.htmx"):
        response.headers["Cache-Control"] = "no-store"
    return callers.dressed(response)


def _away(_error: Unavailable) -> tuple[str, int, dict[str, str]]:
    g.signed = None  # nobody can be asked who she is
    again = {"Retry-After": "2"}
    if request.method in SAFE:
        again["Refresh"] = f"5; url={request.path}?{ANEW}=1"
    return render_template("away.html"), 503, again


def _unknown_to(judge: Admission) -> Callable[[NotFound], Response | NotFound]:
    def unknown(error: NotFound) -> Response | NotFound:
        signed = judge.callers.signed() if judge.near() else None
        if request.method not in SAFE or signed is None or not signed.whole:
            return error
        return Response(render_template("unknown.html"), 404)

    return unknown


def _by_form_alone(
    judge: Admission,
) -> Callable[[MethodNotAllowed], Response | MethodNotAllowed]:
    """Say to whoever opens it anew that a page was the answer to a form."""

    def shut(error: MethodNotAllowed) -> Response | MethodNotAllowed:
        signed = judge.callers.signed() if judge.near() else None
        if request.method not in SAFE or signed is None:
            return error
        allowed = {"Allow": ", ".join(sorted(error.valid_methods or ()))}
        page = render_template("by_form_alone.html", whole=signed.whole)
        return Response(page, 405, allowed)

    return shut


def _not_yours(_error: NotAllowed) -> Response:
    return admission.not_hers()
